from odoo import api, fields, models

# An OPCO, of whom nothing else is known.
USUAL_SOURCE = "skills_plan"


class AgencyTrainingFunding(models.Model):
    _name = "agency.training.funding"
    _inherit = ["agency.training.funding"]

    bpf_source = fields.Selection(
        default=None,
        compute="_compute_bpf_source",
        store=True,
        readonly=False,
        precompute=True,
        help="Row of frame C of the BPF where what this payer pays counts: the payer’s own, a private person’s, else"
        " that of an OPCO’s plans. Yours if you choose another.",
    )

    @api.depends("payer_id")
    def _compute_bpf_source(self):
        for funding in self:
            payer = funding.payer_id.commercial_partner_id
            order = funding.order_id
            source = payer.bpf_source
            if not source and payer and (payer._is_consumer() or payer == order.partner_id.commercial_partner_id):
                source = payer._get_bpf_source(order.company_id)
            funding.bpf_source = source or USUAL_SOURCE
