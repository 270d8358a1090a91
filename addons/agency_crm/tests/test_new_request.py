"""A request is noted in one small form; whoever is known is shown before a second one is made of them."""

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..name_keys import get_key, get_shorter_keys
from .common import AgencyCommon


@tagged("post_install", "-at_install")
class TestNewRequest(AgencyCommon):
    def _note(self, **values):
        request = Form(self.env["agency.new.request"])
        for name, value in {"name": "Brochure", **values}.items():
            setattr(request, name, value)
        return request

    def _save(self, request):
        action = request.save().action_save()
        return self.env[action["res_model"]].browse(action["res_id"])

    def test_names_are_the_same_without_legal_form_accents_and_little_words(self):
        for name in (
            "L'Imprimerie du Parc, SARL",
            "imprimerie du parc",
            "S.A.R.L. IMPRIMERIE DU PARC",
            "Imprimerie Parc",
        ):
            self.assertEqual(get_key(name), "imprimerie parc", name)
        self.assertEqual(get_key("Œuvres & Élan"), "oeuvres elan")
        # Nothing else is left of these.
        self.assertEqual(get_key("La Société"), "la societe")
        self.assertEqual((get_key(None), get_key("…")), ("", ""))
        self.assertEqual(get_shorter_keys("a b c"), ["a b", "a b c"])

    def test_a_new_company_with_its_contact_is_one_form(self):
        deal = self._save(
            self._note(
                company_name="Scierie Vautrin",
                contact_name="Paul Roy",
                email="paul@vautrin.example",
                phone="03 29 00 00 01",
            )
        )
        self.assertEqual(
            (deal._name, deal.name, deal.type, deal.user_id), ("crm.lead", "Brochure", "opportunity", self.user)
        )
        self.assertEqual((deal.partner_id.name, deal.partner_id.email), ("Paul Roy", "paul@vautrin.example"))
        self.assertEqual((deal.account_id.name, deal.account_id.is_company), ("Scierie Vautrin", True))
        self.assertEqual(deal.account_id.account_type, "prospect")
        self.assertEqual(deal.stage_id, self._stage("analysis"))
        self.assertTrue(deal.next_step_date)

    def test_a_private_person_is_one_record(self):
        deal = self._save(self._note(contact_name="Zoé Lang", phone="07 00 00 00 09"))
        self.assertEqual((deal.partner_id, deal.partner_id.is_company), (deal.account_id, False))

    def test_a_number_alone_makes_no_contact(self):
        deal = self._save(self._note(phone="07 00 00 00 09"))
        self.assertFalse(deal.partner_id)
        self.assertIn("7 00 00 00 09", deal.phone)

    def test_look_alikes_are_shown_however_they_are_described(self):
        self.account.company_registry = "73282932000074"
        self.contact.phone = "06 39 98 20 22"
        for values in (
            {"company_name": "L'IMPRIMERIE DU PARC SAS"},
            {"company_name": "Imprimerie du parc Nancy"},
            {"company_name": "732 829 320"},
            {"company_name": "73282932000074"},
        ):
            with self.subTest(values):
                self.assertIn(self.account, self._note(**values).lookalike_ids[:])
        for values in (
            {"email": "Claire@Example.com"},
            {"phone": "+33 6 39 98 20 22"},
            {"contact_name": "claire MARTIN"},
            {"company_name": "imprimerie du parc", "contact_name": "Claire Martin"},
        ):
            with self.subTest(values):
                self.assertIn(self.contact, self._note(**values).lookalike_ids[:])

    def test_a_namesake_of_another_company_is_none(self):
        request = self._note(company_name="Scierie Vautrin", contact_name="Claire Martin")
        self.assertFalse(request.lookalike_ids[:])

    def test_the_company_of_a_mail_domain_is_shown_but_not_of_a_provider(self):
        self.account.email = "accueil@imprimerie-parc.example"
        self.assertIn(self.account, self._note(email="paul@imprimerie-parc.example").lookalike_ids[:])
        self.account.email = "imprimerie.parc@orange.fr"
        self.assertFalse(self._note(email="paul@orange.fr").lookalike_ids[:])

    def test_no_second_one_is_made_before_they_were_looked_at(self):
        request = self._note(company_name="Imprimerie du Parc SARL").save()
        before = self.env["res.partner"].search_count([])
        self.assertEqual(request.action_save()["res_model"], request._name)
        self.assertEqual(self.env["res.partner"].search_count([]), before)
        request.action_save_anyway()
        self.assertEqual(self.env["res.partner"].search_count([]), before + 1)

    def test_the_one_recognised_is_taken_and_completed(self):
        self.contact.write({"phone": False})
        before = self.env["res.partner"].search_count([])
        request = self._note(email="claire@example.com", phone="06 00 00 00 01")
        request.partner_id = self.contact
        self.assertEqual((request.company_name, request.contact_name), ("Imprimerie du parc", "Claire Martin"))
        deal = self._save(request)
        self.assertEqual((deal.partner_id, deal.account_id), (self.contact, self.account))
        self.assertIn("6 00 00 00 01", self.contact.phone)
        self.assertEqual(self.env["res.partner"].search_count([]), before)

    def test_what_is_known_stays_and_another_telephone_is_noted(self):
        known = self.contact.phone
        request = self._note(contact_name="Claire Martin", phone="06 00 00 00 01")
        request.partner_id = self.contact
        deal = self._save(request)
        self.assertEqual(self.contact.phone, known)
        self.assertIn("06 00 00 00 01", deal.description)

    def test_a_new_contact_of_an_account_that_is_known(self):
        request = self._note(company_name="imprimerie du parc", contact_name="Paul Roy")
        request.partner_id = self.account
        deal = self._save(request)
        self.assertEqual((deal.partner_id.name, deal.partner_id.parent_id), ("Paul Roy", self.account))

    def test_a_deal_under_way_takes_the_request_instead_of_a_second_one(self):
        request = self._note(name="And a poster", note="A2, in colour", company_name="imprimerie du parc")
        request.partner_id = self.contact
        self.assertIn(self.deal, request.open_deal_ids[:])
        request.lead_id = self.deal
        before = self.env["crm.lead"].search_count([])
        self.assertEqual(self._save(request), self.deal)
        self.assertEqual(self.env["crm.lead"].search_count([]), before)
        self.assertIn("A2, in colour", self.deal.message_ids[0].body)

    def test_a_number_nobody_has_asks_for_the_name(self):
        with self.assertRaisesRegex(UserError, "552100554"):
            self._note(company_name="552 100 554").save().action_save()
        with self.assertRaisesRegex(UserError, "title of the deal"):
            self._note(name=False).save().action_save()

    def test_doubles_are_merged_from_there_by_whoever_may(self):
        double = self.account.copy({"name": "Imprimerie du Parc SARL"})
        request = self._note(company_name="imprimerie du parc")
        self.assertTrue(request.has_doubles)
        context = request.save().with_user(self.manager).action_merge()["context"]
        self.assertEqual(set(context["active_ids"]), {self.account.id, double.id})

    def test_percent_signs_are_text(self):
        for typed in ("%%%", "___", "\\\\\\", "' OR 1=1"):
            self.assertFalse(
                self._note(company_name=typed, contact_name=typed, email=typed, phone=typed).lookalike_ids[:]
            )
