"""`make format`: put the code in the project's style; make the page of overrides and the manual's PDF anew."""

from tools.agency import manual, overrides

from .lint import call, prepare


def main(_arguments: list[str]) -> int:
    folders = prepare()
    overrides.PAGE.write_text(overrides.write_page())
    failed = call("ruff", "check", "--fix", *folders) or call("ruff", "format", *folders)
    if not manual.is_up_to_date():
        call("python", "-m", manual.__name__)
    return failed
