"""From an accepted training quote to the certificates: planned in two clicks, sheets signed on paper, closed."""

import re
import shutil

from mails import pdf_text
from pages import Desk, Screen
from pages_forms import Form
from PIL import Image
from playwright.sync_api import expect

from tools.agency import testing

TITLE, SIGNED_TITLE, ASKED_TITLE = "Écrire pour le web", "Prendre la parole", "Animer une réunion"
MAKE = """
from datetime import timedelta
from odoo.fields import Command, Date

user = env["res.users"].search([("login", "=", "lucas")])
company = user.company_id
course = env["product.product"].search([("is_training", "=", True)], limit=1)
customer = env["res.partner"].search([("name", "=", "Mathieu Aubry")])
day = Date.context_today(user) - timedelta(days=7)
while company._get_working_date(1, day - timedelta(days=1)) != day:
    day -= timedelta(days=1)
order = env["sale.order"].with_user(user).create({{
    "partner_id": customer.id, "user_id": user.id, "subject": {title!r}, "training_title": {title!r},
    "order_line": [Command.create({{"product_id": course.id, "price_unit": 900}})],
    "training_start_date": day, "training_end_date": day, "training_schedule": "9 h – 12 h 30, 13 h 30 – 17 h",
    "training_hours": 7, "training_days": 1, "training_place": "Nos locaux, Nancy",
    "training_objectives": "Écrire un article", "training_programme": "<p>Lire, écrire, relire</p>",
    "trainee_ids": [Command.create({{"name": "Léa Simon"}}), Command.create({{"name": "Paul Vautrin"}})]}})
order.action_confirm()
partner = env["res.partner"].create({{"name": "Julie Formatrice"}})
env["agency.trainer"].create({{"partner_id": partner.id, "company_id": company.id}})
env.cr.commit()
print("ORDER=%s" % order.id)
"""


CUSTOMER = "mathieu.aubry@client.example"
PORTAL = """
env["res.users"].create({{"login": {login!r}, "password": {login!r}, "lang": "fr_FR",
    "partner_id": env["res.partner"].search([("name", "=", "Mathieu Aubry")]).id,
    "group_ids": [(6, 0, [env.ref("base.group_portal").id])]}})
env.cr.commit()
"""


def test_training(agency, user: Desk, new_context, screens, shots, tmp_path) -> None:
    output = testing.odoo_shell(agency.database, MAKE.format(title=TITLE))
    order = re.search(r"ORDER=(\d+)", output)[1]
    scan = tmp_path / "feuille.pdf"
    Image.new("RGB", (200, 280), "white").save(scan)

    user.visit(f"action-agency_crm.sale_order_action_quote/{order}")
    quote = Form(user)
    quote.run("action_plan_session")
    session = Form(user)
    expect(session.root).to_contain_text("13:30")
    session.choose("trainer_ids", "Julie Formatrice")
    session.save()
    session.run("action_plan")
    user.shoot("98-session-planifiee")

    # The grid: a tap says who was there, the next that she was not, the third that nobody knows yet.
    session.root.get_by_role("tab", name="Émargement").click()
    row = session.root.locator(".o_agency_grid tbody tr", has_text="Léa Simon")
    for icon in ("fa-check", "fa-times", "fa-hourglass-o", "fa-check"):
        row.locator("button").first.click()
        expect(row.locator("td").nth(1).locator(f".{icon}")).to_be_visible()
    expect(session.root.locator(".o_agency_grid th").first).to_have_text("Stagiaire")
    session.root.locator(".o_agency_grid").scroll_into_view_if_needed()
    user.shoot("98-session-grille")
    user.page.set_viewport_size({"width": 1280, "height": 720})
    session.root.locator(".o_agency_grid p").last.scroll_into_view_if_needed()
    user.shoot("98-session-grille-1280")
    session.root.get_by_role("tab", name="Argent").click()
    expect(session.root.locator("[name='sold_amount']")).to_contain_text("900,00")
    session.root.locator("[name='billed_amount']").scroll_into_view_if_needed()
    user.shoot("98-session-argent-1280")
    user.page.set_viewport_size({"width": 1440, "height": 900})
    session.root.get_by_role("tab", name="Demi-journées").click()

    for number in (0, 1):
        session.root.locator("button[name='action_open_sheet']").nth(number).click()
        dialog = user.page.locator(".modal")
        expect(dialog).to_contain_text("Léa Simon")
        user.settle()
        dialog.locator("button[name='action_all_present']").click()
        expect(dialog.locator(".o_data_row", has_text="Paul Vautrin")).to_contain_text("Présent")
        dialog.locator("[name='sheet_scan'] input[type='file']").set_input_files(scan)
        user.settle()
        user.shoot(f"98-emargement-{number}")
        dialog.locator("button[name='action_close_sheet']").click()
        user.page.locator(".modal", has_text="Continuer").locator("footer .btn-primary").click()
        expect(user.page.locator(".modal")).to_have_count(0)
        user.settle()
        session.reload()
    assert session.status("state") == "Réalisée"
    user.page.set_viewport_size({"width": 1280, "height": 720})
    user.shoot("98-session-realisee")
    user.page.set_viewport_size({"width": 1440, "height": 900})
    with user.page.expect_download() as downloaded:
        session.run("action_print_certificates")
    text = pdf_text(downloaded.value.path().read_bytes())
    assert "Certificat de réalisation" in text and "pour une durée de 7 heures" in text
    assert "Léa Simon" in text and "Paul Vautrin" in text

    # Mailed, with the attestations; and kept.
    # Another journey may have mailed its own.
    last = testing.sql(agency.database, "SELECT coalesce(max(id), 0) FROM ir_attachment").strip()
    session.run("action_send_certificates")
    dialog = user.page.locator(".modal")
    user.shoot("98-certificats-a-envoyer")
    dialog.locator("button[name='action_send']").click()
    expect(dialog).to_have_count(0)
    # No scheduled action runs here, nor so mails that wait for theirs.
    files = (
        "SELECT name FROM ir_attachment WHERE name ~ '^(Certificat|Attestation)' AND res_field IS NULL"
        f" AND id > {last} ORDER BY id"
    )
    names = testing.sql(agency.database, files).splitlines()
    assert [name.split()[0] for name in names] == ["Certificat", "Attestation"]
    session.reload()
    session.root.get_by_role("tab", name="Certificats conservés").click()
    expect(session.root.locator("[name='certificate_ids'] .o_data_row")).to_have_count(2)
    user.shoot("98-certificats-conserves")
    user.page.set_viewport_size({"width": 1280, "height": 720})
    user.shoot("98-certificats-conserves-1280")

    # Their customer finds them on the portal.
    testing.odoo_shell(agency.database, PORTAL.format(login=CUSTOMER))
    customer = Screen(new_context(), agency.url, shots)
    screens.append(customer)
    customer.page.goto(f"{agency.url}/web/login")
    customer.page.fill("input[name=login]", CUSTOMER)
    customer.page.fill("input[name=password]", CUSTOMER)
    customer.page.click("form.oe_login_form button[type=submit]")
    customer.page.wait_for_url("**/my**")
    customer.page.goto(f"{agency.url}/my/trainings")
    expect(customer.page.locator("main")).to_contain_text(TITLE)
    customer.shoot("98-portail-formations", full_page=True)
    customer.page.get_by_text(TITLE).first.click()
    expect(customer.page.locator("main")).to_contain_text("Léa Simon")
    customer.shoot("98-portail-formation", full_page=True)


ACCEPT = """
from datetime import timedelta
from odoo.fields import Date

user = env["res.users"].search([("login", "=", "lucas")])
order = env["sale.order"].browse({order}).with_user(user)
day = Date.context_today(user) + timedelta(days=40)
order = order.copy({{"user_id": user.id, "training_title": {title!r},
    "training_start_date": day, "training_end_date": day}})
order.opportunity_id = env["crm.lead"].with_user(user).create(
    {{"name": {title!r}, "type": "opportunity", "partner_id": order.partner_id.id, "user_id": user.id}})
order.action_confirm()
env.cr.commit()
print("DEAL=%s" % order.opportunity_id.id)
"""


def test_accepted_it_asks_for_its_session(agency, user: Desk) -> None:
    """« À faire » and the deal say what comes next; the session is planned from there in two clicks."""
    order = re.search(r"ORDER=(\d+)", testing.odoo_shell(agency.database, MAKE.format(title=TITLE)))[1]
    made = testing.odoo_shell(agency.database, ACCEPT.format(order=order, title=ASKED_TITLE))
    row = user.page.locator(".o_data_row", has_text=f"Planifier la session : {ASKED_TITLE}")
    user.open("À faire")
    expect(row).to_have_count(1)
    row.scroll_into_view_if_needed()
    user.shoot("98-a-faire-session")
    user.page.set_viewport_size({"width": 1280, "height": 720})
    row.scroll_into_view_if_needed()
    user.shoot("98-a-faire-session-1280")
    user.page.set_viewport_size({"width": 1440, "height": 900})
    row.locator("td[name='name']").click()
    assert Form(user).ready().root.locator("button[name='action_plan_session']").is_visible()
    user.visit(f"action-agency_crm.crm_lead_action/{re.search(r'DEAL=([0-9]+)', made)[1]}")
    banner = user.page.locator(".alert", has_text="sa session est à planifier")
    expect(banner).to_be_visible()
    user.settle()
    user.shoot("98-affaire-session")
    user.page.set_viewport_size({"width": 1280, "height": 720})
    user.shoot("98-affaire-session-1280")
    user.page.set_viewport_size({"width": 1440, "height": 900})
    banner.get_by_role("button", name="Planifier la session").click()
    expect(Form(user).root).to_contain_text("FOR/")
    Form(user).run("action_plan")
    user.open("À faire")
    expect(row).to_have_count(0)


MAKE_TODAY = """
from datetime import datetime, timedelta, timezone

user = env["res.users"].search([("login", "=", "lucas")])
company = user.company_id
# Noon, wherever that is at this moment: both halves of the day are being signed.
hours = 12 - datetime.now(timezone.utc).hour
company.partner_id.tz = "Etc/GMT%+d" % -hours if hours else "Etc/GMT"
day = (datetime.now(timezone.utc) + timedelta(hours=hours)).date()
order = env["sale.order"].browse({order}).copy()
order.write({{"training_title": {title!r}, "training_start_date": day, "training_end_date": day,
    "training_schedule": "9 h – 11 h 30, 11 h 45 – 16 h 15"}})
order.action_confirm()
for trainee in order.trainee_ids:
    mail = trainee.name.split()[0].lower().replace("é", "e") + "@client.example"
    trainee.partner_id = env["res.partner"].create({{"name": trainee.name, "email": mail}})
session = env["agency.training.session"].with_user(user).create({{"title": {title!r}}})
session._by_rules().order_ids = order
env["agency.training.slot"].create([
    {{"session_id": session.id, "date": day, "start_hour": first, "end_hour": last, "holiday_reason": "Essai"}}
    for first, last in ((9, 11.5), (11.75, 16.25))])
env["agency.training.registration"].create(
    [{{"session_id": session.id, "trainee_id": trainee.id}} for trainee in order.trainee_ids])
session.trainer_ids = env["agency.trainer"].search([("name", "=", "Julie Formatrice")], limit=1)
session.action_plan()
env.cr.commit()
print("SESSION=%s" % session.id)
"""


def draw(screen: Screen, wave: int) -> None:
    """Draw on the pad of the page with the mouse, each time another wave."""
    box = screen.page.locator("canvas").bounding_box()
    assert box
    mouse, middle = screen.page.mouse, box["y"] + box["height"] / 2
    mouse.move(box["x"] + 20, middle)
    mouse.down()
    for step in range(1, 12):
        mouse.move(box["x"] + 20 + step * 22, middle + (-1) ** step * (wave + step * 3) % (box["height"] / 3), steps=4)
    mouse.up()


def test_signing(agency, user: Desk, new_context, screens, shots) -> None:
    """One trainee signs on the trainer's tablet, one by the link of a mail; the trainer last; no paper is attached."""
    order = re.search(r"ORDER=(\d+)", testing.odoo_shell(agency.database, MAKE.format(title=SIGNED_TITLE)))[1]
    today = MAKE_TODAY.format(order=order, title=SIGNED_TITLE)
    session_id = re.search(r"SESSION=(\d+)", testing.odoo_shell(agency.database, today))[1]
    tablet, page = {"width": 1024, "height": 768}, user.page
    page.set_viewport_size(tablet)
    user.visit(f"agency.training.session/{session_id}")
    session = Form(user)
    session.root.locator("button[name='action_open_sheet']").first.click()
    dialog = page.locator(".modal")
    expect(dialog).to_contain_text("Léa Simon")
    user.shoot("98-emargement-du-jour")
    dialog.locator("button[name='action_send_links']").click()
    page.locator(".modal", has_text="Continuer").locator("footer .btn-primary").click()
    expect(page.locator(".o_notification", has_text="Liens envoyés")).to_be_visible()
    # No scheduled action runs here, nor so mails that wait for theirs: the address is taken from the one to Paul.
    mail = "SELECT body_html FROM mail_mail WHERE email_to = 'paul@client.example'"
    link = agency.url + re.search(r"/agency/training/[^\"]+", testing.sql(agency.database, mail))[0]

    # The tablet, passed round.
    dialog.locator("button[name='action_sign_on_screen']").click()
    signing = page.locator(".o_agency_signing")
    expect(signing).to_contain_text("Léa Simon")
    expect(page.locator(".o_main_navbar")).to_be_hidden()
    user.shoot("98-faire-signer")
    signing.locator(".list-group-item", has_text="Léa Simon").click()
    expect(signing.locator(".o_agency_sign")).to_be_disabled()
    draw(user, 5)
    user.shoot("98-faire-signer-trace")
    signing.locator(".o_agency_sign").click()
    expect(signing.locator(".list-group-item", has_text="Léa Simon").locator(".fa-check")).to_be_visible()
    expect(signing.locator("img, canvas")).to_have_count(0)

    # A telephone, without an account: by the code on the tablet, and by the mail.
    signing.locator(".list-group-item", has_text="Paul Vautrin").click()
    signing.locator(".o_agency_phone").click()
    code = signing.locator(".o_agency_code")
    expect(code).to_be_visible()
    user.shoot("98-faire-signer-code")
    phone = Screen(new_context(), agency.url, shots)
    screens.append(phone)
    phone.page.set_viewport_size({"width": 390, "height": 844})
    phone.page.goto(code.get_attribute("alt"))
    expect(phone.page.locator("main")).to_contain_text("Paul Vautrin")
    phone.page.goto(link)
    expect(phone.page.locator("main")).to_contain_text("Paul Vautrin")
    expect(phone.page.locator("main")).to_contain_text("9\N{NO-BREAK SPACE}h – 11\N{NO-BREAK SPACE}h")
    phone.shoot("98-lien", full_page=True)
    expect(phone.page.locator(".send")).to_be_disabled()
    draw(phone, 9)
    phone.shoot("98-lien-trace", full_page=True)
    phone.page.locator(".send").click()
    expect(phone.page.locator(".done")).to_contain_text("11\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}30")
    phone.shoot("98-lien-signe", full_page=True)

    # The tablet saw it and went back to the list. The trainer, last; the sheet closes.
    expect(code).to_have_count(0)
    signing.locator(".list-group-item", has_text="Julie Formatrice").click()
    draw(user, 14)
    signing.locator(".o_agency_sign").click()
    expect(signing.locator(".fa-check")).to_have_count(3)
    user.shoot("98-faire-signer-signes")
    signing.locator(".o_agency_leave").click()
    session = Form(user)
    session.root.locator("button[name='action_open_sheet']").first.click()
    expect(dialog).to_contain_text("Par un lien")
    user.shoot("98-emargement-signe")
    dialog.locator("button[name='action_close_sheet']").click()
    page.locator(".modal", has_text="Continuer").locator("footer .btn-primary").click()
    # Lucas teaches other trainings: why his screen was signed on is asked.
    asked = page.locator(".modal", has_text="Avant de clore la feuille")
    asked.locator("[name='word'] input, [name='word'] textarea").first.fill("Écran prêté à la formatrice")
    asked.locator("button[name='action_close']").click()
    expect(page.locator(".modal")).to_have_count(0)
    expect(session.root.locator("td[name='sheet_state']").first).to_have_text("Close")
    expect(session.root.locator("td[name='attendance_summary']").first).to_have_text("2 / 2")
    with page.expect_download() as downloaded:
        session.run("action_print_sheet")
    sheet = downloaded.value.path()
    assert "par un lien" in pdf_text(sheet.read_bytes())
    shutil.copy(sheet, shots / "98-feuille-signee.pdf")
