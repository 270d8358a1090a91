from odoo import api, fields, models


class AgencyNsf(models.Model):
    """A speciality of training: the annex of the notice, in its words, which are the nomenclature's own (F-4)."""

    _name = "agency.nsf"
    _description = "Speciality of Training"
    _order = "code"
    _rec_names_search = ("code", "name")

    code = fields.Char(required=True, help="Three digits.")
    name = fields.Char(string="Speciality", required=True)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "This speciality is there already.")

    @api.depends("code", "name")
    def _compute_display_name(self):
        for nsf in self:
            nsf.display_name = f"{nsf.code} {nsf.name}"
