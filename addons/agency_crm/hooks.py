from odoo.tools import convert_file

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


def pre_init_hook(env):
    """Let Odoo's own stages become the agency's: the data of the add-on then give them their names."""
    _link_invoices_to_deals(env)
    for name, phase in ADOPTED_STAGES.items():
        stage = env.ref(f"crm.{name}", raise_if_not_found=False)
        # One of a single team stays that team's.
        if stage and not stage.team_ids:
            env["ir.model.data"].create(
                {
                    "module": "agency_crm",
                    "name": f"stage_{phase}",
                    "model": "crm.stage",
                    "res_id": stage.id,
                    "noupdate": True,
                }
            )
            _forget_translations(stage)


def post_init_hook(env):
    """Move the deals there are into the agency's pipeline, and set their accounts' types."""
    # What happened before is no news: no line in any chatter.
    env = env(context={**env.context, "tracking_disable": True})
    # Loading the stages wrote on their deals: what was noted then is not to be told either.
    env["crm.lead"].with_context(active_test=False).search([])._track_discard()
    _fill_stages(env)
    _init_account_types(env)
    env["account.move"].search(
        [
            ("move_type", "in", ("out_invoice", "out_refund")),
            ("state", "=", "posted"),
        ]
    )._refresh_turnover()
    deals = env["crm.lead"].search([("type", "=", "opportunity")])
    deals._follow_quotes()
    deals._sync_next_step_activity()
    env.flush_all()


def uninstall_hook(env):
    """Give the stages and their deals back to Odoo, take the next steps out of the activities."""
    phases = env["crm.stage"]._get_phase_by_stage_id()
    stages = env["crm.stage"].browse(phases)
    stages.write({"requirements": False, "fold": False})
    convert_file(env, "crm", "data/crm_stage_data.xml", {}, mode="init", noupdate=True)
    stock_stages = {name: env.ref(f"crm.{name}") for name in ADOPTED_STAGES}
    _forget_translations(env["crm.stage"].concat(*stock_stages.values()))
    env.ref("base.module_crm")._update_translations()
    back = {phase: stock_stages[name] for name, phase in reversed(PHASE_OF_DEALS.items())}
    back |= {"deposit": back["won"], "final": back["won"]}
    for stage_id, phase in phases.items():
        stage = back.get(phase, stock_stages["stage_lead2"])
        env.cr.execute("UPDATE crm_lead SET stage_id = %s WHERE stage_id = %s", (stage.id, stage_id))
    activity_type = env.ref("agency_crm.mail_activity_next_step")
    env["mail.activity"].search([("activity_type_id", "=", activity_type.id), ("automated", "=", True)]).unlink()
    # The steps go before the column that names them.
    env.cr.execute("UPDATE crm_lead SET next_step_id = NULL")
    env["crm.lead"].with_context(active_test=False).invalidate_model(["stage_id", "next_step_id"])


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


def _forget_translations(stages):
    """Keep the English names alone: the translations of the module that names them next are then loaded."""
    stages.flush_recordset(["name"])
    stages.env.cr.execute(
        "UPDATE crm_stage SET name = jsonb_build_object('en_US', name->>'en_US') WHERE id IN %s", (tuple(stages.ids),)
    )
    stages.invalidate_recordset(["name"])


def _fill_stages(env):
    """Put the deals of Odoo's stages where the agency has them, then drop the stages nobody uses."""
    stages = env["crm.stage"]
    leads = env["crm.lead"].with_context(active_test=False)
    for name, phase in PHASE_OF_DEALS.items():
        stock_stage = env.ref(f"crm.{name}", raise_if_not_found=False)
        if not stock_stage:
            continue
        target = stages._get_phase_stage(phase)
        deals = leads.search([("stage_id", "=", stock_stage.id)])
        lost = deals.filtered(lambda lead: lead.won_status == "lost")
        if target == stock_stage:
            # The steps of the stage came after its deals were first asked for theirs.
            env.add_to_compute(leads._fields["next_step_id"], deals - lost)
            (deals - lost).modified(["next_step_id"])
        else:
            (deals - lost).write({"stage_id": target.id})
        lost.stage_before_loss_id = target
        lost.write({"stage_id": stages._get_phase_stage("lost").id})
        if not stock_stage.team_ids and not stock_stage._get_phase():
            stock_stage.unlink()


def _init_account_types(env):
    """Accounts that bought are clients, our own people and companies are neither."""
    partners = env["res.partner"].with_context(active_test=False)
    partners.search([("partner_share", "=", False)]).write({"account_type": "other"})
    env["res.company"].search([]).partner_id.write({"account_type": "other"})
    orders = env["sale.order"].search([("state", "=", "sale")])
    invoices = env["account.move"].search([("move_type", "=", "out_invoice"), ("state", "=", "posted")])
    (orders.partner_id | invoices.partner_id)._become_client()
