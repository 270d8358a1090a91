"""What each supplier was asked, answered, was chosen for, was ordered and billed (B39)."""

from odoo import fields, models
from odoo.tools import SQL

from ..const import SUPPLIER_KINDS


class AgencySupplierLine(models.Model):
    """A consultation, an order to a supplier, or a bill for a deal that no order announced; read where they are."""

    _name = "agency.supplier.line"
    _description = "Record of Suppliers"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "supplier_id"
    _depends = {
        "agency.price.consultation": ["state", "partner_id", "company_id", "sent_on", "answered_on", "request_id"],
        "agency.price.request": ["kind", "user_id", "lead_id"],
        "agency.price.offer": [
            *("consultation_id", "quantity_id", "variant", "is_current", "is_chosen", "landed_company"),
        ],
        "purchase.order": [
            *("state", "partner_id", "company_id", "amount_untaxed", "currency_rate", "date_order", "date_approve"),
            "user_id",
        ],
        "purchase.order.line": ["order_id"],
        "account.move": ["state", "move_type", "partner_id", "company_id", "invoice_date", "date", "cost_lead_id"],
        "account.move.line": ["move_id", "display_type", "balance", "purchase_line_id"],
        "res.partner": ["commercial_partner_id"],
    }

    kind = fields.Selection(selection=SUPPLIER_KINDS, readonly=True)
    date = fields.Date(readonly=True, help="When the supplier was asked; of the order; of the bill.")
    supplier_id = fields.Many2one(comodel_name="res.partner", readonly=True)
    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(comodel_name="res.users", string="Assigned to", readonly=True)
    consultation_id = fields.Many2one(comodel_name="agency.price.consultation", readonly=True)
    purchase_id = fields.Many2one(comodel_name="purchase.order", string="Supplier order", readonly=True)
    move_id = fields.Many2one(comodel_name="account.move", string="Supplier bill", readonly=True)

    asked = fields.Integer(readonly=True, help="Price requests that the supplier was sent.")
    answered = fields.Integer(readonly=True, help="Of those, how many it gave a price for.")
    chosen = fields.Integer(readonly=True, help="Of those, how many it was chosen for.")
    delay_days = fields.Float(
        string="Days to answer", readonly=True, aggregator="avg", help="From the request to the answer, on average."
    )
    gap_percent = fields.Float(
        string="Gap to best (%)",
        readonly=True,
        aggregator="avg",
        help="How much its prices are above the best for the same quantity, in percent, on average; variants apart.",
    )
    ordered = fields.Monetary(readonly=True, help="Confirmed orders, excl. tax, in the company's currency.")
    billed = fields.Monetary(
        readonly=True, help="Posted bills of its orders, or that name a deal; excl. tax, credit notes off."
    )
    overrun = fields.Monetary(readonly=True, help="What is billed above what was ordered, order by order.")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT line.id, line.kind, line.date::date AS date, partner.commercial_partner_id AS supplier_id,
                   line.company_id, line.user_id, line.consultation_id, line.purchase_id, line.move_id,
                   line.asked, line.answered, line.chosen, line.delay_days, line.gap_percent,
                   line.ordered, line.billed, GREATEST(line.billed - line.ordered, 0) * line.is_order AS overrun
              FROM (%s UNION ALL %s UNION ALL %s) line
              JOIN res_partner partner ON partner.id = line.partner_id
            """,
            self._get_asked_query(),
            self._get_ordered_query(),
            self._get_billed_query(),
        )

    def _get_asked_query(self):
        """Return the suppliers who were asked; each price beside the best of those asked for the same quantity."""
        return SQL(
            """
            SELECT c.id * 3 AS id, 'asked' AS kind, c.sent_on AS date, c.partner_id, c.company_id, r.user_id,
                   c.id AS consultation_id, NULL::int4 AS purchase_id, NULL::int4 AS move_id,
                   1 AS asked, (c.answered_on IS NOT NULL)::int AS answered, (c.state = 'chosen')::int AS chosen,
                   -- Without an answer none: it is no delay of 0.
                   CASE WHEN c.answered_on >= c.sent_on
                        THEN EXTRACT(EPOCH FROM c.answered_on - c.sent_on) / 86400 END AS delay_days,
                   gaps.gap AS gap_percent, 0.0 AS ordered, 0.0 AS billed, 0 AS is_order
              FROM agency_price_consultation c
              JOIN agency_price_request r ON r.id = c.request_id
         LEFT JOIN (SELECT consultation_id, AVG((landed_company / NULLIF(best, 0) - 1) * 100) AS gap
                      FROM (SELECT f.consultation_id, f.landed_company,
                                   MIN(f.landed_company) OVER (PARTITION BY f.quantity_id) AS best
                              FROM agency_price_offer f
                              JOIN agency_price_consultation fc ON fc.id = f.consultation_id
                              JOIN agency_price_quantity fq ON fq.id = f.quantity_id AND fq.is_run_on IS NOT TRUE
                             WHERE f.is_current AND COALESCE(f.variant, '') = '' AND fc.state != 'withdrawn') compared
                  GROUP BY consultation_id) gaps ON gaps.consultation_id = c.id
             WHERE c.sent_on IS NOT NULL AND c.state NOT IN ('to_send', 'withdrawn')
            """
        )

    def _get_ordered_query(self):
        return SQL(
            """
            SELECT p.id * 3 + 1, 'ordered', COALESCE(p.date_approve, p.date_order), p.partner_id, p.company_id,
                   p.user_id, NULL::int4, p.id, NULL::int4, 0, 0, 0, NULL, NULL,
                   p.amount_untaxed / COALESCE(NULLIF(p.currency_rate, 0), 1), COALESCE(bills.amount, 0), 1
              FROM purchase_order p
         LEFT JOIN (SELECT pl.order_id, SUM(ml.balance) AS amount
                      FROM account_move_line ml
                      JOIN account_move m ON m.id = ml.move_id
                      JOIN purchase_order_line pl ON pl.id = ml.purchase_line_id
                     WHERE m.state = 'posted' AND m.move_type IN ('in_invoice', 'in_refund', 'in_receipt')
                       AND ml.display_type = 'product'
                  GROUP BY pl.order_id) bills ON bills.order_id = p.id
             WHERE p.state = 'purchase'
            """
        )

    def _get_billed_query(self):
        return SQL(
            """
            SELECT m.id * 3 + 2, 'billed', COALESCE(m.invoice_date, m.date), m.partner_id, m.company_id, NULL::int4,
                   NULL::int4, NULL::int4, m.id, 0, 0, 0, NULL, NULL, 0.0, SUM(ml.balance), 0
              FROM account_move m
              JOIN account_move_line ml ON ml.move_id = m.id
             WHERE m.state = 'posted' AND m.move_type IN ('in_invoice', 'in_refund', 'in_receipt')
               AND m.cost_lead_id IS NOT NULL AND ml.display_type = 'product' AND ml.purchase_line_id IS NULL
          GROUP BY m.id
            """
        )

    def action_open(self):
        """Open what this row is of: the bill, the order, or the consultation."""
        self.ensure_one()
        record = self.move_id or self.purchase_id or self.consultation_id
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }
