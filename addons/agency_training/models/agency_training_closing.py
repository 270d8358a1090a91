"""What looks odd is said before a sheet is closed, and passed with a word that is kept (TRAINING T30).

Controllers refuse sheets that were signed in a row, or by a trainer whom the agreement does not name.
"""

from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError


class AgencyTrainingSheet(models.Model):
    _name = "agency.training.sheet"
    _inherit = ["agency.training.sheet"]

    alerts = fields.Text(readonly=True, help="What looked odd when the sheet was closed (T30).")
    alert_word = fields.Char(string="Word", readonly=True, help="Why it was closed all the same.")


class AgencyTrainingSlot(models.Model):
    _name = "agency.training.slot"
    _inherit = ["agency.training.slot"]

    def _ask_closing_word(self):
        """Return what shows the alerts and asks why the sheets are closed all the same."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Before the sheet is closed"),
            "res_model": "agency.training.closing",
            "view_mode": "form",
            "target": "new",
            "context": {"default_slot_ids": self.ids},
        }

    def _close_sheets(self, word=""):
        """Override: a word where something looks odd; sheet and session keep both.

        :raise UserError: without a word
        """
        alerts = {slot: slot._get_closing_alerts() for slot in self}
        if any(alerts.values()) and not (word or "").strip():
            raise UserError(
                self.env._("Say why the sheet is closed all the same: it stays with it.")
                + "".join(f"\n- {alert}" for alert in self._get_closing_alerts())
            )
        res = super()._close_sheets(word)
        for slot, words in alerts.items():
            if not words:
                continue
            # Sudo: nobody writes what is kept.
            slot._get_kept_sheet().sudo().write({"alerts": "\n".join(words), "alert_word": word})
            # Sudo: who teaches says it, and does not write the session.
            slot.session_id.sudo().message_post(
                body=self.env._(
                    "The sheet of %(slot)s is closed all the same: %(word)s (%(alerts)s)",
                    slot=slot.display_name,
                    word=word,
                    alerts=" ".join(words),
                )
            )
        return res

    def _get_closing_alerts(self):
        """Return what looks odd of these half-days, in sentences (T29, T30).

        :rtype: list[str]
        """
        alerts = []
        for slot in self:
            alerts += [
                *slot._get_alerts_of_moments(),
                *slot._get_alerts_of_trainers(),
                *slot._get_alerts_of_papers(),
            ]
        return list(dict.fromkeys(alerts))

    def _get_alerts_of_moments(self):
        """Return what looks odd of when trainees signed: in a row, not as they came."""
        slots, alerts = self.session_id._get_signed_slots(), []
        same = slots.filtered(lambda slot: slot._is_signed_in_a_minute())
        if self in same and len(same) > 1:
            alerts.append(
                self.env._(
                    "All trainees signed in the same minute: %(slots)s.", slots=" ; ".join(same.mapped("display_name"))
                )
            )
        if names := [one.trainee_id.name for one in self.attendance_ids if one._is_all_signed_in_an_hour(len(slots))]:
            alerts.append(
                self.env._("All half-days were signed within one hour by: %(names)s.", names=", ".join(names))
            )
        return alerts

    def _is_signed_in_a_minute(self):
        """Return whether several trainees signed this half-day, all in the same minute."""
        signed = self.attendance_ids._filter_signed()
        return len(signed) > 1 and len({one.signed_at.replace(second=0, microsecond=0) for one in signed}) == 1

    def _get_alerts_of_trainers(self):
        """Return what looks odd of who taught: whom no agreement names."""
        alerts = []
        signers = self.delivery_ids._filter_signed().signed_by_id
        # Sudo: who is a trainer is not for all to read.
        others_sudo = (
            self.env["agency.trainer"]
            .sudo()
            .search([("user_id", "in", signers.ids), ("company_id", "=", self.company_id.id)])
        )
        if others := others_sudo.filtered(lambda one: one not in self.trainer_ids):
            names = ", ".join(others.mapped("name"))
            alerts.append(self.env._("A trainer who does not teach it signed on their screen: %(names)s.", names=names))
        named = " ".join(filter(None, self._get_agreements_sudo().mapped("training_trainer"))).casefold()
        if not named or any((trainer.name or "").casefold() in named for trainer in self.trainer_ids):
            return alerts
        return [
            *alerts,
            self.env._(
                "The agreement does not name who taught: %(names)s.", names=", ".join(self.trainer_ids.mapped("name"))
            ),
        ]

    def _get_alerts_of_papers(self):
        """Return what the paper says otherwise than the session or the agreement (T29)."""
        alerts, session = [], self.session_id
        titles = {order.training_title for order in self._get_agreements_sudo() if order.training_title}
        if titles and session.title not in titles:
            alerts.append(self.env._("The agreement has another title: %(title)s.", title=", ".join(sorted(titles))))
        if others := session._get_orders_of_other_hours():
            alerts.append(
                self.env._(
                    "The agreement says other hours than the session (%(planned)s): %(agreed)s.",
                    planned=session._pdf_number(session.hours),
                    agreed=", ".join(f"{one.name} {session._pdf_number(one.training_hours)}" for one in others),
                )
            )
        note = session.printed_sheet_note
        if note and self.sheet_scan:
            alerts.append(note)
        return alerts

    def _get_agreements_sudo(self):
        # Sudo: who closes a sheet need not read quotes; what their agreements say of the training is on the sheet.
        return self.session_id.sudo()._get_accepted_orders()


class AgencyTrainingAttendance(models.Model):
    _name = "agency.training.attendance"
    _inherit = ["agency.training.attendance"]

    def _is_all_signed_in_an_hour(self, number):
        """Return whether this trainee signed so many half-days, all of the session, within one hour.

        :param int number: of half-days
        """
        moments = self.registration_id.attendance_ids._filter_signed().mapped("signed_at")
        return 1 < number <= len(moments) and max(moments) - min(moments) < timedelta(hours=1)
