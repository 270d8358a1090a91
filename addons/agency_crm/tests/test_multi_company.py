from odoo.exceptions import UserError

from .common import AgencyCommon


class TestMultiCompany(AgencyCommon):
    """Two companies' deals never move each other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_data = cls.env["res.company"].sudo().create({"name": "Other agency"})
        cls.user.sudo().company_ids += cls.other_data
        cls.both = cls.env.company + cls.other_data

    def test_quote_of_another_company_is_refused_on_the_deal(self):
        self.assertEqual(self.deal.company_id, self.env.company)
        with self.assertRaises(UserError):
            self.env["sale.order"].with_context(allowed_company_ids=self.both.ids).create(
                {
                    "partner_id": self.contact.id,
                    "company_id": self.other_data.id,
                    "opportunity_id": self.deal.id,
                }
            )

    def test_deal_ignores_the_quotes_of_another_company(self):
        quote = self._create_quote()
        # As an import or a hand in the database could leave it.
        quote.flush_recordset()
        self.env.cr.execute("UPDATE sale_order SET company_id = %s WHERE id = %s", (self.other_data.id, quote.id))
        quote.invalidate_recordset()
        quote.sudo().state = "sent"
        self.assertEqual(self.deal.stage_id, self._stage("analysis"))

    def test_delays_are_those_of_the_deals_company(self):
        self.other_data.sudo().offer_sent_delay = 1
        self.env.company.sudo().offer_sent_delay = 9
        quote = self._create_quote()
        companies = (self.other_data + self.env.company).ids
        quote.with_context(allowed_company_ids=companies).action_quotation_sent()
        self.assertEqual(self.deal.next_step_date, self._working_date(9))
