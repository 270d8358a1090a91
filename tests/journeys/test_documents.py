"""The manual's « Astuces », each one selection and one button.

Five quotes in one mail with a presentation file, an agreement edited and printed twice, a PDF of sixty quotes made in
the background; and Documents itself. By a plain Utilisateur, in French; the mail is read where it arrives.
"""

import json

import pytest
from mails import pdfs
from pages import Desk
from pages_documents import QuoteDocuments, drop_file, job_notice, mail_selection, read_tab, select_rows
from pages_sales import DealForm

from tools.agency import testing

CONTACT = "Mathieu Aubry"
EMAIL = "mathieu@brasserie-aubier.example"
SUBJECT = "Lot de la brasserie"
TRAINING = "Formation « Animer ses réseaux sociaux »"

MAKE_QUOTES = """
import json
partner = env["res.partner"].search([("name", "=", {contact!r})])
user = env["res.users"].search([("login", "=", "lucas")])
service = env["product.product"].search([("type", "=", "service"), ("sale_ok", "=", True)], limit=1)
names = []
for number in range({count}):
    subject = {subject!r} + " " + str(number + 1)
    deal = env["crm.lead"].with_user(user).create({{"name": subject, "type": "opportunity", "partner_id": partner.id}})
    quote = env["sale.order"].with_user(user).create({{
        "partner_id": partner.id, "opportunity_id": deal.id, "subject": subject, "user_id": user.id,
        "order_line": [(0, 0, {{"product_id": service.id, "product_uom_qty": 1, "price_unit": 100 + number}})]}})
    names.append(quote.name)
env.cr.commit()
print("NAMES=" + json.dumps(names))
"""


def make_quotes(database: str, count: int, subject: str) -> list[str]:
    script = MAKE_QUOTES.format(contact=CONTACT, count=count, subject=subject)
    output = testing.odoo_shell(database, script)
    return json.loads(output.split("NAMES=")[1].splitlines()[0])


def test_five_quotes_in_one_mail(agency, user: Desk) -> None:
    names = make_quotes(agency.database, 5, SUBJECT)
    before = len(agency.mail.messages())
    user.open("Devis")
    user.search(SUBJECT)
    select_rows(user, SUBJECT, 5)
    composer = mail_selection(user)
    assert CONTACT in composer.recipients()
    assert sorted(composer.file_names()) == sorted(f"Devis {name}.pdf" for name in names)
    composer.attach_from_documents("Plaquette")
    assert composer.weight().startswith("6 pièce(s) jointe(s)")
    assert "sur 10,0 Mo au plus" in composer.weight()
    user.shoot("50-cinq-devis")
    composer.send()

    mail = agency.mail.wait_for(before + 1)[before]
    assert EMAIL in mail["To"]
    files = {part.get_filename(): part for part in mail.iter_attachments()}
    assert sorted(files) == sorted([*(f"Devis {name}.pdf" for name in names), "Plaquette Encre & Mirabelle.pdf"])
    for name in names:
        assert name in pdfs(mail)[f"Devis {name}.pdf"]
    assert len(agency.mail.messages()) == before + 1

    user.open("Devis")
    user.search(SUBJECT)
    assert len(user.rows()) == 5
    assert all("Envoyé" in row and "2 - A rappeler" in row for row in user.rows())
    user.open("Affaires")
    user.search(SUBJECT)
    deal = user.open_row(f"{SUBJECT} 3", DealForm)
    assert deal.phase() == "Offre envoyée"


def test_agreement_edited_and_printed_twice(agency, user: Desk) -> None:
    user.open("Devis")
    user.search("Animer ses réseaux")
    quote = user.open_row("Animer ses réseaux", QuoteDocuments)
    address = user.address()
    choice = quote.documents()
    assert sorted(choice.templates()) == ["Convention (à éditer)", "Devis formation", "Programme de formation"]
    assert choice.chosen() == "Devis formation"
    choice.choose_template("Convention (à éditer)")
    user.shoot("51-documents")
    editor = choice.edit()
    editor.replace("Entre", "Entre les soussignées")
    user.shoot("52-convention-modifiee")
    assert editor.author() == "Lucas Berthier"
    text = editor.generate()
    assert "Entre les soussignées" in text
    assert "……" not in text

    user.go_to(address, quote)
    choice = quote.documents()
    assert choice.chosen() == "Convention (à éditer)"  # remembered
    assert "Entre les soussignées" in choice.open()


def test_posted_invoice_is_not_edited(user: Desk) -> None:
    user.open("Factures")
    invoice = user.open_row("Envoyé", QuoteDocuments)
    number = invoice.value("name")
    choice = invoice.documents()
    assert not choice.offers("action_edit")
    assert number in choice.open()


def test_sixty_quotes_in_one_pdf(agency, user: Desk) -> None:
    subject = "Série de soixante"
    names = make_quotes(agency.database, 60, subject)
    user.open("Devis")
    user.search(subject)
    select_rows(user, subject, 60)
    user.press("PDF groupé")
    progress = user.page.locator(".o_agency_document_jobs .card")
    progress.wait_for()
    assert "0 / 60" in progress.inner_text()
    testing.odoo_shell(agency.database, "env['agency.document.job']._cron_run_jobs()")
    notice = job_notice(user)
    assert "60 documents sont réunis en un PDF" in notice
    user.shoot("53-soixante-devis")
    text = read_tab(user, lambda: user.page.get_by_role("button", name="Ouvrir le PDF").click())
    positions = [text.index(name) for name in reversed(names)]  # as the list shows them: last first
    assert positions == sorted(positions)


@pytest.mark.parametrize("folder", ["1 pour proposition"])
def test_file_dropped_in_a_folder(user: Desk, tmp_path, folder: str) -> None:
    user.open("Documents")
    user.page.locator(".o_search_panel .o_search_panel_category_value", has_text=folder).first.click()
    user.settle()
    path = tmp_path / "Argumentaire.txt"
    path.write_text("Nos points forts")
    drop_file(user, path)
    card = user.page.locator(".o_kanban_record", has_text="Argumentaire.txt")
    card.wait_for()
    assert folder in card.inner_text()
    user.shoot("54-documents")
    card.locator(".o_kanban_previewer").click()
    user.page.locator(".o-FileViewer").wait_for()
    user.page.keyboard.press("Escape")
