from datetime import date, timedelta

from ..importer import runner
from ..importer.report import Report
from ..vtiger.settings import Settings
from .common import ACCOUNT, CONTACT, QUOTE, VtigerCommon, make_csv
from .test_vtiger_files import make_zip

LEAD = {
    "Lead Number": "LEA1", "First Name": "Nadia", "Last Name": "Faure", "Company": "Garage Faure",
    "Primary Phone": "0383111111", "Primary Email": "nadia@faure.fr", "Lead Status": "Contacted", "Title": "Gérante",
    "Street": "3 rue Basse", "City": "Metz", "Postal Code": "57000", "Country": "France", "Lead Source": "Salon",
    "Assigned To": "agency_user", "Created Time": "13-01-2026 10:00:00", "Description": "Veut un site",
}  # fmt: skip
VENDOR = {
    "Vendor Number": "VEN1", "Vendor Name": "Imprimerie Bel", "Phone": "0383222222", "Email": "devis@bel.fr",
    "Street": "4 quai Nord", "City": "Toul", "Postal Code": "54200", "Country": "France", "Category": "Offset",
}  # fmt: skip
PRODUCT = {
    "Product Number": "PRO1", "Product Name": "Kakémono", "Product Active": "1", "Unit Price": "120",
    "Purchase Cost": "70", "VAT": "20.000", "Vendor Name": "Vendors::::Imprimerie Bel", "Qty. in Stock": "4",
}  # fmt: skip
PURCHASE = {
    "Purchase Order Number": "PO1", "Subject": "Tirage", "Vendor Name": "Vendors::::Imprimerie Bel", "Total": "240",
    "Status": "Approved", "Item Name": "Products::::Kakémono", "Quantity": "2", "Selling Price": "100", "VAT": "20",
    "Tax Type": "group", "Created Time": "13-02-2025 10:00:00", "Terms & Conditions": "Sous huit jours",
}  # fmt: skip
MAIL = {
    "Subject": "Votre maquette", "Date & Time Sent": "16-01-2026", "Time Start": "09:30:00",
    "From": "manager@agence.example", "To": '["marie@example.com"]', "Related To": "Potentials::::Refonte",
    "Description": "<p>Bonjour,</p><script>alert(1)</script><p>Voici.</p>", "Assigned To": "agency_user",
}  # fmt: skip
NOTHING = dict.fromkeys(("Accounts", "Contacts", "Services", "Potentials", "Quotes", "SalesOrder", "Invoice"), [])


class VtigerAroundCommon(VtigerCommon):
    def import_only(self, **files):
        return self.import_files(**{**NOTHING, **files})

    def assert_again_is_nothing(self, **files):
        """The same files once more change nothing."""
        again = self.import_only(**files)
        for module, counts in again.counts.items():
            self.assertEqual(counts["unchanged"], counts["read"], module)


class TestVtigerLeads(VtigerAroundCommon):
    """A lead is a request, with the account and the contact that vtiger keeps inside it."""

    def test_a_lead_is_a_deal_with_its_account_and_contact(self):
        report = self.import_only(Leads=[LEAD])
        deal = self.find("Leads", "LEA1")
        account, contact = self.find("Accounts", "LEA1"), self.find("Contacts", "LEA1")
        self.assertEqual(
            (deal._name, deal.type, deal.partner_id, deal.user_id), ("crm.lead", "opportunity", contact, self.user)
        )
        self.assertEqual(deal.stage_id, self.env.ref("agency_crm.stage_analysis"))
        self.assertFalse(deal.next_step_id or deal.activity_ids)
        self.assertEqual(deal.create_date.date(), date(2026, 1, 13))
        self.assertIn("Veut un site", deal.description)
        self.assertIn("Salon", deal.description)
        self.assertEqual((contact.name, contact.parent_id, contact.phone), ("Nadia Faure", account, "0383111111"))
        self.assertEqual((account.account_type, account.city, account.is_company), ("prospect", "Metz", True))
        self.assertEqual(self.counts(report, "Leads"), {"read": 1, "created": 1})
        self.assert_again_is_nothing(Leads=[LEAD])

    def test_what_changes_in_vtiger_changes_here(self):
        self.import_only(Leads=[LEAD])
        self.import_only(Leads=[{**LEAD, "Primary Phone": "0383999999", "Lead Status": "Lost Lead"}])
        self.assertEqual(self.find("Contacts", "LEA1").phone, "0383999999")
        deal = self.find("Leads", "LEA1")
        self.assertFalse(deal.active)
        self.assertEqual(deal.stage_id, self.env.ref("agency_crm.stage_lost"))

    def test_a_lead_of_an_account_and_a_contact_that_are_here_names_them(self):
        lead = {**LEAD, "First Name": "Marie", "Last Name": "Martin", "Company": "DUPONT & FILS"}
        self.import_files(Leads=[lead, {**LEAD, "Lead Number": "LEA2", "Company": "Dupont & fils"}])
        self.assertEqual(self.find("Leads", "LEA1").partner_id, self.find("Contacts", "CON1"))
        links = self.env["agency.vtiger.link"].search([("module", "in", ("Accounts", "Contacts"))])
        self.assertEqual(sorted(links.mapped("key")), ["ACC1", "CON1", "LEA2"])
        self.assertEqual(self.find("Contacts", "LEA2").parent_id, self.find("Accounts", "ACC1"))

    def test_two_leads_of_one_company_are_of_one_account(self):
        other = {**LEAD, "Lead Number": "LEA2", "First Name": "Luc", "Primary Email": "luc@faure.fr"}
        self.import_only(Leads=[LEAD, other])
        self.assertEqual(self.find("Leads", "LEA2").partner_id.parent_id, self.find("Accounts", "LEA1"))
        self.assert_again_is_nothing(Leads=[LEAD, other])

    def test_a_person_alone_is_a_contact_with_its_address(self):
        self.import_only(Leads=[{**LEAD, "Company": ""}])
        contact = self.find("Leads", "LEA1").partner_id
        self.assertFalse(contact.parent_id)
        self.assertEqual((contact.city, contact.is_company), ("Metz", False))

    def test_french_headers_and_states(self):
        row = {"Prospect N°": "LEA1", "Prénom": "Nadia", "Nom": "Faure", "Société": "Garage", "Statut": "En sommeil",
               "Courriel": "n@faure.fr", "Portable": "0612345678", "Rue": "3 rue Basse", "Ville": "Metz",
               "Code Postal": "57000", "Ne pas envoyer d'email": "1"}  # fmt: skip
        self.import_only(Leads=[row])
        self.assertFalse(self.find("Leads", "LEA1").active)
        contact = self.find("Contacts", "LEA1")
        self.assertEqual((contact.phone, contact.email), ("0612345678", "n@faure.fr"))
        self.assertTrue(contact.is_blacklisted)

    def test_a_state_of_the_agency_own_is_told_and_the_deal_is_where_deals_begin(self):
        report = self.import_only(Leads=[{**LEAD, "Lead Status": "À revoir au salon"}])
        self.assertIn("bad_pick", self.codes(report))
        self.assertEqual(self.find("Leads", "LEA1").stage_id, self.env.ref("agency_crm.stage_analysis"))

    def test_its_number_finds_it(self):
        self.import_files(Leads=[LEAD])
        found = self.env["agency.search"].with_user(self.user).find("lea1")
        self.assertEqual({line["model"] for line in found}, {"crm.lead", "res.partner"})
        (deal,) = [line for line in self.env["agency.search"].find("POT1") if line["model"] == "crm.lead"]
        self.assertEqual(deal["id"], self.find("Potentials", "POT1").id)


class TestVtigerPurchases(VtigerAroundCommon):
    """What the agency buys, and from whom."""

    def test_a_vendor_is_an_account_that_is_a_supplier(self):
        self.import_only(Vendors=[VENDOR])
        vendor = self.find("Vendors", "VEN1")
        self.assertEqual((vendor.is_supplier, vendor.account_type, vendor.city), (True, "other", "Toul"))
        self.assertEqual((vendor.ref, vendor.country_id.code, vendor.is_company), ("VEN1", "FR", True))
        self.assertIn("Offset", vendor.comment)
        self.assert_again_is_nothing(Vendors=[VENDOR])
        self.import_only(Vendors=[{**VENDOR, "Phone": "0383000000"}])
        self.assertEqual(vendor.phone, "0383000000")

    def test_a_vendor_that_is_an_account_of_the_export_is_that_one(self):
        account = {**ACCOUNT, "Organization Name": "Imprimerie Bel", "Primary Email": "devis@bel.fr", "Fournisseur": ""}
        self.import_only(Accounts=[account], Vendors=[VENDOR])
        vendor = self.find("Vendors", "VEN1")
        self.assertEqual(vendor, self.find("Accounts", "ACC1"))
        self.assertEqual((vendor.is_supplier, vendor.account_type), (True, "client"))

    def test_french_headers_of_vendors(self):
        self.import_only(Vendors=[{"Fournisseur N°": "VEN1", "Nom du Fournisseur": "Bel", "Ville": "Toul",
                                   "Code comptable": "401"}])  # fmt: skip
        self.assertEqual(self.find("Vendors", "VEN1").city, "Toul")

    def test_a_product_is_a_thing_of_the_catalogue(self):
        self.import_only(Products=[PRODUCT])
        product = self.find("Products", "PRO1")
        self.assertEqual((product.type, product.list_price, product.standard_price), ("consu", 120, 70))
        self.assertIn("Imprimerie Bel", product.description)
        self.assert_again_is_nothing(Products=[PRODUCT])
        self.import_only(Products=[{**PRODUCT, "Unit Price": "150"}])
        self.assertEqual(product.list_price, 150)

    def test_a_line_names_a_product(self):
        for row in (QUOTE, {**QUOTE, "Quote Number": "QUO2", "Item Name": "Products::::Kakémono"}):
            self.import_files(Products=[PRODUCT], Quotes=[{**row, "Item Name": "Products::::Kakémono"}])
        line = self.find("Quotes", "QUO2").order_line
        self.assertEqual(line.product_template_id, self.find("Products", "PRO1"))
        self.assertEqual(self.find("Quotes", "QUO2").amount_total, 600)

    def test_things_have_the_taxes_of_goods(self):
        usual = self.env.company.account_sale_tax_id.sudo()
        goods = usual.copy({"name": "20 % des biens", "amount": 20, "tax_scope": "consu"})
        services = usual.copy({"name": "20 % des services", "amount": 20, "tax_scope": "service"})
        row = {**QUOTE, "Item Name": "Products::::Kakémono"}
        self.import_files(Products=[PRODUCT], Quotes=[row, {**QUOTE, "Quote Number": "QUO2"}])
        self.assertEqual(self.find("Products", "PRO1").taxes_id, goods)
        self.assertEqual(self.find("Quotes", "QUO1").order_line.tax_ids, goods)
        self.assertEqual(self.find("Quotes", "QUO2").order_line.tax_ids, services)

    def test_a_purchase_order_is_a_message_of_its_vendor(self):
        files = {"Vendors": [VENDOR], "PurchaseOrder": [PURCHASE, {**PURCHASE, "Item Name": "Services::::Pose"}]}
        report = self.import_only(**files)
        message = self.find("PurchaseOrder", "PO1")
        self.assertEqual((message._name, message.model, message.res_id),
                         ("mail.message", "res.partner", self.find("Vendors", "VEN1").id))  # fmt: skip
        for words in ("PO1", "Kakémono", "Pose", "240", "Sous huit jours", "Approved"):
            self.assertIn(words, message.body)
        self.assertEqual(message.date.date(), date(2025, 2, 13))
        self.assertEqual(self.counts(report, "PurchaseOrder"), {"read": 1, "created": 1})
        self.assert_again_is_nothing(**files)

    def test_a_purchase_order_of_nobody_is_told(self):
        report = self.import_only(PurchaseOrder=[PURCHASE])
        self.assertEqual(self.codes(report, "refused"), ["history_lost"])


class TestVtigerAroundFiles(VtigerAroundCommon):
    """What was said comes with the files that were joined to it."""

    COMMENT = {"Comment": "Voici la maquette", "Creator": "agency_user", "Related To": "Potentials::::Refonte",
               "Created Time": "15-10-2026 10:00:00", "Attachment": "maquette.pdf, absent.pdf"}  # fmt: skip

    def test_a_comment_has_its_file_and_names_the_one_that_is_missing(self):
        settings = Settings(date_order="dmy")
        contents = [
            (f"{name}.csv", make_csv(*rows)) for name, rows in {**self.files, "ModComments": [self.COMMENT]}.items()
        ]
        contents.append(("storage.zip", make_zip(**{"storage/2026/October/week3/7_maquette.pdf": b"%PDF"})))
        report = runner.run(self.env, runner.read(contents, settings), settings, False, report=Report())
        deal = self.find("Potentials", "POT1")
        (message,) = deal.message_ids
        self.assertEqual(message.attachment_ids.mapped("name"), ["maquette.pdf"])
        self.assertEqual((message.attachment_ids.raw, message.attachment_ids.res_id), (b"%PDF", deal.id))
        self.assertIn("absent.pdf", message.body)
        self.assertIn("file_missing", self.codes(report, "warning"))


class TestVtigerMails(VtigerAroundCommon):
    """Mails, and what is planned."""

    def test_a_mail_is_a_message_of_its_day_and_nothing_of_it_runs(self):
        mails = self.env["mail.mail"].sudo().search_count([])
        self.import_files(Emails=[MAIL])
        (message,) = self.find("Potentials", "POT1").message_ids
        self.assertEqual((message.subject, message.message_type), ("Votre maquette", "email"))
        self.assertIn("marie@example.com", message.body)
        self.assertIn("Voici.", message.body)
        self.assertNotIn("script", message.body)
        self.assertEqual(message.date.isoformat(), "2026-01-16T08:30:00")
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), mails)
        self.assertFalse(message.notification_ids)

    def test_a_mail_of_no_record_is_of_whom_it_was_written_to(self):
        self.import_files(Emails=[{**MAIL, "Related To": ""}])
        (message,) = self.find("Contacts", "CON1").message_ids
        self.assertEqual(message.subject, "Votre maquette")

    def test_a_mail_of_no_record_to_several_is_of_whom_is_known(self):
        for to in ("x@nowhere.fr;marie@example.com", "x@nowhere.fr\nMarie <marie@example.com>"):
            self.import_files(Emails=[{**MAIL, "Related To": "", "To": to, "Subject": to}])
            self.assertIn(to, self.find("Contacts", "CON1").message_ids.mapped("subject"))

    def test_a_mail_that_a_customer_wrote_is_theirs(self):
        self.import_files(Emails=[{**MAIL, "From": "Marie <marie@example.com>", "To": "agence@example.com"}])
        (message,) = self.find("Potentials", "POT1").message_ids
        self.assertEqual(message.author_id, self.find("Contacts", "CON1"))

    def test_a_mail_kept_as_the_web_shows_it(self):
        self.import_files(Emails=[{**MAIL, "Description": "&lt;p&gt;R&amp;amp;D &lt;b&gt;ici&lt;/b&gt;&lt;/p&gt;"}])
        (message,) = self.find("Potentials", "POT1").message_ids
        self.assertIn("<b>ici</b>", message.body)

    def test_a_mail_of_nobody_known_is_told(self):
        report = self.import_files(Emails=[{**MAIL, "Related To": "", "To": "x@nowhere.fr"}])
        self.assertEqual(self.codes(report, "refused"), ["history_lost"])

    def event(self, days, **values):
        day = self.today() + timedelta(days=days)
        return {"Subject": "Point", "Activity Type": "Meeting", "Status": "Planned",
                "Start Date & Time": f"{day:%d-%m-%Y} 14:30:00", "Related To": "Potentials::::Refonte",
                "Assigned To": "agency_user", "Created Time": "10-01-2026 10:00:00", **values}  # fmt: skip

    def test_what_is_to_come_is_an_activity_of_its_day(self):
        mails = self.env["mail.mail"].sudo().search_count([])
        self.import_files(Calendar=[self.event(9)])
        deal = self.find("Potentials", "POT1")
        self.assertRecordValues(deal.activity_ids, [{
            "summary": "14:30 Point", "date_deadline": self.today() + timedelta(days=9), "user_id": self.user.id,
            "activity_type_id": self.env.ref("mail.mail_activity_data_meeting").id,
        }])  # fmt: skip
        self.assertFalse(deal.message_ids)
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), mails)
        again = self.import_files(Calendar=[self.event(9)])
        self.assertEqual(self.counts(again, "Calendar"), {"read": 1, "unchanged": 1})

    def test_what_is_of_a_whole_day_has_no_hour_and_says_how_it_comes_back(self):
        day = self.today() + timedelta(days=9)
        rows = [self.event(9, Recurrence="Weekly", **{"Start Date & Time": f"{day:%d-%m-%Y}{clock}", "Subject": word})
                for word, clock in (("Salon", ""), ("Congé", " 00:00:00"), ("Midi", " 12:00:00"))]  # fmt: skip
        self.import_files(Calendar=rows)
        activities = self.find("Potentials", "POT1").activity_ids
        self.assertEqual(sorted(activities.mapped("summary")), ["12:00 Midi", "Congé", "Salon"])
        self.assertEqual(set(activities.mapped("date_deadline")), {day})
        self.assertIn("Weekly", activities[0].note)

    def test_a_task_is_to_be_done_by_the_day_it_is_due(self):
        due = self.today() + timedelta(days=30)
        task = self.event(-3, **{"Activity Type": "Task", "Status": "En cours", "Due Date": f"{due:%d-%m-%Y}"})
        self.import_files(Calendar=[task])
        (activity,) = self.find("Potentials", "POT1").activity_ids
        self.assertEqual((activity.date_deadline, activity.summary), (due, "Point"))

    def test_what_is_past_and_was_never_closed_plans_nothing(self):
        report = self.import_files(Calendar=[self.event(-9)])
        self.assertFalse(self.find("Potentials", "POT1").activity_ids)
        self.assertIn("past_and_open", self.codes(report))

    def test_what_was_done_in_vtiger_since_is_history(self):
        self.import_files(Calendar=[self.event(9)])
        report = self.import_files(Calendar=[self.event(9, Status="Held")])
        self.assertEqual(self.counts(report, "Calendar"), {"read": 1, "updated": 1})
        deal = self.find("Potentials", "POT1")
        self.assertFalse(deal.activity_ids)
        self.assertIn("Held", deal.message_ids.body)

    def test_what_was_put_off_in_vtiger_is_put_off_here(self):
        self.import_files(Calendar=[self.event(9)])
        self.import_files(Calendar=[self.event(12)])
        (activity,) = self.find("Potentials", "POT1").activity_ids
        self.assertEqual(activity.date_deadline, self.today() + timedelta(days=12))

    def test_what_was_done_here_stays_done(self):
        self.import_files(Calendar=[self.event(9)])
        deal = self.find("Potentials", "POT1")
        deal.activity_ids.with_user(self.user).action_feedback(feedback="Fait")
        self.import_files(Calendar=[self.event(12)])
        self.assertFalse(deal.activity_ids)

    def test_a_comment_corrected_in_vtiger_is_corrected_here(self):
        comment = {"Comment": "Rapeler", "Creator": "agency_user", "Related To": "Potentials::::Refonte",
                   "Created Time": "15-01-2026 10:00:00"}  # fmt: skip
        self.import_files(ModComments=[comment])
        self.import_files(ModComments=[{**comment, "Comment": "Rappeler"}])
        (message,) = self.find("Potentials", "POT1").message_ids
        self.assertIn("Rappeler", message.body)

    def test_a_link_of_an_earlier_version_is_known(self):
        comment = {"Comment": "Rappeler", "Creator": "agency_user", "Related To": "Contacts::::Marie Martin",
                   "Created Time": "15-01-2026 10:00:00"}  # fmt: skip
        self.import_files(ModComments=[comment])
        link = self.env["agency.vtiger.link"].search([("module", "=", "ModComments")])
        link._by_rules().write({"key": link.raw_digest})
        again = self.import_files(ModComments=[comment], Contacts=[CONTACT])
        self.assertEqual(self.counts(again, "ModComments"), {"read": 1, "unchanged": 1})
