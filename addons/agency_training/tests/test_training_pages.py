"""The pages of training as all others: safe, the same with both engines, signed as they were seen."""

from base64 import b64encode
from io import BytesIO
from unittest import skipUnless

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools.pdf import OdooPdfFileWriter

from odoo.addons.agency_documents.tests.poison import SVG, PoisonCommon
from odoo.addons.agency_pdf.tests.test_signature import SIGNATURE
from odoo.addons.report_weasyprint import engine

from .common import AGREEMENT, QUOTE


@tagged("post_install", "-at_install")
class TestTrainingPages(PoisonCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.course.is_training = True
        cls.training = cls._create_quote(
            [cls._line(cls.course)],
            training_objectives="Créer un site",
            note="<p>note</p>",
            training_programme="<p>programme</p>",
            training_programme_place="inline",
        )

    def test_no_text_of_any_document_forges_a_mark_or_names_a_file(self):
        self._poison(self.training)
        self._poison(self.env["agency.legal.text"].search([]))
        for report in (self.env.ref(QUOTE), self.env.ref(AGREEMENT)):
            with self.subTest(report.name):
                self._assert_no_forged_mark(self.training, report)

    @skipUnless(engine.has_weasyprint(), "WeasyPrint is not installed")
    def test_engines_print_the_same_words(self):
        for report_name in (QUOTE, AGREEMENT):
            self._assert_engines_agree(self.training, report_name)

    def test_a_logo_that_is_a_drawing_is_refused_in_words(self):
        with self.assertRaisesRegex(ValidationError, "PNG"):
            self.company.sudo().qualiopi_logo = b64encode(SVG)

    def test_the_logo_of_the_certification_is_read_by_pages_of_its_company(self):
        self.company.qualiopi_logo = self._picture()
        fetcher = engine.ReportFetcher(self.env, self.training)
        self.assertEqual(fetcher.fetch(f"/web/image/res.company/{self.company.id}/qualiopi_logo")[1], "image/png")

    # === SIGNED === #

    def _sign(self):
        signature = {"signature": SIGNATURE, "signed_by": "Claire Dupont", "signed_on": "2026-11-20 10:00:00"}
        self.training.sudo().write(signature)
        return self.training.sudo().signed_document_id

    def test_a_training_quote_prints_as_it_was_signed_and_its_agreement_as_it_is(self):
        signed = self._sign()
        content = signed._get_file()
        self.assertIn("Devis formation", self._read(content))
        self.training.training_title = "Tout autre"
        self.assertTrue(self.training.is_signature_outdated)
        self.assertEqual(self._print(self.training, QUOTE), content)
        self.assertIn("Tout autre", self._text(self.training, AGREEMENT))

    def _draw_blank(self, width):
        writer, pdf = OdooPdfFileWriter(), BytesIO()
        writer.addBlankPage(width, 100)
        writer.write(pdf)
        return pdf.getvalue()

    def test_a_programme_that_is_annexed_is_signed_with_the_quote(self):
        own, other = (b64encode(self._draw_blank(width)).decode() for width in (100, 200))
        self.training.write({"training_programme_place": "attached", "training_programme_file": own})
        signed = self._sign()
        self.assertFalse(self.training.is_signature_outdated)
        for values in (
            {"training_programme_file": other},
            {"training_programme_file": False},
            {"training_programme_place": "inline"},
        ):
            self.training.write(values)
            self.assertTrue(self.training.is_signature_outdated)
            self.training.write({"training_programme_file": own, "training_programme_place": "attached"})
            self.assertFalse(self.training.is_signature_outdated)
        # Of what was signed before files were looked at, nothing is said.
        signed.content = {name: value for name, value in signed.content.items() if name != "files"}
        self.training.training_programme_file = False
        self.assertFalse(self.training.is_signature_outdated)

    def test_a_quote_signed_before_the_add_on_came_is_not_changed(self):
        signed = self._sign()
        order = {name: value for name, value in signed.content["order"].items() if "training" not in name}
        signed.content = {**signed.content, "order": order}
        self.training.invalidate_recordset(["is_signature_outdated"])
        self.assertTrue(self.training.is_signature_outdated, "what is said now was not signed")
        self.training.write({"is_training": False, "training_title": False, "training_objectives": False})
        self.training.training_programme = False
        self.assertFalse(self.training.is_signature_outdated)

    def test_a_quote_signed_with_an_add_on_that_is_gone_is_not_changed(self):
        signed = self._sign()
        signed.content = {**signed.content, "order": {**signed.content["order"], "gone": "x"}}
        self.training.invalidate_recordset(["is_signature_outdated"])
        self.assertFalse(self.training.is_signature_outdated)
