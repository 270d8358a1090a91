"""What removing the add-on leaves to others."""

from odoo.addons.agency_crm.takeover import leftovers


def uninstall_hook(env):
    """Take away what Odoo would leave: files of filed statements, and external ids kept under a mixin's module."""
    env["ir.attachment"].search([("res_model", "=", "agency.bpf")]).unlink()
    leftovers.forget_mixins(env, "agency_bpf")
    for name in ("bpf", "nsf"):
        leftovers.forget_inherits(env, f"agency_{name}")
