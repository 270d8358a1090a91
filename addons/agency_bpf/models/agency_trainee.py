from odoo import api, fields, models

from ..const import TRAINEE_TYPES


class AgencyTrainee(models.Model):
    _name = "agency.trainee"
    _inherit = ["agency.trainee"]

    bpf_trainee_type = fields.Selection(
        selection=TRAINEE_TYPES,
        string="Kind of trainee (BPF)",
        compute="_compute_bpf_trainee_type",
        store=True,
        readonly=False,
        precompute=True,
        groups="agency_crm.group_agency_user",
        help="Row of frame F-1. Proposed by who pays: employees of a private company, private persons. A head who is"
        " no employee, an apprentice or a job seeker is said here.",
    )

    @api.depends("order_id.partner_id", "order_id.training_funding")
    def _compute_bpf_trainee_type(self):
        for trainee in self:
            trainee.bpf_trainee_type = trainee._get_proposed_type()

    def _get_proposed_type(self):
        """Return the kind that who pays tells by itself, nothing where it does not."""
        order = self.order_id
        if order.training_funding == "individual":
            return "individual"
        payer = order.partner_id.commercial_partner_id
        source = payer._get_bpf_source(order.company_id) if payer else False
        return {
            "company": "private",
            "individual": "individual",
            "public_agents": "other",
            "self_employed": "other",
            "apprenticeship": "apprentice",
            "jobseekers": "jobseeker",
            "france_travail": "jobseeker",
        }.get(source, False)
