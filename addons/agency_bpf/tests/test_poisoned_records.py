"""Each scheduled action does its work though one company among the good ones can't be treated."""

from freezegun import freeze_time

from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger

from .common import BpfCommon

# Each scheduled action of the add-on, and its test here.
TESTED = {"ir_cron_ask": "test_a_company_that_cannot_be_asked"}
LOGGERS = ("odoo.addons.agency_crm.isolation", "odoo.sql_db")


@tagged("-at_install", "post_install")
class TestPoisonedRecords(BpfCommon):
    def setUp(self):
        super().setUp()
        self.env["res.company"].search([]).training_declaration_number = False
        self.bodies = self.env["res.company"].create(
            [
                {"name": name, "training_declaration_number": "41540123454", "bpf_deadline_month": 4}
                for name in ("Avant", "Entre", "Après")
            ]
        )
        for number, body in enumerate(self.bodies):
            new_test_user(
                self.env,
                f"head_{number}",
                "agency_crm.group_agency_manager",
                company_id=body.id,
                company_ids=[body.id],
            )

    def test_each_scheduled_action_has_its_test(self):
        crons = self.env["ir.model.data"].sudo().search([("module", "=", "agency_bpf"), ("model", "=", "ir.cron")])
        self.assertEqual(set(crons.mapped("name")), set(TESTED))
        for test in TESTED.values():
            self.assertTrue(hasattr(self, test))

    def test_a_company_that_cannot_be_asked(self):
        for body in self.bodies:
            # What no door of ours lets in: there is no such month.
            self._poison(body, 13)
            with freeze_time("2026-02-10 06:00:00"), mute_logger(*LOGGERS), self.enter_registry_test_mode():
                self.env.ref("agency_bpf.ir_cron_ask").sudo().method_direct_trigger()
            self.env.invalidate_all()
            asked = self.env["agency.bpf"].search([("company_id", "in", self.bodies.ids)])
            self.assertEqual(asked.company_id, self.bodies - body)
            self.assertTrue(all(one.activity_ids for one in asked))
            asked.unlink()
            self._poison(body, 4)

    def _poison(self, body, month):
        self.env.flush_all()
        self.env.cr.execute(SQL("UPDATE res_company SET bpf_deadline_month = %s WHERE id = %s", month, body.id))
        self.env.invalidate_all()
