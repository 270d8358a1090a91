"""A quote is sent when the mail server has taken its mail, not before."""

from email import message_from_bytes
from email.policy import default

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import AgencyCommon
from .smtp import MailServerMixin

LOGGERS = ("odoo.addons.mail.models.mail_mail", "odoo.addons.base.models.ir_mail_server")


@tagged("post_install", "-at_install")
class TestQuoteMail(AgencyCommon, MailServerMixin):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quote = cls._create_quote()
        cls.quote.partner_id.email = "customer@example.com"

    def _send(self, quotes, partner_ids=None, **context):
        composer = (
            self.env["mail.compose.message"]
            .with_context(
                default_model="sale.order",
                default_res_ids=quotes[:1].ids,
                default_composition_mode="comment",
                mark_so_as_sent=True,
                mail_notify_force_send=True,
                **context,
            )
            .create(
                {
                    "subject": "Quotes",
                    "body": "Here they are",
                    "partner_ids": quotes.partner_id.ids if partner_ids is None else partner_ids,
                }
            )
        )
        composer._action_send_mail()

    def test_quote_is_sent_when_the_server_takes_the_mail(self):
        with self.mail_server():
            self._send(self.quote)
        self.assertEqual(self.quote.quote_status, "sent")
        self.assertEqual(self.deal.stage_id, self._stage("offer_sent"))

    def test_one_mail_sends_several_quotes(self):
        others = self._create_quote() + self._create_quote()
        quotes = self.quote + others
        with self.mail_server() as received:
            self._send(quotes, mailed_record_ids=quotes.ids)
        self.assertEqual(len(received), 1)
        self.assertEqual(set(quotes.mapped("quote_status")), {"sent"})
        for other in others:
            self.assertIn("Sent by mail", other.message_ids[0].body)

    def test_copies_are_named_in_the_mail_of_the_first_recipient(self):
        """D51: one mail to the customer with its Cc, received once by each; a colleague who follows gets no second."""
        colleague = self.env["res.partner"].create({"name": "Compta", "email": "compta@example.com"})
        second = self.env["res.partner"].create({"name": "Second", "email": "second@example.com"})
        self.quote.message_subscribe(colleague.ids)
        to = (self.quote.partner_id + second).ids
        with self.mail_server() as received:
            self._send(
                self.quote, to, default_copy_emails="Compta <compta@example.com>; paul@example.com, paul@example.com"
            )
        by_recipients = {
            tuple(sorted(mail.rcpt_tos)): message_from_bytes(mail.content, policy=default) for mail in received
        }
        self.assertEqual(
            set(by_recipients),
            {("compta@example.com", "customer@example.com", "paul@example.com"), ("second@example.com",)},
        )
        first = by_recipients["compta@example.com", "customer@example.com", "paul@example.com"]
        self.assertIn("customer@example.com", first["To"])
        self.assertIn("compta@example.com", first["Cc"])
        self.assertEqual(self.quote.quote_status, "sent")

    def test_a_copy_that_is_no_address_is_told_before_anything_leaves(self):
        with self.mail_server() as received, self.assertRaisesRegex(UserError, "paul@"):
            self._send(self.quote, default_copy_emails="compta@example.com, paul@")
        self.assertFalse(received)
        self.assertEqual(self.quote.quote_status, "draft")

    def test_refused_mail_leaves_the_quotes_as_they_were(self):
        troubles = {
            "down": {"is_down": True},
            "refuses": {"refused": ["customer@example.com"]},
            "hangs up": {"hang_up_after": 0},
        }
        for name, trouble in troubles.items():
            with self.subTest(server=name), self.mail_server(**trouble), mute_logger(*LOGGERS):
                self._send(self.quote)
                self.assertEqual(self.quote.quote_status, "draft")
                self.assertFalse(self.quote.last_sent_date)
                self.assertEqual(self.deal.stage_id, self._stage("analysis"))
                notification = self.quote.message_ids[0].notification_ids
                self.assertEqual(notification.mapped("notification_status"), ["exception"])

    def test_server_that_hangs_up_keeps_what_it_took(self):
        """Two mails of one batch: the second fails, the first is not sent again."""
        other = self._create_quote()
        with self.mail_server(is_down=True):
            self._send(self.quote)
            self._send(other)
        mails = self.env["mail.mail"].sudo().search([("mail_message_id", "in", (self.quote + other).message_ids.ids)])
        mails.mark_outgoing()
        with self.mail_server(hang_up_after=1) as received, mute_logger(*LOGGERS):
            mails.send()
        self.assertEqual(len(received), 1)
        self.assertEqual(sorted((self.quote + other).mapped("quote_status")), ["draft", "sent"])
        self.assertEqual(sorted(mails.exists().mapped("state")), ["exception"])

    def test_mail_sent_again_after_a_refusal_sends_the_quote(self):
        with self.mail_server(is_down=True):
            self._send(self.quote)
        mail = self.env["mail.mail"].sudo().search([("mail_message_id", "=", self.quote.message_ids[0].id)])
        self.assertEqual(mail.state, "exception")
        mail.mark_outgoing()
        with self.mail_server():
            mail.send()
        self.assertEqual(self.quote.quote_status, "sent")

    def test_mail_taken_for_a_follower_only_sends_nothing(self):
        """The customer's address is refused, the colleague who follows gets a copy."""
        colleague = self.env["res.partner"].create({"name": "Colleague", "email": "colleague@example.com"})
        self.quote.message_subscribe(colleague.ids)
        with self.mail_server(refused=["customer@example.com"]) as received, mute_logger(*LOGGERS):
            self._send(self.quote)
        self.assertEqual([mail.rcpt_tos for mail in received], [["colleague@example.com"]])
        self.assertEqual(self.quote.quote_status, "draft")

    def test_a_mail_to_a_colleague_or_to_nobody_sends_nothing(self):
        for recipients in (self.env.user.partner_id, self.env["res.partner"]):
            self.quote.message_unsubscribe(self.quote.message_partner_ids.ids)
            with self.mail_server():
                self._send(self.quote, partner_ids=recipients.ids)
            self.assertEqual(self.quote.quote_status, "draft")
            self.assertEqual(self.deal.stage_id, self._stage("analysis"))

    def _bounce(self, message, email):
        """Let the mail gateway take in what a server says of an address, hours after it took the mail."""
        self.env["mail.thread"]._routing_handle_bounce(
            None,
            {
                "bounced_email": email,
                "bounced_partner": self.quote.partner_id.filtered(lambda partner: partner.email == email),
                "bounced_msg_ids": message.mapped("message_id"),
                "bounced_message": message,
                "body": "<p>550 No such user</p>",
                "email_from": "MAILER-DAEMON@example.com",
                "to": "bounce@agency.example",
                "message_id": "<bounce@example.com>",
            },
        )

    def test_a_mail_that_comes_back_is_to_be_sent_again(self):
        with self.mail_server():
            self._send(self.quote)
        message = self.quote.message_ids.filtered("sent_order_ids")
        self._bounce(message, "customer@example.com")
        self.assertEqual(self.quote.quote_status, "draft")
        activity = self.quote.activity_ids
        self.assertEqual(activity.user_id, message.create_uid)
        self.assertIn("550 No such user", activity.note)
        self.assertFalse(self.quote.next_reminder_date)

    def test_a_mail_that_comes_back_from_one_of_two_is_told_and_stays_sent(self):
        other = self.env["res.partner"].create({"name": "Director", "email": "director@example.com"})
        with self.mail_server():
            self._send(self.quote, partner_ids=(self.quote.partner_id + other).ids)
        self._bounce(self.quote.message_ids.filtered("sent_order_ids"), "customer@example.com")
        self.assertEqual(self.quote.quote_status, "sent")
        self.assertTrue(self.quote.activity_ids)

    def test_quote_accepted_meanwhile_stays_accepted(self):
        with self.mail_server(is_down=True):
            self._send(self.quote)
        self.quote.action_confirm()
        mail = self.env["mail.mail"].sudo().search([("mail_message_id", "in", self.quote.message_ids.ids)])
        mail.mark_outgoing()
        with self.mail_server():
            mail.send()
        self.assertEqual(self.quote.quote_status, "accepted")

    def test_sender_is_told_which_quotes_did_not_leave(self):
        bus_before = self.env["bus.bus"].sudo().search([], order="id desc", limit=1).id
        with self.mail_server(is_down=True):
            self._send(self.quote)
        self.env.cr.precommit.run()
        told = self.env["bus.bus"].sudo().search([("id", ">", bus_before), ("message", "like", "simple_notification")])
        self.assertIn(self.quote.name, told[-1:].message or "")
