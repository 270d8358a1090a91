"""The address of one's own calendar: off until it is made, secret, revocable; what it has is what its user may read."""

from datetime import date, datetime

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .. import ics
from .common import AgencyCommon


@tagged("post_install", "-at_install")
class TestCalendarAddress(AgencyCommon):
    """What the address answers is asked over HTTP by tests/security/test_addresses.py."""

    def _make_address(self):
        self.user.with_user(self.user).action_make_agency_calendar()
        return self.user.with_user(self.user).agency_calendar_url

    def test_there_is_none_until_it_is_made_nor_once_it_is_revoked(self):
        self.assertFalse(self.user.with_user(self.user).agency_calendar_url)
        first, second = self._make_address(), self._make_address()
        self.assertIn(f"/agency/calendar/{self.user.id}/", first)
        self.assertNotEqual(first, second)
        self.user.with_user(self.user).action_revoke_agency_calendar()
        self.assertFalse(self.user.with_user(self.user).agency_calendar_url)

    def test_it_has_the_next_steps_and_the_meetings(self):
        self.deal.next_step_date = fields.Date.context_today(self.user)
        event = {"name": "Kick-off; with, signs", "start": "2090-01-05 09:00:00", "stop": "2090-01-05 10:00:00"}
        self.env["calendar.event"].create({**event, "partner_ids": [(6, 0, self.user.partner_id.ids)]})
        theirs = self._create_deal(name="A colleague's", user_id=self.manager.id)
        self.env.flush_all()
        text = self.user.sudo()._get_agency_calendar().decode()
        self.assertIn("New brochure", text)
        self.assertIn("SUMMARY:Kick-off\\; with\\, signs", text)
        self.assertIn("DTSTART:20900105T090000Z", text)
        self.assertNotIn(theirs.name, text)

    def test_it_is_ones_own(self):
        self._make_address()
        self.assertFalse(self.user.with_user(self.manager).agency_calendar_url)
        for action in ("action_make_agency_calendar", "action_revoke_agency_calendar"):
            with self.assertRaises(AccessError):
                getattr(self.user.with_user(self.manager), action)()
        with self.assertRaises(AccessError):
            self.user.with_user(self.user).read(["agency_calendar_token"])

    def test_a_line_of_text_begins_no_other_property(self):
        event = ics.Event("1", date(2026, 1, 31), "A\r\nEND:VEVENT\nX", details="é" * 90)
        lines = ics.write_calendar("N", [event], datetime(2026, 1, 1)).split(b"\r\n")
        self.assertIn(b"SUMMARY:A\\nEND:VEVENT\\nX", lines)
        self.assertEqual(lines.count(b"END:VEVENT"), 1)
        self.assertIn(b"DTEND;VALUE=DATE:20260201", lines)
        self.assertTrue(all(len(line) <= 75 for line in lines))
        self.assertTrue(all(line.decode() for line in lines if line))
