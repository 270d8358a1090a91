from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..const import ATTENDANCE_STATES, MINUTES_BEFORE_START, PRESENT


class AgencyTrainingAttendance(models.Model):
    """Who came to a half-day, and for how long: the one source of hours done (TRAINING §4)."""

    _name = "agency.training.attendance"
    _description = "Attendance"
    _inherit = ["agency.training.signature"]
    _order = "slot_id, registration_id"
    _rec_name = "registration_id"
    _check_company_auto = True

    _governing_fields = ("slot_id", "registration_id")
    _frozen_fields = ("slot_id", "registration_id")

    slot_id = fields.Many2one(
        comodel_name="agency.training.slot", required=True, index=True, ondelete="cascade", check_company=True
    )
    registration_id = fields.Many2one(
        comodel_name="agency.training.registration", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(related="slot_id.company_id", store=True, index=True)
    trainee_id = fields.Many2one(related="registration_id.trainee_id")
    customer_id = fields.Many2one(related="registration_id.customer_id")
    state = fields.Selection(
        selection=ATTENDANCE_STATES,
        required=True,
        default="expected",
        help="Said, never deduced from a missing signature (T25).",
    )
    hours = fields.Float(
        compute="_compute_hours",
        store=True,
        readonly=False,
        precompute=True,
        help="Hours followed of this half-day, by quarters: all of it unless a reason says why (T26).",
    )
    reason = fields.Char(help="Why not all of it was followed.")
    recorded_by = fields.Many2one(comodel_name="res.users", readonly=True, copy=False)
    recorded_on = fields.Datetime(readonly=True, copy=False)

    _registration_uniq = models.Constraint(
        "UNIQUE(slot_id, registration_id)", "This trainee is on the sheet of this half-day already."
    )

    @api.depends("state")
    def _compute_hours(self):
        for attendance in self:
            attendance.hours = attendance.slot_id.duration if attendance.state == PRESENT else 0.0

    # === CONSTRAINT METHODS === #

    @api.constrains("slot_id", "registration_id")
    def _check_session(self):
        for attendance in self:
            if attendance.slot_id.session_id != attendance.registration_id.session_id:
                raise ValidationError(
                    self.env._(
                        "%(trainee)s is not registered to the session of this half-day.",
                        trainee=attendance.trainee_id.name,
                    )
                )

    @api.constrains("state", "hours", "reason")
    def _check_hours(self):
        """T26: a part of a half-day is by quarter hours, and has a reason."""
        for attendance in self:
            minutes, whole = round(attendance.hours * 60), round(attendance.slot_id.duration * 60)
            values = {"trainee": attendance.trainee_id.name, "slot": attendance.slot_id.display_name}
            if attendance.state != PRESENT:
                if minutes:
                    raise ValidationError(
                        self.env._("%(trainee)s was not there, %(slot)s: hours are those of who was.", **values)
                    )
            elif not 0 < minutes <= whole:
                raise ValidationError(
                    self.env._("%(trainee)s follows more than %(slot)s, or nothing of it: correct the hours.", **values)
                )
            elif minutes < whole and (minutes % 15 or not (attendance.reason or "").strip()):
                raise ValidationError(
                    self.env._(
                        "%(trainee)s followed a part of %(slot)s: give it by quarter hours, and say why.", **values
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override: a sheet that is closed takes nobody more (T27); who says more than « expected » is noted."""
        attendances = super().create(vals_list)
        attendances.slot_id._check_sheet_open()
        attendances._check_begun()
        attendances._filter_said()._note()
        return attendances

    def write(self, vals):
        """Override: nothing changes on a closed sheet, whoever asks (T27); nobody was at what is to come (T22)."""
        if vals.keys().isdisjoint(("state", "hours", "reason")):
            return super().write(vals)
        self.slot_id._check_sheet_open()
        res = super().write(vals)
        self._check_begun()
        self._note()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self.slot_id._check_sheet_open()

    # === BUSINESS METHODS === #

    def _filter_said(self):
        return self.filtered(lambda attendance: attendance.state != "expected")

    def _is_part(self):
        """Return whether a part of the half-day is said, to the minute (T26)."""
        return round(self.hours * 60) != round(self.slot_id.duration * 60)

    def _get_state_words(self):
        """Return the state as the screens say it."""
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    def _filter_proven(self):
        """Return what goes with nothing it belongs to: what is said, and whatever is on a closed sheet."""
        return self.filtered(lambda one: one.state != "expected" or one.slot_id.sheet_state == "closed")

    def _note(self):
        """Note who said this, and when; nothing is said of who is expected again."""
        said = self._filter_said()
        # Who signs by a link has no account: nobody recorded it for them.
        user = self.env.user.filtered(lambda one: not one._is_public())
        said._by_rules().write({"recorded_by": user.id, "recorded_on": fields.Datetime.now()})
        (self - said)._by_rules().write({"recorded_by": False, "recorded_on": False})

    def _check_begun(self):
        """Check that what is said is not of a half-day to come, by the server's clock (T22, T32)."""
        now = fields.Datetime.now() + timedelta(minutes=MINUTES_BEFORE_START)
        for attendance in self:
            if attendance.state != "expected" and attendance.slot_id._get_start() > now:
                raise UserError(
                    self.env._(
                        "%(slot)s has not begun: nobody was there or missing yet.",
                        slot=attendance.slot_id.display_name,
                    )
                )
