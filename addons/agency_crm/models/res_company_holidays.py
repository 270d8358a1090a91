"""Public holidays of France are in the working schedule of its agencies, each year by itself.

Which days they are is known by the `holidays` package of PyPI. The add-on installs without it: no holiday is added, and
the settings say so.
"""

import datetime
import logging

import pytz

from odoo import api, fields, models

from ..isolation import set_apart
from ..takeover.companies import is_french

_logger = logging.getLogger(__name__)
try:
    import holidays
except ImportError:
    holidays = None
    _logger.info("Public holidays are not known: the Python package `holidays` is not installed")

HOLIDAY = "public_holiday_"  # external ids of the days added, then the company
YEARS_AHEAD = 1  # Next year's dates are proposed in December.
ALSACE_MOSELLE = "57"  # the same days in the three departments
ALSACE_MOSELLE_ZIPS = ("57", "67", "68")
# Departments overseas that have a country of their own in Odoo, by the name the package gives them.
OVERSEAS = {"GP": "971", "MQ": "972", "GF": "973", "RE": "974", "YT": "976", "BL": "BL", "MF": "MF", "PM": "PM"}


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company"]

    has_alsace_moselle_holidays = fields.Boolean(
        string="Public holidays of Alsace-Moselle",
        compute="_compute_has_alsace_moselle_holidays",
        store=True,
        readonly=False,
        help="Good Friday and 26 December are public holidays too. Proposed where the post code is of 57, 67 or 68.",
    )
    public_holidays_year = fields.Integer(
        string="Public holidays known until",
        readonly=True,
        help="Last year whose public holidays were added to the working schedule: each year is added once, so that a"
        " day that is worked all the same can be taken out.",
    )

    # === COMPUTE METHODS === #

    @api.depends("partner_id.zip")
    def _compute_has_alsace_moselle_holidays(self):
        for company in self:
            company.has_alsace_moselle_holidays = (company.partner_id.zip or "").startswith(ALSACE_MOSELLE_ZIPS)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._add_public_holidays()
        return companies

    def write(self, vals):
        """Override of `base`: another working schedule, country or region has its own public holidays."""
        res = super().write(vals)
        if vals.keys() & {"resource_calendar_id", "is_agency", "country_id"}:
            self._by_rules().write({"public_holidays_year": 0})
            self._add_public_holidays()
        elif vals.keys() & {"has_alsace_moselle_holidays", "zip"}:
            self._change_region()
        return res

    # === BUSINESS METHODS === #

    @api.model
    def _cron_add_public_holidays(self):
        """Add the public holidays of the years to come to the working schedule of each agency."""
        self._get_agencies()._add_public_holidays()

    def _add_public_holidays(self):
        """Add the public holidays of this year and the next one where they are not known yet."""
        for company in self.filtered(lambda company: company._has_public_holidays()):
            with set_apart(self.env, f"adding the public holidays of the company {company.id}"):
                company._add_years()

    def _has_public_holidays(self):
        """Return whether this is an agency of France, and whose days are known."""
        self.ensure_one()
        return bool(
            holidays and self._works_as_agency() and is_french(self.country_id) and self.resource_calendar_id.tz
        )

    def _add_years(self):
        self.ensure_one()
        this_year = fields.Date.context_today(self).year
        last = this_year + YEARS_AHEAD
        years = range(max(this_year, self.public_holidays_year + 1), last + 1)
        if years:
            self._add_leaves(self._get_public_holidays(years))
            self._by_rules().public_holidays_year = last

    def _get_public_holidays(self, years, alsace_moselle=None):
        """Return the public holidays of this company: `{date: name}`, named in its language.

        :param years: whole years
        :param bool alsace_moselle: whether those of Alsace-Moselle are among them; as the company says by default
        """
        self.ensure_one()
        region = OVERSEAS.get(self.country_id.code)
        if self.has_alsace_moselle_holidays if alsace_moselle is None else alsace_moselle:
            region = ALSACE_MOSELLE
        lang = "fr" if (self._get_own_lang() or "fr").startswith("fr") else "en_US"
        return dict(holidays.country_holidays("FR", subdiv=region, years=years, language=lang))

    def _add_leaves(self, days):
        """Close the working schedule on these days, those that are closed already left out.

        :param dict days: names by date
        """
        # Sudo: whoever may configure the company, and the scheduled action; a closed day is no secret.
        leaves_sudo = self.env["resource.calendar.leaves"].sudo()
        closed = {leave.date_from for leave in leaves_sudo.search(self._get_leaves_domain(days))}
        added_sudo = leaves_sudo.create(
            [
                {
                    "name": name,
                    "company_id": self.id,
                    "calendar_id": self.resource_calendar_id.id,
                    "date_from": self._get_moment(day),
                    "date_to": self._get_moment(day, datetime.time.max.replace(microsecond=0)),
                }
                for day, name in sorted(days.items())
                if self._get_moment(day) not in closed
            ]
        )
        # Sudo: external ids are technical. Odoo takes what has one of an add-on away with it.
        data_sudo = self.env["ir.model.data"].sudo()
        data_sudo._update_xmlids(
            [
                {"xml_id": f"agency_crm.{HOLIDAY}{self.id}_{leave.id}", "record": leave, "noupdate": True}
                for leave in added_sudo
            ]
        )

    def _give_back(self):
        """Override of `res.company`: the working schedule of an agency no longer is as it was."""
        res = super()._give_back()
        # Sudo: see `_add_leaves`; external ids are technical.
        data_sudo = self.env["ir.model.data"].sudo()
        for company in self:
            names = f"{HOLIDAY}{company.id}_".replace("_", r"\_") + "%"
            added = data_sudo.search([("module", "=", "agency_crm"), ("name", "=like", names)])
            # Sudo: the days that we added go, whoever switches the agency off.
            self.env["resource.calendar.leaves"].sudo().browse(added.mapped("res_id")).exists().unlink()
        self._by_rules().write({"public_holidays_year": 0})
        return res

    def _get_leaves_domain(self, days):
        return [
            ("resource_id", "=", False),
            ("calendar_id", "=", self.resource_calendar_id.id),
            ("date_from", "in", [self._get_moment(day) for day in days]),
        ]

    def _get_moment(self, day, time=datetime.time.min):
        """Return a moment of the working schedule's day, as Odoo keeps it."""
        zone = pytz.timezone(self.resource_calendar_id.tz)
        moment = zone.localize(datetime.datetime.combine(day, time))
        return moment.astimezone(pytz.utc).replace(tzinfo=None)

    def _change_region(self):
        """Add or take back the days that Alsace-Moselle alone has, in the years that are known."""
        for company in self.filtered(lambda company: company._has_public_holidays() and company.public_holidays_year):
            years = range(fields.Date.context_today(company).year, company.public_holidays_year + 1)
            common = company._get_public_holidays(years, alsace_moselle=False)
            days = company._get_public_holidays(years, alsace_moselle=True)
            own = {day: name for day, name in days.items() if day not in common}
            if company.has_alsace_moselle_holidays:
                company._add_leaves(own)
            else:
                # Sudo: see `_add_leaves`.
                leaves_sudo = self.env["resource.calendar.leaves"].sudo()
                domain = company._get_leaves_domain(own)
                leaves_sudo.search([*domain, ("name", "in", list(own.values()))]).unlink()
