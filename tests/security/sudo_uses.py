"""Where the add-ons take all rights, and why: `python tests/security/sudo_uses.py` lists it.

A use is a call of `sudo()`, or an environment of the superuser. Its reason is the comment above the statement,
or on one of its lines.
"""

import ast
import io
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ADDONS = Path(__file__).resolve().parents[2] / "addons"


@dataclass(frozen=True)
class Use:
    path: Path
    line: int
    function: str
    code: str
    reason: str


def find_uses(folder: Path = ADDONS) -> list[Use]:
    """Every use in the add-ons, their tests left out."""
    paths = (path for path in sorted(folder.glob("*/**/*.py")) if "tests" not in path.relative_to(folder).parts)
    return [use for path in paths for use in uses_of(path.read_text(), path.relative_to(folder))]


def uses_of(source: str, path: Path) -> Iterator[Use]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    comments = {
        token.start[0]: (token.string.lstrip("# "), not token.line[: token.start[1]].strip())
        for token in tokens
        if token.type == tokenize.COMMENT
    }
    for function, statement in _statements(ast.parse(source), ""):
        for node in _own_nodes(statement):
            if _takes_all_rights(node):
                code = ast.get_source_segment(source, statement).splitlines()[0]
                yield Use(path, node.lineno, function, code, _reason(statement, comments))
                break


def _statements(node: ast.AST, function: str) -> Iterator[tuple[str, ast.stmt]]:
    for child in ast.iter_child_nodes(node):
        name = child.name if isinstance(child, ast.FunctionDef | ast.ClassDef) else function
        if isinstance(child, ast.stmt):
            yield name, child
        yield from _statements(child, name)


def _own_nodes(statement: ast.stmt) -> Iterator[ast.AST]:
    """What a statement is made of, without the statements inside it."""
    for child in ast.iter_child_nodes(statement):
        if not isinstance(child, ast.stmt):
            yield child
            yield from _own_nodes(child)


def _takes_all_rights(node: ast.AST) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "sudo":
        # With an argument it gives rights back: `sudo(False)`, `sudo(self.env.su)`.
        return not node.args or (isinstance(node.args[0], ast.Constant) and node.args[0].value is True)
    if isinstance(node, ast.keyword):
        return node.arg == "su" and isinstance(node.value, ast.Constant) and node.value.value is True
    return isinstance(node, ast.Name) and node.id == "SUPERUSER_ID"


def _reason(statement: ast.stmt, comments: dict[int, tuple[str, bool]]) -> str:
    body = getattr(statement, "body", None)
    end = body[0].lineno if body else statement.end_lineno + 1
    lines = [line for line in range(statement.lineno, end) if line in comments and (not body or not comments[line][1])]
    above = statement.lineno - 1
    while comments.get(above, ("", False))[1]:
        lines.insert(0, above)
        above -= 1
    return " ".join(comments[line][0] for line in lines)


def main() -> int:
    for use in find_uses():
        print(f"{use.path}:{use.line} {use.function}\n    {use.reason or 'NO REASON'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
