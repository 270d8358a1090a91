"""Run in `odoo shell`: nobody makes an account uninvited.

Customers sign by the link of their mail, or are invited; Odoo's sign-in page lets strangers make an account.
"""

env["ir.config_parameter"].set_param("auth_signup.invitation_scope", "b2b")
env.cr.commit()
