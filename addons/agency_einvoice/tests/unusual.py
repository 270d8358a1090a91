"""Invoices that nobody had tried, made as users do: an accountant's neighbours of `complaints.py`."""

from odoo import fields
from odoo.fields import Command


class Unusual:
    """Mixed into the test that sends every kind of invoice: `_make_<what>` returns a posted one."""

    def _make_U01_delivered_where_no_country_is_known(self):
        """BR-57."""
        hall = self._customer("Salle des fêtes", None)
        return self._move([(self.brochure, 100, 0.85, self.tax_goods)], partner_shipping_id=hall.id)

    def _credit_an_invoice_numbered_elsewhere(self):
        """BR-FR-02 of BT-25: what another program numbered has signs of its own."""
        invoice = self._move([(self.web, 2, 450)])
        refund = self._reverse(invoice)
        # As an import does: Odoo takes a number that is typed for the first of those to come.
        self.env.flush_all()
        self.env.cr.execute("UPDATE account_move SET name = 'Facture n° 12 (É)' WHERE id = %s", invoice.ids)
        self.env.invalidate_all()
        return refund

    def _advance(self, amount, days=3):
        """Register a payment that came in before the invoice, and return what is to be reconciled."""
        payment = self.env["account.payment"].create(
            {
                "amount": amount,
                "partner_id": self.contact.commercial_partner_id.id,
                "partner_type": "customer",
                "payment_type": "inbound",
                "journal_id": self.company_data["default_journal_bank"].id,
                "date": fields.Date.subtract(fields.Date.context_today(self.env.user), days=days),
                "company_id": self.company.id,
            }
        )
        payment.action_post()
        return payment

    def _reconcile(self, invoice, payment):
        lines = (invoice.line_ids + payment.move_id.line_ids).filtered(
            lambda line: line.account_id.account_type == "asset_receivable" and not line.reconciled
        )
        lines.reconcile()
        return invoice

    def _make_U03_balance_paid_before_its_date(self):
        """BR-FR-CO-07: a balance does not say that it is paid (S4), so it is due when its terms say."""
        order = self._order()
        self._pay(self._deposit(order))
        balance = self._invoice(order)
        return self._reconcile(balance, self._advance(balance.amount_total))

    def _make_U04_paid_before_its_date(self):
        invoice = self._move([(self.web, 1, 60)])
        return self._reconcile(invoice, self._advance(invoice.amount_total))

    def _make_U05_deposit_paid_before_its_date(self):
        deposit = self._deposit(self._order())
        return self._reconcile(deposit, self._advance(deposit.amount_total))

    def _make_U06_customer_with_a_number_that_is_none_of_vat(self):
        """BR-CO-09: « EIN » of the United States."""
        customer = self._customer("Acme Inc", "base.us", vat="12-3456789", email="ap@acme.example")
        return self._move([(self.web, 1, 9, self.tax_export)], customer)

    def _make_U07_customer_marked_as_having_no_vat_number(self):
        """BR-CO-09: Odoo's own mark is « / »."""
        return self._move([(self.web, 1, 60)], self._customer("Sans TVA", company_registry="404833048", vat="/"))

    def _make_U08_company_number_of_switzerland(self):
        customer = self._customer(
            "Helvet SA", "base.ch", company_registry="CHE-123.456.788", vat="CHE-123.456.788 TVA", email="a@helvet.ex"
        )
        return self._move([(self.web, 1, 9, self.tax_export)], customer)

    def _make_U09_subsections(self):
        lines = [
            {"display_type": "line_section", "name": "Lot 1"},
            {"display_type": "line_subsection", "name": "Lot 1.1"},
            self._move_line(self.web, 1, 60),
            {"display_type": "line_note", "name": "Livré en une fois"},
        ]
        return self._move([], invoice_line_ids=[Command.create(line) for line in lines])

    def _make_U10_nothing_of_something(self):
        """Quantities of 0, prices of 0, both of a negative."""
        return self._move(
            [(self.web, 0, 60), (self.web, 0, -60), (self.web, -1, 0), (self.brochure, 0, 0.8345), (self.web, 1, 10)]
        )

    def _make_U11_given_away_at_a_price_with_tax(self):
        tax = self._tax(self.tax_service, "20 % TTC", price_include_override="tax_included")
        return self._move([(self.web, 3, 19.99, tax, {"discount": 100}), (self.web, 1, 12, tax)])

    def _make_U12_whole_quote_given_away(self):
        order = self._order()
        self.env["sale.order.discount"].create(
            {"sale_order_id": order.id, "discount_type": "so_discount", "discount_percentage": 1.0}
        ).action_apply_discount()
        return self._invoice(order)

    def _make_U13_global_amount_off_several_rates(self):
        self.company.has_training_vat_certificate = True
        self.web.taxes_id = self.tax_service
        self.course.taxes_id = self._tax(self.tax_exempt, "Formation", agency_legal_kind="vat_training")
        order = self._order([self._line(self.web), self._line(self.brochure, 333), self._line(self.course)])
        self.env["sale.order.discount"].create(
            {"sale_order_id": order.id, "discount_type": "amount", "discount_amount": 77.77}
        ).action_apply_discount()
        return self._invoice(order)

    def _mixed(self):
        self.web.taxes_id = self.tax_service
        self.company.has_training_vat_certificate = True
        self.course.taxes_id = self._tax(self.tax_exempt, "Formation", agency_legal_kind="vat_training")
        return self._order(
            [
                self._line(self.web, price_unit=644.18),
                self._line(self.brochure, 333, price_unit=0.777),
                self._line(self.course, price_unit=999.99, discount=12.5),
            ]
        )

    def _make_U14_deposit_of_training_and_print(self):
        return self._deposit(self._mixed(), 33.33)

    def _make_U15_deposit_of_an_amount(self):
        return self._invoice(self._mixed(), method="fixed", fixed_amount=777.77)

    def _make_U16_balance_after_both(self):
        order = self._mixed()
        self._deposit(order, 33.33)
        self._invoice(order, method="fixed", fixed_amount=500.01)
        return self._invoice(order)

    def _make_U17_credit_note_of_a_part_of_a_deposit(self):
        deposit = self._deposit(self._mixed(), 50)
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=deposit.ids)
            .create({"reason": "Erreur", "journal_id": deposit.journal_id.id, "credit_purpose": "correction"})
        )
        wizard.refund_moves()
        refund = wizard.new_move_ids
        refund.invoice_line_ids.filtered(lambda line: line.display_type == "product")[:1].price_unit = 11.11
        refund.action_post()
        return refund

    def _make_U18_texts_of_all_kinds(self):
        customer = self._customer(
            "Frères\x0b & <Sœurs>\x01 👍🏽 — « Été »",
            company_registry="40483304800022",
            street="1, rue\x02 « de l'Œuf » ☂",
            ref="réf\x03 <interne>",
        )
        lines = [
            {"name": "\N{ZERO WIDTH SPACE}", "price_unit": 10},
            {"name": "👍🏽\n" * 300, "price_unit": 10},
            {"name": "x" * 20000, "price_unit": 10},
        ]
        taxes = {"tax_ids": [Command.set(self.tax_service.ids)]}
        lines = [Command.create({**line, **taxes}) for line in lines]
        return self._move(
            [],
            customer,
            invoice_line_ids=lines,
            narration="<p>Merci 👍\x0b</p>",
            buyer_reference="S\x0bV",
            purchase_order_reference="EJ <&> \x01 " + "7" * 300,
        )

    def _make_U19_codes_of_products(self):
        service = self._create_service("Conseil", "service", 87.0, self.tax_service)
        service.write({"barcode": "ABC-12/é", "default_code": "C'EST <ÇA>\x0b"})
        return self._move([(service, 2, 87)])

    def _make_U20_units(self):
        """Thousands, days, metres: an agency's own unit has no code of its own."""
        lines = []
        for name in ("product_uom_day", "product_uom_meter", "product_uom_km", "product_uom_dozen", "product_uom_hour"):
            service = self._create_service(name, "service", 87.0, self.tax_service)
            service.uom_id = self.env.ref(f"uom.{name}")
            lines.append((service, 1.25, 12.345))
        thousand = self.env["uom.uom"].create(
            {"name": "Mille", "relative_factor": 1000, "relative_uom_id": self.env.ref("uom.product_uom_unit").id}
        )
        service = self._create_service("Tirage", "consu", 87.0, self.tax_goods)
        service.uom_id = thousand
        return self._move([*lines, (service, 2.5, 85.5)])

    def _make_U21_branch_with_a_siret_of_its_own(self):
        branch = self._customer("Parc, agence de Lyon", company_registry="40483304800030", parent_id=self.customer.id)
        return self._move([(self.web, 1, 60)], branch)

    def _make_U22_accounts_department_elsewhere(self):
        """An address of its own that says no country."""
        office = self._customer(
            "Comptabilité",
            None,
            parent_id=self.customer.id,
            type="invoice",
            is_company=False,
            city="Brest",
            zip="29200",
        )
        return self._move([(self.web, 1, 60)], office)

    def _make_U23_yens(self):
        yen = self.env.ref("base.JPY")
        yen.active = True
        yen.rate_ids = [Command.create({"name": "2020-01-01", "rate": 160.37, "company_id": self.company.id})]
        return self._move([(self.web, 3, 3333), (self.brochure, 7, 111)], currency_id=yen.id)

    def _make_U24_subcontractor_of_works(self):
        """Reverse charge within France: both VAT numbers are said."""
        tax = self._tax(self.tax_exempt, "Autoliquidation", agency_legal_kind="vat_reverse_charge")
        return self._move([(self.web, 1, 900, tax)])

    def _make_U25_credit_note_of_a_balance_without_its_deposit(self):
        order = self._mixed()
        self._deposit(order, 30)
        return self._reverse(self._invoice(order))

    def _make_U26_cash_rounding_of_cents(self):
        rounding = self.env["account.cash.rounding"].create(
            {
                "name": "5 centimes",
                "rounding": 0.05,
                "strategy": "add_invoice_line",
                "profit_account_id": self.company_data["default_account_revenue"].id,
                "loss_account_id": self.company_data["default_account_expense"].id,
                "rounding_method": "HALF-UP",
            }
        )
        return self._move([(self.web, 1, 33.34)], invoice_cash_rounding_id=rounding.id)

    def _make_U27_a_part_after_a_deposit(self):
        order = self._order()
        self._deposit(order)
        wizard = (
            self.env["sale.advance.payment.inv"]
            .with_context(active_model="sale.order", active_ids=order.ids, default_invoice_dialog="partial")
            .create({"advance_payment_method": "delivered", "partial_by": "progress", "progress": 40})
        )
        before = order.invoice_ids
        wizard.create_invoices()
        (order.invoice_ids - before).action_post()
        return order.invoice_ids - before

    def _make_U28_balance_after_a_deposit_and_a_part(self):
        order = self._make_U27_a_part_after_a_deposit().invoice_line_ids.sale_line_ids.order_id
        return self._invoice(order)

    def _make_U29_invoice_set_back_and_sent_again(self):
        invoice = self._move([(self.web, 1, 60)])
        self._send(invoice)
        invoice.button_draft()
        invoice.invoice_line_ids.quantity = 2
        invoice.action_post()
        return invoice

    def _make_U30_partly_credited_then_paid(self):
        invoice = self._move([(self.web, 1, 600)])
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"reason": "Geste", "journal_id": invoice.journal_id.id})
        )
        wizard.refund_moves()
        refund = wizard.new_move_ids
        refund.invoice_line_ids.price_unit = 100
        refund.action_post()
        (invoice + refund).line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        ).reconcile()
        return self._pay(invoice)

    def _make_U31_swiss_account(self):
        bank = self.env["res.partner.bank"].create(
            {"acc_number": "12-345-6", "partner_id": self.company.partner_id.id, "sequence": 1}
        )
        return self._move([(self.web, 1, 60)], partner_bank_id=bank.id)

    def _dinars(self, price):
        dinar = self.env.ref("base.TND")
        dinar.active = True
        customer = self._customer("Carthage SARL", "base.tn", email="compta@carthage.example")
        return self._move([(self.web, 3, price, self.tax_export)], customer, currency_id=dinar.id)

    def _make_U32_dinars(self):
        return self._dinars(33.33)
