"""How a company usually makes a price of a supplier's price, by kind (B23)."""

from odoo import fields, models

from ..const import COSTS_GROUP, ROUNDINGS

# A price typed by hand is nobody's habit.
USUAL_MODES = [("mark_rate", "Mark rate"), ("coefficient", "Coefficient")]
MARK_RATE = "Percent of the price, from 0 to less than 100: taux de marque. Proposed when a supplier's price is chosen."
COEFFICIENT = "Times the cost, more than 0. Proposed when a supplier's price is chosen."


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company"]

    print_pricing_mode = fields.Selection(
        selection=USUAL_MODES,
        string="Printing: price by",
        default="mark_rate",
        required=True,
        copy=False,
        groups=COSTS_GROUP,
    )
    print_mark_rate = fields.Float(
        string="Printing: mark rate", default=35.0, copy=False, groups=COSTS_GROUP, help=MARK_RATE
    )
    print_coefficient = fields.Float(
        string="Printing: coefficient", default=1.5, copy=False, groups=COSTS_GROUP, help=COEFFICIENT
    )
    print_rounding = fields.Selection(
        selection=ROUNDINGS, string="Printing: rounding", default="0", required=True, copy=False, groups=COSTS_GROUP
    )
    subcontract_pricing_mode = fields.Selection(
        selection=USUAL_MODES,
        string="Subcontracting: price by",
        default="mark_rate",
        required=True,
        copy=False,
        groups=COSTS_GROUP,
    )
    subcontract_mark_rate = fields.Float(
        string="Subcontracting: mark rate", default=35.0, copy=False, groups=COSTS_GROUP, help=MARK_RATE
    )
    subcontract_coefficient = fields.Float(
        string="Subcontracting: coefficient", default=1.5, copy=False, groups=COSTS_GROUP, help=COEFFICIENT
    )
    subcontract_rounding = fields.Selection(
        selection=ROUNDINGS,
        string="Subcontracting: rounding",
        default="0",
        required=True,
        copy=False,
        groups=COSTS_GROUP,
    )

    _check_usual_rates = models.Constraint(
        "CHECK (print_mark_rate >= 0 AND print_mark_rate < 100 AND print_coefficient > 0"
        " AND subcontract_mark_rate >= 0 AND subcontract_mark_rate < 100 AND subcontract_coefficient > 0)",
        "A mark rate is from 0 to less than 100 %, a coefficient is greater than 0.",
    )

    def _get_usual_pricing(self, kind):
        """Return the usual values of `agency.price.pricing`.

        :param str kind: `print` or `subcontract`
        """
        self.ensure_one()
        names = ("pricing_mode", "mark_rate", "coefficient", "rounding")
        # Sudo: who chooses a price reads how it is usually made, whatever else of the company is closed.
        company_sudo = self.sudo()
        return {name: company_sudo[f"{kind}_{name}"] for name in names}
