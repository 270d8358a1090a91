"""What the context keys of this add-on do: see `agency_crm.context_keys`."""

from odoo.addons.agency_crm.context_keys import CODE, KEYS, Key

KEYS.update({"agency_received_einvoice": Key("The file that is read is an invoice a French agency received.", CODE)})
