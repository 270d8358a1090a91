"""A half-day that is not given: said so by who plans, before anybody signed it; it counts for nobody (T57)."""

from odoo import api, models
from odoo.exceptions import UserError

from ..const import SELF_PACED


class AgencyTrainingSlot(models.Model):
    _name = "agency.training.slot"
    _inherit = ["agency.training.slot"]

    # === ACTION METHODS === #

    def action_cancel(self):
        """Say that these half-days of planned sessions are not given: nobody is on their sheets, no hour is theirs.

        :raise UserError: if one is not planned, or somebody signed it or is said to have come or not
        """
        self._check_planner()
        for slot in self:
            slot._check_cancellable()
        # Sudo: users take nobody off a sheet, the rules take off who is not expected any more.
        self.attendance_ids.sudo().unlink()
        self._by_rules().state = "cancelled"
        self._tell_plan(self.env._("Half-day not given: %(slots)s", slots=", ".join(self.mapped("display_name"))))

    def action_restore(self):
        """Plan these half-days again, on the day that they say by now.

        :raise UserError: if one is not cancelled, or that day is over
        """
        self._check_planner()
        for slot in self:
            if slot.state != "cancelled" or slot.session_id.state != "planned":
                raise UserError(self.env._("%(slot)s is not to be planned again.", slot=slot.display_name))
        self._by_rules().state = "planned"
        self.session_id._sync_attendances()
        self._tell_plan(self.env._("Half-day planned again: %(slots)s", slots=", ".join(self.mapped("display_name"))))

    # === BUSINESS METHODS === #

    def _check_planner(self):
        """Check that the user plans: who teaches fills in the sheet, the plan is not theirs (T70)."""
        self.session_id.check_access("write")

    def _check_cancellable(self):
        self.ensure_one()
        if self.session_id.state != "planned" or self.state != "planned":
            raise UserError(
                self.env._(
                    "%(slot)s is not planned: a half-day that was given stays, one to plan is deleted.",
                    slot=self.display_name,
                )
            )
        if self.kind == SELF_PACED:
            raise UserError(
                self.env._(
                    "%(slot)s is done at one’s own pace: what is not done counts nothing.", slot=self.display_name
                )
            )
        if self._filter_proven() or self._get_signed_delivery():
            raise UserError(
                self.env._(
                    "%(slot)s is signed, or its attendance is said: it was given. Say on its sheet who was there.",
                    slot=self.display_name,
                )
            )

    def _check_given(self):
        """Check that these half-days are given: what is not has no sheet.

        :raise UserError: if one is not
        """
        for slot in self.filtered(lambda slot: slot.state == "cancelled"):
            raise UserError(
                self.env._("%(slot)s is not given: plan it again, then have it signed.", slot=slot.display_name)
            )

    def _check_closable(self):
        """Override: what is not given has nothing to close."""
        self._check_given()
        return super()._check_closable()

    def _check_not_begun(self):
        """Override: what is not given moves to another day, then is planned again."""
        return super(AgencyTrainingSlot, self.filtered(lambda slot: slot.state != "cancelled"))._check_not_begun()

    def _tell_plan(self, words):
        """Say in the history what became of the plan, and tell again who was told of another one (T9)."""
        for session in self.session_id:
            session.message_post(body=words)
            if not session._has_begun():
                session.registration_ids.filtered("convoked_on")._by_rules().convoked_on = False
        # Sudo: what follows from the plan is the rules'.
        self.session_id.sudo()._settle()


class AgencyTrainingAttendance(models.Model):
    _name = "agency.training.attendance"
    _inherit = ["agency.training.attendance"]

    @api.model_create_multi
    def create(self, vals_list):
        """Override: nobody is at what is not given."""
        attendances = super().create(vals_list)
        attendances.slot_id._check_given()
        return attendances


class AgencyTrainingDelivery(models.Model):
    _name = "agency.training.delivery"
    _inherit = ["agency.training.delivery"]

    def _check_signable(self):
        """Override of `agency.training.signature`: nobody taught what is not given."""
        self.slot_id._check_given()
        return super()._check_signable()


class AgencyTrainingRegistration(models.Model):
    _name = "agency.training.registration"
    _inherit = ["agency.training.registration"]

    def _get_sold_hours(self):
        """Return the hours that the quote sells of this trainee: those of half-days that were not given too (T50)."""
        self.ensure_one()
        # Sudo: whoever invoices need not read sessions; quotes are the rules' to read here.
        return self.sudo().order_id.training_hours or self.session_id.hours
