"""A customer who answers a mail brings the deal to the top of « À faire »: « a répondu »."""

from odoo import fields, models

# What customers answer about.
ANSWERED = {"crm.lead", "sale.order", "account.move"}
# What moves the deal on: then the answer was seen to.
MOVES = {"next_step_id", "next_step_date", "stage_id", "active"}


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead"]

    replied_on = fields.Datetime(
        string="Answered on",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="When the customer wrote last, until somebody answers or gives the deal its next step or date.",
    )

    def write(self, vals):
        """Override of `crm`: who moves a deal on has seen to what the customer wrote."""
        res = super().write(vals)
        if vals.keys() & MOVES and "replied_on" not in vals:
            self._forget_reply()
        return res

    def _forget_reply(self):
        if replied := self.filtered("replied_on"):
            replied._by_rules().replied_on = False


class MailThread(models.AbstractModel):
    _name = "mail.thread"
    _inherit = ["mail.thread"]

    def _message_post_after_hook(self, message, msg_values):
        """Override of `mail`: a mail of a customer asks for an answer, one of ours gives it."""
        res = super()._message_post_after_hook(message, msg_values)
        if self._name in ANSWERED and message.message_type in ("email", "email_outgoing", "comment"):
            self._note_reply(message)
        return res

    def _note_reply(self, message):
        """Note on the deals of these records that their customer wrote, or was answered."""
        # Sudo: mails come in by themselves, with nobody's rights.
        deals_sudo = self.sudo() if self._name == "crm.lead" else self.sudo().opportunity_id
        deals_sudo = deals_sudo.filtered(lambda lead: lead.type == "opportunity" and lead._is_agency_deal())
        is_ours = message.author_id and not message.author_id.partner_share
        if message.message_type == "email" and not is_ours:
            deals_sudo._by_rules().replied_on = message.date
        elif is_ours and not message.is_internal and not message.subtype_id.internal:
            deals_sudo._forget_reply()
