"""What looks odd is said before a sheet is closed, and passed with a word that is kept (TRAINING T30)."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .drawings import draw
from .test_signing import SigningCommon


@tagged("-at_install", "post_install")
class TestClosingAlerts(SigningCommon):
    def _closing(self, slot):
        """Ask to close, and return the window that asks for a word."""
        action = slot.action_close_sheet()
        self.assertEqual(action.get("res_model"), "agency.training.closing")
        self.assertEqual(slot.sheet_state, "open")
        return (
            self.env["agency.training.closing"]
            .with_context(**action["context"])
            .with_user(self.user)
            .create({"word": "One tablet, one queue"})
        )

    def _sign(self, slot, moments):
        for attendance, moment in zip(slot.attendance_ids.sorted("registration_id"), moments, strict=True):
            with self._at(moment):
                attendance.sign_on_screen(draw())
        with self._at(f"{slot.date.day} 18:30"):
            late = slot.delivery_ids.with_user(self.manager)
            late.sign_on_screen(draw(), late_reason="At the end of the day")

    def test_t30_nothing_odd_closes_at_once(self):
        self._sign(self.slots[0], ("12 09:05", "12 09:07"))
        self._sign(self.slots[1], ("12 13:30", "12 13:31"))
        with self._at("12 18:40"):
            self.slots[:2].action_close_sheet()
        self.assertEqual(set(self.slots[:2].mapped("sheet_state")), {"closed"})
        self.assertFalse(any(self.session.sheet_ids.mapped("alerts")))

    def test_t30_all_in_the_same_minute_of_several_half_days(self):
        self._sign(self.slots[0], ("12 09:05:01", "12 09:05:40"))
        with self._at("12 18:40"):
            self.assertFalse(self.slots[0]._get_closing_alerts())
        self._sign(self.slots[1], ("12 13:30:10", "12 13:30:50"))
        with self._at("12 18:40"):
            closing = self._closing(self.slots[0])
            self.assertIn("same minute", closing.alerts)
            closing.action_close()
        sheet = self.session.sheet_ids
        self.assertEqual((self.slots[0].sheet_state, sheet.alert_word), ("closed", "One tablet, one queue"))
        self.assertIn("same minute", sheet.alerts)
        self.assertIn("One tablet, one queue", self.session.message_ids[0].body)

    def test_t30_all_half_days_within_one_hour(self):
        with self._at("13 18:30"):
            for slot in self.slots:
                self.manager.env.invalidate_all()
                of_claire = slot.attendance_ids.sorted("registration_id")[0].with_user(self.manager)
                of_claire.sign_on_screen(draw(), late_reason="All at once")
            self.slots.attendance_ids.filtered(lambda one: one.registration_id == self.marc).write({"state": "absent"})
            self.slots[0].sheet_scan = self._scan()
            closing = self._closing(self.slots[0])
        self.assertIn("within one hour by: Claire Dupont", closing.alerts)

    def test_t30_a_trainer_whom_the_agreement_does_not_name(self):
        self.training.sudo().training_trainer = "Paul Autre"
        with self._at("12 12:30"):
            self.slot.action_all_present()
            self.slot.sheet_scan = self._scan()
            self.assertIn("does not name who taught: Julie Martin", self._closing(self.slot).alerts)

    def test_t29_the_paper_of_a_void_sheet_and_another_title(self):
        self._print(self.session, "agency_training.report_attendance_sheet")
        self.session.sudo().title = "Another title"
        with self._at("12 12:30"):
            self.slot.action_all_present()
            self.slot.sheet_scan = self._scan()
            alerts = self._closing(self.slot).alerts
        self.assertIn("another title", alerts)
        self.assertIn("is void", alerts)

    def test_t29_other_hours_than_the_agreement(self):
        self.training.sudo().training_hours = 15
        with self._at("12 12:30"):
            self.slot.action_all_present()
            self.slot.sheet_scan = self._scan()
            alerts = self._closing(self.slot).alerts
        self.assertRegex(alerts, rf"other hours than the session \(14\): {self.training.name} 15")

    def test_t30_no_way_around_the_word(self):
        self.training.sudo().training_trainer = "Paul Autre"
        with self._at("12 12:30"):
            self.slot.action_all_present()
            self.slot.sheet_scan = self._scan()
            closing = self._closing(self.slot)
            for word in ("  ", ""):
                closing.sudo().word = word
                with self.assertRaisesRegex(UserError, "Say why"):
                    closing.action_close()
        self.assertEqual(self.slot.sheet_state, "open")

    def test_t30_another_companys_sheet_is_not_closed(self):
        other = self._create_company(name="Elsewhere")
        with self._at("12 12:30"):
            self.slot.action_all_present()
            self.slot.sheet_scan = self._scan()
            stranger = self._stranger(other)
            closing = self.env["agency.training.closing"].with_user(stranger)
            with self.assertRaises(UserError):
                closing.create({"slot_ids": self.slot.ids, "word": "Mine"}).action_close()
        self.assertEqual(self.slot.sheet_state, "open")

    def _stranger(self, company):
        return self.env["res.users"].create(
            {
                "name": "Stranger",
                "login": "stranger-of-trainings",
                "company_id": company.id,
                "company_ids": company.ids,
                "group_ids": self.env.ref("agency_crm.group_agency_manager").ids,
            }
        )
