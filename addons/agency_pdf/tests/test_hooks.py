"""Installing and uninstalling leave to Odoo's own records what their users added."""

from odoo.tests import TransactionCase, tagged

from ..hooks import post_init_hook, uninstall_hook


@tagged("post_install", "-at_install")
class TestHooks(TransactionCase):
    def test_a_report_added_to_odoos_mail_of_quotes_stays(self):
        template = self.env.ref("sale.email_template_edi_sale")
        stock, ours = self.env.ref("sale.action_report_saleorder"), self.env.ref("agency_pdf.report_quote")
        own = self.env.ref("sale.action_report_pro_forma_invoice")
        template.report_template_ids = stock + own
        post_init_hook(self.env)
        self.assertEqual(template.report_template_ids, ours + own)
        uninstall_hook(self.env)
        self.assertEqual(template.report_template_ids, stock + own)

    def test_a_mail_of_quotes_with_reports_of_its_own_keeps_them(self):
        template = self.env.ref("sale.email_template_edi_sale")
        own = self.env.ref("sale.action_report_pro_forma_invoice")
        template.report_template_ids = own
        post_init_hook(self.env)
        uninstall_hook(self.env)
        self.assertEqual(template.report_template_ids, own)
