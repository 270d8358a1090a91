"""What is asked of records of Odoo's models, which companies that are no agency have too."""

from odoo import api, models


class AgencyGuestMixin(models.AbstractModel):
    """For models of Odoo: the records of a shop beside an agency are guarded and told as in Odoo alone."""

    _name = "agency.guest.mixin"
    _description = "Record of an agency, or of a company beside it"
    # To be named before the model that takes it, and before `agency.guarded.mixin`.

    # Fields of Odoo whose changes the agency alone is told; those of our own are all told to it alone.
    _agency_tracked_fields = frozenset()

    def _is_of_agency(self):
        """Return whether this record is of an agency, or of no company."""
        return not self.company_id or self.company_id._works_as_agency()

    def _mail_track(self, tracked_fields, initial_values):
        """Override of `mail`: what the agency has told in a chatter is not told in that of a shop."""
        if not self._is_of_agency():
            tracked_fields = {
                name: description
                for name, description in tracked_fields.items()
                if not self._is_told_to_agencies(self._fields[name])
            }
        return super()._mail_track(tracked_fields, initial_values)

    @api.model
    def _is_told_to_agencies(self, field):
        is_ours = all(module.startswith("agency_") for module in field._modules)
        return is_ours or field.name in self._agency_tracked_fields
