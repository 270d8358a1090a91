"""From a request to a paid invoice, by a plain Utilisateur, in French, in a browser.

Compte → Contact → Affaire → Devis → sent → signed by the customer → deposit paid → balance paid. At each
point the screen is asked, not the database.
"""

from mails import body, pdfs, quote_link
from pages import Desk
from pages_portal import Portal
from pages_sales import AccountForm, DealForm, QuoteForm

ACCOUNT = "Fromagerie des Hautes Chaumes"
CONTACT = "Solène Marchal"
EMAIL = "solene@hautes-chaumes.example"
DEAL = "Lancement de la vente directe"
SUBJECT = "Affiche et dépliants de la vente directe"
# Affiche 1 × 380 € + dépliant 2 × 450,50 € = 1 281,00 € HT, TVA 20 % 256,20 €
TOTAL = "1 537,20 €"
DEPOSIT = "461,16"
BALANCE = "1 076,04"


def test_request_to_paid(agency, user: Desk, customer: Portal) -> None:
    user.open("Comptes")
    account = user.new(AccountForm)
    account.fill(
        name=ACCOUNT,
        email="bonjour@hautes-chaumes.example",
        phone="03 53 01 13 10",
        street="4 route des Crêtes",
        zip_code="88250",
        city="La Bresse",
    )
    assert account.account_type() == "Prospect"
    account_page = user.address()

    contact = account.new_contact()
    assert contact.account() == ACCOUNT
    contact.fill(name=CONTACT, email=EMAIL, phone="06 39 98 30 10", function="Gérante")

    deal = contact.new_deal()
    assert CONTACT in deal.contact()
    deal.fill(name=DEAL)
    assert deal.phase() == "Analyse du besoin"
    assert deal.next_step() == "1 - Chiffrage C3L"
    assert deal.options("next_step_id") == ["1 - Chiffrage C3L", "1 - Chiffrage ST", "1 - Chiffrage impression"]
    assert deal.next_step_date()
    user.shoot("affaire")
    deal_page = user.address()

    quote = write_quote(deal)
    number = quote.number()
    assert quote.quote_status() == "Créé le"
    assert TOTAL in quote.totals()
    user.shoot("devis")
    quote_page = user.address()

    received = send_quote(agency, user, quote, number)
    assert quote.quote_status() == "Envoyé"
    user.go_to(deal_page, deal)
    assert deal.phase() == "Offre envoyée"
    assert deal.next_step() == "2 - A rappeler"
    assert deal.next_step_date()

    customer.open_quote(quote_link(received))
    assert number in customer.text()
    assert TOTAL in customer.text()
    customer.shoot("portail")
    customer.accept_and_sign(CONTACT)
    assert "Merci" in customer.thanks()
    customer.shoot("portail-signe")

    user.go_to(quote_page, quote)
    assert quote.quote_status() == "Accepté"
    user.go_to(deal_page, deal)
    assert deal.phase() == "Gagnée"
    assert deal.next_step() == "4 - Facture acompte"
    user.go_to(account_page, account)
    assert account.account_type() == "Client"

    user.go_to(quote_page, quote)
    deposit(user, quote, number)
    user.go_to(deal_page, deal)
    assert deal.phase() == "Facture d'acompte"
    assert deal.next_step() == "5 - Facture solde"
    user.go_to(quote_page, quote)
    assert quote.quote_status() == "Accepté"

    balance(user, quote)
    user.go_to(quote_page, quote)
    assert quote.quote_status() == "Réglé (total)"
    user.go_to(deal_page, deal)
    assert deal.phase() == "Facture finale"
    assert deal.next_step() == "---"
    assert deal.next_step_date() == ""
    for why in (
        "un devis a été envoyé",
        "un devis a été accepté",
        "la facture d'acompte a été envoyée",
        "tout ce qui a été accepté est facturé",
    ):
        assert f"Affaire mise à jour : {why}." in deal.chatter()
    user.shoot("affaire-finale")
    user.go_to(account_page, account)
    assert account.account_type() == "Client"


def write_quote(deal: DealForm) -> QuoteForm:
    """Two services on a quote made from the deal, which knows its contact."""
    quote = deal.new_quote()
    assert CONTACT in quote.contact()
    assert quote.deal() == DEAL
    quote.write_subject(SUBJECT)
    quote.add_service("Affiche (création)", 1)
    quote.add_service("Dépliant trois volets", 2, price=450.5)
    quote.save_until_saved()
    assert len(quote.lines()) == 2
    return quote


def send_quote(agency, user: Desk, quote: QuoteForm, number: str):
    """Send through Odoo's composer; the mail arrives, its PDF says what the quote does."""
    before = len(agency.mail.messages())
    composer = quote.send()
    assert CONTACT in composer.recipients()
    assert number in composer.subject()
    assert any(name.endswith(".pdf") for name in composer.attachments())
    user.shoot("courriel")
    composer.send()
    received = agency.mail.wait_for(before + 1)[before]
    assert EMAIL in received["To"]
    assert number in body(received)
    (text,) = pdfs(received).values()
    for expected in ("Devis", number, SUBJECT, ACCOUNT, CONTACT, "88250 La Bresse", "Encre & Mirabelle", TOTAL):
        assert expected in text, f"{expected!r} is not in the PDF: {text}"
    for amount in ("1 281,00 €", "256,20 €"):
        assert amount in text
    return received


def deposit(user: Desk, quote: QuoteForm, number: str) -> None:
    """Facture d'acompte, 30 %, paid."""
    wizard = quote.new_deposit_invoice()
    assert wizard.percent() == "30,00"
    invoice = wizard.create_draft()
    assert invoice.invoice_status() == "Créé le"
    assert len(invoice.lines()) == 1
    assert "384,30" in invoice.totals()
    invoice.confirm()
    assert invoice.invoice_status() == "À envoyer"
    assert f"Acompte de 30 % sur devis {number}" in " ".join(invoice.descriptions())
    user.shoot("facture-acompte")
    payment = invoice.pay()
    assert payment.amount() == DEPOSIT
    user.shoot("paiement")
    payment.create_payment()
    assert invoice.invoice_status() == "Soldé"
    assert invoice.is_paid()


def balance(user: Desk, quote: QuoteForm) -> None:
    """Facture de solde: everything, the deposit deducted; paid."""
    invoice = quote.new_balance_invoice().create_draft()
    assert "-384,30" in " ".join(invoice.lines())
    assert "1 076,04 €" in invoice.totals()
    invoice.confirm()
    user.shoot("facture-solde")
    payment = invoice.pay()
    assert payment.amount().replace("\u202f", " ") == BALANCE
    payment.create_payment()
    assert invoice.invoice_status() == "Soldé"
