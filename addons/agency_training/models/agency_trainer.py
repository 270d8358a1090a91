from odoo import fields, models

from ..const import TRAINER_KINDS


class AgencyTrainer(models.Model):
    """Who gives trainings: of the house or not, with an account or without."""

    _name = "agency.trainer"
    _description = "Trainer"
    _inherit = ["agency.guarded.mixin"]
    _order = "name, id"
    _check_company_auto = True

    partner_id = fields.Many2one(
        comodel_name="res.partner", string="Contact", required=True, check_company=True, ondelete="restrict"
    )
    name = fields.Char(related="partner_id.name", store=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Account",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        help="By which an internal trainer sees their own sessions, and has their sheets signed.",
    )
    kind = fields.Selection(selection=TRAINER_KINDS, required=True, default="employee")
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, default=lambda self: self.env.company, index=True
    )
    active = fields.Boolean(default=True)

    _user_uniq = models.Constraint("UNIQUE(user_id, company_id)", "This account is a trainer’s already.")
    _partner_uniq = models.Constraint("UNIQUE(partner_id, company_id)", "This contact is a trainer already.")
