"""What a record of vtiger is named, and what tells two of one number apart."""

from ..vtiger.columns import GROUPED


def get_name(record):
    """Return the name by which other records of vtiger name it."""
    if record.module in ("Contacts", "Leads"):
        return get_person(record)
    return record.values.get("subject" if record.module in GROUPED else "name")


def get_person(record):
    """Return the name of a person."""
    return " ".join(filter(None, (record.values.get("first_name"), record.values.get("name"))))


def get_identity(record):
    """Return what two records of one number share when they are one: when they were made, or else their name and
    customer."""
    account = record.refs.get("account")
    return record.values.get("created") or (get_name(record), account and account.name)
