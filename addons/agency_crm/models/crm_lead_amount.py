"""The amount of a deal follows its quotes (SPEC 3); a figure typed by hand stays until a quote says otherwise."""

from odoo import api, fields, models

from ..const import QUOTES_UNDER_WAY
from ..context_keys import get_key


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead"]

    quotes_amount = fields.Monetary(
        string="Amount of its quotes",
        compute="_compute_quotes_amount",
        store=True,
        currency_field="company_currency",
        help="Excluding tax, in the company's currency: the sum of the accepted quotes; before that, the best one under"
        " way. 0 when there is none.",
    )
    expected_revenue = fields.Monetary(compute="_compute_quotes_amount", store=True, readonly=False)

    @api.depends(
        "order_ids.amount_untaxed",
        "order_ids.currency_id",
        "order_ids.state",
        "order_ids.quote_answer",
        "order_ids.billing_frequency",
    )
    def _compute_quotes_amount(self):
        for lead in self:
            known, amount = lead.quotes_amount, lead._get_quotes_amount()
            typed = lead.expected_revenue
            lead.quotes_amount = amount
            lead.expected_revenue = amount if lead._is_amount_followed(known, amount) else typed

    # === BUSINESS METHODS === #

    def _is_amount_followed(self, known, amount):
        """Return whether the deal takes `amount`, its quotes having come to `known` before."""
        if not self.pool.ready or get_key(self.env, "agency_history"):
            return False  # Installing or bringing records in says nothing new.
        return bool(self._is_agency_deal() and amount and self.company_currency.compare_amounts(known, amount))

    def _get_quotes_amount(self):
        """Return what the quotes of this deal come to, see `quotes_amount`."""
        self.ensure_one()
        quotes = self.order_ids.filtered(lambda order: not order.billing_frequency)
        amounts = [self._get_quote_amount(order) for order in quotes if order.state == "sale"]
        under_way = quotes.filtered(lambda order: order.quote_status in QUOTES_UNDER_WAY)
        return sum(amounts) if amounts else max(map(self._get_quote_amount, under_way), default=0.0)

    def _get_quote_amount(self, order):
        currency = self.company_currency or order.company_id.currency_id
        return order.currency_id._convert(
            order.amount_untaxed, currency, order.company_id, order.date_order or fields.Date.today()
        )

    def _update_revenues_from_so(self, order):
        """Override of `sale_crm`: deals of a company follow all their quotes, see `quotes_amount`."""
        # https://github.com/odoo/odoo/issues/163537
        others = self.filtered(lambda lead: not lead.company_currency or not lead._is_agency_deal())
        return super(CrmLead, others)._update_revenues_from_so(order)
