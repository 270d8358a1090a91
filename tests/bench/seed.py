"""A big agency: a database as it is after years of work, in a few minutes.

    testing.create_database("big")                 # or with_addons=False
    seed("big")                                    # 100,000 deals, 200,000 quotes and orders, 200,000 invoices

Odoo makes one record of each kind (`seed_patterns.py`: a deal of each stage and next step, a quote of each status, a
recurring order of each frequency, an invoice of each status); SQL copies them, with other owners, accounts, deals and
dates. So every column is as Odoo writes it, those of add-ons too, and a column the database has not is left out.
The copies have no chatter and no followers, and their quotes and invoices are not linked line by line.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness import run_odoo

from tools.agency import testing

PATTERNS = Path(__file__).with_name("seed_patterns.py")
PARTNERS_PER_DEAL = 0.5  # a quarter of them accounts
YEARS = 5


@dataclass
class Copies:
    """Copies of some patterns: the ids after `base`. `weighted` repeats the patterns as often as they weigh."""

    table: str
    weighted: Sequence[int]
    base: int
    count: int


def seed(db: str, deals: int = 100_000, quotes: int = 200_000, invoices: int = 200_000) -> dict:
    """Fill a database made by `testing.create_database`.

    :param quotes: quotes and recurring orders, these 1 % of them
    :return: the patterns' ids by kind, and the logins of the salespersons
    """
    found = json.loads(run_odoo("shell", db, script=PATTERNS.read_text()).strip().splitlines()[-1])
    owner = f"({_array(found['users'])})[1 + {_random('n', 1, len(found['users']))}]"
    spread = {
        "create_date": f"now() - interval '1 hour' * {_random('n', 2, YEARS * 365 * 24)}",
        "write_date": f"now() - interval '1 hour' * {_random('n', 2, YEARS * 365 * 24)}",
        "create_uid": owner,
        "write_uid": owner,
    }
    _seed_partners(db, found, int(deals * PARTNERS_PER_DEAL), {**spread, "user_id": owner})
    copies = _seed_deals(db, found, deals, {**spread, "user_id": owner})
    _seed_orders(db, found, quotes, copies, spread)
    _seed_invoices(db, found, invoices, copies, spread)
    testing.sql(db, "VACUUM ANALYZE")  # as PostgreSQL does by itself in time
    return found


# === RECORDS === #


def _seed_partners(db: str, found: dict, count: int, spread: Mapping[str, str]) -> None:
    """A quarter of accounts, and their contacts."""
    number = "lpad(n::text, 6, '0')"
    accounts = _copy(
        db,
        "res_partner",
        found["accounts"],
        count // 4,
        {
            **spread,
            "name": f"'Client ' || {number}",
            "complete_name": f"'Client ' || {number}",
            "commercial_company_name": f"'Client ' || {number}",
            "commercial_partner_id": "new_id",
            "email": "'client' || n || '@example.com'",
            "email_normalized": "'client' || n || '@example.com'",
            "city": "(ARRAY['Lyon', 'Paris', 'Lille', 'Nantes', 'Grenoble'])[1 + n % 5]",
        },
    )
    contacts = _copy(
        db,
        "res_partner",
        found["contacts"],
        count - count // 4,
        {
            **spread,
            "name": f"'Contact ' || {number}",
            "complete_name": f"account.name || ', Contact ' || {number}",
            "commercial_company_name": "account.name",
            "parent_id": "account.id",
            "commercial_partner_id": "account.id",
            "account_type": "account.account_type",
            "email": "'contact' || n || '@example.com'",
            "email_normalized": "'contact' || n || '@example.com'",
        },
        f"JOIN res_partner account ON account.id = {accounts.base + 1} + {_random('n', 3, accounts.count)}",
    )
    found["partner_base"], found["partner_count"] = accounts.base, contacts.base + contacts.count - accounts.base


def _seed_deals(db: str, found: dict, count: int, spread: Mapping[str, str]) -> Copies:
    """Deals of all stages; each open one has its activity."""
    # Odoo's own database has no next step: its activity stands in for it.
    is_open = "EXISTS (SELECT FROM mail_activity a WHERE a.res_model = 'crm.lead' AND a.res_id = pattern.id)"
    date = f"CASE WHEN {is_open} THEN current_date - 15 + {_random('n', 4, 75)} END"
    copies = _copy(
        db,
        "crm_lead",
        found["deals"],
        count,
        {
            **spread,
            "name": "'Affaire ' || n",
            "partner_id": "contact.id",
            "account_id": "contact.commercial_partner_id",
            "partner_name": "contact.commercial_company_name",
            "contact_name": "contact.name",
            "email_from": "contact.email",
            "email_normalized": "contact.email_normalized",
            "expected_revenue": f"500 + 100 * {_random('n', 5, 100)}",
            "prorated_revenue": f"(500 + 100 * {_random('n', 5, 100)}) * pattern.probability / 100",
            "date_deadline": date,
            "next_step_date": date,
        },
        f"JOIN res_partner contact ON contact.id = {found['partner_base'] + 1} + "
        f"{_random('n', 6, found['partner_count'])}",
    )
    _copy_lines(
        db,
        "mail_activity",
        "res_id",
        copies,
        {
            "res_name": "parent.name",
            "user_id": "parent.user_id",
            "date_deadline": "parent.date_deadline",
            "create_uid": "parent.user_id",
            "write_uid": "parent.user_id",
        },
        "pattern.res_model = 'crm.lead'",
    )
    return copies


def _seed_orders(db: str, found: dict, count: int, deals: Copies, spread: Mapping[str, str]) -> None:
    """Quotes of all statuses with their two lines, and recurring orders."""
    made = f"now() - interval '1 hour' * {_random('n', 2, YEARS * 365 * 24)}"
    of_deal = {
        **spread,
        **dict.fromkeys(("partner_id", "partner_invoice_id", "partner_shipping_id"), "deal.partner_id"),
        **{name: f"deal.{name}" for name in ("user_id", "next_step_id", "next_step_date")},
        "opportunity_id": "deal.id",
        "subject": "deal.name",
        "date_order": made,
        "validity_date": f"({made})::date + 30",
        "access_token": "NULL",
    }
    kinds = [
        (found["quotes"], count - count // 100, "S", {"last_sent_date": f"{made} + interval '1 day'"}),
        (found["orders"], count // 100, "C", {"next_invoice_date": f"current_date - 20 + {_random('n', 7, 365)}"}),
    ]
    for patterns, number, prefix, dates in kinds:
        dates = {name: f"CASE WHEN pattern.{name} IS NOT NULL THEN {date} END" for name, date in dates.items()}
        values = {**of_deal, "name": f"'{prefix}' || lpad(n::text, 7, '0')", **dates}
        copies = _copy(db, "sale_order", patterns, number, values, _join_deal(deals))
        line = {"order_partner_id": "parent.partner_id", "salesman_id": "parent.user_id"}
        _copy_lines(db, "sale_order_line", "order_id", copies, line)


def _seed_invoices(db: str, found: dict, count: int, deals: Copies, spread: Mapping[str, str]) -> None:
    """Invoices and credit notes of all statuses with their journal items, most of them paid long ago."""
    # What waits for its payment is recent.
    age = f"CASE WHEN pattern.id IN ({', '.join(map(str, found['waiting']))}) THEN 45 ELSE {YEARS * 365} END"
    date = f"current_date - {_random('n', 2)} % ({age})"
    number = f"'SEED/' || to_char({date}, 'YYYY') || '/' || lpad(n::text, 7, '0')"
    copies = _copy(
        db,
        "account_move",
        found["invoices"],
        count,
        {
            **spread,
            "name": f"CASE WHEN pattern.state = 'posted' THEN {number} ELSE pattern.name END",
            "sequence_prefix": f"CASE WHEN pattern.state = 'posted' THEN 'SEED/' || to_char({date}, 'YYYY/') END",
            "sequence_number": "CASE WHEN pattern.state = 'posted' THEN n ELSE 0 END",
            "date": date,
            "invoice_date": f"CASE WHEN pattern.invoice_date IS NOT NULL THEN {date} END",
            "invoice_date_due": f"CASE WHEN pattern.invoice_date IS NOT NULL THEN {date} + 30 END",
            "payment_reference": f"CASE WHEN pattern.state = 'posted' THEN {number} END",
            "partner_id": "deal.partner_id",
            "partner_shipping_id": "deal.partner_id",
            "commercial_partner_id": "account.id",
            "invoice_partner_display_name": "account.name",
            "invoice_user_id": "deal.user_id",
            "opportunity_id": "deal.id",
            "next_step_id": "deal.next_step_id",
            "next_step_date": "deal.next_step_date",
            "access_token": "NULL",
        },
        f"{_join_deal(deals)} JOIN res_partner contact ON contact.id = deal.partner_id"
        " JOIN res_partner account ON account.id = contact.commercial_partner_id",
    )
    _copy_lines(
        db,
        "account_move_line",
        "move_id",
        copies,
        {
            "move_name": "parent.name",
            "date": "parent.date",
            "invoice_date": "parent.invoice_date",
            "date_maturity": "CASE WHEN pattern.date_maturity IS NOT NULL THEN parent.invoice_date_due END",
            "partner_id": "parent.commercial_partner_id",
            "full_reconcile_id": "NULL",
        },
    )
    _copy_lines(db, "account_move_presta_type_rel", "account_move_id", copies, {})
    _copy_lines(
        db,
        "agency_turnover_line",
        "move_id",
        copies,
        {
            "move_line_id": "(SELECT min(id) FROM account_move_line line"
            " WHERE line.move_id = parent.id AND line.display_type = 'product')",
            "date": "parent.invoice_date",
            "partner_id": "parent.commercial_partner_id",
            "opportunity_id": "parent.opportunity_id",
            "user_id": "parent.invoice_user_id",
        },
    )


def _join_deal(deals: Copies) -> str:
    return f"JOIN crm_lead deal ON deal.id = {deals.base + 1} + {_random('n', 8, deals.count)}"


# === SQL === #


def _copy(
    db: str, table: str, weights: Mapping[str, int], count: int, values: Mapping[str, str], joins: str = ""
) -> Copies:
    """Insert `count` copies of rows of `table`.

    :param weights: how often each row comes, by its id
    :param values: SQL of the columns that differ from the row copied (`pattern`), of the copy's number `n` and its
        `new_id`; columns that the table has not are left out
    """
    weighted = [int(row) for row, weight in weights.items() for _time in range(weight)]
    base = int(testing.sql(db, f"SELECT max(id) FROM {table}"))
    columns, expressions = _columns(db, table, {"id": "new_id", **values})
    testing.sql(
        db,
        f"SET synchronous_commit = off; INSERT INTO {table} ({columns}) SELECT {expressions}"
        f" FROM (SELECT n, {base} + n AS new_id FROM generate_series(1, {count}) n) copies"
        f" JOIN {table} pattern ON pattern.id = {_pattern('n', weighted)} {joins} ORDER BY n;"
        f" SELECT setval('{table}_id_seq', {base + count}); ANALYZE {table}",
    )
    return Copies(table, weighted, base, count)


def _copy_lines(
    db: str, table: str, parent: str, copies: Copies, values: Mapping[str, str], condition: str = "true"
) -> None:
    """Give each of the copies the rows of `table` that its pattern has, if there is such a table.

    :param parent: column of `table` that names the record a row belongs to
    :param values: as for `_copy()`, of the row copied (`pattern`) and its new `parent`
    """
    if testing.sql(db, f"SELECT to_regclass('{table}') IS NULL") == "t":
        return
    columns, expressions = _columns(db, table, {parent: "parent.id", **values}, without_id=True)
    order = "parent.id" + (", pattern.id" if _has_id(db, table) else "")
    testing.sql(
        db,
        f"SET synchronous_commit = off; INSERT INTO {table} ({columns}) SELECT {expressions}"
        f" FROM {copies.table} parent"
        f" JOIN {table} pattern ON pattern.{parent} = {_pattern(f'(parent.id - {copies.base})', copies.weighted)}"
        f" WHERE parent.id > {copies.base} AND parent.id <= {copies.base + copies.count} AND {condition}"
        f" ORDER BY {order}; ANALYZE {table}",
    )


def _columns(db: str, table: str, values: Mapping[str, str], without_id: bool = False) -> tuple[str, str]:
    """Return the columns of a table, and the SQL of their values."""
    found = testing.sql(
        db,
        "SELECT attname FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped AND attgenerated = ''"
        f" AND attrelid = '{table}'::regclass ORDER BY attnum",
    ).split()
    if without_id:
        found = [name for name in found if name != "id"]
    return (
        ", ".join(f'"{name}"' for name in found),
        ", ".join(values.get(name, f'pattern."{name}"') for name in found),
    )


def _has_id(db: str, table: str) -> bool:
    return bool(testing.sql(db, f"SELECT 1 FROM pg_attribute WHERE attrelid = '{table}'::regclass AND attname = 'id'"))


def _random(number: str, salt: int, below: int | None = None) -> str:
    """SQL of a whole number from 0, always the same for a number and a salt."""
    drawn = f"abs(hashint4(({number} * 31 + {salt})::int)::bigint)::int8"
    return f"({drawn} % {below})::int" if below else f"({drawn} / 2)::int"


def _pattern(number: str, weighted: Sequence[int]) -> str:
    return f"({_array(weighted)})[1 + {_random(number, 9, len(weighted))}]"


def _array(ids: Sequence[int]) -> str:
    return f"ARRAY[{', '.join(map(str, ids))}]"
