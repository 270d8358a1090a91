"""Once a training has its session, the quote's documents say its days, hours, place and trainees (T47)."""

from datetime import timedelta

from odoo import models

from ..const import SELF_PACED
from .sale_order_session import MOST_DAYS


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    def _get_session_slots_sudo(self):
        """Return the half-days of this quote's sessions in their order, with all rights; none before they are made."""
        # Sudo: who prints a quote, its customer too, need not read sessions; its days are on its documents.
        sessions_sudo = self.sudo()._get_live_sessions()
        slots_sudo = sessions_sudo._get_live_slots().filtered("date").sorted(lambda slot: (slot.date, slot.start_hour))
        return slots_sudo.with_context(lang=self.env.lang)

    def _get_training_period(self):
        """Override: the days of the session, each named where they do not follow each other."""
        days = list(dict.fromkeys(self._get_session_slots_sudo().mapped("date")))
        if not days:
            return super()._get_training_period()
        first, last = days[0], days[-1]
        if days == [first]:
            return self.env._("On %(date)s", date=self._pdf_date(first))
        if not self._follow_each_other(days):
            return self.env._("On %(date)s", date=", ".join(map(self._pdf_date, days)))
        return self.env._("From %(start)s to %(end)s", start=self._pdf_date(first), end=self._pdf_date(last))

    def _follow_each_other(self, days):
        """Return whether these days have all working days between the first and the last of them."""
        first, count = days[0], (days[-1] - days[0]).days
        if count >= MOST_DAYS:
            return False
        between = {first + timedelta(days=number) for number in range(count)} - set(days)
        return not any(map(self.company_id._is_working_day, between))

    def _get_training_schedule(self):
        """Return the hours of the training: those of the session's half-days, by day where days differ."""
        slots = self._get_session_slots_sudo()
        if not slots:
            return self.training_schedule or ""
        days = {
            day: ", ".join(one._get_hours_text() for one in ones if one.kind != SELF_PACED)
            for day, ones in slots.grouped("date").items()
        }
        hours = set(days.values()) - {""}
        if len(hours) <= 1:
            return next(iter(hours), "") or self.training_schedule or ""
        return " ; ".join(
            self.env._("%(day)s: %(hours)s", day=self._pdf_date(day), hours=text) for day, text in days.items() if text
        )

    def _get_training_location(self):
        """Override: where the session is, if it says so."""
        # Sudo: see `_get_session_slots_sudo()`.
        sessions_sudo = self.sudo()._get_live_sessions()
        if len(sessions_sudo) != 1 or not sessions_sudo.place or sessions_sudo.is_remote != self.is_training_remote:
            return super()._get_training_location()
        if sessions_sudo.is_remote:
            return f"{self.env._('Remote')} – {sessions_sudo.place}"
        return sessions_sudo.place

    def _get_documented_trainees(self):
        """Override: whoever was taken out of the session is no trainee of the quote any more (T11)."""
        trainees = super()._get_documented_trainees()
        # Sudo: see `_get_session_slots_sudo()`.
        registrations_sudo = self.sudo()._get_live_sessions().registration_ids
        gone = registrations_sudo.filtered(lambda one: one.state == "cancelled").trainee_id
        kept = registrations_sudo.filtered(lambda one: one.state != "cancelled").trainee_id
        return trainees.filtered(lambda one: one not in gone - kept)
