from odoo import models

from ..const import ENTRUSTED_IN


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = ["account.move.line"]

    def _get_bpf_source(self):
        """Return the row of frame C where the line counts: what was said of it, else what its facts say.

        :return: a code of `BPF_SOURCES`; nothing where nobody can tell, as a funding body that pays for several rows
        """
        self.ensure_one()
        if self.bpf_source:
            return self.bpf_source
        if self.product_id.is_bpf_other:
            return "other"
        orders = self.sale_line_ids.order_id
        sessions = orders.session_ids.filtered(lambda session: session.state != "cancelled")
        if sessions and all(session.direction == ENTRUSTED_IN for session in sessions):
            return "other_body"
        payer = self.move_id.commercial_partner_id
        if not payer.bpf_source and payer in orders.training_opco_id.commercial_partner_id:
            return False
        return payer._get_bpf_source(self.company_id)
