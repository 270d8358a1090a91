from datetime import date

from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase, tagged


@tagged("-at_install", "post_install")
class TestLegalText(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.texts = cls.env["agency.legal.text"]
        cls.company = cls.env.company

    def _in_force(self, kind, day):
        return self.texts._get_texts_in_force(self.company, day).get(kind)

    def test_the_wording_changes_on_its_day(self):
        before = self._in_force("vat_franchise", date(2026, 8, 31))
        after = self._in_force("vat_franchise", date(2026, 9, 1))
        self.assertIn("293 B", before.text)
        self.assertIn("223-3", after.text)

    def test_the_company_wording_wins(self):
        own = self.texts.create(
            {"name": "Escompte", "kind": "early_discount", "text": "Escompte de 1 %", "company_id": self.company.id}
        )
        self.assertEqual(self._in_force("early_discount", date(2026, 11, 24)), own)

    def test_two_wordings_on_one_day_are_refused(self):
        with self.assertRaisesRegex(ValidationError, "same day|même jour"):
            self.texts.create({"name": "Autre", "kind": "early_discount", "text": "x", "valid_from": "2030-01-01"})

    def test_unknown_placeholder_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "capital"):
            self.texts.create(
                {"name": "x", "kind": "early_discount", "text": "{capital}", "company_id": self.company.id}
            )

    def test_a_wording_with_an_empty_value_is_not_printed(self):
        text = self.texts.new({"text": "Médiateur : {mediator}"})
        self.assertEqual(text._get_filled_text({"mediator": ""}), "")
        self.assertIn("A &amp; B", text._get_filled_text({"mediator": "A & B"}))
