"""Records that change add-ons keep what users wrote in them.

Odoo takes an add-on that comes with an update for one that is new, and loads its data over records that were another
add-on's before: what users changed is put aside before, and given back after.
"""

from odoo.tools import SQL


def put_aside(env, addon, models):
    """Keep the records of an add-on as they are, until `give_back`.

    :param str addon: whose external ids the records have already
    :param models: names of models
    """
    for model in models:
        table = _table(model)
        if not _exists(env, table):
            continue
        env.cr.execute(
            SQL(
                "CREATE TEMPORARY TABLE %s AS SELECT t.* FROM %s t JOIN ir_model_data d ON d.res_id = t.id"
                " WHERE d.model = %s AND d.module = %s",
                SQL.identifier(f"kept_{table}"),
                SQL.identifier(table),
                model,
                addon,
            )
        )


def give_back(env, models):
    """Give the records put aside their values back.

    :param models: names of models
    """
    env.flush_all()
    for model in models:
        table = _table(model)
        kept = f"kept_{table}"
        if not _exists(env, kept):
            continue
        env.cr.execute("SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0", (kept,))
        names = [SQL.identifier(name) for (name,) in env.cr.fetchall() if name != "id"]
        env.cr.execute(
            SQL(
                "UPDATE %(table)s t SET (%(names)s) = (SELECT %(names)s FROM %(kept)s k WHERE k.id = t.id)"
                " WHERE id IN (SELECT id FROM %(kept)s)",
                table=SQL.identifier(table),
                kept=SQL.identifier(kept),
                names=SQL(", ").join(names),
            )
        )
        env.cr.execute(SQL("DROP TABLE %s", SQL.identifier(kept)))
        env[model].invalidate_model()


def _table(model):
    return model.replace(".", "_")


def _exists(env, table):
    env.cr.execute("SELECT to_regclass(%s) IS NOT NULL", (table,))
    return env.cr.fetchone()[0]
