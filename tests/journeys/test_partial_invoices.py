"""A deposit credited, then three partial invoices, up to Réglé (total): each step asked of the screen (SPEC 6)."""

from pages import Desk
from pages_invoices import InvoiceForm
from pages_sales import AccountForm, QuoteForm

ACCOUNT = "Brasserie du Val d'Ajol"
# Affiche 1 × 400 € + dépliant 3 × 500 € = 1 900,00 € HT, 2 280,00 € TTC
TOTAL = "2 280,00 €"


def test_three_partial_invoices_and_a_credited_deposit(user: Desk) -> None:
    deal, deal_page, quote, quote_page = accepted_quote(user)
    assert deal.phase() == "Gagnée"
    assert deal.next_step() == "4 - Facture acompte"

    user.go_to(quote_page, quote)
    dialog = quote.new_deposit_invoice()
    assert dialog.title() == "Facture d'acompte"
    assert (dialog.percent(), dialog.total(), dialog.left()) == ("30,00", "684,00 €", TOTAL)
    deposit = dialog.create_draft().confirm()
    assert deposit.invoice_status() == "À envoyer"
    deposit.mark_sent()
    assert deposit.invoice_status() == "Envoyé"
    user.go_to(deal_page, deal)
    assert deal.phase() == "Facture d'acompte"

    user.go_to(quote_page, quote)
    balance = quote.new_balance_invoice()
    assert balance.title() == "Facture de solde"
    assert (balance.value("deposits_total"), balance.total()) == ("684,00 €", "1 596,00 €")
    balance.leave()
    credit_deposit(user, quote)
    user.go_to(quote_page, quote)
    assert quote.quote_status() == "Accepté"
    balance = quote.new_balance_invoice()
    assert (balance.value("deposits_total"), balance.total()) == ("0,00 €", TOTAL)
    balance.leave()

    # By progress, of all lines.
    part = quote.new_partial_invoice()
    assert part.title() == "Facture partielle"
    part.write("progress", "20")
    assert part.total() == "456,00 €"
    pay(part.create_draft(), "456,00 €")
    user.go_to(quote_page, quote)
    assert quote.quote_status() == "Accepté"

    # By lines and quantities.
    part = quote.new_partial_invoice().by_lines()
    assert part.left() == "1 824,00 €"
    assert [row.split()[0] for row in part.rows()] == ["Affiche", "Dépliant"]
    part.leave_out("Affiche").write_quantity("Dépliant", "1,4")
    assert part.total() == "840,00 €"
    user.shoot("facture-partielle")
    pay(part.create_draft(), "840,00 €")
    user.go_to(deal_page, deal)
    assert deal.phase() == "Facture d'acompte"

    # All that is left.
    user.go_to(quote_page, quote)
    assert quote.quote_status() == "Accepté"
    part = quote.new_partial_invoice()
    part.write("progress", "100")
    assert part.total() == part.left() == "984,00 €"
    pay(part.create_draft(), "984,00 €")

    user.go_to(quote_page, quote)
    assert quote.quote_status() == "Réglé (total)"
    assert not quote.offers("action_new_partial_invoice")
    user.go_to(deal_page, deal)
    assert deal.phase() == "Facture finale"
    assert deal.next_step() == "---"
    user.shoot("affaire-trois-partielles")


def accepted_quote(user: Desk):
    """An account with a contact, a deal and a quote, accepted by telephone."""
    user.open("Comptes")
    account = user.new(AccountForm)
    account.fill(ACCOUNT, "bonjour@val-ajol.example", "03 53 01 14 20", "2 rue du Moulin", "88340", "Le Val-d'Ajol")
    contact = account.new_contact()
    contact.fill(name="Anne Perrin", email="anne@val-ajol.example", phone="06 39 98 30 21", function="Gérante")
    deal = contact.new_deal()
    deal.fill(name="Étiquettes de la brasserie")
    deal_page = user.address()
    quote = deal.new_quote()
    quote.write_subject("Étiquettes et dépliants")
    quote.add_service("Affiche (création)", 1, price=400)
    quote.add_service("Dépliant trois volets", 3, price=500)
    quote.save_until_saved()
    assert TOTAL in quote.totals()
    quote_page = user.address()
    assert quote.accept().quote_status() == "Accepté"
    user.go_to(deal_page, deal)
    return deal, deal_page, quote, quote_page


def credit_deposit(user: Desk, quote: QuoteForm) -> None:
    """The customer wants another schedule: the deposit is credited, to be invoiced otherwise."""
    quote.run("action_view_invoice")
    deposit = InvoiceForm(user).ready()
    deposit_page = user.address()
    credit = deposit.credit().create_draft("Correction : à facturer de nouveau")
    assert credit.invoice_status() == "Créé le"
    assert "684,00 €" in credit.totals()
    credit.confirm()
    user.go_to(deposit_page, deposit)
    assert deposit.invoice_status() == "Avoir"


def pay(invoice: InvoiceForm, total: str) -> None:
    assert invoice.invoice_status() == "Créé le"
    assert total in invoice.totals()
    invoice.confirm()
    assert invoice.invoice_status() == "À envoyer"
    invoice.mark_sent()
    assert invoice.invoice_status() == "Envoyé"
    invoice.pay().create_payment()
    assert invoice.invoice_status() == "Soldé"
