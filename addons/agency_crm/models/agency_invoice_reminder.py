from odoo import api, fields, models


class AgencyInvoiceReminder(models.Model):
    """A round of reminders of unpaid invoices: when, with which words; the last one may be a formal notice."""

    _name = "agency.invoice.reminder"
    _description = "Round of invoice reminders"
    _inherit = ["agency.guarded.mixin", "agency.reminder.round.mixin"]
    _rec_name = "name"

    name = fields.Char(required=True, translate=True)
    delay_days = fields.Integer(
        string="Days after the due date", help="Calendar days; below 0, before the due date: a courtesy."
    )
    template_id = fields.Many2one(domain=[("model", "=", "agency.invoice.chase")])
    is_formal_notice = fields.Boolean(
        string="Formal notice",
        help="The mail carries the formal notice: a document that says penalties and costs as of its day.",
    )

    _check_delay_days = models.Constraint(
        "CHECK (delay_days BETWEEN -60 AND 366)",
        "A reminder comes from 60 days before the due date to 366 days after it.",
    )

    @api.model
    def _get_waiting_sudo(self):
        """Override: the invoices that wait for their payment."""
        # Sudo: common rounds are those of companies the user may not have.
        moves_sudo = self.env["account.move"].sudo()
        return moves_sudo.search([("agency_status", "=", "sent"), ("move_type", "=", "out_invoice")]), "next_chase_date"
