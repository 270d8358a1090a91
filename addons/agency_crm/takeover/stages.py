"""Odoo's own stages.

Where every company is an agency they become the agency's phases: they keep their records, so that whatever names them,
a rule, a filter, another add-on, still finds them. Where one is not, they stay what they are, for all others to use,
and the agency has stages of its own; `crm.stage` keeps each out of the other's sight.
"""

from odoo.fields import Command
from odoo.tools import SQL, convert_file

from .sql import remember

# Odoo's own stages -> the phase of the agency each becomes.
ADOPTED_STAGES = {
    "stage_lead1": "analysis",
    "stage_lead2": "negotiation",
    "stage_lead3": "offer_sent",
    "stage_lead4": "won",
}
# What the agency gives a stage of Odoo, and takes back.
STAGE_COLUMNS = ("name", "sequence", "color", "fold", "requirements")


def get_stock_stage(env, name):
    """Return a stage of Odoo that all teams share; none when it was deleted, or given to teams of their own."""
    stage = env.ref(f"crm.{name}", raise_if_not_found=False) or env["crm.stage"]
    return stage.filtered(lambda stage: not stage.team_ids)


def get_stock_stages(env):
    """Return Odoo's own stages, those that are there and that all teams share."""
    return env["crm.stage"].concat(*(get_stock_stage(env, name) for name in ADOPTED_STAGES))


def get_adopted(env):
    """Return the stages of Odoo that serve the agency."""
    phases = env["crm.stage"]._get_phase_by_stage_id()
    stages = (env.ref(f"crm.{name}", raise_if_not_found=False) for name in ADOPTED_STAGES)
    return env["crm.stage"].concat(*(stage for stage in stages if stage and stage.id in phases))


def adopt(env):
    """Let Odoo's own stages become the agency's: the data of the add-on then give them their names."""
    env.cr.execute("ALTER TABLE crm_stage ADD COLUMN IF NOT EXISTS stock_values jsonb")
    for name, phase in ADOPTED_STAGES.items():
        stage = get_stock_stage(env, name)
        if stage:
            env["ir.model.data"].create(
                {
                    "module": "agency_crm",
                    "name": f"stage_{phase}",
                    "model": "crm.stage",
                    "res_id": stage.id,
                    "noupdate": True,
                }
            )
            env.cr.execute(remember("crm_stage", STAGE_COLUMNS, SQL("id = %s", stage.id)))
            forget_translations(stage)


def separate(env):
    """Give Odoo's stages back to those who are no agency, with stages of the agency's own in their place.

    The deals that were in them go along; where they were before is still known.
    """
    adopted = get_adopted(env)
    phases = env["crm.stage"]._get_phase_by_stage_id()
    for stage in adopted:
        fresh = stage.copy({"next_step_ids": [Command.set(stage.next_step_ids.ids)]})
        env.flush_all()
        env.cr.execute(
            "UPDATE crm_stage SET name = (SELECT name FROM crm_stage WHERE id = %s), stock_values = NULL WHERE id = %s",
            (stage.id, fresh.id),
        )
        for column in ("stage_id", "stage_before_loss_id"):
            env.cr.execute(
                SQL(
                    "UPDATE crm_lead SET %(column)s = %(fresh)s WHERE %(column)s = %(stage)s",
                    column=SQL.identifier(column),
                    fresh=fresh.id,
                    stage=stage.id,
                )
            )
        env.cr.execute(
            "UPDATE crm_lead SET stock_values = stock_values || jsonb_build_object('placed_stage_id', %s)"
            " WHERE (stock_values->>'placed_stage_id')::int = %s",
            (fresh.id, stage.id),
        )
        data = env["ir.model.data"].search([("module", "=", "agency_crm"), ("name", "=", f"stage_{phases[stage.id]}")])
        data.res_id = fresh.id
    env.registry.clear_cache()
    give_back(env, adopted)
    env.invalidate_all()
    place_after_stock(env)


def place_after_stock(env):
    """Put the agency's own stages behind those of Odoo that others use, in the order they are in.

    Odoo's scoring counts a deal in each stage before its own, and takes the first of all for where deals begin. Where
    somebody has added stages, their places among ours are theirs: nothing moves.
    """
    phases = env["crm.stage"].browse(env["crm.stage"]._get_phase_by_stage_id()).exists().sorted("sequence")
    stock = get_stock_stages(env) - phases
    last = max(stock.mapped("sequence"), default=0)
    added = env["crm.stage"].search_count([("id", "not in", (phases | stock).ids)], limit=1)
    if not added and phases[:1].sequence <= last:
        for place, stage in enumerate(phases, start=1):
            stage.sequence = last + place


def give_back(env, adopted):
    """Give Odoo's stages what they were before: their names in each language, their places, their colours."""
    adopted.write({"requirements": False, "fold": False, "next_step_ids": [Command.clear()]})
    env.flush_all()
    known = SQL(", ").join(map(SQL.identifier, STAGE_COLUMNS))
    env.cr.execute(
        SQL(
            "UPDATE crm_stage SET (%(columns)s) = (SELECT %(columns)s FROM"
            " jsonb_populate_record(NULL::crm_stage, stock_values)) WHERE stock_values IS NOT NULL AND id IN %(ids)s"
            " RETURNING id",
            columns=known,
            ids=tuple(adopted.ids) or (0,),
        )
    )
    restored = {stage_id for (stage_id,) in env.cr.fetchall()}
    env["crm.stage"].invalidate_model()
    # Installed by a version that did not remember them.
    forgotten = adopted.filtered(lambda stage: stage.id not in restored)
    if forgotten:
        convert_file(env, "crm", "data/crm_stage_data.xml", {}, mode="init", noupdate=True)
        forget_translations(forgotten)
    # The names in languages that came since.
    env.ref("base.module_crm")._update_translations()
    env.flush_all()


def forget_translations(stages):
    """Keep the English names alone: the translations of the module that names them next are then loaded."""
    stages.flush_recordset(["name"])
    stages.env.cr.execute(
        "UPDATE crm_stage SET name = jsonb_build_object('en_US', name->>'en_US') WHERE id IN %s", (tuple(stages.ids),)
    )
    stages.invalidate_recordset(["name"])
