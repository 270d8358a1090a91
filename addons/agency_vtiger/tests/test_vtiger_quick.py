from .common import ACCOUNT, CONTACT, QUOTE, VtigerCommon


class TestVtigerQuick(VtigerCommon):
    """What is given to `create()` is what Odoo would have found out by itself."""

    def test_contact_takes_from_its_account_what_odoo_gives_it(self):
        account = {**ACCOUNT, "SIRET": "15002040200015", "N° TVA": "FR36150020402", "Billing Country": "France"}
        self.import_files(Accounts=[account])
        contact = self.find("Contacts", "CON1")
        by_hand = self.env["res.partner"].create({"name": "Marie", "parent_id": contact.parent_id.id})
        self.assertEqual(contact.vat, "FR36150020402")
        shared = [*contact._commercial_fields(), *contact._address_fields(), "commercial_partner_id", "lang"]
        for name in shared:
            self.assertEqual(contact[name], by_hand[name], name)

    def test_contact_of_an_account_changed_here_since(self):
        self.import_files()
        self.find("Accounts", "ACC1").street = "2 rue Basse"
        self.import_files(Contacts=[CONTACT, {**CONTACT, "Contact Id": "CON2", "First Name": "Jean"}])
        self.assertEqual(self.find("Contacts", "CON2").street, "2 rue Basse")

    def test_deal_has_the_team_of_its_salesperson(self):
        self.import_files()
        deal = self.find("Potentials", "POT1")
        by_hand = self.env["crm.lead"].create({"name": "X", "type": "opportunity", "user_id": deal.user_id.id})
        self.assertEqual(deal.team_id, by_hand.team_id)

    def test_no_line_of_an_accepted_quote_is_told_today(self):
        self.import_files(Quotes=[{**QUOTE, "Quote Stage": "Accepted"}])
        quote = self.find("Quotes", "QUO1")
        self.assertEqual(quote.quote_status, "accepted")
        self.assertFalse(quote.message_ids.filtered(lambda message: message.date.date() == self.today()))

    def test_an_import_that_changes_nothing_asks_no_more_for_more_quotes(self):
        few = [{**QUOTE, "Quote Number": f"Q{number}"} for number in range(3)]
        many = [{**QUOTE, "Quote Number": f"Q{number}"} for number in range(30)]
        self.import_files(Quotes=many)
        counts = []
        for rows in (few, many):
            before = self.cr.sql_log_count
            self.import_files(Quotes=rows)
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 3)

    def test_lines_alike_have_the_amounts_that_odoo_gives(self):
        rows = [
            {**QUOTE, "Quote Number": f"QUO{number}", "Quantity": quantity, "Selling Price": price, "VAT": vat,
             "Item Discount Percent": discount, "Total": ""}
            for number, (quantity, price, discount, vat) in enumerate(
                [("3", "33.335", "10", "20"), ("3", "33.335", "10", "20"), ("3", "33.335", "0", "20"),
                 ("3", "33.335", "10", "5.5"), ("3", "33.335", "10", "20")])
        ]  # fmt: skip
        rows = [{**row, "Total": str(90 + number)} for number, row in enumerate(rows)]
        self.import_files(Quotes=rows, SalesOrder=[], Invoice=[])
        for number in range(len(rows)):
            line = self.find("Quotes", f"QUO{number}").order_line[0]
            given = line.price_subtotal, line.price_tax, line.price_total
            self.env.add_to_compute(line._fields["price_subtotal"], line)
            line._compute_amount()
            self.assertEqual((line.price_subtotal, line.price_tax, line.price_total), given)
