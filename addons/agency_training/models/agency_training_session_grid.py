"""« Émargement » of a session: who came to which half-day, trainees × half-days (TRAINING §9)."""

from odoo import models

from ..const import PRESENT

# What one tap says next, of who has not signed.
NEXT_STATES = {"expected": PRESENT, PRESENT: "absent", "absent": "expected"}


class AgencyTrainingSession(models.Model):
    _name = "agency.training.session"
    _inherit = ["agency.training.session"]

    def get_attendance_grid(self):
        """Return what the grid shows, with the rights of who calls it; never a signature (T33).

        :return: dict of `half_days` (dicts of `id`, `day`, `hours`, `is_closed`) and `people` (dicts of `id`, `name`,
            `company` and `cells`: for each half-day what `_get_grid_cell()` returns, or False)
        """
        self.ensure_one()
        slots = self._get_signed_slots().sorted(lambda slot: (slot.date, slot.start_hour))
        attendances = {(one.registration_id, one.slot_id): one for one in slots.attendance_ids}
        registrations = self.registration_ids.filtered(lambda one: one.state != "cancelled")
        return {
            "half_days": [
                {
                    "id": slot.id,
                    "day": self._pdf_date(slot.date),
                    "hours": slot._get_hours_text(),
                    "is_closed": slot.sheet_state == "closed",
                }
                for slot in slots
            ],
            "people": [
                {
                    "id": one.id,
                    "name": one.trainee_id.name,
                    "company": one._get_employer_sudo().name or "",
                    "cells": [(one, slot) in attendances and attendances[one, slot]._get_grid_cell() for slot in slots],
                }
                for one in registrations
            ],
        }


class AgencyTrainingAttendance(models.Model):
    _name = "agency.training.attendance"
    _inherit = ["agency.training.attendance"]

    def _get_grid_cell(self):
        """Return a cell of the grid.

        :return: dict of `id`, `mark` (a state, or `signed`), `text` (hours, of who followed a part), `title` (in words)
            and `next` (the state that a tap says, or False where it says nothing)
        """
        self.ensure_one()
        is_part = self.state == PRESENT and self._is_part()
        words = self._get_state_words()
        is_fixed = self.signed_at or is_part or self.slot_id.sheet_state == "closed"
        return {
            "id": self.id,
            "mark": "signed" if self.signed_at else self.state,
            "text": f"{self.registration_id._pdf_number(self.hours)} h" if is_part else "",
            "title": self.env._("%(state)s, signed", state=words) if self.signed_at else words,
            "next": not is_fixed and NEXT_STATES.get(self.state, False),
        }
