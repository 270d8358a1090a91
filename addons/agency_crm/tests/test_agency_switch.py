"""Who is an agency: a company that is none keeps Odoo's stages, screens, flows and mails."""

from lxml import etree

from odoo.fields import Command
from odoo.tests import Form, TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestAgencySwitch(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agency = cls.env.company
        cls.shop = cls.env["res.company"].create({"name": "Boutique", "is_agency": False})
        cls.env.user.company_ids += cls.shop
        cls.seller = new_test_user(
            cls.env,
            "seller",
            "agency_crm.group_agency_manager",
            company_id=cls.shop.id,
            company_ids=[Command.set((cls.shop + cls.agency).ids)],
        )
        cls.product = cls.env["product.product"].create({"name": "Vase", "type": "service", "list_price": 50})
        cls.customer = cls.env["res.partner"].create({"name": "Passante"})

    def _deal(self, company, **values):
        leads = self.env["crm.lead"].with_company(company)
        return leads.create(
            {"name": "Demande", "type": "opportunity", "company_id": company.id, "user_id": False, **values}
        )

    def _quote(self, company, deal=None):
        return (
            self.env["sale.order"]
            .with_company(company)
            .create(
                {
                    "partner_id": self.customer.id,
                    "company_id": company.id,
                    "opportunity_id": deal and deal.id,
                    "order_line": [Command.create({"product_id": self.product.id})],
                }
            )
        )

    def test_the_first_company_is_an_agency(self):
        self.assertTrue(self.agency.is_agency)

    def test_a_new_company_is_an_agency_where_all_are_and_its_country_may_be(self):
        self.assertFalse(self.env["res.company"].create({"name": "Beside a shop"}).is_agency)
        self.shop.is_agency = True
        self.env["res.company"].search([]).is_agency = True
        self.assertTrue(self.env["res.company"].create({"name": "Filiale"}).is_agency)
        belgian = {"name": "Filiale belge", "country_id": self.env.ref("base.be").id}
        self.assertFalse(self.env["res.company"].create(belgian).is_agency)

    def test_stock_stages_keep_their_names_for_the_others(self):
        stages = [self.env.ref(f"crm.stage_lead{number}") for number in (1, 2, 3, 4)]
        self.assertEqual(
            [stage.with_context(lang="en_US").name for stage in stages], ["New", "Qualified", "Proposition", "Won"]
        )
        self.assertFalse(
            self.env["crm.stage"].concat(*stages)
            & self.env["crm.stage"].browse(self.env["crm.stage"]._get_phase_by_stage_id())
        )

    def test_each_company_sees_its_own_stages(self):
        shop_deal, agency_deal = self._deal(self.shop), self._deal(self.agency)
        self.assertEqual(shop_deal.stage_id, self.env.ref("crm.stage_lead1"))
        self.assertEqual(agency_deal.stage_id, self.env.ref("agency_crm.stage_analysis"))
        phases = set(self.env["crm.stage"]._get_phase_by_stage_id())
        leads = self.env["crm.lead"]
        for company, deal, foreign in (
            (self.shop, shop_deal, phases),
            (self.agency, agency_deal, set(self.env.ref("crm.stage_lead1").ids)),
        ):
            groups = leads.with_company(company).formatted_read_group([("id", "=", deal.id)], ["stage_id"], ["__count"])
            columns = {group["stage_id"][0] for group in groups}
            self.assertFalse(columns & foreign)
            domain = leads.with_company(company).fields_get(["stage_id"])["stage_id"]["domain"]
            # The bar of Odoo's form has a domain of its own.
            form = etree.fromstring(leads.with_company(company).get_view(view_type="form")["arch"])
            (bar,) = form.xpath("//field[@name='stage_id'][contains(@widget, 'statusbar')]")
            for shown in (domain, bar.get("domain")):
                offered = self.env["crm.stage"].search(safe_domain(shown, deal))
                self.assertFalse(set(offered.ids) & foreign)
                self.assertIn(deal.stage_id, offered)

    def test_a_deal_of_a_shop_has_no_next_step_and_moves_for_no_quote(self):
        deal = self._deal(self.shop, user_id=self.seller.id)
        quote = self._quote(self.shop, deal)
        quote.action_quotation_sent()
        quote.action_confirm()
        self.assertFalse(deal.next_step_id)
        self.assertFalse(deal.activity_ids)
        self.assertEqual(deal.stage_id, self.env.ref("crm.stage_lead1"))
        self.assertFalse(quote.next_reminder_date)
        self.assertNotEqual(self.customer.account_type, "client")

    def test_a_shop_moves_its_orders_as_odoo_lets_it(self):
        quote = self._quote(self.shop).with_user(self.seller)
        quote.action_confirm()
        quote.write({"state": "draft"})
        self.assertEqual(quote.state, "draft")

    def test_a_shop_sends_its_quotes_with_odoos_words(self):
        self.assertNotEqual(
            self._quote(self.shop)._find_mail_template(), self.env.ref("agency_crm.mail_template_quote")
        )
        self.assertEqual(self._quote(self.agency)._find_mail_template(), self.env.ref("agency_crm.mail_template_quote"))

    def test_screens_are_those_of_the_company_at_work(self):
        orders = self.env["sale.order"].with_user(self.seller)
        for company, ours in ((self.shop, False), (self.agency, True)):
            arch = orders.with_context(allowed_company_ids=company.ids).get_view(view_type="form")["arch"]
            self.assertEqual("quote_status" in arch, ours)

    def test_switched_on_a_company_goes_on_with_what_it_has(self):
        deal = self._deal(self.shop, user_id=self.seller.id)
        won = self._deal(self.shop, stage_id=self.env.ref("crm.stage_lead4").id)
        quoted = self._deal(self.shop)
        quote = self._quote(self.shop, quoted)
        quote.action_quotation_sent()
        self.shop.is_agency = True
        self.assertEqual(deal.stage_id, self.env.ref("agency_crm.stage_analysis"))
        self.assertTrue(deal.next_step_date)
        self.assertTrue(deal.activity_ids)
        self.assertEqual(won.stage_id, self.env.ref("agency_crm.stage_won"))
        self.assertEqual(quoted.stage_id, self.env.ref("agency_crm.stage_offer_sent"))
        self.assertTrue(quote.next_reminder_date)
        self.shop.is_agency = False
        self.assertEqual(deal.stage_id, self.env.ref("crm.stage_lead1"))
        self.assertFalse(deal.next_step_id or deal.next_step_date or deal.activity_ids)
        self.assertEqual(won.stage_id, self.env.ref("crm.stage_lead4"))
        self.assertEqual(quoted.stage_id, self.env.ref("crm.stage_lead1"))
        self.assertFalse(quote.next_reminder_date)

    def test_stages_of_the_agency_come_behind_those_of_others(self):
        """Odoo's scoring, and its own tests of it, take the first stages of all for where a deal of theirs begins."""
        stages = self.env["crm.stage"].search([])
        stock, phases = stages._get_stock_ids(), list(stages._get_phase_by_stage_id())
        self.assertEqual([stage.id for stage in stages if stage.id in stock + phases][: len(stock)], stock)
        names = ("analysis", "offer_sent", "negotiation", "on_hold", "won", "deposit", "final", "lost")
        ours = [self.env.ref(f"agency_crm.stage_{name}").id for name in names]
        self.assertEqual([stage.id for stage in stages if stage.id in phases], ours)

    def test_switching_one_company_leaves_the_deals_of_another_alone(self):
        deal = self._deal(self.agency, stage_id=self.env.ref("agency_crm.stage_negotiation").id)
        before = deal.read(["stage_id", "next_step_id", "next_step_date", "write_date"])
        self.shop.is_agency = True
        self.shop.is_agency = False
        self.assertEqual(deal.read(["stage_id", "next_step_id", "next_step_date", "write_date"]), before)

    def test_who_installs_is_asked_and_chooses(self):
        form = Form(self.env["agency.choose.companies"])
        self.assertEqual(form.company_ids[:], self.env["res.company"]._get_agencies())
        form.company_ids.add(self.shop)
        form.save().action_apply()
        self.assertTrue(self.shop.is_agency)

    def test_a_salesperson_does_not_switch(self):
        user = new_test_user(self.env, "assistant", "agency_crm.group_agency_user")
        with self.assertRaisesRegex(Exception, "not allowed|autorisé"):
            self.agency.with_user(user).write({"is_agency": False})


def safe_domain(domain, deal):
    """Evaluate the domain of a field as the client does."""
    from odoo.tools.safe_eval import safe_eval

    return safe_eval(domain, {"team_id": deal.team_id.id})
