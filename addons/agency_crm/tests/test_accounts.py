from .common import AgencyCommon


class TestAccounts(AgencyCommon):
    """Types of accounts, and contacts (manual: « Les comptes »)."""

    def test_contact_shows_the_type_of_its_account(self):
        self.account.account_type = "other"
        self.assertEqual(self.contact.account_type, "other")
        late = self.env["res.partner"].create({"name": "Paul", "parent_id": self.account.id})
        self.assertEqual(late.account_type, "other")

    def test_account_is_anything_besides(self):
        self.account.write({"is_supplier": True, "is_partner": True, "is_media": True})
        self.assertTrue(self.contact.is_supplier)
        self.assertTrue(self.contact.is_partner)
        self.assertTrue(self.contact.is_media)

    def test_client_never_goes_back_by_itself(self):
        quote = self._create_quote()
        quote.action_confirm()
        self.assertEqual(self.account.account_type, "client")
        quote.action_reject()
        self.assertEqual(self.account.account_type, "client")

    def test_invoice_makes_a_client(self):
        self.account.account_type = "other"
        self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.contact.id,
                "invoice_line_ids": [(0, 0, {"product_id": self.service.id})],
            }
        ).action_post()
        self.assertEqual(self.account.account_type, "client")

    def test_history_of_the_account_says_once_that_it_became_a_client(self):
        before = self.account.message_ids
        for _quote in range(2):
            self._create_quote().with_context(tracking_disable=False).action_confirm()
        lines = (self.account.message_ids - before).filtered("body")
        self.assertEqual(len(lines), 1)
        self.assertIn("the account is a client", lines.body)

    def test_sole_trader_is_one_record(self):
        trader = self.env["res.partner"].create(
            {
                "name": "Luc Petit",
                "email": "luc@example.com",
                "phone": "+33199000001",
            }
        )
        deal = self._create_deal(partner_id=trader.id)
        self.assertFalse(deal.is_contact_missing)
        self._create_quote(deal).action_confirm()
        self.assertEqual(trader.account_type, "client")

    def test_contact_without_mail_or_telephone_is_flagged(self):
        self.assertFalse(self.contact.is_contact_incomplete)
        self.contact.phone = False
        self.assertTrue(self.contact.is_contact_incomplete)
        self.contact.write({"phone": "+33199000000", "email": False})
        self.assertTrue(self.contact.is_contact_incomplete)
        self.assertFalse(self.account.is_contact_incomplete)
        found = self.env["res.partner"].search(
            [
                ("is_contact_incomplete", "=", True),
                ("id", "in", (self.contact + self.account).ids),
            ]
        )
        self.assertEqual(found, self.contact)

    def test_deal_and_quote_without_contact_are_found(self):
        deal = self._create_deal(partner_id=self.account.id)
        quote = self._create_quote(deal, partner_id=self.account.id)
        self.assertTrue(deal.is_contact_missing)
        self.assertTrue(quote.is_contact_missing)
        deals = self.env["crm.lead"].search(
            [
                ("is_contact_missing", "=", True),
                ("id", "in", (deal + self.deal).ids),
            ]
        )
        self.assertEqual(deals, deal)

    def test_contact_set_later_flows_to_the_quotes_below(self):
        deal = self._create_deal(partner_id=self.account.id)
        open_quote = self._create_quote(deal)
        done_quote = self._create_quote(deal)
        done_quote.action_confirm()
        deal.partner_id = self.contact
        self.assertEqual(open_quote.partner_id, self.contact)
        self.assertEqual(done_quote.partner_id, self.account)

    def test_contact_of_a_quote_flows_to_the_deal_above(self):
        deal = self._create_deal(partner_id=False)
        quote = self._create_quote(deal)
        self.assertEqual(deal.partner_id, self.contact)
        other = self._create_deal(partner_id=self.account.id)
        quote.opportunity_id = other
        self.assertEqual(other.partner_id, self.contact)

    def test_contact_of_a_deal_is_never_replaced(self):
        paul = self.env["res.partner"].create({"name": "Paul", "parent_id": self.account.id})
        self._create_quote(partner_id=paul.id)
        self.assertEqual(self.deal.partner_id, self.contact)
