from odoo import api, fields, models
from odoo.exceptions import ValidationError


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
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Contact",
        index="btree_not_null",
        ondelete="set null",
        help="Who the trainee is among the customer's people: the same in all their trainings.",
    )
    employer_id = fields.Many2one(
        comodel_name="res.partner",
        string="Company",
        compute="_compute_employer_id",
        help="The customer, where it is a company: a contact that is made here is one of its people.",
    )
    sequence = fields.Integer(default=10)

    @api.depends("order_id.partner_id.commercial_partner_id.is_company")
    def _compute_employer_id(self):
        for trainee in self:
            customer = trainee.order_id.partner_id.commercial_partner_id
            trainee.employer_id = customer.is_company and customer

    @api.constrains("partner_id", "order_id")
    def _check_partner(self):
        """A contact of another company is not named by way of a trainee."""
        for trainee in self:
            company = trainee.partner_id.company_id
            if company and company != trainee.order_id.company_id:
                raise ValidationError(
                    self.env._(
                        "%(trainee)s is of another company than the contact: choose a contact of the quote's company.",
                        trainee=trainee.name,
                    )
                )
