from odoo import models

from .. import engine


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Override of `web`: for who opens the client and prints soon, the process that draws gets ready meanwhile."""
        if engine.has_weasyprint() and self.env.user._is_internal():
            engine.prepare_helpers()
        return super().session_info()
