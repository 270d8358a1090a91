"""The first day: a checklist that ticks itself; filters with the name of each colleague."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import AgencyCommon

LOGO = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@tagged("post_install", "-at_install")
class TestFirstDay(AgencyCommon):
    def _steps(self, user=None):
        steps = self.env["agency.first.day"].with_user(user or self.manager).get_steps()
        return {step["name"]: step["is_done"] for step in steps}

    def test_the_checklist_ticks_itself(self):
        company = self.env.company.sudo()
        company.write({"street": False, "logo": False})
        company.partner_id.bank_ids.unlink()
        steps = self._steps()
        self.assertFalse(steps["company"] or steps["bank"])
        self.assertTrue(steps["users"] and steps["taxes"] and steps["service"] and steps["deal"])
        self.env["res.partner.bank"].sudo().create(
            {"acc_number": "FR7630006000011234567890189", "partner_id": company.partner_id.id}
        )
        self.assertTrue(self._steps()["bank"])

    def test_the_names_of_odoo_are_not_yet_those_of_the_agency(self):
        company = self.env.company.sudo()
        company.write({"street": "12 rue des Tanneurs", "city": "Nancy", "logo": LOGO, "name": "YourCompany"})
        self.assertFalse(self._steps()["company"])
        company.name = "Agence des Trois Ponts"
        self.assertTrue(self._steps()["company"])
        self.manager.sudo().write({"name": "Administrator", "email": "admin@troisponts.example"})
        self.assertFalse(self._steps()["me"])
        self.manager.sudo().write({"name": "Claire Aubry", "email": False})
        self.assertFalse(self._steps()["me"])
        self.manager.sudo().email = "claire@troisponts.example"
        self.assertTrue(self._steps()["me"])

    def test_the_usual_tax_is_that_of_services(self):
        company = self.env.company.sudo()
        company.account_sale_tax_id = company.account_sale_tax_id.copy({"tax_scope": "consu", "name": "20% of goods"})
        self.assertFalse(self._steps()["taxes"])
        company.account_sale_tax_id = company.account_sale_tax_id.copy({"tax_scope": "service", "name": "20%"})
        self.assertTrue(self._steps()["taxes"])

    def test_a_colleague_without_rights_is_none_yet(self):
        company = self.env.company
        agency = self.env.ref("agency_crm.group_agency_user")
        admin = self.env.ref("base.user_admin").sudo()
        admin.company_ids += company
        others = self.env["res.users"].with_user(admin).sudo().search([("all_group_ids", "in", agency.id)]) - admin
        (others - self.env.ref("base.user_root")).active = False
        away = mail_new_test_user(
            self.env(su=True), login="away", groups="base.group_user", company_id=company.id, company_ids=company.ids
        )
        self.env.invalidate_all()
        users = self.env["agency.first.day"].with_user(admin).with_company(company)
        done = {name: is_done for name, _label, is_done, _action in users._get_all_steps()}
        self.assertFalse(done["users"])
        away.group_ids += agency
        done = {name: is_done for name, _label, is_done, _action in users._get_all_steps()}
        self.assertTrue(done["users"])

    def test_a_colleague_is_proposed_with_the_rights_of_the_agency(self):
        action = self.env.ref("agency_crm.action_first_day_users").with_user(self.manager).run()
        self.assertIn(self.env.ref("agency_crm.group_agency_user").id, action["context"]["default_group_ids"])
        self.assertIn(self.env.ref("base.group_user").id, action["context"]["default_group_ids"])
        me = self.env.ref("agency_crm.action_first_day_me").with_user(self.manager).run()
        self.assertEqual((me["res_model"], me["res_id"]), ("res.users", self.manager.id))

    def test_the_list_of_bank_accounts_says_what_to_write(self):
        action = self.env.ref("agency_crm.action_first_day_bank").with_user(self.manager).run()
        self.assertIn("IBAN", action["help"])

    def test_each_step_opens_something_that_is_there(self):
        for step in self.env["agency.first.day"].with_user(self.manager).get_steps():
            self.assertTrue(self.env.ref(step["action"]), step["name"])

    def test_it_is_for_who_sets_up_and_goes(self):
        self.assertFalse(self._steps(self.user))
        with self.assertRaises(AccessError):
            self.env["agency.first.day"].with_user(self.user).put_away()
        self.env["agency.first.day"].with_user(self.manager).put_away()
        self.assertFalse(self._steps())

    def test_who_invoices_is_past_it(self):
        self.assertTrue(self._steps())
        quote = self._create_quote()
        quote.action_confirm()
        self._invoice(quote)
        self.assertFalse(self._steps())

    def test_a_company_that_is_no_agency_has_none(self):
        self.env.company.sudo().is_agency = False
        self.assertFalse(self._steps())


@tagged("post_install", "-at_install")
class TestNamedFilters(AgencyCommon):
    def _filters(self, user):
        domain = [("domain", "=", f"[('user_id', '=', {user.id})]")]
        return self.env["ir.filters"].sudo().with_context(active_test=False).search(domain)

    def test_each_colleague_has_filters_of_their_name(self):
        paul = mail_new_test_user(
            self.env(su=True), login="paul", name="Paul Roy", groups="agency_crm.group_agency_user", lang="en_US"
        )
        filters = self._filters(paul)
        self.assertEqual(set(filters.mapped("name")), {"Deals of Paul Roy", "Recurring orders of Paul Roy"})
        self.assertEqual(set(filters.mapped("model_id")), {"crm.lead", "sale.order"})
        # Everybody finds them in the list.
        action = self.env.ref("agency_crm.crm_lead_action")
        found = self.env["ir.filters"].get_filters("crm.lead", action.id)
        self.assertIn("Deals of Paul Roy", [found_filter["name"] for found_filter in found])

    def test_they_are_made_once_and_go_with_the_person(self):
        user = self.user.sudo()
        filters = self._filters(user)
        filters[0].name = "Renamed"
        user._make_named_filters()
        self.env["res.users"].sudo()._make_all_named_filters()
        self.assertEqual(self._filters(user), filters)
        user.active = False
        self.assertEqual(filters.mapped("active"), [False, False])
        user.active = True
        self.assertEqual(filters.mapped("active"), [True, True])

    def test_others_have_none(self):
        stock = mail_new_test_user(self.env(su=True), login="stock", groups="sales_team.group_sale_salesman")
        self.assertFalse(self._filters(stock))
        stock.group_ids += self.env.ref("agency_crm.group_agency_user")
        self.assertEqual(len(self._filters(stock)), 2)
