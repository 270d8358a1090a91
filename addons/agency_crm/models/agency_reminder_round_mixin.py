from odoo import api, fields, models
from odoo.tools import ormcache


class AgencyReminderRoundMixin(models.AbstractModel):
    """For rounds of reminders, of quotes as of invoices: whose they are, in which order, and who follows them."""

    _name = "agency.reminder.round.mixin"
    _description = "Round of reminders"
    _inherit = ["agency.forgetful.mixin"]
    _order = "company_id, delay_days, id"

    delay_days = fields.Integer(string="Days", required=True)
    template_id = fields.Many2one(
        comodel_name="mail.template",
        string="Mail",
        required=True,
        ondelete="restrict",
        help="The words of the reminder.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", index=True, help="Empty: for the companies that have no rounds of their own."
    )

    @api.model
    def _forget(self):
        """Override: what waits for its reminder follows the rounds as they are now."""
        res = super()._forget()
        waiting_sudo, name = self._get_waiting_sudo()
        self.env.add_to_compute(waiting_sudo._fields[name], waiting_sudo)
        return res

    @api.model
    def _get_waiting_sudo(self):
        """Return the records of all companies that these rounds are for, and the name of their date."""
        raise NotImplementedError

    @api.model
    def _get_rounds(self, company):
        """Return the rounds of a company, its own or the common ones, first to last."""
        # Sudo: when a company reminds does not depend on who asks.
        return self.sudo().browse(self._get_round_ids(company.id))

    @api.model
    @ormcache("company_id")
    def _get_round_ids(self, company_id):
        rounds_sudo = self.sudo()  # Sudo: see `_get_rounds`.
        own = rounds_sudo.search([("company_id", "=", company_id)]) or rounds_sudo.search([("company_id", "=", False)])
        return own.sorted("delay_days").ids
