"""The context keys of what is done with documents, see `agency_crm.context_keys`."""

from odoo.addons.agency_crm.context_keys import CODE, KEYS, Key

KEYS.update({"agency_documents_as_filled": Key("The document as its record fills it in, whatever was edited.", CODE)})
