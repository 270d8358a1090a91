"""The deals there are: their place in the agency's pipeline, their next step, and back.

What happened before is no news: no line in any chatter, and no stage is dated anew. A database may hold years of deals,
so what concerns all of them is done by SQL, the rest in batches.
"""

from odoo.fields import Domain
from odoo.tools import SQL

from .sql import analyze, in_batches, of_companies, remember
from .stages import ADOPTED_STAGES, get_adopted, get_stock_stage

# Odoo's stages -> the phase that takes their deals over.
PHASE_OF_DEALS = {**ADOPTED_STAGES, "stage_lead2": "analysis"}
# Stock facts of a deal that taking it over may change: one whose quote was accepted is won.
OUTCOME_COLUMNS = ("won_status", "probability", "automated_probability", "date_closed", "day_close")


# === TAKING OVER === #


def take_over(companies):
    """Move the deals of `companies` into the agency's pipeline, where their documents are, each with a next step."""
    env = companies.env
    env.flush_all()
    env.cr.execute(remember("crm_lead", ("stage_id", *OUTCOME_COLUMNS), of_companies(companies)))
    _fill_stages(companies)
    _propose_next_steps(companies)
    has_documents = Domain("order_ids", "!=", False) | Domain("invoice_ids", "!=", False)
    for deals in in_batches(env["crm.lead"], Domain("type", "=", "opportunity") & has_documents):
        _follow_past_quotes(deals.filtered(lambda deal: deal._get_working_company() in companies))
    env.cr.execute(
        SQL(
            "UPDATE crm_lead SET stock_values = stock_values || jsonb_build_object('placed_stage_id', stage_id)"
            " WHERE %s",
            of_companies(companies),
        )
    )
    for table in ("sale_order", "account_move"):
        env.cr.execute(
            SQL(
                "UPDATE %s AS document SET next_step_id = lead.next_step_id, next_step_date = lead.next_step_date"
                "  FROM crm_lead AS lead WHERE lead.id = document.opportunity_id AND lead.next_step_id IS NOT NULL",
                SQL.identifier(table),
            )
        )
    env.invalidate_all()
    open_deals = Domain(
        [
            ("type", "=", "opportunity"),
            ("active", "=", True),
            ("user_id", "!=", False),
            ("next_step_id.is_closing", "=", False),
        ]
    )
    for number, deals in enumerate(in_batches(env["crm.lead"], open_deals)):
        deals.filtered(lambda deal: deal._get_working_company() in companies)._sync_next_step_activity()
        if not number:
            analyze(env, ("mail_activity", "mail_followers"))


def _fill_stages(companies):
    """Put the deals of Odoo's stages where the agency has them; those of a team's own stages stay there."""
    env = companies.env
    stages = env["crm.stage"]
    for name, phase in PHASE_OF_DEALS.items():
        stock_stage = get_stock_stage(env, name)
        if stock_stage:
            env.cr.execute(
                SQL(
                    "UPDATE crm_lead SET stage_before_loss_id = %(target)s,"
                    "       stage_id = CASE WHEN won_status = 'lost' THEN %(lost)s ELSE %(target)s END"
                    " WHERE stage_id = %(stock)s AND %(ours)s",
                    target=stages._get_phase_stage(phase).id,
                    lost=stages._get_phase_stage("lost").id,
                    stock=stock_stage.id,
                    ours=of_companies(companies),
                )
            )


def _propose_next_steps(companies):
    """Propose to each deal the first step that its stage allows, and a date: what the computed fields would."""
    env = companies.env
    for stage in env["crm.stage"].search([("next_step_ids", "!=", False)]):
        env.cr.execute(
            SQL(
                "UPDATE crm_lead SET next_step_id = %s WHERE type = 'opportunity' AND stage_id = %s AND %s",
                stage.next_step_ids[0].id,
                stage.id,
                of_companies(companies),
            )
        )
    open_steps = tuple(env["agency.next.step"].search([("is_closing", "=", False)]).ids)
    for company in companies:
        env.cr.execute(
            SQL(
                "UPDATE crm_lead SET next_step_date = %s WHERE next_step_id IN %s AND %s",
                company._get_working_date(company.next_step_delay),
                open_steps,
                of_companies(company),
            )
        )
    env.invalidate_all()


def _follow_past_quotes(deals):
    """Bring open deals where their documents are. One that was lost or archived stays so: that came later."""
    open_deals = deals.filtered("active")
    (deals - open_deals)._remember_quotes()
    moves = open_deals._get_quote_moves()
    deals.flush_recordset()
    won = deals.browse()
    for (_event, values), leads in moves.items():
        values = dict(values)
        stage = deals.env["crm.stage"].browse(values.get("stage_id"))
        if stage:
            values["stage_before_loss_id"] = stage.id
        if stage.is_won:
            won += leads.filtered(lambda lead: lead.won_status != "won")
        assignments = SQL(", ").join(
            SQL("%s = %s", SQL.identifier(name), value or None) for name, value in values.items()
        )
        deals.env.cr.execute(
            SQL("UPDATE crm_lead SET %s WHERE id IN %s", assignments, tuple(leads.ids)),
        )
    if won:
        _win(won)


def _win(deals):
    """Mark deals as won on the day when their first quote was accepted, their first order or invoice made."""
    deals.env.cr.execute(
        """
        UPDATE crm_lead AS lead SET probability = 100, automated_probability = 100,
               date_closed = COALESCE(
                   lead.date_closed,
                   (SELECT min(date_order) FROM sale_order
                     WHERE opportunity_id = lead.id AND state = 'sale'),
                   (SELECT min(invoice_date) FROM account_move
                     WHERE opportunity_id = lead.id AND state = 'posted'),
                   lead.date_last_stage_update
               )
         WHERE id IN %s
        """,
        (tuple(deals.ids),),
    )
    deals.invalidate_recordset()
    deals.modified(["probability", "date_closed"])
    deals.env.flush_all()


# === GIVING BACK === #


def give_back(companies):
    """Bring the deals of `companies` back to Odoo's stages: where they were, unless they moved on; no next steps."""
    env = companies.env
    env.flush_all()
    _give_stages_back(companies)
    reopened = _reopen(companies)
    _give_lost_back(companies)
    _leave_phases(companies)
    _forget_next_steps(companies)
    env["crm.lead"].with_context(active_test=False).invalidate_model()
    if reopened:
        reopened.modified(["probability"])
        env.flush_all()


def _give_stages_back(companies):
    companies.env.cr.execute(
        SQL(
            """
            UPDATE crm_lead SET stage_id = stage.id
              FROM crm_stage AS stage
             WHERE stage.id = (crm_lead.stock_values->>'stage_id')::int
               AND crm_lead.stage_id = (crm_lead.stock_values->>'placed_stage_id')::int
               AND %s
            """,
            of_companies(companies),
        )
    )


def _reopen(companies):
    """Give back their outcome to the deals that taking over had won, for a quote accepted before."""
    companies.env.cr.execute(
        SQL(
            """
            UPDATE crm_lead SET (%(columns)s) = (
                       SELECT %(columns)s FROM jsonb_populate_record(NULL::crm_lead, crm_lead.stock_values)
                   )
             WHERE crm_lead.stage_id = (crm_lead.stock_values->>'stage_id')::int
               AND crm_lead.won_status = 'won' AND crm_lead.stock_values->>'won_status' != 'won'
               AND %(ours)s
            RETURNING id
            """,
            columns=SQL(", ").join(map(SQL.identifier, OUTCOME_COLUMNS)),
            ours=of_companies(companies),
        )
    )
    return companies.env["crm.lead"].browse(lead_id for (lead_id,) in companies.env.cr.fetchall())


def _give_lost_back(companies):
    """Bring what was lost since back to where it was lost from."""
    env = companies.env
    env.cr.execute(
        SQL(
            """
            UPDATE crm_lead SET stage_id = COALESCE(
                       CASE WHEN stage_before_loss_id = (crm_lead.stock_values->>'placed_stage_id')::int
                            THEN (SELECT stage.id FROM crm_stage AS stage
                                   WHERE stage.id = (crm_lead.stock_values->>'stage_id')::int) END,
                       stage_before_loss_id
                   )
             WHERE stage_id = %s AND stage_before_loss_id IS NOT NULL AND %s
            """,
            env["crm.stage"]._get_phase_stage("lost").id,
            of_companies(companies),
        )
    )


def _leave_phases(companies):
    """Move the deals that are in a stage of the agency alone to the nearest one of Odoo."""
    env = companies.env
    adopted = get_adopted(env)
    phases = env["crm.stage"]._get_phase_by_stage_id()
    others = env["crm.stage"].search([("id", "not in", list(phases)), ("team_ids", "=", False)])
    remaining = (adopted | others).sorted("sequence")
    back = {phase: env.ref(f"crm.{name}", raise_if_not_found=False) for name, phase in ADOPTED_STAGES.items()}
    back |= {"deposit": back["won"], "final": back["won"], "on_hold": back["negotiation"], "lost": back["negotiation"]}
    ours = of_companies(companies)
    for stage_id, phase in phases.items():
        is_won = phase in ("won", "deposit", "final")
        if stage_id in adopted.ids:
            stage = env["crm.stage"].browse(stage_id)
        elif back[phase] and back[phase] in remaining:
            stage = back[phase]
        else:
            stage = remaining.filtered(lambda stage, is_won=is_won: bool(stage.is_won) == is_won)[:1]
        env.cr.execute(
            SQL("UPDATE crm_lead SET stage_id = %s WHERE stage_id = %s AND %s", stage.id or None, stage_id, ours)
        )
        if is_won:
            # Lost after it was won: for Odoo, no lost deal is in a won stage.
            open_stage = remaining.filtered(lambda stage: not stage.is_won)[-1:]
            env.cr.execute(
                SQL(
                    "UPDATE crm_lead SET stage_id = %s WHERE stage_id = %s AND won_status = 'lost' AND %s",
                    open_stage.id or None,
                    stage.id or None,
                    ours,
                )
            )


def _forget_next_steps(companies):
    """Take the next steps out of the activities, then out of the deals and their documents."""
    env = companies.env
    activity_type = env.ref("agency_crm.mail_activity_next_step")
    made_here = Domain("activity_type_id", "=", activity_type.id) & Domain("automated", "=", True)
    for activities in in_batches(env["mail.activity"], made_here):
        deals = env["crm.lead"].browse(activities.mapped("res_id")).exists()
        of_others = deals.filtered(lambda deal: deal._get_working_company() not in companies)
        (activities - of_others.activity_ids).unlink()
    ours = of_companies(companies)
    for table in ("sale_order", "account_move"):
        env.cr.execute(
            SQL(
                "UPDATE %s AS document SET next_step_id = NULL, next_step_date = NULL FROM crm_lead"
                " WHERE crm_lead.id = document.opportunity_id AND document.next_step_id IS NOT NULL AND %s",
                SQL.identifier(table),
                ours,
            )
        )
    env.cr.execute(SQL("UPDATE crm_lead SET next_step_id = NULL, next_step_date = NULL WHERE %s", ours))
