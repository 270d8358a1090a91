"""Two users, twenty windows: the same quote is printed, accepted, invoiced at the same moment."""

import base64
import io
import itertools
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from mails import pdf_text
from people import Failed, Person
from PIL import Image, ImageDraw

from tools.agency import testing

WINDOWS = 20
# Errors whose words are for the user.
TOLD = ("odoo.exceptions.UserError", "odoo.exceptions.ValidationError")


def at_once(people: list[Person], act: Callable[[Person], object]) -> list[object]:
    """Have everybody do it at the same moment; return what each got, be it a refusal."""
    gate = threading.Barrier(len(people))

    def go(person: Person) -> object:
        gate.wait()
        try:
            return act(person)
        except Failed as refusal:
            # Nobody meets an error that says nothing.
            assert refusal.name in TOLD, refusal
            return refusal

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(go, people))


def one_did(results: list[object], words: str) -> object:
    """What the only one got who could do it; the others were told why not."""
    (done,) = [result for result in results if not isinstance(result, Failed)]
    for result in results:
        if isinstance(result, Failed):
            assert words in result.message
    return done


def texts(people: list[Person], address: str) -> set[str]:
    """The texts of the PDFs that everybody gets there at the same moment."""
    answers = at_once(people, lambda person: person.get(address))
    assert {answer.status_code for answer in answers} == {200}
    return {pdf_text(answer.content) for answer in answers}


@pytest.fixture(params=[0, 2], ids=["threads", "workers"])
def windows(
    request: pytest.FixtureRequest,
    make_server: Callable[..., testing.Server],
    sign_in: Callable[[testing.Server, str], Person],
) -> Iterator[list[Person]]:
    """Windows of two users, on one process with threads as `make run`, then on two workers."""
    options = {"workers": 2, "gevent_port": testing.free_port()} if request.param else {}
    with make_server(**options) as server:
        claire, lucas = sign_in(server, "claire"), sign_in(server, "lucas")
        yield [person.again() for person in [claire, lucas] * (WINDOWS // 2)]


@pytest.fixture
def quote(windows: list[Person]) -> int:
    """A quote of a deal."""
    lucas = windows[1]
    prospect = [("is_company", "=", True), ("street", "!=", False), ("account_type", "=", "prospect")]
    (partner,) = lucas.call("res.partner", "search", prospect, limit=1)
    (service,) = lucas.call("product.product", "search", [("name", "=", "Création de logo")], limit=1)
    (deal,) = lucas.call("crm.lead", "create", [{"name": "Ensemble", "type": "opportunity", "partner_id": partner}])
    values = {
        "partner_id": partner,
        "opportunity_id": deal,
        "order_line": [[0, 0, {"product_id": service, "price_unit": 1000}]],
    }
    (quote,) = lucas.call("sale.order", "create", [values])
    return quote


def make_deposit(person: Person, quote: int, gate: threading.Barrier) -> object:
    """Open the window of a deposit, and ask for it once everybody has theirs open."""
    context = person.call("sale.order", "action_new_deposit_invoice", [quote])["context"]
    model = "sale.advance.payment.inv"
    values = {"advance_payment_method": "percentage", "amount": 30.0}
    (window,) = person.call(model, "create", [values], context=context)
    gate.wait()
    return person.call(model, "create_invoices", [window], context=context)


def test_one_acceptance_one_deposit_and_whole_pdfs(database: str, windows: list[Person], quote: int) -> None:
    lucas = windows[1]

    # All print; then all accept, and one does.
    (text,) = texts(windows, f"/report/pdf/agency_pdf.quote/{quote}")
    assert "000,00" in text
    one_did(at_once(windows, lambda person: person.call("sale.order", "action_confirm", [quote])), "confirmation")
    (read,) = lucas.call("sale.order", "read", [quote], ["quote_status", "opportunity_id", "partner_id"])
    assert read["quote_status"] == "accepted"
    followed = "model = 'crm.lead' AND body LIKE '%accept%' AND res_id = {}"
    count = f"SELECT count(*) FROM mail_message WHERE {followed.format(read['opportunity_id'][0])}"
    assert testing.sql(database, count) == "1", "the deal followed once"

    # All ask for a deposit, in windows opened before: one is made, and adds up.
    gate = threading.Barrier(len(windows))
    one_did(at_once(windows, lambda person: make_deposit(person, quote, gate)), "facturé")
    invoices = lucas.call("sale.order", "read", [quote], ["invoice_ids"])[0]["invoice_ids"]
    assert len(invoices) == 1
    (invoice,) = lucas.call("account.move", "read", invoices, ["amount_untaxed", "state"])
    assert (invoice["amount_untaxed"], invoice["state"]) == (300.0, "draft")
    deposits = "SELECT count(*) FROM sale_order_line WHERE is_downpayment AND display_type IS NULL AND order_id = {}"
    assert testing.sql(database, deposits.format(quote)) == "1"

    # All post it: it gets one number. All print it: one file is the invoice, the same for everybody.
    one_did(at_once(windows, lambda person: person.call("account.move", "action_post", invoices)), "brouillon")
    (posted,) = lucas.call("account.move", "read", invoices, ["name", "state"])
    assert posted["state"] == "posted"
    number = f"SELECT count(*) FROM account_move WHERE name = '{posted['name']}'"
    assert testing.sql(database, number) == "1"
    (text,) = texts(windows, f"/report/pdf/agency_pdf.invoice/{invoices[0]}")
    assert posted["name"] in text
    files = "res_model = 'account.move' AND res_field = 'invoice_pdf_report_file' AND res_id = {}"
    count = f"SELECT count(*) FROM ir_attachment WHERE {files.format(invoices[0])}"
    assert int(testing.sql(database, count)) <= 1


def test_one_invoice_of_a_period(database: str, windows: list[Person]) -> None:
    """All press « Facturer la période » of an order that they see at the same Début."""
    lucas = windows[1]
    running = [("recurrence_status", "=", "running"), ("billing_frequency", "!=", False), ("state", "=", "sale")]
    (order,) = lucas.call("sale.order", "search_read", running, ["next_invoice_date"], limit=1)
    count = f"SELECT count(*) FROM account_move WHERE recurring_order_id = {order['id']}"
    before = int(testing.sql(database, count))
    seen = {"invoiced_period_start": order["next_invoice_date"]}
    results = at_once(
        windows, lambda person: person.call("sale.order", "action_make_recurring_invoice", [order["id"]], context=seen)
    )
    one_did(results, "factur")
    assert int(testing.sql(database, count)) == before + 1


HALF_DAY = """
from datetime import datetime, timedelta, timezone
from odoo.fields import Command

user = env["res.users"].search([("login", "=", "lucas")])
company = user.company_id
# Noon, wherever that is at this moment: the half-day is being signed.
hours = 12 - datetime.now(timezone.utc).hour
company.partner_id.tz = "Etc/GMT%+d" % -hours if hours else "Etc/GMT"
day = (datetime.now(timezone.utc) + timedelta(hours=hours)).date()
course = env["product.product"].search([("is_training", "=", True)], limit=1)
customer = env["res.partner"].search([("name", "=", "Mathieu Aubry")])
order = env["sale.order"].with_user(user).create({
    "partner_id": customer.id, "order_line": [Command.create({"product_id": course.id, "price_unit": 900})],
    "is_training": True, "training_hours": 4,
    "trainee_ids": [Command.create({"name": name}) for name in ("Léa Simon", "Paul Vautrin", "Nadia Roux")]})
session = env["agency.training.session"].with_user(user).create({"title": "Ensemble"})
env["agency.training.slot"].create({"session_id": session.id, "date": day, "start_hour": 11, "end_hour": 15,
    "holiday_reason": "Essai"})
env["agency.training.registration"].create(
    [{"session_id": session.id, "trainee_id": trainee.id} for trainee in order.trainee_ids])
order.action_confirm()
session.action_plan()
env.cr.commit()
print("SIGNED=%s" % ",".join(map(str, session.slot_ids.attendance_ids.ids)))
"""


def drawing(number: int) -> str:
    """A signature as the screen sends it, another one each number."""
    picture, file = Image.new("RGBA", (360, 120), (255, 255, 255, 0)), io.BytesIO()
    ImageDraw.Draw(picture).line([(10, 10), (60 + number * 7, 100), (200, 20 + number * 3), (300, 90)], "navy", 2)
    picture.save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def test_one_signature_of_a_half_day(database: str, windows: list[Person]) -> None:
    """All sign for one trainee, each by hand: one does. All send one drawing, for two trainees: it signs for one."""
    model, numbers = "agency.training.attendance", itertools.count()
    output = testing.odoo_shell(database, HALF_DAY)
    lea, paul, nadia = map(int, re.search(r"SIGNED=([\d,]+)", output)[1].split(","))

    def sign(person: Person, attendance: int, number: int) -> object:
        return person.call(model, "sign_on_screen", [attendance], drawing(number))

    one_did(at_once(windows, lambda person: sign(person, lea, next(numbers))), "déjà signé")
    (read,) = windows[0].call(model, "read", [lea], ["state", "proof"])
    assert (read["state"], read["proof"]) == ("present", "screen")
    one_did(at_once(windows, lambda person: sign(person, [paul, nadia][next(numbers) % 2], 99)), "sign")
    signed = f"SELECT count(*) FROM agency_training_attendance WHERE id IN ({paul}, {nadia}) AND signed_at IS NOT NULL"
    assert testing.sql(database, signed) == "1"
