"""Series of numbers: cases/documents.md D45."""

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, TransactionCase, new_test_user, tagged

from ..takeover import numbering


@tagged("post_install", "-at_install")
class TestNumbering(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.env["res.partner"].create({"name": "Mairie"})
        cls.manager = new_test_user(cls.env, "resp", "agency_crm.group_agency_manager")
        cls.agency = cls.env["res.company"].create(
            {"name": "Neuve", "is_agency": True, "country_id": cls.env.ref("base.fr").id}
        )
        cls.env["account.chart.template"].try_loading("fr", company=cls.agency, install_demo=False)
        cls.manager.write({"company_ids": [Command.link(cls.agency.id)], "company_id": cls.agency.id})

    def setUp(self):
        super().setUp()
        numbering.go_on(self.agency)  # what another test took of PostgreSQL's sequences is not given back

    def _create_quote(self, **vals):
        return self.env["sale.order"].create({"partner_id": self.partner.id, "company_id": self.agency.id, **vals})

    def _create_move(self, move_type="out_invoice", day=None):
        return (
            self.env["account.move"]
            .with_company(self.agency)
            .create(
                {
                    "move_type": move_type,
                    "partner_id": self.partner.id,
                    "invoice_date": day or fields.Date.today(),
                    "invoice_line_ids": [Command.create({"name": "Logo", "price_unit": 100, "tax_ids": False})],
                }
            )
        )

    def _post(self, move_type="out_invoice", day=None):
        move = self._create_move(move_type, day)
        move.action_post()
        return move.name

    def _choose(self, **numbers):
        form = Form(self.env["agency.numbering"].with_user(self.manager).with_company(self.agency))
        for name, value in numbers.items():
            form[name] = value
        form.save().action_save()

    def test_from_the_start(self):
        """A new agency has its series; a recurring order has that of orders, a quote that becomes one keeps its own."""
        year = fields.Date.today().year
        quote = self._create_quote()
        self.assertEqual(quote.name, "DEV1")
        self.assertEqual(self._create_quote(billing_frequency="annual", next_invoice_date="2031-01-01").name, "BC1")
        self.assertEqual(self._post("out_refund"), f"AV/{year}/00001")
        self.assertTrue(self._post().endswith(f"/{year}/00001"))
        quote.write({"billing_frequency": "annual", "next_invoice_date": "2031-01-01"})
        self.assertEqual(quote.name, "DEV1")

    def test_a_company_with_quotes_keeps_its_numbers(self):
        other = self.env["res.company"].create({"name": "Boutique", "is_agency": False})
        first = self._create_quote(company_id=other.id)
        other.is_agency = True
        self.assertFalse(numbering.find_series(other, numbering.QUOTES))
        self.assertEqual(self._create_quote(company_id=other.id).name[0], first.name[0])

    def test_given_back(self):
        """An agency no longer: the next quote is numbered by Odoo."""
        self.assertEqual(self._create_quote().name, "DEV1")
        self.agency.is_agency = False
        self.assertFalse(self._create_quote().name.startswith("DEV"))

    def test_chosen_by_a_manager(self):
        year = fields.Date.today().year
        self._choose(next_quote="D-015", next_order="CDE7", next_invoice="F0042", next_refund=f"AV{year}-003")
        self.assertEqual([self._create_quote().name for _n in range(2)], ["D-015", "D-016"])
        order = self._create_quote(billing_frequency="annual", next_invoice_date="2031-01-01")
        self.assertEqual(order.name, "CDE7")
        self.assertEqual([self._post() for _n in range(2)], ["F0042", "F0043"])
        self.assertEqual([self._post("out_refund") for _n in range(2)], [f"AV{year}-003", f"AV{year}-004"])

    def test_with_the_year(self):
        """A number with its year begins anew with the next year."""
        year = fields.Date.today().year
        self._choose(next_quote=f"DEV{year}-0120", next_invoice=f"FAC-{year}-0120")
        self.assertEqual([self._create_quote().name for _n in range(2)], [f"DEV{year}-0120", f"DEV{year}-0121"])
        self.assertEqual(self._create_quote(date_order=f"{year + 1}-01-05").name, f"DEV{year + 1}-0001")
        self.assertEqual(self._post(), f"FAC-{year}-0120")
        self.assertEqual(self._post(day=f"{year + 1}-01-05"), f"FAC-{year + 1}-0001")

    def test_chosen_last_year(self):
        """A first number chosen before the year ended is the first one of the year of the invoice."""
        year = fields.Date.today().year
        self._choose(next_invoice=f"FAC/{year}/00120")
        self.assertEqual(self._post(day=f"{year + 1}-01-05"), f"FAC/{year + 1}/00001")

    def test_refused(self):
        self._create_quote(name="DEV14")
        for number, words in (
            ("DEV", "figures"),
            ("DÉV1", "accents"),
            ("D" * 20 + "1", "20"),
            ("DEV14", "DEV15"),
            ("DEV3", "DEV15"),
        ):
            with self.subTest(number), self.assertRaisesRegex(UserError, words):
                self._choose(next_quote=number)
        posted = self._post()
        with self.assertRaisesRegex(UserError, "gap"):
            wizard = self.env["agency.numbering"].with_user(self.manager).with_company(self.agency).create({})
            wizard.next_invoice = "X1"
            wizard.action_save()
        self.assertEqual(self._post(), posted[:-1] + "2")

    def test_goes_on_after_what_was_brought_over(self):
        """After vtiger's DEV14 and FAC7 come DEV15 and FAC8; after they are gone again, DEV1."""
        quotes = self._create_quote(name="DEV14") + self._create_quote(name="DEV9") + self._create_quote(name="DEV14-2")
        move = self._create_move()
        move.journal_id = move.journal_id.copy({"code": "VTG", "name": "vtiger"})
        move.name = "FAC7"
        move.action_post()
        numbering.go_on(self.agency)
        self.assertEqual(self._create_quote().name, "DEV15")
        self.assertEqual(self._post(), "FAC8")
        (quotes + self.env["sale.order"].search([("name", "=", "DEV15")])).unlink()
        numbering.go_on(self.agency)
        self.assertEqual(self._create_quote().name, "DEV1")
