"""What installing and removing the add-on changes in records of other add-ons."""

FACTURX_PARAMETER = "account.custom_templates_facturx_list"
FACTURX_REPORT = "agency_pdf.invoice"


def post_init_hook(env):
    """Mail the agency's documents instead of the stock ones, embed Factur-X in its invoice, word the taxes."""
    env["account.chart.template"]._set_agency_legal_kinds()
    stock_report = env.ref("sale.action_report_saleorder", raise_if_not_found=False)
    if stock_report:
        _swap_reports(_quote_mail_templates(env), stock_report, env.ref("agency_pdf.report_quote"))
    names = _facturx_report_names(env)
    if FACTURX_REPORT not in names:
        _set_facturx_report_names(env, [*names, FACTURX_REPORT])


def uninstall_hook(env):
    """Give the stock documents back their place."""
    stock_report = env.ref("sale.action_report_saleorder", raise_if_not_found=False)
    if stock_report:
        _swap_reports(_quote_mail_templates(env), env.ref("agency_pdf.report_quote"), stock_report)
    _set_facturx_report_names(env, [name for name in _facturx_report_names(env) if name != FACTURX_REPORT])
    _forget_costs(env)


def _forget_costs(env):
    """Take away what `stock_account` notes of the cost of our product: it would stay, of no product."""
    product = env.ref("agency_pdf.product_deposit", raise_if_not_found=False)
    if product and "product.value" in env:
        env["product.value"].search([("product_id", "=", product.id)]).unlink()


def _swap_reports(templates, old, new):
    """Let the templates that mail a report mail another one; what else somebody attached to them stays."""
    for template in templates.filtered(lambda template: old in template.report_template_ids):
        template.report_template_ids = template.report_template_ids - old + new


def _quote_mail_templates(env):
    """Return the templates that mail a quote, those that are still there."""
    templates = env["mail.template"]
    for xml_id in (
        "agency_crm.mail_template_quote",
        "agency_crm.mail_template_reminder_1",
        "agency_crm.mail_template_reminder_2",
        "sale.email_template_edi_sale",
    ):
        templates |= env.ref(xml_id, raise_if_not_found=False) or templates
    return templates


def _facturx_report_names(env):
    value = env["ir.config_parameter"].get_param(FACTURX_PARAMETER) or ""
    return [name.strip() for name in value.split(",") if name.strip()]


def _set_facturx_report_names(env, names):
    # No name: no parameter, as before.
    env["ir.config_parameter"].set_param(FACTURX_PARAMETER, ",".join(names) or False)
