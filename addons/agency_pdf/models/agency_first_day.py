"""The first day asks for what the law wants printed of the agency, before a quote leaves without it."""

from odoo import api, models

# Companies with a capital: it is printed, with the city of their register (LEGAL I1).
CAPITAL_FORMS = {"EURL", "SA", "SARL", "SAS", "SASU", "SELARL"}


class AgencyFirstDay(models.AbstractModel):
    _inherit = "agency.first.day"

    @api.model
    def _get_all_steps(self):
        """Override of `agency_crm`: the legal form behind the identity, where the agency prints our documents."""
        steps = super()._get_all_steps()
        company = self.env.company
        if not company._prints_agency_documents():
            return steps
        place = [name for name, *_step in steps].index("identity") + 1
        label = self.env._("Its legal form, capital and register, which documents print")
        step = ("legal", label, company._has_legal_form_facts(), "agency_crm.res_company_action_settings")
        return [*steps[:place], step, *steps[place:]]


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company"]

    def _has_legal_form_facts(self):
        """Return whether documents have of the company's form what the law wants printed."""
        self.ensure_one()
        form = (self.legal_form or "").replace(".", "").strip().upper()
        if self.is_sole_trader or form not in CAPITAL_FORMS:
            return self.is_sole_trader or bool(form)
        return bool(self.share_capital > 0 and self.trade_register_city)
