from odoo import fields, models

from ..const import OBJECTIVES, OTHER_TRAINING


class AgencyCourse(models.Model):
    _name = "agency.course"
    _inherit = ["agency.course"]

    bpf_objective = fields.Selection(
        selection=OBJECTIVES,
        string="Objective (BPF)",
        required=True,
        default=OTHER_TRAINING,
        help="Row of frame F-3 where its trainees count.",
    )
    nsf_id = fields.Many2one(
        comodel_name="agency.nsf",
        string="Speciality (BPF)",
        index="btree_not_null",
        ondelete="restrict",
        help="Row of frame F-4: what is taught, by its code of three digits.",
    )
