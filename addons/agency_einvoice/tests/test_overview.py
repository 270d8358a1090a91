import ast

from odoo import fields
from odoo.tests import new_test_user, tagged

from .common import EinvoiceCommon


@tagged("-at_install", "post_install")
class TestOverview(EinvoiceCommon):
    """The screen « Facturation électronique »: what is ready, what is missing, what will have to be reported."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "lang": "fr_FR"})
        cls.company = cls.company.with_env(cls.env)

    def _missing(self):
        """Return what is missing, by point."""
        self.env.invalidate_all()
        return self.company.einvoice_missing or {}

    def _open(self, name):
        """Return the records that the button of a point opens."""
        action = self._missing()[name]["action"]
        records = self.env[action["res_model"]]
        if action.get("res_id"):
            return records.browse(action["res_id"])
        return records.search(action.get("domain") or [])

    def test_everything_can_be_ready(self):
        self.company.einvoice_platform = "Ma Plateforme"
        self._move([(self.web, 1, 60)])
        self.assertEqual(self._missing(), {})
        for words in ("Notre SIREN : 334 175 221", "Notre plateforme : Ma Plateforme", "01/09/2027"):
            self.assertIn(words, self.company.einvoice_ready)

    def test_each_point_that_is_missing_has_the_button_that_mends_it(self):
        unknown = self._customer("Sans Siren")
        self._move([(self.web, 1, 60)], unknown)
        silent = self.tax_exempt.copy({"name": "Muette", "agency_legal_kind": False})
        silent.ubl_cii_tax_exemption_reason_code = False
        bad = self._move([(self.web, 1, 60, silent)], self._customer("Sans Pays", country_id=False))
        self.company.partner_id.write({"company_registry": False, "vat": False})
        self.company.write({"einvoice_platform": False, "einvoice_emission_date": False})
        self.env["agency.legal.text"].search([("kind", "=", "late_penalty")]).active = False
        self.assertEqual(
            set(self._missing()), {"siren", "platform", "notes", "taxes", "customers", "invoices", "emission"}
        )
        for point in self._missing().values():
            self.assertEqual(point["level"], "warning")
            self.assertTrue(point["action"]["res_model"])
            self.assertTrue(point["action_text"])
        self.assertEqual(self._open("siren"), self.company)
        self.assertEqual(self._open("customers"), unknown)
        self.assertIn(bad, self._open("invoices"))
        self.assertEqual(self._open("taxes"), silent)
        self.assertEqual((self.company.einvoice_customer_count, self.company.einvoice_siren_count), (1, 0))

    def test_customers_of_more_than_a_year_ago_and_consumers_are_not_asked_for_a_siren(self):
        self._move([(self.web, 1, 60)], self.consumer)
        self._move([(self.web, 1, 60)], self._customer("Jadis"), invoice_date="2020-01-01")
        association = self._customer("Association", is_without_siren=True)
        self._move([(self.web, 1, 60)], association)
        self.assertNotIn("customers", self._missing())
        self.assertEqual((self.company.einvoice_customer_count, self.company.einvoice_siren_count), (1, 1))

    # === E-REPORTING === #

    def test_sales_are_reported_by_period_and_channel(self):
        german = self._customer("Brüder GmbH", "base.de", vat="DE123456788")
        today = fields.Date.context_today(self.env.user)
        self._move([(self.web, 1, 60)])
        self._move([(self.web, 1, 100)], self.consumer)
        self._reverse(self._move([(self.web, 1, 40)], self.consumer))
        self._move([(self.web, 1, 30)], self._customer("Amis du Parc", is_without_siren=True))
        self._move([(self.web, 1, 900, self.tax_eu_service)], german)
        self._move([(self.web, 1, 7)], self.consumer, invoice_date=fields.Date.subtract(today, months=2))
        action = self.env["ir.actions.act_window"]._for_xml_id("agency_einvoice.account_move_action_reporting")
        domain = [
            ("state", "=", "posted"),
            ("einvoice_channel", "in", ("b2c", "abroad")),
            ("company_id", "=", self.company.id),
        ]
        self.assertIn("'b2c', 'abroad'", action["domain"])
        groups = self.env["account.move"]._read_group(
            domain,
            ["invoice_date:month", "einvoice_channel"],
            ["amount_untaxed_signed:sum", "amount_tax_signed:sum"],
        )
        month = fields.Date.start_of(today, "month")
        sums = {(start == month, channel): (untaxed, tax) for start, channel, untaxed, tax in groups}
        self.assertEqual(sums[True, "b2c"], (130.0, 26.0))
        self.assertEqual(sums[True, "abroad"], (900.0, 0.0))
        self.assertEqual(sums[False, "b2c"], (7.0, 1.4))

    def test_what_is_collected_is_listed(self):
        invoice = self._pay(self._move([(self.web, 1, 60)]))
        action = self.env["ir.actions.act_window"]._for_xml_id("agency_einvoice.account_payment_action_collected")
        payments = self.env["account.payment"].search(ast.literal_eval(action["domain"]))
        self.assertIn(invoice, payments.reconciled_invoice_ids)

    def test_a_user_who_is_no_manager_has_not_the_screen(self):
        user = new_test_user(self.env, "einvoice_user", "agency_crm.group_agency_user")
        menu = self.env.ref("agency_einvoice.menu_overview")
        visible = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
        self.assertNotIn(menu.id, visible)
        self.assertIn(self.env.ref("agency_einvoice.menu_bills").id, visible)
