from odoo import api, fields, models
from odoo.tools import ormcache


class AgencyPenaltyRate(models.Model):
    """Rate of the penalties for late payment, from a day on (Code de commerce, art. L. 441-10 II; LEGAL F14).

    By default the refinancing rate of the European Central Bank on the first day of the half-year, plus 10 points.
    """

    _name = "agency.penalty.rate"
    _description = "Rate of late payment penalties"
    _inherit = ["agency.guarded.mixin", "agency.forgetful.mixin"]
    _order = "valid_from desc, id"
    _rec_name = "valid_from"

    valid_from = fields.Date(string="In force from", required=True, help="First day on which the rate runs.")
    rate = fields.Float(
        string="Rate (%)", required=True, digits=(5, 2), help="Percent a year, until the next rate of the list."
    )

    _check_rate = models.Constraint("CHECK (rate BETWEEN 0 AND 100)", "A rate is a percentage, from 0 to 100.")
    _valid_from_uniq = models.Constraint("UNIQUE (valid_from)", "There already is a rate from that day on.")

    @api.model
    def _load_records_create(self, vals_list):
        """Override of `base`: a rate that somebody added before an update brings it stays, and is the one brought."""
        known = {str(rate.valid_from): rate for rate in self.search([])}
        new = super()._load_records_create([vals for vals in vals_list if str(vals.get("valid_from")) not in known])
        known |= {str(rate.valid_from): rate for rate in new}
        return self.browse([known[str(vals["valid_from"])].id for vals in vals_list])

    @api.model
    @ormcache()
    def _get_rates(self):
        """Return `(first day, percent a year)` of each rate, the first one first."""
        # Sudo: what the law says does not depend on who asks.
        return tuple((rate.valid_from, rate.rate) for rate in self.sudo().search([], order="valid_from"))


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company"]

    def _get_penalty_rates(self):
        """Return `(first day, percent a year)` of the rates by which this company counts, the first one first."""
        return self.env["agency.penalty.rate"]._get_rates()
