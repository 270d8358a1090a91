from odoo import api, models
from odoo.fields import Domain


class MailActivityType(models.Model):
    _inherit = "mail.activity.type"

    @api.model
    def search_fetch(self, domain, *args, **kwargs):
        """Override of `base`: the types of the agency's rules are offered where the agency's screens are.

        Offered, not hidden: whoever has an activity of such a type reads its name.
        """
        if not self.env.su and not self.env["ir.ui.view"]._has_agency_views():
            domain = Domain(domain) & Domain("id", "not in", self._get_agency_type_ids())
        return super().search_fetch(domain, *args, **kwargs)

    @api.model
    def _get_agency_type_ids(self):
        """Return the ids of the types by which the agency's rules ask for something."""
        names = ("next_step", "recurring_error", "quote_reminder", "put_off")
        data = self.env["ir.model.data"]
        ids = [data._xmlid_to_res_id(f"agency_crm.mail_activity_{name}", raise_if_not_found=False) for name in names]
        return [id_ for id_ in ids if id_]
