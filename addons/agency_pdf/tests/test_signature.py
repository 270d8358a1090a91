"""Signed is sealed: what the customer signed is what is printed, mailed and shown, until she signs another version."""

import hashlib
from base64 import b64decode

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.http import Request
from odoo.tests import HttpCase, new_test_user, tagged

from .common import AgencyPdfCommon

# A picture of one pixel.
SIGNATURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
HIDDEN = {"name": "Acompte", "is_downpayment": True, "price_unit": 999999}
STOCK_REPORT = "sale.action_report_saleorder"


class SignatureCommon(HttpCase, AgencyPdfCommon):
    """A quote that its customer signs on the portal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._draw_always()
        cls.manager = new_test_user(cls.env, "sealing_manager", groups="agency_crm.group_agency_manager")
        cls.manager.write({"company_ids": [Command.set(cls.company.ids)], "company_id": cls.company.id})

    def setUp(self):
        super().setUp()
        self.quote = self._create_quote(require_signature=True, require_payment=False)
        self.quote.action_quotation_sent()

    def _sign(self, quote=None, name="Claire Dupont", **params):
        """Sign on the portal, as the customer does; return the answer."""
        quote = quote or self.quote
        token = quote._portal_ensure_token()
        self.env.flush_all()
        query = "".join(f"&{key}={value}" for key, value in params.items())
        answer = self.make_jsonrpc_request(
            f"/my/orders/{quote.id}/accept?access_token={token}{query}", {"name": name, "signature": SIGNATURE}
        )
        self.env.invalidate_all()
        return answer

    def _page(self, report_type=""):
        """Return what the customer gets at the address of the quote."""
        token = self.quote._portal_ensure_token()
        self.env.flush_all()
        kind = f"&report_type={report_type}" if report_type else ""
        return self.url_open(f"/my/orders/{self.quote.id}?access_token={token}{kind}")

    def _raise_price(self):
        self.quote.order_line[0].price_unit = 999999


@tagged("post_install", "-at_install")
class TestSignature(SignatureCommon):
    def test_signature_keeps_the_file_and_its_fingerprint(self):
        self.assertTrue(self._sign().get("force_refresh"))
        signed = self.quote.signed_document_id
        content = b64decode(signed.file)
        self.assertEqual(signed.digest, hashlib.sha256(content).hexdigest())
        self.assertEqual((signed.signed_by, signed.amount_total), ("Claire Dupont", self.quote.amount_total))
        self.assertIn("Claire Dupont", self._read(content).split("Pour le client")[1])
        self.assertEqual(self.quote.quote_status, "accepted")
        self.assertFalse(self.quote.is_signature_outdated)

    def test_changed_quote_prints_as_it_was_signed(self):
        self._sign()
        content = b64decode(self.quote.signed_document_id.file)
        self._raise_price()
        self.assertTrue(self.quote.is_signature_outdated)
        for report in ("agency_pdf.report_quote", "agency_pdf.report_recurring_order", STOCK_REPORT):
            self.assertEqual(self._print(self.quote, report), content, report)
        self.assertEqual(self._page("pdf").content, content)
        other = self._create_quote()
        pdfs, failures = (self.quote | other)._render_documents()
        self.assertFalse(failures)
        self.assertEqual(pdfs[self.quote], content)
        self.assertIn(other.name, self._read(pdfs[other]))

    def test_changed_quote_shows_no_signature(self):
        self._sign()
        self.assertIn("Claire Dupont</p>", self._page().text.replace("</span>", ""))
        self.assertIn(self.quote.signed_document_id.digest, self._page().text)
        self._raise_price()
        page = self._page().text
        self.assertNotIn('id="signature"', page)
        self.assertRegex(page, "the changes have not been signed|les modifications ne sont pas signées")
        self.assertNotIn(SIGNATURE[:40], self._page("html").text)

    def test_deposit_and_progress_of_the_quote_leave_the_signature_alone(self):
        self._sign()
        self._deposit(self.quote)
        self._invoice(self.quote)
        self.assertFalse(self.quote.is_signature_outdated)

    def test_each_change_of_what_was_signed_is_told(self):
        line = self.quote.order_line[0]
        for record, values in (
            (line, {"price_unit": 1}),
            (line, {"product_uom_qty": 77}),
            (line, {"name": "Autre chose"}),
            (line, {"discount": 50}),
            (line, {"tax_ids": [Command.clear()]}),
            (self.quote, {"note": "<p>Sans garantie</p>"}),
            (self.quote, {"rights_terms": "Tous"}),
            (self.quote, {"order_line": [Command.delete(self.quote.order_line[1].id)]}),
            # Said to be a deposit, which is not printed; or a total of its own.
            (self.quote, {"order_line": [Command.create({**HIDDEN, "product_uom_qty": 1})]}),
            (self.quote, {"amount_total": 999999}),
        ):
            with self.subTest(values=values), self.env.cr.savepoint() as savepoint:
                self.quote.sudo().write({"signature": SIGNATURE, "signed_by": "Claire", "signed_on": "2026-11-26"})
                self.assertFalse(self.quote.is_signature_outdated)
                record.write(values)
                self.assertTrue(self.quote.is_signature_outdated)
                savepoint.rollback()
            self.env.invalidate_all()

    def test_new_version_takes_a_new_signature(self):
        self._sign()
        first = self.quote.signed_document_id
        self._raise_price()
        self.quote.action_ask_new_signature()
        self.assertNotIn("Claire Dupont,", self._text(self.quote))
        self.assertIn("999 999", self._text(self.quote))
        self.assertTrue(self._sign(name="Paul Durand").get("force_refresh"))
        second = self.quote.signed_document_id
        self.assertEqual(self.quote.signed_document_ids, second + first)
        self.assertEqual(self.quote.quote_status, "accepted")
        self.assertIn("999 999", self._read(b64decode(second.file)))
        self.assertEqual(first.digest, hashlib.sha256(b64decode(first.file)).hexdigest())

    def test_new_version_that_is_declined_leaves_the_quote_accepted(self):
        self._sign()
        self._raise_price()
        self.quote.action_ask_new_signature()
        token = self.quote._portal_ensure_token()
        self.env.flush_all()
        self.authenticate(None, None)
        self.url_open(
            f"/my/orders/{self.quote.id}/decline?access_token={token}",
            data={"decline_message": "Trop cher", "csrf_token": Request.csrf_token(self)},
        )
        self.env.invalidate_all()
        self.assertEqual(self.quote.quote_status, "accepted")
        self.assertIn("Trop cher", "".join(self.quote.message_ids.mapped("body")))

    def test_what_changed_since_the_page_was_read_is_not_signed(self):
        seen = self.quote._get_signed_fingerprint()
        self.assertIn(f"seen={seen}", self._page().text)
        self._raise_price()
        self.assertRegex(self._sign(seen=seen)["error"], "reload|rechargez")
        self.assertFalse(self.quote.signature)
        self.assertTrue(self._sign(seen=self.quote._get_signed_fingerprint()).get("force_refresh"))

    def test_nobody_signs_for_the_customer(self):
        quote = self.quote.with_user(self.manager)
        for values in (
            {"signature": SIGNATURE},
            {"signed_by": "Claire Dupont"},
            {"signed_on": "2026-11-26"},
            {"signed_document_id": 1},
        ):
            with self.assertRaises(AccessError):
                quote.write(values)
            with self.assertRaises(AccessError):
                self.env["sale.order"].with_user(self.manager).create({"partner_id": self.contact.id, **values})

    def test_nobody_signs_through_the_file_of_a_signature(self):
        said = {"res_model": "sale.order", "res_id": self.quote.id, "res_field": "signature"}
        files = self.env["ir.attachment"].with_user(self.manager)
        with self.assertRaises(AccessError):
            files.create({"name": "signature", "datas": SIGNATURE, **said})
        own = files.create({"name": "signature", "datas": SIGNATURE})
        with self.assertRaises(AccessError):
            own.write(said)
        self.env.invalidate_all()
        self.assertFalse(self.quote.signature)
        self._sign()
        signature = self.env["ir.attachment"].search([(name, "=", value) for name, value in said.items()])
        self.assertTrue(signature)
        with self.assertRaises(AccessError):
            signature.with_user(self.manager).write({"datas": SIGNATURE})
        with self.assertRaises(AccessError):
            signature.with_user(self.manager).unlink()

    def test_nobody_changes_or_deletes_what_was_signed(self):
        self._sign()
        signed = self.quote.signed_document_id.with_user(self.manager)
        with self.assertRaises(AccessError):
            signed.write({"file": "eA=="})
        with self.assertRaises(AccessError):
            signed.unlink()
        with self.assertRaises(AccessError):
            signed.copy({"order_id": self.quote.id})
        domain = [("res_model", "=", signed._name), ("res_id", "=", signed.id), ("res_field", "=", "file")]
        file = self.env["ir.attachment"].sudo().search(domain)
        self.assertTrue(file)
        with self.assertRaises(AccessError):
            file.with_user(self.manager).unlink()
        with self.assertRaises(AccessError):
            file.with_user(self.manager).write({"raw": b"x"})
        self.quote._action_cancel()
        with self.assertRaises(UserError):
            self.quote.with_user(self.manager).unlink()

    def test_altered_file_is_not_shown(self):
        self._sign()
        self.quote.signed_document_id.sudo().file = "eA=="
        with self.assertRaisesRegex(UserError, "altered"):
            self._print(self.quote)

    def test_signature_goes_when_the_quote_is_set_to_quotation(self):
        self._sign()
        self.quote.with_user(self.manager).action_cancel()
        self.quote.with_user(self.manager).action_draft()
        self.assertFalse(self.quote.signed_document_id)
        self.assertEqual(len(self.quote.signed_document_ids), 1)
        self.assertNotIn("Claire Dupont,", self._text(self.quote))

    def test_a_shop_types_signatures_as_odoo_lets_it_and_an_agency_takes_none(self):
        shop = self.env["res.company"].sudo().create({"name": "Shop", "is_agency": False})
        shop.has_agency_documents = False
        companies = [shop.id, self.company.id]
        seller = new_test_user(
            self.env(su=True),
            "shopkeeper",
            groups="sales_team.group_sale_manager",
            company_id=shop.id,
            company_ids=[Command.set(companies)],
        )
        orders = self.env["sale.order"].with_user(seller).with_context(allowed_company_ids=companies)
        signature = {"signature": SIGNATURE, "signed_by": "Claire Dupont", "signed_on": "2026-11-20 10:00:00"}
        customer = {"partner_id": self.contact.id}
        quote = orders.create({**customer, "company_id": shop.id, **signature})
        self.assertFalse(quote.signed_document_id)
        with self.assertRaises(AccessError):
            orders.create({**customer, "company_id": self.company.id, **signature})
        proposed = {f"default_{name}": value for name, value in signature.items()}
        with self.assertRaises(AccessError):
            orders.with_context(**proposed).create({**customer, "company_id": self.company.id})
        for name, value in signature.items():
            self.env["ir.default"].with_user(seller).set("sale.order", name, value, user_id=True)
            with self.subTest(default=name), self.assertRaises(AccessError):
                orders.create({**customer, "company_id": self.company.id})
            self.assertTrue(orders.create({**customer, "company_id": shop.id})[name])
            self.env["ir.default"].with_user(seller).set("sale.order", name, False, user_id=True)
        moved = {"company_id": self.company.id, "team_id": False, "user_id": False}
        with self.assertRaisesRegex(AccessError, "another company"):
            quote.write(moved)
        with self.assertRaisesRegex(AccessError, "another company"):
            orders.create({**customer, "company_id": shop.id}).write({**moved, **signature})
        unsigned = orders.create({**customer, "company_id": shop.id})
        unsigned.write(moved)
        self.assertEqual(unsigned.company_id, self.company)
        with self.assertRaises(AccessError):
            unsigned.write(signature)

    def test_the_page_of_a_shops_quote_signs_by_odoos_address(self):
        for prints in (True, False):
            self.company.has_agency_documents = prints
            self.assertEqual("seen=" in self._page().text, prints)
