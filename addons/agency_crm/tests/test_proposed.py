"""What a context or one's own defaults propose is input as values are: neither passes where values do not.

Odoo looks at who writes a field in the values given and in the context of who creates; not in `ir.default`, which
anybody sets for oneself, nor in what the rules create for somebody.
"""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import AgencyCommon

LONG_AGO = "2020-01-01 00:00:00"


@tagged("post_install", "-at_install")
class TestProposed(AgencyCommon):
    def _propose(self, model, **values):
        """Set defaults for oneself, as anybody may over RPC."""
        for name, value in values.items():
            self.env["ir.default"].set(model, name, value, user_id=True)

    def _create_invoice(self, **context):
        line = Command.create({"product_id": self.service.id, "price_unit": 10.0})
        values = {"move_type": "out_invoice", "partner_id": self.account.id, "invoice_line_ids": [line]}
        return self.env["account.move"].with_context(**context).create(values)

    def test_what_the_rules_write_takes_no_default_of_anybody(self):
        """Of any model: a new field that is declared read-only is closed here as it is to values."""
        closed = 0
        for name in self.env.registry:
            model = self.env[name].with_user(self.manager)
            if not hasattr(model, "_is_closed_to_proposals"):
                continue
            for field in model._fields.values():
                is_ours = any(module.startswith("agency_") for module in field._modules)
                if is_ours and not model._has_field_access(field, "write"):
                    for each in (model, model.sudo(), model._by_rules()):
                        self.assertTrue(each._is_closed_to_proposals(field), field)
                    closed += 1
        self.assertGreater(closed, 15)

    def test_ones_own_defaults_are_no_facts(self):
        self._propose("sale.order", reminder_count=5, last_sent_date=LONG_AGO, version_number=9)
        self._propose("account.move", sent_date=LONG_AGO)
        self._propose("crm.lead", replied_on=LONG_AGO)
        self._propose("mail.message", was_taken=True, is_quote_reminder=True)
        for order in (self._create_quote(), self.env["sale.order"].sudo().create({"partner_id": self.account.id})):
            self.assertEqual((order.reminder_count, order.last_sent_date, order.version_number), (0, False, 1))
        self.assertFalse(self._create_invoice().sent_date)
        deal = self._create_deal()
        self.assertFalse(deal.replied_on)
        message = deal.message_post(body="Bonjour")
        self.assertFalse(message.was_taken or message.is_quote_reminder)

    def test_what_is_not_closed_is_proposed_as_ever(self):
        self._propose("sale.order", client_order_ref="Mine")
        self._propose("crm.lead", next_step_date="2030-01-02")
        self.assertEqual(self._create_quote().client_order_ref, "Mine")
        values = {"name": "A deal", "type": "opportunity", "partner_id": self.contact.id}
        self.assertEqual(str(self.env["crm.lead"].create(values).next_step_date), "2030-01-02")

    def test_a_context_proposes_nothing_to_what_the_rules_create(self):
        """Odoo takes the defaults out of the context of the superuser; the rules have that of the user."""
        orders = self.env["sale.order"].with_context(default_reminder_count=5, default_client_order_ref="Mine")
        with self.assertRaises(AccessError):
            orders.create({"partner_id": self.account.id})
        order = orders._by_rules().create({"partner_id": self.account.id})
        self.assertEqual((order.reminder_count, order.client_order_ref), (0, "Mine"))
        self.assertEqual(orders.sudo().create({"partner_id": self.account.id}).reminder_count, 0)

    def test_nothing_comes_along_with_a_quote_that_is_sent(self):
        """The rules write its dates with the status: what else is written, in lists too, is the user's."""
        quote, other = self._create_quote(), self._create_quote()
        smuggled = [
            {"order_line": [Command.update(quote.order_line[0].id, {"creation_value": 7.0})]},
            {"order_line": [Command.create({"product_id": self.service.id, "creation_value": 7.0})]},
            {"replaced_ids": [Command.link(other.id)]},
            {"replaced_ids": [Command.update(other.id, {"reminder_count": 7})]},
            {"reminder_count": 7},
        ]
        for values in smuggled:
            with self.subTest(values=values), self.assertRaises(AccessError), self.env.cr.savepoint():
                quote.write({"state": "sent", **values})
                self.env.flush_all()
            self.env.invalidate_all()
        quote.write({"state": "sent", "client_order_ref": "Mine"})
        self.assertTrue(quote.last_sent_date)

    def test_no_invoice_is_confirmed_by_default(self):
        """Odoo refuses a confirmed one in values alone: it would take a number and skip all that confirming does."""
        self.assertEqual(self._create_invoice(default_state="posted").state, "draft")
        self._propose("account.move", state="posted")
        for invoice in (self._create_invoice(), self._create_invoice().copy()):
            self.assertEqual((invoice.state, bool(invoice.name)), ("draft", False))

    def test_no_file_has_the_content_of_another_by_default(self):
        secret = self.env["ir.attachment"].sudo().create({"name": "secret.txt", "raw": b"theirs"})
        place = secret.store_fname
        self.assertTrue(place)
        files = self.env["ir.attachment"]
        self.assertFalse(files.with_context(default_store_fname=place).create({"name": "mine.txt"}).raw)
        self._propose("ir.attachment", store_fname=place)
        self.assertFalse(files.create({"name": "mine.txt"}).raw)
        mine = files.with_context(default_store_fname=place).create({"name": "mine.txt", "raw": b"mine"})
        self.assertEqual(mine.raw, b"mine")

    def test_a_notice_carries_no_quote_nor_invoice(self):
        quote, invoice = self._create_quote(), self._create_invoice()
        notice = {"body": "Bonjour", "partner_ids": self.contact.ids}
        message = quote.message_notify(**notice, sent_order_ids=[Command.set(quote.ids)], is_quote_reminder=True)
        self.assertFalse(message.sent_order_ids or message.is_quote_reminder)
        message = invoice.message_notify(**notice, sent_invoice_ids=[Command.set(invoice.ids)])
        self.assertFalse(message.sent_invoice_ids)

    def test_a_recurring_order_is_numbered_by_its_company_by_default_too(self):
        sister = self.env["res.company"].with_user(self.env.ref("base.user_root")).create({"name": "Sister"})
        self.user.sudo().company_ids += sister
        orders = self.env["sale.order"].with_context(allowed_company_ids=[self.env.company.id, sister.id])
        values = {"partner_id": self.account.id, "billing_frequency": "annual", "next_invoice_date": "2030-01-02"}
        said = orders.create({**values, "company_id": sister.id})
        proposed = orders.with_context(default_company_id=sister.id).create(values)
        self.assertEqual(proposed.company_id, sister)
        digits = [int("".join(filter(str.isdigit, order.name))) for order in (said, proposed)]
        self.assertEqual(digits[1], digits[0] + 1)
