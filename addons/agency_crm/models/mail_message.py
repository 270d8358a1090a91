import logging

from markupsafe import Markup
from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api, fields, models
from odoo.modules.registry import Registry
from odoo.service.model import retrying

_logger = logging.getLogger(__name__)


class MailMessage(models.Model):
    _name = "mail.message"
    _inherit = ["agency.guarded.fields.mixin", "mail.message"]

    sent_order_ids = fields.Many2many(
        comodel_name="sale.order",
        relation="agency_message_sent_order_rel",
        column1="message_id",
        column2="order_id",
        string="Quotes sent",
        readonly=True,
        help="Quotes this mail carries: they are sent once the mail server has taken it, not before.",
    )
    is_quote_reminder = fields.Boolean(
        string="Reminder of its quotes",
        readonly=True,
        help="This mail carries no quote, it reminds of them: that counts once the mail server has taken it.",
    )
    was_taken = fields.Boolean(
        string="Taken by the mail server",
        readonly=True,
        help="Its quotes were marked: it may have other recipients, or be sent again, and marks them no more.",
    )

    def _mark_quotes_sent(self):
        """Mark the quotes of these messages as sent: the mail server has taken them.

        What the server has taken must never be sent again, so nothing here may undo it: a quote that
        somebody else is changing at this moment is marked just after.
        """
        messages = self.filtered(lambda message: message.sent_order_ids and not message.was_taken)
        if not messages:
            return
        try:
            with self.env.cr.savepoint():
                messages._do_mark_quotes_sent()
                self.env.flush_all()
        except OperationalError:
            self.env.cr.postcommit.add(messages._mark_quotes_sent_later)

    def _mark_quotes_sent_later(self):
        """Mark the quotes in a transaction of its own, tried again as Odoo does for a request."""
        with Registry(self.env.cr.dbname).cursor() as cr:
            # Nobody is there any more after the request: the sender is the author of what follows.
            env = api.Environment(cr, SUPERUSER_ID, {})
            try:
                retrying(env["mail.message"].browse(self.ids)._do_mark_quotes_sent, env)
            except OperationalError:
                _logger.exception("The quotes of the messages %s were sent but not marked", self.ids)

    def _do_mark_quotes_sent(self):
        for message in self:
            sender = message.create_uid
            # What the message claims to carry is input: the sender marks only what they may change.
            orders = (
                message.sent_order_ids.with_user(sender)
                .with_context(
                    allowed_company_ids=sender.company_ids.ids,
                    lang=sender.lang,
                    mark_so_as_sent=not message.is_quote_reminder,
                    # The mail itself is in the chatter: no second line for the status.
                    tracking_disable=True,
                )
                ._filtered_access("write")
                .filtered(lambda order: order.state in ("draft", "sent"))
            )
            # Sudo: the mail leaves after the request, without its user, who had the right to send it.
            # The sender stays the author of what follows.
            orders_sudo = orders.sudo()
            # Sudo: whoever the mail server answers writes on the message of its sender.
            message.sudo().was_taken = True
            if message.is_quote_reminder:
                orders_sudo._note_reminder()
            else:
                orders_sudo._set_quote_status("sent")
                orders_sudo._log_sent_with(message)

    def _is_taken(self, partners, emails):
        """Return whether somebody this message was written to is among those the server took it for.

        A salesperson who only follows the quote does not count.

        :param list partners: `res.partner` records
        :param list emails: addresses without a partner
        """
        self.ensure_one()
        return bool(emails) or any(partner in self.partner_ids for partner in partners)

    def _tell_not_sent(self, reason):
        """Tell the senders at once which of their quotes and invoices did not leave, and why.

        Odoo shows a red envelope in the chatter: these users may be far from it.

        :param str reason: what the mail server said
        """
        for message in self.filtered(lambda m: m.model in ("sale.order", "account.move") and m.create_uid.active):
            sender = message.create_uid
            env = self.with_context(lang=sender.lang).env
            document = env[message.model].browse(message.res_id)
            documents = message.sent_order_ids or document
            names = ", ".join(documents.mapped("display_name"))
            text = env._("The mail “%(subject)s” did not leave: %(reason)s", subject=message.subject, reason=reason)
            if message.sent_order_ids:
                text = env._(
                    "%(text)s\nNot sent, and left as they were: %(names)s."
                    " Try again from the red envelope of the history.",
                    text=text,
                    names=names,
                )
            sender.partner_id._bus_send(
                "simple_notification",
                {"type": "danger", "title": env._("Not sent: %(names)s", names=names), "message": text, "sticky": True},
            )

    def _get_record_link(self):
        """Return a link to this message, for a note elsewhere."""
        self.ensure_one()
        return Markup('<a href="/mail/message/%s">%s</a>') % (self.id, self.subject or self.record_name or "")
