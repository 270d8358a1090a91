"""B31: « Commander » confirms once, mails once, and is sent once the mail server took it."""

import email
import io
from email.policy import default

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfReader

from odoo.addons.agency_crm.tests.smtp import MailServerMixin

from .common import PurchaseCommon

SECRETS = ("Imprimerie du parc", "Claire Martin", "New brochure", "512.82", "512,82")


class PlaceCommon(MailServerMixin, PurchaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.file = cls.env["ir.attachment"].create(
            {"name": "model.pdf", "raw": b"%PDF-1.4 model", "res_model": "agency.price.request"}
        )
        cls.request = cls._create_asked(
            quantities="1000", spec="A4, 12 pages", attachment_ids=[Command.set(cls.file.ids)], rights_wanted=True
        )
        cls._answer(cls.request, cls.printers[0], q1000=(300.0, 30.0, 3.33), lead_days=10, reference="D-77")
        cls.quote = cls._choose(cls._get_offer(cls.request, cls.printers[0], 1000))
        cls.quote.deposit_percent = 0.0
        cls.quote.action_confirm()
        cls.order = cls.quote.sudo().order_line.purchase_line_ids.order_id.with_user(cls.user)

    def _send(self, **server):
        """Let the mails of orders leave; return what the mail server took."""
        with self.mail_server(**server) as mails, mute_logger("odoo.addons.mail.models.mail_mail"):
            self.env["mail.mail"].sudo().search([("model", "=", "purchase.order"), ("state", "=", "outgoing")]).send()
        return mails

    def _get_files(self, mail):
        parts = email.message_from_bytes(mail.content).walk()
        return {part.get_filename(): part.get_payload(decode=True) for part in parts if part.get_filename()}


@tagged("-at_install", "post_install")
class TestPlaceOrder(PlaceCommon):
    def test_B31_the_mail_says_what_it_is_in_the_language_of_the_supplier(self):
        self.env["res.lang"].sudo()._activate_lang("fr_FR")
        self.printers[0].lang = "fr_FR"
        self.order.action_place()
        (mail,) = self._send()
        message = email.message_from_bytes(mail.content, policy=default)
        self.assertRegex(message.get_body(("html",)).get_content(), r"Votre\s+bon de commande")

    def test_B31_a_user_confirms_and_mails_by_one_gesture(self):
        self.assertFalse(self.user.has_group("purchase.group_purchase_user"))
        self.assertEqual(self.order.order_status, "draft")
        self.assertFalse(self.order.action_place())
        self.assertEqual((self.order.state, self.order.order_status), ("purchase", "leaving"))
        self.assertFalse(self.order.ordered_on, "nothing has left yet")
        mails = self._send()
        self.assertEqual([mail.rcpt_tos for mail in mails], [["a@printer.example.com"]])
        self.assertEqual(self.order.order_status, "ordered")
        self.assertTrue(self.order.ordered_on)
        self.assertFalse(self.order.activity_ids)
        files = self._get_files(mails[0])
        self.assertEqual(set(files), {"model.pdf", f"{self.order._get_agency_file_name()}.pdf"})
        content = mails[0].content.decode()
        self.assertNotIn("/my/purchase", content)
        for secret in SECRETS:
            self.assertNotIn(secret, content)

    def test_B31_the_document_says_what_is_ordered_and_nothing_of_the_sale(self):
        company = self.env.company.sudo()
        company.write({"supplier_proof_terms": "A proof before.", "supplier_rights_terms": "Rights are ours."})
        self.order.payment_term_id = self.env.ref("account.account_payment_term_30days")
        self.order.with_context(force_report_rendering=True).action_place()
        (mail,) = self._send()
        (content,) = (file for name, file in self._get_files(mail).items() if self.order.name in name)
        pdf = PdfReader(io.BytesIO(content))
        text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
        for words in (
            self.order.name,
            "D-77",
            "Brochure × 1",
            "A4, 12 pages",
            "333,33",
            "0,33333",
            "Printer A",
            "A proof before.",
            "Rights are ours.",
            "30 ",
        ):
            self.assertIn(words, text)
        everything = text + str(pdf.metadata) + str(pdf.xmp_metadata and pdf.xmp_metadata.stream.get_data())
        for secret in (*SECRETS, self.quote.name):
            self.assertNotIn(secret, everything)

    def test_B31_delivered_at_the_customers_by_choice_alone(self):
        place = self.contact.commercial_partner_id
        place.write({"street": "7 rue du Bief", "city": "Nancy", "zip": "54000"})
        html = self._render()
        self.assertNotIn("7 rue du Bief", html)
        self.order.write({"dest_address_id": place.id, "is_neutral_delivery": True})
        neutral = self._render()
        self.assertIn("7 rue du Bief", neutral)
        self.assertNoAmount(neutral, 512)
        self.order.is_neutral_delivery = False
        self.assertLess(len(self._render()), len(neutral), "the neutral delivery is said")

    def _render(self):
        report = self.env["ir.actions.report"].with_user(self.user).sudo()
        return report._render_qweb_html("agency_purchase.supplier_order", self.order.ids)[0].decode()

    def test_B31_refused_is_told_and_sent_again_without_a_second_confirmation(self):
        self.order.action_place()
        day = self.order.date_approve
        self.assertFalse(self._send(refused=["a@printer.example.com"]))
        self.assertEqual((self.order.state, self.order.order_status), ("purchase", "failed"))
        self.assertTrue(self.order.order_mail_error)
        self.assertEqual(self.order.activity_ids.summary, "The order did not leave: send it again")
        first = self.order.sudo().order_message_id
        self.order.action_place()
        self.assertEqual((self.order.order_status, self.order.date_approve), ("leaving", day))
        mails = self._send()
        self.assertEqual(len(mails), 1)
        # The first mail, had somebody asked for it again from the history, leaves no more.
        gone = self.env["mail.mail"].sudo().search([("mail_message_id", "=", first.id)])
        self.assertEqual(gone.mapped("state"), ["cancel"])
        self.assertEqual(self.order.order_status, "ordered")
        self.assertFalse(self.order.activity_ids)

    def test_B31_never_two_mails(self):
        self.order.action_place()
        with self.assertRaisesRegex(UserError, "is leaving already"):
            self.order.action_place()
        self.assertEqual(len(self._send()), 1)
        with self.assertRaisesRegex(UserError, "is ordered already"):
            self.order.action_place()
        with self.assertRaisesRegex(UserError, "is ordered already"):
            self.order.action_mark_placed()
        self.assertFalse(self._send())

    def test_B31_a_mail_that_comes_back_is_to_be_sent_again(self):
        self.order.action_place()
        self._send()
        self.order.sudo().order_message_id._take_back_bounced("a@printer.example.com: unknown")
        self.assertEqual(self.order.order_status, "failed")
        self.assertIn("unknown", self.order.order_mail_error)
        self.assertIn("The mail came back", self.order.activity_ids.mapped("summary")[0])
        self.order.action_place()
        self.assertEqual(len(self._send()), 1)
        self.assertEqual(self.order.order_status, "ordered")

    def test_B31_another_mail_of_the_order_is_not_the_order(self):
        self.order.action_place()
        self._send(refused=["a@printer.example.com"])
        self.order.message_post(
            body="Hello", partner_ids=self.printers[0].ids, message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self.assertTrue(self._send())
        self.assertEqual(self.order.order_status, "failed")

    def test_B31_without_a_mail(self):
        self.printers[0].email = False
        with self.assertRaisesRegex(UserError, "no e-mail address"):
            self.order.action_place()
        self.assertEqual(self.order.state, "draft")
        self.order.action_mark_placed()
        self.assertEqual((self.order.state, self.order.order_status), ("purchase", "ordered"))
        self.assertFalse(self._send())

    def test_B31_what_is_missing_is_named(self):
        empty = self.order.sudo().copy({"order_line": []}).with_user(self.user)
        with self.assertRaisesRegex(UserError, "orders nothing"):
            empty.action_place()
        self.order.button_cancel()
        with self.assertRaisesRegex(UserError, "is cancelled"):
            self.order.action_place()

    def test_B31_a_deposit_that_is_not_paid_warns_with_its_figure(self):
        self.quote.deposit_percent = 30.0
        action = self.order.action_place()
        self.assertEqual(self.order.state, "draft")
        wizard = self.env["agency.supplier.order"].with_user(self.user).with_context(**action["context"]).create({})
        asked = self.quote.currency_id.format(self.quote.currency_id.round(self.quote.amount_total * 0.3))
        self.assertIn(f"{asked} left of {asked}", wizard.warnings)
        wizard.action_apply()
        self.assertEqual(self.order.order_status, "leaving")

    def test_B31_a_deposit_that_is_paid_warns_no_more(self):
        invoice = self._invoice_deposit(self.quote, post=False)
        self.assertIn("is not paid", self.order._get_place_warnings()[0], "a draft is not paid")
        invoice.action_post()
        self.assertIn("is not paid", self.order._get_place_warnings()[0])
        self._pay(invoice)
        self.assertFalse(self.order._get_place_warnings())
        self.assertFalse(self.order.action_place())


@tagged("-at_install", "post_install")
class TestPlaceOrderWalls(PlaceCommon, HttpCase):
    def test_B31_the_largest_order_of_a_user_whichever_way_it_is_confirmed(self):
        self.env.company.sudo().supplier_order_limit = 333.0
        for gesture in (
            self.order.action_place,
            self.order.action_mark_placed,
            self.order.button_confirm,
            self.order.button_approve,
            lambda: self.order.write({"state": "purchase"}),
            lambda: self.order.write({"amount_untaxed": 1.0, "currency_rate": 1000.0, "state": "purchase"}),
        ):
            with self.assertRaisesRegex(UserError, "the largest order of a user"), self.cr.savepoint():
                gesture()
            self.env.invalidate_all()
            self.assertEqual(self.order.state, "draft")
        self.env.company.sudo().supplier_order_limit = 333.33
        self.order.action_place()
        with self.assertRaisesRegex(UserError, "the largest order of a user"), self.cr.savepoint():
            self.order.order_line.product_qty = 1001
        self.env.company.sudo().supplier_order_limit = 0
        self.order.order_line.product_qty = 1001
        with self.assertRaisesRegex(UserError, "is an amount"), self.cr.savepoint():
            self.env.company.sudo().supplier_order_limit = -1

    def test_B31_a_manager_orders_above_it(self):
        self.env.company.sudo().supplier_order_limit = 10.0
        self.order.with_user(self.manager).action_place()
        self.assertEqual(self.order.state, "purchase")

    def test_B31_what_the_rules_write_is_not_for_users(self):
        for name, value in (("order_mail_state", "sent"), ("ordered_on", "2020-01-01"), ("order_message_id", 1)):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.order.write({name: value})
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.order.with_context(agency_rules=True).write({name: value})

    def test_B31_files_of_others_do_not_leave(self):
        foreign = (
            self.env["ir.attachment"]
            .sudo()
            .create({"name": "secret.txt", "raw": b"secret", "res_model": "ir.mail_server", "res_id": 1})
        )
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.order.order_file_ids = [Command.link(foreign.id)]

    def test_B31_another_company_orders_nothing_here(self):
        other = self.env["res.company"].sudo().create({"name": "Other agency"})
        root = self.env(user=self.env.ref("base.user_root"))
        groups = "agency_crm.group_agency_manager,agency_purchase.group_costs"
        stranger = new_test_user(root, login="stranger", groups=groups, company_id=other.id, company_ids=other.ids)
        for gesture in ("action_place", "action_mark_placed", "action_print_order"):
            with self.assertRaises(AccessError), self.cr.savepoint():
                getattr(self.order.with_user(stranger), gesture)()
                self.order.with_user(stranger).read(["name"])
        with self.assertRaises(AccessError), self.cr.savepoint():
            wizard = self.env["agency.supplier.order"].with_user(stranger).create({"order_id": self.order.id})
            wizard.action_apply()
        self.assertEqual(self.order.state, "draft")
        # Nor does a window that is only asked what it would say (S14).
        self.quote.deposit_percent = 30.0
        self.env.flush_all()
        self.env.invalidate_all()
        wizards = self.env["agency.supplier.order"].with_user(stranger).with_context(allowed_company_ids=other.ids)
        for name in ("warnings", "is_paper_missing"):
            with self.subTest(name), self.assertRaises(AccessError):
                wizards.onchange({"order_id": self.order.id}, ["order_id"], {"order_id": {}, name: {}})

    def test_B31_a_company_that_is_no_agency_orders_as_odoo_does(self):
        views = self.env["purchase.order"].with_user(self.user).get_views([(False, "form")])
        self.assertIn("action_place", views["views"]["form"]["arch"])
        self.env.company.sudo().is_agency = False
        self.env.registry.clear_cache()
        with self.assertRaisesRegex(UserError, "orders as Odoo does"):
            self.order.action_place()
        arch = self.env["purchase.order"].with_user(self.user).get_views([(False, "form")])["views"]["form"]["arch"]
        self.assertNotIn("action_place", arch)
        self.assertNotIn("order_status", arch)

    def test_B31_a_customer_and_a_vendor_with_an_account_gain_nothing(self):
        self._create_customer_user()
        self.order.action_place()
        self.env.flush_all()
        for login in ("customer", None):
            self.authenticate(login, login)
            with mute_logger("odoo.addons.web.controllers.report", "odoo.http"):
                answer = self.url_open(
                    f"/report/pdf/agency_purchase.supplier_order/{self.order.id}", allow_redirects=False
                )
            self.assertNotIn(b"%PDF", answer.content)
        # The vendor's own account reads its order by Odoo's rules, and nothing of ours.
        customer = self.env["res.users"].sudo().search([("login", "=", "customer")])
        self.order.sudo().partner_id = customer.partner_id
        vendor = self.order.with_user(customer)
        self.assertTrue(vendor.read(["name"]))
        ours = [name for name, field in vendor._fields.items() if "agency_purchase" in field._modules]
        self.assertGreaterEqual(set(ours), {"lead_id", "order_status", "vigilance_reason", "reconfirm_reason"})
        for name in ours:
            with self.subTest(name), self.assertRaises(AccessError):
                vendor.read([name])
            with self.subTest(name), self.assertRaises(AccessError):
                vendor.search([(name, "!=", False)])
        for gesture in ("action_place", "action_mark_placed"):
            with self.assertRaises(AccessError):
                getattr(vendor, gesture)()
