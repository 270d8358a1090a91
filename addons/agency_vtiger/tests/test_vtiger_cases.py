from ..importer import runner
from ..importer.report import Report
from ..vtiger.settings import Settings
from .common import ACCOUNT, CONTACT, DEAL, INVOICE, QUOTE, VtigerCommon, make_csv

ONLY_ACCOUNTS = dict.fromkeys(("Contacts", "Services", "Potentials", "Quotes", "SalesOrder", "Invoice"), [])


class TestVtigerFigures(VtigerCommon):
    """What a document comes to is what the customer was sent, or a person decides."""

    def test_a_gap_that_nothing_explains_is_not_posted_nor_made_to_fit(self):
        report = self.import_files(Invoice=[{**INVOICE, "Total": "999"}])
        invoice = self.find("Invoice", "INV1")
        self.assertRecordValues(invoice, [{"state": "draft", "amount_untaxed": 500.0, "amount_total": 600.0}])
        self.assertIn("to_decide", self.codes(report, "warning"))
        self.assertIn("to_decide", report.find_red())

    def test_cents_are_rounded_and_no_more(self):
        rows = [{**QUOTE, "Total": "600.03"}, {**QUOTE, "Quote Number": "QUO2", "Total": "600.5"}]
        report = self.import_files(Quotes=rows)
        self.assertEqual(self.find("Quotes", "QUO1").amount_total, 600.03)
        self.assertEqual(self.find("Quotes", "QUO2").amount_total, 600)
        self.assertEqual(self.codes(report, "warning"), ["quote_to_decide"])

    def test_a_total_without_tax_that_differs_is_not_posted(self):
        report = self.import_files(Invoice=[{**INVOICE, "Pre Tax Total": "550"}])
        self.assertEqual(self.find("Invoice", "INV1").state, "draft")
        (total,) = [total for total in report.totals if total.module == "Invoice"]
        self.assertEqual((total.vtiger_untaxed, total.odoo_untaxed), (550, 500))

    def test_an_unknown_tax_is_shown_and_not_posted(self):
        row = {**INVOICE, "VAT": "", "TVA réduite": "20", "Total": "600"}
        report = self.import_files(Invoice=[row])
        self.assertEqual(self.find("Invoice", "INV1").state, "draft")
        self.assertEqual(report.find_red(), ["unknown_that_count", "to_decide"])
        named = Settings(date_order="dmy", columns={"Invoice": {"tva reduite": "tax_1"}})
        report = self.import_files(named, Invoice=[row])
        self.assertRecordValues(self.find("Invoice", "INV1"), [{"state": "posted", "amount_tax": 100.0}])
        self.assertFalse(report.find_red())

    def test_charges_bear_their_tax(self):
        self.import_files(Invoice=[{**INVOICE, "Charges": "50", "Taxes On Charges": "10", "Total": "660"}])
        self.assertRecordValues(self.find("Invoice", "INV1"), [{"amount_untaxed": 550.0, "amount_total": 660.0}])

    def test_an_invoice_below_zero_is_a_credit_note(self):
        rows = [
            {**INVOICE, "Quantity": "-1", "Total": "-600", "Status": "Sent"},
            {**INVOICE, "Invoice No": "INV2", "Selling Price": "-500", "Total": "-600"},
        ]
        report = self.import_files(Invoice=rows)
        for key, residual in (("INV1", 600), ("INV2", 0)):
            values = {"move_type": "out_refund", "state": "posted", "amount_total": 600.0, "amount_residual": residual}
            self.assertRecordValues(self.find("Invoice", key), [values])
        self.assertEqual(report.sums["Invoice"], [2, -1200, -1200])
        self.assertEqual(self.counts(self.import_files(Invoice=rows), "Invoice"), {"read": 2, "unchanged": 2})

    def test_a_better_reading_mends_a_posted_invoice_and_a_change_does_not(self):
        row = {**INVOICE, "Remise maison": "100", "VAT": "", "Total": "500"}
        self.import_files(Invoice=[row])
        invoice = self.find("Invoice", "INV1")
        self.assertEqual(invoice.agency_status, "paid")
        report = self.import_files(Invoice=[{**row, "Selling Price": "400", "Total": "400"}])
        self.assertEqual((invoice.amount_total, invoice.state), (500, "posted"))
        self.assertIn("posted_kept", self.codes(report))
        link = self.env["agency.vtiger.link"].search([("key", "=", "INV1")])
        self.import_files(Invoice=[row])
        link.snapshot = {**link.snapshot, "ref": "Autre"}
        invoice.ref = "Autre"
        link.digest = "lu autrement"
        self.import_files(Invoice=[row])
        self.assertRecordValues(invoice, [{"ref": "Facture", "state": "posted", "payment_state": "paid"}])

    def test_taxes_are_those_of_services(self):
        usual = self.env.company.account_sale_tax_id
        goods = usual.sudo().copy({"name": "20% G", "amount": 20, "tax_scope": "consu"})
        services = usual.sudo().copy({"name": "20% S", "amount": 20, "tax_scope": "service"})
        self.env.company.sudo().account_sale_tax_id = goods
        self.import_files()
        self.assertEqual(self.find("Quotes", "QUO1").order_line.tax_ids, services)

    def test_an_accepted_quote_is_invoiced_without_a_service_of_the_catalogue(self):
        row = {**QUOTE, "Quote Stage": "Accepted", "Item Name": "Services::::Disparu", "Discount Amount": "50",
               "Total": "540"}  # fmt: skip
        self.import_files(Quotes=[row], SalesOrder=[], Invoice=[])
        quote = self.find("Quotes", "QUO1")
        self.assertEqual(quote.invoice_status, "to invoice")
        invoice = quote._create_invoices()
        self.assertEqual((invoice.amount_total, invoice.invoice_line_ids[0].name), (540, "Disparu\ndétail"))


class TestVtigerLinks(VtigerCommon):
    """Records stay linked, whatever they are named, and whatever comes later."""

    def test_a_renamed_account_keeps_its_contacts_and_deals(self):
        self.import_files()
        account = self.find("Accounts", "ACC1")
        new = {"Organization Name": "Accounts::::Dupont Groupe"}
        report = self.import_files(
            Accounts=[{**ACCOUNT, "Organization Name": "Dupont Groupe"}], Contacts=[{**CONTACT, **new}],
            Potentials=[{**DEAL, **new}], Quotes=[{**QUOTE, **new}],
        )  # fmt: skip
        self.assertEqual(account.name, "Dupont Groupe")
        self.assertEqual(self.find("Contacts", "CON1").parent_id, account)
        self.assertEqual(self.find("Potentials", "POT1").partner_id, self.find("Contacts", "CON1"))
        self.assertNotIn("not_found", self.codes(report))

    def test_a_name_of_before_and_one_that_is_not_found_lose_no_link(self):
        self.import_files()
        self.import_files(Accounts=[{**ACCOUNT, "Organization Name": "Dupont Groupe"}], Quotes=[], Invoice=[])
        contact = self.find("Contacts", "CON1")
        self.assertEqual(contact.parent_id, self.find("Accounts", "ACC1"))
        report = self.import_files(Contacts=[{**CONTACT, "Title": "Directrice",
                                              "Organization Name": "Accounts::::Ailleurs"}], Quotes=[])  # fmt: skip
        self.assertIn("not_found", self.codes(report))
        self.assertEqual((contact.parent_id, contact.function), (self.find("Accounts", "ACC1"), "Directrice"))

    def test_a_contact_named_the_other_way_round_or_by_number_is_found(self):
        rows = [{**QUOTE, "Contact Name": "Contacts::::Martin Marie"},
                {**QUOTE, "Quote Number": "QUO2", "Contact Name": "Contacts::::CON1"}]  # fmt: skip
        self.import_files(Quotes=rows)
        for key in ("QUO1", "QUO2"):
            self.assertEqual(self.find("Quotes", key).partner_id, self.find("Contacts", "CON1"))

    def test_lines_of_an_accepted_quote_changed_in_vtiger_are_updated(self):
        row = {**QUOTE, "Quote Stage": "Accepted"}
        self.import_files(Quotes=[row], SalesOrder=[], Invoice=[])
        report = self.import_files(Quotes=[{**row, "Selling Price": "600", "Total": "720"}], SalesOrder=[], Invoice=[])
        self.assertRecordValues(self.find("Quotes", "QUO1"), [{"state": "sale", "amount_total": 720.0}])
        self.assertFalse(self.codes(report, "refused"))

    def test_an_owner_mapped_later_takes_effect(self):
        rows = [{**ACCOUNT, "Assigned To": "parti"}]
        self.import_files(Accounts=rows, **ONLY_ACCOUNTS)
        mapped = Settings(date_order="dmy", users={"parti": "agency_user"})
        self.import_files(mapped, Accounts=rows, **ONLY_ACCOUNTS)
        self.assertEqual(self.find("Accounts", "ACC1").user_id, self.user)
        # A later import that nobody told who it is takes nobody away.
        report = self.import_files(Accounts=rows, **ONLY_ACCOUNTS)
        self.assertEqual(self.find("Accounts", "ACC1").user_id, self.user)
        self.assertEqual(self.counts(report, "Accounts"), {"read": 1, "unchanged": 1})

    def test_services_imported_later_are_linked(self):
        self.import_files(Services=[])
        quote, invoice = self.find("Quotes", "QUO1"), self.find("Invoice", "INV1")
        self.assertFalse(quote.order_line.product_id or invoice.invoice_line_ids.product_id)
        report = self.import_files()
        service = self.find("Services", "SER1").product_variant_id
        self.assertEqual((quote.order_line.product_id, invoice.invoice_line_ids.product_id), (service, service))
        self.assertEqual((quote.amount_total, invoice.amount_total, invoice.payment_state), (600, 600, "paid"))
        self.assertEqual(quote.order_line.name, "Logo\ndétail")
        self.assertEqual(self.counts(report, "Invoice"), {"read": 1, "updated": 1})
        self.assertEqual(self.counts(self.import_files(), "Invoice"), {"read": 1, "unchanged": 1})

    def test_one_number_and_two_customers_are_two(self):
        other = {**ACCOUNT, "Organization Number": "ACC2", "Organization Name": "Autre"}
        rows = [QUOTE, {**QUOTE, "Organization Name": "Accounts::::Autre", "Contact Name": "", "Opportunity Name": ""}]
        report = self.import_files(Accounts=[ACCOUNT, other], Quotes=rows)
        self.assertEqual(self.find("Quotes", "QUO1").amount_total, 600)
        self.assertEqual(self.find("Quotes", "QUO1 (2)").partner_id, self.find("Accounts", "ACC2"))
        self.assertIn("key_shared", self.codes(report))

    def test_an_unknown_step_is_never_guessed(self):
        report = self.import_files(Potentials=[{**DEAL, "Etape suivante": "1 - Chiffrage machin"}])
        deal = self.find("Potentials", "POT1")
        self.assertFalse(deal.next_step_id)
        self.assertIn("1 - Chiffrage machin", deal.description)
        self.assertIn("unknown_step", self.codes(report, "warning"))
        self.import_files(Potentials=[{**DEAL, "Etape suivante": "2 – a  rappeler"}])
        self.assertEqual(deal.next_step_id, self.env.ref("agency_crm.next_step_call_back"))


class TestVtigerPeople(VtigerCommon):
    """Accounts as they are: countries, numbers, and those that are one."""

    def import_account(self, **values):
        report = self.import_files(Accounts=[{**ACCOUNT, **values}], **ONLY_ACCOUNTS)
        return self.find("Accounts", "ACC1"), report

    def test_countries_by_whatever_name(self):
        names = {"Royaume Uni": "GB", "Fr.": "FR", "BELGIQUE": "BE", "États Unis": "US", "Côte d’Ivoire": "CI",
                 "Angleterre": "GB", "fra": "FR", "Suisse ": "CH"}  # fmt: skip
        rows = [{**ACCOUNT, "Organization Number": f"A{i}", "Organization Name": name, "Billing Country": name}
                for i, name in enumerate(names)]  # fmt: skip
        report = self.import_files(Accounts=rows, **ONLY_ACCOUNTS)
        got = [self.find("Accounts", f"A{i}").country_id.code for i in range(len(names))]
        self.assertEqual(got, list(names.values()))
        self.assertNotIn("unknown_country", self.codes(report))

    def test_an_unknown_country_is_kept_and_told(self):
        account, report = self.import_account(**{"Billing Country": "Syldavie"})
        self.assertFalse(account.country_id)
        self.assertIn("Billing Country: Syldavie", account.comment)
        self.assertIn("unknown_country", self.codes(report))

    def test_numbers_that_a_spreadsheet_damaged(self):
        account, report = self.import_account(**{
            "SIRET": "7,32829E+13", "Billing Postal Code": "1000", "Billing Country": "France", "VAT Number": "BAD",
            "Primary Phone": "383123456",
        })  # fmt: skip
        self.assertEqual((account.zip, account.phone), ("01000", "0383123456"))
        self.assertFalse(account.company_registry or account.vat)
        self.assertIn("7,32829E+13", account.comment)
        self.assertEqual(sorted(self.codes(report)), ["bad_value", "bad_value", "mended", "mended", "unknown_columns"])

    def test_numbers_written_otherwise_are_the_same(self):
        account, report = self.import_account(**{
            "SIRET": "732 829 320 00074", "VAT Number": "fr 44 732829320", "Billing Country": "Belgique",
            "Billing Postal Code": "1000",
        })  # fmt: skip
        self.assertRecordValues(
            account, [{"company_registry": "73282932000074", "vat": "FR44732829320", "zip": "1000"}]
        )
        self.assertEqual(self.codes(report), ["unknown_columns"])

    def test_an_account_that_is_here_is_completed_and_not_doubled(self):
        here = self.env["res.partner"].create(
            {"name": "Dupont S.A.R.L.", "is_company": True, "company_registry": "73282932000074", "phone": "0999"}
        )
        account, report = self.import_account(**{"SIRET": "732 829 320 00074", "Organization Name": "DUPONT"})
        self.assertEqual(account, here)
        self.assertEqual((here.name, here.phone, here.city), ("Dupont S.A.R.L.", "0999", "Nancy"))
        self.assertIn("matched", self.codes(report))
        again, report = self.import_account(**{"SIRET": "732 829 320 00074", "Organization Name": "DUPONT"})
        self.assertEqual((again, here.phone), (here, "0999"))

    def test_accounts_of_one_name_are_proposed_for_merging(self):
        names = ("Alpha SARL", "ALPHA", "Alpha S.A.R.L.", "Beta")
        rows = [{**ACCOUNT, "Organization Number": f"A{i}", "Organization Name": name, "Billing City": ""}
                for i, name in enumerate(names)]  # fmt: skip
        rows[1]["Billing City"] = "Metz"
        report = self.import_files(Accounts=rows, **ONLY_ACCOUNTS)
        told = [issue for issue in report.issues if issue.code == "double"]
        self.assertEqual([issue.values["others"] for issue in told], ["Alpha SARL (A0)", "Alpha SARL (A0), ALPHA (A1)"])

    def test_accounts_said_to_be_one_are_one(self):
        rows = [{**ACCOUNT, "Billing City": ""}, {**ACCOUNT, "Organization Number": "ACC2", "Billing City": "Metz"}]
        merged = Settings(date_order="dmy", merges={"ACC2": "ACC1"})
        self.import_files(merged, Accounts=rows, **ONLY_ACCOUNTS)
        self.assertEqual(self.find("Accounts", "ACC1"), self.find("Accounts", "ACC2"))
        self.assertEqual(self.find("Accounts", "ACC1").city, "Metz")


class TestVtigerTwoFiles(VtigerCommon):
    """Two files of one module: the later does not overwrite what the first brought."""

    def import_two(self, first, second):
        settings = Settings(date_order="dmy")
        contents = [("Accounts.csv", make_csv(first)), ("Accounts.csv", make_csv(second))]
        return runner.run(self.env, runner.read(contents, settings), settings, False, report=Report())

    def test_one_number_for_two_accounts_is_told_and_they_are_kept_apart(self):
        other = {**ACCOUNT, "Organization Name": "Martin", "Created Time": "14-01-2021 10:00:00"}
        report = self.import_two(ACCOUNT, other)
        self.assertEqual(self.find("Accounts", "ACC1").name, "Dupont & Fils")
        self.assertEqual(self.find("Accounts", "ACC1 (2)").name, "Martin")
        self.assertIn("key_shared", self.codes(report, "warning"))

    def test_of_one_account_in_two_files_the_later_state_is_taken(self):
        new = {**ACCOUNT, "Billing City": "Metz", "Modified Time": "20-01-2026 10:00:00"}
        old = {**ACCOUNT, "Modified Time": "19-01-2026 10:00:00"}
        report = self.import_two(new, old)
        self.assertEqual(self.find("Accounts", "ACC1").city, "Metz")
        self.assertIn("older_copy", self.codes(report))
        self.assertEqual(self.counts(report, "Accounts"), {"read": 1, "created": 1})
