"""Records of a company that is no agency are told, moved and sent as in Odoo alone; an agency's as before."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import AgencyCommon


@tagged("post_install", "-at_install")
class TestGuestRecords(AgencyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False, "mail_notrack": False})
        # Who makes a company sees it: none of these is the user's.
        cls.root = cls.env(user=cls.env.ref("base.user_root").id)
        cls.company = cls.root["res.company"].browse(cls.env.company.id)
        cls.other = cls.company.create({"name": "Filiale", "is_agency": True})

    def _each_company(self):
        """Yield whether the company is an agency: once each."""
        for is_agency in (True, False):
            with self.subTest(is_agency=is_agency):
                self.company.is_agency = is_agency
                yield is_agency

    def _accept(self):
        quote = self._create_quote()
        quote.action_confirm()
        return quote

    def _get_changes(self, record):
        """Return the names of the fields whose changes the chatter of a record tells."""
        self._flush_tracking()
        return set(record.sudo().message_ids.tracking_value_ids.field_id.mapped("name"))

    def test_a_change_of_deal_is_told_to_agencies(self):
        for is_agency in self._each_company():
            quote = self._create_quote(self._create_deal())
            self._flush_tracking()
            quote.write({"opportunity_id": self._create_deal().id})
            quote.action_quotation_sent()
            changes = self._get_changes(quote)
            self.assertIn("state", changes)
            self.assertEqual("opportunity_id" in changes, is_agency)

    def test_what_is_told_of_an_invoice_is_told_to_agencies(self):
        for is_agency in self._each_company():
            invoice = self._invoice(self._accept(), post=False)
            self._flush_tracking()
            invoice.write({"opportunity_id": self._create_deal().id, "ref": "BC-12"})
            changes = self._get_changes(invoice)
            self.assertIn("ref", changes)
            self.assertEqual("opportunity_id" in changes, is_agency)

    def test_what_a_form_links_to_is_looked_at_where_an_agency_is_concerned(self):
        shop = self.company.create({"name": "Boutique", "is_agency": False})
        user = new_test_user(
            self.root,
            "caisse",
            groups="sales_team.group_sale_salesman_all_leads",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        partner = self.root["res.partner"].create({"name": "Client de la boutique", "company_id": shop.id})
        orders = self.env["sale.order"].with_user(user)
        for is_agency in self._each_company():
            try:
                orders._check_proposed_links({"partner_id": partner.id})
                is_refused = False
            except AccessError:
                is_refused = True
            self.assertEqual(is_refused, is_agency)

    def test_why_a_deal_moved_is_told_whoever_moves_beside(self):
        """Several deals told at once keep the words of each."""
        shop = self.company.create({"name": "Boutique", "is_agency": False})
        ours, theirs = self._create_deal().sudo(), self._create_deal().sudo()
        theirs.write({"partner_id": False, "user_id": False, "team_id": False})
        theirs.company_id = shop
        self._flush_tracking()
        both = theirs + ours
        both._track_set_log_message("Moved for a reason.")
        both.write({"priority": "2", "name": "Renamed", "stage_id": self.env["crm.stage"].search([], limit=1).id})
        self._flush_tracking()
        self.assertIn("Moved for a reason.", "".join(ours.message_ids.mapped("body")))

    def test_an_order_is_invoiced_whose_deal_went_to_another_company(self):
        for is_agency in self._each_company():
            deal = self._create_deal()
            quote = self._create_quote(deal)
            quote.action_confirm()
            other = self.other if is_agency else self.company.create({"name": "Shop beside", "is_agency": False})
            self.env.cr.execute("UPDATE crm_lead SET company_id = %s WHERE id = %s", (other.id, deal.id))
            self.env.invalidate_all()
            invoice = quote.sudo()._create_invoices()
            self.assertTrue(invoice)
            self.assertFalse(invoice.opportunity_id)

    def test_who_sells_their_own_changes_a_customer(self):
        """The deal, of a colleague, is not theirs to see."""
        seller = new_test_user(self.root, "own", "sales_team.group_sale_salesman", company_id=self.company.id)
        for _is_agency in self._each_company():
            deal = self._create_deal(user_id=self.user.id)
            quote = self._create_quote(deal, user_id=seller.id)
            deal.sudo().partner_id = False
            quote.with_user(seller).write({"partner_id": self.contact.id})
            self.assertEqual(quote.partner_id, self.contact)
            self.assertFalse(deal.partner_id)

    def test_the_deal_of_who_changes_a_customer_takes_it(self):
        deal = self._create_deal()
        quote = self._create_quote(deal)
        deal.partner_id = False
        quote.write({"partner_id": self.contact.id})
        self.assertEqual(deal.partner_id, self.contact)

    def test_a_mail_leaves_once_in_an_agency(self):
        for is_agency in self._each_company():
            quote = self._create_quote()
            composer = self.env["mail.compose.message"].create(
                {
                    "model": "sale.order",
                    "res_ids": str(quote.ids),
                    "composition_mode": "comment",
                    "body": "<p>Once</p>",
                    "partner_ids": [Command.set(self.contact.ids)],
                }
            )
            composer._action_send_mail()
            composer._action_send_mail()
            sent = quote.message_ids.filtered(lambda message: "Once" in message.body)
            self.assertEqual(len(sent), 1 if is_agency else 2)

    def test_a_quote_is_moved_to_a_company_outside_ones_own(self):
        """Odoo looks at the rights before; an agency's quote is not lost in a company that nobody of hers sees."""
        for is_agency in self._each_company():
            other = self.company.create({"name": f"Beyond {is_agency}", "is_agency": is_agency})
            quote = self._create_quote(self._create_deal())
            quote.write({"opportunity_id": False, "team_id": False, "order_line": [Command.clear()]})
            values = {"company_id": other.id, "warehouse_id": False} if "warehouse_id" in quote else {}
            values = {"company_id": other.id, **values, "user_id": False}
            if is_agency:
                with self.assertRaises(AccessError):
                    quote.write(values)
            else:
                quote.write(values)
                self.assertEqual(quote.sudo().company_id, other)

    def test_an_agencys_quote_is_not_moved_to_a_shop_outside_ones_own(self):
        shop = self.company.create({"name": "Beyond", "is_agency": False})
        quote = self._create_quote()
        quote.write({"opportunity_id": False, "team_id": False, "order_line": [Command.clear()]})
        with self.assertRaises(AccessError):
            quote.write({"company_id": shop.id, "user_id": False})

    def test_kinds_of_activities_are_those_of_the_screens(self):
        ours = self.env["mail.activity.type"].browse(self.env["mail.activity.type"]._get_agency_type_ids())
        self.assertEqual(len(ours), 4)
        seller = new_test_user(self.root, "shop", "sales_team.group_sale_manager", company_id=self.company.id)
        for is_agency in self._each_company():
            types = self.env["mail.activity.type"]
            self.assertEqual(bool(types.search([]) & ours), is_agency)
            self.assertFalse(types.with_user(seller).search([]) & ours)
            self.assertEqual(types.with_user(seller).search([]), types.sudo().search([]) - ours)

    def test_what_was_typed_in_a_shop_stays(self):
        """An activity of our kind, made by a program, is the shop's own; that of a next step goes with its deal."""
        self.company.is_agency = False
        deal = self._create_deal()
        activity = deal.activity_schedule("agency_crm.mail_activity_next_step", summary="Theirs")
        activity.automated = False
        deal.write({"user_id": False, "name": "Renamed"})
        self.assertTrue(activity.exists())
        self.assertTrue(activity.active)
