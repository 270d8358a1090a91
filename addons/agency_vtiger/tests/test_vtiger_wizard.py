import base64
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from ..models.agency_vtiger_import import write_report
from .common import DEAL, VtigerCommon, make_csv


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
