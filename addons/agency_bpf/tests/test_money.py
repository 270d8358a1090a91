"""Where the money comes from (TRAINING T53, T54, T58), and what frame D proposes."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import BpfCommon


@tagged("-at_install", "post_install")
class TestMoney(BpfCommon):
    def _amounts(self, bpf):
        return {line.code: line.amount for line in bpf.line_ids if line.frame == "C" and line.amount}

    def test_t58_credit_notes_are_negative_and_a_dedit_is_none(self):
        self._invoice_training(1000.4)
        self._invoice_training(200, move_type="out_refund")
        self._invoice_training(500, product=self.web)
        bpf = self._state()
        self.assertEqual(self._amounts(bpf), {"C1": 800, "C": 800, "CS": 62})
        line = self._row(bpf, "C")
        self.assertEqual(sum(line.entry_ids.mapped("amount")), line.exact)
        self.assertAlmostEqual(line.exact, 800.4)

    def test_drafts_and_other_years_are_left_out(self):
        self._invoice_training(1000, date="2024-12-31", invoice_date="2024-12-31")
        self._invoice_training(700).button_draft()
        self.assertTrue(self._state().is_nil)

    def test_rows_follow_who_pays(self):
        person = self.env["res.partner"].create({"name": "Nadia Roux"})
        abroad = self.env["res.partner"].create(
            {"name": "Brüssel GmbH", "is_company": True, "country_id": self.env.ref("base.be").id}
        )
        region = self.env["res.partner"].create({"name": "Région", "is_company": True, "bpf_source": "regions"})
        meals = self._create_service("Repas", "service", 20, self.course.taxes_id)
        meals.with_user(self.manager).is_bpf_other = True
        for amount, values in (
            (1, {}),
            (10, {"partner": person}),
            (100, {"partner": abroad}),
            (1000, {"partner": region}),
            (20000, {"product": meals}),
            (300000, {"bpf_source": "cpf"}),
        ):
            self._invoice_training(amount, **values)
        self.assertEqual(
            self._amounts(self._state()),
            {"C1": 1, "C9": 10, "C11": 20100, "C6": 1000, "C2e": 300000, "C2": 300000, "C": 321111, "CS": 100},
        )

    def test_a_payer_brings_its_row_to_the_quote(self):
        order = self._order()
        region, trainee, opco = self.env["res.partner"].create(
            [
                {"name": "Région", "is_company": True, "bpf_source": "regions"},
                {"name": "Léa Simon"},
                {"name": "AKTO", "is_company": True},
            ]
        )
        fundings = self.env["agency.training.funding"].create(
            [{"order_id": order.id, "payer_id": payer.id} for payer in (region, trainee, opco)]
            + [{"order_id": order.id, "payer_id": opco.id, "bpf_source": "cpf"}]
            + [{"order_id": order.id, "payer_id": order.partner_id.id, "is_direct": False}]
        )
        self.assertEqual(fundings.mapped("bpf_source"), ["regions", "individual", "skills_plan", "cpf", "company"])
        fundings[0].payer_id = opco
        self.assertEqual(fundings[0].bpf_source, "skills_plan")

    def test_a_credit_note_has_the_row_of_each_line(self):
        lines = [
            Command.create({"product_id": self.course.id, "price_unit": amount, "bpf_source": source})
            for amount, source in ((100, "cpf"), (200, "regions"))
        ]
        reverse = self._invoice_training(invoice_line_ids=lines)._reverse_moves([{"invoice_date": "2025-07-01"}])
        self.assertEqual(reverse.invoice_line_ids.mapped("price_unit"), [100, 200])
        self.assertEqual(reverse.invoice_line_ids.mapped("bpf_source"), ["cpf", "regions"])

    def test_t54_a_to_h_are_two(self):
        sources = ("apprenticeship", "professionalisation", "work_study", "transition", "cpf", "jobseekers")
        for place, source in enumerate((*sources, "self_employed", "skills_plan")):
            self._invoice_training(2**place, bpf_source=source)
        bpf = self._state()
        self.assertEqual([self._row(bpf, f"C2{letter}").amount for letter in "abcdefgh"], [2**n for n in range(8)])
        self.assertEqual(self._row(bpf, "C2").amount, 255)

    def test_t53_what_another_body_pays_is_ten(self):
        order = self._order(2)
        self._give(order, direction="entrusted_in", entrusted_partner_id=self.customer.id)
        invoice = self._invoice(order)
        invoice.button_draft()
        invoice.write({"invoice_date": "2025-06-30", "date": "2025-06-30", "name": "/"})
        invoice.action_post()
        bpf = self._state()
        self.assertEqual(self._row(bpf, "C10").amount, round(invoice.amount_untaxed))
        self.assertEqual(self._people(bpf, "G")[0], 2)

    def test_a_share_is_one_at_least(self):
        self._invoice_training(1)
        self._invoice_training(100000, product=self.web)
        self.assertEqual(self._row(self._state(), "CS").amount, 1)

    def test_d_is_proposed_and_what_is_typed_wins(self):
        self.julie.hourly_cost = 40
        self.karim.kind = "subcontractor"
        self._give(self._order(2), trainer=self.julie | self.karim)
        account = self.env["account.account"].search(
            [("code", "=like", "604%"), ("company_ids", "in", self.company.ids)], limit=1
        )
        bill = self._invoice_training(900, partner=self.karim.partner_id, product=self.web, move_type="in_invoice")
        self.assertTrue(account)
        bill.button_draft()
        bill.invoice_line_ids.account_id = account
        bill.action_post()
        bpf = self._state()
        charges = lambda: [self._row(bpf, code).amount for code in ("D1", "D2", "D")]  # noqa: E731
        self.assertEqual(charges(), [240, 900, 1140])
        self.assertEqual(self._row(bpf, "D2").entry_ids.move_line_id, bill.invoice_line_ids)
        self._row(bpf, "D1").write({"is_typed": True, "typed_amount": 300})
        self.assertEqual(charges(), [300, 900, 1200])
        self._row(bpf, "D").write({"is_typed": True, "typed_amount": 5000})
        bpf.action_calculate()
        self.assertEqual(charges(), [300, 900, 5000])
        self._row(bpf, "D").is_typed = False
        self.assertEqual(charges(), [300, 900, 1200])
        with self.assertRaisesRegex(UserError, "only charges"):
            self._row(bpf, "C1").write({"is_typed": True, "typed_amount": 1})
