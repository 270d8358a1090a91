from lxml import etree

from odoo.tests import Form

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import AgencyCommon

# Screens that the add-ons change for users of the agency.
SCREENS = {
    "crm.lead": ("form", "list", "kanban", "search"),
    "crm.stage": ("form", "list"),
    "sale.order": ("form", "list", "kanban", "search"),
    "sale.advance.payment.inv": ("form",),
    "account.move": ("form", "list", "kanban", "search"),
    "res.partner": ("form", "list", "kanban", "search"),
    "product.template": ("form", "list", "kanban", "search"),
    "calendar.event": ("form", "list"),
    "mail.compose.message": ("form",),
}
STOCK_GROUPS = (
    "sales_team.group_sale_manager,account.group_account_manager,product.group_product_manager,"
    "base.group_partner_manager"
)


class TestGuestScreens(AgencyCommon):
    """In a database with more than the agency, each works in screens of their own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shopkeeper = mail_new_test_user(
            cls.env(su=True), login="shopkeeper", groups=STOCK_GROUPS, company_id=cls.env.company.id, lang="en_US"
        )

    def _screen(self, user, model, view_type="form"):
        return etree.fromstring(self.env[model].with_user(user).get_view(view_type=view_type)["arch"])

    def test_others_keep_odoo_s_screens(self):
        """No field nor button of ours, in any screen of theirs."""
        for model, view_types in SCREENS.items():
            for view_type in view_types:
                with self.subTest(model=model, view_type=view_type):
                    screen = self._screen(self.shopkeeper, model, view_type)
                    self.assertFalse(self._find_ours(model, screen))

    def test_the_agency_s_users_have_theirs(self):
        """Whoever looked first: screens are kept from one user to the next."""
        for user, is_ours in ((self.shopkeeper, False), (self.user, True), (self.shopkeeper, False)):
            for model in ("crm.lead", "sale.order", "account.move", "res.partner"):
                with self.subTest(user=user.login, model=model):
                    self.assertEqual(bool(self._find_ours(model, self._screen(user, model))), is_ours)

    def test_nobody_gets_another_s_screen_by_asking(self):
        asking = self.env["sale.order"].with_user(self.user).with_context(agency_stock_views=True)
        self.env.registry.clear_cache("templates")
        self.assertTrue(self._find_ours("sale.order", etree.fromstring(asking.get_view(view_type="form")["arch"])))
        self.assertTrue(self._find_ours("sale.order", self._screen(self.user, "sale.order")))

    def test_words_and_buttons_of_a_quote_are_odoo_s(self):
        screen = self._screen(self.shopkeeper, "sale.order")
        self.assertEqual(set(screen.xpath("//header/button[@name='action_confirm']/@string")), {"Confirm"})
        self.assertEqual(screen.xpath("//page[@name='order_lines']/@string"), ["Order Lines"])
        for name in ("create_invoice", "create_invoice_percentage"):
            [button] = screen.xpath(f"//header/button[@id='{name}']")
            self.assertNotIn(button.get("invisible"), ("1", "True"))

    def test_a_shopkeeper_sells_and_invoices_in_those_screens(self):
        orders = self.env["sale.order"].with_user(self.shopkeeper)
        with Form(orders) as form:
            form.partner_id = self.contact
            with form.order_line.new() as line:
                line.product_id = self.service
        order = form.record
        order.action_confirm()
        wizard = Form(
            self.env["sale.advance.payment.inv"]
            .with_user(self.shopkeeper)
            .with_context(active_model="sale.order", active_ids=order.ids)
        )
        wizard.save().create_invoices()
        invoice = order.invoice_ids
        with Form(invoice) as form:
            form.ref = "Shop"
        invoice.action_post()
        self.assertEqual(invoice.state, "posted")

    def _find_ours(self, model, screen):
        """Return the fields and the buttons of a screen that only this project's add-ons know."""
        ours = {
            name
            for name, field in self.env[model]._fields.items()
            if field._modules and all(module.startswith("agency_") for module in field._modules)
        }
        # Those of the model itself: the fields of a list within a form are another's.
        fields = {node.get("name") for node in screen.xpath("//field[not(ancestor::field)]")}
        buttons = {
            node.get("name")
            for node in screen.xpath("//button[@type='object'][not(ancestor::field)]")
            if self._is_ours(model, node.get("name"))
        }
        return (fields & ours) | buttons

    def _is_ours(self, model, method):
        known = [cls for cls in type(self.env[model]).mro() if method in vars(cls)]
        return bool(known) and all(".agency_" in cls.__module__ for cls in known)
