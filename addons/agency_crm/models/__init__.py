# ruff: noqa: I001 - the mixins come before the models that take them.
from . import agency_contact_mixin, agency_deal_document_mixin, agency_recurrence_mixin
from . import (
    account_move,
    account_move_presta,
    agency_next_step,
    agency_presta_type,
    agency_price_revision,
    agency_turnover_line,
    calendar_event,
    crm_lead,
    crm_lead_follow,
    crm_stage,
    mail_mail,
    mail_message,
    product_template,
    res_company,
    res_config_settings,
    res_partner,
    sale_order,
    sale_order_line,
    sale_order_recurring_invoice,
)
