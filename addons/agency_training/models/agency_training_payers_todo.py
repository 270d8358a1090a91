"""A session that is given asks for the invoices of who pays it, in « À faire », its certificates sent (§3)."""

from odoo import api, fields, models


class AgencyTrainingSession(models.Model):
    _name = "agency.training.session"
    _inherit = ["agency.training.session"]

    def _get_todo(self):
        """Override: certificates first, then the payers’ invoices."""
        if todo := super()._get_todo():
            return todo
        # Sudo: a session asks for invoices of quotes that who it is assigned to need not read.
        orders_sudo = self.sudo()._get_accepted_orders() if self.state == "done" else self.sudo().order_ids.browse()
        payers = [payer.name for order in orders_sudo for payer in order._get_payers_to_invoice()]
        if not payers:
            return None
        return self.env._("To invoice: %(payer)s", payer=", ".join(payers)), fields.Date.context_today(self)

    def _sync_payers_todo(self):
        """Look again at what is to be invoiced of sessions that are given."""
        self.filtered(lambda session: session.state == "done")._sync_todo()


class AgencyTrainingFunding(models.Model):
    _name = "agency.training.funding"
    _inherit = ["agency.training.funding"]

    @api.model_create_multi
    def create(self, vals_list):
        """Override: a payer of a training that is given is to be invoiced."""
        fundings = super().create(vals_list)
        # Sudo: see `agency.training.session._get_todo()`.
        fundings.order_id.sudo().session_ids._sync_payers_todo()
        return fundings

    def write(self, vals):
        """Override: so is what another amount leaves."""
        res = super().write(vals)
        # Sudo: see `agency.training.session._get_todo()`.
        self.order_id.sudo().session_ids._sync_payers_todo()
        return res

    def unlink(self):
        """Override: who pays no more is not to be invoiced."""
        # Sudo: see `agency.training.session._get_todo()`.
        sessions_sudo = self.order_id.sudo().session_ids
        res = super().unlink()
        sessions_sudo._sync_payers_todo()
        return res


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move"]

    def _after_invoice_move(self):
        """Override of `agency_crm`: a payer’s invoice cancelled, or its credit note, is to be made again."""
        res = super()._after_invoice_move()
        # Sudo: see `agency.training.session._get_todo()`.
        self.sudo().training_funding_id.order_id.session_ids._sync_payers_todo()
        return res
