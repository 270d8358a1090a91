from odoo import SUPERUSER_ID, api, models


class ResUsers(models.Model):
    _name = "res.users"
    _inherit = ["agency.guarded.fields.mixin", "res.users"]

    @api.model
    def _get_shared_fields(self):
        """Override of `agency.guarded.fields.mixin`: those of the partner."""
        return super()._get_shared_fields() | self.env["res.partner"]._get_shared_fields()

    def _is_agency_user(self):
        """Return whether this person works by the agency's rules and in its screens; others work as in Odoo alone."""
        # The superuser is no person: it runs automations and scheduled actions.
        return self.id != SUPERUSER_ID and self.has_group("agency_crm.group_agency_user")

    @api.model
    def _open_own_records(self, xml_id, own_filter):
        """Return an action whose list shows a Utilisateur their own records first, and a Responsable everybody's.

        A favourite that the user made the default comes before, as everywhere in Odoo.

        :param str xml_id: the action
        :param str own_filter: name of its filter « My … »
        """
        action = self.env["ir.actions.actions"]._for_xml_id(xml_id)
        if not self.env.user.has_group("agency_crm.group_agency_manager"):
            action["context"] = action["context"].rstrip().removesuffix("}") + f", 'search_default_{own_filter}': 1}}"
        return action
