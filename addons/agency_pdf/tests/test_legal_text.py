from datetime import date

from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase, tagged

from ..models.agency_legal_text import PLACEHOLDER_RE


@tagged("-at_install", "post_install")
class TestLegalText(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.texts = cls.env["agency.legal.text"]
        cls.company = cls.env.company

    def _write_in(self, wording, lang, text):
        """Write a text in one language, as a database of before holds it."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE agency_legal_text SET text = text || jsonb_build_object(%s::text, %s::text) WHERE id = %s",
            (lang, text, wording.id),
        )
        self.env.invalidate_all()

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

    def test_each_wording_is_delivered_in_english_and_in_french(self):
        if not self.env["res.lang"]._get_data(code="fr_FR"):
            self.skipTest("the database does not speak French")
        wordings = self.texts.with_context(active_test=False).search([("company_id", "=", False)])
        modules = ("agency_pdf.", "agency_training.")
        wordings = wordings.filtered(lambda wording: wording.get_external_id()[wording.id].startswith(modules))
        self.assertGreater(len(wordings), 15)
        for wording in wordings:
            french, english = wording.with_context(lang="fr_FR"), wording.with_context(lang="en_US")
            with self.subTest(wording=english.name):
                self.assertNotEqual(french.name, english.name)
                self.assertNotEqual(french.text, english.text)
                names = [sorted(PLACEHOLDER_RE.findall(text.text)) for text in (french, english)]
                self.assertEqual(*names)
                self.assertEqual(french.text.count("<p>"), english.text.count("<p>"))

    def test_update_gives_english_to_the_wordings_nobody_changed(self):
        if not self.env["res.lang"]._get_data(code="fr_FR"):
            self.skipTest("the database does not speak French")
        kept, changed = self.env.ref("agency_pdf.legal_early_discount"), self.env.ref("agency_pdf.legal_recovery_fee")
        english = kept.with_context(lang="en_US").text
        french = kept.with_context(lang="fr_FR").text
        for wording, text in ((kept, french), (changed, "<p>Nos mots</p>")):
            for lang in ("fr_FR", "en_US"):
                self._write_in(wording, lang, text)
        self.texts._take_delivered_english("agency_pdf")
        self.assertEqual(kept.with_context(lang="en_US").text, english)
        self.assertEqual(kept.with_context(lang="fr_FR").text, french)
        for lang in ("fr_FR", "en_US"):
            self.assertIn("Nos mots", changed.with_context(lang=lang).text)
