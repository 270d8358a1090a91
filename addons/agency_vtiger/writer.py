"""Writes the records through the ORM, batch by batch: what is there already is left alone or brought up to date."""

import hashlib
import json
import logging
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from itertools import islice

import psycopg2
from markupsafe import Markup

from odoo import fields
from odoo.exceptions import UserError
from odoo.tools import SQL, html2plaintext, mute_logger

from odoo.addons.agency_crm.context_keys import from_code

from .precomputed import Precomputed
from .prepare import RES_MODELS, Preparer
from .report import Total
from .vtiger.columns import DOCUMENTS, MODULES
from .vtiger.mapping import read_records
from .vtiger.model import Line
from .vtiger.problems import Issue
from .vtiger.settings import Settings

_logger = logging.getLogger(__name__)

BATCH_SIZE = 500
# Cents that Odoo's rounding may differ by on one document; more is no rounding.
MAX_ROUNDING = 0.1
# What imports must not wake: mails, chatter, followers, and the rules that make deals follow (agency_crm).
QUIET = {
    **from_code(agency_history=True),
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "mail_auto_subscribe_no_notify": True,
    "mail_activity_automation_skip": True,
    "no_vat_validation": True,
    "sale_no_log_for_new_lines": True,
    "active_test": False,
}


class Writer:
    """One import, in a company.

    :param report: `Report` filled along the way
    :param commit: called after each batch, as `cr.commit`; None for a dry run or a test
    :param progress: called with the number of rows done and of all rows
    """

    def __init__(self, env, report, settings=None, commit=None, progress=None):
        lang = env.company.partner_id.lang or env.user.lang
        # What only the rules write is known of what is brought over: sent then, settled elsewhere.
        self.env = env["sale.order"].with_context(**QUIET, lang=lang)._by_rules().env
        self.settings = settings or Settings()
        self.report = report
        self.commit = commit or (lambda: None)
        self.progress = progress or (lambda done, total: None)
        self.links = self.env["agency.vtiger.link"]
        self.own_links = [("company_id", "=", self.env.company.id)]
        self.preparer = Preparer(self.env, self.settings)
        self.precomputed = Precomputed(self.env)
        self.digests = {}
        self.compared = []  # totals of the documents being created, known once they are

    def run(self, sources, order, total=0, skip=0):
        """Import these files, in the order of the links between modules.

        :param sources: `mapping.Source` of each file
        :param str order: order of the dates, see `dates.ORDERS`
        :param int total: number of records, for the progress
        :param int skip: how many an interrupted run had done
        """
        done = 0
        by_module = {module: [s for s in sources if s.module == module] for module in MODULES}
        self.preparer.invoiced_orders = self._find_invoiced_orders(by_module["Invoice"], order)
        if not skip and self.preparer.has_forgotten_move():
            self.report.issues.append(Issue("moved_before", "warning"))
        for module in MODULES:
            self.preparer.resolver.load(module, self.links.search([*self.own_links, ("module", "=", module)]))
            for source in by_module[module]:
                self.preparer.headers.clear()
                for header, column in zip(source.file.headers, source.columns, strict=True):
                    if column:
                        self.preparer.headers[column.target] = header
                records = read_records(source, self.settings, order)
                while batch := list(islice(records, BATCH_SIZE)):
                    if done < skip:
                        done += len(batch)
                        continue
                    self._write_batch(module, batch)
                    self.env.flush_all()
                    done += len(batch)
                    self.progress(done, max(total, done))
                    self.commit()
                    self.env.invalidate_all()
        for login, count in self.preparer.unknown_users.items():
            issue = Issue("unknown_user", "warning", column="Assigned To", values={"login": login, "count": count})
            self.report.issues.append(issue)

    def _find_invoiced_orders(self, sources, order):
        """Names of the orders that invoices name: one that does not recur was invoiced already."""
        names = set()
        for source in sources:
            for record in read_records(source, self.settings, order):
                if not isinstance(record, Issue) and record.refs.get("order"):
                    names.add(record.refs["order"].name)
        return names

    # === BATCHES === #

    def _write_batch(self, module, batch):
        counts = self.report.counts[module]
        records = []
        for record in batch:
            counts["read"] += 1
            if isinstance(record, Issue):
                counts["refused"] += 1
                self.report.issues.append(record)
            elif any(issue.severity == "refused" for issue in record.issues):
                self._refuse(record)
            else:
                records.append(record)
        # Before anything is added to their notes here.
        self.digests = {record.key: _digest(record) for record in records}
        keys = [record.key for record in records]
        domain = [*self.own_links, ("module", "=", module), ("key", "in", keys)]
        links = {link.key: link for link in self.links.search(domain)}
        model = self.env[RES_MODELS[module]]
        # Together, so that what one is asked is fetched for all.
        found = model.browse([link.res_id for link in links.values() if link.res_model == model._name]).exists()
        there = {target.id: target for target in found}
        new = [record for record in records if record.key not in links]
        if module == "Invoice":
            new = self._refuse_numbers_taken(new)
        self._create(module, new)
        for record in records:
            if link := links.get(record.key):
                is_message = link.res_model != model._name
                target = self.env[link.res_model].browse(link.res_id) if is_message else there.get(link.res_id)
                self._update(module, record, link, target)

    def _refuse_numbers_taken(self, records):
        """The invoices whose number no other has in the journal of the move: one of an import forgotten since may."""
        domain = [("journal_id", "=", self.preparer.journal.id), ("name", "in", [record.key for record in records])]
        taken = {move.name: move for move in self.env["account.move"].search(domain)}
        for record in records:
            if move := taken.get(record.key):
                day = move.invoice_date.isoformat() if move.invoice_date else ""
                self._refuse(record, "number_taken", number=record.key, date=day)
        return [record for record in records if record.key not in taken]

    def _refuse(self, record, code=None, column="", **values):
        if code:
            record.issues.append(
                Issue(code, "refused", record.module, record.file, record.line, column, record.key, values)
            )
        self.report.counts[record.module]["refused"] += 1
        self.report.issues += record.issues

    def _prepare(self, record):
        """The values of a record, None when it had to be refused."""
        vals = self.preparer.prepare(record)
        if any(issue.severity == "refused" for issue in record.issues):
            self._refuse(record)
            return None
        return vals

    def _create(self, module, records):
        prepared = [(record, vals) for record in records if (vals := self._prepare(record)) is not None]
        for part in self._create_parts(module, prepared):
            for record, _vals, _created in part:
                self.report.counts[module]["created"] += 1
                self.report.issues += record.issues
            for total in self.compared:
                self.report.add_total(total)

    def _create_parts(self, module, prepared):
        """Create all at once; if one can't be, one by one, so that it alone is refused."""
        if not prepared:
            return
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                yield self._create_together(module, prepared)
            return
        except (UserError, ValueError, psycopg2.Error) as error:
            _logger.info("vtiger: %s one by one: %s", module, error)
            self.preparer.forget_journals()
        for record, vals in prepared:
            try:
                with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                    yield self._create_together(module, [(record, vals)])
            except (UserError, ValueError, psycopg2.Error) as error:
                self.env.invalidate_all()
                self.preparer.forget_journals()
                self._refuse(record, "odoo_error", error=str(error).strip().splitlines()[0][:300])

    def _create_together(self, module, prepared):
        self.compared = []
        model = self.env[RES_MODELS[module]]
        memory = [pair for pair in prepared if pair[1].get("_memory")]
        usual = [pair for pair in prepared if not pair[1].get("_memory")]
        created = self.precomputed.create_records(module, model, [_bare(vals) for _record, vals in usual])
        rows = [(record, vals, each) for (record, vals), each in zip(usual, created, strict=True)]
        self._set_creation_dates(rows)
        if module in DOCUMENTS:
            self._correct_totals(rows)
            self._write_notes(rows)
        if module == "Invoice":
            self._finish_invoices(rows)
        rows += [(record, vals, self._write_memory(record, vals)) for record, vals in memory]
        self.env.flush_all()
        self.links.create([self._prepare_link(*row) for row in rows])
        for record, vals, each in rows:
            self.preparer.resolver.add(module, vals["_name"], each.id, {**vals["_hints"], "key": record.key})
        if module in ("Potentials", *DOCUMENTS):
            (created if module == "Potentials" else created.opportunity_id)._remember_quotes()
        return rows

    def _prepare_link(self, record, vals, created):
        return {
            "module": record.module,
            "key": record.key,
            "name": vals["_name"],
            "hints": vals["_hints"],
            "res_model": created._name,
            "res_id": created.id,
            "digest": self.digests[record.key],
            "snapshot": _snapshot(vals),
            "is_complete": not any(issue.severity == "warning" for issue in record.issues),
        }

    def _set_creation_dates(self, rows):
        dates = [(each.id, vals["_created"]) for _record, vals, each in rows if vals.get("_created")]
        if not dates:
            return
        self.env.flush_all()
        table = rows[0][2]._table
        values = SQL(", ").join(SQL("(%s, %s::timestamp)", rid, moment) for rid, moment in dates)
        self.env.cr.execute(
            SQL(
                "UPDATE %(table)s SET create_date = day FROM (VALUES %(values)s) AS dates (rid, day) WHERE id = rid",
                table=SQL.identifier(table),
                values=values,
            )
        )
        rows[0][2].browse(rid for rid, _moment in dates).invalidate_recordset(["create_date"])

    def _write_notes(self, rows):
        """Keep what has no field in the chatter of documents, dated of their creation."""
        vals_list = []
        for record, vals, each in rows:
            if body := vals.get("_note"):
                vals_list.append(
                    {
                        "model": each._name,
                        "res_id": each.id,
                        "body": body,
                        "message_type": "comment",
                        "subtype_id": self.env.ref("mail.mt_note").id,
                        "author_id": self.env.user.partner_id.id,
                        "date": vals.get("_created") or fields.Datetime.now(),
                        "record_name": record.key,
                    }
                )
        self.env["mail.message"].create(vals_list)

    # === TOTALS === #

    def _correct_totals(self, rows):
        """Compare totals; where Odoo rounds otherwise than foreseen, a line makes up for it."""
        for record, _vals, each in rows:
            wanted = float(round(record.total, 2))
            gap = round(wanted - each.amount_total, 2)
            causes = [(code, float(amount)) for code, amount in record.causes]
            if gap:
                line = self.preparer.prepare_line(Line("rounding", Decimal(1), Decimal(str(gap))), each._name)
                each.write({"order_line" if each._name == "sale.order" else "invoice_line_ids": [(0, 0, line)]})
                causes.append(("rounding" if abs(gap) <= MAX_ROUNDING else "unexplained", gap))
            total = Total(
                record.module,
                record.key,
                record.file,
                record.line,
                float(record.total),
                each.amount_total,
                causes,
            )
            self.compared.append(total)

    # === INVOICES === #

    def _finish_invoices(self, rows):
        """Post, cancel and pay invoices as they were."""
        moves = self.env["account.move"]
        to_post = moves.concat(*(each for _r, vals, each in rows if vals["_status"] not in ("draft", "cancel")))
        to_post._post(soft=False)
        moves.concat(*(each for _r, vals, each in rows if vals["_status"] == "cancel")).button_cancel()
        given_up = moves.concat(*(each for _r, vals, each in rows if vals["_status"] == "never_paid"))
        given_up.write({"is_never_paid": True, "never_paid_reason": self.env._("Given up in vtiger")})
        self._pay(
            [(each, *vals["_payment"]) for _r, vals, each in rows if vals.get("_payment") and each.state == "posted"]
        )

    def _pay(self, payments):
        """Clear the receivable of invoices by entries of the journal of the move.

        :param payments: `(invoice, amount, date)`
        """
        vals_list, lines = [], []
        for invoice, amount, day in payments:
            receivable = invoice.line_ids.filtered(lambda line: line.account_id.account_type == "asset_receivable")
            amount = min(abs(amount), abs(invoice.amount_residual))
            if not amount or not receivable:
                continue
            sign = 1 if invoice.move_type == "out_invoice" else -1
            label = self.env._("Payment of %(invoice)s, received before the move from vtiger", invoice=invoice.name)
            common = {"name": label, "partner_id": receivable.partner_id.id}
            vals_list.append(
                {
                    "move_type": "entry",
                    "journal_id": self.preparer.payment_journal.id,
                    "date": day,
                    "ref": invoice.name,
                    "line_ids": [
                        (0, 0, {**common, "account_id": self.preparer.waiting_account.id, "balance": sign * amount}),
                        (0, 0, {**common, "account_id": receivable.account_id.id, "balance": -sign * amount}),
                    ],
                }
            )
            lines.append(receivable)
        entries = self.env["account.move"].create(vals_list)
        entries._post(soft=False)
        plan = []
        for entry, receivable in zip(entries, lines, strict=True):
            plan.append(
                receivable + entry.line_ids.filtered(lambda line, a=receivable.account_id: line.account_id == a)
            )
        if plan:
            self.env["account.move.line"]._reconcile_plan(plan)

    def _write_memory(self, record, vals):
        """A document for memory: a message of its account with the document in it, which touches no account.

        It stands where the customer's history is read, is found by search, and belongs to Odoo alone: it stays
        when the add-on goes.
        """
        partner = self.env["res.partner"].browse(vals["partner_id"])
        content = self.preparer.render_memory(record, vals)
        attachment = self.env["ir.attachment"].create(
            {
                "name": f"{record.key}.html",
                "raw": str(content).encode(),
                "mimetype": "text/html",
                "res_model": "res.partner",
                "res_id": partner.id,
            }
        )
        message = self.env["mail.message"].create(
            {
                "model": "res.partner",
                "res_id": partner.commercial_partner_id.id,
                "body": content,
                "message_type": "comment",
                "subtype_id": self.env.ref("mail.mt_note").id,
                "author_id": self.env.user.partner_id.id,
                "date": datetime.combine(vals["invoice_date"], datetime.min.time()),
                "attachment_ids": [(4, attachment.id)],
                "record_name": record.key,
            }
        )
        total = float(record.total)
        self.compared.append(Total(record.module, record.key, record.file, record.line, total, round(total, 2), []))
        return message

    # === UPDATES === #

    def _update(self, module, record, link, target):
        counts = self.report.counts[module]
        digest = self.digests[record.key]
        if target is None:
            counts["unchanged"] += 1
            self._say(record, "deleted_here", "note")
            return
        if link.digest == digest and link.is_complete:
            counts["unchanged"] += 1
            self._compare_again(module, record, target)
            return
        vals = self._prepare(record)
        if vals is None:
            return
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                changed = self._write_changes(record, vals, link, target)
        except (UserError, ValueError, psycopg2.Error) as error:
            self.env.invalidate_all()
            self._refuse(record, "odoo_error", error=str(error).strip().splitlines()[0][:300])
            return
        counts["updated" if changed else "unchanged"] += 1
        self._compare_again(module, record, target)
        self.report.issues += record.issues

    def _say(self, record, code, severity, column="", **values):
        issue = Issue(code, severity, record.module, record.file, record.line, column, record.key, values)
        self.report.issues.append(issue)

    def _compare_again(self, module, record, target):
        """Compare the totals of a document that is there; a later change here is its own cause."""
        if module not in DOCUMENTS:
            return
        total = float(record.total)
        odoo = round(total, 2) if target._name == "mail.message" else target.amount_total
        causes = [(code, float(amount)) for code, amount in record.causes]
        if abs(odoo - total) >= 0.0051:
            causes.append(("changed_here", odoo - total))
        self.report.add_total(Total(module, record.key, record.file, record.line, total, odoo, causes))

    def _write_changes(self, record, vals, link, target):
        """Write what vtiger changed since the last import and nobody changed here."""
        old, new = link.snapshot or {}, _snapshot(vals)
        changes, kept = {}, []
        for name, value in new.items():
            if name.startswith("_") or old.get(name) == value:
                continue
            if name in ("next_invoice_date", "billing_day") and old.get("_start") == new.get("_start"):
                continue
            if target._name == "mail.message" or (target._name == "account.move" and target.state != "draft"):
                kept.append(name)
            elif name not in old or self._is_untouched(target, name, old[name]):
                changes[name] = vals[name]
            else:
                kept.append(name)
        if "order_line" in changes or "invoice_line_ids" in changes:
            name = "order_line" if "order_line" in changes else "invoice_line_ids"
            changes[name] = [(5,), *changes[name]]
        if changes:
            target.write(changes)
        paid = self._settle_later(vals, target) if target._name == "account.move" else False
        for name in kept:
            label = target._fields[name]._description_string(self.env) if name in target._fields else name
            record.issues.append(
                Issue("kept", "note", record.module, record.file, record.line, label, record.key, {"field": label})
            )
        if target._name in ("sale.order", "account.move"):
            target.opportunity_id._remember_quotes()
        link.write(
            {
                "digest": self.digests[record.key],
                # Of what was kept here, the old value stays the one to compare with.
                "snapshot": {**new, **{name: old[name] for name in kept if name in old}},
                "is_complete": not any(issue.severity == "warning" for issue in record.issues),
            }
        )
        return bool(changes) or paid

    def _settle_later(self, vals, move):
        """An invoice paid in vtiger since: post it if it waited, and pay it."""
        done = False
        if move.state == "draft" and vals["_status"] not in ("draft", "cancel"):
            move._post(soft=False)
            done = True
        if move.state == "posted" and vals.get("_payment") and move.payment_state == "not_paid":
            self._pay([(move, *vals["_payment"])])
            done = True
        return done

    def _is_untouched(self, target, name, old):
        """Whether the field still has the value that the last import gave it."""
        field = target._fields[name]
        if field.type == "one2many":
            return old == _sign_lines(_read_lines(target[name]))
        if field.type == "many2many":
            return sorted(target[name].ids) == sorted(old or [])
        current = _plain(field.convert_to_write(target[name], target))
        if field.type == "html":
            return html2plaintext(current or "").split() == html2plaintext(old or "").split()
        if field.type in ("float", "monetary"):
            return abs((current or 0) - (old or 0)) < 0.005
        return (current or False) == (old or False)


def _bare(vals):
    return {name: value for name, value in vals.items() if not name.startswith("_")}


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
    return value


def _snapshot(vals):
    """What is compared at the next import: fields, lines by their signature, and where an order began."""
    kept = {}
    for name, value in vals.items():
        if name in ("order_line", "invoice_line_ids"):
            kept[name] = _sign_lines([line for _zero, _id, line in value])
        elif isinstance(value, list):
            kept[name] = sorted(value[0][2]) if value and value[0][0] == 6 else []
        elif not name.startswith("_") or name == "_start":
            kept[name] = _plain(value)
    return kept


def _read_lines(lines):
    return [
        {
            "quantity": line.product_uom_qty if line._name == "sale.order.line" else line.quantity,
            "price_unit": line.price_unit,
            "discount": line.discount,
            "tax_ids": [(6, 0, line.tax_ids.ids)],
        }
        for line in lines
        if line.display_type in (False, "product")
    ]


def _sign_lines(lines):
    rows = [
        [
            round(line.get("quantity", line.get("product_uom_qty", 0)), 2),
            round(line["price_unit"], 4),
            round(line.get("discount", 0), 2),
            sorted(line["tax_ids"][0][2]),
        ]
        for line in lines
    ]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:20]


def _digest(record):
    """What vtiger says of a record, whole."""
    values = [record.values, record.refs, record.notes, record.lines, record.total]
    return hashlib.sha256(repr(values).encode()).hexdigest()[:32]


def count_issues(report):
    """How many issues of each severity."""
    return Counter(issue.severity for issue in report.issues)
