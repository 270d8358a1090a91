from odoo import api, fields, models
from odoo.fields import Domain


class AgencyContactMixin(models.AbstractModel):
    """For deals and quotes: the person to talk to (manual: « A ne pas oublier »)."""

    _name = "agency.contact.mixin"
    _description = "Contact Person"

    is_contact_missing = fields.Boolean(
        string="No contact",
        compute="_compute_is_contact_missing",
        search="_search_is_contact_missing",
        help="Only the company is known, not the person to talk to.",
    )

    @api.depends("partner_id.is_company")
    def _compute_is_contact_missing(self):
        for record in self:
            record.is_contact_missing = not record.partner_id or record.partner_id.is_company

    def _search_is_contact_missing(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("partner_id", "=", False) | Domain("partner_id.is_company", "=", True)
