from odoo import api, fields, models
from odoo.fields import Command


class AgencyChooseCompanies(models.TransientModel):
    """Asked once, when the add-on comes to a database of several companies, or of none that is French."""

    _name = "agency.choose.companies"
    _description = "Which companies are agencies"

    company_ids = fields.Many2many(
        comodel_name="res.company",
        string="Agencies",
        default=lambda self: self._default_company_ids(),
        help="Companies that work as an agency: stages, next steps, reminders, screens and documents. The others go on"
        " as before.",
    )

    @api.model
    def _default_company_ids(self):
        return [Command.set(self.env["res.company"]._get_agencies().ids)]

    def action_apply(self):
        """Make the companies chosen agencies, the others not.

        :raise AccessError: for who may not configure companies
        """
        self.ensure_one()
        companies = self.env.user.company_ids
        (self.company_ids - companies.filtered("is_agency")).write({"is_agency": True})
        (companies.filtered("is_agency") - self.company_ids).write({"is_agency": False})
        return {"type": "ir.actions.client", "tag": "reload"}
