"""Who gives a session for the agency has a written contract (T48, CV16)."""

from unittest import skipUnless

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from odoo.addons.report_weasyprint import engine

from .test_attendance import AttendanceCommon

CONTRACT = "agency_training.report_subcontract"


@tagged("-at_install", "post_install")
class TestSubcontract(AttendanceCommon):
    def _prepare(self, **values):
        self.julie.sudo().kind = "subcontractor"
        self.session.action_add_subcontracts()
        contract = self.session.subcontract_ids
        contract.write(values)
        return contract

    def test_t48_from_the_session_its_subcontractors(self):
        with self.assertRaisesRegex(UserError, "No subcontractor"):
            self.session.action_add_subcontracts()
        contract = self._prepare()
        self.assertEqual(contract.partner_id, self.julie.partner_id)
        self.assertEqual(contract.hours, 14)
        body = self.env["res.partner"].create({"name": "Autre Organisme", "is_company": True})
        self.training.training_subcontractor_id = body
        self.session.action_add_subcontracts()
        self.assertEqual(self.session.subcontract_ids.partner_id, self.julie.partner_id | body)
        with self.assertRaisesRegex(UserError, "No subcontractor"):
            self.session.action_add_subcontracts()

    def test_t48_what_a_contract_says(self):
        self.julie.partner_id.write({"street": "3 quai Baco", "zip": "44000", "city": "Nantes"})
        contract = self._prepare(price=900, mission="Animer les deux jours")
        text = self._text(contract.sudo(), CONTRACT)
        for words in (
            "Contrat de sous-traitance",
            "Atelier C3L",
            "Julie Martin",
            "3 quai Baco",
            "Animer les deux jours",
            self.session.title,
            "Créer un site WordPress",
            "Installer, régler, écrire",
            "14 heures",
            "du 12/01/2027 au 13/01/2027",
            "Locaux du client, Rennes",
            "Salle équipée, supports remis",
            "Feuilles de présence",
            "QCM final",
            "900,00 € HT",
            "Pour le sous-traitant",
        ):
            self.assertIn(words, text)
        self.assertNotIn("1 500", text)
        self.assertNotIn("Imprimerie du Parc", text)

    def test_t48_days_and_hours_are_those_that_they_give(self):
        other = self.env["res.partner"].create({"name": "Paul Autre"})
        paul = self.env["agency.trainer"].with_user(self.manager).create({"partner_id": other.id})
        for slot in self.slots[:2]:
            slot.trainer_ids = paul
        text = self._text(self._prepare(price=900).sudo(), CONTRACT)
        self.assertIn("Durée : 7 heures", text)
        self.assertRegex(text, r"Dates : 13/01/2027\s")
        self.assertNotIn("12/01/2027", text)

    def test_t48_no_contract_with_a_blank(self):
        contract = self._prepare()
        with self.assertRaisesRegex(UserError, "the price"):
            contract.action_print()
        with self.assertRaisesRegex(UserError, "price|prix"):
            self._print(contract.sudo(), CONTRACT)
        contract.price = 900
        self.training.training_means = False
        with self.assertRaisesRegex(UserError, "the means"):
            contract.action_print()
        with self.assertRaises(ValidationError):
            contract.price = -1

    def test_t70_another_company_has_none_of_it(self):
        contract = self._prepare(price=900)
        company = self.env["res.company"].create({"name": "Ailleurs"})
        stranger = new_test_user(
            self.env, "stranger", "agency_crm.group_agency_manager", company_id=company.id, company_ids=company.ids
        )
        with self.assertRaises(AccessError):
            contract.with_user(stranger).read(["price"])
        with self.assertRaises(AccessError):
            contract.create({"session_id": self.session.id, "partner_id": self.customer.id}).with_user(
                stranger
            ).action_print()
        with self.assertRaises(AccessError):
            self.env["agency.training.subcontract"].with_user(stranger).create(
                {"session_id": self.session.id, "partner_id": company.partner_id.id}
            )
        with self.assertRaises(AccessError):
            contract.with_user(self.user).unlink()
        foreign = self.env["res.partner"].create({"name": "Leur", "company_id": company.id})
        with self.assertRaises(UserError):
            contract.create({"session_id": self.session.id, "partner_id": foreign.id})
        with self.assertRaises(AccessError):
            contract.session_id = self.session.copy()

    @skipUnless(engine.has_weasyprint(), "WeasyPrint is not installed")
    def test_engines_print_the_same_words(self):
        self._assert_engines_agree(self._prepare(price=900).sudo(), CONTRACT)
