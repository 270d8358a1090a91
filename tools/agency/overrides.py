"""Which private methods of Odoo our add-ons override, and why: what whoever upgrades Odoo reads first.

The docstring of each says so: « Override of `sale`: why ». `make format` makes `docs/overrides.md` of them, `make lint`
sees that it is up to date.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tools.agency import config

PAGE = config.ROOT / "docs" / "overrides.md"
LEFT_OUT = {"tests", "migrations"}
DOCSTRING_RE = re.compile(r"Override of `(?P<owner>[\w.]+)`[:,]?\s*(?P<why>.*)", re.DOTALL)
HEAD = """# Private methods of Odoo that we override

Odoo may change these without a word: who moves to another version reads this page. Made of the docstrings by
`make format`; a public method is Odoo's promise, and not listed.
"""


class Override(NamedTuple):
    addon: str
    file: str
    model: str
    method: str
    owner: str  # the add-on of Odoo whose method it is
    why: str


def find_overrides() -> list[Override]:
    """The overrides of our add-ons, in the order of their files."""
    paths = sorted(config.ADDONS.glob("*/**/*.py"))
    return [found for path in paths if LEFT_OUT.isdisjoint(path.parts) for found in _read(path)]


def write_page() -> str:
    """The page: a table an add-on."""
    lines, addon = [HEAD.rstrip()], ""
    for found in find_overrides():
        if found.addon != addon:
            addon = found.addon
            lines += ["", f"## {addon}", "", "| method | of | file | why |", "| --- | --- | --- | --- |"]
        why = found.why.replace("|", "\\|")
        lines.append(f"| `{found.model}.{found.method}` | `{found.owner}` | `{found.file}` | {why} |")
    return "\n".join(lines) + "\n"


def is_up_to_date() -> bool:
    return PAGE.exists() and PAGE.read_text() == write_page()


def _read(path: Path) -> Iterator[Override]:
    addon, *rest = path.relative_to(config.ADDONS).parts
    classes = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ClassDef))
    for node in classes:
        for method in node.body:
            if not isinstance(method, ast.FunctionDef) or not re.match(r"_(?!_)", method.name):
                continue
            said = DOCSTRING_RE.match((ast.get_docstring(method) or "").partition("\n\n")[0])
            if said and not said["owner"].startswith("agency_"):
                why = " ".join(said["why"].split())
                yield Override(addon, "/".join(rest), _model(node), method.name, said["owner"], why)


def _model(node: ast.ClassDef) -> str:
    """The model of a class: its `_name`, else the one it inherits."""
    values = {
        target.id: statement.value
        for statement in node.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    }
    for name in ("_name", "_inherit"):
        if isinstance(value := values.get(name), ast.Constant):
            return str(value.value)
    return node.name
