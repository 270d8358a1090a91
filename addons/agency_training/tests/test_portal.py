"""The customer's trainings on the portal: its own trainees, and nobody else's (T8, T70, T71, §9)."""

import base64
import re

from markupsafe import escape

from odoo.tests import HttpCase, new_test_user, tagged

from .test_attendance import AttendanceCommon


@tagged("-at_install", "post_install")
class TestTrainingPortal(HttpCase, AttendanceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._draw_always()

    def setUp(self):
        super().setUp()
        self.other = self.env["res.partner"].create({"name": "Autre Client", "is_company": True, "lang": "fr_FR"})
        order = self.training.sudo().copy(
            {"partner_id": self.other.id, "trainee_ids": [(0, 0, {"name": "Nadia Roux"})]}
        )
        order.action_confirm()
        self.other_order = order
        self.nadia = self.env["agency.training.registration"].create(
            {
                "session_id": self.session.id,
                "trainee_id": order.trainee_ids.filtered(lambda one: one.name == "Nadia Roux").id,
            }
        )
        self.client = self._portal_user("client.portal", self.training.partner_id)
        self.stranger = self._portal_user("other.portal", self.other)
        self.token = self.training.sudo()._portal_ensure_token()
        self.page = f"/my/trainings/{self.training.id}"

    def _portal_user(self, login, partner):
        user = new_test_user(self.env, login, "base.group_portal", lang="fr_FR")
        user.partner_id.parent_id = partner.commercial_partner_id
        for order in (self.training, self.other_order):
            if order.partner_id.commercial_partner_id == partner.commercial_partner_id:
                order.sudo().message_subscribe(user.partner_id.ids)
        return user

    def _open(self, path, user=None, status=200):
        # `HttpCase` keeps its own under the name of ours.
        session, self.session = self.session, None
        self.authenticate(user and user.login, user and user.login)
        self.session = session
        answer = self.url_open(path, allow_redirects=False)
        self.assertEqual(answer.status_code, status, path)
        return answer

    def test_t8_a_customer_sees_its_own_trainees_alone(self):
        answer = self._open(self.page, self.client)
        for words in ("Claire Dupont", "Marc Petit", self.session.title, "12/01/2027"):
            self.assertIn(words, answer.text)
        self.assertNotIn("Nadia Roux", answer.text)
        self.assertNotIn(self.token, answer.text, "an account has no right to sign")
        answer = self._open(f"/my/trainings/{self.other_order.id}", self.stranger)
        self.assertIn("Nadia Roux", answer.text)
        self.assertNotIn("Claire Dupont", answer.text)

    def test_t8_its_list_is_its_own(self):
        answer = self._open("/my/trainings", self.client)
        self.assertIn(self.training.name, answer.text)
        self.assertNotIn(f"/my/trainings/{self.other_order.id}", answer.text)
        self.assertEqual(self._open("/my/trainings", status=303).status_code, 303)
        self._open("/my", self.client)

    def test_the_key_of_the_quote_opens_its_page_and_its_papers(self):
        answer = self._open(f"{self.page}?access_token={self.token}")
        self.assertIn("Claire Dupont", answer.text)
        self.assertIn(f"{self.page}/agreement?access_token={self.token}", answer.text)
        answer = self._open(f"{self.page}/agreement?access_token={self.token}")
        self.assertIn("Convention", self._read(answer.content))
        self.assertIn("no-store", answer.headers["Cache-Control"])
        answer = self._open(f"{self.page}/programme?access_token={self.token}")
        self.assertIn("Créer un site WordPress", self._read(answer.content))

    def test_the_agreement_is_the_copy_that_was_signed(self):
        self.training.sudo().write(
            {"training_agreement_file": self._scan(), "training_agreement_filename": "Convention signée.pdf"}
        )
        answer = self._open(f"{self.page}/agreement", self.client)
        self.assertEqual(answer.content, base64.b64decode(self.scan))

    def test_a_convocation_once_the_trainee_was_told(self):
        path = f"{self.page}/convocation/{self.claire.id}"
        self._open(path, self.client, 404)
        self.claire._by_rules().convoked_on = "2026-12-01 10:00:00"
        self.assertIn(path, self._open(self.page, self.client).text)
        self.assertIn("Claire Dupont", self._read(self._open(path, self.client).content))

    def test_certificates_once_the_session_was_given(self):
        path = f"{self.page}/certificate/{self.claire.id}"
        self._open(path, self.client, 404)
        with self._at("13 17:00"):
            self._close(self.slots, absent=self.marc)
            text = self._open(self.page, self.client).text
            self.assertIn(path, text)
            self.assertNotIn(f"{self.page}/certificate/{self.marc.id}", text)
            self.assertIn("14 heures", self._read(self._open(path, self.client).content))
            self.assertIn(
                "Claire", self._read(self._open(path.replace("certificate", "attestation"), self.client).content)
            )
            self._open(f"{self.page}/certificate/{self.marc.id}", self.client, 404)

    def test_t71_whatever_is_wrong_the_answer_is_the_same(self):
        self.nadia._by_rules().convoked_on = "2026-12-01 10:00:00"
        self.claire._by_rules().convoked_on = "2026-12-01 10:00:00"
        draft = self._create_quote(is_training=True, training_title="SECRET")
        draft_token = draft._portal_ensure_token()
        other_token = self.other_order.sudo()._portal_ensure_token()
        right = f"?access_token={self.token}"
        bodies = set()
        for path, user in (
            ("/my/trainings/999999", self.client),
            (self.page, None),
            (self.page, self.stranger),
            (f"{self.page}?access_token=x", None),
            (f"{self.page}?access_token={other_token}", None),
            (f"/my/trainings/{draft.id}?access_token={draft_token}", None),
            (f"{self.page}/convocation/{self.nadia.id}{right}", None),
            (f"{self.page}/convocation/{self.nadia.id}", self.client),
            (f"{self.page}/convocation/{self.claire.id}", self.stranger),
            (f"/my/trainings/{self.other_order.id}/convocation/{self.claire.id}", self.stranger),
            (f"{self.page}/agreement/{self.claire.id}{right}", None),
            (f"{self.page}/convocation{right}", None),
            (f"{self.page}/attendance_sheet{right}", None),
            (f"{self.page}/_get_portal_paper{right}", None),
        ):
            with self.subTest(path):
                answer = self._open(path, user, 404)
                self.assertNotIn("SECRET", answer.text)
                self.assertNotIn("Nadia", answer.text)
                if not user:
                    bodies.add(re.sub(r'csrf_token: "[^"]*"', "", answer.text.replace(escape(path), "")))
        self.assertEqual(len(bodies), 1)

    def test_t70_nothing_is_read_over_rpc(self):
        """What the page shows stays closed to the account."""
        for model in ("agency.training.registration", "agency.training.session", "agency.trainee", "agency.course"):
            self.assertFalse(self.env[model].with_user(self.client).has_access("read"), model)
        order = self.training.with_user(self.client)
        for name in ("training_course_id", "is_programme_mailed", "trainee_ids", "session_ids"):
            self.assertFalse(order._has_field_access(order._fields[name], "read"), name)

    def test_t72_a_name_is_no_code(self):
        self.claire.trainee_id.name = "<script>alert(1)</script>"
        answer = self._open(self.page, self.client)
        self.assertNotIn("<script>alert(1)</script>", answer.text)
        self.assertIn("&lt;script&gt;alert(1)", answer.text)
        answer = self._open(f"{self.page}?access_token=%22%3E%3Cscript%3Ealert(2)", self.client)
        self.assertNotIn("<script>alert(2)", answer.text)
