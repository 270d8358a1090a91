"""The agreement of a training, signed before it begins: on the portal, or on paper; else « À faire » says so (§3)."""

from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.agency_pdf.pdf_files import check_pdf

# How long before the session its agreement is asked for.
DAYS_BEFORE = 7


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    training_agreement_file = fields.Binary(
        string="Signed agreement (PDF)", attachment=True, copy=False, help="The copy that the customer signed."
    )
    training_agreement_filename = fields.Char(copy=False)

    @api.constrains("training_agreement_file")
    def _check_training_agreement_file(self):
        for order in self.with_context(bin_size=False).filtered("training_agreement_file"):
            name = order.training_agreement_filename or self.env._("The signed agreement")
            check_pdf(self.env, name, order.training_agreement_file)

    def write(self, vals):
        """Override: a session whose agreement came back asks for it no more."""
        res = super().write(vals)
        if not vals.keys().isdisjoint(("training_agreement_file", "signature")):
            # Sudo: a customer who signs closes what the agency asked for.
            self.sudo().session_ids.filtered(lambda session: session.state == "planned")._sync_todo()
        return res

    def _has_signed_agreement(self):
        """Return whether the customer signed: a copy is there, or the quote that stands for it (D.6353-1 II)."""
        self.ensure_one()
        # Sudo: who plans a session need not be given what was signed.
        order_sudo = self.sudo()
        is_signed = order_sudo.signed_document_id and not order_sudo.is_signature_outdated
        return bool(order_sudo.training_agreement_file or (is_signed and order_sudo.is_training_complete))


class AgencyTrainingSession(models.Model):
    _name = "agency.training.session"
    _inherit = ["agency.training.session"]

    agreement_missing = fields.Char(
        compute="_compute_agreement_missing", help="Quotes of which no signed agreement is there yet."
    )

    @api.depends("order_ids.state", "order_ids.signature", "order_ids.training_agreement_file", "state")
    def _compute_agreement_missing(self):
        for session in self:
            orders = session._get_accepted_orders() if session.state in ("draft", "planned") else session.order_ids[:0]
            missing = orders.filtered(lambda order: not order._has_signed_agreement())
            session.agreement_missing = ", ".join(missing.mapped("name"))

    def _get_todo(self):
        """Override: before the session begins, its signed agreement goes first."""
        self.ensure_one()
        if self.state == "planned" and self.date_start and not self._has_begun() and self.agreement_missing:
            words = self.env._("Signed agreement missing: %(title)s", title=self.title)
            return words, max(self.date_start - timedelta(days=DAYS_BEFORE), fields.Date.context_today(self))
        return super()._get_todo()
