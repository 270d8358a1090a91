"""What the steps of taking over share: a database may hold years of records."""

from odoo.tools import SQL
from odoo.tools.misc import split_every

BATCH = 1000
# Tables that may hold years of records.
TABLES = (
    "crm_lead",
    "sale_order",
    "sale_order_line",
    "account_move",
    "account_move_line",
    "sale_order_line_invoice_rel",
)


def remember(table, columns, where=None):
    """Return the statement that keeps what `columns` are in `stock_values`, to give it back one day."""
    pairs = SQL(", ").join(SQL("%s, %s", column, SQL.identifier(column)) for column in columns)
    statement = SQL("UPDATE %s SET stock_values = jsonb_build_object(%s)", SQL.identifier(table), pairs)
    return SQL("%s WHERE %s", statement, where) if where else statement


def analyze(env, tables=TABLES):
    """Let PostgreSQL look at tables: of columns just added it knows nothing yet, and a table that grows was empty.

    Else it takes an index of what nearly all records have, or reads the whole table, for each record anew: minutes of
    it, where there are years.
    """
    env.flush_all()
    env.cr.execute(SQL("ANALYZE %s", SQL(", ").join(SQL.identifier(table) for table in tables)))


def in_batches(model, domain):
    """Iterate over the records of `domain` by batches, what is done to one is written and forgotten before the next."""
    for ids in split_every(BATCH, model.search(domain, order="id").ids):
        yield model.browse(ids)
        model.env.flush_all()
        model.env.invalidate_all()


def of_companies(companies, table="crm_lead"):
    """Return the condition of the deals of `companies`: their own, else that of who follows them, see `crm.lead`."""
    return SQL(
        "COALESCE(%(table)s.company_id, (SELECT company_id FROM res_users WHERE id = %(table)s.user_id), %(main)s)"
        " IN %(ids)s",
        table=SQL.identifier(table),
        main=companies.env.company.id,
        ids=tuple(companies.ids) or (0,),
    )
