"""Each scheduled action does its work though one record among the good ones can't be treated."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models import agency_document_gestures
from .test_gestures import GesturesCommon

# Each scheduled action of the add-on, and its test here.
TESTED = {
    "ir_cron_purge_documents": "test_purge",
    "ir_cron_document_jobs": "test_documents_in_the_background",
}


@tagged("post_install", "-at_install")
class TestPoisonedRecords(GesturesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._draw_always()

    def setUp(self):
        super().setUp()
        self.enterContext(mute_logger("odoo.addons.agency_crm.isolation", "odoo.sql_db"))

    def _run(self, name):
        with self.enter_registry_test_mode():
            self.env.ref(f"agency_documents.{name}").sudo().method_direct_trigger()

    def test_each_scheduled_action_has_its_test(self):
        crons = (
            self.env["ir.model.data"].sudo().search([("module", "=", "agency_documents"), ("model", "=", "ir.cron")])
        )
        self.assertEqual(set(crons.mapped("name")), set(TESTED))
        for test in TESTED.values():
            self.assertTrue(hasattr(self, test))

    def test_documents_in_the_background(self):
        jobs = self.env["agency.document.job"].sudo()
        jobs.search([]).unlink()
        quotes = self._quote_of(self.contact) + self.quote
        with patch.object(agency_document_gestures, "MAX_DIRECT", 1):
            for _time in range(2):
                quotes.action_group_pdf()
        bad, good = jobs.search([], order="id")
        finish = type(bad)._finish

        def fail(job):
            if job == bad:
                raise ZeroDivisionError
            return finish(job)

        with patch.object(type(bad), "_finish", fail):
            self._run("ir_cron_document_jobs")
        self.assertEqual((bad.state, good.state), ("failed", "done"))
        self.assertIn("ZeroDivisionError", " ".join(bad.failures.values()))
        self.assertTrue(good.document_id)

    def test_purge(self):
        folders = self.env["agency.document.folder"].create(
            [{"name": name, "retention_days": 3} for name in ("Poisoned", "Good", "Mixed")]
        )
        with freeze_time("2026-01-01"):
            documents = self.env["agency.document"].create(
                [{"name": f"{n}.txt", "raw": b"x", "folder_id": folder.id} for n, folder in enumerate(folders)]
                + [{"name": "kept.txt", "raw": b"x", "folder_id": folders[2].id}]
            )
        self.env.flush_all()
        self.env.cr.execute("UPDATE agency_document SET create_date = '2026-01-01' WHERE id IN %s", (documents._ids,))
        self.env.cr.execute(
            "UPDATE agency_document_folder SET retention_days = 2000000000 WHERE id = %s", (folders[0].id,)
        )
        self.env.invalidate_all()
        unlink = type(documents).unlink

        def fail(records):
            if documents[3] in records:
                raise ZeroDivisionError
            return unlink(records)

        with patch.object(type(documents), "unlink", fail):
            self._run("ir_cron_purge_documents")
        self.assertEqual(documents.exists(), documents[0] + documents[3])

    def test_number_of_days_that_cannot_be_counted_is_refused(self):
        with self.assertRaises(ValidationError):
            self.env["agency.document.folder"].create({"name": "Long", "retention_days": 2_000_000_000})
