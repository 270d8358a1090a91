"""« Nouvelle version »: DEV14-2 replaces DEV14 (J23)."""

from odoo.exceptions import RedirectWarning, UserError

from .common import AgencyCommon


class TestQuoteVersion(AgencyCommon):
    def _new_version(self, quote):
        quote.action_new_version()
        return quote.replaced_by_id

    def test_a_version_takes_the_place_of_the_one_before(self):
        quote = self._create_quote(client_order_ref="PO 7")
        quote.action_quotation_sent()
        version = self._new_version(quote)
        self.assertEqual((version.name, version.quote_status), (f"{quote.name}-2", "draft"))
        self.assertEqual(version.amount_untaxed, quote.amount_untaxed)
        self.assertEqual((version.opportunity_id, version.client_order_ref), (self.deal, "PO 7"))
        self.assertEqual(quote.quote_status, "replaced")
        self.assertFalse(quote.next_reminder_date)
        third = self._new_version(version)
        self.assertEqual(third.name, f"{quote.name}-3")

    def test_it_counts_once(self):
        quote = self._create_quote()
        quote.action_quotation_sent()
        version = self._new_version(quote)
        version.order_line[:1].price_unit = 600
        self.assertEqual(self.deal.quotes_amount, version.amount_untaxed)
        self.assertFalse(self.deal.is_loss_proposed)
        version.action_quotation_sent()
        version.action_reject()
        self.assertTrue(self.deal.is_loss_proposed)

    def test_what_was_replaced_is_neither_accepted_nor_sent_nor_signed(self):
        quote = self._create_quote()
        quote.action_quotation_sent()
        version = self._new_version(quote)
        for move in (quote.action_confirm, quote.action_quotation_sent, quote.action_draft):
            with self.assertRaisesRegex(UserError, version.name), self.env.cr.savepoint():
                move()
        self.assertFalse(quote._has_to_be_signed())
        self.assertFalse(quote._has_to_be_paid())

    def test_no_second_version_beside_the_first(self):
        quote = self._create_quote()
        version = self._new_version(quote)
        with self.assertRaisesRegex(UserError, version.name):
            quote.action_new_version()

    def test_what_was_invoiced_has_no_new_version(self):
        quote = self._create_quote()
        quote.action_confirm()
        self._invoice_deposit(quote)
        with self.assertRaisesRegex(RedirectWarning, "new version"), self.env.cr.savepoint():
            quote.action_new_version()
        self.assertEqual((quote.quote_status, quote.replaced_by_id.id), ("accepted", False))

    def test_an_accepted_quote_waits_anew_for_the_customers_answer(self):
        quote = self._create_quote()
        quote.action_confirm()
        version = self._new_version(quote)
        self.assertEqual((quote.state, version.state), ("cancel", "draft"))
        version.action_confirm()
        self.assertEqual(self.deal.quotes_amount, version.amount_untaxed)

    def test_a_recurring_order_has_no_version(self):
        with self.assertRaises(UserError):
            self._create_order("2026-12-01").action_new_version()

    def test_deleting_the_version_gives_the_quote_back(self):
        quote = self._create_quote()
        quote.action_quotation_sent()
        sent_on = quote.last_sent_date
        self._new_version(quote).with_user(self.manager).unlink()
        self.assertEqual((quote.quote_status, quote.last_sent_date), ("sent", sent_on))
