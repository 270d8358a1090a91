"""What the screen that is passed round shows (TRAINING T20, T22, T28, T33, T70)."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .drawings import draw
from .test_signing import SigningCommon


@tagged("-at_install", "post_install")
class TestSigningScreen(SigningCommon):
    def _screen(self, user=None):
        screen = self.slot.with_user(user or self.user).get_signing_screen()
        return screen, {person["name"]: person for person in screen["people"]}

    def test_t20_each_by_name_and_who_signed_by_the_time(self):
        with self._at("12 09:10"):
            action = self.slot.action_sign_on_screen()
            self.assertEqual((action["tag"], action["target"]), ("agency_training.signing_screen", "fullscreen"))
            self.of_claire.sign_on_screen(draw())
            screen, people = self._screen()
        self.assertEqual(list(people), ["Claire Dupont", "Marc Petit", "Julie Martin"])
        self.assertEqual(people["Claire Dupont"]["text"], "09:10")
        signed = {name: (person["is_signed"], person["may_sign"]) for name, person in people.items()}
        self.assertEqual(
            signed, {"Claire Dupont": (True, False), "Marc Petit": (False, True), "Julie Martin": (False, False)}
        )
        self.assertFalse(screen["message"] or screen["is_late"])
        keys = {"id", "is_signed", "may_sign", "model", "name", "role", "text"}
        self.assertEqual([set(person) for person in screen["people"]], [keys] * 3, "no signature is among them (T33)")

    def test_t22_before_its_time_it_says_so(self):
        with self._at("12 08:30"):
            screen, people = self._screen()
        self.assertIn("is signed from", screen["message"])
        self.assertFalse(any(person["may_sign"] for person in people.values()))

    def test_t22_late_a_responsable_alone_is_asked_why(self):
        with self._at("14 09:00"):
            screen, people = self._screen()
            self.assertIn("too late", screen["message"])
            self.assertFalse(people["Claire Dupont"]["may_sign"])
            screen, people = self._screen(self.manager)
            self.assertTrue(screen["is_late"] and not screen["message"] and people["Claire Dupont"]["may_sign"])
            self.of_claire.with_user(self.manager).sign_on_screen(draw(), late_reason="Forgotten")
            self.assertIn("late", self._screen(self.manager)[1]["Claire Dupont"]["text"])

    def test_t25_who_is_missing_is_said(self):
        with self._at("12 12:30"):
            self.of_claire.state = "absent"
            people = self._screen()[1]
            self.assertFalse(people["Julie Martin"]["may_sign"], "T28: Marc comes before")
            self.of_marc.sign_on_screen(draw())
            people = self._screen()[1]
        self.assertEqual(people["Claire Dupont"]["text"], "Absent")
        self.assertFalse(people["Claire Dupont"]["may_sign"])
        self.assertTrue(people["Julie Martin"]["may_sign"], "T28: it is over")

    def test_t27_of_a_closed_sheet_there_is_no_screen(self):
        with self._at("12 12:30"):
            self._close(self.slot)
            with self.assertRaisesRegex(UserError, "is closed"):
                self.slot.action_sign_on_screen()
            self.assertIn("is closed", self._screen()[0]["message"])

    def test_t70_nobody_else_sees_it(self):
        company = self.env["res.company"].create({"name": "Other"})
        options = {"company_id": company.id, "company_ids": [Command.set(company.ids)]}
        stranger = new_test_user(self.env, "stranger", "agency_crm.group_agency_user", **options)
        for other in (stranger, new_test_user(self.env, "customer", "base.group_portal")):
            with self.assertRaises(AccessError):
                self._screen(other)
            with self._at("12 09:10"), self.assertRaises(AccessError):
                self.of_claire.with_user(other).sign_on_screen(draw())
