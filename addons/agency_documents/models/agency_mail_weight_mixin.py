from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.mail import append_content_to_html

from ..utils import format_size

MEGABYTE = 1024 * 1024


class AgencyMailWeightMixin(models.AbstractModel):
    """For both composers: what the mail weighs, and what to do when it is too heavy to arrive.

    The limit is Odoo's own (a mail server's, else the parameter `base.default_max_email_size`).
    """

    _name = "agency.mail.weight.mixin"
    _description = "Mail that is weighed before it leaves"

    mail_weight = fields.Float(
        compute="_compute_mail_weight", help="Bytes of the mail as it is sent: files grow by a third in base 64."
    )
    mail_weight_note = fields.Char(string="Weight of the mail", compute="_compute_mail_weight")
    is_mail_too_heavy = fields.Boolean(compute="_compute_mail_weight")
    heavy_names = fields.Char(
        compute="_compute_mail_weight", help="The files that would be sent as links: the heaviest, as few as possible."
    )
    is_heavy_linked = fields.Boolean(
        string="Send the heaviest files as links",
        help="The mail carries a link to download each of them. Whoever has the link can open the file.",
    )

    def _get_weighed_attachments(self):
        """Return the files that the mail carries, those it will be given later apart."""
        raise NotImplementedError

    def _get_linked_record(self):
        """Return the record that keeps the files sent as links."""
        raise NotImplementedError

    @api.depends(lambda self: self._get_weight_triggers())
    def _compute_mail_weight(self):
        limit = self._get_mail_weight_limit()
        for mail in self:
            attachments = mail._get_weighed_attachments()
            mail.mail_weight = mail._estimate_mail_weight(attachments)
            heavy = mail._get_heavy_attachments()
            mail.is_mail_too_heavy = bool(heavy)
            mail.heavy_names = ", ".join(f"{a.name} ({format_size(self.env, a.file_size)})" for a in heavy)
            mail.mail_weight_note = (
                self.env._(
                    "%(count)s files, %(weight)s as sent, of %(limit)s at most",
                    count=len(attachments),
                    weight=format_size(self.env, mail.mail_weight),
                    limit=format_size(self.env, limit),
                )
                if attachments
                else ""
            )

    @api.model
    def _get_weight_triggers(self):
        """Return the names of the fields that change the weight."""
        return []

    @api.model
    def _get_mail_weight_limit(self):
        # Sudo: the limit is a parameter of the server.
        return self.env["ir.mail_server"].sudo()._get_max_email_size() * MEGABYTE

    def _estimate_mail_weight(self, attachments):
        return self.env["mail.mail"]._estimate_email_size({}, self.body, attachments.mapped("file_size"))

    def _get_heavy_attachments(self):
        """Return the heaviest files, as few as it takes for the rest to pass."""
        self.ensure_one()
        attachments = self._get_weighed_attachments()
        limit = self._get_mail_weight_limit()
        heavy = attachments.browse()
        for attachment in attachments.sorted("file_size", reverse=True):
            if self._estimate_mail_weight(attachments - heavy) <= limit:
                break
            heavy |= attachment
        return heavy

    def _link_heavy_attachments(self):
        """Take the heaviest files out of the mail and return its text with a link to each.

        :return: the files taken out, and the new text
        :raise UserError: if the mail is too heavy and the user did not choose links
        """
        self.ensure_one()
        # Who works in Odoo's own screens has no box to tick; Odoo makes links of what it can.
        is_asked = self.env["base"]._has_agency_views()
        heavy = self._get_heavy_attachments() if is_asked else self.env["ir.attachment"]
        if not heavy:
            return heavy, self.body
        if not self.is_heavy_linked:
            raise UserError(
                self.env._(
                    "The mail weighs %(weight)s as sent, and would not arrive: %(limit)s at most. Take files out, or"
                    " tick “Send the heaviest files as links” (%(names)s).",
                    weight=format_size(self.env, self.mail_weight),
                    limit=format_size(self.env, self._get_mail_weight_limit()),
                    names=self.heavy_names,
                )
            )
        record = self._get_linked_record()
        # Sudo: as Odoo does when it links files. The user put them in the mail; the record keeps them.
        heavy_sudo = heavy.sudo()
        for attachment in heavy_sudo.filtered(lambda a: a.res_model == "mail.compose.message"):
            attachment.write({"res_model": record._name, "res_id": record.id})
        heavy_sudo.generate_access_token()
        links = self.env["ir.qweb"]._render("mail.mail_attachment_links", {"attachments": heavy_sudo})
        return heavy, append_content_to_html(self.body or "", links, plaintext=False)
