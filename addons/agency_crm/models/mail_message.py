import logging

from markupsafe import Markup
from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain
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
    sent_invoice_ids = fields.Many2many(
        comodel_name="account.move",
        relation="agency_message_sent_invoice_rel",
        column1="message_id",
        column2="move_id",
        string="Invoices sent",
        readonly=True,
        help="Invoices this mail carries: they are sent once the mail server has taken it, not before.",
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

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        """Override of `mail`: who searches records by their messages finds none by what they may not read.

        Odoo trusts whoever may read the record, and a customer reads no internal note; rules on messages hold too.
        """
        if bypass_access and not self.env.su:
            domain = Domain(domain) & self.env["ir.rule"]._compute_domain(self._name, "read")
            if not self.env.user._is_internal():
                domain &= self._get_search_domain_share()
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _mark_sent(self):
        """Mark what these messages carry as sent: the mail server has taken them.

        What the server has taken must never be sent again, so nothing here may undo it: what somebody else is
        changing at this moment is marked just after.
        """
        messages = self.filtered(lambda message: message._carries_something())
        if not messages:
            return
        try:
            with self.env.cr.savepoint():
                messages._do_mark_sent()
                self.env.flush_all()
        except OperationalError:
            self.env.cr.postcommit.add(messages._mark_sent_later)

    def _mark_sent_later(self):
        """Mark in a transaction of its own, tried again as Odoo does for a request."""
        with Registry(self.env.cr.dbname).cursor() as cr:
            # Nobody is there any more after the request: the sender is the author of what follows.
            env = api.Environment(cr, SUPERUSER_ID, {})
            try:
                retrying(env["mail.message"].browse(self.ids)._do_mark_sent, env)
            except OperationalError:
                _logger.exception("What the messages %s carry was sent but not marked", self.ids)

    @api.model
    def _get_mailed_models(self):
        """Return the models whose mails that do not arrive are told to their senders."""
        return {"sale.order", "account.move"}

    def _carries_something(self):
        """Return whether what this message carries is to be marked as sent."""
        self.ensure_one()
        return bool(self._get_unmarked_quotes() or self.sent_invoice_ids)

    def _get_unmarked_quotes(self):
        """Return the quotes that this message carries or reminds of, unless it has marked them already."""
        self.ensure_one()
        return self.sent_order_ids.browse() if self.was_taken else self.sent_order_ids

    def _do_mark_sent(self):
        for message in self:
            if message._get_unmarked_quotes():
                message._mark_quotes()
            message._mark_invoices()

    def _mark_quotes(self):
        orders_sudo = self._get_markable_sudo(
            self.sent_order_ids,
            mark_so_as_sent=not self.is_quote_reminder,
            # The mail itself is in the chatter: no second line for the status.
            tracking_disable=True,
        ).filtered(lambda order: order.state in ("draft", "sent"))
        # Sudo: whoever the mail server answers writes on the message of its sender.
        self.sudo().was_taken = True
        if self.is_quote_reminder:
            orders_sudo._note_reminder()
        else:
            orders_sudo._set_quote_status("sent")
            orders_sudo._log_sent_with(self)

    def _mark_invoices(self):
        self._get_markable_sudo(self.sent_invoice_ids)._note_sent()

    def _get_markable_sudo(self, records, **context):
        """Return what the sender may change of `records`: what the message claims to carry is input."""
        sender = self.create_uid
        records = records.with_user(sender).with_context(
            allowed_company_ids=sender.company_ids.ids, lang=sender.lang, **context
        )
        # Sudo: the mail leaves after the request, without its user, who had the right to send it.
        # The sender stays the author of what follows.
        return records._filtered_access("write").sudo()

    def _is_taken(self, partners, emails):
        """Return whether somebody this message was written to is among those the server took it for.

        A salesperson who only follows the quote does not count, nor a colleague it was written to.

        :param list partners: `res.partner` records
        :param list emails: addresses without a partner
        """
        self.ensure_one()
        return bool(emails) or any(partner in self.partner_ids and partner.partner_share for partner in partners)

    def _tell_not_sent(self, reason):
        """Tell the senders at once which of their quotes and invoices did not leave, and why.

        Odoo shows a red envelope in the chatter: these users may be far from it.

        :param str reason: what the mail server said
        """
        for message in self.filtered(lambda message: message._is_agency_mail() and message.create_uid.active):
            sender = message.create_uid
            env = self.with_context(lang=sender.lang).env
            document = env[message.model].browse(message.res_id)
            documents = message.sent_order_ids or document
            names = ", ".join(documents.mapped("display_name"))
            text = env._("The mail “%(subject)s” did not leave: %(reason)s", subject=message.subject, reason=reason)
            if message.sent_order_ids and not message.was_taken:
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

    def _is_agency_mail(self):
        """Return whether this message is of a document of an agency; others are told of as in Odoo alone."""
        self.ensure_one()
        if self.model not in self._get_mailed_models():
            return False
        # Sudo: whose document it is, whoever asks.
        return self.env[self.model].sudo().browse(self.res_id).exists().company_id._works_as_agency()

    def _is_for_outside(self):
        """Return whether this message goes to somebody who is not of the agency."""
        self.ensure_one()
        # Sudo: recipients need not be the sender's to read.
        message_sudo = self.sudo()
        return bool(message_sudo.outgoing_email_to or any(message_sudo.partner_ids.mapped("partner_share")))

    def _take_back_bounced(self, reason):
        """Take « sent » back of the quotes of mails that came back, and ask their senders to send them again.

        Where somebody else outside got the mail, the quotes stay sent; the sender is told all the same.

        :param str reason: the address, and what its server said
        """
        for message in self.filtered(lambda message: message._is_agency_mail() and message.create_uid.active):
            others = message.notification_ids.filtered(
                lambda notification: (
                    notification.notification_type == "email"
                    and notification.notification_status not in ("bounce", "exception", "canceled")
                    and notification.res_partner_id.partner_share
                )
            )
            quotes = message.sent_order_ids.filtered(lambda order: order.quote_status in ("sent", "no_answer"))
            if not others:
                quotes.write({"state": "draft"})
            records = quotes or self.env[message.model].browse(message.res_id).exists()
            env = self.with_context(lang=message.create_uid.lang).env
            for record in records:
                record.activity_schedule(
                    "mail.mail_activity_data_todo",
                    user_id=message.create_uid.id,
                    summary=env._("The mail came back: check the address, send it again"),
                    note=reason,
                )

    def _get_record_link(self):
        """Return a link to this message, for a note elsewhere."""
        self.ensure_one()
        return Markup('<a href="/mail/message/%s">%s</a>') % (self.id, self.subject or self.record_name or "")
