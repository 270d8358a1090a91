"""Some records as they will look, for who decides on an import: taken in a dry run, before it is taken back."""

from odoo.tools import format_date

MAX_SAMPLES = 5
# What a person looks at first.
FIELDS = {
    "Accounts": ("name", "account_type", "street", "zip", "city", "phone", "email", "company_registry", "vat"),
    "Contacts": ("name", "parent_id", "function", "phone", "email", "city"),
    "Vendors": ("name", "street", "zip", "city", "phone", "email", "vat"),
    "Products": ("name", "list_price", "standard_price", "taxes_id", "uom_id"),
    "Leads": ("name", "partner_id", "stage_id", "user_id"),
    "PurchaseOrder": ("date", "author_id", "preview"),
    "Services": ("name", "list_price", "taxes_id", "presta_type_id", "uom_id"),
    "Potentials": ("name", "partner_id", "stage_id", "next_step_id", "next_step_date", "expected_revenue", "user_id"),
    "Quotes": ("name", "subject", "partner_id", "quote_status", "date_order", "amount_untaxed", "amount_total"),
    "SalesOrder": ("name", "subject", "partner_id", "billing_frequency", "next_invoice_date", "amount_total"),
    "Invoice": ("name", "partner_id", "agency_status", "invoice_date", "amount_total", "amount_residual"),
    "ModComments": ("date", "author_id", "preview"),
    "Calendar": ("date", "author_id", "preview", "summary", "date_deadline", "user_id"),
    "Emails": ("date", "author_id", "subject", "preview"),
    "Documents": ("name", "folder_id", "size"),
}  # fmt: skip


class Samples:
    """The first records of each module, as words: `{module: [{label: value}, ...]}`."""

    def __init__(self):
        self.by_module = {}

    def add(self, module, targets):
        """Keep some of the records of a module that were just made."""
        kept = self.by_module.setdefault(module, [])
        for target in targets[: MAX_SAMPLES - len(kept)]:
            names = [name for name in FIELDS[module] if name in target._fields]
            kept.append({_get_label(target, name): _describe(target, name) for name in names})


# Odoo's own word for it is « ID de la société ».
LABELS = {"company_registry": "SIRET"}


def _get_label(target, name):
    return LABELS.get(name) or target._fields[name]._description_string(target.env)


def _describe(target, name):
    """A value as a list shows it."""
    field, value = target._fields[name], target[name]
    if field.relational:
        return ", ".join(value.mapped("display_name"))
    if field.type == "selection":
        return dict(field._description_selection(target.env)).get(value, "")
    if field.type in ("date", "datetime"):
        return format_date(target.env, value) if value else ""
    if field.type == "monetary":
        return target[field.get_currency_field(target)].format(value)
    if field.type == "float":
        return target.env.company.currency_id.format(value)
    return str(value or "")
