"""The mail of an order to its supplier, and what became of it (B31)."""

from odoo import api, fields, models

from ..const import ORDER_MAIL_GONE
from .purchase_order import TO_ORDER

ORDER = "purchase.order"


class PurchaseOrder(models.Model):
    _name = "purchase.order"
    _inherit = ["purchase.order"]

    def _post_order_mail(self):
        """Post the order to its supplier alone, with its PDF and its files.

        :return: the message
        """
        # Sudo: who orders need have no right on templates.
        template_sudo = self.env.ref("agency_purchase.mail_template_supplier_order").sudo()
        subject = template_sudo._render_field("subject", self.ids, compute_lang=True)[self.id]
        body = template_sudo._render_field("body_html", self.ids, compute_lang=True)[self.id]
        # Sudo: printing needs no right on reports.
        reports_sudo = self.env["ir.actions.report"].sudo()
        pdf, _type = reports_sudo._render_qweb_pdf(self._get_agency_report().report_name, self.ids)
        lang = template_sudo._render_lang(self.ids)[self.id] or self.env.lang
        return self.with_context(mail_post_autofollow=False, mail_create_nosubscribe=True).message_post(
            subject=subject,
            body=body,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.partner_id.ids,
            attachments=[(f"{self._get_agency_file_name()}.pdf", pdf)],
            attachment_ids=self.order_file_ids.ids,
            email_layout_xmlid="agency_purchase.order_mail_layout",
            model_description=self.with_context(lang=lang).env._("supplier order"),
        )

    def _get_mails_sudo(self):
        """Return the mails of the last time it was sent that are still there."""
        # Sudo: mails under way are closed to users.
        return self.env["mail.mail"].sudo().search([("mail_message_id", "in", self.order_message_id.ids)])

    def _is_mail_pending(self):
        """Return whether the mail that orders waits to leave."""
        return "outgoing" in self._get_mails_sudo().mapped("state")

    def _drop_unsent_mail(self):
        """Let a mail that did not leave never leave: another one takes its place."""
        self._get_mails_sudo().filtered(lambda mail: mail.state in ("outgoing", "exception")).cancel()
        # Sudo: notifications are technical.
        notifications_sudo = self.sudo().order_message_id.notification_ids
        notifications_sudo.filtered(
            lambda each: each.notification_status in ("ready", "exception", "bounce")
        ).notification_status = "canceled"

    def _note_order_sent(self):
        """The mail server took these orders."""
        fresh = self.filtered(lambda order: order.order_mail_state in ("leaving", "failed"))
        fresh._by_rules().write(
            {"order_mail_state": "sent", "ordered_on": fields.Datetime.now(), "order_mail_error": False}
        )
        fresh.activity_unlink([TO_ORDER])

    def _note_order_failed(self, reason):
        """The mail of these orders did not leave, or came back: they stay confirmed, and are to be sent again."""
        self._by_rules().write({"order_mail_state": "failed", "order_mail_error": reason, "ordered_on": False})

    def _ask_to_send_again(self):
        """Ask the buyers of these orders to send them again: the one who ordered may be far by now."""
        for order in self.filtered("user_id"):
            words = order.with_context(lang=order.user_id.lang).env._("The order did not leave: send it again")
            quiet = order.with_context(mail_activity_quick_update=True)
            quiet.activity_schedule(TO_ORDER, user_id=order.user_id.id, summary=words)


class MailMessage(models.Model):
    _name = "mail.message"
    _inherit = ["mail.message"]

    def _get_mailed_orders_sudo(self):
        """Return the orders to suppliers that these messages carry: the rules alone wrote it on the order."""
        # Sudo: mails leave and come back by themselves, with nobody's rights.
        return self.env[ORDER].sudo().search([("order_message_id", "in", self.ids)])

    @api.model
    def _get_mailed_models(self):
        """Override of `agency_crm`: an order that did not leave is told to its sender."""
        return super()._get_mailed_models() | {ORDER}

    def _carries_something(self):
        """Override of `agency_crm`: a mail may carry an order."""
        return super()._carries_something() or (self.model == ORDER and bool(self._get_mailed_orders_sudo()))

    def _do_mark_sent(self):
        """Override of `agency_crm`: a supplier has its order once the mail server has taken the mail."""
        res = super()._do_mark_sent()
        for message in self.filtered(lambda message: message.model == ORDER):
            orders = message._get_mailed_orders_sudo()
            message._get_markable_sudo(orders, tracking_disable=True)._note_order_sent()
        return res

    def _tell_not_sent(self, reason):
        """Override of `agency_crm`: the order can be sent again, unless somebody else's copy alone was refused."""
        res = super()._tell_not_sent(reason)
        for order in self.filtered(lambda message: message.model == ORDER)._get_mailed_orders_sudo():
            own = order.order_message_id.notification_ids.filtered(
                lambda each, order=order: each.res_partner_id == order.partner_id
            )
            if order.order_mail_state == "leaving" and own.notification_status in ORDER_MAIL_GONE:
                order._note_order_failed(reason)
                order._ask_to_send_again()
        return res

    def _take_back_bounced(self, reason):
        """Override of `agency_crm`: a supplier who was not reached is to be mailed again."""
        res = super()._take_back_bounced(reason)
        orders = self.filtered(lambda message: message.model == ORDER)._get_mailed_orders_sudo()
        orders.filtered(lambda order: order.order_mail_state in ("leaving", "sent"))._note_order_failed(reason)
        return res
