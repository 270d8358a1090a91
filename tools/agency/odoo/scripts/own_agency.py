"""Run in `odoo shell` on a new copy of a template: a secret and a number of its own, and no door open to others."""

parameters = env["ir.config_parameter"]
parameters.init(force=True)
# The sample's loader says which passwords everybody knows; without it there is the administrator's.
known = "agency_crm.demonstration_passwords"
if not parameters.get_param(known):
    parameters.set_param(known, "admin")
# Customers sign by the link of their mail, or are invited; Odoo's sign-in page lets strangers make an account.
parameters.set_param("auth_signup.invitation_scope", "b2b")
env.cr.commit()
