"""No right is taken without a reason beside it."""

from pathlib import Path

import pytest
from sudo_uses import find_uses, uses_of


def test_each_use_has_its_reason() -> None:
    uses = find_uses()
    assert uses, "nothing found: the search is wrong"
    without = [f"{use.path}:{use.line} {use.code}" for use in uses if len(use.reason.split()) < 3]
    assert not without, "say in a comment above why all rights are needed:\n" + "\n".join(without)


@pytest.mark.parametrize(
    ("code", "reasons"),
    [
        ("def f(self):\n    # A customer may not write it.\n    a = self.sudo()\n", ["A customer may not write it."]),
        ("a = (\n    b\n    .sudo()  # sudo: see `create`\n)\n", ["sudo: see `create`"]),
        ("# Something else.\n\na = b.sudo()\n", [""]),
        ("a = 1  # of another line\nb = c.sudo()\n", [""]),
        ("env = Environment(cr, SUPERUSER_ID, {})\n", [""]),
        ("env = self.env(su=True)\n", [""]),
        ("a = b.sudo(False)\nc = d.sudo(self.env.su)\n", []),
        ("for x in a.sudo():\n    # Not its own.\n    x.f()\n", [""]),
    ],
)
def test_the_search_finds_uses_and_reasons(code: str, reasons: list[str]) -> None:
    assert [use.reason for use in uses_of(code, Path("x.py"))] == reasons
