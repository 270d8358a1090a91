"""Takes an import back, as long as nobody worked with what it brought.

What an import found here already (an account of the same SIRET) stays, with what was filled in.
"""

from collections import defaultdict

from odoo import SUPERUSER_ID
from odoo.fields import Domain

from ..vtiger.columns import ALL_MODULES
from .journals import Journals
from .session import QUIET
from .snapshot import BESIDE, is_untouched

BATCH_SIZE = 200
# Fields that name what was brought over: what people made since with one of these stands on it.
NAMED_BY = {
    "res.partner": (
        ("res.partner", "parent_id"),
        ("crm.lead", "partner_id"),
        ("sale.order", "partner_id"),
        ("sale.order", "partner_invoice_id"),
        ("account.move", "partner_id"),
        ("account.payment", "partner_id"),
        ("res.users", "partner_id"),
    ),
    "crm.lead": (("sale.order", "opportunity_id"), ("account.move", "opportunity_id")),
    "product.template": (
        ("sale.order.line", "product_id.product_tmpl_id"),
        ("account.move.line", "product_id.product_tmpl_id"),
    ),
    "sale.order": (("account.move.line", "sale_line_ids.order_id"), ("account.move", "recurring_order_id")),
    "account.move": (("account.move", "reversed_entry_id"),),
}
# Of lines, the document they are of.
DOCUMENT_OF_LINE = {"sale.order.line": "order_id", "account.move.line": "move_id"}


class Undo:
    """:param job: the `agency.vtiger.import` to take back, with the rights of who asks for it"""

    def __init__(self, job):
        self.job = job
        self.env = job.env["sale.order"].with_context(**QUIET)._by_rules().env
        self.links = self.env["agency.vtiger.link"]
        self.own = [("import_id", "=", job.id)]

    def find_touched(self):
        """Return the records that people worked with since the import, by model: `{model: records}`."""
        found = {}
        for model, ids in self._read_ids().items():
            touched = self.env[model]
            for start in range(0, len(ids), BATCH_SIZE):
                records = self.env[model].browse(ids[start : start + BATCH_SIZE]).exists()
                touched |= self._find_changed(records) | self._find_named(records) | self._find_told(records)
            if touched:
                found[model] = touched
        return found

    def run(self, on_batch):
        """Take all back, the last first.

        :param on_batch: called after each batch with the number of records that it took back
        """
        for module in reversed(ALL_MODULES):
            while links := self.links.search([*self.own, ("module", "=", module)], limit=BATCH_SIZE, order="id desc"):
                made = links.filtered("is_created")
                for model, ids in self._group(made).items():
                    # Sudo: who may bring records over may not delete any, but these again.
                    self._take_back(self.env[model].sudo().browse(ids).exists())
                count = len(links)
                links.unlink()
                self.env.flush_all()
                on_batch(count)

    # === WHAT WAS TOUCHED === #

    def _read_ids(self):
        return self._group(self.links.search([*self.own, ("is_created", "=", True)]))

    @staticmethod
    def _group(links):
        by_model = defaultdict(list)
        for link in links:
            by_model[link.res_model].append(link.res_id)
        return by_model

    def _find_changed(self, records):
        """Those written since whose values are no longer those of the import."""
        written = records.filtered(lambda record: record.write_date > self.job.end_date)
        domain = [("res_model", "=", records._name), ("res_id", "in", written.ids)]
        snapshots = {link.res_id: link.snapshot or {} for link in self.links.search([*self.own, *domain])}
        return written.filtered(
            lambda record: (
                not all(
                    is_untouched(record, name, old)
                    for name, old in snapshots[record.id].items()
                    if name not in BESIDE and name in record._fields
                )
            )
        )

    def _find_named(self, records):
        """Those on which something stands that people made, or wrote, since."""
        named = records.browse()
        for model, path in NAMED_BY.get(records._name, ()):
            name, *rest = path.split(".")
            for other in self._search_others(model, Domain(path, "in", records.ids)):
                values = other[name][rest[0]] if rest else other[name]
                named |= values & records
        return named

    def _search_others(self, model, domain):
        """Records of a model that are not of this import, those archived too."""
        if model not in self.env:
            return []
        others = self.env[model].search(domain & Domain("write_date", ">", self.job.end_date))
        documents = others[DOCUMENT_OF_LINE[model]] if model in DOCUMENT_OF_LINE else others
        own = self.links.search([*self.own, ("res_model", "=", documents._name), ("res_id", "in", documents.ids)])
        brought = documents.browse(own.mapped("res_id"))
        if documents is others:
            return others - brought
        return others.filtered(lambda line: line[DOCUMENT_OF_LINE[model]] not in brought)

    def _find_told(self, records):
        """Those of which people wrote, planned or joined something since."""
        told = set()
        since = [("create_date", ">", self.job.end_date), ("res_id", "in", records.ids)]
        spoken = ("comment", "email", "email_outgoing")
        domain = [*since, ("model", "=", records._name), ("message_type", "in", spoken)]
        told |= set(self.env["mail.message"].search(domain).mapped("res_id"))
        for model in ("mail.activity", "ir.attachment"):
            # Superuser: what scheduled actions make is nobody's work.
            domain = [*since, ("res_model", "=", records._name), ("create_uid", "!=", SUPERUSER_ID)]
            told |= set(self.env[model].search(domain).mapped("res_id"))
        return records.filtered(lambda record: record.id in told)

    # === TAKING BACK === #

    def _take_back(self, records):
        if records._name == "account.move":
            self._take_invoices_back(records)
            return
        if records._name == "sale.order":
            # Superuser: the rules let no accepted quote go back; these never were the agency's in this database.
            records.with_user(SUPERUSER_ID).write({"state": "draft"})
        elif records._name == "mail.message":
            records.attachment_ids.unlink()
        elif records._name == "res.partner":
            records |= records.with_context(active_test=False).child_ids.filtered(
                lambda child: child.type == "delivery"
            )
        records.unlink()

    def _take_invoices_back(self, moves):
        journal = Journals(self.env).payment
        payments = moves._get_reconciled_amls().move_id.filtered(lambda move: move.journal_id == journal)
        taken = (payments | moves).with_context(force_delete=True)
        # Odoo would reverse the entries of the tax due on payment, and leave both in the books; drafts go.
        due_entries = moves.search([("tax_cash_basis_origin_move_id", "in", moves.ids)])
        due_entries.write({"state": "draft"})
        taken.filtered(lambda move: move.state == "posted").button_draft()
        due_entries.exists().with_context(force_delete=True).unlink()
        taken.unlink()
