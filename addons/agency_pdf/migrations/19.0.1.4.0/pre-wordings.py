"""Legal wordings may be translated: what is in the database is French, which Odoo would take for English."""

from odoo.tools import SQL, sql


def migrate(cr, version):
    """Keep each wording in English and in each French of the database, as it was printed."""
    if not version or sql.table_columns(cr, "agency_legal_text")["text"]["udt_name"] == "jsonb":
        return
    cr.execute("SELECT code FROM res_lang WHERE active AND code LIKE 'fr%'")
    langs = ["en_US", *(code for (code,) in cr.fetchall())]
    for name in ("name", "text"):
        column = SQL.identifier(name)
        pairs = SQL(", ").join(SQL("%s::text, %s::text", lang, column) for lang in langs)
        cr.execute(
            SQL("ALTER TABLE agency_legal_text ALTER COLUMN %s TYPE jsonb USING jsonb_build_object(%s)", column, pairs)
        )
