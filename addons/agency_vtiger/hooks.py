def uninstall_hook(env):
    """Take away what Odoo would leave: external ids of inheritance, which it keeps under the mixin's module."""
    env["ir.model.data"].search(
        [
            ("module", "=", "agency_crm"),
            ("model", "=", "ir.model.inherit"),
            ("name", "=like", "model\\_inherit\\_\\_agency\\_vtiger\\_%"),
        ]
    ).unlink()
