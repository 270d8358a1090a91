"""What the files hold that no table knows: columns and values for a person to name."""

from collections import Counter
from collections.abc import Iterator

from .binding import Source, is_counting, is_rate
from .cells import is_nothing
from .columns import LABELS
from .labels import normalize
from .mapping import read_step
from .picklists import PICKLISTS
from .settings import Settings

SAMPLES, MAX_SAMPLE = 3, 40


def find_columns(source: Source) -> Iterator[dict]:
    """The columns that no table knows, whatever was chosen for them: header, samples, whether figures hang on it."""
    for place, header in enumerate(source.file.headers):
        name = normalize(header)
        if not name or LABELS[source.module].get(name) or is_rate(source.module, name):
            continue
        yield {
            "module": source.module,
            "header": header,
            "samples": " · ".join(_samples(source, place)),
            "is_counting": is_counting(source.module, name),
        }


def find_values(source: Source) -> Iterator[dict]:
    """The values of lists that no table knows, and how many rows have them."""
    for place, column in enumerate(source.columns):
        if column is None:
            continue
        kind, _colon, name = column.kind.partition(":")
        if column.target in ("step", "step_text"):
            kind, name = "pick", "step"
        if kind != "pick":
            continue
        for value, count in _values(source, place).items():
            is_step = name == "step" and read_step(value, Settings(agency="-"))
            if not is_step and normalize(value) not in PICKLISTS[name]:
                yield {"kind": name, "value": value, "count": count}


def _values(source: Source, place: int) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in source.file.rows():
        if not row.error and (text := row.cells[place].strip()):
            found[text] += 1
    return found


def _samples(source: Source, place: int) -> list[str]:
    found: list[str] = []
    for row in source.file.rows():
        if row.error or len(found) == SAMPLES:
            continue
        text = " ".join(row.cells[place].split())[:MAX_SAMPLE]
        if not is_nothing(text) and text not in found:
            found.append(text)
    return found
