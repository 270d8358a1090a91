"""One after the other: two users who do the same with a record at the same moment."""

from odoo.tools import SQL


def hold(records):
    """Have whoever does the same with these records right now wait for our commit.

    Odoo then tries that request again, which sees what we did.
    """
    if records:
        records.env.execute_query(
            SQL(
                "UPDATE %(table)s SET write_date = write_date WHERE id IN %(ids)s RETURNING id",
                table=SQL.identifier(records._table),
                ids=tuple(records.ids),
            )
        )
