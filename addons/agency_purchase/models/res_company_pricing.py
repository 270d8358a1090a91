"""How a company usually makes a price of a supplier's price, by kind (B23)."""

from odoo import fields, models

from ..const import COSTS_GROUP, ROUNDINGS

# A price typed by hand is nobody's habit.
USUAL_MODES = [("mark_rate", "Mark rate"), ("coefficient", "Coefficient")]
MARK_RATE = "Percent of the price, from 0 to less than 100: taux de marque. Proposed when a supplier's price is chosen."
COEFFICIENT = "Times the cost, more than 0. Proposed when a supplier's price is chosen."


def _usual_mode(label):
    return fields.Selection(
        selection=USUAL_MODES, string=label, default="mark_rate", required=True, copy=False, groups=COSTS_GROUP
    )


def _usual_mark_rate(label):
    return fields.Float(string=label, default=35.0, copy=False, groups=COSTS_GROUP, help=MARK_RATE)


def _usual_coefficient(label):
    return fields.Float(string=label, default=1.5, copy=False, groups=COSTS_GROUP, help=COEFFICIENT)


def _usual_rounding(label):
    return fields.Selection(
        selection=ROUNDINGS, string=label, default="0", required=True, copy=False, groups=COSTS_GROUP
    )


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company"]

    print_pricing_mode = _usual_mode("Printing: price by")
    print_mark_rate = _usual_mark_rate("Printing: mark rate")
    print_coefficient = _usual_coefficient("Printing: coefficient")
    print_rounding = _usual_rounding("Printing: rounding")
    subcontract_pricing_mode = _usual_mode("Subcontracting: price by")
    subcontract_mark_rate = _usual_mark_rate("Subcontracting: mark rate")
    subcontract_coefficient = _usual_coefficient("Subcontracting: coefficient")
    subcontract_rounding = _usual_rounding("Subcontracting: rounding")

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
