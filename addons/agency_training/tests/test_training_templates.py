from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..const import TRAINING_PRINTABLE_FIELDS
from .common import NDA_RE, TrainingCommon


@tagged("-at_install", "post_install")
class TestTrainingTemplates(TrainingCommon):
    """Users' templates of training quotes and agreements."""

    @classmethod
    def _create_template(cls, kind, body=None):
        values = {"body": body} if body else {}
        return cls.env["agency.document.template"].create({"name": kind, "kind": kind, **values})

    def test_a_new_template_prints_the_agency_document(self):
        self.training.write({"order_line": [(5, 0, 0), self._line(self.web), self._line(self.brochure, 500)]})
        for kind, words in (("training_quote", "Bon pour accord"), ("convention", "lu et approuvé")):
            report = self.env.ref("agency_training.report_" + kind)
            text = self._text(self.training, self._create_template(kind).report_id)
            self.assertEqual(text, self._text(self.training, report))
            self.assertIn("1 907,50 €", text)
            self.assertIn(words, text)
            self.assertRegex(text, NDA_RE)
            self.assertIn("Créer un site WordPress", text)

    def test_blocks_of_training_are_those_of_its_documents(self):
        blocks = {kind: self._create_template(kind)._get_blocks() for kind in ("quote", "training_quote", "convention")}
        self.assertNotIn("training", blocks["quote"])
        self.assertNotIn("articles", blocks["training_quote"])
        self.assertEqual(blocks["convention"][:5], ["parties", "subject", "training", "articles", "lines"])
        self.assertNotIn("terms", blocks["convention"])
        with self.assertRaisesRegex(ValidationError, "articles"):
            self._create_template("quote", "<p>{{ block.articles }}</p>")

    def test_the_palette_has_a_family_for_what_a_training_says(self):
        """documents.md, D40: what a click puts in is saved, and printed."""
        for kind, place in (("training_quote", 1), ("convention", 1), ("quote", 2)):
            with self.subTest(kind=kind):
                template = self._create_template(kind).with_context(lang="fr_FR")
                families = template.palette
                self.assertEqual(families[place]["label"], "Formation")
                marks = [item["mark"] for item in families[place]["items"]]
                self.assertIn("{{ object.training_title }}", marks)
                template.body = "".join(f"<p>{mark}</p>" for family in families for mark in self._marks(family))
                self.assertNotIn("{{", self._text(self.training, template.report_id))

    def _marks(self, family):
        return [item["mark"] for item in family["items"]]

    def test_a_template_is_offered_for_its_records(self):
        template = self._create_template("convention")
        self.assertIn(template.report_id, self.training._get_available_reports())
        self.assertNotIn(template.report_id, self._create_quote()._get_available_reports())
        self.assertNotIn(self._create_template("quote").report_id, self.training._get_available_reports())

    def test_facts_are_fields_that_may_be_printed(self):
        template = self._create_template("training_quote", "<p>Lieu : {{ object.training_place }}</p>")
        self.assertIn("Lieu : Locaux du client, Rennes", self._text(self.training, template.report_id))

    def test_each_field_that_may_be_printed_is_there_and_is_text(self):
        templates = self.env["agency.document.template"]
        for model, names in TRAINING_PRINTABLE_FIELDS.items():
            for name in names:
                field = self.env[model]._fields.get(name)
                with self.subTest(model=model, field=name):
                    self.assertTrue(field)
                    self.assertNotIn(field.type, ("binary", "json", "properties", "reference"))
                    if field.relational:
                        self.assertTrue(templates._get_printable_fields(field.comodel_name))
                    self.assertIn(name, templates._get_printable_fields(model))

    def test_an_edited_agreement_keeps_its_colors(self):
        report = self.env.ref("agency_training.report_convention")
        version = self.env["agency.document.version"]._edit(self.training, report)
        self.assertEqual(version.theme, "training")
        self.assertIn(".training_facts", version.style)
        quote = self._create_quote()
        version = self.env["agency.document.version"]._edit(quote, self.env.ref("agency_pdf.report_quote"))
        self.assertEqual(version.theme, "standard")

    def test_wordings_may_name_what_training_knows(self):
        text = self.env["agency.legal.text"].create(
            {"name": "Référent", "kind": "agreement_rules", "text": "{nda} {nature}", "company_id": self.company.id}
        )
        self.assertEqual(text._get_filled_text({"nda": "52", "nature": "bilan"}).striptags(), "52 bilan")
        with self.assertRaisesRegex(ValidationError, "capital.*nda_region"):
            text.text = "{capital}"
