from odoo import fields, models
from odoo.exceptions import AccessError


class AgencyManagerWizardMixin(models.AbstractModel):
    """What a Responsable chooses for the company, who may not write it otherwise."""

    _name = "agency.manager.wizard.mixin"
    _description = "Choice of a manager for the company"
    _inherit = ["agency.guarded.mixin"]

    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, default=lambda self: self.env.company
    )

    def _check_mine(self):
        """Check that the user may choose for this company.

        :raise AccessError: if she is no Responsable, or not of this company
        """
        company = self.company_id._origin or self.company_id
        if not self.env.user.has_group("agency_crm.group_agency_manager") or company not in self.env.user.company_ids:
            raise AccessError(self.env._("Only a manager of %(company)s chooses this.", company=company.name))
