from odoo import fields, models


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = ["agency.guarded.fields.mixin", "product.template"]

    presta_type_id = fields.Many2one(
        comodel_name="agency.presta.type",
        string="Service type",
        index="btree_not_null",
        help="Type presta of the lines of quotes and invoices with this service.",
    )
    creation_share = fields.Float(
        string="Creation (%)",
        default=100.0,
        digits=(5, 2),
        help="Part of the price, in percent, that is original creation. Only counts for a type"
        " that requires a creation value.",
    )

    _check_creation_share = models.Constraint(
        "CHECK (creation_share >= 0 AND creation_share <= 100)",
        "The part of creation is a percentage, from 0 to 100.",
    )


class ProductProduct(models.Model):
    _name = "product.product"
    _inherit = ["agency.guarded.fields.mixin", "product.product"]
