"""The columns that say nothing yet of what was made before the add-on: Odoo need not compute them record by record.

Nothing has a Type presta, a recurrence or a next step before. A database may hold years of quotes and invoices: Odoo
computes what a new column holds for all of them, and writes it; a column that is there it leaves alone.
"""

from odoo.tools import SQL
from odoo.tools.sql import column_exists, table_exists

# Table -> column -> its type, and what all records have in it.
EMPTY_COLUMNS = {
    "crm_lead": {"next_step_id": ("int4", None), "next_step_date": ("date", None)},
    "sale_order": {
        "next_step_id": ("int4", None),
        "next_step_date": ("date", None),
        "billing_months": ("int4", 0),
        "billing_day": ("int4", 0),
        "recurrence_status": ("varchar", "running"),
        "creation_value": ("numeric", 0),
        "is_reminded": ("bool", True),
        "version_number": ("int4", 1),
    },
    "sale_order_line": {"presta_type_id": ("int4", None), "creation_value": ("numeric", 0)},
    "account_move": {
        "next_step_id": ("int4", None),
        "next_step_date": ("date", None),
        "is_period_free": ("bool", False),
        "creation_value": ("numeric", 0),
        "creation_value_signed": ("numeric", 0),
    },
    "account_move_line": {"presta_type_id": ("int4", None)},
}
INVOICE_TYPES = "account_move_presta_type_rel"


def add_empty(env):
    """Add the columns of `EMPTY_COLUMNS`, and the table of the types of invoices, as Odoo would."""
    add_same(env, EMPTY_COLUMNS)
    if not table_exists(env.cr, INVOICE_TYPES):
        env.cr.execute(
            SQL(
                "CREATE TABLE %(table)s (account_move_id integer NOT NULL, agency_presta_type_id integer NOT NULL,"
                " PRIMARY KEY (account_move_id, agency_presta_type_id));"
                " COMMENT ON TABLE %(table)s IS %(comment)s;"
                " CREATE INDEX ON %(table)s (agency_presta_type_id, account_move_id)",
                table=SQL.identifier(INVOICE_TYPES),
                comment="RELATION BETWEEN account_move AND agency_presta_type",
            )
        )


def add_same(env, tables):
    """Add columns that have the same in all records.

    :param dict tables: as `EMPTY_COLUMNS`
    """
    for table, columns in tables.items():
        for column, (kind, value) in columns.items():
            if column_exists(env.cr, table, column):
                continue
            # A default that is dropped at once: PostgreSQL says it of the rows that are there, and writes none of them.
            parts = {"table": SQL.identifier(table), "column": SQL.identifier(column), "kind": SQL(kind)}
            default = SQL() if value is None else SQL("DEFAULT %s", value)
            added = SQL("ALTER TABLE %(table)s ADD COLUMN %(column)s %(kind)s %(default)s", default=default, **parts)
            env.cr.execute(added)
            env.cr.execute(SQL("ALTER TABLE %(table)s ALTER COLUMN %(column)s DROP DEFAULT", **parts))
