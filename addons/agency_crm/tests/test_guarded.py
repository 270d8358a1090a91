from datetime import date

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.service.model import get_public_method
from odoo.tests import new_test_user, tagged

from .common import AgencyCommon


@tagged("post_install", "-at_install")
class TestGuarded(AgencyCommon):
    """The walls of the data, whatever model of whatever add-on of ours stands behind them."""

    def _fields_of_ours(self):
        """Each field that an add-on of ours brings, with its model in the manager's hands."""
        for name in self.env.registry:
            model = self.env[name].with_user(self.manager)
            if model._abstract or not model._auto:
                continue
            for field in model._fields.values():
                if any(module.startswith("agency_") for module in field._modules):
                    yield model, field

    def test_what_is_declared_read_only_is_written_by_the_rules_alone(self):
        """A new field that says `readonly=True` on a model without the wall fails here."""
        # An import is the work of its user, with their rights alone: it is nobody's proof.
        own_work = {"agency.vtiger.import"}
        walled = 0
        for model, field in self._fields_of_ours():
            if (
                field.readonly
                and field.store
                and field.name not in ("create_uid", "create_date", "write_uid", "write_date")
            ):
                if model._name in own_work or not model.has_access("write"):
                    continue
                with self.subTest(model=model._name, field=field.name):
                    self.assertFalse(model._has_field_access(field, "write"))
                    # What is closed to everybody is written with all rights alone.
                    is_closed = field.groups == fields.NO_ACCESS
                    self.assertEqual(model._by_rules()._has_field_access(field, "write"), not is_closed)
                    walled += 1
        self.assertGreater(walled, 15)

    def test_each_link_to_a_record_of_a_company_is_checked(self):
        """Of the models that users write, and that say which company they are of."""
        # Files are read with the rights of who gives them.
        read_as_user = {
            *(("agency.price.request", "attachment_ids"), ("agency.vtiger.import", "attachment_ids")),
            ("purchase.order", "order_file_ids"),
        }
        # Odoo does not check its own links there; ours has a constraint.
        constrained = {("purchase.order", "lead_id")}
        # Odoo's own link, which is closed to vendors alone: whose orders meet is Odoo's to say.
        of_odoo = {("purchase.order.line", "sale_line_id")}
        for model, field in self._fields_of_ours():
            if (
                field.type in ("many2one", "many2many")
                and field.store
                and not field.related
                and "company_id" in model._fields
                and not model._transient
                and field.comodel_name != "res.company"
                and "company_id" in self.env[field.comodel_name]._fields
                and model.has_access("write")
                and model._has_field_access(field, "write")
                and field.name not in ("create_uid", "write_uid")
                and (model._name, field.name) not in read_as_user | constrained | of_odoo
            ):
                # What governs a record says its company, and the rules look at it again.
                governs = field.name in (*getattr(model, "_governing_fields", ()), *getattr(model, "_right_fields", ()))
                with self.subTest(model=model._name, field=field.name):
                    self.assertTrue(governs or (field.check_company and model._check_company_auto))

    def test_what_only_our_users_have_is_not_copied_with_a_record_of_others(self):
        """Odoo refuses the copy to all others: no credit note, no duplicate of a contact."""
        # Taken out by `copy_data()` for who does not see them.
        apart = {("purchase.order", "lead_id"), ("purchase.order", "is_rights_wanted")}
        for model, field in self._fields_of_ours():
            if (model._name, field.name) in apart:
                continue
            if field.groups and field.store and not model._transient and not model._name.startswith("agency."):
                with self.subTest(model=model._name, field=field.name):
                    self.assertFalse(field.copy)

    def test_no_client_can_say_that_it_is_the_rules(self):
        quote = self._create_quote()
        for value in (True, 1, "RULES", "<object object>", {}, [1]):
            with self.subTest(value=value), self.assertRaises(AccessError):
                quote.with_context(agency_rules=value).write({"quote_status": "settled"})
        self.assertEqual(quote.quote_status, "draft")

    def test_the_rules_take_no_other_right(self):
        other = self.env["res.company"].sudo().create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env(su=True),
            "guarded_stranger",
            groups="agency_crm.group_agency_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        with self.assertRaises(AccessError):
            self._create_quote().with_user(stranger)._by_rules().write({"reminder_count": 3})

    def test_a_revision_leaves_alone_a_line_that_left_its_order(self):
        order = self._create_quote(billing_frequency="monthly", next_invoice_date="2026-12-01")
        line = order.order_line[:1]
        price = line.price_unit
        revision = self.env["agency.price.revision"].create(
            {"order_id": order.id, "line_id": line.id, "date": "2026-12-01", "percentage": 10.0}
        )
        other = self._create_quote()
        with self.assertRaises(ValidationError):
            revision.line_id = other.order_line[:1]
        line.flush_recordset()
        # As a hand in the database could leave it.
        self.env.cr.execute("UPDATE sale_order_line SET order_id = %s WHERE id = %s", (other.id, line.id))
        self.env.invalidate_all()
        order._apply_price_revisions(date(2026, 12, 1))
        self.assertEqual(line.price_unit, price)

    def test_a_quote_is_sent_and_reminded_of_by_its_own_salesperson(self):
        """What the rules write, they write whoever does it: no right to it is asked of the user."""
        quote = self._create_quote()
        quote.write({"state": "sent"})
        self.assertTrue(quote.last_sent_date)
        quote._count_reminder()
        self.assertEqual(quote.reminder_count, 1)
        with self.assertRaises(AccessError):
            self._create_quote().write({"state": "sent", "reminder_count": 7})

    def test_lists_of_ones_own_are_for_menus_alone(self):
        with self.assertRaises(AccessError):
            get_public_method(self.env["res.users"], "_open_own_records")

    def test_what_comes_back_is_of_the_quote(self):
        quote, other = self._create_quote(), self._create_quote()
        wizard = self.env["agency.make.recurring"].create({"order_id": quote.id, "next_invoice_date": "2026-12-01"})
        with self.assertRaises(ValidationError):
            wizard.line_ids = [Command.link(other.order_line[:1].id)]
