"""The attendance of a session: who is on its sheets, and when it is done."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import SELF_PACED


class AgencyTrainingSession(models.Model):
    _name = "agency.training.session"
    _inherit = ["agency.training.session"]

    sheets_closed = fields.Char(string="Sheets closed", compute="_compute_sheets_closed", help="Of how many half-days.")

    @api.depends("slot_ids.sheet_state", "slot_ids.state")
    def _compute_sheets_closed(self):
        for session in self:
            slots = session._get_signed_slots()
            closed = slots.filtered(lambda slot: slot.sheet_state == "closed")
            session.sheets_closed = f"{len(closed)} / {len(slots)}"

    def action_plan(self):
        """Override: whoever is registered is on the sheets."""
        res = super().action_plan()
        self._sync_attendances()
        return res

    def action_back_to_draft(self):
        """Override: a plan that is open again has no sheets yet."""
        res = super().action_back_to_draft()
        self._sync_attendances()
        return res

    def action_cancel(self):
        """Override: a session that is not given has no sheets."""
        res = super().action_cancel()
        self._sync_attendances()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        """What was said of who came is kept, whatever becomes of the session (T27, T51)."""
        for slot in self.slot_ids._filter_proven():
            raise UserError(
                self.env._(
                    "%(session)s was given, or its attendance is said (%(slot)s): it is kept.",
                    session=slot.session_id.name,
                    slot=slot.display_name,
                )
            )

    # === BUSINESS METHODS === #

    def _get_followers(self):
        """Return the registrations of who follows the session: on each sheet."""
        return self.registration_ids.filtered(lambda one: one.state in ("expected", "done"))

    def _sync_attendances(self):
        """Put on the open sheets who is registered and not yet on them, and take off who is not expected any more."""
        vals_list = []
        for session in self:
            slots = session._get_signed_slots().filtered(lambda slot: slot.sheet_state == "open")
            registered = session._get_followers()
            if session.state not in ("planned", "done"):
                registered = registered.browse()
            for slot in slots:
                there = slot.attendance_ids
                vals_list += [
                    {"slot_id": slot.id, "registration_id": one.id} for one in registered - there.registration_id
                ]
                gone = there.filtered(lambda one, kept=registered: one.registration_id not in kept)
                # Sudo: users take nobody off a sheet, the rules take off who does not come any more.
                (gone - gone._filter_said()).sudo().unlink()
        self.env["agency.training.attendance"].create(vals_list)

    def _get_signed_slots(self):
        """Return the half-days that are signed: what is done at the trainee's own pace never is (T31)."""
        return self._get_live_slots().filtered(lambda slot: slot.kind != SELF_PACED)

    def _is_given(self):
        """Return whether all that proves that the session was given is there: its sheets are closed."""
        slots = self._get_signed_slots()
        return bool(slots) and all(slot.sheet_state == "closed" for slot in slots)

    def _settle(self):
        """Say that these sessions were given, and followed by who came: when all sheets are closed, and only then."""
        for session in self.filtered(lambda session: session.state in ("planned", "done")):
            is_done = session._is_given()
            session._by_rules().state = "done" if is_done else "planned"
            for registration in session._get_followers():
                done = is_done and registration.hours_done > 0
                registration._by_rules().state = "done" if done else "expected"


class AgencyTrainingRegistration(models.Model):
    _name = "agency.training.registration"
    _inherit = ["agency.training.registration"]

    attendance_ids = fields.One2many(
        comodel_name="agency.training.attendance", inverse_name="registration_id", copy=False
    )
    hours_done = fields.Float(
        compute="_compute_hours_done", store=True, help="Hours really followed: the sum of the sheets."
    )

    @api.depends("attendance_ids.hours")
    def _compute_hours_done(self):
        for registration in self:
            registration.hours_done = sum(registration.attendance_ids.mapped("hours"))

    @api.model_create_multi
    def create(self, vals_list):
        """Override: who is registered is on the sheets of a planned session."""
        registrations = super().create(vals_list)
        registrations.session_id._sync_attendances()
        return registrations

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        """Who is on a closed sheet, or was said to be there or not, stays registered (T27, T51)."""
        for attendance in self.attendance_ids._filter_proven():
            raise UserError(
                self.env._(
                    "%(trainee)s is on the sheet of %(slot)s: the registration is kept, say that it was abandoned.",
                    trainee=attendance.trainee_id.name,
                    slot=attendance.slot_id.display_name,
                )
            )

    def action_cancel(self):
        """Override: who does not come is taken off the sheets."""
        res = super().action_cancel()
        self.session_id._sync_attendances()
        return res

    def action_abandon(self):
        """Override: what was followed stays, what is to come is taken off."""
        res = super().action_abandon()
        self.session_id._sync_attendances()
        return res
