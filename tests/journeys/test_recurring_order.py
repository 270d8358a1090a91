"""A won maintenance deal becomes a Commande client, which the daily job invoices; Lucas sends the invoice.

By a plain Utilisateur, in French, in a browser: the screen is asked, not the database.
"""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from mails import body, pdfs
from pages import Desk
from pages_orders import OrderForm, PeriodInvoice, ServiceQuote, order_row, shown
from pages_sales import ContactForm, DealForm

from tools.agency import testing

ACCOUNT = "Brasserie de l'Aubier"
CONTACT = "Mathieu Aubry"
EMAIL = "mathieu@brasserie-aubier.example"
DEAL = "Maintenance du site de la brasserie"
SUBJECT = "Maintenance annuelle du site de la brasserie"
SERVICE = "Maintenance de site"
# 12 mois × 65 €
UNTAXED = "780,00 €"
TOTAL = "936,00 €"
# Within the margin of 15 days, in which the job makes the invoice.
START = date.today() + timedelta(days=10)
NEXT_START = START + relativedelta(years=1)
END = NEXT_START - timedelta(days=1)


def french(day: date) -> str:
    return f"{day:%d/%m/%Y}"


PERIOD = f"du {french(START)} au {french(END)}"


def test_recurring_order(agency, user: Desk) -> None:
    user.open_agency()
    user.open("Contacts")
    user.search_within(CONTACT)
    deal = user.open_row(CONTACT, ContactForm).new_deal()
    assert CONTACT in deal.contact()
    deal.fill(name=DEAL)
    deal_page = user.address()

    quote = accepted_quote(agency, user, deal)
    user.go_to(deal_page, deal)
    assert deal.phase() == "Gagnée"
    assert deal.next_step() == "4 - Facture acompte"
    user.go_to(quote[1], quote[0])

    order = make_order(user, quote[0])
    order_page = user.address()
    user.go_to(deal_page, deal)
    assert deal.phase() == "Gagnée"
    assert deal.next_step() == "---"
    assert deal.next_step_date() == ""
    assert "commande client" in deal.chatter().lower()
    user.shoot("33-affaire-recurrente")
    user.open("Affaires")
    assert not [row for row in user.rows() if DEAL in row]

    user.open("Commandes client")
    assert shown(START) in order_row(user, SUBJECT)
    run_daily_job(agency)

    user.open("Commandes client")
    assert shown(NEXT_START) in order_row(user, SUBJECT)
    user.shoot("34-commandes-client")
    user.go_to(order_page, order)
    assert order.start() == shown(NEXT_START)
    assert order.recurrence_status() == "En cours"
    assert order.invoice_count() == 1
    user.shoot("35-commande-client-facturee")

    invoice = order.open_invoice()
    check_draft(invoice, order)
    user.shoot("36-facture-recurrente")
    invoice.confirm()
    assert invoice.invoice_status() == "À envoyer"
    send(agency, user, invoice)

    # The next run finds nothing due.
    run_daily_job(agency)
    user.go_to(order_page, order)
    assert order.invoice_count() == 1
    assert order.start() == shown(NEXT_START)


def accepted_quote(agency, user: Desk, deal: DealForm) -> tuple[ServiceQuote, str]:
    """A quote for a year of maintenance, sent by mail, then accepted by telephone; and its address."""
    deal.run("action_sale_quotations_new")
    quote = ServiceQuote(user).ready()
    quote.write_subject(SUBJECT)
    quote.add_service(SERVICE, 12)
    quote.save_until_saved()
    assert TOTAL in quote.totals()
    address = user.address()
    before = len(agency.mail.messages())
    quote.send().send()
    agency.mail.wait_for(before + 1)
    assert quote.quote_status() == "Envoyé"
    quote.accept()
    assert quote.quote_status() == "Accepté"
    return quote, address


def make_order(user: Desk, quote: ServiceQuote) -> OrderForm:
    """« + Commande client » on the quote: Annuelle, from START on."""
    dialog = quote.make_recurring()
    assert dialog.frequency() == "Annuelle"
    assert [SERVICE in service for service in dialog.services()] == [True]
    dialog.write_start(START)
    assert dialog.value("next_invoice_date") == shown(START)
    user.shoot("31-basculer-en-commande")
    order = dialog.make_order()
    assert order.frequency() == "Annuelle"
    assert order.start() == shown(START)
    assert order.recurrence_status() == "En cours"
    user.shoot("32-commande-client")
    return order


def run_daily_job(agency) -> None:
    """Do what the scheduler does once a day."""
    testing.odoo_shell(agency.database, "env['sale.order']._cron_make_recurring_invoices(); env.cr.commit()")


def check_draft(invoice: PeriodInvoice, order: OrderForm) -> None:
    """The draft says its period in words and in its field, its order, its type."""
    assert invoice.invoice_status() == "Créé le"
    assert PERIOD in " ".join(invoice.descriptions())
    assert invoice.period() == [shown(START), shown(END)]
    assert invoice.order().startswith("DEV")
    assert invoice.presta_types() == ["Hébergement et maintenance"]
    assert UNTAXED in invoice.totals()
    assert TOTAL in invoice.totals()


def send(agency, user: Desk, invoice: PeriodInvoice) -> None:
    """The mail arrives with its PDF, which says the period."""
    number = invoice.number()
    before = len(agency.mail.messages())
    dialog = invoice.send()
    assert CONTACT in dialog.recipients()
    assert number in dialog.subject()
    assert ".pdf" in dialog.attachments()
    user.shoot("37-envoyer-facture")
    dialog.send()
    received = agency.mail.wait_for(before + 1)[before]
    assert EMAIL in received["To"]
    assert number in body(received)
    (text,) = pdfs(received).values()
    # The period may go on in the next row of its cell.
    for expected in (number, f"du {french(START)}", f"au {french(END)}", SERVICE, ACCOUNT, UNTAXED, TOTAL):
        assert expected in text, f"{expected!r} is not in the PDF: {text}"
    user.shoot("38-facture-envoyee")
