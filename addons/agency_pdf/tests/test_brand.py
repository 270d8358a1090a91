from odoo.tests import tagged

from .common import AgencyPdfCommon

ODOO = "www.odoo.com?utm_source"


@tagged("-at_install", "post_install")
class TestBrand(AgencyPdfCommon):
    """Mails and pages of an agency say nobody else's name; those of another company are Odoo's."""

    def _mail(self, layout):
        quote = self._create_quote()
        message = quote.with_context(email_notification_force_footer=True).message_post(
            body="Bonjour",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=quote.partner_id.ids,
            email_layout_xmlid=layout,
            force_send=False,
        )
        mails = self.env["mail.mail"].sudo().search([("mail_message_id", "=", message.id)])
        return " ".join(mails.mapped("body_html"))

    def test_mails_of_an_agency(self):
        for layout in ("mail.mail_notification_layout", "mail.mail_notification_light"):
            mail = self._mail(layout)
            self.assertIn("Bonjour", mail)
            self.assertNotIn(ODOO, mail)

    def test_mails_of_another_company_are_odoo_s(self):
        self.company.is_agency = False
        for layout in ("mail.mail_notification_layout", "mail.mail_notification_light"):
            self.assertIn(ODOO, self._mail(layout), layout)

    def test_pages_of_another_company_are_odoo_s(self):
        quote = self._create_quote()
        other = self.env["res.company"].create({"name": "Boutique", "is_agency": False})
        self.assertTrue(self.company._has_own_brand())
        self.assertTrue(other._has_own_brand(quote), "the company of what is shown counts")
        self.assertFalse(other._has_own_brand())
        quote.company_id = other
        self.assertFalse(self.company._has_own_brand(quote))
