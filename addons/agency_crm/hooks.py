from odoo.tools import convert_file

# Stock stages of the pipeline -> the agency's phase that takes their deals over.
STOCK_STAGES = {
    "stage_lead1": "analysis",
    "stage_lead2": "analysis",
    "stage_lead3": "offer_sent",
    "stage_lead4": "won",
}


def post_init_hook(env):
    """Move the deals there are into the agency's pipeline, and set their accounts' types."""
    _replace_stock_stages(env)
    _init_account_types(env)
    env["account.move"].search(
        [
            ("move_type", "in", ("out_invoice", "out_refund")),
            ("state", "=", "posted"),
        ]
    )._refresh_turnover()
    deals = env["crm.lead"].search([("type", "=", "opportunity")])
    deals.with_context(tracking_disable=True)._follow_quotes()
    deals._sync_next_step_activity()


def uninstall_hook(env):
    """Give the deals back to Odoo's own stages."""
    convert_file(env, "crm", "data/crm_stage_data.xml", {}, mode="init", noupdate=True)
    leads = env["crm.lead"].with_context(active_test=False)
    back = {phase: env.ref(f"crm.{name}") for name, phase in reversed(STOCK_STAGES.items())}
    back |= {"deposit": back["won"], "final": back["won"]}
    for stage_id, phase in env["crm.stage"]._get_phase_by_stage_id().items():
        stage = back.get(phase, env.ref("crm.stage_lead2"))
        env.cr.execute("UPDATE crm_lead SET stage_id = %s WHERE stage_id = %s", (stage.id, stage_id))
    # The steps go before the column that names them.
    env.cr.execute("UPDATE crm_lead SET next_step_id = NULL")
    leads.invalidate_model(["stage_id", "next_step_id"])


def _replace_stock_stages(env):
    """Move the deals of Odoo's stages to ours, then drop the stages nobody uses."""
    stages = env["crm.stage"]
    leads = env["crm.lead"].with_context(active_test=False, tracking_disable=True)
    for name, phase in STOCK_STAGES.items():
        stock_stage = env.ref(f"crm.{name}", raise_if_not_found=False)
        if not stock_stage:
            continue
        target = stages._get_phase_stage(phase)
        deals = leads.search([("stage_id", "=", stock_stage.id)])
        lost = deals.filtered(lambda lead: lead.won_status == "lost")
        (deals - lost).write({"stage_id": target.id})
        lost.stage_before_loss_id = target
        lost.write({"stage_id": stages._get_phase_stage("lost").id})
        if not stock_stage.team_ids:
            stock_stage.unlink()


def _init_account_types(env):
    """Accounts that bought are clients, our own people and companies are neither."""
    partners = env["res.partner"].with_context(active_test=False, tracking_disable=True)
    partners.search([("partner_share", "=", False)]).write({"account_type": "other"})
    env["res.company"].search([]).partner_id.write({"account_type": "other"})
    orders = env["sale.order"].search([("state", "=", "sale")])
    invoices = env["account.move"].search([("move_type", "=", "out_invoice"), ("state", "=", "posted")])
    (orders.partner_id | invoices.partner_id)._become_client()
