from odoo import api, fields, models
from odoo.fields import Domain

from ..const import FRAMES, UNITS


class AgencyBpfRow(models.Model):
    """A row of the form, in its words and for the years it is in force: another version of the form is other rows."""

    _name = "agency.bpf.row"
    _description = "Row of the BPF"
    _order = "sequence, id"

    form = fields.Char(required=True, help="Number and version of the form, as 10443*17.")
    code = fields.Char(required=True, help="What names the row in sums of others.")
    sequence = fields.Integer(required=True)
    frame = fields.Selection(selection=FRAMES, required=True)
    number = fields.Char(help="As the form has it: 1, a, (1).")
    name = fields.Char(required=True)
    level = fields.Integer(help="1: a part of the row above or below.")
    unit = fields.Selection(selection=UNITS, required=True)
    key = fields.Char(required=True, help="What counts in it, see `figures.is_of`; sums name the codes of their parts.")
    valid_from = fields.Date(required=True, help="Years that end from this day on.")
    valid_until = fields.Date(help="Years that end by this day; empty: until the form changes.")

    _code_uniq = models.Constraint("UNIQUE(form, code)", "This row of the form is there already.")

    @api.model
    def _get_rows(self, day):
        """Return the rows of the form for a year that ends on this day, in its order; none before the first form."""
        return self.search(
            Domain("valid_from", "<=", day) & (Domain("valid_until", "=", False) | Domain("valid_until", ">=", day))
        )
