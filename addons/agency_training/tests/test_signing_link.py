"""A trainee signs by their own link, without an account (TRAINING T20, T22, T23, T71, T72)."""

import base64
import re
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, JsonRpcException, new_test_user, tagged

from ..controllers import tries
from .drawings import draw
from .test_signing import SigningCommon


@tagged("-at_install", "post_install")
class TestSigningLink(HttpCase, SigningCommon):
    def setUp(self):
        super().setUp()
        for registration, email in ((self.claire, "claire@client.example"), (self.marc, "marc@client.example")):
            registration.trainee_id.partner_id = self.env["res.partner"].create(
                {"name": registration.trainee_id.name, "email": email}
            )

    def _path(self, registration=None):
        address = (registration or self.claire)._get_signing_url()
        self.env.flush_all()
        return address.removeprefix(self.claire.get_base_url())

    def _page(self, registration=None):
        answer = self.url_open(self._path(registration))
        self.assertEqual(answer.status_code, 200)
        return answer.text

    def _sign(self, attendance, path=None, drawing=None):
        answer = self.make_jsonrpc_request(
            (path or self._path()) + "/sign", {"attendance_id": attendance.id, "drawing": drawing or draw()}
        )
        self.env.invalidate_all()
        return answer.get("error")

    def _mails(self):
        return self.env["mail.mail"].sudo().search([("model", "=", "agency.training.registration")], order="id")

    def test_t20_two_taps_sign_the_half_day(self):
        with self._at("12 09:10"):
            page = self._page()
            for words in ("Claire Dupont", self.session.title, "9 h – 12 h 30", "12/01/2027", "Julie Martin"):
                self.assertIn(words, page.replace("\N{NO-BREAK SPACE}", " "))
            self.assertNotIn("Marc Petit", page)
            (shown,) = re.findall(r'data-attendance="(\d+)"', page)
            self.assertEqual(int(shown), self.of_claire.id)
            self.assertIsNone(self._sign(self.of_claire))
            self.assertEqual((self.of_claire.state, self.of_claire.proof), ("present", "link"))
            self.assertFalse(self.of_claire.recorded_by, "nobody recorded it for her")
            page = self._page()
            self.assertIn("signé à 09:10", page)
            self.assertNotIn("data-attendance", page)
            self.assertIn("déjà signé", self._sign(self.of_claire))

    def test_t22_only_what_is_signed_now_is_shown(self):
        with self._at("12 08:30"):
            page = self._page()
            self.assertIn("Rien à signer pour le moment", page)
            self.assertIn("08:45", page)
            self.assertIn("à partir du", self._sign(self.of_claire))
        with self._at("12 13:20"):
            # Both halves of the day are open: the first one first.
            self.assertIn("9\N{NO-BREAK SPACE}h –", self._page())
            self._sign(self.of_claire)
            self.assertIn("13\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}30 –", self._page())
        with self._at("13 19:30"):
            self.assertIn("Plus rien à signer", self._page())
            self.assertIn("trop tard", self._sign(self.slots[3].attendance_ids[0]))

    def test_t22_nobody_signs_late_by_a_link(self):
        with self._at("14 09:00"), self.assertRaisesRegex(UserError, "too late"):
            self.claire.sudo().with_user(self.env.ref("base.public_user")).sudo()._sign_by_link(
                self.of_claire.id, draw()
            )

    def test_t23_a_link_signs_for_its_trainee_alone(self):
        with self._at("12 09:10"):
            self.assertIn("n’est plus la vôtre", self._sign(self.of_marc))
            self.assertIn("n’est plus la vôtre", self._sign(self.of_marc.browse(0)))
            self.assertFalse(self.of_marc.signed_at)

    def test_t20_the_code_of_the_room_is_read_with_ones_own_telephone(self):
        with self._at("12 09:10"):
            code = self.of_claire.with_user(self.user).get_signing_code()
            kind, picture = code["picture"].split(";base64,")
            self.assertEqual(kind, "data:image/svg+xml")
            self.assertGreater(base64.b64decode(picture).count(b"<rect"), 100)
            path = code["address"].removeprefix(self.claire.get_base_url())
            self.assertNotIn(self.claire.sudo().signing_token or "none", path)
            self.assertIn("Claire Dupont", self.url_open(path).text)
            # That of one is not that of another.
            theirs = path.replace(f"/{self.claire.id}/", f"/{self.marc.id}/")
            self.assertEqual(self.url_open(theirs).status_code, 404)
            self.assertIn("n’est plus la vôtre", self._sign(self.of_marc, path))
            self.assertIsNone(self._sign(self.of_claire, path))
            self.assertEqual((self.of_claire.state, self.of_claire.proof), ("present", "link"))
            with self.assertRaisesRegex(UserError, "already"):
                self.of_claire.get_signing_code()
        with self._at("12 09:24"):
            self.assertEqual(self.url_open(path).status_code, 200)
        with self._at("12 09:26"):
            self.assertEqual(self.url_open(path).status_code, 404, "over after a quarter of an hour")

    def test_t22_the_code_is_shown_while_it_is_signed(self):
        with self._at("12 08:30"), self.assertRaisesRegex(UserError, "is signed from"):
            self.of_claire.get_signing_code()
        with self._at("14 09:00"), self.assertRaisesRegex(UserError, "late"):
            self.of_claire.with_user(self.manager).get_signing_code()
        stranger = new_test_user(self.env, "customer", "base.group_portal")
        with self._at("12 09:10"), self.assertRaises(AccessError):
            self.of_claire.with_user(stranger).get_signing_code()

    def test_t71_what_is_no_code_is_nobodys(self):
        for token in ("é", "a", "AQ", "%00", "A" * 67, "AQAAAAAAAAAA" * 6):
            with self.subTest(token):
                self.assertFalse(self.claire._is_token_right(token))
                self.assertFalse(self.claire.browse()._is_token_right(token))

    def test_t71_whatever_is_wrong_the_answer_is_the_same(self):
        theirs, right = self._path(self.marc), self._path()
        other = self.training.copy()
        other.write({"training_start_date": "2027-02-09", "training_end_date": "2027-02-10"})
        other.action_confirm()
        theirs_too = self.session.browse(other.action_plan_session()["res_id"])
        gone = right.replace(f"/{self.claire.id}/", f"/{self.claire.id + 10**12}/")
        wrong = [
            theirs.replace(f"/{self.marc.id}/", f"/{self.claire.id}/"),
            right[:-1],
            right + "é",
            gone,
            f"/agency/training/{self.claire.id}/False",
            # Never sent: there is no key yet.
            f"/agency/training/{theirs_too.registration_ids[0].id}/x",
        ]
        with self._at("12 09:10"):
            texts = set()
            for path in wrong:
                answer = self.url_open(path)
                self.assertEqual(answer.status_code, 404)
                texts.add(answer.text)
                with self.assertRaisesRegex(JsonRpcException, "NotFound"):
                    self._sign(self.of_claire, path)
            self.assertEqual(len(texts), 1)
            self.assertFalse(self.of_claire.signed_at)

    def test_t23_a_link_is_over_with_the_registration_and_the_session(self):
        path, theirs = self._path(), self._path(self.marc)
        self.marc.action_cancel()
        self.env.flush_all()
        self.assertEqual(self.url_open(theirs).status_code, 404)
        with self._at("13 17:00"):
            self.assertEqual(self.url_open(path).status_code, 200)
            self._close(self.slots)
            self.env.flush_all()
            self.assertEqual(self.url_open(path).status_code, 404)

    def test_t23_who_guesses_waits(self):
        right, noted = self._path(), []
        # A request that is refused is undone, in a test with all that was done inside: its count is made here.
        with patch.object(tries, "note", lambda _env, address: noted.append(address)):
            self.assertEqual(self.url_open(right + "x").status_code, 404)
            self.assertEqual(self.url_open(right).status_code, 200)
        self.assertEqual(len(noted), 1)
        for _try in range(tries.MOST_TRIES):
            tries.note(self.env, noted[0])
        for path in (right + "x", right):
            self.assertEqual(self.url_open(path).status_code, 429)
        with self.assertRaises(JsonRpcException):
            self._sign(self.of_claire)
        begun = fields.Datetime.now() - timedelta(seconds=tries.SECONDS)
        self.env["agency.tries"].sudo().search([]).since = begun
        self.env.flush_all()
        self.assertEqual(self.url_open(right).status_code, 200)

    def test_t23_a_room_behind_one_address_is_not_kept_waiting(self):
        path = self._path()
        for _visit in range(tries.MOST_TRIES + 1):
            self.assertEqual(self.url_open(path).status_code, 200)

    def test_t72_a_name_is_no_code(self):
        self.claire.trainee_id.sudo().name = "<script>alert(1)</script>"
        self.slot.module = "<b>bold</b>"
        with self._at("12 09:10"):
            page = self._page()
        self.assertNotIn("<script>alert", page)
        self.assertNotIn("<b>bold", page)

    def test_t23_the_key_is_nobodys_to_read(self):
        self._path()
        for user in (self.user, self.manager):
            with self.assertRaises(AccessError):
                self.claire.with_user(user).read(["signing_token"])

    # === MAILS === #

    def test_t20_one_mail_each_with_ones_own_link(self):
        with self._at("12 08:50"):
            self.of_claire.sign_on_screen(draw())
            queue = self.env.ref("mail.ir_cron_mail_scheduler_action")
            triggers = self.env["ir.cron.trigger"].sudo().search([("cron_id", "=", queue.id)])
            self.slots[1].action_send_links()
            soon = self.env["ir.cron.trigger"].sudo().search([("cron_id", "=", queue.id)]) - triggers
            self.assertTrue(soon, "they leave at once, not within the hour")
        mails = self._mails()
        self.assertEqual(mails.mapped("email_to"), ["claire@client.example", "marc@client.example"])
        self.assertFalse(mails.recipient_ids)
        for mail, registration in zip(mails, (self.claire, self.marc), strict=True):
            (address,) = re.findall(r'href="([^"]*/agency/training/[^"]*)"', mail.body_html)
            self.assertEqual(address, registration._get_signing_url())

    def test_t20_who_signed_or_has_no_address_gets_none(self):
        with self._at("12 08:50"):
            self.of_claire.sign_on_screen(draw())
            self.marc.trainee_id.partner_id.email = "no address"
            with self.assertRaisesRegex(UserError, "Marc Petit"):
                self.slot.action_send_links()
            notice = self.slots[1].action_send_links()["params"]
            self.assertIn("Marc Petit", notice["message"])
            self.of_marc.state = "absent"
            with self.assertRaisesRegex(UserError, "Nobody is left"):
                self.slot.action_send_links()
        self.assertEqual(self._mails().mapped("email_to"), ["claire@client.example"])

    def test_t20_no_link_is_sent_of_what_is_over(self):
        with self._at("12 14:31"), self.assertRaisesRegex(UserError, "no link is sent"):
            self.slot.action_send_links()
        with self._at("12 12:30"):
            self._close(self.slot)
            with self.assertRaisesRegex(UserError, "is closed"):
                self.slot.action_send_links()
        self.assertFalse(self._mails())
