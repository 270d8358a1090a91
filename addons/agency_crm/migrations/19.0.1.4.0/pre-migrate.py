from odoo.tools import sql


def migrate(cr, version):
    """Fill what is new by SQL: the computations would go through all invoices, and take each quote for news."""
    if not version:
        return
    _fill_deals(cr)
    _fill_invoices(cr)


def _fill_invoices(cr):
    """A credited invoice is « Avoir »; a period credited in full may be invoiced again."""
    if not sql.column_exists(cr, "account_move", "is_period_free"):
        sql.create_column(cr, "account_move", "is_period_free", "bool")
        cr.execute(
            """
            UPDATE account_move SET is_period_free = TRUE
             WHERE recurring_order_id IS NOT NULL AND payment_state = 'reversed'
            """
        )
    cr.execute(
        """
        UPDATE account_move SET agency_status = 'credited' WHERE agency_status = 'paid' AND payment_state = 'reversed'
        """
    )
    cr.execute(
        """
        UPDATE agency_turnover_line line SET agency_status = 'credited'
          FROM account_move move
         WHERE move.id = line.move_id AND move.agency_status = 'credited'
        """
    )


def _fill_deals(cr):
    """Deals know what their quotes come to; those whose amount nobody typed take it.

    Before the add-on is loaded: its computation would take each quote for news.
    """
    if sql.column_exists(cr, "crm_lead", "quotes_amount"):
        return
    sql.create_column(cr, "crm_lead", "quotes_amount", "numeric")
    cr.execute(
        """
        WITH amounts AS (
            SELECT opportunity_id AS id,
                   SUM(amount_untaxed / COALESCE(NULLIF(currency_rate, 0), 1))
                       FILTER (WHERE state = 'sale') AS accepted,
                   MAX(amount_untaxed / COALESCE(NULLIF(currency_rate, 0), 1))
                       FILTER (WHERE quote_status IN ('draft', 'sent', 'postponed')) AS best
              FROM sale_order
             WHERE opportunity_id IS NOT NULL AND billing_frequency IS NULL
             GROUP BY opportunity_id
        )
        UPDATE crm_lead
           SET quotes_amount = ROUND(COALESCE(accepted, best, 0)::numeric, 2),
               expected_revenue = COALESCE(
                   NULLIF(expected_revenue, 0), ROUND(COALESCE(accepted, best, 0)::numeric, 2)
               )
          FROM amounts
         WHERE amounts.id = crm_lead.id AND crm_lead.type = 'opportunity'
        """
    )
