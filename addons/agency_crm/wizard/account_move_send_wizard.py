from odoo import models


class AccountMoveSendWizard(models.TransientModel):
    _name = "account.move.send.wizard"
    _inherit = ["agency.send.once.mixin", "account.move.send.wizard"]

    def action_send_and_print(self, allow_fallback_pdf=False):
        """Override of `account`: an invoice leaves once, however often « Envoyer » is clicked."""
        with self._take_unsent() as unsent:
            if not unsent:
                return {"type": "ir.actions.act_window_close"}
            return super().action_send_and_print(allow_fallback_pdf=allow_fallback_pdf)

    def _leaves_once(self):
        """Override of `agency.send.once.mixin`: an agency's invoices."""
        return self.move_id._is_of_agency()
