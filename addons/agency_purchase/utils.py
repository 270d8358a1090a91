"""Figures of suppliers' prices; no record in here."""

import math

from odoo.tools.misc import formatLang


def format_quantity(env, quantity):
    """Return a quantity as people write it: 1 000."""
    return formatLang(env, quantity, digits=0 if float(quantity).is_integer() else 2)


def get_price(cost, mode, value, rounding=0):
    """Return the selling price of a cost (B23).

    :param float cost: of the whole
    :param str mode: `mark_rate` (value: percent of the price, 0 to 100 not included) or `coefficient` (value: times
        the cost, more than 0)
    :param int rounding: euros to whose multiple the price goes up; 0: none
    :raise ValueError: if the value makes no price
    """
    if mode == "coefficient":
        if not 0 < value < math.inf:
            raise ValueError(mode)
        price = cost * value
    else:
        if not 0 <= value < 100:
            raise ValueError(mode)
        price = cost / (1 - value / 100)
    # What a computer adds after the sixth decimal is no reason for five euros more.
    return math.ceil(round(price / rounding, 6)) * rounding if rounding else price


def get_rates(price, cost):
    """Return taux de marque and taux de marge (percents) and coefficient of a price; None where there is none."""
    margin = price - cost
    return {
        "mark_rate": margin / price * 100 if price else None,
        "margin_rate": margin / cost * 100 if cost else None,
        "coefficient": price / cost if cost else None,
    }
