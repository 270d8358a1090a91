"""What is done at one's own pace is never signed: its hours count once, with a proof (TRAINING T31)."""

import base64

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .drawings import draw
from .test_kept_sheet import KeptSheetCommon
from .test_session_papers import CERTIFICATE


@tagged("-at_install", "post_install")
class TestActivity(KeptSheetCommon):
    """The second day is at the trainees' own pace."""

    def setUp(self):
        super().setUp()
        self.session.action_back_to_draft()
        self.alone = self.slots[2:]
        self.alone.write({"kind": "self_paced"})
        self.session.action_plan()

    def _create(self, **values):
        values = {"registration_id": self.claire.id, "name": "QCM", "estimated_hours": 3.5, **values}
        return (
            self.env["agency.training.activity"]
            .with_user(self.user)
            .create({"done_on": "2027-01-13", "proof_text": "Plateforme, 13/01, 82 %", **values})
        )

    def test_t31_nobody_is_on_its_sheet_and_nobody_signs(self):
        self.assertFalse(self.alone.attendance_ids)
        self.assertEqual(self.session.sheets_closed, "0 / 2")
        with self._at("13 18:00"):
            with self.assertRaisesRegex(UserError, "never signed"):
                self.alone[0].delivery_ids.with_user(self.manager).sign_on_screen(draw(), late_reason="x")
            with self.assertRaisesRegex(UserError, "never signed"):
                self.alone[0].action_close_sheet()
        text = self._text(self.session, "agency_training.report_attendance_sheet")
        self.assertNotIn("13/01/2027 9 h", text)
        convocation = self._text(self.claire.sudo(), "agency_training.report_convocation")
        self.assertIn("à votre rythme, 3,5 h", convocation)

    def test_t31_hours_count_once(self):
        with self._at("13 18:00"):
            activity = self._create()
            self.assertEqual(self.claire.hours_done, 3.5)
            self._close(self.slots[:2])
            self.assertEqual(self.session.state, "done")
            self.assertEqual(self.claire.hours_done, 10.5)
            self._create(name="Devoir")
            self.assertEqual((self.claire.hours_done, self.marc.hours_done), (14, 7))
            self.assertIn("pour une durée de 14 heures", self._text(self.claire.sudo(), CERTIFICATE))
            with self.assertRaisesRegex(UserError, "it is kept"):
                activity.with_user(self.manager).unlink()

    def test_t31_no_more_than_the_session_has_at_ones_own_pace(self):
        with self._at("13 18:00"):
            self._create(estimated_hours=7)
            with self.assertRaisesRegex(ValidationError, "count by their sheets"):
                self._create(estimated_hours=0.25)
            for hours in (0, -1, 0.1, float("1e9")):
                with self.assertRaises(ValidationError), self.env.cr.savepoint():
                    self._create(registration_id=self.marc.id, estimated_hours=hours)

    def test_t31_a_proof_and_a_day_that_is_over(self):
        with self._at("13 18:00"):
            for values in ({"proof_text": False}, {"proof_text": " "}, {"done_on": "2027-01-14"}):
                with self.assertRaises(ValidationError), self.env.cr.savepoint():
                    self._create(**values)
            self._create(proof_text=False, proof_file=base64.b64encode(b"log"), proof_name="log.txt")

    def test_t31_a_session_without_any_sheet_is_given_when_each_did_something(self):
        self.session.action_back_to_draft()
        self.slots.write({"kind": "self_paced"})
        self.session.action_plan()
        with self._at("13 18:00"):
            self._create(estimated_hours=14)
            self.assertEqual(self.session.state, "planned")
            self._create(registration_id=self.marc.id, estimated_hours=7)
            self.assertEqual(self.session.state, "done")
        self.assertEqual(self.claire.state, "done")

    def test_t5_it_takes_nobodys_time(self):
        self.session.action_back_to_draft()
        self.alone.write({"date": "2027-01-12"})
        self.session.action_plan()
        self.assertEqual(self.session.state, "planned")

    def test_t31_what_is_planned_stays_signed_or_not(self):
        with self.assertRaisesRegex(UserError, "take it back to planning"):
            self.slots[0].kind = "self_paced"

    def test_another_companys_and_a_trainers(self):
        with self._at("13 18:00"):
            activity = self._create()
            trainer = new_test_user(self.env, "teach", "agency_training.group_trainer", company_id=self.company.id)
            with self.assertRaises(AccessError):
                activity.with_user(trainer).read(["name"])
            elsewhere = self._create_company(name="Elsewhere")
            stranger = new_test_user(
                self.env, "far", "agency_crm.group_agency_manager", company_id=elsewhere.id, company_ids=elsewhere.ids
            )
            self.env.invalidate_all()
            for call in (
                lambda: activity.with_user(stranger).read(["name"]),
                lambda: activity.with_user(stranger).write({"estimated_hours": 1}),
                lambda: activity.with_user(stranger).create(
                    {"registration_id": self.marc.id, "name": "x", "estimated_hours": 1, "proof_text": "x"}
                ),
            ):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    call()
            with self.assertRaises(AccessError):
                activity.write({"registration_id": self.marc.id})
