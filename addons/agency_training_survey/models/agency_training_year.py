from datetime import date

from odoo import fields, models
from odoo.tools import SQL


class AgencyTrainingYear(models.Model):
    """The trainings that ended in a year: what is published of them (indicator 2, T36)."""

    _name = "agency.training.year"
    _description = "Year of Trainings"
    _inherit = ["agency.training.evaluated"]
    _auto = False
    _order = "year desc, company_id"
    _rec_name = "name"

    name = fields.Char(string="Year", readonly=True)
    year = fields.Integer(string="Number of the year", readonly=True, aggregator=None)
    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    session_count = fields.Integer(string="Sessions", readonly=True)

    @property
    def _table_query(self):
        """Override: the years there are sessions of, counted where they are."""
        return SQL(
            """
            SELECT company_id * 10000 + EXTRACT(YEAR FROM date_end)::int AS id,
                   EXTRACT(YEAR FROM date_end)::int AS year,
                   EXTRACT(YEAR FROM date_end)::int::text AS name,
                   company_id,
                   COUNT(*)::int AS session_count
              FROM agency_training_session
             WHERE date_end IS NOT NULL AND state IN ('planned', 'done')
          GROUP BY company_id, EXTRACT(YEAR FROM date_end)
            """
        )

    def _group_evaluated_registrations(self):
        """Override of `agency.training.evaluated`."""
        domain = [
            ("company_id", "in", self.company_id.ids),
            ("session_id.date_end", ">=", date(min(self.mapped("year"), default=1), 1, 1)),
            ("session_id.date_end", "<=", date(max(self.mapped("year"), default=1), 12, 31)),
        ]
        found = self.env["agency.training.registration"].search(domain)
        own = found.grouped(lambda one: (one.company_id, one.session_id.date_end.year))
        return {year: own.get((year.company_id, year.year), found.browse()) for year in self}
