"""What can be wrong, named by a code: the words, in the user's language, are in `models/agency_vtiger_issue.py`."""

from dataclasses import dataclass, field


class FileProblem(Exception):
    """A file that can't be read as a whole; nothing of it is imported."""

    def __init__(self, code: str, file: str = "", **values: object) -> None:
        super().__init__(f"{file}: {code} {values}")
        self.code, self.file, self.values = code, file, values


@dataclass(slots=True)
class Issue:
    """One line of the report."""

    code: str
    severity: str = "refused"  # refused (the record is not imported), warning (it is, without this), note
    module: str = ""
    file: str = ""
    line: int = 0
    column: str = ""
    record: str = ""
    values: dict[str, object] = field(default_factory=dict)
