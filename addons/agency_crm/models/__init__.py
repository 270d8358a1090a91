# ruff: noqa: I001 - the mixins come before the models that take them.
from . import agency_contact_mixin, agency_deal_document_mixin
from . import (
    account_move,
    agency_next_step,
    agency_price_revision,
    calendar_event,
    crm_lead,
    crm_lead_follow,
    crm_stage,
    res_company,
    res_config_settings,
    res_partner,
    sale_order,
    sale_order_recurrence,
    sale_order_recurring_invoice,
)
