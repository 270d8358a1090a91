"""What proves that a training was given stays: no deletion takes it along (TRAINING T27, T51)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_attendance import AttendanceCommon


@tagged("-at_install", "post_install")
class TestKept(AttendanceCommon):
    def _assert_kept(self, records, words):
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            records.with_user(self.manager).unlink()
        self.assertTrue(records.exists())

    def test_t51_a_session_that_was_given_is_not_deleted(self):
        with self._at("13 17:00"):
            self._close(self.slots)
        self._assert_kept(self.session, "was given")
        self.assertEqual(self.session.sheets_closed, "4 / 4")

    def test_t51_nor_is_a_cancelled_one_of_whom_something_is_said(self):
        with self._at("12 08:50"):
            self.slots[0].attendance_ids[0].state = "present"
            self.session.action_cancel()
        self._assert_kept(self.session, "was given, or its attendance is said")

    def test_a_draft_and_a_cancelled_session_are_deleted(self):
        self._assert_kept(self.session, "cancel it first")
        self.session.action_cancel()
        slots = self.slots
        self.session.with_user(self.manager).unlink()
        self.assertFalse(slots.exists())
        draft = self.env["agency.training.session"].create({"title": "Draft"})
        draft.with_user(self.manager).unlink()
        self.assertFalse(draft.exists())

    def test_t27_who_is_on_a_closed_sheet_stays_registered(self):
        with self._at("12 12:30"):
            self._close(self.slots[0], absent=self.marc)
            self._assert_kept(self.marc, "is on the sheet of")
        self.assertEqual(len(self.slots[0].attendance_ids), 2)

    def test_t27_so_does_who_is_said_to_be_there(self):
        with self._at("12 09:00"):
            self.slots[0].attendance_ids.filtered(lambda one: one.registration_id == self.marc).state = "present"
        self._assert_kept(self.marc, "is on the sheet of")
        self.claire.with_user(self.manager).unlink()
        self.assertFalse(self.claire.exists())

    def test_t27_a_half_day_that_was_given_stays(self):
        with self._at("12 12:30"):
            self._close(self.slots[0])
        # No button takes a session back that far: whatever does, the half-day stays.
        self.session._by_rules().state = "draft"
        self._assert_kept(self.slots[0], "was given")
        self.slots[3].unlink()
        self.assertFalse(self.slots[3].exists())

    def test_t25_nobody_is_taken_off_a_sheet(self):
        slot = self.slots[0]
        attendance = slot.attendance_ids.filtered(lambda one: one.registration_id == self.marc)
        for user in (self.user, self.manager):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                attendance.with_user(user).unlink()

    def test_t25_a_sheet_is_not_closed_without_who_is_registered(self):
        slot = self.slots[0]
        attendance = slot.attendance_ids.filtered(lambda one: one.registration_id == self.marc)
        attendance.sudo().unlink()
        with self._at("12 12:30"):
            slot.attendance_ids.state = "present"
            slot.sheet_scan = self._scan()
            with self.assertRaisesRegex(UserError, "puts on it: Marc Petit"):
                slot.action_close_sheet()
            slot.action_open_sheet()
            with self.assertRaisesRegex(UserError, "who was there: Marc Petit"):
                slot.action_close_sheet()

    def test_t25_a_sheet_opened_again_takes_who_came_since(self):
        slot = self.slots[0]
        with self._at("12 12:30"):
            self._close(slot)
            new = self.env["agency.trainee"].create({"order_id": self.training.id, "name": "Nadia Roux"})
            self.env["agency.training.registration"].create({"session_id": self.session.id, "trainee_id": new.id})
            self.assertEqual(len(slot.attendance_ids), 2)
            wizard = self.env["agency.training.reopening"].with_user(self.manager)
            wizard.create({"slot_id": slot.id, "reason": "Nadia was there"}).action_reopen()
        self.assertEqual(len(slot.attendance_ids), 3)

    def test_t25_what_is_said_at_once_is_noted_too(self):
        slot = self.slots[0]
        slot.attendance_ids.sudo().unlink()
        with self._at("12 09:00"):
            attendance = slot.attendance_ids.create(
                {"slot_id": slot.id, "registration_id": self.claire.id, "state": "present"}
            )
            self.assertEqual(attendance.recorded_by, self.user)
            self.assertTrue(attendance.recorded_on)
            attendance.state = "expected"
            self.assertFalse(attendance.recorded_by or attendance.recorded_on)

    def test_t9_a_moved_half_day_is_told_to_who_still_comes(self):
        told = self.claire + self.marc
        told._by_rules().convoked_on = "2026-12-01 10:00:00"
        self.marc.action_cancel()
        self.slots[-1].date = "2027-01-14"
        self.assertFalse(self.claire.convoked_on)
        self.assertTrue(self.marc.convoked_on)

    def test_t9_what_is_to_be_done_moves_with_the_last_day(self):
        self.training.sudo().training_agreement_file = self._scan()
        self.slots[-1].date = "2027-01-15"
        self.assertEqual(self.session.activity_ids.date_deadline, self.session.date_end)
        self.assertEqual(str(self.session.date_end), "2027-01-15")
