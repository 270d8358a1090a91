"""The words of vtiger's language packs: which French label stands for which English one, by module.

`labels.csv` is what the public packs of 5.3 to 8.2 say, official and third-party. A label may stand for two fields.
"""

import csv
import html
import re
import unicodedata
from functools import cache
from pathlib import Path

_PATH = Path(__file__).with_name("labels.csv")
# Each kind of dash, quote and ordinal sign that word processors and packs put for the plain one.
_SAME = str.maketrans("‐‑‒–—―−﹘－’‘ʼº", "---------'''°", "\u00ad\u200b\u200c\u200d\ufeff")
# What all modules may use when their own pack does not know a label.
SHARED = "Vtiger"


def undo_entities(text: str) -> str:
    """`&amp;`, which vtiger keeps in its own tables, is `&`; a word that only begins as an entity stays."""
    return re.sub(r"&(#\d{1,7}|#x[0-9a-fA-F]{1,6}|\w{2,31});", lambda found: html.unescape(found[0]), text).replace(
        "\x00", ""
    )


def normalize(text: str) -> str:
    """A label or a value, bare of case, accents, spaces, dashes and other differences of typing."""
    text = undo_entities(text).translate(_SAME).replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae")
    text = unicodedata.normalize("NFKD", text)
    bare = "".join(char for char in text if not unicodedata.combining(char)).casefold()
    bare = re.sub(r"\s*-[\s-]*", "-", re.sub(r"\s+", " ", bare))
    return bare.strip(" :")


@cache
def _read() -> dict[tuple[str, str], dict[str, tuple[str, ...]]]:
    """(module, kind) -> English label, bare -> French labels."""
    found: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
    with _PATH.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            words = found.setdefault((row["module"], row["kind"]), {})
            english = normalize(row["english"])
            words[english] = words.get(english, ()) + tuple(row["french"].split("|"))
    return found


def french_fields(module: str) -> dict[str, tuple[str, ...]]:
    """The French labels of the fields of a module: `{English label, bare: (French, ...)}`."""
    return _read().get((module, "field"), {})


def french_values(module: str) -> dict[str, tuple[str, ...]]:
    """The French labels of the values of its lists: `{English value, bare: (French, ...)}`."""
    return _read().get((module, "picklist"), {})
