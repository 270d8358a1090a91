"""The add-ons' styles are for the agency's screens: whoever works beside them sees Odoo's as they were.

Compared by image for a stock salesperson of Odoo's demonstration; what was found there is kept from coming back here.
"""

import re

import pytest

from tools.agency import config

FILES = sorted((config.ROOT / "addons").glob("agency_*/static/src/**/*.scss"))
BLOCK = re.compile(r"\{[^{}]*\}")


def selectors(text: str) -> list[str]:
    """The selectors of the outermost blocks."""
    text = re.sub(r"//.*|/\*.*?\*/", "", text)
    while BLOCK.search(text):
        text = BLOCK.sub(";", text)
    return [part.strip() for part in text.split(";") if part.strip()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_style_names_what_is_ours(path) -> None:
    found = selectors(path.read_text())
    assert found, path
    assert not [selector for selector in found if "agency" not in selector]


def test_the_outermost_selector_is_what_counts() -> None:
    assert selectors("// all\n.o_form { .o_agency_x { color: red } }\n.o_agency_y { a: b; }") == [
        ".o_form",
        ".o_agency_y",
    ]
