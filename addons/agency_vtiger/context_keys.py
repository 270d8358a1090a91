"""The context keys of the import from vtiger, see `agency_crm.context_keys`."""

from odoo.addons.agency_crm.context_keys import CODE, KEYS, Key

KEYS.update(
    {
        "agency_vtiger_amounts": Key("What Odoo worked out for lines of this import: those alike have it.", CODE),
    }
)
