"""Words: what a user of the agency reads in French is the manual's, never Odoo's, and never English.

Whoever adds a screen whose words are wrong finds them here; `words.py` of agency_crm puts the manual's in their place.
"""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.agency import testing

WALK = Path(__file__).with_name("words_walk.py")
Texts = dict[str, str]

# Odoo's words where the manual has its own (SPEC 1; `cases/day.md`, vocabulary).
FORBIDDEN = re.compile(
    r"""\b(?:
        opportunités? | pistes? | leads? | pipelines?            # affaire
        | bons?\ de\ commande | lignes\ de\ commande             # devis, commande client
        | quotations? | sales?\ orders? | devis\ gagné
        | vendeurs? | vendeuse                                   # assigné à
        | to-?do | activity | my\ company | manual\ payment | service\ number | billing\ day
        | ventes?\ incitatives?
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
# Whole labels: words that are right elsewhere.
FORBIDDEN_LABELS = {"Gagné", "Perdu", "Payé", "Non payé", "Nom de la société", "Est une société", "Société associée"}
# Where these labels are right: of a payment itself, of one's own company.
RIGHT = ("account.payment ", "res.company ")
# Sentences where a word means something else than the manual's.
MEANT = re.compile(r"vendeurs? (?:ou|et) |\(vendeur, ", re.IGNORECASE)
# Alike in both languages, or a name.
ALIKE = set(
    """CIMA|Client|Combo|Contact|Contacts|Date|Date…|Description|Discussions|Document|Documents|Documents…|E-mail
    |E-reporting|Expiration|GLN|Global Location Number|Image|Image 128|Avatar 128|Incoterm|Journal|Marketing|Message
    |Note|Notes|Options|PDF|Programme|Programme (PDF)|Prospect|Public|SMS|Section|Service|Services|Signature|Siret
    |Source|Stats|Taxes|Total|Type|URL|Volume|Chorus Pro|French / Français|Peppol e-address (EAS)|Configuration|Code
    |Actions|Action|Format|Participants|Position|Question|Rotation|Budget|Condition|Conditions|Fax|Zone|Mention|Branches|APE|RCS|RNE|Mail|Logo|Session
    |Sessions|Dates|Module|minutes|Catalogue|Attestations|Attestation|Nature|Mission|Version|Versions|BPF
    |Source (BPF)|France Travail|Payer|Exact""".replace("\n", "").split("|")
)
ALIKE = {word.strip() for word in ALIKE}
# Names of networks, registers, time zones and fonts: no words of the application.
NAMES = re.compile(r"peppol_eas|event_tz| tz |lang =|currency|agency\.identity form font =")


@pytest.fixture(scope="module")
def said() -> Iterator[tuple[dict[str, Texts], Texts]]:
    name = f"words_{os.getpid()}"
    testing.create_database(name, with_sample=True)
    lines = [line for line in testing.odoo_shell(name, WALK.read_text()).splitlines() if line.startswith("{")]
    yield json.loads(lines[-2]), json.loads(lines[-1])
    testing.drop_database(name)


@pytest.mark.parametrize("who", ["lucas", "claire"])
def test_no_word_of_odoos_where_the_manual_has_one(said: tuple[dict[str, Texts], Texts], who: str) -> None:
    french = said[0][f"{who} fr_FR"]
    assert len(french) > 1000
    wrong = {
        text: where
        for text, where in french.items()
        if (FORBIDDEN.search(MEANT.sub("", text)) or text in FORBIDDEN_LABELS)
        and not NAMES.search(where)
        and not where.startswith(RIGHT)
    }
    assert not wrong


@pytest.mark.parametrize("who", ["lucas", "claire"])
def test_no_english_is_left(said: tuple[dict[str, Texts], Texts], who: str) -> None:
    french, english = said[0][f"{who} fr_FR"], said[0][f"{who} en_US"]
    left = {
        text: where
        for text, where in french.items()
        if text in english and text not in ALIKE and not NAMES.search(where) and re.search(r"[A-Za-z]{3}", text)
    }
    assert not left


def test_who_is_no_user_of_the_agency_reads_odoos_words(said: tuple[dict[str, Texts], Texts]) -> None:
    assert any("pportunité" in text for text in said[1])
