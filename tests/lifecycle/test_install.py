"""Installing on a database that has lived, uninstalling, installing again: nothing is lost, nothing is left."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import stock_data
from parts import PARTS

from tools.agency import config, testing
from tools.agency.odoo import database, odoo

SIZE = 1000
# Installing is to take bounded time, on a machine that may be busy with other tests.
SECONDS = 180


@dataclass
class Stage:
    """A database at one moment of its life, and how long it took to come there."""

    name: str
    seconds: float = 0.0

    def sql(self, statement: str) -> list[tuple[str, ...]]:
        return [tuple(row.split("|")) for row in testing.sql(self.name, statement).splitlines()]

    def number(self, statement: str) -> float:
        return float(testing.sql(self.name, statement) or 0)


# === THE LIFE OF A DATABASE === #


@pytest.fixture(scope="module")
def stock() -> Stage:
    """Odoo as it is, with a thousand deals, quotes and invoices; kept from run to run."""
    source = testing.prepare()
    return Stage(stock_data.template(source, SIZE))


@pytest.fixture(scope="module")
def installed(stock: Stage) -> Iterator[Stage]:
    yield from _after(stock, "lifecycle_installed", lambda name: database.install(testing.prepare(), name, _addons()))


@pytest.fixture(scope="module")
def uninstalled(installed: Stage) -> Iterator[Stage]:
    script = (
        f"env['ir.module.module'].search([('name', 'in', {_addons()})]).button_immediate_uninstall()\nenv.cr.commit()"
    )
    yield from _after(installed, "lifecycle_uninstalled", lambda name: testing.odoo_shell(name, script))


@pytest.fixture(scope="module")
def reinstalled(uninstalled: Stage) -> Iterator[Stage]:
    yield from _after(
        uninstalled, "lifecycle_reinstalled", lambda name: database.install(testing.prepare(), name, _addons())
    )


def _after(before: Stage, name: str, change: Callable[[str], object]) -> Iterator[Stage]:
    database.copy(before.name, name)
    _log_of_installing(name).unlink(missing_ok=True)
    try:
        start = time.monotonic()
        change(name)
        yield Stage(name, time.monotonic() - start)
    finally:
        database.drop(name)


def _log_of_installing(name: str) -> Path:
    return config.LOGS / f"modules-{name}.log"


def _addons() -> list[str]:
    # The import from vtiger leaves what it brought in, and is not one of them.
    return [name for name in odoo.manifests() if name not in config.OPTIONAL_ADDONS]


# === INSTALLED === #


def test_installing_takes_bounded_time(installed: Stage) -> None:
    assert installed.seconds < SECONDS


def test_quotes_take_the_status_of_their_state(installed: Stage) -> None:
    found = installed.sql("SELECT state, invoice_status, quote_status, count(*) FROM sale_order GROUP BY 1, 2, 3")
    assert sorted(found) == [
        ("cancel", "no", "rejected", "200"),
        ("draft", "no", "draft", "200"),
        ("sale", "invoiced", "accepted", "100"),
        ("sale", "invoiced", "settled", "100"),
        ("sale", "to invoice", "accepted", "200"),
        ("sent", "no", "sent", "200"),
    ]
    # N % 10 == 3 is paid, N % 10 == 8 is not.
    assert installed.sql(
        "SELECT quote_status FROM sale_order WHERE client_order_ref IN ('Devis 3', 'Devis 8') ORDER BY client_order_ref"
    ) == [
        ("settled",),
        ("accepted",),
    ]


def test_deals_stand_where_their_quotes_are(installed: Stage) -> None:
    found = installed.sql(
        "SELECT q.quote_status, d.name, count(*) FROM crm_lead l JOIN sale_order q ON q.opportunity_id = l.id"
        " JOIN ir_model_data d ON d.model = 'crm.stage' AND d.res_id = l.stage_id AND d.module = 'agency_crm'"
        " WHERE l.type = 'opportunity' AND q.quote_status IN ('sent', 'accepted', 'settled')"
        " AND q.invoice_status != 'invoiced' GROUP BY 1, 2"
    )
    stages = {(status, stage) for status, stage, _count in found}
    # Deals that somebody had already won stay won.
    assert stages == {("sent", "stage_offer_sent"), ("sent", "stage_won"), ("accepted", "stage_won")}
    assert installed.sql(
        "SELECT DISTINCT d.name FROM crm_lead l JOIN sale_order q ON q.opportunity_id = l.id"
        " JOIN ir_model_data d ON d.model = 'crm.stage' AND d.res_id = l.stage_id AND d.module = 'agency_crm'"
        " WHERE q.invoice_status = 'invoiced' AND l.type = 'opportunity'"
    ) == [("stage_final",)]


def test_every_deal_has_its_next_step_and_date(installed: Stage) -> None:
    no_step = "l.type = 'opportunity' AND l.active AND l.next_step_id IS NULL"
    assert not installed.number(f"SELECT count(*) FROM crm_lead l WHERE {no_step}")
    assert not installed.number(
        "SELECT count(*) FROM crm_lead l JOIN agency_next_step s ON s.id = l.next_step_id"
        " WHERE s.is_closing = (l.next_step_date IS NOT NULL)"
    )
    assert not installed.number("SELECT count(*) FROM crm_lead WHERE type = 'lead' AND next_step_id IS NOT NULL")
    # One activity for each deal that somebody follows, none for the others.
    assert not installed.number(
        "SELECT count(*) FROM crm_lead l JOIN agency_next_step s ON s.id = l.next_step_id WHERE"
        " (l.active AND l.user_id IS NOT NULL AND NOT s.is_closing)::int"
        " != (SELECT count(*) FROM mail_activity a WHERE a.res_model = 'crm.lead' AND a.res_id = l.id)"
    )


def test_lost_deals_are_lost(stock: Stage, installed: Stage) -> None:
    lost = "SELECT count(*) FROM crm_lead WHERE won_status = 'lost'"
    assert installed.number(lost) == stock.number(lost) == 50
    assert installed.sql(
        "SELECT d.name, l.active, count(*) FROM crm_lead l JOIN ir_model_data d ON d.model = 'crm.stage'"
        " AND d.res_id = l.stage_id AND d.module = 'agency_crm' WHERE l.won_status = 'lost' GROUP BY 1, 2"
    ) == [("stage_lost", "f", "50")]


def test_invoices_take_their_status_and_deal(installed: Stage) -> None:
    found = installed.sql(
        "SELECT move_type, state, payment_state, agency_status, count(*) FROM account_move"
        " WHERE move_type != 'entry' GROUP BY 1, 2, 3, 4"
    )
    assert sorted(found) == [
        ("in_invoice", "posted", "not_paid", "", "100"),
        ("out_invoice", "cancel", "not_paid", "", "100"),
        ("out_invoice", "draft", "not_paid", "draft", "100"),
        ("out_invoice", "posted", "not_paid", "sent", "400"),
        ("out_invoice", "posted", "paid", "paid", "200"),
        ("out_refund", "posted", "not_paid", "sent", "100"),
    ]
    assert installed.number("SELECT count(*) FROM account_move WHERE opportunity_id IS NOT NULL") == 200
    assert not installed.number(
        "SELECT count(*) FROM account_move m JOIN sale_order q ON q.name = m.invoice_origin"
        " WHERE m.opportunity_id IS DISTINCT FROM q.opportunity_id"
    )


def test_turnover_counts_each_euro_once(installed: Stage) -> None:
    turnover = installed.number("SELECT sum(amount) FROM agency_turnover_line")
    assert turnover == installed.number(
        "SELECT sum(amount_untaxed_signed) FROM account_move WHERE move_type IN ('out_invoice', 'out_refund')"
        " AND state = 'posted'"
    )
    assert turnover > 0


def test_accounts_take_their_type(installed: Stage) -> None:
    assert not installed.number(
        "SELECT count(*) FROM res_partner p WHERE p.name LIKE 'Client %' AND p.account_type != 'client'"
    )
    assert not installed.number(
        "SELECT count(*) FROM res_partner p WHERE p.name LIKE 'Prospect %' AND p.account_type != 'prospect'"
    )
    assert not installed.number(
        "SELECT count(*) FROM res_partner c JOIN res_partner p ON p.id = c.parent_id"
        " WHERE c.account_type IS DISTINCT FROM p.account_type"
    )


def test_the_past_is_no_news(stock: Stage, installed: Stage) -> None:
    for count in ("SELECT count(*) FROM mail_mail", "SELECT count(*) FROM mail_notification"):
        assert installed.number(count) == stock.number(count)
    news = "SELECT count(*) FROM mail_message WHERE model IN ('crm.lead', 'sale.order', 'account.move', 'res.partner')"
    assert installed.number(news) == stock.number(news)


@pytest.mark.parametrize("column", ("date_last_stage_update", "date_open", "date_closed", "day_close", "probability"))
def test_what_odoo_knows_of_past_deals_stays(stock: Stage, installed: Stage, column: str) -> None:
    """Odoo's own analyses count by it. A deal is won, that day, when its quote had been accepted."""
    before = dict(stock.sql(f"SELECT id, {column} FROM crm_lead"))
    won_now = {lead_id for (lead_id,) in installed.sql("SELECT id FROM crm_lead WHERE won_status = 'won'")}
    known = {lead_id for (lead_id,) in stock.sql("SELECT id FROM crm_lead WHERE won_status != 'pending'")}
    changed = {
        lead_id for lead_id, value in installed.sql(f"SELECT id, {column} FROM crm_lead") if value != before[lead_id]
    }
    assert changed <= won_now - known


# === UNINSTALLED === #


@pytest.mark.parametrize("part", PARTS)
def test_uninstalling_leaves_nothing_and_takes_nothing(stock: Stage, uninstalled: Stage, part: str) -> None:
    before, after = set(stock.sql(PARTS[part])), set(uninstalled.sql(PARTS[part]))
    assert after - before == set(), "left behind"
    assert before - after == set(), "taken away"


def test_uninstalling_keeps_the_records(stock: Stage, uninstalled: Stage) -> None:
    for statement in (
        "SELECT state, invoice_status, count(*), sum(amount_total) FROM sale_order GROUP BY 1, 2",
        "SELECT move_type, state, payment_state, count(*), sum(amount_total) FROM account_move GROUP BY 1, 2, 3",
        "SELECT type, active, won_status = 'lost', count(*) FROM crm_lead GROUP BY 1, 2, 3",
        "SELECT is_company, count(*) FROM res_partner GROUP BY 1",
    ):
        assert sorted(uninstalled.sql(statement)) == sorted(stock.sql(statement))
    assert not uninstalled.number("SELECT count(*) FROM crm_lead WHERE stage_id IS NULL")


def test_uninstalling_gives_deals_back_as_they_were(stock: Stage, uninstalled: Stage) -> None:
    """Stage, dates, probability: a deal « Qualified » comes back as « Qualified »."""
    columns = [
        name
        for (name,) in stock.sql("SELECT column_name FROM information_schema.columns WHERE table_name = 'crm_lead'")
        if name not in ("write_date", "write_uid")
    ]
    statement = f"SELECT {', '.join(columns)} FROM crm_lead ORDER BY id"
    different = {
        (old[columns.index("name")], name, old_value, new_value)
        for old, new in zip(stock.sql(statement), uninstalled.sql(statement), strict=True)
        for name, old_value, new_value in zip(columns, old, new, strict=True)
        if old_value != new_value
    }
    assert not different


STORY = """
from odoo.fields import Command

for model in ("crm.lead", "sale.order", "account.move", "res.partner", "product.template", "calendar.event"):
    env[model].get_views([(False, "form"), (False, "list"), (False, "search")])
service = env["product.product"].search([("name", "=", "Création web")])
partner = env["res.partner"].create({"name": "Après", "email": "apres@example.com"})
deal = env["crm.lead"].create({"name": "Après", "type": "opportunity", "partner_id": partner.id})
quote = env["sale.order"].create({
    "partner_id": partner.id, "opportunity_id": deal.id, "order_line": [Command.create({"product_id": service.id})],
})
quote.action_confirm()
invoice = quote._create_invoices()
invoice.action_post()
old = env["sale.order"].search([("client_order_ref", "=", "Devis 1")])
old.action_confirm()
env["crm.lead"].search([("name", "=", "Affaire 10")]).action_set_won()
page = env["ir.actions.report"]._render_qweb_html("account.report_invoice", invoice.ids)[0].decode()
print(quote.state, invoice.state, old.state, invoice.name in page)
"""


def test_stock_works_once_uninstalled(uninstalled: Stage) -> None:
    assert testing.odoo_shell(uninstalled.name, STORY).split() == ["sale", "posted", "sale", "True"]


def test_what_tells_the_parts_apart_can_tell(installed: Stage, stock: Stage) -> None:
    """A comparison that finds nothing is worth something only if it finds the add-ons where they are."""
    for part in ("tables", "columns", "views", "menus", "crons", "parameters", "stages", "activities", "external ids"):
        assert set(installed.sql(PARTS[part])) - set(stock.sql(PARTS[part])), part


# === INSTALLED AGAIN === #


def test_installed_again_it_is_as_the_first_time(installed: Stage, reinstalled: Stage) -> None:
    for part in ("tables", "columns", "constraints", "indexes", "menus", "crons", "parameters", "stages"):
        # Menus and stages come back under other numbers.
        statement = PARTS[part].replace("id, name", "name")
        assert set(reinstalled.sql(statement)) == set(installed.sql(statement)), part
    for statement in (
        "SELECT state, quote_status, count(*) FROM sale_order GROUP BY 1, 2",
        "SELECT move_type, agency_status, count(*) FROM account_move GROUP BY 1, 2",
        "SELECT account_type, count(*) FROM res_partner GROUP BY 1",
        "SELECT sum(amount), count(*) FROM agency_turnover_line",
        "SELECT d.name, l.active, count(*) FROM crm_lead l JOIN ir_model_data d ON d.model = 'crm.stage'"
        " AND d.res_id = l.stage_id AND d.module = 'agency_crm' GROUP BY 1, 2",
    ):
        assert sorted(reinstalled.sql(statement)) == sorted(installed.sql(statement))


def test_the_log_of_installing_has_no_error(installed: Stage) -> None:
    log = _log_of_installing(installed.name).read_text()
    assert " ERROR " not in log and " CRITICAL " not in log
