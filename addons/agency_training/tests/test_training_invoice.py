from importlib.util import find_spec
from unittest import skipUnless

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.agency_pdf.tests.test_facturx import FacturXCommon

from .common import NDA_RE, TrainingCommon


@tagged("-at_install", "post_install")
class TestTrainingInvoice(TrainingCommon):
    """LEGAL.md section 5, what an invoice says of a training, on the text of the real PDF."""

    def test_F_training_invoice(self):
        self.training.action_confirm()
        text = self._invoice_text(self._invoice(self.training))
        self.assertRegex(text, NDA_RE)
        for words in (
            "Formation : Formation WordPress",
            "Du 12/01/2027 au 13/01/2027",
            "Claire Dupont (Assistante), Marc Petit",
            "Locaux du client, Rennes",
            f"Convention : {self.training.name}",
            "Exonération de TVA",
        ):
            self.assertIn(words, text)
        self.assertNotIn("N° de dossier", text)

    def test_F_who_pays_for_themselves_signed_a_contract(self):
        self.training.training_funding = "individual"
        self.training.action_confirm()
        text = self._invoice_text(self._invoice(self.training))
        self.assertIn(f"Contrat : {self.training.name}", text)
        self.assertNotIn("Convention :", text)

    def test_F_funding_file_of_a_training_invoice(self):
        self.training.write({"training_funding": "opco", "training_opco_file": "D-42"})
        self.training.action_confirm()
        self.assertIn("N° de dossier du financeur : D-42", self._invoice_text(self._invoice(self.training)))

    def test_F12_exemption_follows_the_tax(self):
        text = self._invoice_text(self._create_invoice(self.course))
        self.assertIn("Exonération de TVA – formation professionnelle continue", text)
        self.assertNotIn("Exonération de TVA", self._invoice_text(self._create_invoice()))

    def test_same_invoice_in_2028_names_no_CGI(self):
        line = {"product_id": self.web.id, "price_unit": 10, "tax_ids": [Command.set(self.tax_exempt.ids)]}
        invoice = self._create_invoice(invoice_date="2028-01-02", invoice_line_ids=[Command.create(line)])
        text = self._invoice_text(invoice)
        self.assertNotIn("CGI", text)
        self.assertIn("directive 2006/112/CE", text)

    def test_a_template_of_users_says_it_once(self):
        template = self.env["agency.document.template"].create({"name": "Facture formation", "kind": "invoice"})
        self.training.action_confirm()
        text = self._text(self._invoice(self.training), template.report_id)
        self.assertRegex(text, NDA_RE)
        self.assertEqual(text.count("Exonération de TVA"), 1)
        self.assertEqual(text.count("ne vaut pas agrément"), 1)


@tagged("-at_install", "post_install")
@skipUnless(find_spec("facturx"), "the factur-x package is not installed")
class TestTrainingFacturX(FacturXCommon):
    def test_exempt_training(self):
        self.company.has_training_vat_certificate = True
        self.tax_exempt.agency_legal_kind = "vat_training"
        self._check_sent_and_printed(self._invoice(self._order([self._line(self.course)])))
