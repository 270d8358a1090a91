"""Who pays what of a training: one invoice a payer, to the cent (T50, T44, LEGAL §5)."""

import runpy

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, new_test_user, tagged
from odoo.tools import file_path

from .test_attendance import AttendanceCommon


class PayersCommon(AttendanceCommon):
    """An OPCO that pays 1 000 € of a training of 1 500 €."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.opco = cls.env["res.partner"].create(
            {
                "name": "AKTO",
                "is_company": True,
                "street": "14 rue Riquet",
                "zip": "75019",
                "city": "Paris",
                "country_id": cls.env.ref("base.fr").id,
                "email": "factures@akto.example",
                "lang": "fr_FR",
            }
        )

    def setUp(self):
        super().setUp()
        self.order = self.training.with_user(self.user)

    def _fund(self, amount=1000.0, order=None, **values):
        order = order or self.order
        values = {"order_id": order.id, "payer_id": self.opco.id, "agreed_amount": amount, "file_no": "D-42", **values}
        return self.env["agency.training.funding"].with_user(self.user).create(values)

    def _give(self, absent=()):
        with self._at("13 17:00"):
            self._close(self.slots[:3])
            self._close(self.slots[3:], absent=absent)
        self.assertEqual(self.session.state, "done")

    def _bill(self, dialog="balance", order=None, **values):
        """Invoice by a dialog of the quote, and return the drafts."""
        order = order or self.order
        action = getattr(order, f"action_new_{dialog}_invoice")()
        wizard = self.env["sale.advance.payment.inv"].with_user(self.user).with_context(**action["context"])
        known = order.sudo().invoice_ids
        wizard.create(values).create_invoices()
        return order.sudo().invoice_ids - known

    def _split(self, moves):
        direct = moves.filtered("training_funding_id")
        return direct, moves - direct

    def _pay(self, moves):
        moves.action_post()
        for move in moves.filtered(lambda move: move.amount_total):
            self.env["account.payment.register"].sudo().with_context(
                active_model="account.move", active_ids=move.ids
            ).create({})._create_payments()

    def _credit(self, move):
        wizard = (
            self.env["account.move.reversal"]
            .sudo()
            .with_context(active_model="account.move", active_ids=move.ids)
            .create({"journal_id": move.journal_id.id, "credit_purpose": "correction"})
        )
        wizard.refund_moves()
        wizard.new_move_ids.action_post()
        return wizard.new_move_ids


@tagged("-at_install", "post_install")
class TestPayers(HttpCase, PayersCommon):
    def test_t50_one_draft_a_payer_on_the_same_lines(self):
        self._fund()
        self._give()
        direct, rest = self._split(self._bill())
        self.assertEqual((direct.partner_id, rest.partner_id), (self.opco, self.contact))
        self.assertEqual((direct.amount_untaxed, rest.amount_untaxed), (1000, 500))
        self.assertEqual(direct.ref, "D-42")
        self.assertEqual(direct.invoice_line_ids.sale_line_ids, self.training.order_line)
        self.assertEqual(rest.invoice_line_ids.sale_line_ids, self.training.order_line)
        self.assertEqual(direct.invoice_line_ids.bpf_source, "skills_plan")
        self.assertFalse(rest.invoice_line_ids.bpf_source, "what the customer is will tell")
        self.assertEqual(self.training.invoice_status, "invoiced")

    def test_DF8_each_who_pays_is_named(self):
        self._fund()
        region = self.env["res.partner"].create({"name": "Région Bretagne", "is_company": True})
        self._fund(200.0, payer_id=region.id, file_no="R-7")
        for report in ("agency_training.report_training_quote", "agency_training.report_convention"):
            self.assertIn("AKTO – D-42, Région Bretagne – R-7", self._text(self.training, report))

    def test_t50_settled_only_when_both_are_paid(self):
        self._fund()
        self._give()
        direct, rest = self._split(self._bill())
        self.assertFalse(self.training._is_invoiced())
        self._pay(rest)
        self.assertFalse(self.training._is_invoiced())
        self.assertEqual(self.training.quote_status, "accepted")
        direct.action_post()
        self.assertTrue(self.training._is_invoiced())
        self.assertEqual(self.training.quote_status, "accepted")
        self._pay(direct.filtered(lambda move: move.state == "draft") or direct.browse())
        self.env["account.payment.register"].sudo().with_context(
            active_model="account.move", active_ids=direct.ids
        ).create({})._create_payments()
        self.assertEqual(self.training.quote_status, "settled")

    def test_t50_refused_before_the_training_is_given(self):
        self._fund()
        with self.assertRaisesRegex(UserError, "AKTO pays the hours that were done"):
            self._bill()
        self.assertFalse(self.training.invoice_ids)

    def test_t50_the_amount_agreed_is_asked_for(self):
        funding = self._fund(0)
        self._give()
        with self.assertRaisesRegex(UserError, "type the amount of its agreement"):
            self._bill()
        funding.is_direct = False
        moves = self._bill()
        self.assertEqual((moves.partner_id, moves.amount_untaxed), (self.contact, 1500))

    def test_t50_hours_done_are_the_most_that_a_payer_pays(self):
        self._fund(1500)
        self._give(absent=self.marc)
        direct, rest = self._split(self._bill())
        # 24.5 hours of 28.
        self.assertEqual((direct.amount_untaxed, rest.amount_untaxed), (1312.5, 187.5))
        self.assertIn("Marc Petit (10,5 h of 14 h)", str(rest.message_ids.mapped("body")))

    def test_t50_hours_that_nobody_did_are_said_before_they_are_billed(self):
        self._give(absent=self.marc)
        action = self.order.action_new_balance_invoice()
        wizard = self.env["sale.advance.payment.inv"].with_user(self.user).with_context(**action["context"]).create({})
        self.assertIn("Marc Petit (10,5 h of 14 h)", wizard.training_warning)
        self.assertNotIn("Claire", wizard.training_warning)
        action = self.order.action_new_partial_invoice()
        wizard = self.env["sale.advance.payment.inv"].with_user(self.user).with_context(**action["context"])
        self.assertFalse(wizard.create({"progress": 75}).training_warning)
        self.assertTrue(wizard.create({"progress": 76}).training_warning)

    def test_t50_a_payer_of_one_trainee_pays_its_hours(self):
        self._fund(1500, trainee_ids=[Command.set(self.marc.trainee_id.ids)])
        self._give(absent=self.marc)
        direct, rest = self._split(self._bill())
        self.assertEqual((direct.amount_untaxed, rest.amount_untaxed), (562.5, 937.5))
        facts = dict(direct._get_pdf_training_facts())
        self.assertEqual(facts["Trainees"], "Marc Petit (10,5 hours done)")

    def test_t50_two_payers_and_the_customer(self):
        region = self.env["res.partner"].create({"name": "Région"})
        self._fund(1000)
        self._fund(800, payer_id=region.id, bpf_source="regions", file_no="R-1")
        self._give()
        moves = self._bill()
        self.assertEqual(moves.mapped("amount_untaxed"), [1000, 500])
        self.assertEqual(moves.partner_id, self.opco + region)
        self.assertEqual(moves[1].invoice_line_ids.bpf_source, "regions")
        self.assertEqual(self.training.invoice_status, "invoiced")

    def test_t50_a_deposit_is_of_the_customers_part(self):
        self._fund(1000)
        deposit = self._bill("deposit", amount=30)
        deposit.action_post()
        self.assertEqual(deposit.amount_untaxed, 450)
        self.assertEqual(deposit.invoice_line_ids.filtered("product_id").bpf_source or "company", "company")
        with self.assertRaisesRegex(UserError, "leaves"):
            self._bill("deposit", amount=30)
        self._give()
        direct, rest = self._split(self._bill())
        self.assertEqual((direct.amount_untaxed, rest.amount_untaxed), (1000, 50))
        self.assertEqual(rest._get_issued_kind(), "balance")
        self.assertEqual(direct._get_issued_kind(), "invoice")
        self.assertEqual(self.training.invoice_status, "invoiced")

    def test_t50_a_part_is_of_the_customers_part(self):
        self._fund(1000)
        with self.assertRaisesRegex(UserError, "leaves"), self.env.cr.savepoint():
            self._bill("partial", progress=40)
        self.env.invalidate_all()
        part = self._bill("partial", progress=20)
        self.assertEqual(part.amount_untaxed, 300)
        self._give()
        direct, rest = self._split(self._bill())
        self.assertEqual((direct.amount_untaxed, rest.amount_untaxed), (1000, 200))

    def test_t50_agreed_after_the_deposit_it_says_what_to_credit(self):
        self._bill("deposit", amount=30).action_post()
        self._fund(1500)
        self._give()
        with self.assertRaisesRegex(UserError, "make a credit note"):
            self._bill()
        self._credit(self.training.invoice_ids)
        moves = self._bill()
        self.assertEqual((moves.partner_id, moves.amount_untaxed), (self.opco, 1500))

    def test_t50_an_accountant_who_is_none_of_the_agency_credits_a_payer_alike(self):
        funding = self._fund(1000)
        self._give()
        direct, rest = self._split(self._bill())
        (direct + rest).action_post()
        accountant = new_test_user(self.env, "accountant", "account.group_account_manager,base.group_partner_manager")
        credit = direct.with_user(accountant)._reverse_moves([{"invoice_date": direct.invoice_date}])
        self.assertEqual(credit.sudo().training_funding_id, funding)
        self.assertEqual(credit.sudo().invoice_line_ids.bpf_source, "skills_plan")

    def test_t50_a_credit_note_gives_its_payer_back_what_it_takes_off(self):
        funding = self._fund(1000)
        self._give()
        direct, rest = self._split(self._bill())
        (direct + rest).action_post()
        credit = self._credit(direct)
        self.assertEqual(credit.training_funding_id, funding)
        self.assertEqual(credit.invoice_line_ids.bpf_source, "skills_plan")
        self.assertEqual(funding.invoiced_amount, 0)
        self.assertEqual(self.training.invoice_status, "to invoice")
        again = self._bill()
        self.assertEqual((again.partner_id, again.amount_untaxed), (self.opco, 1000))
        again.action_post()
        self._credit(rest)
        again = self._bill()
        self.assertEqual((again.partner_id, again.amount_untaxed), (self.contact, 500))

    def test_t50_several_rates_and_a_discount(self):
        self.training.order_line = [
            Command.create(
                {
                    "product_id": self.course.id,
                    "product_uom_qty": 7,
                    "price_unit": 33.33,
                    "discount": 12.5,
                    "tax_ids": [Command.set(self.tax_service.ids)],
                }
            ),
            self._line(self.web),
        ]
        self._fund(777.77)
        self._give()
        direct, rest = self._split(self._bill())
        self.assertEqual(direct.amount_untaxed, 777.77)
        self.assertEqual(direct.invoice_line_ids.sale_line_ids, self.training.order_line[:2])
        self.assertAlmostEqual(direct.amount_untaxed + rest.amount_untaxed, self.training.amount_untaxed, 2)
        self.assertAlmostEqual(direct.amount_total + rest.amount_total, self.training.amount_total, 2)
        self.assertFalse(rest.invoice_line_ids.filtered(lambda line: line.product_id == self.web).bpf_source)

    def test_T10_CV12_what_is_no_training_is_in_no_row(self):
        dedit = self._create_service("Dédit", "service", 300.0, self.tax_service)
        self.training.order_line = [self._line(dedit)]
        lines = self._bill().invoice_line_ids
        self.assertEqual(lines.filtered(lambda line: line.product_id == self.course).bpf_source or "", "")
        self.assertFalse(lines.filtered(lambda line: line.product_id == dedit).bpf_source)

    def test_confirm_and_send_shows_one_invoice_a_payer(self):
        self._fund()
        self._give()
        action = self.order.action_new_balance_invoice()
        wizard = self.env["sale.advance.payment.inv"].with_user(self.user).with_context(**action["context"]).create({})
        self.assertEqual(wizard.training_payers.count("\n"), 1)
        self.assertIn("AKTO", wizard.training_payers)
        action = wizard.action_confirm_and_send()
        self.assertEqual(action["res_model"], "account.move")
        self.assertEqual(set(self.training.invoice_ids.mapped("state")), {"posted"})

    def test_the_quote_says_its_payer_by_either_way(self):
        order = self.training.copy().with_user(self.user)
        order.write({"training_funding": "opco", "training_opco_id": self.opco.id, "training_opco_file": "D-1"})
        funding = order.funding_ids
        self.assertEqual((funding.payer_id, funding.file_no, funding.is_direct), (self.opco, "D-1", True))
        order.training_opco_file = "D-2"
        self.assertEqual(order.funding_ids, funding)
        self.assertEqual(funding.file_no, "D-2")
        funding.file_no = "D-3"
        self.assertEqual(order.training_opco_file, "D-3")
        order.training_funding = "customer"
        self.assertFalse(funding.is_direct)
        funding.is_direct = True
        self.assertEqual(order.training_funding, "opco")
        order.training_opco_id = False
        self.assertFalse(funding.exists())
        self.assertFalse(order.training_opco_file)
        self._fund(order=order, file_no="D-4")
        self.assertEqual((order.training_opco_id, order.training_opco_file), (self.opco, "D-4"))
        order.funding_ids.unlink()
        self.assertFalse(order.training_opco_id or order.training_opco_file)

    def test_the_form_of_a_quote_names_its_payers(self):
        order = self.training.copy().with_user(self.user)
        with Form(order) as form, form.funding_ids.new() as line:
            line.payer_id = self.opco
            line.file_no = "D-9"
            line.agreed_amount = 700
        self.assertEqual(order.training_funding, "opco")
        self.assertEqual((order.training_opco_id, order.training_opco_file), (self.opco, "D-9"))
        self.assertEqual(len(order.funding_ids), 1)

    def test_who_was_invoiced_stays_who_pays(self):
        funding = self._fund()
        self._give()
        self._bill()
        for change in (
            lambda: funding.write({"payer_id": self.customer.id}),
            lambda: funding.write({"is_direct": False}),
            lambda: self.order.write({"training_funding": "customer"}),
            funding.unlink,
        ):
            with self.assertRaisesRegex(UserError, "is invoiced already"):
                change()

    def test_a_payer_is_neither_the_customer_nor_owes_less_than_nothing(self):
        with self.assertRaisesRegex(ValidationError, "is the customer of"):
            self._fund(payer_id=self.contact.id)
        with self.assertRaisesRegex(ValidationError, "not below zero"):
            self._fund(-1)

    def test_who_is_to_be_invoiced_is_asked_for(self):
        self._fund()
        self._give()
        self.assertIn("Certificats à envoyer", self.session.activity_ids.summary)
        self.training.sudo().partner_id.email = "formation@parc.example"
        self.session.registration_ids._send_certificates()
        self.assertRegex(self.session.activity_ids.summary, r"^À facturer\s: AKTO$")
        direct, _rest = self._split(self._bill())
        self.assertFalse(self.session.activity_ids)
        direct.action_post()
        self._credit(direct)
        self.assertRegex(self.session.activity_ids.summary, r"^À facturer\s: AKTO$")

    def test_an_update_makes_payers_of_what_quotes_say(self):
        funding = self._fund(0)
        values = (self.order.training_opco_id, self.order.training_opco_file, self.order.training_funding)
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM agency_training_funding WHERE id = %s", [funding.id])
        self.env.invalidate_all()
        path = file_path("agency_training/migrations/19.0.1.4.0/post-fundings.py")
        for _time in range(2):
            runpy.run_path(path)["migrate"](self.env.cr, "19.0.1.3.0")
            self.env.invalidate_all()
        funding = self.order.funding_ids
        self.assertEqual(len(funding), 1)
        self.assertEqual((funding.payer_id, funding.file_no, self.order.training_funding), values)
        self.assertTrue(funding.is_direct)
        self.assertEqual((funding.company_id, funding.bpf_source), (self.company, "skills_plan"))

    # === ATTACKS === #

    def test_t70_a_trainee_of_another_quote(self):
        other = self.training.copy({"trainee_ids": [Command.create({"name": "Nadia Roux"})]})
        with self.assertRaisesRegex(ValidationError, "not trainees of"):
            self._fund(trainee_ids=[Command.set(other.trainee_ids[-1:].ids)])

    def test_t70_a_payer_of_another_company(self):
        company = self.env["res.company"].create({"name": "Autre"})
        foreign = self.env["res.partner"].create({"name": "OPCO d’ailleurs", "company_id": company.id})
        with self.assertRaises(UserError):
            self._fund(payer_id=foreign.id)
        user = new_test_user(self.env, "elsewhere", "agency_crm.group_agency_user", company_id=company.id)
        funding = self._fund()
        fundings = self.env["agency.training.funding"].with_user(user)
        self.assertFalse(fundings.search([]))
        with self.assertRaises(AccessError):
            fundings.browse(funding.id).write({"agreed_amount": 1})
        with self.assertRaises(AccessError):
            fundings.create({"order_id": self.training.id, "payer_id": self.opco.id})

    def test_t70_a_funding_keeps_its_quote(self):
        with self.assertRaises(AccessError):
            self._fund().order_id = self.training.copy()

    def test_t70_portal_reads_no_payer(self):
        self._fund()
        self._give()
        direct, rest = self._split(self._bill())
        (direct + rest).action_post()
        portal = new_test_user(self.env, "portal-payer", "base.group_portal")
        portal.partner_id.parent_id = self.customer
        with self.assertRaises(AccessError):
            self.env["agency.training.funding"].with_user(portal).search([])
        with self.assertRaises(AccessError):
            self.training.with_user(portal).read(["funding_ids"])
        with self.assertRaises(AccessError):
            direct.with_user(portal).read(["name"])
        with self.assertRaises(AccessError):
            rest.with_user(portal).read(["training_funding_id"])
        page = self.url_open(self.training.sudo().get_portal_url()).text
        self.assertIn(rest.name, page)
        self.assertNotIn(direct.name, page)

    # === WHAT GOES OUT === #

    def test_F_the_payers_invoice_says_its_file_trainees_and_hours(self):
        self._fund()
        self._give(absent=self.marc)
        direct, rest = self._split(self._bill())
        (direct + rest).action_post()
        text = self._invoice_text(direct)
        for words in (
            "AKTO",
            "14 rue Riquet",
            "D-42",
            "Claire Dupont (14 heures effectuées)",
            "Marc Petit (10,5",
            "Part du prix",
        ):
            self.assertIn(words, text)
        self.assertNotIn("Imprimerie du Parc", text.split("Formation WordPress")[0])

    def test_t44_the_certificates_go_with_the_payers_invoice(self):
        self._fund()
        self._give()
        direct, rest = self._split(self._bill())
        (direct + rest).action_post()
        for move, count in ((direct, 1), (rest, 0)):
            wizard = self.env["account.move.send.wizard"].with_context(active_model="account.move", active_ids=move.ids)
            wizard = wizard.create({"sending_methods": ["email"]})
            names = [one["name"] for one in wizard.mail_attachments_widget]
            self.assertEqual(len([name for name in names if name.startswith("Certificat")]), count, names)
        text = self._read(direct.training_certificate_ids.raw)
        self.assertIn("Claire Dupont", text)
        self.assertIn("Marc Petit", text)
        self.slots[0].with_user(self.manager)._reopen_sheet("Erreur")
        self.assertFalse(direct.training_certificate_ids)

    def test_t49_an_invoice_without_its_certificates_says_why(self):
        self._fund()
        self._give()
        direct, _rest = self._split(self._bill())
        direct.action_post()
        self.company.signatory_name = False
        wizard = self.env["account.move.send.wizard"].with_context(active_model="account.move", active_ids=direct.ids)
        alerts = wizard.create({"sending_methods": ["email"]}).alerts
        self.assertIn("signatory", str(alerts))
