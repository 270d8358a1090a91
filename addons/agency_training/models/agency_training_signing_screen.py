"""Half-days signed as they are shown: on the screen that is passed round, and on the sheet (TRAINING T20, T42)."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from ..const import PRESENT


class AgencyTrainingSlot(models.Model):
    _name = "agency.training.slot"
    _inherit = ["agency.training.slot"]

    # === ACTION METHODS === #

    def action_sign_on_screen(self):
        """Open the screen on which trainees and trainers sign this half-day, those registered since included."""
        self.ensure_one()
        self.check_access("read")
        self._check_sheet_open()
        # Sudo: as on the sheet, see `action_open_sheet`.
        self.session_id.sudo()._sync_attendances()
        # Sudo: which screen it is is for whoever has one signed.
        action = self.env["ir.actions.client"].sudo()._for_xml_id("agency_training.signing_screen_action")
        return {**action, "context": {"active_id": self.id}}

    def get_signing_screen(self):
        """Return what the screen shows; never a signature (T20, T33).

        :return: dict of `session_id`, `title`, `half_day`, `message` (why nobody signs, or nothing), `is_late` (whether
            a reason is asked) and `people`: dicts of `model`, `id`, `name`, `role`, `text`, `is_signed`, `may_sign`
        """
        self.ensure_one()
        message, is_late = "", False
        try:
            self._check_sheet_open()
            # Whatever the reason, it is asked for when somebody signs.
            is_late = self._check_window(late_reason="?")
        except UserError as refusal:
            message = str(refusal)
        people = [one._get_signing_line() for records in (self.attendance_ids, self.delivery_ids) for one in records]
        if message:
            people = [{**person, "may_sign": False} for person in people]
        half_day = " – ".join(filter(None, [self.display_name, self.module]))
        return {
            "session_id": self.session_id.id,
            "title": self.session_id.title,
            "half_day": half_day,
            "message": message,
            "is_late": is_late,
            "people": people,
        }


class AgencyTrainingSignature(models.AbstractModel):
    _name = "agency.training.signature"
    _inherit = ["agency.training.signature"]

    def _get_signing_line(self):
        """Return the line of the screen of who signs, see `get_signing_screen`."""
        text = ""
        if self.signed_at:
            text = self.slot_id._get_clock_text(self.signed_at)
            if self.is_late:
                text = self.env._("%(time)s, late", time=self._get_moment_text())
        return {
            "model": self._name,
            "id": self.id,
            "name": self._get_signer(),
            "text": text,
            "is_signed": bool(self.signed_at),
            "may_sign": not self.signed_at,
        }

    def _get_moment_text(self):
        """Return day and time of the signature, in the agency's time zone: of one that is late, the day matters."""
        return format_datetime(self.env, self.signed_at, tz=self.slot_id._get_zone().zone, dt_format="short")

    def _get_signature_cell(self):
        """Return what the sheet shows of a signature: the drawing, when and how it was signed (T22, T42).

        :return: dict of `picture` (address of an image) and `text`
        """
        self.ensure_one()
        text = self.slot_id._get_clock_text(self.signed_at)
        if self.is_late:
            text = self.env._("late signature, %(moment)s", moment=self._get_moment_text())
        if self.proof == "link":
            text = self.env._("%(time)s, by a link", time=text)
        elif self.proof == "screen":
            text = self.env._("%(time)s, on screen", time=text)
        if not self.slot_id.session_id._may_see_signatures():
            return {"text": text}
        # Sudo: the drawing is closed to users; the session's people see it on the sheet (T33).
        picture = self.sudo().with_context(bin_size=False).signature
        return {"picture": f"data:image/png;base64,{picture.decode()}", "text": text} if picture else {"text": text}


class AgencyTrainingAttendance(models.Model):
    _name = "agency.training.attendance"
    _inherit = ["agency.training.attendance"]

    def _get_signing_line(self):
        """Override of `agency.training.signature`: who is said to be missing does not sign."""
        # Who pays for themselves is of no company, as on the sheet.
        employer_sudo = self.registration_id._get_employer_sudo()
        line = {**super()._get_signing_line(), "role": employer_sudo.name or "", "may_sign": self._is_to_sign()}
        if self.state not in ("expected", PRESENT):
            line["text"] = self._get_state_words()
        return line

    def _get_signature_cell(self):
        """Override of `agency.training.signature`: who followed a part of the half-day signed for that (T26)."""
        cell = super()._get_signature_cell()
        if self._is_part():
            hours = self.registration_id._pdf_number(self.hours)
            cell["text"] = self.env._("%(time)s, %(hours)s h", time=cell["text"], hours=hours)
        return cell


class AgencyTrainingDelivery(models.Model):
    _name = "agency.training.delivery"
    _inherit = ["agency.training.delivery"]

    def _get_signing_line(self):
        """Override of `agency.training.signature`: the trainer signs last (T28)."""
        line = {**super()._get_signing_line(), "role": self.env._("Trainer")}
        attendances = self.slot_id.attendance_ids
        if self.signed_at:
            return line
        if self.slot_id._get_end() > fields.Datetime.now():
            line.update(may_sign=False, text=self.env._("signs at the end"))
        elif attendances - attendances._filter_said():
            line.update(may_sign=False, text=self.env._("signs last"))
        return line
