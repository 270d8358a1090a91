"""What comes along with a request is the user's, not the rules': in lists, by a context, by one's own defaults."""

import base64

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import PurchaseCommon

LONG_AGO = "2020-01-01 00:00:00"


@tagged("-at_install", "post_install")
class TestProposedPrices(PurchaseCommon):
    def _propose(self, model, **values):
        for name, value in values.items():
            self.env["ir.default"].set(model, name, value, user_id=True)

    def test_a_request_brings_no_answer_along(self):
        """The rules number it; they said yes to all that came with it."""
        asked = {"partner_id": self.printers[0].id}
        values = {"title": "Brochure", "answer_by": "2030-01-02"}
        for facts in ({"state": "answered"}, {"answered_on": LONG_AGO}, {"is_told": True}):
            with self.subTest(facts=facts), self.assertRaises(AccessError):
                self.env["agency.price.request"].create(
                    {**values, "consultation_ids": [Command.create({**asked, **facts})]}
                )
            [(name, value)] = facts.items()
            context = {"default_consultation_ids": [Command.create({**asked, **facts})]}
            with self.subTest(context=context), self.assertRaises(AccessError):
                self.env["agency.price.request"].with_context(**context).create(dict(values))
            if name not in self.env["agency.price.request"]._fields:
                requests = self.env["agency.price.request"].with_context(**{f"default_{name}": value})
                with self.subTest(default=name), self.assertRaises(AccessError):
                    requests.create({**values, "supplier_ids": [Command.set(self.printers.ids)]})
        request = self.env["agency.price.request"].create({**values, "consultation_ids": [Command.create(asked)]})
        self.assertTrue(request.name)
        self.assertEqual(request.consultation_ids.state, "to_send")

    def test_a_deal_proposes_its_company_and_suppliers_are_asked(self):
        """As « + Demande de prix » opens the form, and keeps it open."""
        requests = self.env["agency.price.request"].with_context(default_company_id=self.env.company.id)
        values = {"title": "Brochure", "answer_by": "2030-01-02"}
        request = requests.create({**values, "supplier_ids": [Command.set(self.printers[0].ids)]})
        request.write({"supplier_ids": [Command.link(self.printers[1].id)]})
        self.assertEqual(request.consultation_ids.partner_id, self.printers[:2])
        request.write({"item_ids": [Command.create({"name": "Card", "quantities": "500"})]})
        request.write({"item_ids": [Command.update(request.item_ids.id, {"quantities": "500 1000"})]})
        self.assertEqual(request.item_ids.quantity_ids.mapped("quantity"), [500.0, 1000.0])
        request.write({"spec_ids": [Command.create({"name": "Pages", "value": "12"})]})
        self.assertEqual(request.spec_ids.company_id, self.env.company)

    def test_a_request_changes_no_invoice_that_was_issued(self):
        self.env.company.sudo().has_agency_documents = True
        line = Command.create({"product_id": self.service.id, "price_unit": 10.0})
        invoice = {"move_type": "out_invoice", "partner_id": self.contact.id, "invoice_date": "2026-11-20"}
        invoice = self.env["account.move"].create({**invoice, "invoice_line_ids": [line]})
        invoice.action_post()
        invoice.sudo().invoice_pdf_report_file = base64.b64encode(b"%PDF-1.4 true")
        self.env.flush_all()
        self.env.invalidate_all()
        file = invoice.invoice_pdf_report_id
        forged = [Command.link(file.id), Command.update(file.id, {"raw": b"%PDF-1.4 forged"})]
        with self.assertRaises(UserError):
            self.env["agency.price.request"].create(
                {"title": "Brochure", "answer_by": "2030-01-02", "attachment_ids": forged}
            )
        self.assertEqual(file.raw, b"%PDF-1.4 true")

    def test_ones_own_defaults_are_no_facts(self):
        self._propose("agency.price.request", version=7, is_closed=True, name="DP/1")
        self._propose("agency.price.consultation", state="answered", sent_on=LONG_AGO, is_told=True)
        self._propose("agency.price.offer", is_chosen=True, chosen_on=LONG_AGO, choice_reason="Mine")
        self._propose("agency.supplier.paper", checked_on="2020-01-01", checked_by_id=self.user.id)
        request = self._create_asked()
        self.assertEqual((request.version, request.is_closed, request.state), (1, False, "waiting"))
        self.assertNotEqual(request.name, "DP/1")
        self.assertEqual(set(request.consultation_ids.mapped("is_told")), {False})
        self._answer(request, self.printers[0], q1000=300.0)
        self.assertFalse(
            request.offer_ids.filtered(lambda each: each.is_chosen or each.chosen_on or each.choice_reason)
        )
        paper = self.env["agency.supplier.paper"].create(
            {"partner_id": self.printers[0].id, "issued_on": fields.Date.context_today(self.user), "file": "JVBERi0="}
        )
        self.assertFalse(paper.checked_on or paper.checked_by_id)

    def test_a_request_is_numbered_by_its_company_by_default_too(self):
        sister = self.env["res.company"].with_user(self.env.ref("base.user_root")).create({"name": "Sister"})
        user = new_test_user(
            self.env(user=self.env.ref("base.user_root")),
            "of_both",
            groups="agency_crm.group_agency_user",
            company_id=self.env.company.id,
            company_ids=[Command.set([self.env.company.id, sister.id])],
        )
        requests = self.env(user=user, context={"allowed_company_ids": user.company_ids.ids})["agency.price.request"]
        values = {"title": "Brochure", "answer_by": "2030-01-02"}
        said = requests.create({**values, "company_id": sister.id})
        proposed = requests.with_context(default_company_id=sister.id).create(values)
        self.assertEqual(proposed.company_id, sister)
        numbers = [int(request.name.rsplit("/", 1)[1]) for request in (said, proposed)]
        self.assertEqual(numbers[1], numbers[0] + 1)
