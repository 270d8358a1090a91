"""What is tried too often is counted by the database: by no process for itself, and not for ever."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import AgencyCommon


@tagged("post_install", "-at_install")
class TestTries(AgencyCommon):
    def setUp(self):
        super().setUp()
        self.tries = self.env["agency.tries"].sudo()

    def test_tries_count_from_the_first_on(self):
        with freeze_time("2026-12-01 10:00:00"):
            self.assertEqual([self.tries._count("a", 60) for _time in range(3)], [1, 2, 3])
            self.assertEqual((self.tries._get_number("a", 60), self.tries._get_number("b", 60)), (3, 0))
        with freeze_time("2026-12-01 10:00:59"):
            self.assertEqual(self.tries._count("a", 60), 4)
        with freeze_time("2026-12-01 10:01:00"):
            self.assertEqual(self.tries._get_number("a", 60), 0)
            self.assertEqual(self.tries._count("a", 60), 1)

    def test_what_counts_no_more_is_forgotten(self):
        with freeze_time("2026-12-01 10:00:00"):
            self.tries._count("old", 60)
        with freeze_time("2026-12-02 11:00:00"):
            self.tries._count("new", 60)
            self.tries._gc_tries()
        self.assertEqual(self.tries.search([]).mapped("key"), ["new"])

    def test_nobody_reads_or_forges_a_count(self):
        self.tries._count("a", 60)
        for call in (
            lambda tries: tries.search([]),
            lambda tries: tries.create({"key": "b", "since": "2026-12-01 10:00:00", "number": 99}),
            lambda tries: tries.search_count([("key", "=", "a")]),
        ):
            with self.assertRaises(AccessError):
                call(self.env["agency.tries"].with_user(self.manager))
