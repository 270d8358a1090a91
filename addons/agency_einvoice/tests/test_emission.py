from unittest import skipUnless

from odoo.fields import Command
from odoo.tests import tagged

from ..cii import CiiTree
from .common import EinvoiceCommon
from .complaints import Complaints
from .unusual import Unusual
from .validators import CII, HAS_VALIDATORS, UBL, UBL_CREDIT_NOTE, validate

# BR-E-08: the bases of a deposit credited in part, which Odoo sums apart. The UBL is none that leaves with a PDF.
UBL_FAULTS = {"U17_credit_note_of_a_part_of_a_deposit"}


@tagged("-at_install", "post_install")
class TestEmission(Unusual, Complaints, EinvoiceCommon):
    """E1 to E23 of EINVOICE.md: made as users make them, sent as users send them, judged by others."""

    # === DOCUMENTS === #

    def _send_each(self):
        """Send the invoice of each case; return the XML of those that left, and their UBL by type of document.

        UBL is that of buyers in France: abroad, Odoo's Peppol stays as it is.
        """
        documents, ubl = {}, {"out_invoice": {}, "out_refund": {}}
        for name in sorted(dir(self)):
            if name.startswith("_make_"):
                with self.subTest(name):
                    invoice = getattr(self, name)()
                    label = name.removeprefix("_make_")
                    documents[label] = self._send(invoice)
                    self._check_agrees(invoice, documents[label])
                    if invoice.partner_id._is_french() and label not in UBL_FAULTS:
                        ubl[invoice.move_type][label] = self.env["account.edi.xml.ubl_bis3"]._export_invoice(invoice)[0]
        return documents, ubl

    def _check_agrees(self, invoice, content):
        """Check that screen, paper, file and books come to the same, to the cent."""
        tree, currency = CiiTree(content), invoice.currency_id
        total = "SpecifiedTradeSettlementHeaderMonetarySummation"
        for name, amount in (
            ("TaxBasisTotalAmount", invoice.amount_untaxed),
            ("TaxTotalAmount", invoice.amount_tax),
            ("GrandTotalAmount", invoice.amount_total),
            ("DuePayableAmount", invoice.amount_residual),
        ):
            self.assertAlmostEqual(float(tree.text(f"{total}/{name}")), amount, 2, name)
        booked = sum(
            invoice.line_ids.filtered(lambda line: line.account_type == "asset_receivable").mapped("amount_currency")
        )
        self.assertAlmostEqual(abs(booked), invoice.amount_total, 2)
        paper = invoice.with_context(lang="fr_FR")
        printed, deductions = paper._get_pdf_totals(), paper._get_pdf_deductions()
        self.assertEqual(printed["total"], paper._pdf_amount(invoice.amount_total))
        self.assertEqual(printed["untaxed"], paper._pdf_amount(invoice.amount_untaxed))
        lines = paper._get_pdf_printed_lines().filtered(lambda line: line.display_type == "product")
        untaxed = sum(lines.mapped("price_subtotal")) - sum(each["untaxed"] for each in deductions)
        if invoice.company_id.tax_calculation_rounding_method == "round_per_line":
            self.assertEqual(currency.compare_amounts(untaxed, invoice.amount_untaxed), 0, "lines on paper")

    def _check_valid(self, documents, rules, kind):
        for name, failures in validate(documents, rules).items():
            with self.subTest(f"{kind} {name}"):
                self.assertFalse(failures, "\n".join([*failures, self._pretty(documents[name])[:9000]]))

    def _make_E01_simple_with_siret(self):
        return self._move([(self.web, 1, 1200)])

    def _make_E02_two_rates_with_a_discount(self):
        return self._invoice(self._order([self._line(self.web, discount=15), self._line(self.brochure, 500)]))

    def _make_E03_deposit(self):
        return self._deposit(self._order())

    def _make_E04_balance(self):
        order = self._order()
        self._deposit(order)
        return self._invoice(order)

    def _make_E05_balance_after_a_paid_deposit(self):
        order = self._order()
        self._pay(self._deposit(order))
        return self._invoice(order)

    def _make_E06_credit_note(self):
        return self._reverse(self._move([(self.web, 2, 450)]))

    def _make_E07_credit_note_of_a_deposit(self):
        return self._reverse(self._deposit(self._order()))

    def _make_E08_training(self):
        self.company.has_training_vat_certificate = True
        self.course.is_training = True
        exempt = self.tax_exempt.copy({"name": "Formation", "agency_legal_kind": "vat_training"})
        self.course.taxes_id = exempt
        dates = {"training_start_date": "2027-01-12", "training_end_date": "2027-01-13"}
        return self._invoice(self._order([self._line(self.course)], **dates))

    def _make_E09_small_business(self):
        tax = self.tax_exempt.copy({"name": "Franchise", "agency_legal_kind": "vat_franchise"})
        return self._move([(self.web, 1, 300, tax)])

    def _make_E10_eu_customer(self):
        customer = self._customer("Brüder GmbH", "base.de", vat="DE123456788", email="post@brueder.example")
        return self._move([(self.web, 1, 900, self.tax_eu_service)], customer)

    def _make_E11_outside_the_eu(self):
        customer = self._customer("Helvet SA", "base.ch", email="info@helvet.example")
        return self._move([(self.web, 1, 900, self.tax_export)], customer)

    def _make_E12_public_customer(self):
        return self._move(
            [(self.web, 1, 700)],
            self._customer("Ville de Lyon", company_registry="21690123100011"),
            buyer_reference="SERVICE-12",
            purchase_order_reference="EJ-2026-77",
            contract_reference="MARCHE-3",
        )

    def _make_E13_recurring(self):
        invoice = self._move([(self.web, 1, 60)])
        invoice.sudo().write({"recurring_period_start": "2026-12-01", "recurring_period_end": "2027-11-30"})
        return invoice

    def _make_E14_paid_before_sending(self):
        return self._pay(self._move([(self.web, 1, 60)]))

    def _make_E15_zero_line(self):
        return self._move([(self.web, 1, 60), (self.web, 1, 0)])

    def _make_E16_all_zero(self):
        return self._move([(self.web, 1, 0)])

    def _make_E17_section_and_note(self):
        title = {"display_type": "line_section", "name": "Lot 1"}
        note = {"display_type": "line_note", "name": "Livré en une fois"}
        lines = [title, self._move_line(self.web, 1, 60), note]
        return self._move([], invoice_line_ids=[Command.create(line) for line in lines])

    def _make_E18_global_discount(self):
        order = self._order()
        self.env["sale.order.discount"].create(
            {"sale_order_id": order.id, "discount_type": "so_discount", "discount_percentage": 0.1}
        ).action_apply_discount()
        return self._invoice(order)

    def _make_E19_siren_of_nine_digits(self):
        return self._move([(self.web, 1, 60)], self._customer("Neuf Chiffres", company_registry="404833048"))

    def _make_E20_consumer(self):
        return self._move([(self.web, 1, 60)], self.consumer)

    def _make_E21_association_without_siret(self):
        return self._move([(self.web, 1, 60)], self._customer("Association des Amis du Parc"))

    def _make_E22_negative_line(self):
        return self._move([(self.web, 1, 600), (self.web, 1, -100)])

    def _make_E23_three_decimals(self):
        self.company.tax_calculation_rounding_method = "round_globally"
        self.env.ref("product.decimal_price").digits = 3
        return self._move([(self.web, 7, 12.345), (self.web, 1.25, 85.5), (self.web, 1.25, 85.5)])

    def _make_E23b_rounded_globally(self):
        self.company.tax_calculation_rounding_method = "round_globally"
        lines = [(self.web, 1.25, 85.5), (self.web, 1.25, 85.5), (self.brochure, 3, 1.1), (self.brochure, 1, 33.335)]
        return self._move(lines)

    # === NEIGHBOURS === #

    def _make_E24_line_without_a_product(self):
        line = {"name": "Conseil\nDeux heures", "price_unit": 80, "tax_ids": [Command.set(self.tax_service.ids)]}
        return self._move([], invoice_line_ids=[Command.create(line)])

    def _make_E25_another_currency(self):
        dollar = self.env.ref("base.USD")
        dollar.active = True
        return self._move([(self.web, 1, 80)], currency_id=dollar.id)

    def _make_E26_discount_of_a_price_with_tax(self):
        tax = self.tax_service.copy({"name": "TTC", "price_include_override": "tax_included"})
        return self._move([(self.web, 3, 99.99, tax, {"discount": 7})])

    def _make_E27_deposit_whose_cents_are_summed_twice(self):
        self.company.tax_calculation_rounding_method = "round_globally"
        return self._deposit(self._order([self._line(self.web, price_unit=644.18)]))

    # === JUDGED === #

    @skipUnless(HAS_VALIDATORS, "factur-x and saxonche are not installed")
    def test_judges_refuse_what_is_wrong(self):
        """What passes all judges must be able to fail each of them."""
        content = self._send(self._make_E01_simple_with_siret())
        wrong = {
            "BR-FR-05_BT-22_PMT": content.replace(b">PMT<", b">AAI<"),
            "BR-CO-16": content.replace(b"<ram:DuePayableAmount>1440.00<", b"<ram:DuePayableAmount>1.00<"),
            "XSD": content.replace(
                b"<ram:PaymentReference>",
                b"<ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode><ram:PaymentReference>",
            ),
        }
        for rule, failures in validate(wrong).items():
            self.assertNotEqual(wrong[rule], content)
            self.assertTrue([text for text in failures if text.startswith(rule) or f"[{rule}]" in text], failures)

    @skipUnless(HAS_VALIDATORS, "factur-x and saxonche are not installed")
    def test_every_kind_of_invoice_is_valid(self):
        documents, ubl = self._send_each()
        self.assertGreaterEqual(len(documents), 50)
        self.assertGreaterEqual(len(ubl["out_invoice"]), 30)
        self._check_valid(documents, CII, "CII")
        self._check_valid(ubl["out_invoice"], UBL, "UBL")
        self._check_valid(ubl["out_refund"], UBL_CREDIT_NOTE, "UBL")

    @skipUnless(HAS_VALIDATORS, "factur-x and saxonche are not installed")
    def test_a_small_business_needs_no_vat_number(self):
        self.company.partner_id.vat = False
        (failures,) = validate({"franchise": self._send(self._make_E09_small_business())}).values()
        self.assertFalse(failures, "\n".join(failures))
