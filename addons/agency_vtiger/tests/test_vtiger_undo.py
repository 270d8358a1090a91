from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError

from odoo.addons.agency_crm.takeover import numbering

from .common import ACCOUNT, CONTACT, INVOICE, QUOTE, VtigerCommon, make_csv
from .test_vtiger_around import LEAD, MAIL, PRODUCT, PURCHASE, VENDOR

COMMENT = {
    "Comment": "Rappeler lundi", "Related To": "Accounts::::Dupont & Fils", "Created Time": "14-01-2026 10:00:00",
    "Creator": "agency_user",
}  # fmt: skip


class TestVtigerUndo(VtigerCommon):
    """An import is taken back whole, until somebody works with what it brought."""

    def setUp(self):
        super().setUp()
        self.registry_enter_test_mode()
        self.enterContext(patch.object(self.env.cr, "commit"))

    def make_job(self, **files):
        files = {**self.files, "ModComments": [COMMENT], **files}
        attachments = self.env["ir.attachment"].create(
            [{"name": f"{name}.csv", "raw": make_csv(*rows)} for name, rows in files.items() if rows]
        )
        job = self.env["agency.vtiger.import"].create({"attachment_ids": [(6, 0, attachments.ids)]})
        job.action_read()
        job.is_accepted = True
        job.action_import()
        self.run_jobs()
        self.assertEqual(job.state, "done", job.error)
        return job

    def run_jobs(self):
        self.env["agency.vtiger.import"]._cron_run()

    def count_all(self):
        models = ("res.partner", "product.template", "crm.lead", "sale.order", "account.move", "mail.message",
                  "mail.activity", "mail.blacklist")  # fmt: skip
        self.env.flush_all()
        counts = {}
        for model in models:
            self.env.cr.execute(f"SELECT count(*) FROM {self.env[model]._table}")  # noqa: S608
            counts[model] = self.env.cr.fetchone()[0]
        return counts

    def let_time_pass(self, record):
        """A test has one transaction, whose records are all of one moment: this one was written later."""
        self.env.flush_all()
        later = fields.Datetime.now() + timedelta(minutes=5)
        self.env.cr.execute(
            f"UPDATE {record._table} SET write_date = %s, create_date = %s WHERE id IN %s",  # noqa: S608
            (later, later, tuple(record.ids)),
        )
        self.env.invalidate_all()

    def test_all_that_it_made_goes(self):
        invoice = {**INVOICE, "Invoice No": "INV2", "Status": "Created"}
        before = self.count_all()
        shipped = {**ACCOUNT, "Shipping Address": "2 rue Basse", "Shipping City": "Metz"}
        job = self.make_job(Accounts=[shipped], Invoice=[INVOICE, invoice])
        self.assertNotEqual(self.count_all(), before)
        job.action_undo()
        self.assertEqual(job.state, "undoing")
        self.run_jobs()
        self.assertEqual(job.state, "undone", job.error)
        self.assertEqual(self.count_all(), before)
        self.assertFalse(self.env["agency.vtiger.link"].search_count([]))

    def test_series_of_numbers_go_on_and_back(self):
        """After vtiger's QUO1 and INV1 come QUO2 and INV2 (D45); taken back, the agency begins with its own."""
        company = self.env.company.sudo()
        numbering.start_anew(company)
        journal = company._get_numbered_journal()
        self.assertEqual(numbering.get_next(company, numbering.QUOTES), "DEV1")
        job = self.make_job()
        quote = self.find("Quotes", "QUO1")
        after = self.env["sale.order"].create({"partner_id": quote.partner_id.id})
        self.assertEqual((after.name, numbering.get_next(company, numbering.ORDERS)), ("QUO2", "SO2"))
        self.assertEqual(journal.first_invoice_number, "INV2")
        after.sudo().unlink()
        job.action_undo()
        self.run_jobs()
        self.assertEqual(job.state, "undone", job.error)
        self.assertFalse(journal.first_invoice_number)
        self.assertEqual(self.env["sale.order"].create({"partner_id": self.env.user.partner_id.id}).name, "DEV1")

    def test_entries_of_the_tax_due_on_payment_go_too(self):
        """Services on the French chart: their tax is due when they are paid, by an entry of its own."""
        account = self.env["account.account"].create(
            {"name": "TVA en attente", "code": "44579X", "account_type": "liability_current", "reconcile": True}
        )
        self.env.company.tax_exigibility = True
        domain = [("type_tax_use", "=", "sale"), ("company_id", "=", self.env.company.id)]
        taxes = self.env["account.tax"].search(domain)
        taxes.write({"tax_exigibility": "on_payment", "cash_basis_transition_account_id": account.id})
        before = self.count_all()
        job = self.make_job()
        invoice = self.find("Invoice", "INV1")
        self.assertTrue(invoice.tax_cash_basis_created_move_ids)
        job.action_undo()
        self.run_jobs()
        self.assertEqual(job.state, "undone", job.error)
        self.assertEqual(self.count_all(), before)

    def test_what_stands_around_the_business_goes_too(self):
        before = self.count_all()
        day = self.today() + timedelta(days=9)
        event = {"Subject": "Point", "Activity Type": "Call", "Status": "Planned", "Assigned To": "agency_user",
                 "Start Date & Time": f"{day:%d-%m-%Y} 10:00:00", "Related To": "Potentials::::Refonte"}  # fmt: skip
        around = {"Leads": [LEAD], "Vendors": [VENDOR], "Products": [PRODUCT], "PurchaseOrder": [PURCHASE],
                  "Emails": [MAIL], "Calendar": [event]}  # fmt: skip
        job = self.make_job(**around)
        after = self.count_all()
        self.assertEqual(after["mail.activity"], before["mail.activity"] + 1)
        self.assertEqual(after["crm.lead"], before["crm.lead"] + 2)
        job.action_undo()
        self.run_jobs()
        self.assertEqual(job.state, "undone", job.error)
        self.assertEqual(self.count_all(), before)

    def test_done_again_it_is_as_before(self):
        job = self.make_job()
        first = {(link.module, link.key): link.snapshot for link in self.env["agency.vtiger.link"].search([])}
        job.action_undo()
        self.run_jobs()
        job.action_read()
        job.is_accepted = True
        job.action_import()
        self.run_jobs()
        again = {(link.module, link.key): link.snapshot for link in self.env["agency.vtiger.link"].search([])}
        self.assertEqual(set(again), set(first))
        self.assertEqual(self.find("Invoice", "INV1").agency_status, "paid")
        self.assertEqual(job.count_ids.mapped("created_count"), [1] * 8)

    def test_what_was_here_stays(self):
        partner = self.env["res.partner"].create(
            {"name": "Dupont et Fils", "is_company": True, "company_registry": "73282932000074"}
        )
        job = self.make_job(Accounts=[{**ACCOUNT, "SIRET": "73282932000074"}])
        self.assertEqual(self.find("Accounts", "ACC1"), partner)
        job.action_undo()
        self.run_jobs()
        self.assertEqual(job.state, "undone", job.error)
        self.assertEqual(partner.exists().name, "Dupont et Fils")

    def test_memory_of_invoices_goes_too(self):
        before = self.count_all()
        job = self.make_job(Invoice=[])
        job.invoices = "memory"
        job.attachment_ids |= self.env["ir.attachment"].create({"name": "Invoice.csv", "raw": make_csv(INVOICE)})
        job.action_import()
        self.run_jobs()
        self.assertEqual(self.find("Invoice", "INV1")._name, "mail.message")
        job.action_undo()
        self.run_jobs()
        self.assertEqual(self.count_all(), before)

    def assert_refused(self, job, record):
        with self.assertRaises(UserError) as refused:
            job.action_undo()
        self.assertIn(record.display_name, str(refused.exception))
        self.assertEqual(job.state, "done")

    def test_what_people_wrote_since_is_not_lost(self):
        job = self.make_job()
        quote = self.find("Quotes", "QUO1")
        quote.note = "<p>Autre chose</p>"
        self.let_time_pass(quote)
        self.assert_refused(job, quote)

    def test_what_a_job_of_the_night_wrote_is_nobodys_work(self):
        job = self.make_job()
        self.let_time_pass(self.find("Quotes", "QUO1"))
        job.action_undo()
        self.run_jobs()
        self.assertEqual(job.state, "undone", job.error)

    def test_what_people_made_of_it_is_not_lost(self):
        job = self.make_job()
        account = self.find("Accounts", "ACC1")
        deal = self.env["crm.lead"].create({"name": "Nouvelle", "type": "opportunity", "partner_id": account.id})
        self.let_time_pass(deal)
        self.assert_refused(job, account)

    def test_what_people_said_is_not_lost(self):
        job = self.make_job()
        contact = self.find("Contacts", "CON1")
        message = contact.message_post(body="Appelée ce matin", message_type="comment")
        self.let_time_pass(message)
        self.assert_refused(job, contact)

    def test_a_later_import_is_undone_alone(self):
        self.make_job()
        other = self.make_job(
            Contacts=[CONTACT, {**CONTACT, "Contact Id": "CON2", "First Name": "Luc"}],
            Quotes=[QUOTE, {**QUOTE, "Quote Number": "QUO2"}],
        )
        other.action_undo()
        self.run_jobs()
        self.assertEqual(other.state, "undone", other.error)
        self.assertTrue(self.find("Contacts", "CON1").exists())
        self.assertFalse(self.env["agency.vtiger.link"].search([("key", "in", ("CON2", "QUO2"))]))

    def test_it_pauses_and_goes_on(self):
        job = self.make_job()
        job.action_undo()
        runs = 0
        while job.state == "undoing" and runs < 20:
            job._undo(until=0)
            runs += 1
        self.assertEqual(job.state, "undone")
        self.assertGreater(runs, 5)

    def test_what_it_deletes_is_said_by_imports_alone(self):
        job = self.make_job()
        product = self.env["product.template"].sudo().create({"name": "Pas de la reprise"})
        vals = {"module": "Services", "key": "SER9", "res_model": "product.template", "res_id": product.id}
        links = self.env["agency.vtiger.link"]
        with self.assertRaises(AccessError):
            links.create({**vals, "import_id": job.id, "is_created": True})
        with self.assertRaises(AccessError):
            links.search([("module", "=", "Services")]).res_id = product.id
        with self.assertRaises(AccessError):
            links.search([("module", "=", "Services")]).write({"is_created": True})
