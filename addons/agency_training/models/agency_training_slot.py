from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.agency_crm.turns import hold

from ..const import MOST_SLOT_HOURS, SELF_PACED, SLOT_KINDS, SLOT_STATES


class AgencyTrainingSlot(models.Model):
    """A half-day of a session."""

    _name = "agency.training.slot"
    _description = "Half-day of Training"
    _inherit = ["agency.guarded.mixin"]
    _order = "date, start_hour, id"
    _rec_name = "date"
    _check_company_auto = True

    _governing_fields = ("session_id",)
    _frozen_fields = ("session_id",)

    session_id = fields.Many2one(
        comodel_name="agency.training.session", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(related="session_id.company_id", store=True, index=True)
    date = fields.Date(required=True, index=True)
    start_hour = fields.Float(string="Starts at", required=True, default=9.0, help="Hours, in the agency's time zone.")
    end_hour = fields.Float(string="Ends at", required=True, default=12.5, help="Hours, in the agency's time zone.")
    duration = fields.Float(
        string="Hours taught",
        compute="_compute_duration",
        store=True,
        readonly=False,
        precompute=True,
        help="Hours, breaks left out.",
    )
    module = fields.Char(help="What is taught in this half-day.")
    kind = fields.Selection(selection=SLOT_KINDS, required=True, default="room")
    state = fields.Selection(selection=SLOT_STATES, required=True, default="planned", readonly=True)
    holiday_reason = fields.Char(
        string="Why on a holiday", help="Why it is given on a public holiday (T6). Printed nowhere."
    )
    delivery_ids = fields.One2many(comodel_name="agency.training.delivery", inverse_name="slot_id")
    trainer_ids = fields.Many2many(
        comodel_name="agency.trainer",
        string="Trainers",
        compute="_compute_trainer_ids",
        inverse="_inverse_trainer_ids",
    )

    # === COMPUTE METHODS === #

    @api.depends("start_hour", "end_hour")
    def _compute_duration(self):
        for slot in self:
            slot.duration = slot.end_hour - slot.start_hour

    @api.depends("delivery_ids.trainer_id")
    def _compute_trainer_ids(self):
        for slot in self:
            slot.trainer_ids = slot.delivery_ids.trainer_id

    def _inverse_trainer_ids(self):
        for slot in self:
            chosen, deliveries = slot.trainer_ids._origin, slot.delivery_ids
            added = chosen - deliveries.trainer_id
            deliveries.filtered_domain([("trainer_id", "not in", chosen.ids)]).unlink()
            self.env["agency.training.delivery"].create(
                [{"slot_id": slot.id, "trainer_id": trainer.id} for trainer in added]
            )

    # === CONSTRAINT METHODS === #

    @api.constrains("start_hour", "end_hour", "duration")
    def _check_half_day(self):
        """T5: a half-day is 5 hours at most, of one day."""
        for slot in self:
            span = slot.end_hour - slot.start_hour
            if not 0 <= slot.start_hour < slot.end_hour <= 24:
                raise ValidationError(
                    self.env._("%(slot)s does not end after it begins, in one day.", slot=slot.display_name)
                )
            if round(span * 60) > MOST_SLOT_HOURS * 60:
                raise ValidationError(
                    self.env._(
                        "%(slot)s is longer than %(hours)s hours: a half-day is signed by itself, make it two.",
                        slot=slot.display_name,
                        hours=MOST_SLOT_HOURS,
                    )
                )
            if not 0 < round(slot.duration * 60) <= round(span * 60):
                raise ValidationError(
                    self.env._(
                        "%(slot)s teaches more than its hours, or none: breaks are left out of them.",
                        slot=slot.display_name,
                    )
                )

    @api.constrains("date", "holiday_reason", "state")
    def _check_holiday(self):
        """T6: no half-day on a public holiday without a reason."""
        for slot in self.filtered(lambda slot: slot.state != "cancelled"):
            if not (slot.holiday_reason or "").strip() and (holiday := slot._get_holiday()):
                raise ValidationError(
                    self.env._(
                        "%(slot)s is a public holiday (%(holiday)s): choose another day, or write why it is given"
                        " then.",
                        slot=slot.display_name,
                        holiday=holiday,
                    )
                )

    @api.constrains("date", "start_hour", "end_hour", "state", "kind")
    def _check_conflicts(self):
        """T5: half-days of a session do not overlap; nobody teaches or learns in two at once, nor both in one."""
        # Of two who take a trainer for the same time, the second is told.
        hold(self.trainer_ids)
        for slot in self.filtered(lambda slot: slot._is_live()):
            if taught := slot._get_learners() & slot.trainer_ids.partner_id:
                raise ValidationError(
                    self.env._(
                        "%(person)s teaches %(slot)s: nobody signs for what they learn from themselves. Choose"
                        " another trainer, or take the trainee out.",
                        person=taught[0].name,
                        slot=slot.display_name,
                    )
                )
            for other in slot._get_overlapping():
                if other.session_id == slot.session_id:
                    raise ValidationError(
                        self.env._(
                            "%(slot)s and %(other)s overlap: a half-day of a session is over before the next begins.",
                            slot=slot.display_name,
                            other=other.display_name,
                        )
                    )
                busy = (slot._get_people() & other._get_people())[:1].name or slot._get_shared_trainee(other)
                if busy:
                    raise ValidationError(
                        self.env._(
                            "%(person)s is already in “%(title)s” (%(session)s), %(other)s: choose another day or"
                            " somebody else.",
                            person=busy,
                            title=other.session_id.title,
                            session=other.session_id.name,
                            other=other.display_name,
                        )
                    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override: a plan that is made takes no half-day more (T4)."""
        slots = super().create(vals_list)
        slots._check_plan_open()
        return slots

    def write(self, vals):
        """Override: a half-day of a plan that is made moves, as long as it is, before it begins (T4, T9)."""
        hours = {slot: round(slot.duration * 60) for slot in self}
        if "kind" in vals:
            # What is signed, and what never is, is not for who was told already.
            self.filtered(
                lambda slot: slot.kind != vals["kind"] and SELF_PACED in (slot.kind, vals["kind"])
            )._check_plan_open()
        if not vals.keys().isdisjoint(("date", "start_hour", "end_hour", "duration")):
            self._check_not_begun()
        res = super().write(vals)
        self.filtered(lambda slot: round(slot.duration * 60) != hours[slot])._check_plan_open()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_planned(self):
        self._check_plan_open()

    # === BUSINESS METHODS === #

    def _is_live(self):
        return self.state != "cancelled" and self.session_id.state != "cancelled" and self.kind != SELF_PACED

    def _check_plan_open(self):
        for session in self.session_id:
            if session.state != "draft":
                raise UserError(
                    self.env._(
                        "%(session)s is planned: take it back to planning before its half-days change.",
                        session=session.name,
                    )
                )

    def _check_not_begun(self):
        now = fields.Datetime.now()
        for slot in self:
            if slot.session_id.state == "planned" and slot._get_start() <= now:
                raise UserError(self.env._("%(slot)s has begun: it does not move.", slot=slot.display_name))

    @api.depends("date", "start_hour", "end_hour")
    def _compute_display_name(self):
        """Override of `base`: 12/01/2027, 9:00 – 12:30."""
        for slot in self:
            day = fields.Date.to_string(slot.date) if slot.date else ""
            if slot.date:
                day = self.env["ir.qweb.field.date"].value_to_html(slot.date, {})
            first, last = (f"{minutes // 60}:{minutes % 60:02}" for minutes in slot._get_minutes())
            slot.display_name = f"{day}, {first} – {last}"

    def _get_minutes(self):
        """Return the first and the last minute of the day of the half-day."""
        return round(self.start_hour * 60), round(self.end_hour * 60)

    def _get_zone(self):
        """Return the time zone hours are said in: the agency's."""
        return pytz.timezone(self.company_id.partner_id.tz or self.company_id.resource_calendar_id.tz or "Europe/Paris")

    def _get_start(self):
        """Return when the half-day begins, in UTC without a time zone, as Odoo stores it."""
        return self._get_moment(self._get_minutes()[0])

    def _get_end(self):
        """Return when the half-day ends, as `_get_start`."""
        return self._get_moment(self._get_minutes()[1])

    def _get_moment(self, minutes):
        """Return a moment of the day, in UTC without a time zone.

        :param int minutes: since midnight, in the agency's time zone
        """
        local = datetime.combine(self.date, time.min) + timedelta(minutes=minutes)
        return self._get_zone().localize(local).astimezone(pytz.utc).replace(tzinfo=None)

    def _get_holiday(self):
        """Return the name of the public holiday it is on, nothing on another day."""
        noon = self._get_moment(12 * 60)
        # Sudo: who plans need not be given the working schedule.
        leaves_sudo = self.sudo().company_id.resource_calendar_id.global_leave_ids
        return next((leave.name for leave in leaves_sudo if leave.date_from <= noon <= leave.date_to), "")

    def _get_overlapping(self):
        """Return the other half-days of the company at the same time, those cancelled left out."""
        first, last = self._get_minutes()
        others = self.search(
            [
                ("id", "!=", self.id),
                ("date", "=", self.date),
                ("company_id", "=", self.company_id.id),
                ("state", "!=", "cancelled"),
                ("session_id.state", "!=", "cancelled"),
                # Nobody is anywhere at an hour.
                ("kind", "!=", SELF_PACED),
            ]
        )
        return others.filtered(lambda other: other._get_minutes()[0] < last and first < other._get_minutes()[1])

    def _get_learners(self):
        """Return the contacts of who is expected in the session."""
        return self._get_expected_trainees().partner_id

    def _get_people(self):
        """Return the contacts of who teaches or learns: the same person teaches here and learns there."""
        return self.trainer_ids.partner_id | self._get_learners()

    def _get_expected_trainees(self):
        return self.session_id.registration_ids.filtered(lambda one: one.state == "expected").trainee_id

    def _get_shared_trainee(self, other):
        """Return the name of a trainee who is in both sessions and of whom no contact is known."""
        return (self._get_expected_trainees() & other._get_expected_trainees())[:1].name or ""
