"""What is written about the project leads somewhere: each link of its pages, each heading that a link names."""

import re
from pathlib import Path

import pytest

from tools.agency import config

LINK_RE = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
PAGES = [path for folder in (".", "docs", "addons", "data") for path in sorted((config.ROOT / folder).glob("*.md"))]
PAGES += [*sorted((config.ROOT / "docs" / "manuel").glob("*.md")), *sorted(config.ADDONS.glob("*/README.md"))]
README_LINES = 120


def headings(page: Path) -> set[str]:
    """The anchors that GitHub and GitLab give the headings of a page."""
    titles = re.findall(r"^#+ (.*)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(config.ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK_RE.findall(page.read_text()):
        if re.match(r"\w+:", link):
            continue
        name, _sharp, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), f"{link}: there is no such file"
        if anchor:
            assert anchor in headings(target), f"{link}: {target.name} has no such heading"


def test_the_readme_is_read_in_two_minutes() -> None:
    assert len((config.ROOT / "README.md").read_text().splitlines()) <= README_LINES
