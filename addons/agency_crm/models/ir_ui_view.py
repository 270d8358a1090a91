"""Views of the agency for its users; whoever works beside them, in a shop or in a company that is no agency, keeps
Odoo's own screens."""

from odoo import SUPERUSER_ID, api, models
from odoo.fields import Domain
from odoo.tools import ormcache

from ..context_keys import from_code, get_key

# Screens of administrators, where the add-ons only add settings of their own.
ADMINISTRATION = ("account.tax", "ir.actions.report", "res.company", "res.config.settings")


class Base(models.AbstractModel):
    _inherit = "base"

    @api.model
    def _has_agency_views(self):
        # The superuser works on views themselves, and must see them all.
        if self.env.uid == SUPERUSER_ID:
            return True
        return self.env.user._is_agency_user() and self.env.company._works_as_agency()

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        """Override of `base`: users of the agency and the others have screens of their own."""
        return (*super()._get_view_cache_key(view_id, view_type, **options), self._has_agency_views())

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Override of `base`: what the add-ons change in screens of Odoo is for users of the agency."""
        # Said each time: what a client says in its context must not be what others find in the cache.
        self_seen = self.with_context(**from_code(agency_stock_views=not self._has_agency_views()))
        return super(Base, self_seen)._get_view(view_id, view_type, **options)


class IrUiView(models.Model):
    _inherit = "ir.ui.view"

    def _get_inheriting_views_domain(self):
        """Override of `base`: see `_get_view()`."""
        domain = super()._get_inheriting_views_domain()
        if get_key(self.env, "agency_stock_views"):
            domain &= Domain("id", "not in", self._get_agency_extension_ids())
        return domain

    @api.model
    @ormcache(cache="templates")
    def _get_agency_extension_ids(self):
        """Return the ids of the views by which this project's add-ons change screens of Odoo."""
        # Sudo: technical tables, closed to users.
        views = self.sudo().with_context(active_test=False)
        data = views.env["ir.model.data"].search([("model", "=", "ir.ui.view"), ("module", "=like", "agency\\_%")])
        # Pages of documents and of the portal are no screens.
        extensions = views.search(
            Domain("id", "in", data.mapped("res_id"))
            & Domain("mode", "=", "extension")
            & Domain("type", "!=", "qweb")
            & Domain("model", "not in", ADMINISTRATION)
        )
        return extensions.ids
