from odoo import api, models


class AgencyForgetfulMixin(models.AbstractModel):
    """For small tables that are kept in memory (`ormcache`): whatever changes one forgets what is remembered of it."""

    _name = "agency.forgetful.mixin"
    _description = "Kept in memory until it changes"

    @api.model_create_multi
    def create(self, vals_list):
        """Override to forget what is remembered."""
        records = super().create(vals_list)
        self._forget()
        return records

    def write(self, vals):
        """Override to forget what is remembered."""
        res = super().write(vals)
        self._forget()
        return res

    def unlink(self):
        """Override to forget what is remembered."""
        res = super().unlink()
        self._forget()
        return res

    @api.model
    def _forget(self):
        """Forget what is remembered of this table, after each change of it; who builds on it looks again here."""
        self.env.registry.clear_cache()
