"""By what a customer paid: each bank journal of an agency tells transfer, cheque, card and direct debit apart.

Odoo's own payment method lines, all of its manual method: who wants another, or none of these, edits the journal.
"""

from odoo import api, fields, models
from odoo.fields import Command

SIDES = {"inbound": "account.account_payment_method_manual_in", "outbound": "account.account_payment_method_manual_out"}


class AccountJournal(models.Model):
    _name = "account.journal"
    _inherit = ["account.journal"]

    def _compute_inbound_payment_method_line_ids(self):
        """Override of `account`: a new bank journal of an agency knows the usual means."""
        res = super()._compute_inbound_payment_method_line_ids()
        self._add_payment_means("inbound")
        return res

    def _compute_outbound_payment_method_line_ids(self):
        """Override of `account`: see `_compute_inbound_payment_method_line_ids`."""
        res = super()._compute_outbound_payment_method_line_ids()
        self._add_payment_means("outbound")
        return res

    @api.model
    def _get_payment_means(self, company):
        """Return the names of the means by which an agency is paid and pays, the usual one first."""
        env = self.with_context(lang=company._get_own_lang()).env
        return [env._("Bank transfer"), env._("Cheque"), env._("Card"), env._("Direct debit")]

    def _add_payment_means(self, side):
        """Add the usual means to the bank journals of agencies, in the place of Odoo's one where it is unused.

        :param str side: `inbound` or `outbound`
        """
        method = self.env.ref(SIDES[side])
        for journal in self.filtered(lambda journal: journal.type == "bank" and journal.company_id._works_as_agency()):
            lines = journal[f"{side}_payment_method_line_ids"]
            known = set(lines.mapped("name"))
            replaced = lines.filtered(lambda line: line._is_unused_default(method))
            kept = {"replaced": [{"name": line.name, "sequence": line.sequence} for line in replaced]}
            commands = [
                Command.create({"name": name, "payment_method_id": method.id, "sequence": number, "stock_values": kept})
                for number, name in enumerate(self._get_payment_means(journal.company_id))
                if name not in known
            ]
            if commands:
                commands += [Command.delete(line.id) for line in replaced]
                journal[f"{side}_payment_method_line_ids"] = commands

    def _remove_payment_means(self, side):
        """Take the means that we added out of these journals, but for those in use; give back what they replaced.

        :param str side: `inbound` or `outbound`
        """
        method = self.env.ref(SIDES[side])
        for journal in self:
            lines = journal[f"{side}_payment_method_line_ids"]
            added = lines.filtered("stock_values")
            replaced = added[:1].stock_values["replaced"] if added else []
            known = set(lines.mapped("name"))
            commands = [
                Command.create({**values, "payment_method_id": method.id})
                for values in replaced
                if values["name"] not in known
            ]
            commands += [Command.delete(line.id) for line in added if not line._is_used()]
            if commands:
                journal[f"{side}_payment_method_line_ids"] = commands
            added.exists().stock_values = False


class AccountPaymentMethodLine(models.Model):
    _name = "account.payment.method.line"
    _inherit = ["account.payment.method.line"]

    stock_values = fields.Json(
        prefetch=False,
        copy=False,
        groups="base.group_system",
        export_string_translation=False,
        help="Of a means that this add-on added: the lines that it replaced, given back when the company is an agency"
        " no longer, or the add-on is uninstalled.",
    )

    def _is_unused_default(self, method):
        """Return whether this is the line that Odoo makes of `method`, by which nobody has paid."""
        self.ensure_one()
        if self.payment_method_id != method or self.name != method.name or self.payment_account_id:
            return False
        return not self._is_used()

    def _is_used(self):
        """Return whether somebody has paid by this line."""
        self.ensure_one()
        payments = self.env["account.payment"].sudo()  # Sudo: those of whoever made them count, too.
        return bool(self._origin and payments.search_count([("payment_method_line_id", "=", self._origin.id)], limit=1))


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company"]

    @api.model
    def _add_payment_means_at_first(self):
        """Add the usual means to the journals that are older than the add-on."""
        self._get_agencies()._add_payment_means()

    def _add_payment_means(self):
        """Let these agencies tell by what they are paid; called where the switch is turned on."""
        for side in SIDES:
            self._get_bank_journals()._add_payment_means(side)

    def _remove_payment_means(self):
        """Give these companies the means back that their bank journals had before."""
        for side in SIDES:
            self._get_bank_journals()._remove_payment_means(side)

    def _get_bank_journals(self):
        journals = self.env["account.journal"].with_context(active_test=False)
        # Sudo: whoever may configure the company; its journals need not be theirs to edit.
        return journals.sudo().search([("type", "=", "bank"), ("company_id", "in", self.ids)])
