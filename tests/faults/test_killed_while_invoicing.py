"""The server is killed in the middle of the recurring invoices, twice: the next run completes the work."""

from collections.abc import Callable

from waiting import wait_for

from tools.agency import testing

JOB = "agency_crm.ir_cron_make_recurring_invoices"
# More than the job makes between two commits.
ORDERS = 130
SEED = f"""
import datetime
customers = env["res.partner"].search([("is_company", "=", True), ("street", "!=", False), ("city", "!=", False)])
service = env.ref("agency_sample.RESEAUX")
# Only these are due.
env["sale.order"].search([("billing_frequency", "!=", False)]).action_pause_recurrence()
start = datetime.date.today() - datetime.timedelta(days=40)  # two periods are due: this month's and the one before
orders = env["sale.order"].create([{{
    "partner_id": customers[n % len(customers)].id, "subject": f"Contrat {{n}}", "billing_frequency": "monthly",
    "next_invoice_date": start, "client_order_ref": "FAULT",
    "order_line": [(0, 0, {{"product_id": service.id, "price_unit": 100.0 + n}})],
}} for n in range({ORDERS})])
env.cr.commit()
"""
MADE = """
SELECT o.id, m.recurring_period_start, m.amount_untaxed
FROM account_move m JOIN sale_order o ON o.id = m.recurring_order_id
WHERE o.client_order_ref = 'FAULT' ORDER BY 1, 2
"""


def made(database: str) -> list[str]:
    """The invoices made so far, as `order|period|amount`."""
    return testing.sql(database, MADE).splitlines()


def test_no_period_is_missing_or_invoiced_twice(
    database: str,
    make_server: Callable[..., testing.Server],
    schedule: Callable[[str], None],
    is_writing: Callable[[str], bool],
) -> None:
    testing.odoo_shell(database, SEED)
    schedule(JOB)
    server = make_server(max_cron_threads=1)

    # Killed before anything was committed.
    server.start()
    wait_for(lambda: is_writing("account_move"), pause=0.05)
    server.kill()
    assert not made(database)

    # Killed in the second batch: the first is kept whole, nothing of the second.
    server.start()
    wait_for(lambda: made(database), pause=0.05)
    first_batch = made(database)
    wait_for(lambda: is_writing("account_move"), pause=0.02)
    server.kill()
    wait_for(lambda: not is_writing("account_move"))
    assert made(database) == first_batch
    assert 0 < len(first_batch) < ORDERS * 2
    moved = "SELECT count(*) FROM sale_order WHERE client_order_ref = 'FAULT' AND next_invoice_date > now()"
    assert int(testing.sql(database, moved)) * 2 == len(first_batch)

    # The job was not told: it simply runs again.
    server.start()
    wait_for(lambda: testing.sql(database, moved) == str(ORDERS), seconds=90)
    server.stop()
    after = made(database)
    assert len(after) == len({line.rsplit("|", 1)[0] for line in after}) == ORDERS * 2
    assert set(first_batch) <= set(after)
    totals = "SELECT sum(amount_untaxed) FROM sale_order WHERE client_order_ref = 'FAULT'"
    assert sum(float(line.split("|")[2]) for line in after) == 2 * float(testing.sql(database, totals))
    # Each order says once what was made for it.
    noted = """
        SELECT count(*) FROM mail_message m JOIN sale_order o ON o.id = m.res_id AND m.model = 'sale.order'
        WHERE o.client_order_ref = 'FAULT' AND m.body LIKE '%account.move%'
    """
    assert testing.sql(database, noted) == str(ORDERS)

    # And a run more makes nothing.
    schedule(JOB)
    testing.odoo_shell(database, "env['sale.order']._cron_make_recurring_invoices(); env.cr.commit()")
    assert made(database) == after
