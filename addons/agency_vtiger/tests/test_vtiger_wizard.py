import base64
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form
from odoo.tools import config

from ..importer import writer
from ..models.agency_vtiger_import_report import write_report
from ..vtiger.settings import Settings
from .common import ACCOUNT, DEAL, QUOTE, VtigerCommon, make_csv


class TestVtigerWizard(VtigerCommon):
    def make_job(self, **files):
        attachments = self.env["ir.attachment"].create(
            [{"name": f"{name}.csv", "raw": make_csv(*rows)} for name, rows in {**self.files, **files}.items() if rows]
        )
        job = self.env["agency.vtiger.import"].create({"attachment_ids": [(6, 0, attachments.ids)]})
        # A test has one transaction, and so have the cursors opened in it.
        self.registry_enter_test_mode()
        self.enterContext(patch.object(self.env.cr, "commit"))
        return job

    def run_jobs(self):
        self.env["agency.vtiger.import"]._cron_run()

    def test_files_are_recognized_and_users_matched(self):
        job = self.make_job()
        job.action_read()
        self.assertEqual(set(job.file_ids.mapped("module")), set(self.files))
        self.assertEqual(job.user_ids.mapped("login"), ["agency_user"])
        self.assertEqual(job.user_ids.user_id, self.user)
        self.assertEqual((job.state, job.date_order), ("ready", "dmy"))

    def test_dry_run_then_import(self):
        job = self.make_job(Potentials=[DEAL, {**DEAL, "Opportunity Number": "POT2", "Sales Stage": "Bizarre"}])
        job.action_read()
        job.action_dry_run()
        self.run_jobs()
        self.assertEqual((job.state, job.refused_count), ("done", 1))
        self.assertFalse(self.env["agency.vtiger.link"].search_count([]))
        report = base64.b64decode(job.report_file).decode("utf-8-sig")
        self.assertIn("Bizarre", report)
        job.action_import()
        self.run_jobs()
        self.assertEqual((job.state, job.refused_count, job.progress), ("done", 1, 100))
        self.assertTrue(self.find("Potentials", "POT1"))

    def test_an_import_pauses_when_its_time_is_over_and_goes_on(self):
        job = self.make_job()
        job.action_read()
        job.action_import()
        runs = 0
        while job.state == "waiting" and runs < 20:
            job._run(until=0)
            runs += 1
        # One batch each time: seven modules, and the end.
        self.assertEqual((job.state, runs), ("done", 8))
        self.assertEqual(job.count_ids.mapped("created_count"), [1] * 7)
        self.assertEqual(sum(job.count_ids.mapped("vtiger_total")), 3 * 600)
        self.assertEqual(self.find("Invoice", "INV1").agency_status, "paid")

    def test_accounts_have_their_parents_whenever_it_paused(self):
        above = {**ACCOUNT, "Organization Number": "ACC2", "Organization Name": "Groupe"}
        job = self.make_job(Accounts=[{**ACCOUNT, "Member Of": "Accounts::::Groupe"}, above])
        job.action_read()
        job.action_import()
        with patch.object(writer, "BATCH_SIZE", 1):
            while job.state == "waiting":
                job._run(until=0)
        self.assertEqual(self.find("Accounts", "ACC1").parent_id, self.find("Accounts", "ACC2"))

    def test_a_run_pauses_before_the_server_ends_it(self):
        jobs = self.env["agency.vtiger.import"]
        with patch.dict(config.options, {"limit_time_real": 120, "limit_time_real_cron": -1}):
            self.assertEqual(jobs.with_context(cron_end_time=1010)._get_time_limit(), 1060)
            self.assertEqual(jobs._get_time_limit(), float("inf"))
        with patch.dict(config.options, {"limit_time_real_cron": 0}):
            self.assertEqual(jobs.with_context(cron_end_time=1010)._get_time_limit(), float("inf"))

    def test_a_dry_run_that_was_killed_says_so(self):
        job = self.make_job()
        job.action_read()
        job.action_dry_run()
        job.done_count = 3
        self.run_jobs()
        self.assertEqual(job.state, "failed")
        self.assertIn("--dry-run", job.error)

    def test_ambiguous_dates_are_asked_for_once(self):
        dates = {"Expected Close Date": "01-02-2026", "date étape suivante": "02-03-2026", "Created Time": ""}
        files = dict.fromkeys(self.files, [])
        job = self.make_job(**{**files, "Potentials": [{**DEAL, **dates}]})
        job.action_read()
        self.assertTrue(job.is_date_ambiguous)
        with self.assertRaises(UserError):
            job.action_dry_run()
        job.date_order = "mdy"
        job.action_dry_run()
        self.assertEqual(job.state, "waiting")

    def test_only_managers_import(self):
        with self.assertRaises(AccessError):
            self.env["agency.vtiger.import"].with_user(self.user).create({})

    def test_form_opens(self):
        self.assertTrue(Form(self.env["agency.vtiger.import"]))

    def test_no_file_says_what_to_do(self):
        with self.assertRaises(UserError):
            self.env["agency.vtiger.import"].create({}).action_read()

    def test_report_holds_no_formula(self):
        self.assertIn(b"'=cmd", write_report([["=cmd|x", 1, -2.5]]))
        self.assertIn(b",-2.5", write_report([["=cmd|x", 1, -2.5]]))

    def test_the_gate_is_red_until_a_column_of_tax_is_named_and_the_choice_is_kept(self):
        row = {**QUOTE, "VAT": "", "TVA maison": "20"}
        job = self.make_job(Quotes=[row])
        job.action_read()
        self.assertIn("TVA maison", job.verdict)
        with self.assertRaises(UserError):
            job.action_import()
        column = job.column_ids.filtered("is_counting")
        self.assertEqual((column.header, column.samples, column.module), ("TVA maison", "20", "Quotes"))
        column.target_id = self.env["agency.vtiger.target"].search([("kind", "=", "Quotes"), ("name", "=", "tax_1")])
        job.action_read()
        self.assertFalse(job.verdict)
        self.assertEqual(job.column_ids.filtered("is_counting").target_id.name, "tax_1")
        job.action_import()
        self.run_jobs()
        self.assertEqual(self.find("Quotes", "QUO1").amount_tax, 100)
        # What was chosen is a file for the command, or for another agency.
        exported = Settings().read_toml(job._write_toml().encode())
        self.assertEqual(exported.columns["Quotes"], {"tva maison": "tax_1"})
        self.assertTrue(job.action_export_mapping()["url"].startswith("/web/content/"))
        again = self.env["agency.vtiger.import"].create({"attachment_ids": [(6, 0, job.attachment_ids.ids)]})
        again.action_read()
        self.assertFalse(again.verdict)

    def test_a_value_renamed_by_the_agency_is_named_on_the_screen(self):
        job = self.make_job(Potentials=[{**DEAL, "Sales Stage": "Signé verbalement"}])
        job.action_read()
        (line,) = job.value_ids
        self.assertEqual((line.kind, line.value, line.count), ("stage", "Signé verbalement", 1))
        line.target_id = self.env["agency.vtiger.target"].search([("kind", "=", "stage"), ("name", "=", "won")])
        job.action_import()
        self.run_jobs()
        self.assertEqual(self.find("Potentials", "POT1").stage_id, self.env.ref("agency_crm.stage_won"))

    def test_a_refused_file_is_red(self):
        job = self.make_job()
        job.attachment_ids |= self.env["ir.attachment"].create({"name": "photo.pdf", "raw": b"%PDF-1.4"})
        job.action_read()
        self.assertIn("photo.pdf", job.verdict)
        job.is_accepted = True
        job.action_import()
        self.run_jobs()
        self.assertEqual(job.state, "done")
        self.assertIn("photo.pdf", job.verdict)

    def test_reasons_are_told_once_and_records_are_shown_as_they_will_look(self):
        unknown = {**QUOTE, "Item Name": "Services::::Inconnu", "Quote Number": "QUO2"}
        job = self.make_job(Quotes=[unknown, {**unknown, "Quote Number": "QUO3"}])
        job.action_read()
        job.action_dry_run()
        self.run_jobs()
        self.assertIn("QUO2, QUO3", job.summary)
        self.assertIn("Dupont &amp; Fils", job.samples)
        self.assertRegex(job.samples, r"600[.,]00")
        job.action_import()
        self.assertFalse(job.samples)
