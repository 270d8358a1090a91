"""Figures of suppliers' prices; no record in here."""

import math
import re
from datetime import date, datetime

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


def parse_amount(text, decimals=2):
    """Return the amount that somebody typed, as « 1 234,50 € » or 1,234.50; None where nothing is typed (B10, B59).

    :param int decimals: of the currency
    :raise ValueError: with the reason: `unreadable`, `negative`, `ambiguous` (1.234 is read in two ways), `decimals`,
        `digits`
    """
    text = re.sub(r"[\s'’]", "", text or "")
    text = re.sub(r"^(€|EUR)|(€|EUR|HT)+$", "", text, flags=re.IGNORECASE)
    if not text:
        return None
    if text[0] in "-\N{MINUS SIGN}\N{EN DASH}":
        raise ValueError("negative")
    if not re.fullmatch(r"[0-9.,]*[0-9][0-9.,]*", text):
        raise ValueError("unreadable")
    marks = re.findall(r"[.,]", text)
    whole, part = text, ""
    if len(set(marks)) == 2 or len(marks) == 1:
        # The last mark is that of the decimals.
        whole, part = re.fullmatch(r"(.*)[.,]([0-9]*)", text).groups()
    if len(marks) == 1 and len(part) == 3 and re.fullmatch(r"[1-9][0-9]{0,2}", whole):
        raise ValueError("ambiguous")
    if not re.fullmatch(r"[0-9]*|[0-9]{1,3}([.,])[0-9]{3}(\1[0-9]{3})*", whole):
        raise ValueError("unreadable")
    whole = re.sub(r"[.,]", "", whole).lstrip("0")
    if len(part.rstrip("0")) > decimals:
        raise ValueError("decimals")
    if len(whole) > 12:
        raise ValueError("digits")
    return float(f"{whole or 0}.{part or 0}")


def parse_date(text):
    """Return the day that a browser or somebody wrote: 2026-12-31 or 31/12/2026; None where nothing is typed.

    :raise ValueError: if it is none
    """
    text = (text or "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return datetime.strptime(text, "%d/%m/%Y").date()


def parse_days(text):
    """Return the days that somebody typed, 10 or « 10 jours »; None where nothing is typed.

    :raise ValueError: if it is no whole number
    """
    text = (text or "").strip()
    if not text:
        return None
    found = re.fullmatch(r"([0-9]{1,4})\s*(j|jours?|d|days?)?\.?", text, flags=re.IGNORECASE)
    if not found:
        raise ValueError(text)
    return int(found[1])


def clean_text(text, is_line=False):
    """Return what somebody typed without the characters that no screen shows, which databases refuse.

    :param bool is_line: it is one line
    """
    text = "".join(
        char for char in (text or "").replace("\r\n", "\n") if char in "\n\t" or char.isprintable() or char.isspace()
    )
    return " ".join(text.split()) if is_line else text.strip()
