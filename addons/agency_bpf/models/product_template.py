from odoo import fields, models


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = ["product.template"]

    is_bpf_other = fields.Boolean(
        string="Other product of training",
        copy=False,
        groups="agency_crm.group_agency_user",
        help="Meals, lodging, travel, teaching tools: invoiced, it counts in row 11 of frame C of the BPF.",
    )
