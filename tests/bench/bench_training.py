"""How long a training session takes to open beside Odoo's form, and a thousand certificates (`make bench`).

A session of forty trainees and ten half-days, all on its sheets, is read as its form asks for it; in turn, in one
without the add-ons, a quote of fifty lines as Odoo's form does: as many rows. The median counts. Aim: at most 1.5 of
stock's time (TRAINING T74); so for its grid, asked for when its page is opened. Then the certificates of a thousand
trainees are made in one run, each kept as a file of its own with its fingerprint (T49); each page is there, and each
file. They are printed again, which draws none. What the run takes of memory is told by certificate, from its second
half: the first documents of a program take what later ones use again.

`bench_training.py 80` makes eighty (for trying out).
"""

import sys
from statistics import median

from harness import Row, measure_in_turn, report

ROUNDS = 3
TRAINEES = 40

FILL = """
from datetime import timedelta
from odoo.fields import Command, Date

partner = env["res.partner"].create({{"name": "Client", "is_company": True}})
service = env["product.product"].create({{"name": "Formation", "type": "service", "list_price": 1200}})
lines = [Command.create({{"product_id": service.id, "name": f"Lot {{i}}"}}) for i in range(50)]
env["sale.order"].create({{"partner_id": partner.id, "order_line": lines}})
if "agency.training.session" in env:
    env.company.write({{"training_declaration_number": "52440123444", "signatory_name": "Claire Fontanel"}})
    trainer = env["agency.trainer"].create({{"partner_id": env["res.partner"].create({{"name": "Julie"}}).id}})
    day, sessions = Date.to_date("2020-01-06"), env["agency.training.session"]
    for number in range(-(-{size} // {trainees})):
        order = env["sale.order"].create({{
            "partner_id": partner.id, "is_training": True, "training_title": f"Formation {{number}}",
            "training_hours": 35,
            "order_line": [Command.create({{"product_id": service.id}})],
            "trainee_ids": [Command.create({{"name": f"Stagiaire {{number}}-{{i}}"}}) for i in range({trainees})]}})
        order.action_confirm()
        session = env["agency.training.session"]._by_rules().create({{
            "title": f"Formation {{number}}", "order_ids": [Command.link(order.id)],
            "slot_ids": [Command.create({{"date": day + timedelta(days=7 * number + i // 2),
                "start_hour": 9 + i % 2 * 4.5, "end_hour": 12.5 + i % 2 * 4.5, "holiday_reason": "Essai"}})
                for i in range(10)],
            "registration_ids": [Command.create({{"trainee_id": one.id}}) for one in order.trainee_ids]}})
        session.trainer_ids = trainer
        session.action_plan()
        session.slot_ids.attendance_ids.write({{"state": "present"}})
        # As if each had been signed and closed: drawing those files is another measure.
        session.slot_ids._by_rules().write({{"sheet_state": "closed", "state": "held"}})
        session._settle()
env.cr.commit()
"""

MEASURE = """
import json, time
from lxml import etree

def get_specification(model, node):
    found = {{}}
    for field in node.iterdescendants("field"):
        if next((True for up in field.iterancestors("field") if up is not node and node in up.iterancestors()), False):
            continue
        name = field.get("name")
        if name not in env[model]._fields:
            continue
        kind = env[model]._fields[name]
        inner = get_specification(kind.comodel_name, field) if len(field) and kind.relational else {{}}
        found[name] = {{"fields": inner or {{"display_name": {{}}}}}} if kind.relational else {{}}
    return found

ours = "agency.training.session" in env
model = "agency.training.session" if ours else "sale.order"
record = env[model].search([], order="id desc" if not ours else "id", limit=1)
specification = get_specification(model, etree.fromstring(env[model].get_view(view_type="form")["arch"]))


def usual(act):
    times = []
    for _time in range(12):
        env.invalidate_all()
        before = time.perf_counter()
        act()
        times.append(time.perf_counter() - before)
    return sorted(times[2:])[5]

found = {{"open": usual(lambda: record.web_read(specification))}}
if ours:
    found["grid"] = usual(record.get_attendance_grid)
    registrations = env["agency.training.registration"].search([], limit={size})
    import io, resource
    from odoo.tools.pdf import PdfFileReader
    report = env["ir.actions.report"].with_context(force_report_rendering=True)

    def make(records):
        before = time.perf_counter()
        queries = env.cr.sql_log_count
        pdf, _type = report._render_qweb_pdf("agency_training.report_certificate", records.ids)
        pages = PdfFileReader(io.BytesIO(pdf)).getNumPages()
        return time.perf_counter() - before, env.cr.sql_log_count - queries, pages

    def peak():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    # The first one reads what all documents share.
    make(registrations[:1])
    rest = registrations[1:]
    half = len(rest) // 2
    first = make(rest[:half])
    env.flush_all()
    low = peak()
    env.invalidate_all()
    second = make(rest[half:])
    env.flush_all()
    found["memory"] = (peak() - low) / max(len(rest) - half, 1)
    found["certificates"] = (first[0] + second[0]) / len(rest)
    found["queries"] = (first[1] + second[1]) / len(rest)
    env.invalidate_all()
    found["again"] = make(registrations)[0] / len(registrations)
    found["pages"] = 1 + first[2] + second[2]
    found["kept"] = env["agency.training.certificate"].search_count([("registration_id", "in", registrations.ids)])
print(json.dumps(found))
"""


def main() -> int:
    """Measure both in turn, print a table; fail when an aim is missed or a page is."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    values = {"size": size, "trainees": TRAINEES}
    found = measure_in_turn("training", FILL.format(**values), MEASURE.format(**values), ROUNDS)
    for answer in found["ours"]:
        if (answer["pages"], answer["kept"]) != (size, size):
            raise RuntimeError(f"{size} certificates are {answer['pages']} pages, {answer['kept']} kept")
    opened = {side: median(answer["open"] for answer in answers) for side, answers in found.items()}
    names = ("grid", "certificates", "again", "queries", "memory")
    ours = {name: median(answer[name] for answer in found["ours"]) for name in names}
    return report(
        "training",
        [
            Row("seconds a session of 40 × 10 opens / a quote of 50 lines", opened["ours"], opened["stock"], aim=1.5),
            Row("seconds its grid opens / the same", ours["grid"], opened["stock"], aim=1.5),
            Row(f"seconds a certificate, {size} made and kept", ours["certificates"]),
            Row("seconds a certificate that is kept, printed again", ours["again"]),
            Row("queries a certificate made", ours["queries"], unit="queries"),
            Row("memory a certificate made", ours["memory"], unit="MB"),
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
