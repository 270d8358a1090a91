"""Run in `odoo shell`: removes what Odoo installs by itself to call its own paid online services.

They would send names and addresses of the agency's customers out of the machine while one types.
"""

online = ("crm_iap_enrich", "crm_iap_mine", "partner_autocomplete")
modules = env["ir.module.module"].search([("name", "in", online), ("state", "=", "installed")])
if modules:
    modules.button_immediate_uninstall()
