from datetime import date

from dateutil.relativedelta import relativedelta

from odoo.exceptions import UserError

from .common import ACCOUNT, CONTACT, INVOICE, ORDER, QUOTE, VtigerCommon

ONLY_ACCOUNTS = dict.fromkeys(("Contacts", "Services", "Potentials", "Quotes", "SalesOrder", "Invoice"), [])


class TestVtigerUnderWay(VtigerCommon):
    """What vtiger may have invoiced is decided before it can be billed."""

    def accept(self, **values):
        return self.import_files(Quotes=[{**QUOTE, "Quote Stage": "Accepted", **values}], SalesOrder=[])

    def test_a_quote_invoiced_whole_is_linked(self):
        invoice = {**INVOICE, "Contact Name": "Contacts::::Marie Martin"}
        self.import_files(Quotes=[{**QUOTE, "Quote Stage": "Accepted"}], SalesOrder=[], Invoice=[invoice])
        quote, invoice = self.find("Quotes", "QUO1"), self.find("Invoice", "INV1")
        self.assertFalse(self.env["agency.vtiger.doubt"].search([]))
        self.assertEqual(quote.order_line.invoice_lines, invoice.invoice_line_ids)
        self.assertEqual(quote.invoice_status, "invoiced")

    def doubt(self):
        report = self.accept(Quantity="3", Total="1800")
        self.assertIn("quote_in_doubt", self.codes(report))
        return self.find("Quotes", "QUO1"), self.env["agency.vtiger.doubt"].search([])

    def test_a_quote_invoiced_in_part_is_held_until_it_is_decided(self):
        quote, doubt = self.doubt()
        self.assertRecordValues(doubt, [{"order_id": quote.id, "kind": "quote", "invoice_total": 600.0}])
        with self.assertRaises(UserError):
            quote._create_invoices()
        wizard = self.env["sale.advance.payment.inv"].with_context(active_ids=quote.ids, active_model="sale.order")
        with self.assertRaises(UserError):
            wizard.create({"advance_payment_method": "percentage", "amount": 30}).create_invoices()
        doubt.action_to_invoice()
        self.assertEqual(quote._create_invoices().amount_total, 1800)

    def test_its_invoices_are_its_deposit(self):
        quote, doubt = self.doubt()
        doubt.action_deposit()
        self.assertEqual(quote._create_invoices(final=True).amount_total, 1200)

    def test_nothing_of_it_is_left(self):
        quote, doubt = self.doubt()
        doubt.action_invoiced()
        self.assertEqual((quote.quote_status, quote.invoice_status), ("settled", "no"))
        self.import_files(Quotes=[{**QUOTE, "Quote Stage": "Accepted", "Quantity": "3", "Total": "1800"}])
        self.assertEqual(self.env["agency.vtiger.doubt"].search_count([("kind", "=", "quote")]), 1)

    def order_since(self, months, *invoiced, **values):
        day = self.today() - relativedelta(months=months)
        row = {**ORDER, "Frequency": "Monthly", "Start Period": day.strftime("%d-%m-%Y"), **values}
        invoices = [
            {**INVOICE, "Invoice No": f"INV{after}", "Sales Order": "SalesOrder::::Maintenance", "Status": "Created",
             "Invoice Date": (day + relativedelta(months=after)).strftime("%d-%m-%Y")} for after in invoiced
        ]  # fmt: skip
        self.import_files(SalesOrder=[row], Invoice=invoices, Quotes=[])
        return self.find("SalesOrder", "SO1"), self.env["agency.vtiger.doubt"].search([]), day

    def test_each_period_that_nobody_invoiced_is_decided(self):
        order, doubts, day = self.order_since(3, 0)
        starts = [day + relativedelta(months=1), day + relativedelta(months=2)]
        self.assertEqual(doubts.mapped("period_start"), starts)
        order.partner_invoice_id.write({"street": "1 rue", "city": "Nancy"})
        self.assertIn("Work under way", order._get_recurring_error())
        doubts[0].action_to_invoice()
        self.assertEqual(order.recurring_invoice_ids.recurring_period_start, starts[0])
        doubts.action_skip()  # all that are ticked: what was decided stays
        self.assertEqual(doubts.mapped("decision"), ["to_invoice", "skipped"])
        self.assertFalse(order._get_recurring_error())
        self.assertEqual(len(order.recurring_invoice_ids), 1)

    def test_a_period_that_vtiger_invoiced_today_is_not_billed_again(self):
        order, doubts, day = self.order_since(2, 0, 1, 2)
        self.assertFalse(doubts)
        self.assertEqual(order.next_invoice_date, day + relativedelta(months=3))


class TestVtigerHistory(VtigerCommon):
    """What was said and done comes over, of its author and its day, and nobody is told."""

    COMMENT = {"Comment": "Rappeler <b> lundi", "Creator": "agency_user", "Related To": "Potentials::::Refonte",
               "Created Time": "15-01-2026 10:00:00"}  # fmt: skip
    EVENT = {"Subject": "Appel de relance", "Activity Type": "Call", "Status": "Held",
             "Start Date & Time": "16-01-2026 09:00:00", "Related To": "Accounts::::Dupont & Fils",
             "Assigned To": "agency_user"}  # fmt: skip

    def test_comments_and_events_are_messages_of_their_day(self):
        mails = self.env["mail.mail"].sudo().search_count([])
        report = self.import_files(ModComments=[self.COMMENT], Calendar=[self.EVENT])
        (comment,) = self.find("Potentials", "POT1").message_ids
        self.assertIn("Rappeler &lt;b&gt; lundi", comment.body)
        self.assertEqual((comment.author_id, comment.date.date()), (self.user.partner_id, date(2026, 1, 15)))
        (event,) = self.find("Accounts", "ACC1").message_ids
        self.assertIn("Appel de relance", event.body)
        self.assertEqual(event.date.date(), date(2026, 1, 16))
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), mails)
        self.assertFalse(self.find("Potentials", "POT1").activity_ids)
        self.assertEqual(self.counts(report, "ModComments"), {"read": 1, "created": 1})
        again = self.import_files(ModComments=[self.COMMENT], Calendar=[self.EVENT])
        self.assertEqual(self.counts(again, "ModComments"), {"read": 1, "unchanged": 1})

    def test_a_comment_of_nothing_known_is_told(self):
        # Who wrote it and is nobody's user here is named, be it in one column or the other.
        self.import_files(ModComments=[{**self.COMMENT, "Creator": "", "Assigned To": "benoit.parti"}])
        self.assertTrue(self.env["mail.message"].search([("body", "like", "%benoit.parti%")]))
        report = self.import_files(ModComments=[{**self.COMMENT, "Related To": "Leads::::Parti"}])
        self.assertEqual(self.codes(report, "refused"), ["history_lost"])

    def test_who_wants_no_mailings_is_on_the_blacklist(self):
        self.import_files(Contacts=[{**CONTACT, "Email Opt Out": "1"}])
        self.assertTrue(self.find("Contacts", "CON1").is_blacklisted)

    def test_who_wants_no_mailings_since_or_was_here_before_is_too(self):
        out = {**CONTACT, "Email Opt Out": "1"}
        self.import_files()
        self.import_files(Contacts=[out])
        contact = self.find("Contacts", "CON1")
        self.assertTrue(contact.is_blacklisted)
        # Who was taken off the list here stays off it.
        self.env["mail.blacklist"].sudo()._remove(contact.email)
        self.import_files(Contacts=[{**out, "Title": "Directrice"}])
        self.assertFalse(contact.is_blacklisted)
        self.env["res.partner"].create({"name": "Paul Durand", "email": "paul@example.com"})
        report = self.import_files(Contacts=[{**out, "Contact Id": "CON2", "First Name": "Paul", "Last Name": "Durand",
                                              "Primary Email": "paul@example.com"}])  # fmt: skip
        self.assertIn("matched", self.codes(report))
        self.assertTrue(self.find("Contacts", "CON2").is_blacklisted)

    def test_who_wants_no_mailings_has_both_addresses_refused(self):
        self.import_files(Contacts=[{**CONTACT, "Primary Email": "a@example.com; b@example.com", "Email Opt Out": "1"}])
        refused = self.env["mail.blacklist"].sudo().search([]).mapped("email")
        self.assertLessEqual({"a@example.com", "b@example.com"}, set(refused))

    def test_an_account_belongs_to_another_that_comes_later(self):
        rows = [{**ACCOUNT, "Member Of": "Accounts::::Groupe"},
                {**ACCOUNT, "Organization Number": "ACC2", "Organization Name": "Groupe",
                 "Billing City": "Metz"}]  # fmt: skip
        self.import_files(Accounts=rows, **ONLY_ACCOUNTS)
        child = self.find("Accounts", "ACC1")
        self.assertEqual(child.parent_id, self.find("Accounts", "ACC2"))
        self.assertEqual((child.city, child.commercial_partner_id), ("Nancy", child))

    def test_accounts_that_belong_to_each_other_are_told_and_stop_nothing(self):
        rows = [
            {**ACCOUNT, "Organization Number": f"ACC{i}", "Organization Name": f"Maison {i}",
             "Member Of": f"Accounts::::Maison {above}"}
            for i, above in ((1, 2), (2, 3), (3, 1), (4, 4))
        ]  # fmt: skip
        report = self.import_files(Accounts=rows, **ONLY_ACCOUNTS)
        self.assertEqual(self.codes(report, "warning"), ["parent_loop", "parent_loop"])
        accounts = [self.find("Accounts", f"ACC{i}") for i in (1, 2, 3, 4)]
        self.assertEqual([account.parent_id.name for account in accounts], ["Maison 2", "Maison 3", False, False])

    def test_numbers_of_vtiger_are_found_by(self):
        self.import_files()
        found = self.env["res.partner"].name_search("ACC1")
        self.assertIn(self.find("Accounts", "ACC1").id, [record_id for record_id, _name in found])
