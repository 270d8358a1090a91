from odoo import api, models


class IrDefault(models.Model):
    _name = "ir.default"
    _inherit = ["ir.default"]

    @api.model
    def _get_model_defaults(self, model_name, condition=False):
        """Override of `base`: anybody sets defaults for oneself, but none of what is not theirs to write.

        Odoo looks at who writes a field in values and in the context, not here.
        """
        defaults = super()._get_model_defaults(model_name, condition)
        model = self.env[model_name]
        if not defaults or not hasattr(model, "_is_closed_to_proposals"):
            return defaults
        return {
            name: value
            for name, value in defaults.items()
            if name in model._fields and not model._is_closed_to_proposals(model._fields[name])
        }
