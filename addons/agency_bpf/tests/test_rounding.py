"""Figures of the form without a database: rounded, they still sum."""

import os
from importlib.util import find_spec
from unittest import skipUnless

from odoo.tests import BaseCase, tagged

from ..figures import get_share, round_half_up, round_together

has_hypothesis = bool(find_spec("hypothesis"))  # a package of developers
if has_hypothesis:
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import strategies as st

    HOURS = st.lists(st.integers(0, 4000).map(lambda quarters: quarters / 4), min_size=1, max_size=12)


@tagged("-at_install", "post_install")
class TestRounding(BaseCase):
    def test_halves_go_up_as_on_the_form(self):
        self.assertEqual([round_half_up(value) for value in (0.5, 1.5, 2.5, -0.5, 2.4999)], [1, 2, 3, -1, 2])

    def test_a_share_is_between_one_and_a_hundred(self):
        pairs = ((0, 10), (1, 1000), (5, 10), (20, 10), (5, 0))
        self.assertEqual([get_share(*pair) for pair in pairs], [0, 1, 50, 100, 100])

    @skipUnless(has_hypothesis, "hypothesis is not installed")
    def test_parts_sum_to_the_whole(self):
        @settings(
            max_examples=int(os.environ.get("AGENCY_EXAMPLES", "50")),
            derandomize=True,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            phases=[Phase.generate],
        )
        @given(hours=HOURS)
        def check(hours):
            parts = round_together(hours)
            self.assertEqual(sum(parts), round_half_up(sum(hours)))
            for part, exact in zip(parts, hours, strict=True):
                self.assertLess(abs(part - exact), 1)

        check()
