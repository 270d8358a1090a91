"""The values that an import gave, as they are kept: to see at the next one what was changed here since."""

import hashlib
from datetime import date, datetime
from decimal import Decimal

from markupsafe import Markup

from odoo.tools import html2plaintext

from .lines import read_lines, sign_lines

# Where a recurring order began in vtiger, beside the fields.
START = "_start"
# When vtiger changed it last: an older export changes nothing.
MODIFIED = "_modified"
BESIDE = (START, MODIFIED)
LINES = ("order_line", "invoice_line_ids")


def make_snapshot(prepared):
    """Return what is compared at the next import: fields, lines by their signature, and where an order began."""
    kept = {START: prepared.start} if prepared.start else {}
    if prepared.modified:
        kept[MODIFIED] = _plain(prepared.modified)
    for name, value in prepared.vals.items():
        if name in LINES:
            kept[name] = sign_lines([line for _zero, _id, line in value])
        elif name == "attachment_ids":
            continue  # files that came with a message: they are its own
        elif isinstance(value, list):
            kept[name] = sorted(value[0][2]) if value and value[0][0] == 6 else []
        else:
            kept[name] = _plain(value)
    return kept


def is_untouched(target, name, old):
    """Return whether a field still has the value `old` that the last import gave it."""
    field = target._fields[name]
    if name in LINES:
        return old == sign_lines(read_lines(target[name]))
    if field.type == "one2many":
        return True  # what came with it is its own record's business
    if field.type == "binary":
        return _plain(target[name]) == old
    if field.type == "many2many":
        return sorted(target[name].ids) == sorted(old or [])
    current = _plain(field.convert_to_write(target[name], target))
    if field.type == "html":
        return html2plaintext(current or "").split() == html2plaintext(old or "").split()
    if field.type in ("float", "monetary"):
        return abs((current or 0) - (old or 0)) < 0.005
    return (current or False) == (old or False)


def _plain(value):
    """The value as JSON keeps it."""
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, Markup):
        return str(value)
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    return value
