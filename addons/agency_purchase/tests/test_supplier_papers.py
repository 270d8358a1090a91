"""B40: the papers of subcontractors, asked for above the threshold."""

import base64
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, JsonRpcException, new_test_user, tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from .test_supplier_order_place import PlaceCommon

PDF = base64.b64encode(b"%PDF-1.4 paper")


class PaperCommon(PlaceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sub = cls.env["res.partner"].create(
            {
                "name": "Studio Sub",
                "email": "studio@sub.example.com",
                "is_company": True,
                "is_subcontractor": True,
                "lang": "en_US",
            }
        )
        cls.today = fields.Date.context_today(cls.env.user)

    @classmethod
    def _create_order(cls, price, **values):
        line = {"product_id": cls.service.id, "name": "Web site", "product_qty": 1, "price_unit": price}
        orders = cls.env["purchase.order"].with_user(cls.user)
        return orders.create({"partner_id": cls.sub.id, "order_line": [Command.create(line)], **values})

    @classmethod
    def _create_paper(cls, kind="vigilance", age=10, **values):
        return cls.env["agency.supplier.paper"].create(
            {
                "partner_id": cls.sub.id,
                "kind": kind,
                "issued_on": cls.today - timedelta(days=age),
                "file": PDF,
                "file_name": "paper.pdf",
                **values,
            }
        )

    def _create_all(self):
        certificate = self._create_paper(code="ABC123")
        certificate.action_check()
        return certificate | self._create_paper("registration") | self._create_paper("foreign_workers")

    def _get_wizard(self, action, user=None):
        wizards = self.env["agency.supplier.order"].with_user(user or self.user)
        return wizards.with_context(**action["context"]).create({})


@tagged("-at_install", "post_install")
class TestSupplierPapers(PaperCommon):
    def test_B40_below_the_threshold_nothing_is_asked(self):
        order = self._create_order(4999.99)
        self.assertFalse(order._get_place_warnings())
        self.assertFalse(order.action_place())

    def test_B40_the_orders_of_twelve_months_count_together(self):
        for price, day in ((3000.0, -30), (9000.0, -400)):
            old = self._create_order(price).sudo()
            old.button_confirm()
            old.date_approve = fields.Datetime.now() + timedelta(days=day)
        self.assertEqual(self.sub.ordered_lately, 3000.0)
        self.assertFalse(self._create_order(1999.0)._get_papers_to_ask())
        self.assertEqual(len(self._create_order(2000.0)._get_papers_to_ask()), 3)

    def test_B40_a_printer_is_no_subcontractor(self):
        order = self._create_order(9000.0, partner_id=self.printers[1].id)
        self.assertFalse(order._get_papers_to_ask())

    def test_B40_a_user_is_told_which_and_orders_nothing(self):
        self._create_paper("registration", age=200)
        self._create_paper()
        order = self._create_order(6000.0)
        wizard = self._get_wizard(order.action_place())
        self.assertTrue(wizard.is_paper_missing)
        self.assertFalse(wizard.is_manager)
        for words in ("(not checked)", "(expired)", "Studio Sub"):
            self.assertIn(words, wizard.warnings)
        with self.assertRaisesRegex(UserError, "ask for"), self.cr.savepoint():
            wizard.action_apply()
        wizard.reason = "In a hurry"
        with self.assertRaises(AccessError), self.cr.savepoint():
            wizard.action_apply()
        self.assertEqual(order.state, "draft")

    def test_B40_a_manager_passes_with_a_reason(self):
        order = self._create_order(6000.0).with_user(self.manager)
        wizard = self._get_wizard(order.action_place(), self.manager)
        self.assertTrue(wizard.is_manager)
        with self.assertRaisesRegex(UserError, "ask for"), self.cr.savepoint():
            wizard.action_apply()
        wizard.reason = "Asked for today"
        wizard.action_apply()
        self.assertEqual((order.order_status, order.vigilance_reason), ("leaving", "Asked for today"))
        self.assertIn("Asked for today", "".join(order.message_ids.mapped("body")))
        order.button_cancel()
        order.button_draft()
        self.assertFalse(order.vigilance_reason, "another time, another word")

    def test_B40_with_its_papers_it_is_ordered(self):
        self._create_all()
        self.assertFalse(self.sub.papers_missing)
        order = self._create_order(6000.0)
        self.assertFalse(order.action_place())
        self.assertEqual(order.state, "purchase")

    def test_B40_a_certificate_is_checked_by_its_code_and_again_once_changed(self):
        paper = self._create_paper()
        with self.assertRaisesRegex(UserError, "Type the security code"):
            paper.action_check()
        paper.code = "ABC123"
        paper.action_check()
        self.assertEqual((paper.checked_on, paper.checked_by_id), (self.today, self.user))
        self.assertEqual(paper.expires_on, paper.issued_on + relativedelta(months=6))
        paper.file = base64.b64encode(b"another")
        self.assertFalse(paper.checked_on)
        with self.assertRaisesRegex(ValidationError, "not dated in the future"), self.cr.savepoint():
            paper.issued_on = self.today + timedelta(days=1)

    def test_B40_the_list_of_papers_to_renew(self):
        domain = safe_eval(self.env.ref("agency_purchase.supplier_paper_action").sudo().domain)
        suppliers = self.env["res.partner"].search(domain)
        self.assertIn(self.sub, suppliers)
        self.assertNotIn(self.printers[0], suppliers)
        self.assertFalse(self.sub.papers_until)
        papers = self._create_all()
        self.assertEqual(self.sub.papers_until, min(papers.mapped("expires_on")))
        self._create_paper("registration", age=1)
        self.assertEqual(self.sub.papers_until, papers[0].expires_on)


@tagged("-at_install", "post_install")
class TestSupplierPapersWalls(PaperCommon, HttpCase):
    def test_B40_no_way_round(self):
        order = self._create_order(6000.0)
        for gesture in (
            order.button_confirm,
            order.button_approve,
            lambda: order._place(by_mail=False),
            lambda: order.write({"state": "purchase"}),
            lambda: self._create_order(6000.0, state="purchase"),
        ):
            with self.assertRaisesRegex(UserError, "ask for"), self.cr.savepoint():
                gesture()
        with self.assertRaises(AccessError), self.cr.savepoint():
            order.vigilance_reason = "By hand"
        with self.assertRaises(AccessError), self.cr.savepoint():
            order.with_context(agency_rules=True).vigilance_reason = "By hand"

    def test_B40_checked_is_not_typed(self):
        paper = self._create_paper()
        for values in ({"checked_on": self.today}, {"checked_by_id": self.manager.id}):
            with self.assertRaises(AccessError), self.cr.savepoint():
                paper.write(values)
            with self.assertRaises(AccessError), self.cr.savepoint():
                self._create_paper("registration", **values)
        with self.assertRaises(AccessError), self.cr.savepoint():
            paper.with_context(default_checked_on=self.today).create(
                {"partner_id": self.sub.id, "issued_on": self.today, "file": PDF}
            )
        for values in ({"kind": "registration"}, {"partner_id": self.printers[0].id}):
            with self.assertRaises(AccessError), self.cr.savepoint():
                paper.write(values)

    def test_B40_rights(self):
        paper = self._create_paper()
        with self.assertRaises(AccessError), self.cr.savepoint():
            paper.unlink()
        root = self.env(user=self.env.ref("base.user_root"))
        other = root["res.company"].create({"name": "Other agency"})
        groups = "agency_crm.group_agency_user,agency_purchase.group_costs"
        stranger = new_test_user(root, login="stranger", groups=groups, company_id=other.id, company_ids=other.ids)
        self.sub.company_id = self.env.company
        self.env.flush_all()
        self.env.invalidate_all()
        theirs = paper.with_user(stranger)
        self.assertFalse(theirs.search([("id", "=", paper.id)]))
        for gesture in (lambda: theirs.read(["file"]), theirs.action_check, lambda: theirs.write({"code": "X"})):
            with self.assertRaises(AccessError), self.cr.savepoint():
                gesture()
        with self.assertRaises(AccessError), self.cr.savepoint():
            theirs.create({"partner_id": self.sub.id, "issued_on": self.today, "file": PDF})
        self.user.sudo().group_ids -= self.costs
        self.env.invalidate_all()
        self.assertFalse(paper.search([("id", "=", paper.id)]))
        for name in ("paper_ids", "papers_missing", "papers_until", "ordered_lately"):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.sub.read([name])

    def test_B40_a_customer_or_a_vendor_reads_no_paper(self):
        paper = self._create_paper(code="ABC123")
        user = self._create_customer_user()
        user.sudo().partner_id.parent_id = self.sub
        self.env.flush_all()
        for login in ("customer", None):
            self.authenticate(login, login)
            for model, method, args in (
                ("agency.supplier.paper", "search_count", [[]]),
                ("agency.supplier.paper", "read", [[paper.id], ["code"]]),
                ("agency.supplier.paper", "action_check", [[paper.id]]),
                ("res.partner", "read", [[self.sub.id], ["papers_missing"]]),
                ("res.partner", "read", [[self.sub.id], ["ordered_lately"]]),
                ("res.partner", "search_count", [[("papers_until", "=", False)]]),
                ("res.partner", "search_count", [[("paper_ids.code", "=", "ABC123")]]),
            ):
                params = {"model": model, "method": method, "args": args, "kwargs": {}}
                with (
                    self.subTest(model=model, method=method),
                    mute_logger("odoo.http"),
                    self.assertRaises(JsonRpcException),
                ):
                    self.make_jsonrpc_request(f"/web/dataset/call_kw/{model}/{method}", params)
            file = self.url_open(f"/web/content/agency.supplier.paper/{paper.id}/file", allow_redirects=False)
            self.assertNotIn(b"paper", file.content[:20])
