"""`make format`: put the code in the project's style, and make the page of overrides anew."""

from tools.agency import overrides

from .lint import call, prepare


def main(_arguments: list[str]) -> int:
    folders = prepare()
    overrides.PAGE.write_text(overrides.write_page())
    return call("ruff", "check", "--fix", *folders) or call("ruff", "format", *folders)
