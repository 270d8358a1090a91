from odoo.tests import BaseCase, tagged

from ..utils import split_amount


@tagged("post_install", "-at_install")
class TestSplitAmount(BaseCase):
    """Nothing is lost when an amount is shared."""

    def test_cents_left_over_go_to_the_largest_remainders(self):
        self.assertEqual(split_amount(100.0, [1, 1, 1]), [33.34, 33.33, 33.33])
        self.assertEqual(split_amount(0.05, [3, 1]), [0.04, 0.01])

    def test_negative_amount(self):
        parts = split_amount(-100.0, [1, 1, 1])
        self.assertEqual(round(sum(parts), 2), -100.0)

    def test_weights_without_a_sum_are_equal(self):
        self.assertEqual(split_amount(10.0, [0, 0]), [5.0, 5.0])

    def test_same_weights_as_parts_give_the_parts_back(self):
        parts = split_amount(99.99, [7, 11, 13])
        self.assertEqual(split_amount(-99.99, parts), [-part for part in parts])

    def test_other_roundings(self):
        self.assertEqual(split_amount(10, [1, 2], rounding=1.0), [3.0, 7.0])
