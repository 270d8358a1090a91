from odoo import Command, fields
from odoo.tests import tagged

from odoo.addons.account.tests.common import AccountTestInvoicingCommon
from odoo.addons.mail.tests.common import mail_new_test_user


@tagged("post_install", "-at_install")
class AgencyCommon(AccountTestInvoicingCommon):
    """A small agency, worked in by a plain user: an account, its contact, a deal, services."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.company_data["company"]
        # The dates of these tests know no public holiday: those of test_public_holidays do.
        company.sudo().resource_calendar_id.global_leave_ids.unlink()
        cls.user = mail_new_test_user(
            cls.env,
            login="agency_user",
            groups="agency_crm.group_agency_user",
            company_id=company.id,
            lang="en_US",
        )
        cls.manager = mail_new_test_user(
            cls.env,
            login="agency_manager",
            groups="agency_crm.group_agency_manager",
            company_id=company.id,
            lang="en_US",
        )
        cls.service = cls._create_service("Graphic design")
        cls.reason = cls.env["crm.lost.reason"].sudo().create({"name": "Too expensive"})
        # From here on, all is done by the plain user.
        cls.env = cls.env(user=cls.user, context={**cls.env.context, "lang": "en_US", "mail_notify_force_send": False})
        cls.account = cls.env["res.partner"].create(
            {
                "name": "Imprimerie du parc",
                "is_company": True,
                "street": "1 rue du Parc",
                "zip": "54000",
                "city": "Nancy",
                "lang": "en_US",
            }
        )
        cls.contact = cls.env["res.partner"].create(
            {
                "name": "Claire Martin",
                "parent_id": cls.account.id,
                "email": "claire@example.com",
                "phone": "+33199000000",
                "lang": "en_US",
            }
        )
        cls.contact.write({"street": "1 rue du Parc", "zip": "54000", "city": "Nancy"})
        cls.deal = cls._create_deal()

    # === CAST === #

    @classmethod
    def _create_service(cls, name, **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "type": "service",
                "invoice_policy": "order",
                "list_price": 1000.0,
                **values,
            }
        )

    @classmethod
    def _create_deal(cls, **values):
        return cls.env["crm.lead"].create(
            {
                "name": "New brochure",
                "type": "opportunity",
                "partner_id": cls.contact.id,
                "user_id": cls.user.id,
                **values,
            }
        )

    @classmethod
    def _create_quote(cls, deal=None, amounts=(1000.0, 500.0), **values):
        deal = cls.deal if deal is None else deal
        return cls.env["sale.order"].create(
            {
                "partner_id": (deal.partner_id or cls.contact).id,
                "opportunity_id": deal.id,
                "order_line": [
                    Command.create({"product_id": cls.service.id, "price_unit": amount}) for amount in amounts
                ],
                **values,
            }
        )

    @classmethod
    def _create_order(cls, start, frequency="annual", **values):
        """Return a recurring order whose Début is `start`."""
        return cls._create_quote(billing_frequency=frequency, next_invoice_date=start, **values)

    @classmethod
    def _invoice(cls, quote, method="delivered", post=True, **values):
        """Invoice `quote` through Odoo's own wizard, and return the new invoice."""
        known = quote.invoice_ids
        cls.env["sale.advance.payment.inv"].with_context(active_ids=quote.ids).create(
            {
                "advance_payment_method": method,
                **values,
            }
        ).create_invoices()
        invoice = quote.invoice_ids - known
        if post:
            invoice.action_post()
            # As by mail or on paper; `agency_pdf` would draw it.
            invoice._note_sent()
        return invoice

    @classmethod
    def _invoice_deposit(cls, quote, percent=30, post=True):
        return cls._invoice(quote, "percentage", post=post, amount=percent)

    @classmethod
    def _pay(cls, invoice, **values):
        """Register the payment of `invoice`, in full unless `amount` says otherwise."""
        return (
            cls.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create(values)
            ._create_payments()
        )

    @classmethod
    def _step(cls, name):
        return cls.env.ref(f"agency_crm.next_step_{name}")

    @classmethod
    def _stage(cls, phase):
        return cls.env.ref(f"agency_crm.stage_{phase}")

    @classmethod
    def _working_date(cls, days):
        """Return the date `days` working days from today, Monday to Friday."""
        date = fields.Date.context_today(cls.env.user)
        while days:
            date = fields.Date.add(date, days=1)
            days -= date.weekday() < 5
        return date

    def _flush_tracking(self):
        """Write the tracked changes of this transaction to the chatter, as a commit would."""
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.invalidate_all()

    # === ASSERTIONS === #

    def assertDeal(self, phase, step, date=None, deal=None):
        """Assert where the deal stands. `date` is a date, None for no date."""
        deal = self.deal if deal is None else deal
        self.assertEqual(deal.stage_id, self._stage(phase))
        self.assertEqual(deal.next_step_id, self._step(step))
        self.assertEqual(deal.next_step_date, date or False)


class PrestaCommon(AgencyCommon):
    """Services of two types: creation, whole or in part, and printing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.print_creation = cls.env.ref("agency_crm.presta_type_print_creation")
        cls.printing = cls.env.ref("agency_crm.presta_type_printing")
        cls.logo = cls._create_service("Logo", presta_type_id=cls.print_creation.id)
        cls.layout = cls._create_service("Layout", presta_type_id=cls.print_creation.id, creation_share=40.0)
        cls.flyers = cls._create_service("Flyers", presta_type_id=cls.printing.id)

    def _quote(self, *lines):
        """Return an accepted quote; each line is a service, its price, and its discount."""
        quote = self._create_quote(
            order_line=[
                Command.create(
                    {
                        "product_id": service.id,
                        "price_unit": price,
                        "discount": discount[0] if discount else 0,
                        "tax_ids": [Command.clear()],
                    }
                )
                for service, price, *discount in lines
            ]
        )
        quote.action_confirm()
        return quote

    def _credit(self, invoice):
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": invoice.journal_id.id})
        )
        wizard.reverse_moves()
        return wizard.new_move_ids
