"""An internal trainer's account: the sheets of what they teach, and nothing else (TRAINING §9, T70)."""

from odoo import api, fields, models
from odoo.exceptions import AccessError

TRAINER = "agency_training.group_trainer"
# What a trainer writes of a half-day: its sheet.
SHEET_FIELDS = {"attendance_ids", "sheet_scan", "sheet_scan_name", "connection_report", "connection_report_name"}
# Who reads the quotes that sessions and trainees are of.
READERS_OF_QUOTES = "sales_team.group_sale_salesman,account.group_account_invoice"


class AgencyTrainingTaught(models.AbstractModel):
    """What a trainer writes of the half-days they teach, where they may not write the session."""

    _name = "agency.training.taught"
    _description = "Written by who teaches"

    @api.model
    def _is_trainer_alone(self):
        """Return whether the user is here as a trainer and nothing else."""
        user = self.env.user
        return not self.env.su and user.has_group(TRAINER) and not user.has_group("agency_crm.group_agency_user")

    def _get_taught_slots(self):
        """Return the half-days that these records are of."""
        raise NotImplementedError

    def _check_governing(self):
        """Override of `agency.guarded.mixin`: a trainer writes the sheets of what they teach, not the session.

        :raise AccessError: if it is somebody else's half-day
        """
        if not self._is_trainer_alone():
            return super()._check_governing()
        for slot in self._get_taught_slots():
            if self.env.user not in slot.trainer_ids.user_id:
                raise AccessError(
                    self.env._(
                        "%(slot)s is not yours: who teaches a half-day fills in its sheet.", slot=slot.display_name
                    )
                )
        return None


class AgencyTrainingSlot(models.Model):
    _name = "agency.training.slot"
    _inherit = ["agency.training.taught", "agency.training.slot"]

    def _get_taught_slots(self):
        """Override of `agency.training.taught`."""
        return self

    def write(self, vals):
        """Override: a trainer writes the sheet alone; when and what is taught is the planner's.

        :raise AccessError: if a trainer writes anything else
        """
        if self._is_trainer_alone() and not self._may_write_rules() and not vals.keys() <= SHEET_FIELDS:
            raise AccessError(self.env._("Who plans the session changes its half-days: the sheet alone is yours."))
        return super().write(vals)


class AgencyTrainingSignature(models.AbstractModel):
    _name = "agency.training.signature"
    _inherit = ["agency.training.taught", "agency.training.signature"]

    def _get_taught_slots(self):
        """Override of `agency.training.taught`."""
        return self.slot_id


class AgencyTrainingSession(models.Model):
    _name = "agency.training.session"
    _inherit = ["agency.training.session"]

    order_ids = fields.Many2many(groups=READERS_OF_QUOTES)


class AgencyTrainingRegistration(models.Model):
    _name = "agency.training.registration"
    _inherit = ["agency.training.registration", "agency.training.taught"]

    order_id = fields.Many2one(groups=READERS_OF_QUOTES)

    def _check_may_print(self):
        """Override: certificates and convocations are made by who plans."""
        if self._is_trainer_alone():
            raise AccessError(self.env._("Who plans the session makes this paper: the sheets alone are yours."))
        return super()._check_may_print()

    def _get_pdf_parts(self, kind):
        """Override of `agency.pdf.document`: certificates and convocations are made by who plans."""
        self._check_may_print()
        return super()._get_pdf_parts(kind)


class AgencyTrainee(models.Model):
    _name = "agency.trainee"
    _inherit = ["agency.trainee"]

    order_id = fields.Many2one(groups=READERS_OF_QUOTES)
    registration_ids = fields.One2many(comodel_name="agency.training.registration", inverse_name="trainee_id")
