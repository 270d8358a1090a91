from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize
from odoo.tools.mail import email_split_and_format


class MailComposeMessage(models.TransientModel):
    _name = "mail.compose.message"
    _inherit = ["agency.send.once.mixin", "mail.compose.message"]

    copy_emails = fields.Char(
        string="Cc",
        help="Addresses that get a copy, separated by commas: the recipients see them. Of quotes and invoices.",
    )

    def _prepare_mail_values_static(self):
        """Override of `mail`: who gets a copy is kept with the message, and read in the chatter.

        :raise UserError: if one of them is no address
        """
        values = super()._prepare_mail_values_static()
        if self.composition_mode == "comment" and self.copy_emails:
            values["incoming_email_cc"] = ", ".join(self._get_copies())
        return values

    def _get_copies(self):
        """Return the addresses that get a copy, those typed twice or written to already once."""
        typed = [part.strip() for part in self.copy_emails.replace(";", ",").split(",") if part.strip()]
        wrong = [part for part in typed if len(email_split_and_format(part)) != 1 or not email_normalize(part)]
        if wrong:
            raise UserError(
                self.env._("Cc: “%(address)s” is no e-mail address. Correct it, then send again.", address=wrong[0])
            )
        known = set(self.partner_ids.mapped("email_normalized"))
        copies = {email_normalize(part): part for part in typed}
        return [part for address, part in copies.items() if address not in known]

    def _action_send_mail(self, auto_commit=False):
        """Override of `mail`: a mail of quotes or invoices leaves once, however often it is asked for."""
        with self._take_unsent() as composers:
            if composers._carry_quotes():
                composers = composers.with_context(mark_so_as_sent=True)
            return super(MailComposeMessage, composers)._action_send_mail(auto_commit=auto_commit)

    def _leaves_once(self):
        """Override of `agency.send.once.mixin`: a mail of quotes or invoices of an agency."""
        if self.composition_mode != "comment" or self.model not in ("sale.order", "account.move"):
            return False
        records = self.env[self.model].browse(self._evaluate_res_ids())
        return any(record._is_of_agency() for record in records)

    def _carry_quotes(self):
        """Return whether these mails have the words by which their quotes are sent, whatever menu opened them.

        Odoo says so of those that its button opens alone: https://github.com/odoo/odoo/pull/256801. Its menu asks for
        no template; whoever chooses that of quotes sends them.
        """
        if not self or "mark_so_as_sent" in self.env.context:
            return False
        return all(mail._carries_quote() for mail in self)

    def _carries_quote(self):
        self.ensure_one()
        if (self.composition_mode, self.model) != ("comment", "sale.order") or not self.template_id:
            return False
        order = self.env["sale.order"].browse(self._evaluate_res_ids())
        if len(order) != 1 or order.state == "sale" or not order.company_id._works_as_agency():
            return False
        return self.template_id == order._find_mail_template()
