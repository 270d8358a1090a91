"""How long the agency's PDFs take, beside Odoo's own on the same records (`make bench`).

One two-line quote, then thirty and a hundred in one PDF: the stock report, then the agency's. Aims: a quote in 0.04 of
the stock report's time and under 0.085 s (what vtiger took), a hundred in 0.25 of it, thirty too while the helper
processes that draw are started, less than 2 MB of memory a document, theirs included.
"""

import json
import sys

from harness import Row, report

from tools.agency import testing

DATABASE = "bench_pdf"
SCRIPT = """
import contextlib
import json
import os
import pathlib
import re
import statistics
import time

from odoo.addons.report_weasyprint import engine
from odoo.fields import Command

STOCK, AGENCY = "sale.action_report_saleorder", "agency_pdf.report_quote"
env.company.write({"legal_form": "SARL", "share_capital": 10000, "trade_register_city": "Nantes"})
customer = env["res.partner"].create({"name": "Imprimerie du Parc", "is_company": True, "lang": "fr_FR"})
service = env["product.product"].create({"name": "Création web", "type": "service", "list_price": 1200})
quotes = env["sale.order"].create([
    {
        "partner_id": customer.id,
        "order_line": [Command.create({"product_id": service.id, "name": f"Lot {i}"}) for i in range(2)],
    }
    for _quote in range(100)
])
env.flush_all()
reports = env["ir.actions.report"].with_context(force_report_rendering=True)


def seconds(report, records):
    env.invalidate_all()
    started = time.perf_counter()
    reports._render_qweb_pdf(report, records.ids)
    return time.perf_counter() - started


def peak_mb():
    # Of this process and of those that draw for it: its children, and theirs.
    peaks, parents = {}, {}
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, TypeError):
            status = process.joinpath("status").read_text()
            peaks[process.name] = int(re.search(r"VmHWM:\\s*(\\d+)", status)[1])
            parents[process.name] = re.search(r"PPid:\\s*(\\d+)", status)[1]
    ours = {str(os.getpid())}
    while more := {name for name, parent in parents.items() if parent in ours} - ours:
        ours |= more
    return sum(peaks[name] for name in ours) / 1024


def cold(records, is_prepared=True):
    engine.stop_helpers()
    if is_prepared:
        # As when somebody has just opened the client: the warm process is there, no helper is.
        engine.prepare_helpers()
        time.sleep(3)
    return seconds(AGENCY, records)


def paired(records, times):
    # In turn, so that what else the machine does weighs on both.
    pairs = [(seconds(STOCK, records), seconds(AGENCY, records)) for _time in range(times)]
    return [statistics.median(column) for column in zip(*pairs)]


for report in (STOCK, AGENCY):
    for quote in quotes[:3]:
        seconds(report, quote)
result = {"one": paired(quotes[:1], 15)}
before = peak_mb()
seconds(AGENCY, quotes)
result["memory"] = (peak_mb() - before) / len(quotes)
pairs = [(seconds(STOCK, quotes[:30]), cold(quotes[:30])) for _time in range(3)]
result["thirty_cold"] = [statistics.median(column) for column in zip(*pairs)]
result["thirty_colder"] = statistics.median(cold(quotes[:30], False) for _time in range(3))
result["first_one"] = statistics.median(cold(quotes[:1]) for _time in range(3))
result["hundred"] = paired(quotes, 3)
env.cr.rollback()
print(json.dumps(result))
"""


def main() -> int:
    """Measure, print a table; fail when an aim is missed."""
    testing.prepare()
    testing.create_database(DATABASE)
    try:
        with testing.start_server(DATABASE):
            result = json.loads(testing.odoo_shell(DATABASE, SCRIPT).strip().splitlines()[-1])
    finally:
        testing.drop_database(DATABASE)
    one_stock, one_agency = result["one"]
    hundred_stock, hundred_agency = result["hundred"]
    thirty_stock, thirty_agency = result["thirty_cold"]
    return report(
        "pdf",
        [
            Row("seconds a two-line quote / stock", one_agency, one_stock, 0.04),
            Row("seconds a two-line quote (vtiger on its machine: 0.085)", one_agency, aim=0.085),
            Row("seconds for 100 quotes in one PDF / stock", hundred_agency, hundred_stock, 0.25),
            Row("seconds for 30 in one PDF, helper processes starting / stock", thirty_agency, thirty_stock, 0.25),
            Row("the same before anybody has opened the client / stock", result["thirty_colder"], thirty_stock),
            Row("seconds for the first quote, helper processes starting", result["first_one"]),
            Row("memory a document, helper processes included", result["memory"], aim=2.0, unit="MB"),
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
