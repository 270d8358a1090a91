from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AgencyTrainer(models.Model):
    _name = "agency.trainer"
    _inherit = ["agency.trainer"]

    nda = fields.Char(
        string="Declaration of activity (NDA)",
        groups="agency_crm.group_agency_user",
        help="Of a trainer who is a training body too: sessions they give alone are proposed as entrusted to them"
        " (F-2).",
    )
    hourly_cost = fields.Float(
        groups="agency_crm.group_agency_manager",
        help="Euros an hour taught, charges included: what frame D proposes as wages of trainers.",
    )

    @api.constrains("hourly_cost")
    def _check_hourly_cost(self):
        for trainer in self:
            if trainer.hourly_cost < 0:
                raise ValidationError(self.env._("%(trainer)s: a cost is not below zero.", trainer=trainer.name))
