"""The links of a mail, and what it says of them, are true for each of its readers."""

from markupsafe import Markup

from odoo.tests import tagged

from .test_gestures import GesturesCommon


@tagged("post_install", "-at_install")
class TestMailLinks(GesturesCommon):
    def test_right_to_sign_goes_to_the_customer_alone(self):
        quotes = self.quote + self._quote_of(self.contact)
        other = self.contact.copy({"name": "Paul Roy", "email": "paul@parc.example"})
        for sent in (quotes, self.quote):
            composer = self._composer(sent.action_mail_documents())
            composer.partner_ids |= other
            with self.mail_server() as received:
                composer._action_send_mail()
            (mail,), (copy,) = self._sent_to(self.contact, received), self._sent_to(other, received)
            words, others_words = (self._parse(m).get_body(("html",)).get_content() for m in (mail, copy))
            with self.subTest(count=len(sent)):
                self.assertIn("access_token=", words)
                self.assertIn("en ligne", words)
                self.assertNotIn("access_token=", others_words)
                self.assertNotIn("en ligne", others_words)
                self.assertIn(self.quote.name, others_words)
        for quote in quotes:
            self.assertTrue(quote.access_token)

    def test_each_link_of_several_quotes_is_that_of_its_quote(self):
        quotes = self.quote + self._quote_of(self.contact)
        with self.mail_server() as received:
            self._composer(quotes.action_mail_documents())._action_send_mail()
        (mail,) = self._sent_to(self.contact, received)
        words = self._parse(mail).get_body(("html",)).get_content()
        for quote in quotes:
            self.assertIn(f"/my/orders/{quote.id}?access_token={quote.access_token}", words)
        self.assertNotIn("/mail/view", words)

    def _mail_links(self, partner):
        """Return what a mail of the quote says to somebody that links to its page and to a file of it."""
        token = self.quote._portal_ensure_token()
        page = f"/my/orders/{self.quote.id}"
        link = Markup('<a href="%s?access_token=%s">x</a>')
        links = Markup("").join(link % (address, token) for address in (page, f"{page}/document/5"))
        message = self.quote.message_post(
            body=links,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=partner.ids,
            force_send=False,
        )
        mails = self.env["mail.mail"].sudo().search([("mail_message_id", "=", message.id)])
        return " ".join(mails.mapped("body_html"))

    def test_a_file_of_a_quote_has_its_own_address(self):
        """Odoo's mails link to the files of products, below the page of the quote, with its key."""
        words = self._mail_links(self.contact)
        self.assertIn(f"/my/orders/{self.quote.id}/document/5?access_token={self.quote.access_token}", words)
        other = self.contact.copy({"name": "Paul Roy", "email": "paul@parc.example"})
        words = self._mail_links(other)
        self.assertIn(f"/my/orders/{self.quote.id}/document/5", words)
        self.assertNotIn("access_token=", words)

    def test_mails_of_another_company_say_what_they_said(self):
        self.quote.company_id.sudo().is_agency = False
        other = self.contact.copy({"name": "Paul Roy", "email": "paul@parc.example"})
        words = self._mail_links(other)
        self.assertIn(f"/document/5?access_token={self.quote.access_token}", words)
