from odoo import api, fields, models


class AgencyQuoteReminder(models.Model):
    """A round of reminders: how long after the offer, with which words (manual: « malgré des relances »)."""

    _name = "agency.quote.reminder"
    _description = "Round of quote reminders"
    _inherit = ["agency.guarded.mixin"]
    _order = "company_id, delay_days, id"
    _rec_name = "delay_days"

    delay_days = fields.Integer(
        string="Working days after the offer",
        required=True,
        help="Working days between sending the quote and this reminder.",
    )
    template_id = fields.Many2one(
        comodel_name="mail.template",
        string="Mail",
        required=True,
        ondelete="restrict",
        domain=[("model", "=", "sale.order")],
        help="The words of the reminder, a draft for the salesperson.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        index=True,
        help="Empty: for the companies that have no rounds of their own.",
    )

    _check_delay_days = models.Constraint(
        "CHECK (delay_days BETWEEN 1 AND 366)", "A reminder comes from 1 to 366 working days later."
    )

    @api.model_create_multi
    def create(self, vals_list):
        reminders = super().create(vals_list)
        self._plan_anew()
        return reminders

    def write(self, vals):
        res = super().write(vals)
        self._plan_anew()
        return res

    def unlink(self):
        res = super().unlink()
        self._plan_anew()
        return res

    @api.model
    def _plan_anew(self):
        """Let the quotes that wait for an answer follow the rounds as they are now."""
        # Sudo: common rounds are those of companies the user may not have.
        quotes_sudo = self.env["sale.order"].sudo()
        orders = quotes_sudo.search([("quote_status", "=", "sent"), ("billing_frequency", "=", False)])
        self.env.add_to_compute(orders._fields["next_reminder_date"], orders)

    @api.model
    def _get_rounds(self, company):
        """Return the rounds of a company, its own or the common ones, first to last."""
        rounds = self.search([("company_id", "=", company.id)]) or self.search([("company_id", "=", False)])
        return rounds.sorted("delay_days")
