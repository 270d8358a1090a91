from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        """Override of `http_routing`: an agency's customers read the conversation of a document in their language.

        Odoo leaves the words of `mail` out of the pages that show one.
        """
        modules = super()._get_translation_frontend_modules_name()
        # Sudo: whose pages these are is asked for a visitor; nothing of it is told.
        if request and request.env.company.sudo()._works_as_agency() and "mail" not in modules:
            return [*modules, "mail"]
        return modules
