"""The invoices and the accounts there are: their links to the deals, the turnover, the types of the accounts."""

from odoo.fields import Domain
from odoo.tools import SQL

from .sql import in_batches

# Where a Type presta may stand on what was sold and invoiced.
TYPED = (
    ("account_move_presta_type_rel", "account_move_id"),
    ("account_move_line", "presta_type_id"),
    ("sale_order_line", "presta_type_id"),
)


def link_to_deals(env):
    """Fill `account.move.opportunity_id` by SQL: Odoo would compute it, and note it in the chatter of each invoice."""
    env.cr.execute("ALTER TABLE account_move ADD COLUMN IF NOT EXISTS opportunity_id integer")
    env.cr.execute(
        """
        UPDATE account_move AS move SET opportunity_id = quote.opportunity_id
          FROM account_move_line AS line
          JOIN sale_order_line_invoice_rel AS rel ON rel.invoice_line_id = line.id
          JOIN sale_order_line AS quote_line ON quote_line.id = rel.order_line_id
          JOIN sale_order AS quote ON quote.id = quote_line.order_id
         WHERE line.move_id = move.id AND quote.opportunity_id IS NOT NULL
        """
    )
    env.cr.execute(
        """
        UPDATE account_move AS credit SET opportunity_id = move.opportunity_id
          FROM account_move AS move
         WHERE credit.reversed_entry_id = move.id AND credit.opportunity_id IS NULL
        """
    )


def take_over(companies):
    """Enter the posted invoices of `companies` in the turnover, and give the accounts that bought their type."""
    env = companies.env
    _init_account_types(companies)
    ours = Domain("company_id", "in", companies.ids)
    invoices = Domain("move_type", "in", ("out_invoice", "out_refund")) & Domain("state", "=", "posted")
    _enter_untyped(companies)
    for batch in in_batches(env["account.move"], ours & invoices & Domain("turnover_line_ids", "=", False)):
        batch._refresh_turnover()
    # When a quote waits for a reminder depends on who is an agency.
    waiting = Domain("state", "=", "sent")
    for batch in in_batches(env["sale.order"], ours & waiting):
        env.add_to_compute(batch._fields["next_reminder_date"], batch)


def _enter_untyped(companies):
    """Enter invoices in the turnover when nothing has a Type presta yet, where the add-on comes: each line for itself.

    By SQL, as there may be years of them: what `account.move._refresh_turnover()` would write.
    """
    env = companies.env
    env.flush_all()
    for table, column in TYPED:
        typed = SQL("SELECT FROM %s WHERE %s IS NOT NULL LIMIT 1", SQL.identifier(table), SQL.identifier(column))
        if env.execute_query(typed):
            return
    env.cr.execute(
        SQL(
            """
            INSERT INTO agency_turnover_line (
                   move_line_id, move_id, company_id, date, move_type, partner_id, opportunity_id, user_id,
                   agency_status, is_creation, amount, create_uid, write_uid, create_date, write_date)
            SELECT line.id, move.id, move.company_id, move.invoice_date, move.move_type, move.commercial_partner_id,
                   move.opportunity_id, move.invoice_user_id, move.agency_status, FALSE, -line.balance, %(user)s,
                   %(user)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
              FROM account_move AS move
              JOIN account_move_line AS line ON line.move_id = move.id
             WHERE move.company_id IN %(ids)s AND move.state = 'posted'
               AND move.move_type IN ('out_invoice', 'out_refund')
               AND line.display_type = 'product' AND line.balance != 0
               AND move.id NOT IN (SELECT move_id FROM agency_turnover_line WHERE move_id IS NOT NULL)
             ORDER BY move.invoice_date, move.id, line.id
            """,
            user=env.uid,
            ids=tuple(companies.ids) or (0,),
        )
    )
    env.invalidate_all()


def give_back(companies):
    """Take the invoices of `companies` out of the turnover, and their quotes out of the reminders."""
    env = companies.env
    # Sudo: the turnover and the reminders are written by the rules alone.
    env["agency.turnover.line"].sudo().search([("company_id", "in", companies.ids)]).unlink()
    quotes = env["sale.order"].search([("company_id", "in", companies.ids), ("first_sent_date", "!=", False)])
    quotes._stop_reminders()
    env.add_to_compute(quotes._fields["next_reminder_date"], quotes)


def _init_account_types(companies):
    """Accounts that bought are clients, our own people and companies are neither."""
    env = companies.env
    partners = env["res.partner"]
    partners.search([("partner_share", "=", False)]).write({"account_type": "other"})
    env["res.company"].search([]).partner_id.write({"account_type": "other"})
    bought = SQL(
        "SELECT partner_id FROM sale_order WHERE state = 'sale' AND company_id IN %(ids)s"
        " UNION SELECT partner_id FROM account_move WHERE move_type = 'out_invoice' AND state = 'posted'"
        " AND company_id IN %(ids)s",
        ids=tuple(companies.ids) or (0,),
    )
    for buyers in in_batches(partners, Domain("id", "in", bought)):
        buyers._become_client()
