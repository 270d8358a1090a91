"""What is told of a record: where it stands in the files, and the code that `agency.vtiger.issue` has words for."""

from ..vtiger.problems import Issue


def make_issue(record, code, severity, column="", **values):
    """Return an issue that stands where the record is."""
    return Issue(code, severity, record.module, record.file, record.line, column, record.key, values)


def tell(record, code, severity="warning", column="", **values):
    """Say something of a record: it goes to the report with it."""
    record.issues.append(make_issue(record, code, severity, column, **values))


def refuse(record, code, **values):
    """Say why a record can't be imported."""
    tell(record, code, "refused", **values)


def is_refused(record):
    """Return whether something of the record keeps it from being imported."""
    return any(issue.severity == "refused" for issue in record.issues)
