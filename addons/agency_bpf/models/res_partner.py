from odoo import fields, models

from odoo.addons.agency_training.const import BPF_SOURCES


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner"]

    bpf_source = fields.Selection(
        selection=BPF_SOURCES,
        string="As a payer of trainings",
        copy=False,
        groups="agency_crm.group_agency_user",
        help="Row of frame C of the BPF where what they pay counts. Empty: a company pays for its employees, a private"
        " person for themselves.",
    )

    def _get_bpf_source(self, company):
        """Return the row of frame C of what this payer pays: as was said of them, else as they are (C-1, C-9, C-11).

        :param company: the training body: a company of another country is no employer of its own
        """
        payer = self.commercial_partner_id
        if payer.bpf_source:
            return payer.bpf_source
        if payer._is_consumer():
            return "individual"
        country = payer.country_id
        return "other" if country and company.country_id and country != company.country_id else "company"
