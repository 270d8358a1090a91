from odoo.fields import Command
from odoo.tests import tagged

from ..completion import FrenchInvoice
from .common import EinvoiceCommon
from .complaints import Complaints
from .unusual import Unusual


@tagged("-at_install", "post_install")
class TestTerms(Unusual, Complaints, EinvoiceCommon):
    """E30 to E41 of EINVOICE.md: what no schematron sees, read in the XML."""

    def test_E30_notes_are_the_legal_wordings(self):
        tree = self._read_xml(self._move([(self.web, 1, 60)]))
        notes = {tree.text("SubjectCode", node): tree.text("Content", node) for node in tree.find_all("IncludedNote")}
        self.assertIn("40 €", notes["PMT"])
        self.assertIn("majoré de 10 points", notes["PMD"])
        self.assertIn("escompte", notes["AAB"])
        self.assertNotIn("TXD", notes)

    def test_E30_a_consumer_owes_no_fee(self):
        tree = self._read_xml(self._move([(self.web, 1, 60)], self.consumer))
        notes = {tree.text("SubjectCode", node): tree.text("Content", node) for node in tree.find_all("IncludedNote")}
        self.assertNotIn("40", notes["PMT"])
        self.assertIn("Sans objet", notes["PMD"])

    def test_E30_member_of_a_vat_group_says_so(self):
        self.company.is_vat_group_member = True
        tree = self._read_xml(self._move([(self.web, 1, 60)]))
        notes = {tree.text("SubjectCode", node): tree.text("Content", node) for node in tree.find_all("IncludedNote")}
        self.assertEqual(notes["TXD"], "MEMBRE_ASSUJETTI_UNIQUE")

    def test_E30_identifiers_and_addresses(self):
        invoice = self._move([(self.web, 1, 60)])
        for party, siren, siret in (
            ("SellerTradeParty", "334175221", "33417522100012"),
            ("BuyerTradeParty", "404833048", "40483304800022"),
        ):
            node = self._read_xml(invoice).find(party)
            tree = self._read_xml(invoice)
            self.assertEqual(tree.text("SpecifiedLegalOrganization/ID", node), siren)
            self.assertEqual(tree.find("SpecifiedLegalOrganization/ID", node).get("schemeID"), "0002")
            self.assertEqual(tree.text("GlobalID", node), siret)
            self.assertEqual(tree.find("GlobalID", node).get("schemeID"), "0009")
            self.assertEqual(tree.text("URIUniversalCommunication/URIID", node), siren)
            self.assertEqual(tree.find("URIUniversalCommunication/URIID", node).get("schemeID"), "0225")

    def test_E30_the_siren_is_that_of_the_vat_number_where_no_siret_was_typed(self):
        self.customer.company_registry = False
        invoice = self._move([(self.web, 1, 60)])
        self.assertEqual(self._terms(invoice, "BuyerTradeParty/SpecifiedLegalOrganization/ID"), ("404833048",))

    def test_E30_an_address_that_was_typed_stays(self):
        self.customer.write({"peppol_eas": "0225", "peppol_endpoint": "404833048_40483304800022"})
        path = "BuyerTradeParty/URIUniversalCommunication/URIID"
        self.assertEqual(self._terms(self._move([(self.web, 1, 60)]), path), ("404833048_40483304800022",))

    def test_E30_what_is_sold_and_whether_it_is_paid(self):
        path = "BusinessProcessSpecifiedDocumentContextParameter/ID"
        both = [(self.web, 1, 60), (self.brochure, 1, 60)]
        for lines, code in (([(self.web, 1, 60)], "S1"), ([(self.brochure, 1, 60)], "B1"), (both, "M1")):
            self.assertEqual(self._terms(self._move(lines), path), (code,))
        self.assertEqual(self._terms(self._pay(self._move(both)), path), ("M2",))

    def test_E31_deposits_balances_and_their_credit_notes(self):
        type_path, framework_path = "ExchangedDocument/TypeCode", "BusinessProcessSpecifiedDocumentContextParameter/ID"
        earlier_path = "InvoiceReferencedDocument/IssuerAssignedID"
        order = self._order()
        deposit, other = self._deposit(order), self._deposit(order, 10)
        balance = self._invoice(order)
        self.assertEqual(self._terms(deposit, type_path, framework_path, earlier_path), ("386", "M1", ""))
        self.assertEqual(self._terms(balance, type_path, framework_path), ("380", "M4"))
        earlier = [node.text for node in self._read_xml(balance).find_all(earlier_path)]
        self.assertEqual(earlier, [deposit.name, other.name])
        refund = self._reverse(self._deposit(self._order()))
        self.assertEqual(self._terms(refund, type_path, earlier_path), ("503", refund.reversed_entry_id.name))
        refund = self._reverse(self._move([(self.web, 1, 60)]))
        self.assertEqual(self._terms(refund, type_path, earlier_path), ("381", refund.reversed_entry_id.name))

    def test_E32_services_abroad(self):
        paths = [
            f"ApplicableHeaderTradeSettlement/ApplicableTradeTax/{name}"
            for name in ("CategoryCode", "ExemptionReasonCode", "ExemptionReason")
        ]
        german = self._customer("Brüder GmbH", "base.de", vat="DE123456788")
        category, code, reason = self._terms(self._move([(self.web, 1, 9, self.tax_eu_service)], german), *paths)
        self.assertEqual((category, code), ("AE", "VATEX-EU-AE"))
        self.assertIn("Autoliquidation", reason)
        category, code, reason = self._terms(self._move([(self.brochure, 1, 9, self.tax_eu_goods)], german), *paths)
        self.assertEqual((category, code), ("K", "VATEX-EU-IC"))
        self.assertIn("article 138", reason)
        swiss = self._customer("Helvet SA", "base.ch")
        category, code, reason = self._terms(self._move([(self.web, 1, 9, self.tax_export)], swiss), *paths)
        self.assertEqual((category, code), ("G", "VATEX-EU-G"))
        self.assertIn("259-1 du CGI", reason)

    def test_E32_the_paper_says_the_same(self):
        swiss = self._customer("Helvet SA", "base.ch")
        invoice = self._move([(self.web, 1, 9, self.tax_export)], swiss).with_context(lang="fr_FR")
        self.assertIn(
            "259-1 du CGI",
            " ".join(
                map(
                    str,
                    invoice._get_pdf_tax_notes(invoice._get_pdf_legal_texts())
                    or invoice._get_pdf_legal_texts().values(),
                )
            ),
        )

    def test_E33_why_nothing_is_due(self):
        self.company.has_training_vat_certificate = True
        paths = [
            f"ApplicableHeaderTradeSettlement/ApplicableTradeTax/{name}"
            for name in ("CategoryCode", "ExemptionReasonCode", "ExemptionReason")
        ]
        for kind, code, words in (
            ("vat_training", "VATEX-EU-132-1I", "formation professionnelle continue"),
            ("vat_franchise", "VATEX-FR-FRANCHISE", "L. 223-3 du CIBS"),
        ):
            tax = self.tax_exempt.copy({"name": kind, "agency_legal_kind": kind})
            category, reason_code, reason = self._terms(self._move([(self.web, 1, 9, tax)]), *paths)
            self.assertEqual((category, reason_code), ("E", code))
            self.assertIn(words, reason)

    def test_E34_profile(self):
        path = "GuidelineSpecifiedDocumentContextParameter/ID"
        self.assertEqual(self._terms(self._move([(self.web, 1, 60)]), path), ("urn:cen.eu:en16931:2017",))

    def test_E34_the_metadata_of_the_pdf_name_the_same_profile(self):
        invoice = self._move([(self.web, 1, 60)])
        self.assertIn(">EN 16931<", self.env["account.move.send"]._get_facturx_metadata(invoice))

    def test_E36_orders_of_the_buyer_and_of_ours(self):
        paths = ("BuyerOrderReferencedDocument/IssuerAssignedID", "SellerOrderReferencedDocument/IssuerAssignedID")
        order = self._order()
        invoice = self._invoice(order)
        self.assertEqual(self._terms(invoice, *paths), ("", order.name))
        self.assertEqual(self._terms(self._reverse(invoice), *paths), ("", order.name))
        order = self._order(client_order_ref="BC-778")
        self.assertEqual(self._terms(self._invoice(order), *paths), ("BC-778", order.name))
        self.assertEqual(self._terms(self._move([(self.web, 1, 6)], ref="BC-9"), *paths), ("BC-9", ""))

    def test_E37_period(self):
        path = "ApplicableHeaderTradeSettlement/BillingSpecifiedPeriod"
        starts, ends = f"{path}/StartDateTime/DateTimeString", f"{path}/EndDateTime/DateTimeString"
        invoice = self._move([(self.web, 1, 60)])
        self.assertEqual(self._terms(invoice, starts, ends), ("", ""))
        invoice.sudo().write({"recurring_period_start": "2026-12-01", "recurring_period_end": "2027-11-30"})
        self.assertEqual(self._terms(invoice, starts, ends), ("20261201", "20271130"))
        self.course.is_training = True
        dates = {"training_start_date": "2027-01-12", "training_end_date": "2027-01-13"}
        training = self._invoice(self._order([self._line(self.course)], **dates))
        self.assertEqual(self._terms(training, starts, ends), ("20270112", "20270113"))

    def test_E38_when_the_tax_is_due(self):
        path = "ApplicableHeaderTradeSettlement/ApplicableTradeTax/DueDateTypeCode"
        self.assertEqual(self._terms(self._move([(self.web, 1, 60)]), path), ("72",))
        self.assertEqual(self._terms(self._move([(self.brochure, 1, 60)]), path), ("5",))
        self.company.vat_on_debits = True
        self.assertEqual(self._terms(self._move([(self.web, 1, 60)]), path), ("5",))

    def test_E39_the_company_buys_and_the_person_is_its_contact(self):
        invoice = self._move([(self.web, 1, 60)])
        paths = ("BuyerTradeParty/Name", "BuyerTradeParty/DefinedTradeContact/PersonName", "ShipToTradeParty/Name")
        self.assertEqual(self._terms(invoice, *paths), ("Imprimerie du Parc", "Claire Dupont", "Imprimerie du Parc"))

    def test_E40_cents_that_rounding_leaves_are_said(self):
        self.company.tax_calculation_rounding_method = "round_globally"
        invoice = self._move([(self.web, 1.25, 85.5), (self.web, 1.25, 85.5)])
        total = "SpecifiedTradeSettlementHeaderMonetarySummation"
        paths = (f"{total}/LineTotalAmount", f"{total}/AllowanceTotalAmount", f"{total}/TaxBasisTotalAmount")
        self.assertEqual(self._terms(invoice, *paths), ("213.76", "0.01", "213.75"))
        self.assertEqual(invoice.amount_untaxed, 213.75)

    def test_E41_a_public_buyer_finds_its_references(self):
        references = {
            "buyer_reference": "SERVICE-12",
            "purchase_order_reference": "EJ-77",
            "contract_reference": "MARCHE-3",
        }
        invoice = self._move([(self.web, 1, 60)], **references)
        paths = (
            "BuyerReference",
            "BuyerOrderReferencedDocument/IssuerAssignedID",
            "ContractReferencedDocument/IssuerAssignedID",
        )
        self.assertEqual(self._terms(invoice, *paths), tuple(references.values()))
        printed = str(invoice._get_pdf_references())
        for reference in references.values():
            self.assertIn(reference, printed)

    def test_one_breakdown_for_each_rate(self):
        """odoo#256608: services and goods at 20 % are two taxes, and one breakdown."""
        tree = self._read_xml(self._make_C02_two_taxes_of_one_rate())
        groups = tree.children(tree.find("ApplicableHeaderTradeSettlement"), "ApplicableTradeTax")
        self.assertEqual([tree.text("BasisAmount", node) for node in groups], ["177.76"])

    def test_what_was_paid_is_taken_off_once(self):
        """Dolibarr/dolibarr-community-modules#342: BT-113 holds payments, the deposits are lines."""
        total = "SpecifiedTradeSettlementHeaderMonetarySummation"
        paths = [f"{total}/{name}" for name in ("GrandTotalAmount", "TotalPrepaidAmount", "DuePayableAmount")]
        self.assertEqual(self._terms(self._make_C06_partly_paid(), *paths), ("720.00", "200.00", "520.00"))
        grand, paid, due = self._terms(self._make_C05_nothing_left_after_the_deposit(), *paths)
        self.assertEqual((float(grand), float(paid), float(due)), (0.0, 0.0, 0.0))

    def test_tax_of_another_currency_is_said_in_euros(self):
        """BT-6, BT-111 (mustangproject#1177): at the rate of the day, positive on a credit note."""
        refund = self._make_C07_credit_note_in_dollars()
        tree = self._read_xml(refund)
        amounts = {node.get("currencyID"): float(node.text) for node in tree.find_all("TaxTotalAmount")}
        self.assertEqual(amounts, {"USD": refund.amount_tax, "EUR": abs(refund.amount_tax_signed)})
        self.assertNotEqual(amounts["USD"], amounts["EUR"])

    def test_what_xml_can_not_hold_is_left_out(self):
        names = [node.text for node in self._read_xml(self._make_C12_texts_that_break_xml()).find_all("Name")]
        self.assertIn("Tabulation\tetcontrôle", names)

    def test_a_note_has_at_most_1024_characters(self):
        """BR-FR-MAP-18."""
        notes = [node.text for node in self._read_xml(self._make_C12_texts_that_break_xml()).find_all("Content")]
        self.assertEqual(max(map(len, notes)), 1024)

    def test_prices_are_those_that_were_typed(self):
        self.env.ref("product.decimal_price").digits = 3
        invoice = self._move([(self.web, 7, 12.345)])
        price = "SpecifiedLineTradeAgreement/NetPriceProductTradePrice/ChargeAmount"
        self.assertEqual(self._terms(invoice, price, "BilledQuantity"), ("12.345", "7"))

    def test_a_company_abroad_keeps_the_invoice_of_odoo(self):
        self.company.partner_id.country_id = self.env.ref("base.de")
        tree = self._read_xml(self._move([(self.web, 1, 60)]))
        self.assertFalse(tree.find_all("BusinessProcessSpecifiedDocumentContextParameter"))

    def test_completing_twice_adds_nothing(self):
        invoice = self._move([(self.web, 1, 60)], invoice_line_ids=[Command.create(self._move_line(self.web, 2, 5.5))])
        once = self.env["account.edi.xml.cii"]._export_invoice(invoice)[0]
        self.assertEqual(FrenchInvoice(invoice.with_context(lang="fr_FR"), once).complete(), once)

    def test_E30_a_discount_of_the_payment_terms_is_said(self):
        """L. 441-9: « Pas d'escompte » was printed beside terms of « 2 % à 7 jours »."""
        invoice = self._make_C10_early_payment(self.tax_service)
        tree = self._read_xml(invoice)
        notes = {tree.text("SubjectCode", node): tree.text("Content", node) for node in tree.find_all("IncludedNote")}
        self.assertRegex(notes["AAB"], r"Escompte de 2\s?% pour un paiement dans les 7 jours")

    # === INVOICES NOBODY HAD TRIED === #

    def test_BT25_is_a_number_that_platforms_take(self):
        path = "InvoiceReferencedDocument/IssuerAssignedID"
        refund = self._credit_an_invoice_numbered_elsewhere()
        self.assertEqual(self._terms(refund, path), ("Facture-n-12-E",))

    def test_the_address_is_that_of_the_paper(self):
        invoice = self._make_U22_accounts_department_elsewhere()
        address = "BuyerTradeParty/PostalTradeAddress"
        terms = self._terms(invoice, *(f"{address}/{name}" for name in ("PostcodeCode", "CityName", "CountryID")))
        self.assertEqual(terms, ("29200", "Brest", "FR"))
        self.assertIn("29200 Brest", invoice._get_pdf_customer()["address"])

    def test_no_number_of_another_register_is_one_of_vat(self):
        path = "BuyerTradeParty/SpecifiedTaxRegistration/ID"
        self.assertEqual(self._terms(self._make_U06_customer_with_a_number_that_is_none_of_vat(), path), ("",))
        self.assertEqual(self._terms(self._make_U07_customer_marked_as_having_no_vat_number(), path), ("",))
        swiss = self._make_U08_company_number_of_switzerland()
        self.assertEqual(self._terms(swiss, path), (swiss.partner_id.vat,))
