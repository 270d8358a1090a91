from odoo import fields, models

from ..const import BPF_SOURCES


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    bpf_source = fields.Selection(
        selection=BPF_SOURCES,
        string="Source (BPF)",
        copy=False,
        groups="agency_crm.group_agency_user",
        help="Row of frame C of the BPF where what is invoiced of a training counts (TRAINING §7): that of who pays.",
    )
