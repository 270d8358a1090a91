"""A half-day that is not given: nobody is on it, no hour of it counts, and the session ends without it (T57)."""

from lxml import etree

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .drawings import draw
from .test_attendance import AttendanceCommon
from .test_payers import PayersCommon


@tagged("-at_install", "post_install")
class TestSlotCancelled(AttendanceCommon):
    def test_t57_a_session_ends_without_it(self):
        self.session.registration_ids._by_rules().convoked_on = "2026-12-01 10:00:00"
        with self._at("13 15:00"):
            self._close(self.slots[:3])
            self.slots[3].action_cancel()
        self.assertEqual((self.slots[3].state, self.session.state), ("cancelled", "done"))
        self.assertFalse(self.slots[3].attendance_ids)
        self.assertEqual(set(self.session.registration_ids.mapped("hours_done")), {10.5})
        self.assertEqual(self.session.hours, 10.5)
        self.assertIn("13:30 – 17:00", "".join(self.session.message_ids.mapped("body")))
        self.assertTrue(self.claire.convoked_on, "nobody is convoked to what has begun")

    def test_t9_before_it_begins_trainees_are_told_again(self):
        self.session.registration_ids._by_rules().convoked_on = "2026-12-01 10:00:00"
        self.slots[3].action_cancel()
        self.assertFalse(any(self.session.registration_ids.mapped("convoked_on")))
        self.assertNotIn(
            "13 h 30", self._text(self.claire.sudo(), "agency_training.report_convocation").split("13/01")[-1]
        )

    def test_what_is_said_or_signed_was_given(self):
        with self._at("12 09:05"):
            self.slots[0].attendance_ids[0].sign_on_screen(draw())
        with self._at("12 15:00"):
            self.slots[1].attendance_ids[0].state = "absent"
            for slot in self.slots[:2]:
                with self.assertRaisesRegex(UserError, "was given"):
                    slot.action_cancel()
        with self._at("12 18:00"):
            self.slots[1].attendance_ids.state = "present"
            self._close(self.slots[1])
            with self.assertRaisesRegex(UserError, "not planned"):
                self.slots[1].action_cancel()

    def test_it_has_no_sheet(self):
        self.slots[0].action_cancel()
        with self._at("12 13:00"):
            values = {"slot_id": self.slots[0].id, "registration_id": self.claire.id, "state": "present"}
            for do in (
                self.slots[0].action_close_sheet,
                lambda: self.slots[0].attendance_ids.create(values),
                lambda: self.slots[0].delivery_ids.sign_on_screen(draw()),
            ):
                with self.assertRaisesRegex(UserError, "is not given"), self.env.cr.savepoint():
                    do()

    def test_it_moves_and_is_planned_again(self):
        with self._at("12 11:00"):
            self.slots[0].action_cancel()
            self.slots[0].date = "2027-01-14"
            self.slots[0].action_restore()
        self.assertEqual(self.session.hours, 14)
        self.assertEqual(self.slots[0].attendance_ids.registration_id, self.claire + self.marc)
        with self.assertRaisesRegex(UserError, "not to be planned again"):
            self.slots[0].action_restore()

    def test_t5_nobody_is_taken_twice_when_it_comes_back(self):
        self.slots[0].action_cancel()
        order = self.training.sudo().copy({"training_hours": 3.5, "training_end_date": "2027-01-12"})
        order.training_schedule = "9 h – 12 h 30"
        order.action_confirm()
        other = self.env["agency.training.session"].browse(order.action_plan_session()["res_id"])
        other.trainer_ids = self.julie
        other.action_plan()
        with self.assertRaisesRegex(ValidationError, "Julie Martin is already in"):
            self.slots[0].action_restore()

    def test_t29_a_printed_sheet_is_void(self):
        self._print(self.session, "agency_training.report_attendance_sheet")
        self.slots[0].action_cancel()
        self.assertIn("half-days", self.session.printed_sheet_note)

    def test_t4_its_hours_are_in_no_sum(self):
        """A sum below the half-days would count those that are not given: the session's hours are above."""
        self.slots[0].action_cancel()
        self.assertEqual(self.session.hours, 10.5)
        form = etree.fromstring(self.session.get_view(view_type="form")["arch"])
        (duration,) = form.xpath("//field[@name='slot_ids']//field[@name='duration']")
        self.assertFalse(duration.get("sum"))

    def test_t70_who_teaches_does_not_plan(self):
        teacher = new_test_user(self.env, "teacher", "agency_training.group_trainer", company_id=self.company.id)
        self.julie.user_id = teacher
        for method in ("action_cancel", "action_restore"):
            with self.assertRaises(AccessError):
                getattr(self.slots[0].with_user(teacher), method)()


@tagged("-at_install", "post_install")
class TestPayersCancelled(PayersCommon):
    def test_t50_what_was_not_given_is_not_billed_to_a_payer(self):
        funding = self._fund(1500.0)
        with self._at("13 17:00"):
            self._close(self.slots[:3])
            self.slots[3].action_cancel()
        self.assertEqual(self.session.state, "done")
        self.assertEqual(funding.sudo()._get_amount_to_invoice(), 1125, "three half-days of four")
        direct, rest = self._split(self._bill())
        self.assertEqual((direct.amount_untaxed, rest.amount_untaxed), (1125, 375))
        self.assertRegex(" ".join(rest.message_ids.mapped("body")), "More hours are billed|plus d’heures")
