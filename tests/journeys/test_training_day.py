"""A day of training: accepted, planned, convoked by mail, signed on a tablet, by a link and on paper, certified.

Two companies' trainees, one of whom is missing half a day. Nobody waits for the hours of the day: the agency's time
zone is the one where it is early, then late.
"""

import re
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from mails import body, pdfs
from pages import Desk, Screen, plain
from pages_training import SessionForm, TrainingQuote
from PIL import Image
from playwright.sync_api import Locator, expect
from serving import Agency, serve_sample
from test_training import draw

TITLE = "Animer un atelier"
MAKE = """
from datetime import datetime, timedelta, timezone
from odoo.fields import Command

user = env["res.users"].search([("login", "=", "lucas")])
company = user.company_id
company.training_signature_minutes = 600
company.signatory_name = company.signatory_name or "Claire Martin"
hour = datetime.now(timezone.utc).hour
offset = 8 - hour if hour < 21 else 32 - hour
company.partner_id.tz = "Etc/GMT%+d" % -offset if offset else "Etc/GMT"
day = (datetime.now(timezone.utc) + timedelta(hours=offset)).date()
course = env["product.product"].search([("is_training", "=", True)], limit=1)
orders = env["sale.order"]
for name, people in (("Mathieu Aubry", ("Léa Simon", "Paul Vautrin", "Inès Roche")),
                     ("Hélène Kessler", ("Hugo Lambert", "Nora Petit"))):
    customer = env["res.partner"].search([("name", "=", name)], limit=1)
    if not customer:
        firm = env["res.partner"].create({"name": "Maison Kessler", "is_company": True})
        customer = env["res.partner"].create({"name": name, "parent_id": firm.id})
    customer.email = customer.email or "direction@kessler.example"
    firm = customer.commercial_partner_id
    contacts = env["res.partner"].create([
        {"name": one, "parent_id": firm.id, "email": one.split()[1].lower() + "@stagiaire.example"} for one in people])
    orders += env["sale.order"].with_user(user).create({
        "partner_id": customer.id, "user_id": user.id, "subject": TITLE, "training_title": TITLE,
        "order_line": [Command.create({"product_id": course.id, "price_unit": 900})],
        "training_start_date": day, "training_end_date": day, "training_hours": 1, "training_days": 1,
        "training_place": "Nos locaux, Nancy", "training_objectives": "Tenir un atelier",
        "training_programme": "<p>Préparer, tenir, conclure</p>",
        "trainee_ids": [Command.create({"name": one.name, "partner_id": one.id}) for one in contacts]})
# Sent, as one says it by hand.
orders[0].state = "sent"
orders[1].action_confirm()
partner = env["res.partner"].create({"name": "Julie Formatrice"})
env["agency.trainer"].create({"partner_id": partner.id, "company_id": company.id})
env.cr.commit()
print("MADE %s %s" % tuple(orders.ids))
"""
# A day that may be a Sunday has its half-days typed.
FILL = """
user = env["res.users"].search([("login", "=", "lucas")])
orders = env["sale.order"].browse(ORDERS)
session = orders[0].session_ids.with_user(user)
day = orders[0].training_start_date
session.slot_ids.unlink()
env["agency.training.slot"].with_user(user).create([
    {"session_id": session.id, "date": day, "start_hour": first, "end_hour": last, "holiday_reason": "Essai"}
    for first, last in ((9.5, 10), (10.25, 10.75))])
env["agency.training.registration"].with_user(user).create(
    [{"session_id": session.id, "trainee_id": trainee.id} for trainee in orders[1].trainee_ids])
session.trainer_ids = env["agency.trainer"].search([("name", "=", "Julie Formatrice")], limit=1)
env.cr.commit()
"""
# The same day, three hours later.
LATER = """
from datetime import datetime, timezone
order = env["sale.order"].browse(ORDERS[0])
noon = datetime.combine(order.training_start_date, datetime.min.time()).replace(hour=11)
now = datetime.now(timezone.utc).replace(minute=0, second=0, microsecond=0, tzinfo=None)
offset = int((noon - now).total_seconds()) // 3600
order.company_id.partner_id.tz = "Etc/GMT%+d" % -offset if offset else "Etc/GMT"
env.cr.commit()
"""
SEND = "env['mail.mail'].process_email_queue()\nenv.cr.commit()"
WAVES = count(3, 2)
LINK = r"/agency/training/[^\s\"<]+"


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Agency]:
    """The sample agency alone: its time zone moves."""
    with serve_sample("training_day", tmp_path_factory.mktemp("mail")) as agency:
        yield agency


def sign(user: Desk, signing: Locator, *names: str) -> None:
    """Each taps their name on the tablet, and draws; no wave twice."""
    for name in names:
        signing.locator(".list-group-item", has_text=name).click()
        draw(user, next(WAVES))
        signing.locator(".o_agency_sign").click()
        expect(signing.locator(".list-group-item", has_text=name).locator(".fa-check")).to_be_visible()


def copy(user: Desk, signing: Locator, name: str, wave: int) -> None:
    """Draw what somebody drew already: it is refused in words, and nobody has signed."""
    signing.locator(".list-group-item", has_text=name).click()
    draw(user, wave)
    signing.locator(".o_agency_sign").click()
    refusal = user.page.locator(".modal", has_text="Ce tracé est celui d’une autre signature")
    expect(refusal).to_be_visible()
    user.shoot("97-trace-copie")
    refusal.locator("footer button").click()
    signing.get_by_role("button", name="Retour").click()


def close(user: Desk, session: SessionForm, number: int, scan: Path) -> None:
    """Attach the paper that one signed, and close; what looks odd is passed with a word."""
    page = user.page
    session.root.locator("button[name='action_open_sheet']").nth(number).click()
    dialog = page.locator(".modal").first
    dialog.locator("[name='sheet_scan'] input[type='file']").set_input_files(scan)
    user.settle()
    user.shoot(f"97-feuille-{number}")
    dialog.locator("button[name='action_close_sheet']").click()
    page.locator(".modal", has_text="Continuer").locator("footer .btn-primary").click()
    asked, closed = page.locator(".modal", has_text="Avant de clore la feuille"), page.locator("body:not(.modal-open)")
    expect(asked.or_(closed).first).to_be_visible()
    if asked.count():
        asked.locator("[name='word'] input, [name='word'] textarea").first.fill("Une matinée courte, un écran prêté")
        asked.locator("button[name='action_close']").click()
    expect(page.locator(".modal")).to_have_count(0)
    session.reload()


def test_a_day_of_training(
    day: Agency,
    sign_in_at: Callable[[str, str], Desk],
    new_context: Callable,
    screens: list,
    shots: Path,
    tmp_path: Path,
) -> None:
    scan = tmp_path / "feuille.pdf"
    Image.new("RGB", (200, 280), "white").save(scan)
    made = day.shell(f"TITLE = {TITLE!r}\n{MAKE}")
    first, second = map(int, re.search(r"MADE (\d+) (\d+)", made).groups())
    orders = f"ORDERS = [{first}, {second}]\n"
    user = sign_in_at(day.url, "lucas")
    user.page.set_viewport_size({"width": 1024, "height": 768})

    # Accepted, planned, convoked: one mail each, with the convocation.
    user.visit(f"action-agency_crm.sale_order_action_quote/{first}")
    quote = TrainingQuote(user).ready()
    quote.run("action_confirm")
    session = quote.plan_session()
    day.shell(orders + FILL)
    session.reload()
    session.run("action_plan")
    before = len(day.mail.messages())
    session.run("action_convoke")
    user.page.locator(".modal", has_text="Continuer").locator("footer .btn-primary").click()
    expect(user.page.locator(".modal")).to_have_count(0)
    user.settle()
    user.shoot("97-session-convoquee")
    day.shell(SEND)
    mails = day.mail.wait_for(before + 5)[before:]
    assert sorted(mail["To"] for mail in mails) == [
        f"{name}@stagiaire.example" for name in ("lambert", "petit", "roche", "simon", "vautrin")
    ]
    for mail in mails:
        (paper,) = (text for text in pdfs(mail).values() if "Vous êtes attendu" in text)
        assert TITLE in paper and "9 h 30 – 10 h" in plain(paper)

    # Too early, nobody signs; later, three on the tablet, one by a link, one on paper.
    session.root.locator("button[name='action_open_sheet']").first.click()
    user.page.locator(".modal button[name='action_sign_on_screen']").click()
    signing = user.page.locator(".o_agency_signing")
    expect(signing.locator(".alert")).to_contain_text("à partir du")
    signing.locator(".o_agency_leave").click()
    day.shell(orders + LATER)
    session = SessionForm(user).ready()
    for number, names in enumerate((("Léa Simon", "Inès Roche", "Hugo Lambert"), ("Léa Simon", "Inès Roche"))):
        before = len(day.mail.messages())
        session.root.locator("button[name='action_open_sheet']").nth(number).click()
        dialog = user.page.locator(".modal")
        dialog.locator("button[name='action_send_links']").click()
        user.page.locator(".modal", has_text="Continuer").locator("footer .btn-primary").click()
        expect(user.page.locator(".o_notification", has_text="Liens envoyés").first).to_be_visible()
        day.shell(SEND)
        sent = day.mail.wait_for(before + 5)[before:]
        (link,) = (
            re.search(LINK, body(mail) + str(mail.get_body(("html",)).get_content()))[0]
            for mail in sent
            if mail["To"] == "vautrin@stagiaire.example"
        )
        dialog.locator("button[name='action_sign_on_screen']").click()
        sign(user, signing, *names)

        phone = Screen(new_context(), day.url, shots)
        screens.append(phone)
        phone.page.set_viewport_size({"width": 390, "height": 844})
        phone.page.goto(day.url + link)
        expect(phone.page.locator("main")).to_contain_text("Paul Vautrin")
        draw(phone, next(WAVES))
        phone.page.locator(".send").click()
        expect(phone.page.locator(".done")).to_be_visible()

        # Who signed on paper, and who is missing, are said on the grid; the trainer signs last.
        signing.locator(".o_agency_leave").click()
        session = SessionForm(user).ready()
        session.root.get_by_role("tab", name="Émargement").click()
        for name, taps in (("Nora Petit", 1), ("Hugo Lambert", 2 * number)):
            cell = session.root.locator(".o_agency_grid tbody tr", has_text=name).locator("td").nth(1 + number)
            for icon in ("fa-check", "fa-times")[:taps]:
                cell.locator("button").click()
                expect(cell.locator(f".{icon}")).to_be_visible()
        user.shoot(f"97-grille-{number}")
        session.root.get_by_role("tab", name="Demi-journées").click()
        session.root.locator("button[name='action_open_sheet']").nth(number).click()
        dialog.locator("button[name='action_sign_on_screen']").click()
        if number:
            copy(user, signing, "Julie Formatrice", wave=3)
        sign(user, signing, "Julie Formatrice")
        signing.locator(".o_agency_leave").click()
        session = SessionForm(user).ready()
    for number in (0, 1):
        close(user, session, number, scan)
    assert session.status("state") == "Réalisée"
    user.shoot("97-session-realisee")

    # Certificates with the hours that were followed, in one mail to each company.
    before = len(day.mail.messages())
    session.send_certificates()
    day.shell(SEND)
    mails = day.mail.wait_for(before + 2)[before:]
    assert len({mail["To"] for mail in mails}) == 2
    certificate = r"Mme/M\. ([^,]+?)(?:,| a suivi).*?pour une durée de ([\d,]+) heure"
    said = {
        name: (mail["To"], hours)
        for mail in mails
        for text in pdfs(mail).values()
        for name, hours in re.findall(certificate, text)
    }
    assert {name: hours for name, (_to, hours) in said.items()} == {
        "Léa Simon": "1",
        "Paul Vautrin": "1",
        "Inès Roche": "1",
        "Hugo Lambert": "0,5",
        "Nora Petit": "1",
    }
    assert said["Léa Simon"][0] == said["Paul Vautrin"][0] != said["Nora Petit"][0] == said["Hugo Lambert"][0]
