"""Users of Odoo who are none of the agency read whole records, as they did: over RPC, and for an export."""

from odoo.tests import new_test_user, tagged

from odoo.addons.agency_pdf.tests.common import AgencyPdfCommon


@tagged("post_install", "-at_install")
class TestGuestReads(AgencyPdfCommon):
    def test_whole_records_are_read(self):
        """Odoo's suite of sales found a field of ours in the way (`sale`, TestAccessRights)."""
        groups = "sales_team.group_sale_salesman_all_leads,account.group_account_invoice,base.group_partner_manager"
        guest = new_test_user(
            self.env, login="guest_reader", groups=groups, company_id=self.company.id, company_ids=self.company.ids
        )
        quote = self._create_quote()
        quote.action_confirm()
        deal = self.env["crm.lead"].create({"name": "Affaire", "type": "opportunity", "partner_id": self.contact.id})
        # Not an account: Odoo itself refuses the calls of `mail`, whoever asks.
        for record in (quote, quote.order_line[:1], self._invoice(quote), deal, self.web):
            with self.subTest(record._name):
                self.env.invalidate_all()
                (read,) = record.with_user(guest).read()
                self.assertEqual(read["id"], record.id)
