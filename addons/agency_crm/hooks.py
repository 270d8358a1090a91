from odoo.fields import Domain
from odoo.tools import SQL, convert_file
from odoo.tools.misc import split_every

# Odoo's own stages -> the phase of the agency each becomes. They keep their records, so that whatever names them,
# a rule, a filter, another add-on, still finds them.
ADOPTED_STAGES = {
    "stage_lead1": "analysis",
    "stage_lead2": "negotiation",
    "stage_lead3": "offer_sent",
    "stage_lead4": "won",
}
# ... -> the phase that takes their deals over.
PHASE_OF_DEALS = {**ADOPTED_STAGES, "stage_lead2": "analysis"}
# What the agency gives a stage of Odoo, and takes back.
STAGE_COLUMNS = ("name", "sequence", "color", "fold", "requirements")
# Stock facts of a deal that installing may change: one whose quote was accepted is won.
OUTCOME_COLUMNS = ("won_status", "probability", "automated_probability", "date_closed", "day_close")
BATCH = 1000


def pre_init_hook(env):
    """Let Odoo's own stages become the agency's: the data of the add-on then give them their names."""
    _link_invoices_to_deals(env)
    env.cr.execute("ALTER TABLE crm_stage ADD COLUMN IF NOT EXISTS stock_values jsonb")
    for name, phase in ADOPTED_STAGES.items():
        stage = _get_stock_stage(env, name)
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
            env.cr.execute(SQL("%s WHERE id = %s", _sql_remember("crm_stage", STAGE_COLUMNS), stage.id))
            _forget_translations(stage)


def post_init_hook(env):
    """Move the deals there are into the agency's pipeline, and set their accounts' types.

    What happened before is no news: no line in any chatter, and no stage is dated anew. A database may hold years of
    deals, so what concerns all of them is done by SQL, the rest in batches.
    """
    env = env(context={**env.context, "tracking_disable": True, "active_test": False})
    _init_account_types(env)
    invoices = Domain("move_type", "in", ("out_invoice", "out_refund")) & Domain("state", "=", "posted")
    for batch in _in_batches(env["account.move"], invoices):
        batch._refresh_turnover()
    env.cr.execute(_sql_remember("crm_lead", ("stage_id", *OUTCOME_COLUMNS)))
    _fill_stages(env)
    _propose_next_steps(env)
    has_documents = Domain("order_ids", "!=", False) | Domain("invoice_ids", "!=", False)
    for deals in _in_batches(env["crm.lead"], Domain("type", "=", "opportunity") & has_documents):
        _follow_past_quotes(deals)
    env.cr.execute("UPDATE crm_lead SET stock_values = stock_values || jsonb_build_object('placed_stage_id', stage_id)")
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
    for deals in _in_batches(env["crm.lead"], open_deals):
        deals._sync_next_step_activity()


def uninstall_hook(env):
    """Give the stages and their deals back to Odoo, take the next steps out of the activities."""
    env.flush_all()
    _give_stages_back(env)
    _give_deals_back(env)
    activity_type = env.ref("agency_crm.mail_activity_next_step")
    made_here = Domain("activity_type_id", "=", activity_type.id) & Domain("automated", "=", True)
    for activities in _in_batches(env["mail.activity"], made_here):
        activities.unlink()
    # The steps go before the column that names them.
    env.cr.execute("UPDATE crm_lead SET next_step_id = NULL")
    env["crm.lead"].with_context(active_test=False).invalidate_model(["stage_id", "next_step_id"])


# === STAGES === #


def _get_stock_stage(env, name):
    """Return a stage of Odoo that all teams share; none when it was deleted, or given to teams of their own."""
    stage = env.ref(f"crm.{name}", raise_if_not_found=False) or env["crm.stage"]
    return stage.filtered(lambda stage: not stage.team_ids)


def _fill_stages(env):
    """Put the deals of Odoo's stages where the agency has them; those of a team's own stages stay there."""
    stages = env["crm.stage"]
    for name, phase in PHASE_OF_DEALS.items():
        stock_stage = _get_stock_stage(env, name)
        if stock_stage:
            env.cr.execute(
                SQL(
                    "UPDATE crm_lead SET stage_before_loss_id = %(target)s,"
                    "       stage_id = CASE WHEN won_status = 'lost' THEN %(lost)s ELSE %(target)s END"
                    " WHERE stage_id = %(stock)s",
                    target=stages._get_phase_stage(phase).id,
                    lost=stages._get_phase_stage("lost").id,
                    stock=stock_stage.id,
                )
            )


def _give_stages_back(env):
    """Give Odoo's stages what they were before: their names in each language, their places, their colours."""
    adopted = _get_adopted_stages(env)
    stages = env["crm.stage"].browse(env["crm.stage"]._get_phase_by_stage_id())
    stages.write({"requirements": False, "fold": False})
    env.flush_all()
    known = SQL(", ").join(map(SQL.identifier, STAGE_COLUMNS))
    env.cr.execute(
        SQL(
            "UPDATE crm_stage SET (%(columns)s) = (SELECT %(columns)s FROM"
            " jsonb_populate_record(NULL::crm_stage, stock_values)) WHERE stock_values IS NOT NULL RETURNING id",
            columns=known,
        )
    )
    restored = {stage_id for (stage_id,) in env.cr.fetchall()}
    env["crm.stage"].invalidate_model()
    # Installed by a version that did not remember them.
    forgotten = adopted.filtered(lambda stage: stage.id not in restored)
    if forgotten:
        convert_file(env, "crm", "data/crm_stage_data.xml", {}, mode="init", noupdate=True)
        _forget_translations(forgotten)
    # The names in languages that came since.
    env.ref("base.module_crm")._update_translations()
    env.flush_all()


def _get_adopted_stages(env):
    """Return the stages of Odoo that serve the agency."""
    phases = env["crm.stage"]._get_phase_by_stage_id()
    return env["crm.stage"].concat(
        *(
            stage
            for name in ADOPTED_STAGES
            if (stage := env.ref(f"crm.{name}", raise_if_not_found=False)) and stage.id in phases
        )
    )


def _forget_translations(stages):
    """Keep the English names alone: the translations of the module that names them next are then loaded."""
    stages.flush_recordset(["name"])
    stages.env.cr.execute(
        "UPDATE crm_stage SET name = jsonb_build_object('en_US', name->>'en_US') WHERE id IN %s", (tuple(stages.ids),)
    )
    stages.invalidate_recordset(["name"])


# === DEALS === #


def _propose_next_steps(env):
    """Propose to each deal the first step that its stage allows, and a date: what the computed fields would."""
    for stage in env["crm.stage"].search([("next_step_ids", "!=", False)]):
        env.cr.execute(
            "UPDATE crm_lead SET next_step_id = %s WHERE type = 'opportunity' AND stage_id = %s",
            (stage.next_step_ids[0].id, stage.id),
        )
    open_steps = tuple(env["agency.next.step"].search([("is_closing", "=", False)]).ids)
    env.cr.execute("SELECT DISTINCT company_id FROM crm_lead WHERE next_step_id IN %s", (open_steps,))
    for (company_id,) in env.cr.fetchall():
        company = env["res.company"].browse(company_id) or env.company
        env.cr.execute(
            "UPDATE crm_lead SET next_step_date = %s WHERE next_step_id IN %s AND company_id IS NOT DISTINCT FROM %s",
            (company._get_working_date(company.next_step_delay), open_steps, company_id),
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


def _give_deals_back(env):
    """Bring the deals back to Odoo's stages: where they were before, unless they have moved on since."""
    env.cr.execute(
        """
        UPDATE crm_lead AS lead SET stage_id = stage.id
          FROM crm_stage AS stage
         WHERE stage.id = (lead.stock_values->>'stage_id')::int
           AND lead.stage_id = (lead.stock_values->>'placed_stage_id')::int
        """
    )
    # Those that installing had won, for a quote accepted before.
    env.cr.execute(
        SQL(
            """
            UPDATE crm_lead AS lead SET (%(columns)s) = (
                       SELECT %(columns)s FROM jsonb_populate_record(NULL::crm_lead, lead.stock_values)
                   )
             WHERE lead.stage_id = (lead.stock_values->>'stage_id')::int
               AND lead.won_status = 'won' AND lead.stock_values->>'won_status' != 'won'
            RETURNING id
            """,
            columns=SQL(", ").join(map(SQL.identifier, OUTCOME_COLUMNS)),
        )
    )
    reopened = env["crm.lead"].browse(lead_id for (lead_id,) in env.cr.fetchall())
    # What was lost since goes back to where it was lost from.
    env.cr.execute(
        SQL(
            """
            UPDATE crm_lead AS lead SET stage_id = COALESCE(
                       CASE WHEN lead.stage_before_loss_id = (lead.stock_values->>'placed_stage_id')::int
                            THEN (SELECT stage.id FROM crm_stage AS stage
                                   WHERE stage.id = (lead.stock_values->>'stage_id')::int) END,
                       lead.stage_before_loss_id
                   )
             WHERE lead.stage_id = %s AND lead.stage_before_loss_id IS NOT NULL
            """,
            env["crm.stage"]._get_phase_stage("lost").id,
        )
    )
    _leave_phases(env)
    env["crm.lead"].with_context(active_test=False).invalidate_model()
    if reopened:
        reopened.modified(["probability"])
        env.flush_all()


def _leave_phases(env):
    """Move the deals that are in a stage of the agency alone to the nearest one of Odoo."""
    adopted = _get_adopted_stages(env)
    phases = env["crm.stage"]._get_phase_by_stage_id()
    others = env["crm.stage"].search([("id", "not in", list(phases)), ("team_ids", "=", False)])
    remaining = (adopted | others).sorted("sequence")
    back = {phase: env.ref(f"crm.{name}", raise_if_not_found=False) for name, phase in ADOPTED_STAGES.items()}
    back |= {"deposit": back["won"], "final": back["won"], "on_hold": back["negotiation"], "lost": back["negotiation"]}
    for stage_id, phase in phases.items():
        is_won = phase in ("won", "deposit", "final")
        if stage_id in adopted.ids:
            stage = env["crm.stage"].browse(stage_id)
        elif back[phase] and back[phase] in adopted:
            stage = back[phase]
        else:
            stage = remaining.filtered(lambda stage, is_won=is_won: bool(stage.is_won) == is_won)[:1]
        env.cr.execute("UPDATE crm_lead SET stage_id = %s WHERE stage_id = %s", (stage.id or None, stage_id))
        if is_won:
            # Lost after it was won: for Odoo, no lost deal is in a won stage.
            open_stage = remaining.filtered(lambda stage: not stage.is_won)[-1:]
            env.cr.execute(
                "UPDATE crm_lead SET stage_id = %s WHERE stage_id = %s AND won_status = 'lost'",
                (open_stage.id or None, stage.id or None),
            )


# === INVOICES, ACCOUNTS === #


def _link_invoices_to_deals(env):
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


def _init_account_types(env):
    """Accounts that bought are clients, our own people and companies are neither."""
    partners = env["res.partner"]
    partners.search([("partner_share", "=", False)]).write({"account_type": "other"})
    env["res.company"].search([]).partner_id.write({"account_type": "other"})
    bought = SQL(
        "SELECT partner_id FROM sale_order WHERE state = 'sale'"
        " UNION SELECT partner_id FROM account_move WHERE move_type = 'out_invoice' AND state = 'posted'"
    )
    for buyers in _in_batches(partners, Domain("id", "in", bought)):
        buyers._become_client()


# === TOOLS === #


def _sql_remember(table, columns):
    """Return the statement that keeps what `columns` are in `stock_values`, to give it back when uninstalled."""
    pairs = SQL(", ").join(SQL("%s, %s", column, SQL.identifier(column)) for column in columns)
    return SQL("UPDATE %s SET stock_values = jsonb_build_object(%s)", SQL.identifier(table), pairs)


def _in_batches(model, domain):
    """Iterate over the records of `domain` by batches, what is done to one is written and forgotten before the next."""
    for ids in split_every(BATCH, model.search(domain, order="id").ids):
        yield model.browse(ids)
        model.env.flush_all()
        model.env.invalidate_all()
