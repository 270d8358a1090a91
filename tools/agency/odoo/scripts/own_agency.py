"""Run in `odoo shell` on a new copy of a template: a secret and a number of its own.

And what everybody knows is said, to be refused elsewhere than here.
"""

parameters = env["ir.config_parameter"]
parameters.init(force=True)
# The sample's loader says which passwords everybody knows; without it there is the administrator's.
known = "agency_crm.demonstration_passwords"
if not parameters.get_param(known):
    parameters.set_param(known, "admin")
env.cr.commit()
