"""What each euro sold, ordered, invoiced and billed brings to a deal (B38): the one place that says it."""

from odoo import fields, models
from odoo.tools import SQL

from ..const import MARGIN_KINDS

# What an order to a supplier that has no line of a quote names as its deal: p is the order (B36).
DEAL_OF_PURCHASE = SQL("p.lead_id")


class AgencyMarginLine(models.Model):
    """A line of an accepted quote, of a confirmed order to a supplier, of an invoice or of a supplier's bill.

    Nothing is kept: rows are read where they are. Each is of one kind and has the amounts of that kind alone, so that
    a sum counts each euro once, whatever it is grouped by. Own hours are not in it, nor what is bought for no deal.
    """

    _name = "agency.margin.line"
    _description = "Margin"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "name"
    _depends = {
        "sale.order": [
            *("state", "opportunity_id", "partner_id", "user_id", "company_id", "currency_rate", "date_order"),
            "billing_frequency",
        ],
        "sale.order.line": [
            *("order_id", "display_type", "is_downpayment", "price_subtotal", "margin", "presta_type_id", "name"),
            *("price_offer_id", "invoice_lines"),
        ],
        "purchase.order": [
            *("state", "partner_id", "company_id", "currency_rate", "date_order", "date_approve", "lead_id"),
        ],
        "purchase.order.line": [
            *("order_id", "display_type", "is_downpayment", "price_subtotal", "sale_line_id", "product_id", "name"),
        ],
        "account.move": [
            *("state", "move_type", "opportunity_id", "cost_lead_id", "invoice_date", "date", "company_id"),
            *("partner_id", "invoice_user_id"),
        ],
        "account.move.line": ["move_id", "display_type", "balance", "purchase_line_id", "product_id", "name"],
        "agency.turnover.line": ["move_line_id", "presta_type_id", "amount", "date"],
        "agency.price.offer": ["consultation_id"],
        "agency.price.consultation": ["partner_id"],
        "crm.lead": ["partner_id", "user_id"],
        "res.partner": ["commercial_partner_id"],
        "product.product": ["product_tmpl_id"],
        "product.template": ["presta_type_id"],
    }

    kind = fields.Selection(
        selection=MARGIN_KINDS,
        readonly=True,
        help="Accepted: a line of an accepted quote. Ordered: of a confirmed order to a supplier. Invoiced: of an"
        " invoice or credit note that was issued. Billed: of a supplier's bill or credit note that is posted.",
    )
    name = fields.Char(string="Description", readonly=True)
    date = fields.Date(
        readonly=True, help="Of the quote, of the confirmation of the order, of the invoice, of the bill."
    )
    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    lead_id = fields.Many2one(comodel_name="crm.lead", string="Deal", readonly=True)
    partner_id = fields.Many2one(comodel_name="res.partner", string="Customer", readonly=True)
    supplier_id = fields.Many2one(
        comodel_name="res.partner",
        readonly=True,
        help="Whom it is bought from; of what is sold, whose price it was made of. A deposit has none.",
    )
    presta_type_id = fields.Many2one(comodel_name="agency.presta.type", string="Service type", readonly=True)
    user_id = fields.Many2one(comodel_name="res.users", string="Salesperson", readonly=True)
    order_id = fields.Many2one(comodel_name="sale.order", string="Quote", readonly=True)
    purchase_id = fields.Many2one(comodel_name="purchase.order", string="Supplier order", readonly=True)
    move_id = fields.Many2one(comodel_name="account.move", string="Invoice or bill", readonly=True)

    # Excluding tax, in the company's currency.
    sale_planned = fields.Monetary(string="Accepted", readonly=True, help="Lines of accepted quotes, excl. tax.")
    cost_planned = fields.Monetary(string="Planned cost", readonly=True, help="Cost of the lines of accepted quotes.")
    margin_planned = fields.Monetary(
        string="Planned margin", readonly=True, help="Accepted quotes less the cost of their lines. Own hours: not in."
    )
    cost_ordered = fields.Monetary(string="Ordered", readonly=True, help="Confirmed orders to suppliers, excl. tax.")
    margin_committed = fields.Monetary(
        string="Committed margin",
        readonly=True,
        help="Accepted quotes less confirmed orders to suppliers. Own hours: not in.",
    )
    sale_invoiced = fields.Monetary(
        string="Invoiced", readonly=True, help="Invoices issued, excl. tax: a deposit for its share, credit notes off."
    )
    cost_billed = fields.Monetary(
        string="Billed", readonly=True, help="Suppliers' bills that are posted, excl. tax, their credit notes off."
    )
    margin_actual = fields.Monetary(
        string="Actual margin",
        readonly=True,
        help="Invoices less suppliers' bills, credit notes off. Own hours: not in.",
    )

    # === THE ROWS === #

    @property
    def _table_query(self):
        return self._get_rows_query()

    def _get_rows_query(self, lead_ids=None):
        """Return the query of the rows.

        :param lead_ids: tuple of ids of deals, to look at theirs alone, by the indexes of each table; None: of all
        """
        branches = (
            self._get_accepted_query(lead_ids),
            self._get_ordered_query(lead_ids),
            self._get_invoiced_query(lead_ids),
            self._get_billed_query(lead_ids),
        )
        return SQL(
            """
            SELECT line.id, line.kind, line.name, line.date::date AS date, line.company_id, line.lead_id,
                   customer.commercial_partner_id AS partner_id, supplier.commercial_partner_id AS supplier_id,
                   line.presta_type_id, COALESCE(line.user_id, lead.user_id) AS user_id,
                   line.order_id, line.purchase_id, line.move_id,
                   line.sale_planned, line.cost_planned, line.sale_planned - line.cost_planned AS margin_planned,
                   line.cost_ordered, line.sale_planned - line.cost_ordered AS margin_committed,
                   line.sale_invoiced, line.cost_billed, line.sale_invoiced - line.cost_billed AS margin_actual
              FROM (%s) line
         LEFT JOIN crm_lead lead ON lead.id = line.lead_id
         LEFT JOIN res_partner customer ON customer.id = COALESCE(line.customer_id, lead.partner_id)
         LEFT JOIN res_partner supplier ON supplier.id = line.supplier_id
            """,
            SQL(" UNION ALL ").join(branches),
        )

    def _get_accepted_query(self, lead_ids):
        """Return the lines of accepted quotes; what a recurring order is worth has no end."""
        near = SQL("o.opportunity_id IN %s", lead_ids) if lead_ids else SQL("TRUE")
        return SQL(
            """
            SELECT l.id * 4 AS id, 'accepted' AS kind, l.name, o.date_order AS date, o.company_id,
                   o.opportunity_id AS lead_id, o.partner_id AS customer_id, c.partner_id AS supplier_id,
                   l.presta_type_id, o.user_id, o.id AS order_id, NULL::int4 AS purchase_id, NULL::int4 AS move_id,
                   l.price_subtotal / %(rate)s AS sale_planned,
                   (l.price_subtotal - COALESCE(l.margin, l.price_subtotal)) / %(rate)s AS cost_planned,
                   0.0 AS cost_ordered, 0.0 AS sale_invoiced, 0.0 AS cost_billed
              FROM sale_order_line l
              JOIN sale_order o ON o.id = l.order_id
         LEFT JOIN agency_price_offer f ON f.id = l.price_offer_id
         LEFT JOIN agency_price_consultation c ON c.id = f.consultation_id
             WHERE o.state = 'sale' AND o.billing_frequency IS NULL
               AND l.display_type IS NULL AND l.is_downpayment IS NOT TRUE AND %(near)s
            """,
            rate=SQL("COALESCE(NULLIF(o.currency_rate, 0), 1)"),
            near=near,
        )

    def _get_ordered_query(self, lead_ids):
        """Return the lines of confirmed orders to suppliers that name a quote or a deal."""
        near = SQL("pl.id IN (%s)", self._get_near_purchases(lead_ids)) if lead_ids else SQL("TRUE")
        return SQL(
            """
            SELECT pl.id * 4 + 1, 'ordered', pl.name, COALESCE(p.date_approve, p.date_order), p.company_id,
                   COALESCE(o.opportunity_id, %(deal)s), o.partner_id, p.partner_id,
                   COALESCE(l.presta_type_id, t.presta_type_id), o.user_id, o.id, p.id, NULL::int4,
                   0.0, 0.0, pl.price_subtotal / COALESCE(NULLIF(p.currency_rate, 0), 1), 0.0, 0.0
              FROM purchase_order_line pl
              JOIN purchase_order p ON p.id = pl.order_id
         LEFT JOIN sale_order_line l ON l.id = pl.sale_line_id
         LEFT JOIN sale_order o ON o.id = l.order_id
         LEFT JOIN product_product pp ON pp.id = pl.product_id
         LEFT JOIN product_template t ON t.id = pp.product_tmpl_id
             WHERE p.state = 'purchase' AND pl.display_type IS NULL AND pl.is_downpayment IS NOT TRUE
               AND (o.id IS NOT NULL OR %(deal)s IS NOT NULL) AND %(near)s
            """,
            deal=DEAL_OF_PURCHASE,
            near=near,
        )

    def _get_invoiced_query(self, lead_ids):
        """Return what was invoiced, as the turnover shares it: a deposit by the services of its quote."""
        near = SQL("TRUE")
        if lead_ids:
            near = SQL(
                """
                v.id IN (SELECT id FROM agency_turnover_line WHERE opportunity_id IN %(leads)s
                         UNION
                         SELECT v.id FROM agency_turnover_line v
                           JOIN sale_order_line_invoice_rel r ON r.invoice_line_id = v.move_line_id
                           JOIN sale_order_line l ON l.id = r.order_line_id
                           JOIN sale_order o ON o.id = l.order_id
                          WHERE o.opportunity_id IN %(leads)s)
                """,
                leads=lead_ids,
            )
        return SQL(
            """
            SELECT v.id * 4 + 2, 'invoiced', ml.name, v.date, m.company_id,
                   COALESCE(o.opportunity_id, m.opportunity_id), m.partner_id, c.partner_id,
                   v.presta_type_id, m.invoice_user_id, o.id, NULL::int4, m.id,
                   0.0, 0.0, 0.0, v.amount, 0.0
              FROM agency_turnover_line v
              JOIN account_move_line ml ON ml.id = v.move_line_id
              JOIN account_move m ON m.id = ml.move_id
         LEFT JOIN LATERAL (SELECT MIN(order_line_id) AS id FROM sale_order_line_invoice_rel
                             WHERE invoice_line_id = ml.id) r ON TRUE
         LEFT JOIN sale_order_line l ON l.id = r.id
         LEFT JOIN sale_order o ON o.id = l.order_id
         LEFT JOIN agency_price_offer f ON f.id = l.price_offer_id
         LEFT JOIN agency_price_consultation c ON c.id = f.consultation_id
             WHERE m.state = 'posted' AND %s
            """,
            near,
        )

    def _get_billed_query(self, lead_ids):
        """Return the lines of posted bills that name a deal, by themselves or by the order that they bill."""
        near = SQL("TRUE")
        if lead_ids:
            near = SQL(
                """
                ml.id IN (SELECT ml.id FROM account_move_line ml WHERE ml.purchase_line_id IN (%(purchases)s)
                          UNION
                          SELECT ml.id FROM account_move_line ml JOIN account_move m ON m.id = ml.move_id
                           WHERE m.cost_lead_id IN %(leads)s)
                """,
                purchases=self._get_near_purchases(lead_ids),
                leads=lead_ids,
            )
        return SQL(
            """
            SELECT ml.id * 4 + 3, 'billed', ml.name, COALESCE(m.invoice_date, m.date), m.company_id,
                   COALESCE(o.opportunity_id, %(deal)s, m.cost_lead_id), o.partner_id, m.partner_id,
                   COALESCE(l.presta_type_id, t.presta_type_id), o.user_id, o.id, p.id, m.id,
                   0.0, 0.0, 0.0, 0.0, ml.balance
              FROM account_move_line ml
              JOIN account_move m ON m.id = ml.move_id
         LEFT JOIN purchase_order_line pl ON pl.id = ml.purchase_line_id
         LEFT JOIN purchase_order p ON p.id = pl.order_id
         LEFT JOIN sale_order_line l ON l.id = pl.sale_line_id
         LEFT JOIN sale_order o ON o.id = l.order_id
         LEFT JOIN product_product pp ON pp.id = ml.product_id
         LEFT JOIN product_template t ON t.id = pp.product_tmpl_id
             WHERE m.state = 'posted' AND m.move_type IN ('in_invoice', 'in_refund', 'in_receipt')
               AND ml.display_type = 'product'
               AND (o.id IS NOT NULL OR %(deal)s IS NOT NULL OR m.cost_lead_id IS NOT NULL) AND %(near)s
            """,
            deal=DEAL_OF_PURCHASE,
            near=near,
        )

    def _get_near_purchases(self, lead_ids):
        """Return the query of the lines of orders to suppliers of these deals."""
        return SQL(
            """
            SELECT pl.id FROM purchase_order_line pl
              JOIN sale_order_line l ON l.id = pl.sale_line_id
              JOIN sale_order o ON o.id = l.order_id
             WHERE o.opportunity_id IN %(leads)s
             UNION
            SELECT pl.id FROM purchase_order_line pl JOIN purchase_order p ON p.id = pl.order_id
             WHERE %(deal)s IN %(leads)s
            """,
            leads=lead_ids,
            deal=DEAL_OF_PURCHASE,
        )

    # === ACTION METHODS === #

    def action_open(self):
        """Open what this row is of: the bill or invoice, the order to the supplier, or the quote."""
        self.ensure_one()
        record = self.move_id or self.purchase_id or self.order_id
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }

    # === BUSINESS METHODS === #

    def _get_deal_totals(self, leads):
        """Return what these deals come to, of the companies at hand, in one query.

        :return: `{(deal id, company id): {name of amount: sum}}`, in the currency of that company
        """
        if not leads.ids:
            return {}
        # The query is no search of the ORM: what is not written yet is written here.
        for model, names in self._depends.items():
            self.env[model].flush_model([name for name in names if self.env[model]._fields[name].store])
        names = ("sale_planned", "cost_planned", "cost_ordered", "sale_invoiced", "cost_billed")
        self.env.cr.execute(
            SQL(
                "SELECT lead_id, company_id, %s FROM (%s) rows WHERE lead_id IN %s AND company_id IN %s GROUP BY 1, 2",
                SQL(", ").join(SQL("SUM(%s)", SQL.identifier(name)) for name in names),
                self._get_rows_query(tuple(leads.ids)),
                tuple(leads.ids),
                tuple(self.env.companies.ids),
            )
        )
        return {(row[0], row[1]): dict(zip(names, map(float, row[2:]), strict=True)) for row in self.env.cr.fetchall()}
