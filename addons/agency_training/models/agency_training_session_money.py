"""« Argent » of a session: what its quotes sell and what was invoiced of them (TRAINING §9)."""

from odoo import api, fields, models


class AgencyTrainingSession(models.Model):
    _name = "agency.training.session"
    _inherit = ["agency.training.session"]

    customer_names = fields.Char(
        string="Customers",
        compute="_compute_customer_names",
        groups="agency_crm.group_agency_user",
        help="Whose quotes bring its trainees.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    sold_amount = fields.Monetary(
        string="Sold (excl. tax)",
        compute="_compute_amounts",
        groups="agency_crm.group_agency_user",
        help="Of the accepted quotes of the session, whole, without tax, in the company’s currency.",
    )
    billed_amount = fields.Monetary(
        string="Invoiced (excl. tax)",
        compute="_compute_amounts",
        groups="agency_crm.group_agency_user",
        help="What counts as invoiced of these quotes, deposits and credit notes too, drafts included, without tax.",
    )

    @api.depends("order_ids.partner_id")
    def _compute_customer_names(self):
        # Sudo: a session is read by all, its quotes by whom they are given to; their customers are on its sheets.
        for session, session_sudo in zip(self, self.sudo(), strict=True):
            customers = session_sudo.order_ids.partner_id.commercial_partner_id
            session.customer_names = ", ".join(customers.mapped("name"))

    @api.depends("order_ids.amount_untaxed", "order_ids.state", "order_ids.order_line.invoice_lines.price_subtotal")
    def _compute_amounts(self):
        # Sudo: as the customers above; what a session brings is the agency’s, whoever sold it.
        for session, session_sudo in zip(self, self.sudo(), strict=True):
            sold = billed = 0.0
            for order in session_sudo._get_accepted_orders():
                day = order.date_order.date()
                amounts = order.amount_untaxed, sum(line._get_invoiced_amount() for line in order.order_line)
                here = [order.currency_id._convert(one, session.currency_id, order.company_id, day) for one in amounts]
                sold, billed = sold + here[0], billed + here[1]
            session.sold_amount, session.billed_amount = sold, billed
