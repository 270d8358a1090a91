"""The BPF is a Responsable's, of their companies (TRAINING §9), and is asked for from January (§3)."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import BpfCommon


@tagged("-at_install", "post_install")
class TestRights(BpfCommon):
    def _run(self):
        with self.enter_registry_test_mode():
            self.env.ref("agency_bpf.ir_cron_ask").sudo().method_direct_trigger()

    def test_a_user_sees_nothing_of_it(self):
        bpf = self._state()
        trainer = new_test_user(self.env, "trainer", "agency_training.group_trainer", company_id=self.company.id)
        portal = new_test_user(self.env, "portal_one", "base.group_portal")
        for user in (self.user, trainer, portal):
            for model in ("agency.bpf", "agency.bpf.line", "agency.bpf.entry", "agency.bpf.omission", "agency.bpf.row"):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])
            for method in ("action_calculate", "action_file", "read"):
                with self.assertRaises(AccessError):
                    getattr(bpf.with_user(user), method)()
            with self.assertRaises(AccessError):
                bpf.with_user(user).sheet  # noqa: B018 - its address reads it
            with self.assertRaises(AccessError):
                self.env["ir.actions.report"].with_user(user)._render_qweb_pdf("agency_bpf.bpf", bpf.ids)

    def test_portal_and_trainers_read_no_field_of_ours(self):
        portal = new_test_user(self.env, "portal_one", "base.group_portal")
        trainer = new_test_user(self.env, "trainer", "agency_training.group_trainer", company_id=self.company.id)
        for user, record, name in (
            (portal, self.contact, "bpf_source"),
            (portal, self.course, "is_bpf_other"),
            (portal, self.company, "bpf_deadline_day"),
            (trainer, self.julie, "nda"),
            (self.user, self.julie, "hourly_cost"),
            (trainer, self._order(1).trainee_ids, "bpf_trainee_type"),
        ):
            with self.assertRaises(AccessError):
                record.with_user(user).read([name])
            with self.assertRaises(AccessError):
                record.with_user(user).search([(name, "!=", False)])

    def test_who_is_none_of_the_agency_copies_contacts_and_products(self):
        groups = "base.group_partner_manager,sales_team.group_sale_manager,product.group_product_manager"
        seller = new_test_user(self.env, "shop", groups, company_id=self.company.id)
        for record in (self.contact, self.course.product_tmpl_id):
            self.assertTrue(record.with_user(seller).copy())

    def test_a_responsable_of_another_company_sees_nothing(self):
        bpf = self._state()
        other = self.env["res.company"].create({"name": "Autre"})
        head = new_test_user(
            self.env, "other_head", "agency_crm.group_agency_manager", company_id=other.id, company_ids=[other.id]
        )
        self.assertFalse(self.env["agency.bpf"].with_user(head).search([("id", "=", bpf.id)]))
        for records in (bpf, bpf.line_ids):
            with self.assertRaises(AccessError):
                records.with_user(head).read()
        with self.assertRaises(AccessError):
            bpf.with_user(head).action_calculate()
        with self.assertRaises(AccessError):
            self._state(2024).with_user(head).company_id = other
        with self.assertRaises(AccessError):
            self.env["agency.bpf"].with_user(head).create(
                {"company_id": self.company.id, "date_from": "2022-01-01", "date_to": "2022-12-31"}
            )

    def test_the_year_proposed_is_the_last_closed_one(self):
        with freeze_time("2027-02-10"):
            bpf = self.env["agency.bpf"].with_user(self.manager).with_company(self.company).create({})
            self.assertEqual((str(bpf.date_from), str(bpf.date_to)), ("2026-01-01", "2026-12-31"))
            self.assertEqual(bpf.name, "BPF 2026")
            self.company.write({"fiscalyear_last_month": "6", "fiscalyear_last_day": 30})
            dates = self.env["agency.bpf"]._get_last_closed_year(self.company)
            self.assertEqual([str(day) for day in dates], ["2025-07-01", "2026-06-30"])

    def test_asked_from_january_until_it_is_filed(self):
        statements = self.env["agency.bpf"]
        mine = [("company_id", "=", self.company.id)]
        with freeze_time("2026-12-31"):
            self._run()
            self.assertFalse(statements.search(mine))
        with freeze_time("2027-01-01 09:00:00"):
            self._run()
            self._run()
            bpf = statements.search(mine)
            self.assertEqual(bpf.name, "BPF 2026")
            self.assertTrue(bpf.user_id.has_group("agency_crm.group_agency_manager"))
            self.assertEqual(bpf.activity_ids.user_id, bpf.user_id)
            self.assertEqual(str(bpf.activity_ids.date_deadline), "2027-04-30")
            bpf.with_user(self.manager).action_file()
            self.assertFalse(bpf.activity_ids)
            self._run()
            self.assertEqual(len(statements.search(mine)), 1)

    def test_the_deadline_is_a_setting(self):
        self.company.write({"bpf_deadline_day": 31, "bpf_deadline_month": 5})
        bpf = self._state()
        self.assertEqual(str(bpf._get_due_date()), "2026-05-31")
        self.assertEqual(str(bpf.activity_ids.date_deadline), "2026-05-31")
        for day, month in ((31, 4), (0, 4), (1, 13), (29, 2)):
            with self.assertRaises(ValidationError):
                self.company.write({"bpf_deadline_day": day, "bpf_deadline_month": month})

    def test_dates_that_are_no_year_are_refused(self):
        for first, last in (("2025-12-31", "2025-01-01"), ("2021-01-01", "2025-12-31")):
            with self.assertRaises(ValidationError):
                self._state(date_from=first, date_to=last)

    def test_a_company_that_fails_stops_no_other(self):
        other = self.env["res.company"].create({"name": "AAA", "training_declaration_number": "11000000001"})
        new_test_user(self.env, "other_head", "agency_crm.group_agency_manager", company_id=other.id)
        ask = type(self.env["agency.bpf"])._ask

        def fail(model, company):
            if company == self.company:
                raise ValueError("broken")
            return ask(model, company)

        self.patch(type(self.env["agency.bpf"]), "_ask", fail)
        with freeze_time("2027-01-02 09:00:00"), self.assertLogs("odoo.addons.agency_crm.isolation", "ERROR"):
            self._run()
        self.assertTrue(self.env["agency.bpf"].search([("company_id", "=", other.id)]))
