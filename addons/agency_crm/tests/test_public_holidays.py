"""Public holidays of France are no working days, each year by itself (M40)."""

from datetime import date
from importlib.util import find_spec
from unittest import skipUnless
from unittest.mock import patch

from freezegun import freeze_time

from ..models import res_company_holidays
from .common import AgencyCommon


@skipUnless(find_spec("holidays"), "the package that knows the holidays is not installed")
class TestPublicHolidays(AgencyCommon):
    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time("2026-11-26 09:00:00"))
        self.company = self._create_agency()

    def _create_agency(self, name="Agence", **values):
        france = self.env.ref("base.fr").id
        companies = self.env["res.company"].sudo()
        return companies.create({"name": name, "country_id": france, "is_agency": True, **values})

    def _count(self, year):
        domain = [("calendar_id", "=", self.company.resource_calendar_id.id), ("resource_id", "=", False)]
        leaves = self.env["resource.calendar.leaves"].sudo().search(domain)
        return len(leaves.filtered(lambda leave: leave.date_to.year == year))

    def test_working_days_leave_holidays_out(self):
        self.assertEqual(self.company._get_working_date(5, date(2026, 12, 23)), date(2026, 12, 31))
        self.assertEqual(self.company._get_working_date(1, date(2027, 5, 5)), date(2027, 5, 7), "Ascension")

    def test_years_come_by_themselves_and_once(self):
        self.assertEqual((self._count(2026), self._count(2027), self._count(2028)), (11, 11, 0))
        with freeze_time("2027-01-02"):
            self.env["res.company"].sudo()._cron_add_public_holidays()
            self.env["res.company"].sudo()._cron_add_public_holidays()
        self.assertEqual((self._count(2027), self._count(2028)), (11, 11))

    def test_a_day_that_is_worked_all_the_same_stays_out(self):
        leaves = self.env["resource.calendar.leaves"].sudo()
        leaves.search(self.company._get_leaves_domain([date(2027, 5, 17)])).unlink()
        self.env["res.company"].sudo()._cron_add_public_holidays()
        self.assertEqual(self._count(2027), 10)

    def test_alsace_moselle_is_a_setting_proposed_by_the_post_code(self):
        good_friday = date(2027, 3, 26)
        self.assertEqual(self.company._get_working_date(1, date(2027, 3, 25)), good_friday)
        self.company.has_alsace_moselle_holidays = True
        self.assertEqual(self.company._get_working_date(1, date(2027, 3, 25)), date(2027, 3, 30))
        self.company.has_alsace_moselle_holidays = False
        self.assertEqual(self.company._get_working_date(1, date(2027, 3, 25)), good_friday)
        self.assertTrue(self._create_agency("Strasbourg", zip="67000").has_alsace_moselle_holidays)

    def test_without_the_package_nothing_fails(self):
        with patch.object(res_company_holidays, "holidays", None):
            company = self._create_agency("Without")
            self.env["res.company"].sudo()._cron_add_public_holidays()
        self.assertFalse(company.public_holidays_year)
        self.assertEqual(company._get_working_date(1, date(2026, 12, 24)), date(2026, 12, 25))

    def test_companies_that_are_no_agency_of_france_keep_their_schedule(self):
        belgian = self._create_agency("Belgium", country_id=self.env.ref("base.be").id)
        shop = self._create_agency("Shop", is_agency=False)
        self.assertFalse(belgian.public_holidays_year or shop.public_holidays_year)
