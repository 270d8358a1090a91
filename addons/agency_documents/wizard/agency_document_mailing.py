from odoo import api, fields, models
from odoo.exceptions import UserError

from ..utils import format_size


class AgencyDocumentMailing(models.TransientModel):
    """Documents of several contacts, one mail each, shown before they leave."""

    _name = "agency.document.mailing"
    _inherit = ["agency.send.once.mixin"]
    _description = "Mails of documents"

    mail_ids = fields.One2many(comodel_name="agency.document.mailing.mail", inverse_name="mailing_id", string="Mails")
    missing_email_names = fields.Char(compute="_compute_missing_email_names")

    @api.depends("mail_ids.email")
    def _compute_missing_email_names(self):
        for mailing in self:
            missing = mailing.mail_ids.filtered(lambda mail: not mail.email)
            names = [partner._get_name_without_email() for partner in missing.partner_id]
            mailing.missing_email_names = ", ".join(names)

    def action_send(self):
        """Send the mails: each leaves by itself, and what the server refuses is named.

        :raise UserError: if no contact has an address
        """
        self.ensure_one()
        mails = self.mail_ids.filtered("email")
        if not mails:
            raise UserError(self.env._("None of these contacts has an e-mail address: add it, then send again."))
        with self._take_unsent() as unsent:
            if not unsent:
                return {"type": "ir.actions.act_window_close"}
            mails._send()
        left_out = self.mail_ids - mails
        message = self.env._("%(count)s mails are leaving.", count=len(mails))
        if left_out:
            message += " " + self.env._("Not sent, for want of an address: %(names)s.", names=self.missing_email_names)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if left_out else "success",
                "message": message,
                "sticky": bool(left_out),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    @api.model
    def _prepare_mailing(self, records, report):
        """Write the mails of these records, one a contact, with their PDFs.

        :param report: the template; by default, of each record its own
        """
        mailing = self.create({})
        for partner, partner_records in records.grouped("partner_id").items():
            context = partner_records._get_mail_record_context(report)
            composer = self.env["mail.compose.message"].with_context(**context).create({})
            # Words and files are computed in this context, whoever asks for them first.
            composer.flush_recordset()
            self.env["agency.document.mailing.mail"].create(
                {
                    "mailing_id": mailing.id,
                    "partner_id": partner.id,
                    "composer_id": composer.id,
                    "mail_context": context,
                }
            )
        return mailing

    def _get_action(self):
        """Return the action that shows the mails: the composer, when there is one."""
        self.ensure_one()
        if len(self.mail_ids) == 1:
            composer = self.mail_ids.composer_id
            return {
                "type": "ir.actions.act_window",
                "name": self.env._("Send"),
                "res_model": composer._name,
                "res_id": composer.id,
                "view_mode": "form",
                "views": [(False, "form")],
                "target": "new",
                "context": self.mail_ids.mail_context,
            }
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send %(count)s mails", count=len(self.mail_ids)),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }


class AgencyDocumentMailingMail(models.TransientModel):
    """One of the mails: the composer's own words and files, for one contact."""

    _name = "agency.document.mailing.mail"
    _description = "Mail of documents"
    _inherit = ["agency.guarded.mixin"]

    # Both are their author's alone.
    _governing_fields = ("mailing_id", "composer_id")

    mailing_id = fields.Many2one(comodel_name="agency.document.mailing", required=True, ondelete="cascade")
    composer_id = fields.Many2one(comodel_name="mail.compose.message", required=True, ondelete="cascade")
    mail_context = fields.Json(required=True)
    partner_id = fields.Many2one(comodel_name="res.partner", string="Contact", required=True)
    email = fields.Char(compute="_compute_email")
    subject = fields.Char(related="composer_id.subject", related_sudo=False, readonly=False)
    body = fields.Html(related="composer_id.body", related_sudo=False, readonly=False)
    attachment_ids = fields.Many2many(related="composer_id.attachment_ids", related_sudo=False, readonly=False)
    attachment_count = fields.Integer(string="PDF", compute="_compute_attachment_count")
    weight = fields.Char(compute="_compute_attachment_count", help="As sent, files in base 64 included.")
    is_mail_too_heavy = fields.Boolean(related="composer_id.is_mail_too_heavy", related_sudo=False)
    is_heavy_linked = fields.Boolean(related="composer_id.is_heavy_linked", related_sudo=False, readonly=False)

    @api.depends("partner_id.email")
    def _compute_email(self):
        for mail in self:
            mail.email = mail.partner_id._get_document_email()

    @api.depends("attachment_ids", "composer_id.mail_weight")
    def _compute_attachment_count(self):
        for mail in self:
            mail.attachment_count = len(mail.attachment_ids)
            mail.weight = format_size(self.env, mail.composer_id.mail_weight)

    def _send(self):
        """Send each mail as its own: one that fails takes no other along."""
        for mail in self:
            mail.composer_id.with_context(**mail.mail_context)._action_send_mail()
