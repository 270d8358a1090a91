from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Ask each company whose invoices round globally whether they are to round by line: a Responsable says."""
    if not version:
        return
    # A migration has no user.
    env = api.Environment(cr, SUPERUSER_ID, {})
    managers = env.ref("agency_crm.group_agency_manager").all_user_ids
    for company in env["res.company"].search([("tax_calculation_rounding_method", "=", "round_globally")]):
        manager = managers.filtered(lambda user, company=company: user.active and company in user.company_ids)[:1]
        if manager and env["account.move"].search_count([("company_id", "=", company.id)], limit=1):
            partner = company.partner_id.with_context(lang=manager.lang)
            partner.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=manager.id,
                summary=partner.env._("Settings › Agency › Rounding of VAT: globally, or by line?"),
            )
