from odoo import http
from odoo.http import request

from odoo.addons.mail.controllers.attachment import AttachmentController


class AgencyAttachmentController(AttachmentController):
    @http.route()
    def mail_attachement_update_thumbnail(self, attachment_id, thumbnail=None, access_token=None):
        """Override of `mail`: of a file that its reader may not write, the page's small picture is not kept.

        Whoever opens a record sends one for each PDF that has none. Odoo says that there is no such file, and
        the client « Oups ! »; the PDF of an invoice and the files of our fields are their record's alone to write.
        """
        attachment = request.env["ir.attachment"].browse(int(attachment_id)).exists()
        if (
            attachment
            and attachment.has_access("read")
            and attachment.res_field
            and not attachment._has_attachments_ownership([access_token])
        ):
            return None
        return super().mail_attachement_update_thumbnail(attachment_id, thumbnail, access_token)
