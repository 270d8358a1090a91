"""A quote is sent, and a reminder made, when the mail server has taken the mail: neither when written, nor refused.

The message carries what it is about from the click to the server's answer: see `mail_message.py`.
"""

from odoo import models
from odoo.fields import Command

from ..context_keys import get_key


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    # === BUSINESS METHODS === #

    def message_post(self, **kwargs):
        """Override of `sale`: a quote is sent when the mail server has taken its mail.

        Odoo marks it as soon as the mail is written. A quote sent again is sent anew. One mail may carry several
        quotes, named by the context key `mailed_record_ids`; one may remind of its quote (`agency_reminder`) and
        carry none.

        :raise AccessError: if the user may not change one of the quotes
        """
        for name in ("sent_order_ids", "is_quote_reminder", "was_taken"):
            kwargs.pop(name, None)  # Said by the rules, not by who calls.
        is_reminder = get_key(self.env, "agency_reminder")
        is_agency = all(company._works_as_agency() for company in self.company_id)
        is_sending = get_key(self.env, "mark_so_as_sent") and not is_reminder and is_agency
        said_once = ["mark_so_as_sent", "agency_reminder"] if is_agency else ["agency_reminder"]
        keys = {key: False for key in said_once if self.env.context.get(key)}
        self_posting = self.with_context(**keys) if keys else self
        if not (is_reminder or is_sending):
            return super(SaleOrder, self_posting).message_post(**kwargs)
        orders = self if is_reminder else self.get_mailed_records()
        orders.sudo(False).check_access("write")
        kwargs.setdefault("notify_author_mention", True)
        message = super(SaleOrder, self_posting).message_post(
            **kwargs, sent_order_ids=[Command.set(orders.ids)], is_quote_reminder=bool(is_reminder)
        )
        if not message._is_for_outside():
            # A colleague was told, or nobody: the customer has nothing. Sudo: what it carries is said by the rules.
            message.sudo().write({"sent_order_ids": [Command.clear()], "is_quote_reminder": False})
            return message.with_env(self.env)
        # Without a mail, or where sending is turned off as in tests, no server can refuse.
        # Sudo: notifications are those of the recipients.
        is_mailed = "email" in message.sudo().notification_ids.mapped("notification_type")
        if not is_mailed or self.env["ir.mail_server"]._disable_send():
            message._mark_sent()
        return message.with_env(self.env)

    def _get_message_create_valid_field_names(self):
        """Override of `mail`: a message may carry quotes."""
        return super()._get_message_create_valid_field_names() | {"sent_order_ids", "is_quote_reminder"}

    def _message_create(self, values_list):
        """Override of `mail`: the quotes that a message carries are said by `message_post` alone."""
        return super(SaleOrder, self._by_rules())._message_create(values_list).with_env(self.env)

    def _log_sent_with(self, message):
        """Note on each of these quotes the mail that carried it, when it stands on another record."""
        for order in self:
            if (message.model, message.res_id) != (order._name, order.id):
                order._message_log(
                    body=self.env._("Sent by mail: %(message)s", message=message._get_record_link()),
                    author_id=message.author_id.id,
                )
