"""Links by which trainees sign: personal, of one registration, until the session is closed (TRAINING T20, T23).

That of the room is read from the trainer's screen, as a QR code, and is over within minutes: others saw it.
"""

import base64
import secrets
from datetime import timedelta

from reportlab.graphics import renderSVG
from reportlab.graphics.barcode import createBarcodeDrawing

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime
from odoo.tools.misc import hash_sign, verify_hash_signed

from odoo.addons.agency_crm.tokens import is_right
from odoo.addons.agency_crm.turns import hold

# What the code of the room opens, and for how long.
ROOM_SCOPE, ROOM_TIME = "agency.training.room", timedelta(minutes=15)
# On a tablet that is held up.
CODE_PIXELS = 320


class AgencyTrainingRegistration(models.Model):
    _name = "agency.training.registration"
    _inherit = ["agency.training.registration"]

    signing_token = fields.Char(
        readonly=True,
        copy=False,
        exportable=False,
        groups=fields.NO_ACCESS,
        export_string_translation=False,
        help="What only the trainee and their mail know.",
    )

    # === BUSINESS METHODS === #

    def _get_signing_url(self):
        """Return the address by which the trainee signs all half-days of the session."""
        self.ensure_one()
        # Sudo: the token is closed to everybody; users mail it to whose it is.
        registration_sudo = self.sudo()
        if not registration_sudo.signing_token:
            registration_sudo.signing_token = secrets.token_urlsafe(24)
        return f"{self.get_base_url()}/agency/training/{self.id}/{registration_sudo.signing_token}"

    def _get_room_url(self):
        """Return the address by which the trainee signs what is open, from their own telephone, within minutes."""
        self.ensure_one()
        # Sudo: what it is signed with is the database's secret.
        token = hash_sign(self.sudo().env, ROOM_SCOPE, self.id, expiration=ROOM_TIME)
        return f"{self.get_base_url()}/agency/training/{self.id}/{token}"

    def _is_token_right(self, token):
        """Return whether a link is the trainee's own, or one that was read in the room a moment ago.

        :param str token: of the address, whatever it is
        """
        if not self:
            return is_right("", token)
        # Sudo: see `_get_signing_url()`.
        registration_sudo = self.sudo()
        if is_right(registration_sudo.signing_token, token):
            return True
        try:
            return verify_hash_signed(registration_sudo.env, ROOM_SCOPE, token) == self.id
        except ValueError:
            # Not made by us: neither the letters nor what they stand for.
            return False

    def _is_link_valid(self):
        """Return whether the link opens something: the trainee is expected, the session neither closed nor off."""
        return self.state in ("expected", "done") and self.session_id.state == "planned"

    def _get_open_attendances(self):
        """Return the attendances whose half-day is signed at this moment, by the server's clock (T22, T32)."""
        now = fields.Datetime.now()

        def is_open(attendance):
            first, last = attendance.slot_id._get_signing_window()
            return first <= now <= last and attendance.slot_id.sheet_state == "open"

        attendances = self.attendance_ids.filtered(is_open)
        return attendances.sorted(lambda one: (one.slot_id.date, one.slot_id.start_hour))

    def _get_signing_page(self):
        """Return what the page of the link says.

        :return: dict of `to_sign` (the attendance to sign now, or none), `half_day` (dict of `day`, `hours`, `module`,
            `trainers`), `signed` (texts: what is signed today) and `next` (text: when there is something to sign)
        """
        self.ensure_one()
        attendances = self._get_open_attendances()
        to_sign = attendances.filtered(lambda one: one._is_to_sign())[:1]
        slot, now = to_sign.slot_id, fields.Datetime.now()
        coming = [first for first, _last in self.attendance_ids.slot_id.mapped(lambda one: one._get_signing_window())]
        coming = [first for first in coming if first > now]
        return {
            "to_sign": to_sign,
            "half_day": slot
            and {
                "day": self._pdf_date(slot.date),
                "hours": slot._get_hours_text(),
                "module": slot.module or "",
                "trainers": ", ".join(slot.trainer_ids.mapped("name")),
            },
            "signed": [
                self.env._(
                    "%(hours)s: signed at %(time)s",
                    hours=one.slot_id._get_hours_text(),
                    time=one.slot_id._get_clock_text(one.signed_at),
                )
                for one in attendances._filter_signed()
            ],
            "next": ""
            if to_sign or not coming
            else format_datetime(self.env, min(coming), tz=self._get_zone_name(), dt_format="short"),
        }

    def _get_zone_name(self):
        return self.session_id.slot_ids[:1]._get_zone().zone

    def _sign_by_link(self, attendance_id, drawing):
        """Take what the trainee drew on the page of the link.

        :param int attendance_id: the half-day the page showed
        :param str drawing: PNG file, in base64
        :raise UserError: if it is not taken; it says why
        """
        attendance = self.attendance_ids.filtered(lambda one: one.id == attendance_id)
        if not attendance:
            raise UserError(self.env._("This half-day is not yours any more: load the page again."))
        attendance._sign(drawing, "link")


class AgencyTrainingAttendance(models.Model):
    _name = "agency.training.attendance"
    _inherit = ["agency.training.attendance"]

    # === ACTION METHODS === #

    def get_signing_code(self):
        """Return the QR code by which the trainee signs from their own telephone, without a mail (T20).

        :return: dict of `address`, and `picture`, an image as an address
        :raise UserError: if the half-day is not to be signed now; it says why
        """
        self.ensure_one()
        self._check_governing()
        self._check_signable()
        self.slot_id._check_window()
        address = self.registration_id._get_room_url()
        # As a drawing: of pictures, Odoo's own codes need a library that Python 3.13 has not with reportlab.
        code = createBarcodeDrawing("QR", value=address, width=CODE_PIXELS, height=CODE_PIXELS, barBorder=4)
        picture = base64.b64encode(renderSVG.drawToString(code).encode()).decode()
        return {"address": address, "picture": f"data:image/svg+xml;base64,{picture}"}

    # === BUSINESS METHODS === #

    def _is_to_sign(self):
        """Return whether a signature is still awaited: of whom nobody said to be missing, before the trainer's."""
        is_awaited = self.state in ("expected", "present") and not self.signed_at
        return is_awaited and not self.slot_id._get_signed_delivery()


class AgencyTrainingSlot(models.Model):
    _name = "agency.training.slot"
    _inherit = ["agency.training.slot"]

    # === ACTION METHODS === #

    def action_send_links(self):
        """Mail each trainee who did not sign this half-day their own link (T20).

        :return: a notification that says how many mails leave, and who has no e-mail
        :raise UserError: if it can't be signed any more, or there is nobody to write to
        """
        self.ensure_one()
        self._check_sheet_open()
        session, (_first, last) = self.session_id, self._get_signing_window()
        if session.state != "planned" or last < fields.Datetime.now():
            raise UserError(
                self.env._("%(slot)s is not to be signed any more: no link is sent.", slot=self.display_name)
            )
        waiting = self.attendance_ids.filtered(lambda one: one._is_to_sign()).registration_id
        waiting = waiting.filtered(lambda one: one._is_link_valid())
        lost = waiting.filtered(lambda one: not one._get_convocation_email())
        told, names = waiting - lost, ", ".join(lost.trainee_id.mapped("name"))
        if not waiting:
            raise UserError(self.env._("Nobody is left to sign %(slot)s.", slot=self.display_name))
        if not told:
            raise UserError(
                self.env._(
                    "No e-mail is known of: %(names)s. Give them a contact that has one, or have them sign here.",
                    names=names,
                )
            )
        # Of two who send them at once, the second sends them after the first.
        hold(told)
        template = self.env.ref("agency_training.mail_template_signing")
        for registration in told:
            registration._mail_trainee(template)
        # Sudo: mails leave by themselves once an hour; these are waited for in the room.
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
        message = self.env._("Links sent: %(count)s.", count=len(told))
        if lost:
            message += " " + self.env._("No e-mail is known of: %(names)s.", names=names)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": message, "type": "warning" if lost else "success", "sticky": bool(lost)},
        }

    # === BUSINESS METHODS === #

    def _get_clock_text(self, moment):
        """Return the time of the day of a moment in UTC, in the agency's time zone (T32): 9:05."""
        return format_datetime(self.env, moment, tz=self._get_zone().zone, dt_format="HH:mm")
