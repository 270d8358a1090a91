from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..schedule import parse_schedule
from .common import TrainingCommon

DAY = "9 h – 12 h 30, 13 h 30 – 17 h"


@tagged("-at_install", "post_install")
@freeze_time("2026-12-01 10:00:00")
class TestSessionPlan(TrainingCommon):
    """From the accepted quote to its session."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.training.training_schedule = DAY
        cls.training.action_confirm()
        partners = cls.env["res.partner"].create([{"name": "Julie Martin"}, {"name": "Karim Haddad"}])
        cls.julie, cls.karim = cls.env["agency.trainer"].create([{"partner_id": one.id} for one in partners])

    def _plan(self, order=None):
        order = order or self.training
        return self.env["agency.training.session"].browse(order.action_plan_session()["res_id"])

    def _copy(self, **values):
        order = self.training.copy(values)
        order.action_confirm()
        return order

    def test_t3_session_from_the_quote(self):
        session = self._plan()
        self.assertEqual(session.title, self.training.training_title)
        self.assertEqual(session.registration_ids.trainee_id, self.training.trainee_ids)
        self.assertEqual(
            [(str(slot.date), slot.start_hour, slot.end_hour) for slot in session.slot_ids],
            [
                ("2027-01-12", 9.0, 12.5),
                ("2027-01-12", 13.5, 17.0),
                ("2027-01-13", 9.0, 12.5),
                ("2027-01-13", 13.5, 17.0),
            ],
        )
        self.assertEqual((session.date_start, session.date_end), (date(2027, 1, 12), date(2027, 1, 13)))
        self.assertEqual(session.hours, 14)
        self.assertRegex(session.name, r"^FOR/20\d\d/0001$")
        session.action_plan()
        self.assertEqual(session.state, "planned")
        self.assertEqual(self._plan(), session, "planned once")

    def test_t3_weekends_and_holidays_are_left_out(self):
        self._add_holiday("2027-06-10")
        self.training.write({"training_start_date": "2027-06-09", "training_end_date": "2027-06-15"})
        days = {str(slot.date) for slot in self._plan().slot_ids}
        self.assertEqual(days, {"2027-06-09", "2027-06-11", "2027-06-14", "2027-06-15"})

    def test_t3_schedules(self):
        for text, expected in (
            (DAY, [(9.0, 12.5), (13.5, 17.0)]),
            ("9h-12h30 et 13h30-17h", [(9.0, 12.5), (13.5, 17.0)]),
            ("9:00 à 12:00", [(9.0, 12.0)]),
            ("9 h – 17 h", []),
            ("13 h – 17 h, 9 h – 12 h", []),
            ("9 h – 12 h sauf vendredi", []),
            ("le matin", []),
            ("9 h – 12 h, 9 h – 12 h", []),
            ("22 h – 26 h", []),
            ("", []),
        ):
            with self.subTest(text):
                self.assertEqual(parse_schedule(text), expected)

    def test_t3_hours_of_no_half_day_are_asked(self):
        self.training.training_schedule = "9 h – 17 h"
        session = self._plan()
        self.assertFalse(session.slot_ids)
        self.assertEqual(len(session.registration_ids), 2)
        with self.assertRaisesRegex(UserError, "no half-day"):
            session.action_plan()

    def test_t3_only_an_accepted_training_quote(self):
        with self.assertRaisesRegex(UserError, "not an accepted training quote"):
            self.training.copy().action_plan_session()
        order = self._create_quote()
        order.action_confirm()
        with self.assertRaisesRegex(UserError, "not an accepted training quote"):
            order.action_plan_session()

    def test_t4_hours_are_those_of_the_quote(self):
        session = self._plan()
        session.slot_ids[-1].end_hour = 16.75
        with self.assertRaisesRegex(UserError, r"make 13[.,]75 hours.*says 14"):
            session.action_plan()
        self.assertEqual(session.state, "draft")

    def test_t4_a_plan_keeps_its_hours(self):
        session = self._plan()
        session.action_plan()
        slot = session.slot_ids[0]
        slot.date = "2027-01-14"
        for change in (
            lambda: slot.write({"end_hour": 12}),
            lambda: slot.write({"duration": 2}),
            slot.unlink,
            lambda: slot.create({"session_id": session.id, "date": "2027-01-15"}),
        ):
            with self.assertRaisesRegex(UserError, "take it back to planning"), self.env.cr.savepoint():
                change()
        session.action_back_to_draft()
        slot.end_hour = 12
        self.assertEqual(session.hours, 13.5)

    def test_t5_a_half_day_is_five_hours(self):
        slot = self._plan().slot_ids[0]
        slot.end_hour = 13.5 - 1 / 60
        for values in ({"start_hour": 8}, {"end_hour": 8}, {"duration": 6}, {"duration": 0}, {"start_hour": -1}):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                slot.write(values)

    def test_t5_half_days_do_not_overlap(self):
        first, second, *_others = self._plan().slot_ids
        first.end_hour = 13.5
        with self.assertRaisesRegex(ValidationError, "overlap"):
            second.start_hour = 13

    def test_t5_a_trainer_is_in_one_place(self):
        one, other = self._plan(), self._plan(self._copy())
        one.trainer_ids = self.julie
        self.assertEqual(one.slot_ids.trainer_ids, self.julie)
        other.trainer_ids = self.karim
        with self.assertRaisesRegex(ValidationError, "Julie Martin is already in"), self.env.cr.savepoint():
            other.slot_ids[0].trainer_ids = self.julie
        other.slot_ids[0].date = "2027-01-20"
        other.slot_ids[0].trainer_ids = self.julie
        with self.assertRaisesRegex(ValidationError, "Julie Martin is already in"), self.env.cr.savepoint():
            other.slot_ids[-1].date = other.slot_ids[0].date = "2027-01-12"
        one.action_cancel()
        other.trainer_ids = self.julie
        other.slot_ids.filtered(lambda slot: str(slot.date) == "2027-01-20").date = "2027-01-12"
        with self.assertRaisesRegex(ValidationError, "Julie Martin is already in"):
            one.action_back_to_draft()

    def test_t5_a_trainee_is_in_one_place(self):
        contact = self.env["res.partner"].create({"name": "Claire Dupont"})
        self.training.trainee_ids[0].partner_id = contact
        order = self._copy()
        self.assertEqual(order.trainee_ids[0].partner_id, contact)
        self._plan()
        with self.assertRaisesRegex(ValidationError, "Claire Dupont is already in"):
            self._plan(order)

    def test_t5_nobody_teaches_here_and_learns_there(self):
        one, other = self._plan(), self._plan(self._copy())
        other.trainer_ids = self.karim
        one.registration_ids[0].trainee_id.partner_id = self.julie.partner_id
        for session, words in ((one, "teaches"), (other, "Julie Martin is already in")):
            with self.subTest(words), self.assertRaisesRegex(ValidationError, words), self.env.cr.savepoint():
                session.trainer_ids = self.julie
        with self.assertRaisesRegex(ValidationError, "Karim Haddad is already in"), self.env.cr.savepoint():
            one.registration_ids[1].trainee_id.partner_id = self.karim.partner_id
        one.registration_ids[0].action_cancel()
        one.trainer_ids = self.julie

    def test_t5_a_person_is_in_a_session_once(self):
        contact = self.env["res.partner"].create({"name": "Claire Dupont"})
        first, second = self.training.trainee_ids
        first.partner_id = contact
        session, order = self._plan(), self._copy()
        with self.assertRaisesRegex(UserError, "Claire Dupont is registered"), self.env.cr.savepoint():
            second.partner_id = contact
        with self.assertRaisesRegex(UserError, "Claire Dupont is registered"), self.env.cr.savepoint():
            session.registration_ids = [Command.create({"trainee_id": order.trainee_ids[0].id})]
        session.registration_ids[0].action_cancel()
        session.registration_ids = [Command.create({"trainee_id": order.trainee_ids[0].id})]

    def test_t5_what_is_given_at_an_hour_from_now_on(self):
        """What was at one's own pace is somewhere once it is live."""
        session = self._plan()
        second = session.slot_ids[1]
        second.kind = "self_paced"
        second.start_hour = 12
        with self.assertRaisesRegex(ValidationError, "overlap"):
            second.kind = "live_remote"

    def test_t6_a_holiday_takes_a_reason(self):
        self._add_holiday("2027-01-20")
        slot = self._plan().slot_ids[0]
        for reason in (False, "  "):
            with self.assertRaisesRegex(ValidationError, "public holiday"), self.env.cr.savepoint():
                slot.write({"date": "2027-01-20", "holiday_reason": reason})
        slot.write({"date": "2027-01-20", "holiday_reason": "Asked by the customer"})
        self.assertEqual(str(slot.date), "2027-01-20")

    def test_t8_a_session_of_several_quotes(self):
        session, order = self._plan(), self._copy()
        session.registration_ids = [Command.create({"trainee_id": order.trainee_ids[0].id})]
        self.assertEqual(session.order_ids, self.training + order)
        self.assertEqual(self._plan(order), session, "the copy has its session")
        order._action_cancel()
        self.assertEqual(session.registration_ids.mapped("state"), ["expected", "expected", "cancelled"])
        session.action_plan()

    def test_t4_who_joins_a_plan_was_sold_its_hours(self):
        session, order = self._plan(), self._copy(training_hours=7)
        session.action_plan()
        join = {"session_id": session.id, "trainee_id": order.trainee_ids[0].id}
        with self.assertRaisesRegex(UserError, rf"{order.name} says 7"), self.env.cr.savepoint():
            self.env["agency.training.registration"].create(join)
        order.training_hours = 14
        self.env["agency.training.registration"].create(join)
        self.assertEqual(session.order_ids, self.training + order)

    def test_t8_trainees_and_contacts_are_of_the_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        contact = self.env["res.partner"].create({"name": "Theirs", "company_id": other.id})
        with self.assertRaisesRegex(ValidationError, "another company"), self.env.cr.savepoint():
            self.training.trainee_ids[0].partner_id = contact
        theirs = self.env["agency.training.session"].create({"title": "Theirs", "company_id": other.id})
        with self.assertRaisesRegex(UserError, "another company"):
            theirs.registration_ids = [Command.create({"trainee_id": self.training.trainee_ids[0].id})]

    def test_t10_a_plan_without_an_accepted_quote_is_not_made(self):
        session = self._plan()
        self.training._action_cancel()
        with self.assertRaisesRegex(UserError, "not accepted any more"):
            session.action_plan()

    def test_t9_what_has_begun_does_not_move(self):
        session = self._plan()
        session.action_plan()
        with freeze_time("2027-01-12 08:30:00"):
            with self.assertRaisesRegex(UserError, "has begun"):
                session.slot_ids[0].date = "2027-02-01"
            session.slot_ids[-1].date = "2027-01-14"
            for action in (session.action_cancel, session.action_back_to_draft):
                with self.assertRaisesRegex(UserError, "has begun"):
                    action()

    def test_t10_cancelling_the_quote(self):
        session = self._plan()
        self.training._action_cancel()
        self.assertEqual(set(session.registration_ids.mapped("state")), {"cancelled"})

    def test_t10_a_session_that_has_begun_is_abandoned_first(self):
        session = self._plan()
        with self.assertRaisesRegex(UserError, "has not begun"):
            session.registration_ids.action_abandon()
        # 9 h in Paris is 8 h UTC.
        with freeze_time("2027-01-12 07:59:00"):
            self.assertFalse(session._has_begun())
        with freeze_time("2027-01-12 08:00:00"):
            with self.assertRaisesRegex(UserError, "can abandon it"):
                self.training._action_cancel()
            self.assertEqual(self.training.state, "sale")
            session.registration_ids.action_abandon()
            self.training._action_cancel()
        self.assertEqual(set(session.registration_ids.mapped("state")), {"abandoned"})

    def test_t11_a_trainee_is_replaced_before_the_start(self):
        session = self._plan()
        new = self.env["agency.trainee"].create({"order_id": self.training.id, "name": "Nadia Roux"})
        session.registration_ids[0].action_cancel()
        session.registration_ids = [Command.create({"trainee_id": new.id})]
        self.assertEqual(session.registration_count, 2)
        with freeze_time("2027-01-12 08:30:00"), self.assertRaisesRegex(UserError, "has begun"):
            session.registration_ids[-1].action_cancel()

    def test_t47_a_quote_that_was_amended_is_said(self):
        session = self._plan()
        session.action_plan()
        self.assertFalse(session.amended_note)
        new = self.env["agency.trainee"].create({"order_id": self.training.id, "name": "Nadia Roux"})
        self.training.training_hours = 7
        self.assertRegex(session.amended_note, rf"(?s)Nadia Roux.*14 hours.*{self.training.name} 7")
        session.registration_ids = [Command.create({"trainee_id": new.id})]
        session.registration_ids[-1].action_cancel()
        self.training.training_hours = 14
        self.assertFalse(session.amended_note, "who was taken out was known")

    def test_t12_a_copy_has_trainees_and_no_session(self):
        self._plan()
        copy = self.training.copy()
        self.assertEqual(copy.trainee_ids.mapped("name"), self.training.trainee_ids.mapped("name"))
        self.assertFalse(copy.session_ids)

    def test_t70_what_the_rules_write_is_not_typed(self):
        user = new_test_user(self.env, "planner", "agency_crm.group_agency_user", company_id=self.company.id)
        session = self._plan(self.training.with_user(user)).with_user(user)
        session.action_plan()
        other = self._plan(self._copy()).with_user(user)
        for record, values in (
            (session, {"state": "draft"}),
            (session, {"order_ids": [Command.clear()]}),
            (session.registration_ids[0], {"state": "abandoned"}),
            (session.registration_ids[0], {"session_id": other.id}),
            (session.slot_ids[0], {"session_id": other.id}),
            (self.julie.with_user(user), {"kind": "volunteer"}),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                record.write(values)

    def _add_holiday(self, day):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.company.resource_calendar_id.id,
                "company_id": self.company.id,
                "date_from": f"{day} 00:00:00",
                "date_to": f"{day} 21:59:59",
            }
        )
