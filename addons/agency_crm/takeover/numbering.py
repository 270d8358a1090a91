"""The agency's own numbers: DEV for quotes, BC for recurring orders, going on after those that were brought over.

Invoices and credit notes are numbered by Odoo from the first one on: see `account_move_numbers.py`.
"""

import re
from typing import NamedTuple

from odoo.tools import SQL

QUOTES, ORDERS = "sale.order", "agency.recurring.order"  # codes of sequences; the first one is Odoo's
PREFIXES = {QUOTES: "DEV", ORDERS: "BC"}
NUMBER_RE = re.compile(r"(?P<prefix>.*?)(?P<digits>[0-9]{1,9})", re.DOTALL)


class Number(NamedTuple):
    """A number of a document, in its parts: DEV015 is DEV, 15, three figures wide."""

    prefix: str
    value: int
    width: int  # 0: as wide as it is

    def __str__(self):
        return f"{self.prefix}{self.value:0{self.width}d}"


def read_number(text):
    """Return the parts of a number as typed, or None where it does not end with figures."""
    found = NUMBER_RE.fullmatch(text or "")
    if not found:
        return None
    digits = found["digits"]
    return Number(found["prefix"], int(digits), len(digits) if digits.startswith("0") else 0)


def take_over(companies):
    """Give agencies without a quote series of their own; those that have quotes keep the numbers they have."""
    orders = companies.env["sale.order"].with_context(active_test=False)
    numbered = {company.id for [company] in orders._read_group([("company_id", "in", companies.ids)], ["company_id"])}
    for company in companies:
        if company.id not in numbered:
            for code in PREFIXES:
                set_next(company, code, Number(PREFIXES[code], 1, 0))


def give_back(companies):
    """Leave the next numbers to Odoo's own series."""
    for company in companies:
        for code in PREFIXES:
            if series := find_series(company, code):
                series.unlink()


def find_series(company, code):
    """Return the series that the add-on made for a company, or None."""
    return company.env.ref(_get_external_id(company, code), raise_if_not_found=False)


def set_next(company, code, number):
    """Let a series go on with this number, whatever it was.

    :param Number number: with the year in its prefix, it begins anew each year
    """
    year = str(company.env.cr.now().year)
    is_yearly = year in number.prefix
    vals = {
        "prefix": number.prefix.replace(year, "%(range_year)s", 1) if is_yearly else number.prefix,
        "padding": number.width,
        "use_date_range": is_yearly,
        "number_next_actual": number.value,
    }
    series = find_series(company, code)
    if series:
        series.date_range_ids.unlink()
        series.write(vals)
    else:
        name = f"Agency: {PREFIXES[code]}, {company.name}"
        series = company.env["ir.sequence"].create({**vals, "name": name, "code": code, "company_id": company.id})
        data = {"xml_id": _get_external_id(company, code), "record": series, "noupdate": True}
        company.env["ir.model.data"]._update_xmlids([data])
    if is_yearly:
        days = {"date_from": f"{year}-01-01", "date_to": f"{year}-12-31"}
        series.date_range_ids.create({**days, "sequence_id": series.id, "number_next_actual": number.value})


def get_next(company, code):
    """Return the number that comes next, as text; empty where the series is Odoo's."""
    series = find_series(company, code)
    if not series:
        return ""
    day = company.env.cr.now().date()
    days = series.date_range_ids.filtered(lambda days: days.date_from <= day <= days.date_to)[:1]
    return series.get_next_char((days or series).number_next_actual)


def find_last(company, code, prefix=None):
    """Return the last number that quotes or recurring orders of a company have, by its most frequent prefix.

    :param str prefix: the one to look for
    :rtype: Number | None
    """
    is_order = SQL("billing_frequency IS NOT NULL" if code == ORDERS else "billing_frequency IS NULL")
    of_company = SQL("FROM sale_order WHERE company_id = %s AND %s", company.id, is_order)
    return _find_last(company.env, of_company, prefix)


def find_last_invoice(company, move_types, prefix=None):
    """Return the last number that posted invoices or credit notes of a company have; see `find_last`."""
    posted = SQL(
        "FROM account_move WHERE company_id = %s AND move_type IN %s AND state = 'posted'", company.id, move_types
    )
    return _find_last(company.env, posted, prefix)


def go_on(company):
    """Let series that have no number of their own yet go on after those brought over: after QUO213 comes QUO214."""
    for code, default in PREFIXES.items():
        series = find_series(company, code)
        if not series:
            continue
        own = (read_number(get_next(company, code)) or Number(default, 1, 0)).prefix
        last = find_last(company, code, own) or find_last(company, code) or Number(default, 0, 0)
        set_next(company, code, last._replace(value=last.value + 1))
    _go_on_with_invoices(company)


def start_anew(company):
    """Let series go on after the numbers there still are, when what was brought over is taken back."""
    company._get_numbered_journal().first_invoice_number = False
    go_on(company)


def _go_on_with_invoices(company):
    journal = company._get_numbered_journal()
    last = find_last_invoice(company, ("out_invoice",))
    if last and journal and not journal._get_last_number("out_invoice"):
        journal.first_invoice_number = str(last._replace(value=last.value + 1))


def _find_last(env, documents, prefix):
    """Return the highest number of the most frequent prefix, or of the one given."""
    env.flush_all()
    query = SQL(
        r"""SELECT prefix, max(digits::bigint), min(length(digits)), bool_or(digits LIKE '0%%'), count(*)
              FROM (SELECT substring(name FROM '^(.*?)[0-9]+$') AS prefix,
                           substring(name FROM '^.*?([0-9]{1,9})$') AS digits %s) AS numbers
             WHERE digits IS NOT NULL AND (%s::text IS NULL OR prefix = %s)
             GROUP BY prefix ORDER BY count(*) DESC, prefix LIMIT 1""",
        documents,
        prefix,
        prefix,
    )
    for found, value, width, is_padded, _count in env.execute_query(query):
        return Number(found, value, width if is_padded else 0)
    return None


def _get_external_id(company, code):
    return f"agency_crm.series_{code.replace('.', '_')}_{company.id}"
