from odoo import fields, models


class AgencyTrainee(models.Model):
    """A person a training quote is for."""

    _name = "agency.trainee"
    _description = "Trainee"
    _inherit = ["agency.guarded.mixin"]
    _order = "sequence, id"

    _governing_fields = ("order_id",)

    order_id = fields.Many2one(comodel_name="sale.order", required=True, index=True, ondelete="cascade")
    name = fields.Char(required=True)
    job_title = fields.Char(string="Function")
    sequence = fields.Integer(default=10)
