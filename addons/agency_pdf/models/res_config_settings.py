from odoo import models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    def action_agency_company(self):
        """Open the company where its legal identity is."""
        return self.company_id._get_records_action(name=self.env._("Company"))
