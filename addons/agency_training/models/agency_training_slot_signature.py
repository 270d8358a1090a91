"""Who signs a half-day, and when: trainees in its time, then the trainer (TRAINING T22, T24, T28)."""

from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from odoo.addons.agency_crm.turns import hold

from ..const import MINUTES_A_DAY, MINUTES_BEFORE_START, PRESENT


class AgencyTrainingSlot(models.Model):
    _name = "agency.training.slot"
    _inherit = ["agency.training.slot"]

    def write(self, vals):
        """Override: what was signed does not move."""
        if not vals.keys().isdisjoint(("date", "start_hour", "end_hour", "duration", "kind")):
            for slot in self.filtered(lambda slot: slot.attendance_ids._filter_signed() or slot._get_signed_delivery()):
                raise UserError(self.env._("%(slot)s is signed: it does not change.", slot=slot.display_name))
        return super().write(vals)

    # === BUSINESS METHODS === #

    def _get_signed_delivery(self):
        return self.delivery_ids._filter_signed()[:1]

    def _get_signing_window(self):
        """Return when the half-day is signed, in UTC without a time zone: the same day, whatever the setting (T22).

        :return: (first moment, last moment)
        """
        last = self._get_end() + timedelta(minutes=self.company_id.training_signature_minutes)
        return self._get_start() - timedelta(minutes=MINUTES_BEFORE_START), min(last, self._get_moment(MINUTES_A_DAY))

    def _check_window(self, late_reason=""):
        """Check that the half-day is signed in its time, or late by a Responsable who says why (T22).

        :param str late_reason: why it is signed late
        :return: whether it is late
        :rtype: bool
        :raise UserError: if it is too early, or late without one of both
        """
        self.ensure_one()
        first, last = self._get_signing_window()
        now = fields.Datetime.now()
        if now < first:
            raise UserError(
                self.env._(
                    "%(slot)s is signed from %(moment)s on.",
                    slot=self.display_name,
                    moment=format_datetime(self.env, first, tz=self._get_zone().zone, dt_format="short"),
                )
            )
        if now <= last:
            return False
        if not self.env.user.has_group("agency_crm.group_agency_manager"):
            raise UserError(
                self.env._(
                    "It is too late to sign %(slot)s: only a Responsable takes a late signature.",
                    slot=self.display_name,
                )
            )
        if not (late_reason or "").strip():
            raise UserError(self.env._("Say why %(slot)s is signed late: the sheet says so.", slot=self.display_name))
        return True

    def _get_unsigned(self):
        """Return the names of who was there and did not sign on a screen."""
        present = self.attendance_ids.filtered(lambda one: one.state == PRESENT)
        return [
            one._get_signer() for records in (present, self.delivery_ids) for one in records - records._filter_signed()
        ]

    def _note_paper(self, is_closed):
        """Say of who did not sign on a screen that they signed on paper, or no more so.

        :param bool is_closed: the sheet is about to be closed; or it is open again
        """
        present = self.attendance_ids.filtered(lambda one: one.state == PRESENT)
        # Sudo: who teaches is not written by users.
        for records in (present.sudo(), self.delivery_ids.sudo()):
            (records - records._filter_signed()).write({"proof": "paper" if is_closed else False})


class AgencyTrainingAttendance(models.Model):
    _name = "agency.training.attendance"
    _inherit = ["agency.training.attendance"]

    _signature_uniq = models.Constraint(
        "UNIQUE(signature_hash)", "This drawing is that of another signature: each signs each half-day by hand."
    )

    def write(self, vals):
        """Override: what is signed stays true (T24, T28)."""
        self._check_signed(vals)
        return super().write(vals)

    # === BUSINESS METHODS === #

    def _get_signer(self):
        """Override of `agency.training.signature`."""
        return self.trainee_id.name

    def _check_signable(self):
        """Override of `agency.training.signature`: neither who is said to be missing, nor after the trainer."""
        res = super()._check_signable()
        if self.registration_id.state == "cancelled":
            raise UserError(self.env._("%(name)s is not registered any more.", name=self._get_signer()))
        if self.state in ("absent", "excused"):
            raise UserError(
                self.env._(
                    "%(name)s is said to be absent: correct the sheet before they sign.", name=self._get_signer()
                )
            )
        self._check_before_trainer()
        return res

    def _prepare_signature_values(self, picture, fingerprint):
        """Override of `agency.training.signature`: who signs was there, all the time if nothing else is said."""
        values = super()._prepare_signature_values(picture, fingerprint)
        return values if self.state == PRESENT else {**values, "state": PRESENT}

    def _take_signature_back(self, reason):
        """Override of `agency.training.signature`: the trainer signs after the last trainee (T28)."""
        self._check_before_trainer()
        return super()._take_signature_back(reason)

    def _check_signed(self, vals):
        """Check that what is signed by these trainees, and by who taught them, stays what it was.

        :param dict vals: what is about to be written
        :raise UserError: if it would not
        """
        for one in self:
            changed = [name for name in ("state", "hours", "reason") if name in vals and vals[name] != one[name]]
            if not changed:
                continue
            if one.signed_at and "state" in changed:
                raise UserError(
                    self.env._(
                        "%(name)s has signed %(slot)s: a Responsable corrects the signature first.",
                        name=one.signed_name,
                        slot=one.slot_id.display_name,
                    )
                )
            one._check_before_trainer()

    def _check_before_trainer(self):
        for slot in self.slot_id:
            if signed := slot._get_signed_delivery():
                raise UserError(
                    self.env._(
                        "%(name)s has signed %(slot)s, as the trainer does last: a Responsable corrects that signature"
                        " first, or the sheet is signed on paper.",
                        name=signed.signed_name,
                        slot=slot.display_name,
                    )
                )


class AgencyTrainingDelivery(models.Model):
    _name = "agency.training.delivery"
    _inherit = ["agency.training.delivery"]

    _signature_uniq = models.Constraint(
        "UNIQUE(signature_hash)", "This drawing is that of another signature: each signs each half-day by hand."
    )

    # === BUSINESS METHODS === #

    def _get_signer(self):
        """Override of `agency.training.signature`."""
        return self.trainer_id.name

    def _check_signable(self):
        """Override of `agency.training.signature`: after the end, and the last of all (T28)."""
        res = super()._check_signable()
        slot, attendances = self.slot_id, self.slot_id.attendance_ids
        if slot._get_end() > fields.Datetime.now():
            raise UserError(self.env._("%(slot)s is not over: the trainer signs at its end.", slot=slot.display_name))
        if missing := attendances - attendances._filter_said():
            raise UserError(
                self.env._(
                    "The trainer signs last: say first who was there, %(names)s.",
                    names=", ".join(one.trainee_id.name for one in missing),
                )
            )
        return res

    def _sign(self, drawing, proof, late_reason=""):
        """Override of `agency.training.signature`: whoever signs or is said to be there right now comes before."""
        hold(self.slot_id.attendance_ids)
        return super()._sign(drawing, proof, late_reason=late_reason)
