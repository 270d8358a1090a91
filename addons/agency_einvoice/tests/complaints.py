"""What people complain of in public trackers about Factur-X and French rules: an invoice for each, made as users do."""

from odoo import fields
from odoo.fields import Command


class Complaints:
    """Mixed into the test that sends every kind of invoice: `_make_<what>` returns a posted one."""

    def _make_C01_exempt_lines_with_a_discount_and_fractions(self):
        """BR-E-08 (odoo#258909)."""
        tax = self._tax(self.tax_exempt, "Exonérée", agency_legal_kind="vat_franchise")
        return self._move([(self.web, 4, 39.615, tax, {"discount": 20}), (self.web, 4, 0.84, tax, {"discount": 20})])

    def _make_C02_two_taxes_of_one_rate(self):
        """BR-S-08: one breakdown a rate (odoo#256608): services on payment and goods on debits, both at 20 %."""
        return self._move([(self.web, 3, 33.33), (self.brochure, 7, 11.11, self.tax_goods)])

    def _tax(self, tax, name, **values):
        """Return a copy of a tax, under a name that no other has."""
        return tax.copy({"name": f"{name} {self.env['account.tax'].search_count([])}", **values})

    def _make_C02b_two_reasons_of_one_code(self):
        """Two taxes of the same exemption, a copy of the other."""
        first = self._tax(self.tax_exempt, "Formation", agency_legal_kind="vat_franchise")
        second = self._tax(first, "Formation en ligne")
        return self._move([(self.web, 1, 100.335, first), (self.web, 3, 33.335, second)])

    def _make_C03_negative_price_and_discount_quantity(self):
        """BR-27 (OCA/edi#1139, ruby-secretariat#21)."""
        less = {"discount": 12.5}
        return self._move(
            [(self.web, 3, 99.99), (self.web, 1, -45.55, None, less), (self.web, -2, 10.01), (self.web, -1, -3)]
        )

    def _make_C04_credit_note_of_a_balance(self):
        """BG-3 and signs (odoo#281717)."""
        order = self._order()
        self._deposit(order)
        return self._reverse(self._invoice(order))

    def _make_C05_nothing_left_after_the_deposit(self):
        """speedata/einvoice#58: nothing is due any more."""
        order = self._order([self._line(self.web)])
        self._pay(self._deposit(order, 100))
        return self._invoice(order)

    def _make_C06_partly_paid(self):
        """BT-113 (Dolibarr #342, #947)."""
        invoice = self._move([(self.web, 1, 600)])
        self.env["account.payment.register"].with_context(active_model="account.move", active_ids=invoice.ids).create(
            {"amount": 200}
        )._create_payments()
        return invoice

    def _dollar(self):
        dollar = self.env.ref("base.USD")
        dollar.active = True
        today = fields.Date.context_today(self.env.user)
        if not dollar.rate_ids.filtered(lambda rate: rate.name == today and rate.company_id == self.company):
            dollar.rate_ids = [Command.create({"name": today, "rate": 1.1337, "company_id": self.company.id})]
        return dollar

    def _make_C07_credit_note_in_dollars(self):
        """BT-6, BT-111 (mustangproject#1177)."""
        lines = [(self.web, 3, 33.33), (self.brochure, 7, 1.11)]
        return self._reverse(self._move(lines, currency_id=self._dollar().id))

    def _make_C07b_exempt_in_dollars(self):
        customer = self._customer("Brüder GmbH", "base.de", vat="DE123456788", email="post@brueder.example")
        return self._move([(self.web, 3, 33.33, self.tax_eu_service)], customer, currency_id=self._dollar().id)

    def _make_C08_buyer_overseas(self):
        customer = self._customer("Rhum de l'Ouest", "base.gp", company_registry="40483304800022")
        tax = self._tax(self.tax_service, "8,5 %", amount=8.5)
        return self._move([(self.web, 3, 33.33, tax)], customer)

    def _make_C08b_buyer_in_new_caledonia(self):
        customer = self._customer("Nickel SARL", "base.nc", email="nickel@nc.example")
        return self._move([(self.web, 3, 33.33, self.tax_export)], customer)

    def _make_C08c_buyer_in_monaco(self):
        customer = self._customer("Rocher SAM", "base.mc", vat="FR83404833048", email="rocher@mc.example")
        return self._move([(self.web, 3, 33.33)], customer)

    def _make_C09_public_buyer_of_an_agency_without_account(self):
        """The means of payment is asked for by Chorus Pro (OCA/l10n-france#612)."""
        self.env["res.partner.bank"].search([("partner_id", "=", self.company.partner_id.id)]).active = False
        city = self._customer("Ville de Nantes", company_registry="21440109300015")
        return self._move([(self.web, 1, 700)], city, buyer_reference="SERVICE-12")

    def _make_C10_early_payment(self, tax=None, price=33.33, computation="included"):
        term = self.env["account.payment.term"].create(
            {
                "name": "30 jours, 2 % à 7 jours",
                "early_discount": True,
                "discount_days": 7,
                "discount_percentage": 2,
                "early_pay_discount_computation": computation,
                "line_ids": [Command.create({"value": "percent", "value_amount": 100, "nb_days": 30})],
            }
        )
        lines = [(self.web, 3, price, tax), (self.brochure, 7, 1.11)]
        return self._move(lines, invoice_payment_term_id=term.id)

    def _make_C10b_instalments(self):
        """Several due dates: BT-9 is one."""
        halves = [Command.create({"value": "percent", "value_amount": 50, "nb_days": days}) for days in (30, 60)]
        term = self.env["account.payment.term"].create({"name": "30 et 60 jours", "line_ids": halves})
        return self._move([(self.web, 3, 33.33)], invoice_payment_term_id=term.id)

    def _make_C11_cash_rounding(self):
        """BT-114."""
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
        return self._move([(self.web, 1, 33.33)], invoice_cash_rounding_id=rounding.id)

    def _make_C12_texts_that_break_xml(self):
        """Marks, long texts, characters that XML has not."""
        customer = self._customer("Frères & Sœurs <SARL> « Été » 👍", company_registry="40483304800022")
        names = [
            "A & B < C > \"D\" 'E'",
            "Titre\n\n" + "très long " * 400,
            "Tabulation\tet\x0bcontrôle\x01",
            "   \n suite",
        ]
        lines = [
            Command.create({"name": name, "price_unit": 10, "tax_ids": [Command.set(self.tax_service.ids)]})
            for name in names
        ]
        return self._move([], customer, invoice_line_ids=lines, narration="Conditions " * 300)

    def _make_C13_line_given_away(self):
        return self._move([(self.web, 1, 60), (self.web, 3, 19.99, None, {"discount": 100})])

    def _make_C14_part_of_an_invoice_credited(self):
        invoice = self._move([(self.web, 3, 33.33), (self.brochure, 7, 1.11)])
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"reason": "Geste", "journal_id": invoice.journal_id.id})
        )
        wizard.reverse_moves()
        refund = wizard.new_move_ids
        refund.invoice_line_ids[0].quantity = 0.5
        refund.invoice_line_ids[1].unlink()
        refund.action_post()
        return refund

    def _make_C15_prices_with_tax_at_two_rates(self):
        included = {"price_include_override": "tax_included"}
        normal = self._tax(self.tax_service, "20 % TTC", **included)
        reduced = self._tax(self.tax_reduced, "10 % TTC", **included)
        return self._move(
            [
                (self.web, 3, 9.99, normal),
                (self.web, 7, 1.05, normal),
                (self.brochure, 3, 0.35, reduced, {"discount": 5}),
            ]
        )

    def _make_C16_hours_and_thirds(self):
        hour = self.env.ref("uom.product_uom_hour")
        service = self._create_service("Conseil", "service", 87.0, self.tax_service)
        service.uom_id = hour
        return self._move([(service, 0.3333, 87.77), (service, 2.67, 0.333333)])

    def _make_C17_consumer_abroad(self):
        person = self.env["res.partner"].create(
            {"name": "Anna Muster", "country_id": self.env.ref("base.de").id, "city": "Köln", "street": "Ring 1"}
        )
        return self._move([(self.web, 1, 60)], person)

    def _make_C18_delivered_abroad(self):
        site = self._customer("Atelier de Gand", "base.be", parent_id=self.customer.id, type="delivery")
        return self._move([(self.brochure, 100, 0.85, self.tax_goods)], partner_shipping_id=site.id)

    def _make_C19_invoicing_address(self):
        """The company buys, its accounts department gets the invoice."""
        office = self._customer("Comptabilité", parent_id=self.customer.id, type="invoice", email="compta@parc.example")
        return self._move([(self.web, 1, 60)], office)

    def _make_C20_two_deposits_one_credited(self):
        order = self._order([self._line(self.web, price_unit=1234.56), self._line(self.brochure, 333)])
        self._deposit(order, 30)
        self._reverse(self._deposit(order, 20))
        return self._invoice(order)

    def _make_C21_goods_on_credit_and_services(self):
        """Exports of goods and services together."""
        customer = self._customer("Helvet SA", "base.ch", email="info@helvet.example")
        return self._move(
            [(self.brochure, 100, 0.85, self._chart_tax("tva_sale_good_export_0")), (self.web, 1, 9, self.tax_export)],
            customer,
        )

    def _make_C22_small_business_with_expenses(self):
        """Every line without tax, one with a negative price."""
        tax = self._tax(self.tax_exempt, "Franchise", agency_legal_kind="vat_franchise")
        return self._move([(self.web, 1, 300, tax), (self.web, 1, -30, tax)])

    def _make_C23_shares_of_cents_rounded_globally(self):
        self.company.tax_calculation_rounding_method = "round_globally"
        order = self._order([self._line(self.web, price_unit=644.18), self._line(self.brochure, 333, price_unit=0.777)])
        self._deposit(order, 33.33)
        return self._invoice(order)

    def _make_C25_address_without_a_country(self):
        """The accounts department has the country of its company (BR-11)."""
        office = self._customer("Comptabilité", None, parent_id=self.customer.id, type="invoice", is_company=False)
        return self._move([(self.web, 1, 60)], office)

    def _make_C26_training_and_taxed_services(self):
        """One exemption beside two rates (BR-E-01)."""
        self.company.has_training_vat_certificate = True
        tax = self._tax(self.tax_exempt, "Formation", agency_legal_kind="vat_training")
        return self._move([(self.course, 1, 900, tax), (self.web, 1, 200), (self.brochure, 10, 1.11)])

    def _make_C27_deposit_of_a_small_business(self):
        self.web.taxes_id = self._tax(self.tax_exempt, "Franchise", agency_legal_kind="vat_franchise")
        return self._deposit(self._order([self._line(self.web)]))

    def _make_C24_two_trainings_credited(self):
        """A credit note of exempt lines keeps the reason."""
        tax = self._tax(self.tax_exempt, "Franchise", agency_legal_kind="vat_franchise")
        return self._reverse(self._move([(self.web, 2, 150.55, tax)]))

    def _make_C28_taxes_of_lines_a_cent_above_that_of_their_sum(self):
        """BR-CO-17, BR-S-09 (Dolibarr#8700): 115.61 line by line, 115.60 of 578.00."""
        return self._move([(self.web, 1, price, self.tax_service) for price in (299.33, 179.33, 99.34)])

    def _make_C29_credit_note_of_half_cents(self):
        """BR-CO-17 (EN16931#119, #256; itplr-kosit#74): half a cent of VAT is rounded the same way on both."""
        book = self._chart_tax("tva_normale").copy({"name": "5,5 % livres", "amount": 5.5})
        return self._reverse(self._move([(self.web, 1, 101.0, book), (self.web, 1, 0.9, book)]))

    def _make_C30_credit_note_with_early_payment(self):
        """BR-CO-17, BR-S-09 (odoo#246089): the discount of a credit note raised its bases."""
        return self._reverse(self._make_C10_early_payment(self.tax_service))

    def _make_C31_early_payment_of_a_large_sum(self):
        """BR-S-09: no cent of tolerance hides here what a discount would take off the VAT."""
        return self._make_C10_early_payment(self.tax_service, price=3333.3)

    def _make_C32_early_payment_of_exempt_and_taxed_lines(self):
        tax = self._tax(self.tax_exempt, "Franchise", agency_legal_kind="vat_franchise")
        return self._make_C10_early_payment(tax, computation="excluded")
