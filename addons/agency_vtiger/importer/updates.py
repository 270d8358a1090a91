"""Records that are here from an earlier import: what vtiger changed since, or is read better now, is written, unless
somebody changed it here."""

import psycopg2

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from ..vtiger.columns import DOCUMENTS
from .lines import can_replace, link_services, replace_order_lines
from .mailings import refuse_mails
from .naming import get_name
from .prepared import RES_MODELS, Written
from .snapshot import BESIDE, LINES, MODIFIED, START, is_untouched, make_snapshot
from .telling import tell

# Fields that come of a link to another record of vtiger.
FIELDS_OF_REFS = {
    "account": ("partner_id", "partner_invoice_id", "parent_id", "type"),
    "contact": ("partner_id", "partner_invoice_id"),
    "opportunity": ("opportunity_id",),
    "user": ("user_id", "invoice_user_id"),
}


class Updates:
    """:param session: `Session`"""

    def __init__(self, session):
        self.session, self.env = session, session.env

    def update(self, record, link, target):
        """Bring a record up to date.

        :param target: what it became here; None when it was deleted since
        """
        links, session = self.session.links, self.session
        if target is None or (target._name == "mail.activity" and not target.active):
            session.count(record, "unchanged")
            session.say(record, "deleted_here", "note")
            return
        if links.is_as_read_before(record, link):
            session.count(record, "unchanged")
            links.follow_name(record, link, get_name(record), link.hints or {})
            self._compare_again(record, target)
            return
        if day := _find_newer(record, link):
            session.count(record, "unchanged")
            session.say(record, "older_export", "note", date=day)
            return
        prepared = session.prepare(record)
        if prepared is None:
            return
        row = Written(record, prepared, target)
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                changed = self._replace(row, link) if _is_another(row) else self._write_changes(row, link)
        except (UserError, ValueError, psycopg2.Error) as error:
            self.env.invalidate_all()
            session.refuse_error(record, error)
            return
        links.follow_name(record, link, prepared.name, {**(link.hints or {}), **prepared.hints})
        session.count(record, "updated" if changed else "unchanged")
        self._compare_again(record, target)
        session.report.issues += record.issues

    def _compare_again(self, record, target):
        if record.module in DOCUMENTS:
            self.session.totals.compare_again(record, target)

    def _write_changes(self, row, link):
        """Write what vtiger changed since the last import, or is read better now, and nobody changed here."""
        record, target = row.record, row.target
        old, new = link.snapshot or {}, make_snapshot(row.prepared)
        # What names nothing for sure leaves what an earlier import found.
        unsure = {name for ref in record.unresolved for name in FIELDS_OF_REFS.get(ref, ())}
        new |= {name: old[name] for name in unsure if name in old}
        names = [name for name in new if name not in unsure and _is_to_write(name, old, new)]
        kept = [name for name in names if not _is_writable(target, name, old)]
        reopened = self._reopen(record, link, target, names, kept)
        if record.module == "Invoice" and (target._name == "mail.message" or target.state != "draft"):
            kept = names
        elif "order_line" in names and not can_replace(target):
            kept.append("order_line")
        changes = {name: row.prepared.vals[name] for name in names if name not in kept}
        _write_values(target, changes)
        done = bool(changes) | reopened | _link_services(row)
        if target._name == "res.partner":
            refuse_mails(self.env, [row], is_new=False)
        if target._name == "account.move":
            done |= self.session.posting.settle_later(row)
        self._tell_kept(record, target, dict.fromkeys(kept))
        if target._name in ("sale.order", "account.move"):
            target.opportunity_id._remember_quotes()
        # Of what was kept here, the old value stays the one to compare with.
        snapshot = {**new, **{name: old[name] for name in kept if name in old}}
        link.write({"snapshot": snapshot, **self.session.links.prepare_reading(record)})
        return done

    def _replace(self, row, link):
        """What was planned was done since, or the reverse: the message takes the place of the activity.

        What somebody changed here stays; so does an activity whose day has come, and that vtiger still has open.
        """
        record, target = row.record, row.target
        if row.prepared.is_past:
            return False
        given = {name: old for name, old in (link.snapshot or {}).items() if name not in BESIDE}
        touched = [name for name, old in given.items() if not is_untouched(target, name, old)]
        if touched:
            self._tell_kept(record, target, touched)
            return False
        made = self.env[row.prepared.model or RES_MODELS[record.module]].create(row.prepared.vals)
        reading = self.session.links.prepare_reading(record)
        link.write({"res_model": made._name, "res_id": made.id, "snapshot": make_snapshot(row.prepared), **reading})
        target.unlink()
        return True

    def _reopen(self, record, link, target, names, kept):
        """Take an invoice back to draft when it was misread, not changed: vtiger said the same, nobody touched it."""
        if target._name != "account.move" or target.state != "posted":
            return False
        if not names or kept or not record.raw or link.raw_digest != record.raw:
            return False
        return self.session.posting.reopen(target)

    def _tell_kept(self, record, target, names):
        is_posted = record.module == "Invoice" and (target._name == "mail.message" or target.state != "draft")
        code = "posted_kept" if is_posted else "kept"
        for name in names:
            label = target._fields[name]._description_string(self.env) if name in target._fields else name
            tell(record, code, "note", column=label, field=label)


def _find_newer(record, link):
    """The day of the change that an import before took, when what is at hand is older; "" else."""
    known, modified = (link.snapshot or {}).get(MODIFIED), record.values.get("modified")
    return known[:10] if known and modified and modified.isoformat(" ", "seconds") < known else ""


def _is_another(row):
    """Whether an event is no longer what it became here, a message or an activity."""
    return row.record.module == "Calendar" and (row.prepared.model or "mail.message") != row.target._name


def _is_to_write(name, old, new):
    if name in BESIDE or old.get(name) == new[name]:
        return False
    # An order goes on from where it is here, unless vtiger starts it elsewhere.
    return name not in ("next_invoice_date", "billing_day") or old.get(START) != new.get(START)


def _is_writable(target, name, old):
    """Whether the last import gave what is there; what it did not know is written where nothing is."""
    if name in old:
        return is_untouched(target, name, old[name])
    return name not in target._fields or not target[name]


def _write_values(target, changes):
    lines = changes.pop("order_line", None)
    if lines is not None:
        replace_order_lines(target, lines)
    if "invoice_line_ids" in changes:
        changes["invoice_line_ids"] = [(5,), *changes["invoice_line_ids"]]
    if changes:
        target.write(changes)


def _link_services(row):
    """Services that came after the documents: their lines have them now."""
    for name in LINES:
        if name in row.prepared.vals and name in row.target._fields:
            return link_services(row.target, name, [line for _zero, _id, line in row.prepared.vals[name]])
    return False
