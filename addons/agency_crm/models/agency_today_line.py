from odoo import api, fields, models
from odoo.tools import SQL

from ..const import TODAY_KINDS


class AgencyTodayLine(models.Model):
    """What is to be done, in one list: deals, quotes to chase, orders to invoice, overdue invoices.

    What a person opens in the morning (manual: « Assurer le suivi »). It holds nothing of its own.
    """

    _name = "agency.today.line"
    _description = "To do today"
    _auto = False
    _order = "date, id"

    kind = fields.Selection(selection=TODAY_KINDS, string="What", readonly=True)
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True)
    name = fields.Char(string="Subject", readonly=True)
    date = fields.Date(string="By", readonly=True)
    next_step_id = fields.Many2one(comodel_name="agency.next.step", readonly=True)
    partner_id = fields.Many2one(comodel_name="res.partner", string="Contact", readonly=True)
    user_id = fields.Many2one(comodel_name="res.users", string="Salesperson", readonly=True)
    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    currency_id = fields.Many2one(comodel_name="res.currency", readonly=True)
    amount = fields.Monetary(
        readonly=True, help="Of a deal, what is expected; of a quote, its total excl. tax; of an invoice, what is due."
    )
    todo = fields.Char(string="To do", compute="_compute_todo")
    days_late = fields.Integer(string="Days late", compute="_compute_days_late")

    @property
    def _table_query(self):
        """One row a record. Each branch reads by the index of its date; the domain of the screen gives the day."""
        return SQL(
            """
            SELECT lead.id * 4 AS id, 'deal' AS kind, 'crm.lead' AS res_model, lead.id AS res_id, lead.name,
                   lead.next_step_date AS date, lead.next_step_id, lead.partner_id, lead.user_id, lead.company_id,
                   company.currency_id, lead.expected_revenue AS amount
              FROM crm_lead lead
              LEFT JOIN res_company company ON company.id = lead.company_id
             WHERE lead.type = 'opportunity' AND lead.active AND lead.next_step_date IS NOT NULL
            UNION ALL
            SELECT quote.id * 4 + 1, 'quote', 'sale.order', quote.id, CONCAT_WS(' ', quote.name, quote.subject),
                   quote.next_reminder_date, NULL, quote.partner_id, quote.user_id, quote.company_id,
                   quote.currency_id, quote.amount_untaxed
              FROM sale_order quote
             WHERE quote.next_reminder_date IS NOT NULL AND quote.quote_status = 'sent'
            UNION ALL
            SELECT recurring.id * 4 + 2, 'order', 'sale.order', recurring.id,
                   CONCAT_WS(' ', recurring.name, recurring.subject),
                   recurring.next_invoice_date - company.recurring_margin_days, NULL, recurring.partner_id,
                   recurring.user_id, recurring.company_id, recurring.currency_id, recurring.amount_untaxed
              FROM sale_order recurring
              JOIN res_company company ON company.id = recurring.company_id
             WHERE recurring.billing_frequency IS NOT NULL AND recurring.state = 'sale'
               AND recurring.recurrence_status = 'running'
            UNION ALL
            SELECT move.id * 4 + 3, CASE WHEN move.state = 'draft' THEN 'draft' ELSE 'invoice' END, 'account.move',
                   move.id, CASE WHEN move.state = 'draft' THEN move.invoice_origin ELSE move.name END,
                   CASE WHEN move.state = 'draft' THEN move.recurring_period_start ELSE move.invoice_date_due + 1 END,
                   NULL, move.partner_id, move.invoice_user_id, move.company_id, company.currency_id,
                   CASE WHEN move.state = 'draft' THEN move.amount_untaxed_signed ELSE move.amount_residual_signed END
              FROM account_move move
              JOIN res_company company ON company.id = move.company_id
             WHERE move.move_type = 'out_invoice'
               AND (move.agency_status = 'sent' OR (move.state = 'draft' AND move.recurring_order_id IS NOT NULL))
            """
        )

    @api.depends("kind", "next_step_id", "date")
    def _compute_todo(self):
        for line in self:
            line.todo = {
                "deal": line.next_step_id.name,
                "quote": self.env._("Remind the customer"),
                "order": self.env._("Invoice the period"),
                "draft": self.env._("Confirm and send the invoice"),
                "invoice": self.env._("Claim the payment"),
            }[line.kind]

    @api.depends("date")
    def _compute_days_late(self):
        today = fields.Date.context_today(self)
        for line in self:
            line.days_late = max((today - line.date).days, 0) if line.date else 0

    def action_open(self):
        """Open the record itself."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
