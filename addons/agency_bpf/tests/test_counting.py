"""Who learnt and who taught: each inscription once, hours from the sheets alone (TRAINING T52, T55 to T60, T64)."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import BpfCommon


@tagged("-at_install", "post_install")
class TestCounting(BpfCommon):
    def test_t55_twelve_people_six_hours_one_absent(self):
        """The notice: 12 trainees × 6 h are 72 hours; with one away all day, 11 persons and 66."""
        self._give(self._order(12))
        bpf = self._state()
        self.assertEqual(self._people(bpf, "F1"), (12, 72))
        self._give(self._order(12), days=["2025-03-05"], absent=[0])
        bpf.action_calculate()
        self.assertEqual(self._people(bpf, "F1"), (23, 138))
        self._assert_balanced(bpf)
        self.assertEqual(self._people(bpf, "F1a"), (23, 138))
        self.assertEqual(self._people(bpf, "F3d"), (23, 138))
        self.assertEqual(self._people(bpf, "F4a"), (23, 138))
        self.assertEqual(
            self._row(bpf, "F4a").name,
            "326 Informatique, traitement de l’information, réseaux de transmission des données",
        )
        self.assertEqual(self._people(bpf, "E1"), (1, 12))

    def test_t56_hours_of_a_session_over_new_year_are_in_their_year(self):
        self._give(self._order(2), days=["2024-12-31", "2025-01-02", "2025-01-03"])
        self.assertEqual(self._people(self._state(2024), "F1"), (2, 12))
        self.assertEqual(self._people(self._state(2025), "F1"), (2, 24))

    def test_t57_cancelled_expected_and_absent_count_nothing(self):
        session = self._give(self._order(2), days=["2025-03-04", "2025-03-05"], absent=[1])
        session.slot_ids[2:]._by_rules().write({"state": "cancelled"})
        self._give(self._order(2), days=["2025-03-06"], is_closed=False)
        bpf = self._state()
        self.assertEqual(self._people(bpf, "F1"), (1, 6))
        self.assertEqual(self._people(bpf, "E1"), (1, 6))

    def test_t52_one_inscription_is_in_each_frame_once(self):
        self._give(self._order(3))
        other = self.env["agency.course"].create(
            {
                "name": "Anglais",
                "bpf_objective": "rs",
                "nsf_id": self.env.ref("agency_bpf.nsf_136").id,
                "company_id": self.company.id,
            }
        )
        self._give(self._order(1), days=["2025-03-06"], hours=7.0, course=other)
        bpf = self._state()
        self._assert_balanced(bpf)
        self.assertEqual(self._people(bpf, "F1"), (4, 25))
        self.assertEqual(self._people(bpf, "F3b"), (1, 7))
        self.assertEqual([self._row(bpf, f"F4{rank}").nsf_id.code for rank in "abc"], ["326", "136", False])
        for code in ("F1", "F3", "F4"):
            entries = self._row(bpf, code).entry_ids
            self.assertEqual(len(entries), len(entries.registration_id), code)
            self.assertEqual(sum(entries.mapped("hours")), 25)

    def test_t52_more_than_five_specialities(self):
        for place, code in enumerate(("310", "311", "312", "313", "314", "315", "320")):
            nsf = self.env.ref(f"agency_bpf.nsf_{code}")
            course = self.env["agency.course"].create({"name": code, "nsf_id": nsf.id, "company_id": self.company.id})
            self._give(self._order(1), days=[f"2025-04-{place + 1:02}"], hours=1.0 + place, course=course)
        bpf = self._state()
        self.assertEqual(
            [self._row(bpf, f"F4{rank}").nsf_id.code for rank in "abcde"], ["320", "315", "314", "313", "312"]
        )
        self.assertEqual(self._people(bpf, "F4f"), (2, 3))
        self._assert_balanced(bpf)

    def test_t59_several_payers_in_one_session(self):
        person = self.env["res.partner"].create({"name": "Nadia Roux"})
        orders = self._order(2) | self._order(1, partner_id=person.id)
        self._give(orders)
        bpf = self._state()
        self.assertEqual(self._people(bpf, "F1"), (3, 18))
        self.assertEqual(self._people(bpf, "F1a"), (2, 12))
        self.assertEqual(self._people(bpf, "F1d"), (1, 6))

    def test_t60_real_hours_are_not_added_to_planned_ones(self):
        session = self._give(self._order(1), is_closed=False)
        attendance = session.slot_ids[0].attendance_ids
        attendance.write({"hours": 1.5, "reason": "Train"})
        self._close(session)
        self.assertEqual(self._row(self._state(), "F1").exact, 4.5)

    def test_t31_activities_count_by_their_estimate_never_as_the_trainers(self):
        session = self._give(self._order(1), alone=["2025-03-05"])
        bpf = self._state()
        self.assertFalse(bpf.is_remote)
        self.env["agency.training.activity"].create(
            {
                "registration_id": session.registration_ids.id,
                "name": "QCM",
                "estimated_hours": 2.0,
                "done_on": "2025-03-05",
                "proof_text": "Plateforme, 82 %",
            }
        )
        bpf.action_calculate()
        self.assertEqual(self._people(bpf, "F1"), (1, 8))
        self.assertEqual(self._people(bpf, "E1"), (1, 6))
        self.assertTrue(bpf.is_remote)

    def test_t57_what_was_done_before_being_taken_out_counts_nothing(self):
        session = self._give(self._order(2), alone=["2025-03-05"], is_closed=False)
        for registration in session.registration_ids:
            self.env["agency.training.activity"].create(
                {
                    "registration_id": registration.id,
                    "name": "QCM",
                    "estimated_hours": 2.0,
                    "done_on": "2025-02-05",
                    "proof_text": "Plateforme, 82 %",
                }
            )
        session.registration_ids[0]._by_rules().state = "cancelled"
        self.assertEqual(self._people(self._state(), "F1"), (1, 2))

    def test_e_each_trainer_of_a_half_day_counts_their_hours(self):
        self.karim.kind = "subcontractor"
        self._give(self._order(1), trainer=self.julie | self.karim)
        self._give(self._order(1), days=["2025-03-06"], trainer=self.karim)
        bpf = self._state()
        self.assertEqual(self._people(bpf, "E1"), (1, 6))
        self.assertEqual(self._people(bpf, "E2"), (1, 12))

    def test_t64_a_freelance_is_e2_and_f2_only_where_the_action_is_entrusted(self):
        self.karim.kind = "subcontractor"
        session = self._give(self._order(2), trainer=self.karim)
        self.assertEqual(session.direction, "own")
        bpf = self._state()
        self.assertEqual((self._people(bpf, "E2"), self._people(bpf, "F2")), ((1, 6), (0, 0)))
        self.karim.nda = "52440999944"
        entrusted = self._give(self._order(2), days=["2025-03-06"], trainer=self.karim)
        self.assertEqual(entrusted.direction, "entrusted_out", "proposed")
        bpf.action_calculate()
        self.assertEqual(self._people(bpf, "F2"), (2, 12))
        self.assertEqual(self._people(bpf, "F1"), (4, 24), "F-2 is a part of F-1")
        entrusted.direction = "own"
        bpf.action_calculate()
        self.assertEqual(self._people(bpf, "F2"), (0, 0))

    def test_g_entrusted_by_another_body_is_not_in_f(self):
        self._give(self._order(3), direction="entrusted_in", entrusted_partner_id=self.customer.id)
        bpf = self._state()
        self.assertEqual((self._people(bpf, "F1"), self._people(bpf, "G")), ((0, 0), (3, 18)))
        self.assertEqual(self._people(bpf, "E1"), (1, 6))

    def test_what_trainers_cost_is_for_a_responsable(self):
        session = self._give(self._order(2), is_closed=False)
        self.julie.hourly_cost, self.karim.kind = 40, "subcontractor"
        self.assertEqual(session.trainers_cost, 6 * 40)
        self.env["agency.training.subcontract"].create(
            {"session_id": session.id, "partner_id": self.karim.partner_id.id, "price": 300}
        )
        self.assertEqual(session.with_user(self.manager).trainers_cost, 540)
        with self.assertRaises(AccessError):
            session.with_user(self.user).read(["trainers_cost"])

    def test_t7_trainees_of_another_body_are_convoked_without_a_quote(self):
        order = self._order(1, training_hours=6)
        session = self._give(order, is_closed=False)
        trainee = order.copy({"trainee_ids": [Command.create({"name": "Envoyée"})], "training_hours": 6}).trainee_ids
        late = self.env["agency.training.registration"].create({"session_id": session.id, "trainee_id": trainee.id})
        self.assertNotIn(late, session._get_unconvoked())
        session.direction = "entrusted_in"
        self.assertIn(late, session._get_unconvoked())

    def test_t43_nobody_is_said_to_be_the_employee_of_who_pays(self):
        session = self._give(self._order(2))
        seeker, employee = session.registration_ids
        seeker.trainee_id.bpf_trainee_type = "jobseeker"
        self.assertIn(self.customer.name, employee._get_pdf_certificate()["trainee"])
        self.assertNotIn(self.customer.name, seeker._get_pdf_certificate()["trainee"])
        session.direction = "entrusted_in"
        self.assertNotIn(self.customer.name, employee._get_pdf_certificate()["trainee"])

    def test_year_and_company_of_others_are_left_out(self):
        self._give(self._order(2), days=["2024-06-04"])
        other = self.env["res.company"].create({"name": "Autre organisme"})
        self.manager.company_ids += other
        bpf = self._state(2025, company_id=other.id)
        self.assertTrue(bpf.is_nil)
        self.assertTrue(self._state(2025).is_nil)
        self.assertEqual(self._people(self._state(2024), "F1"), (2, 12))

    def test_what_is_asked_when_the_training_is_made(self):
        """Payer, kind of trainee, objective, speciality: said or asked on the session, not in April."""
        session = self._give(self._order(2), is_closed=False, course=self.env["agency.course"])
        self.assertIn("speciality", session.bpf_missing)
        session.nsf_id = self.web_nsf
        self.assertFalse(session.bpf_missing)
        self.assertEqual(set(session.registration_ids.trainee_id.mapped("bpf_trainee_type")), {"private"})
        session.registration_ids[0].trainee_id.bpf_trainee_type = False
        self.assertIn("Stagiaire 0", session.bpf_missing)
        opco = self.env["res.partner"].create({"name": "Akto", "is_company": True, "bpf_source": "public_agents"})
        self.assertEqual(self._order(1, partner_id=opco.id).trainee_ids.bpf_trainee_type, "other")
