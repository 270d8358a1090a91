from odoo.exceptions import AccessError

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import AgencyCommon


class TestAccess(AgencyCommon):
    """Two roles: Utilisateur works with all records, Responsable configures and deletes."""

    def test_user_works_with_the_records_of_others(self):
        deal = self._create_deal(user_id=self.manager.id)
        deal.next_step_date = "2030-01-15"
        quote = self._create_quote(deal, user_id=self.manager.id)
        quote.action_confirm()
        self._pay(self._invoice(quote))
        self.assertEqual(quote.quote_status, "settled")

    def test_user_does_not_configure(self):
        for record in (self._step("call_back"), self._stage("won"), self.reason):
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                record.with_user(self.user).write({"name": "Changed"})
        with self.assertRaises(AccessError):
            self.env["agency.next.step"].create({"name": "New"})

    def test_user_does_not_delete(self):
        for record in (self.deal, self._create_quote(), self.contact):
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                record.unlink()

    def test_manager_configures_and_deletes(self):
        self._step("call_back").with_user(self.manager).name = "2 - Ring"
        self._stage("won").with_user(self.manager).name = "Won!"
        self._create_quote().with_user(self.manager).unlink()
        self._create_deal().with_user(self.manager).unlink()

    def test_manager_sets_the_agency(self):
        company = self.env.company.with_user(self.manager)
        company.offer_sent_delay = 3
        with self.assertRaises(AccessError):
            company.with_user(self.user).offer_sent_delay = 4

    def test_user_sees_no_configuration(self):
        menus = self.env["ir.ui.menu"]
        configuration = self.env.ref("agency_crm.menu_configuration")
        self.assertNotIn(configuration.id, menus.with_user(self.user)._visible_menu_ids())
        self.assertIn(configuration.id, menus.with_user(self.manager)._visible_menu_ids())

    def test_user_makes_services(self):
        service = self.env["product.template"].create({"name": "Hosting", "type": "service"})
        service.list_price = 120.0
        with self.assertRaises(AccessError):
            service.unlink()

    def test_portal_and_public_see_nothing_of_ours(self):
        portal = mail_new_test_user(self.env(su=True), login="agency_portal", groups="base.group_portal")
        for user in (portal, self.env.ref("base.public_user").sudo()):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["agency.next.step"].with_user(user).search([])

    def test_salesperson_of_another_deal_moves_it_by_the_quote(self):
        seller = mail_new_test_user(
            self.env(su=True),
            login="seller",
            groups="sales_team.group_sale_salesman",
            company_id=self.env.company.id,
        )
        deal = self._create_deal(user_id=self.manager.id)
        quote = self._create_quote(deal, user_id=seller.id)
        quote.with_user(seller).action_quotation_sent()
        self.assertEqual(deal.stage_id, self._stage("offer_sent"))
