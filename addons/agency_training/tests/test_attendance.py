import base64
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import TrainingCommon


def travel(moment):
    """Travel in time, which goes on: what draws documents waits by the clock."""
    return freeze_time(moment, tick=True)


class AttendanceCommon(TrainingCommon):
    """A planned session of two trainees and four half-days, on 12 and 13 January 2027."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.training.training_schedule = "9 h – 12 h 30, 13 h 30 – 17 h"
        cls.training.action_confirm()
        partner = cls.env["res.partner"].create({"name": "Julie Martin"})
        cls.julie = cls.env["agency.trainer"].create({"partner_id": partner.id})
        cls.user = new_test_user(cls.env, "planner", "agency_crm.group_agency_user", company_id=cls.company.id)
        cls.manager = new_test_user(cls.env, "head", "agency_crm.group_agency_manager", company_id=cls.company.id)

    def setUp(self):
        super().setUp()
        self.enterContext(travel("2026-12-01 10:00:00"))
        session = self.training.with_user(self.user).action_plan_session()["res_id"]
        self.session = self.env["agency.training.session"].with_user(self.user).browse(session)
        self.session.write({"trainer_ids": self.julie.ids, "user_id": self.user.id})
        self.session.action_plan()
        self.slots = self.session.slot_ids.sorted(lambda slot: (slot.date, slot.start_hour))
        self.claire, self.marc = self.session.registration_ids

    def _at(self, moment):
        """Travel to a moment of Paris, in January 2027: UTC is an hour before."""
        return travel(datetime.fromisoformat(f"2027-01-{moment}") - timedelta(hours=1))

    def _close(self, slots, absent=()):
        for slot in slots:
            for attendance in slot.attendance_ids:
                attendance.state = "absent" if attendance.registration_id in absent else "present"
            slot.write({"sheet_scan": self._scan(), "sheet_scan_name": "feuille.pdf"})
            slot.action_close_sheet()

    def _scan(self):
        if not hasattr(self, "scan"):
            self.scan = base64.b64encode(self._print(self._create_quote()))
        return self.scan


@tagged("-at_install", "post_install")
class TestAttendance(AttendanceCommon):
    def test_t25_who_is_registered_is_on_each_sheet(self):
        for slot in self.slots:
            self.assertEqual(slot.attendance_ids.registration_id, self.claire + self.marc)
            self.assertEqual(set(slot.attendance_ids.mapped("state")), {"expected"})
            self.assertEqual(slot.attendance_summary, "0 / 2")
        self.session.action_back_to_draft()
        self.assertFalse(self.slots.attendance_ids)

    def test_nobody_has_signed_nor_said_so_by_ones_own_defaults(self):
        facts = {
            "signed_name": "Claire",
            "signed_at": "2027-01-12 08:00:00",
            "proof": "screen",
            "signature": base64.b64encode(b"\x89PNG").decode(),
            "signature_hash": "a",
        }
        for model in ("agency.training.attendance", "agency.training.delivery"):
            for name, value in facts.items():
                self.env["ir.default"].with_user(self.user).set(model, name, value, user_id=True)
        attendance = {"recorded_by": self.manager.id, "recorded_on": "2027-01-12 08:00:00"}
        for name, value in attendance.items():
            self.env["ir.default"].with_user(self.user).set("agency.training.attendance", name, value, user_id=True)
        trainee = self.env["agency.trainee"].create({"order_id": self.training.id, "name": "Nadia Roux"})
        registration = self.env["agency.training.registration"].with_user(self.user)
        registration = registration.create({"session_id": self.session.id, "trainee_id": trainee.id})
        sheets = self.slots.attendance_ids.filtered(lambda one: one.registration_id == registration)
        self.assertEqual(len(sheets), len(self.slots))
        partner = self.env["res.partner"].create({"name": "Paul Roux"})
        paul = self.env["agency.trainer"].with_user(self.manager).create({"partner_id": partner.id})
        self.session.with_user(self.user).trainer_ids += paul
        deliveries = self.slots.delivery_ids.filtered(lambda one: one.trainer_id == paul)
        self.assertEqual(len(deliveries), len(self.slots))
        for records, names in ((sheets, [*facts, *attendance]), (deliveries, facts)):
            for record in records.sudo():
                for name in names:
                    self.assertFalse(record[name], name)

    def test_t11_the_sheets_follow_the_registrations(self):
        new = self.env["agency.trainee"].create({"order_id": self.training.id, "name": "Nadia Roux"})
        self.marc.action_cancel()
        self.session.registration_ids = [Command.create({"trainee_id": new.id})]
        self.assertEqual(self.slots[0].attendance_ids.trainee_id.mapped("name"), ["Claire Dupont", "Nadia Roux"])

    def test_t22_nobody_was_at_what_is_to_come(self):
        attendance = self.slots[0].attendance_ids[0]
        with self._at("12 08:44"), self.assertRaisesRegex(UserError, "has not begun"):
            attendance.state = "present"
        with self._at("12 08:45"):
            attendance.state = "present"
        self.assertEqual(attendance.hours, 3.5)
        self.assertEqual(attendance.recorded_by, self.user)

    def test_t26_a_part_is_by_quarters_and_has_a_reason(self):
        attendance = self.slots[0].attendance_ids[0]
        with self._at("12 12:00"):
            attendance.state = "present"
            for values in (
                {"hours": 2},
                {"hours": 2.1, "reason": "Train"},
                {"hours": 0, "reason": "Train"},
                {"hours": 4, "reason": "Zeal"},
                {"state": "absent", "hours": 1},
            ):
                with self.assertRaises(ValidationError), self.env.cr.savepoint():
                    attendance.write(values)
            attendance.write({"hours": 2.25, "reason": "Train"})
        self.assertEqual(attendance.registration_id.hours_done, 2.25)

    def test_t25_closing_asks_for_each(self):
        slot = self.slots[0]
        with self._at("12 11:00"), self.assertRaisesRegex(UserError, "not over"):
            slot.action_close_sheet()
        with self._at("12 12:30"):
            with self.assertRaisesRegex(UserError, "Claire Dupont, Marc Petit"):
                slot.action_close_sheet()
            slot.action_all_present()
            with self.assertRaisesRegex(UserError, "attach the sheet"):
                slot.action_close_sheet()
            slot.sheet_scan = self._scan()
            slot.trainer_ids = False
            with self.assertRaisesRegex(UserError, "name the trainer"):
                slot.action_close_sheet()
            slot.trainer_ids = self.julie
            slot.action_close_sheet()
        self.assertEqual((slot.sheet_state, slot.state), ("closed", "held"))
        self.assertEqual(self.session.sheets_closed, "1 / 4")

    def test_t27_a_closed_sheet_does_not_change(self):
        slot = self.slots[0]
        with self._at("12 12:30"):
            self._close(slot)
            attendance = slot.attendance_ids[0]
            for change in (
                lambda: attendance.write({"state": "absent"}),
                lambda: attendance.sudo().write({"state": "absent"}),
                lambda: attendance.unlink(),
                lambda: slot.write({"sheet_scan": False}),
                lambda: slot.write({"trainer_ids": False}),
                lambda: slot.write({"duration": 3}),
            ):
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    change()
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                slot.sheet_state = "open"

    def test_t27_a_responsable_opens_it_again_and_says_why(self):
        slot = self.slots[0]
        with self._at("13 17:00"):
            self._close(self.slots)
            self.assertEqual(self.session.state, "done")
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                slot._reopen_sheet("Wrong name")
            wizard = self.env["agency.training.reopening"].with_user(self.manager)
            wizard.create({"slot_id": slot.id, "reason": "Wrong <b>name</b>"}).action_reopen()
        self.assertEqual((slot.sheet_state, slot.state, self.session.state), ("open", "planned", "planned"))
        self.assertEqual(set(self.session.registration_ids.mapped("state")), {"expected"})
        self.assertIn("Wrong &lt;b&gt;name&lt;/b&gt;", self.session.message_ids[0].body)

    def test_the_session_is_given_when_all_sheets_are_closed(self):
        with self._at("13 17:00"):
            self._close(self.slots[:3])
            self.assertEqual(self.session.state, "planned")
            self._close(self.slots[3:], absent=self.marc)
        self.assertEqual(self.session.state, "done")
        self.assertEqual((self.claire.hours_done, self.marc.hours_done), (14, 10.5))
        self.assertEqual(set(self.session.registration_ids.mapped("state")), {"done"})

    def test_what_comes_next_is_asked_for(self):
        """TRAINING §3: sheets to close, then certificates to send, one activity at a time."""
        self.training.sudo().training_agreement_file = self._scan()
        own = self.session.activity_schedule("mail.mail_activity_data_todo", summary="Commander le café")
        (activity,) = self.session.activity_ids - own
        self.assertIn("Émargements à clore\N{NO-BREAK SPACE}: Formation WordPress", activity.summary)
        self.assertEqual((activity.date_deadline, activity.user_id), (self.session.date_end, self.session.user_id))
        with self._at("13 17:00"):
            self._close(self.slots)
        (activity,) = self.session.activity_ids - own
        self.assertIn("Certificats à envoyer\N{NO-BREAK SPACE}: Formation WordPress", activity.summary)
        with self._at("13 17:00"):
            self.slots[0].with_user(self.manager)._reopen_sheet("Wrong name")
        self.assertIn("à clore", (self.session.activity_ids - own).summary)

    def test_a_session_not_given_asks_for_nothing(self):
        self.session.action_cancel()
        self.assertFalse(self.session.activity_ids)
        self.assertFalse(self.slots.attendance_ids)

    def test_t55_who_never_came_followed_nothing(self):
        with self._at("13 17:00"):
            self._close(self.slots, absent=self.marc)
        self.assertEqual((self.claire.state, self.marc.state), ("done", "expected"))
        self.assertEqual(self.marc.hours_done, 0)

    def test_t10_what_was_followed_before_abandoning_stays(self):
        with self._at("12 17:00"):
            self._close(self.slots[:2])
            self.marc.action_abandon()
        self.assertEqual(self.marc.hours_done, 7)
        self.assertEqual(self.slots[2].attendance_ids.registration_id, self.claire)

    def test_t70_another_session_and_another_company(self):
        other = self.training.copy()
        other.action_confirm()
        theirs = self.env["agency.training.session"].browse(other.action_plan_session()["res_id"])
        with self.assertRaisesRegex(ValidationError, "not registered"):
            self.env["agency.training.attendance"].create(
                {"slot_id": self.slots[0].id, "registration_id": theirs.registration_ids[0].id}
            )
        company = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env,
            "stranger",
            "agency_crm.group_agency_user",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        attendances = self.env["agency.training.attendance"].with_user(stranger)
        self.assertFalse(attendances.search([]))
        with self.assertRaises(AccessError):
            self.slots[0].attendance_ids[0].with_user(stranger).read(["hours"])
