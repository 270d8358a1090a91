"""One training from its accepted quote to the yearly statement: an OPCO pays half (T50, T44), figures open (T62)."""

import re
from collections.abc import Callable
from pathlib import Path

from mails import pdfs
from pages import Desk, plain
from pages_invoices import SendDialog
from pages_sales import DealForm
from pages_training import PayerInvoice, StatementForm, TrainingQuote
from PIL import Image

from tools.agency import testing

TITLE, DEAL = "Rédiger une lettre d'information", "Lettre d'information de l'année"
CUSTOMER = "Brasserie de l'Aubier"
COMPANY = f"Entreprise des stagiaires : {CUSTOMER}"
OPCO, FILE_NO = "OPCO des Métiers", "2027-M77"
MAKE = """
from datetime import timedelta
from odoo.fields import Command, Date

user = env["res.users"].search([("login", "=", "lucas")])
company = user.company_id
company.signatory_name = company.signatory_name or "Claire Martin"
course = env["product.product"].search([("is_training", "=", True)], limit=1)
customer = env["res.partner"].search([("name", "=", "Mathieu Aubry")])
opco = env["res.partner"].create({{"name": {opco!r}, "is_company": True, "street": "14 rue Riquet", "zip": "75019",
    "city": "Paris", "country_id": env.ref("base.fr").id, "email": "factures@metiers.example", "lang": "fr_FR"}})
partner = env["res.partner"].create({{"name": "Nadia Formatrice"}})
env["agency.trainer"].create({{"partner_id": partner.id, "company_id": company.id}})
day = Date.context_today(user) - timedelta(days=7)
while company._get_working_date(1, day - timedelta(days=1)) != day:
    day -= timedelta(days=1)
nsf = env["agency.nsf"].search([("code", "=", "321")])
env = env(user=user, context={{"lang": "fr_FR", "allowed_company_ids": company.ids}})
deal = env["crm.lead"].create({{"name": {deal!r}, "partner_id": customer.id, "type": "opportunity"}})
order = env["sale.order"].create({{
    "partner_id": customer.id, "opportunity_id": deal.id, "subject": {title!r}, "training_title": {title!r},
    "is_training": True, "order_line": [Command.create({{"product_id": course.id, "price_unit": 900}})],
    "training_start_date": day, "training_end_date": day, "training_schedule": "9 h – 12 h 30, 13 h 30 – 17 h",
    "training_hours": 7, "training_days": 1, "training_place": "Nos locaux, Nancy",
    "training_objectives": "Écrire une lettre", "training_programme": "<p>Lire, écrire, relire</p>",
    "trainee_ids": [Command.create({{"name": name, "bpf_trainee_type": "private"}})
        for name in ("Léa Simon", "Paul Vautrin")]}})
env.cr.commit()
print("MADE %s %s %s %s" % (order.id, deal.id, day.year, Date.context_today(user).year))
"""


def number(text: str) -> float:
    """Return a number as French writes it."""
    return float(re.sub(r"[^\d,-]", "", plain(text)).replace(",", "."))


def test_training_year(agency, user: Desk, sign_in: Callable[[str], Desk], shots: Path, tmp_path: Path) -> None:
    output = testing.odoo_shell(agency.database, MAKE.format(title=TITLE, deal=DEAL, opco=OPCO))
    order, deal_id, first_year, last_year = re.search(r"MADE (\d+) (\d+) (\d+) (\d+)", output).groups()
    scan = tmp_path / "feuille.pdf"
    Image.new("RGB", (200, 280), "white").save(scan)

    # Accepted, half of it is the OPCO's; planned in two clicks, given.
    quote_page = f"action-agency_crm.sale_order_action_quote/{order}"
    user.visit(quote_page)
    quote = TrainingQuote(user).ready().accept()
    assert quote.quote_status() == "Accepté"
    quote.show_training().add_payer(OPCO, FILE_NO, "450", "170-payeur")
    session = quote.plan_session()
    session.choose("trainer_ids", "Nadia Formatrice").save()
    session.run("action_plan")
    for sheet in (0, 1):
        session.close_sheet(sheet, scan, f"170-emargement-{sheet}")
    assert session.status("state") == "Réalisée"
    text = session.print_certificates()
    assert "Certificat de réalisation" in text and "pour une durée de 7 heures" in text
    session.send_certificates()
    user.shoot("171-session-realisee")

    # One draft a payer; the OPCO's goes with what it asks for.
    user.visit(quote_page)
    quote.invoice_payers(OPCO, "450,00")
    user.shoot("172-brouillons")
    drafts = user.address()
    invoice = user.open_row(OPCO, PayerInvoice)
    assert "450,00" in invoice.totals()
    invoice.confirm()
    user.shoot("172-facture-de-l-opco")
    before = len(agency.mail.messages())
    invoice.run("action_invoice_sent")
    SendDialog(user).ready().send()
    mail = agency.mail.wait_for(before + 1)[before]
    assert "factures@metiers.example" in mail["To"]
    texts = list(pdfs(mail).values())
    certificate = next(text for text in texts if "Certificat de réalisation" in text)
    bill = next(text for text in texts if "Facture" in text and text != certificate)
    for words in (FILE_NO, TITLE, "Léa Simon", "Paul Vautrin", "7 heures effectuées", "14 rue Riquet", COMPANY):
        assert words in bill, f"{words!r} is not in the invoice: {bill}"
    assert "Léa Simon" in certificate and "Paul Vautrin" in certificate
    invoice.reload().settle_up()

    # The company's is the rest.
    user.page.goto(drafts)
    user.settle()
    rest = user.open_row("Brouillon", PayerInvoice)
    assert "450,00" in rest.totals()
    rest.confirm().mark_sent().settle_up()
    user.visit(quote_page)
    assert quote.ready().quote_status() == "Réglé (total)"
    user.shoot("173-devis-regle")
    user.visit(f"action-agency_crm.crm_lead_action/{deal_id}")
    deal = DealForm(user).ready()
    assert deal.phase() == "Facture finale"
    assert deal.next_step() == "---"
    user.shoot("173-affaire")

    # The statement of its year.
    desk = sign_in("claire")
    desk.visit("action-agency_bpf.agency_bpf_action")
    desk.page.get_by_role("button", name="Nouveau").first.click()
    statement = StatementForm(desk).ready()
    statement._write_date(statement.field("date_from"), f"01/01/{first_year}")
    statement._write_date(statement.field("date_to"), f"31/12/{last_year}")
    statement.save()
    statement.run("action_calculate")
    statement.reload()
    assert first_year in statement.value("date_from") or first_year == last_year
    desk.shoot("174-bpf")
    for label, expected, column, sums in (
        ("Plan de développement des compétences ou autres dispositifs", OPCO, "amount", "450,00"),
        ("Produits provenant des entreprises pour la formation de leurs salariés", CUSTOMER, "amount", "450,00"),
        ("Salariés d’employeurs privés hors apprentis", "Léa Simon", "hours", "7"),
    ):
        figure = statement.figure(label)
        entries = statement.open_figure(label)
        shown = [number(cell) for cell in entries.locator(f".o_data_row td[name='{column}']").all_inner_texts()]
        # The form has whole euros and whole hours.
        gap = abs(sum(shown) - number(figure.split(",")[-1]))
        assert gap <= 0.5, f"{label}: {figure} is not the sum of {shown}"
        ours = entries.locator(".o_data_row", has_text=expected).locator(f"td[name='{column}']")
        assert sums in plain(ours.first.inner_text())
        desk.shoot(f"175-bpf-{column}-{expected.split()[0]}")
        desk.page.go_back()
        statement.ready()
