"""The round of a price, in French: three printers asked, one chosen, sold, ordered, billed; margins to the cent.

One printer answers on its page with its quote, one by mail, one declines. At each point the screen is asked.
"""

import base64
import io
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from pathlib import Path

import pytest
import requests
from mails import body, pdfs, quote_link
from pages import Desk, plain
from pages_einvoice import BillForm, drop_bill, open_bills
from pages_forms import Dialog, Form
from pages_portal import Portal
from pages_sales import DealForm, QuoteForm
from pages_suppliers import RequestForm, SupplierPage
from pypdf import PdfWriter
from serving import serve_sample
from test_clicks import at_most

from tools.agency import testing

PRINTERS = {
    "Imprimerie du Val": "val@imprimeurs.example",
    "Presses du Lac": "lac@imprimeurs.example",
    "Offset des Ballons": "ballons@imprimeurs.example",
}
CONTACT = "Solène Marchal"
CUSTOMER = "Fromagerie des Hautes Chaumes"
DEAL = "Brochure de la vente directe"
MAKE_DEAL = """
user = env["res.users"].search([("login", "=", "lucas")])
company = env["res.company"].search([("name", "=", "Encre & Mirabelle")], limit=1)
env = env(user=user, context={"lang": "fr_FR", "allowed_company_ids": company.ids})
for name, email in PRINTERS.items():
    env["res.partner"].create({"name": name, "email": email, "is_company": True, "is_printer": True, "lang": "fr_FR",
        "company_registry": "55210055400013" if name == "Imprimerie du Val" else False})
account = env["res.partner"].create({"name": CUSTOMER, "is_company": True, "street": "4 route des Crêtes",
    "zip": "88250", "city": "La Bresse", "country_id": env.ref("base.fr").id, "lang": "fr_FR"})
contact = env["res.partner"].create({"name": CONTACT, "parent_id": account.id, "lang": "fr_FR",
    "email": "solene@hautes-chaumes.example"})
deal = env["crm.lead"].create({"name": DEAL, "type": "opportunity", "partner_id": contact.id, "user_id": user.id,
    "company_id": company.id})
env.cr.commit()
print("DEAL", deal.id)
"""
# A reply by mail, as the mail server gives it to Odoo.
REPLY = """
env["mail.thread"].message_process(None, RAW)
env.cr.commit()
"""
# What our printer's own software makes: a Factur-X, here of an invoice of ours whose parties change places.
MAKE_XML = """
import base64
from odoo.fields import Command
company = env["res.company"].search([("name", "=", "Encre & Mirabelle")], limit=1)
env = env(context={"lang": "fr_FR", "allowed_company_ids": company.ids})
buyer = env["res.partner"].create({"name": "ACHETEUR", "is_company": True, "street": "2 rue du Val", "zip": "88400",
    "city": "Gérardmer", "country_id": env.ref("base.fr").id, "company_registry": "40483304800022"})
tax = env["account.chart.template"].with_company(company).ref("tva_normale_encaissement")
invoice = env["account.move"].create({"move_type": "out_invoice", "partner_id": buyer.id, "company_id": company.id,
    "invoice_line_ids": [Command.create({"name": "Brochure A4, 1 000 ex.", "price_unit": AMOUNT,
                                         "tax_ids": [Command.set(tax.ids)]})]})
invoice.action_post()
print("XML", base64.b64encode(env["account.edi.xml.cii"]._export_invoice(invoice)[0]).decode())
env.cr.rollback()
"""
# Requests that can't leave, and one with two prices for the same quantity.
MAKE_BAD = """
from odoo.fields import Command
user = env["res.users"].search([("login", "=", "lucas")])
company = env["res.company"].search([("name", "=", "Encre & Mirabelle")], limit=1)
env = env(user=user, context={"lang": "fr_FR", "allowed_company_ids": company.ids})
values = {"is_company": True, "is_printer": True, "lang": "fr_FR"}
mute, gone, one, two = env["res.partner"].create([{**values, "name": "Sans Adresse"},
    {**values, "name": "Archivée", "email": "archive@imprimeurs.example"},
    {**values, "name": "Une", "email": "une@imprimeurs.example"},
    {**values, "name": "Deux", "email": "deux@imprimeurs.example"}])
deal = env["crm.lead"].search([("type", "=", "opportunity"), ("partner_id", "!=", False),
    ("partner_id.commercial_partner_id.is_company", "=", True)], limit=1)
service = env["product.product"].search([("sale_ok", "=", True), ("type", "=", "service")], limit=1)

def make(partners, quantities="1000", **values):
    return env["agency.price.request"].create({"title": "Essai", "supplier_ids": [Command.set(partners.ids)],
        "item_ids": [Command.create({"name": "Carte", "quantities": quantities, "product_id": service.id})], **values})

bad = [make(mute), make(gone), make(one, quantities=""), make(one, quantities="+1000"), make(one.browse())]
customer = make(deal.partner_id.commercial_partner_id, lead_id=deal.id)
gone.active = False
both = make(one | two, lead_id=deal.id)
both.consultation_ids.action_mark_asked()
for consultation in both.consultation_ids:
    answer = env["agency.price.answer"].create({"consultation_id": consultation.id})
    answer.line_ids.total = 100.0
    answer.action_apply()
env.cr.commit()
print("BAD", *[request.id for request in bad], customer.id, both.id, *both.offer_ids.ids)
"""


@pytest.fixture(scope="module")
def round_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict]:
    """The sample agency with the add-on, a deal at Analyse du besoin, three printers."""
    words = f"PRINTERS = {PRINTERS!r}\nCUSTOMER = {CUSTOMER!r}\nCONTACT = {CONTACT!r}\nDEAL = {DEAL!r}\n"
    with serve_sample("round", tmp_path_factory.mktemp("mail"), "agency_purchase") as agency:
        output = agency.shell(words + MAKE_DEAL)
        found = re.search(r"^DEAL (\d+)$", output, re.MULTILINE)
        assert found, output
        yield {**vars(agency), "deal": int(found[1])}


def make_pdf(path: Path, words: str = "") -> Path:
    """Write a PDF of one page, its words as its title."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Title": words or path.stem})
    writer.write(path)
    return path


def shoot_both(desk: Desk, name: str) -> None:
    for width in (1280, 1440):
        desk.page.set_viewport_size({"width": width, "height": 900})
        desk.shoot(f"{name}-{width}", full_page=True)


def test_the_round_of_a_price(
    round_of: dict,
    sign_in_at: Callable[[str, str], Desk],
    new_context: Callable,
    screens: list,
    shots: Path,
    tmp_path: Path,
) -> None:
    lucas = sign_in_at(round_of["url"], "lucas")
    claire = sign_in_at(round_of["url"], "claire")
    lucas.visit(f"crm.lead/{round_of['deal']}")
    deal = DealForm(lucas).ready()
    deal_page = lucas.address()
    assert deal.phase() == "Analyse du besoin"
    request = ask(round_of, lucas, deal, tmp_path)
    request_page = lucas.address()
    lucas.go_to(deal_page, deal)
    assert deal.next_step() == "1 - Chiffrage impression"
    shoot_both(lucas, "150-affaire-attend-les-prix")

    answer(round_of, new_context, screens, shots, tmp_path)
    lucas.go_to(request_page, request)
    type_the_mail(lucas, request)
    lucas.go_to(deal_page, deal)
    assert "2/3" in plain(deal.button("action_view_price_requests").inner_text())
    shoot_both(lucas, "154-affaire-prix-recus")

    deal.run("action_view_price_requests")
    quote = choose(lucas, request.ready())
    quote_page = lucas.address()
    sell(round_of, lucas, quote, new_context, screens, shots)
    lucas.go_to(deal_page, deal)
    margins(lucas, deal, planned="179,71", committed="513,46", actual="0,00")

    number = order(round_of, lucas, deal, shots)
    lucas.go_to(deal_page, deal)
    margins(lucas, deal, planned="179,71", committed="179,71", actual="0,00")

    claire.go_to(quote_page, QuoteForm(claire))
    QuoteForm(claire).new_balance_invoice().create_draft().confirm()
    bill(round_of, claire, number, tmp_path)
    lucas.go_to(deal_page, deal)
    margins(lucas, deal, planned="179,71", committed="179,71", actual="174,71")
    shoot_both(lucas, "162-affaire-marges")


def ask(round_of: dict, lucas: Desk, deal: DealForm, folder: Path) -> RequestForm:
    """B1: from the deal, three printers, three quantities and two files in four clicks; a mail each."""
    files = [make_pdf(folder / "Maquette brochure.pdf"), make_pdf(folder / "Gabarit couverture.pdf")]
    with at_most(lucas, 4):
        deal.run("action_new_price_request")
        request = RequestForm(lucas).ready()
        request.write("title", "Brochure 12 pages")
        for printer in PRINTERS:
            request.ask_supplier(printer)
        request.add_item("Brochure A4", "500 1000 2000", "Affiche (création)")
        request.join(*files)
        request.run("action_send")
    mails = round_of["mail"].wait_for(3)
    assert sorted(mail["To"].split("<")[-1].strip(">") for mail in mails) == sorted(PRINTERS.values())
    for mail in mails:
        names = {part.get_filename() for part in mail.iter_attachments()}
        assert {file.name for file in files} < names
        assert any(name.startswith("Demande de prix") for name in names)
        for secret in (CUSTOMER, CONTACT, DEAL):
            assert secret not in str(mail)
    request.reload()
    assert request.state() == "En attente"
    shoot_both(lucas, "151-demande-envoyee")
    return request


def answer(round_of: dict, new_context: Callable, screens: list, shots: Path, folder: Path) -> None:
    """B10, B11: one on its page with its quote, one by mail, one declines."""
    mails = {mail["To"].split("<")[-1].strip(">"): mail for mail in round_of["mail"].messages()}

    def open_page(email: str) -> SupplierPage:
        page = SupplierPage(new_context(), round_of["url"], shots)
        screens.append(page)
        (link,) = set(re.findall(r"https?://\S*?/demande/\d+\?access_token=[\w-]+", body(mails[email])))
        return page.open(f"{round_of['url']}/{link.split('/', 3)[3]}")

    page = open_page("val@imprimeurs.example")
    page.fill("500", price="210,40")
    page.fill("1 000", price="280,50", set_up="35", delivery="18,25")
    page.fill("2 000", price="540")
    page.say("Délai, en jours", "8")
    page.say("N° de votre devis", "D-2026-118")
    page.join(make_pdf(folder / "Devis Val.pdf"))
    page.press("Envoyer mes prix")
    assert "333,75 €" in page.text()
    page.shoot("152-page-repondue", full_page=True)

    page = open_page("ballons@imprimeurs.example")
    page.unfold("Je ne peux pas répondre")
    page.say("Pourquoi ? Un mot suffit.", "Machines arrêtées")
    page.press("Prévenir que je ne peux pas répondre")
    assert "Merci de nous avoir prévenus" in page.news()

    asked = mails["lac@imprimeurs.example"]
    reply = EmailMessage()
    reply["From"] = "Presses du Lac <lac@imprimeurs.example>"
    reply["To"] = asked["Reply-To"] or asked["From"]
    reply["Subject"] = f"Re: {asked['Subject']}"
    reply["In-Reply-To"] = reply["References"] = asked["Message-Id"]
    reply["Message-Id"] = "<reponse-lac@imprimeurs.example>"
    reply.set_content("Bonjour, 1 000 ex. : 352 € HT, 2 000 ex. : 498 € HT, 6 jours.")
    testing.odoo_shell(round_of["database"], f"RAW = {bytes(reply)!r}\n{REPLY}")


def type_the_mail(lucas: Desk, request: RequestForm) -> None:
    """The prices that came by mail are typed; nobody is awaited any more."""
    request.tab("Consultations")
    shoot_both(lucas, "153-fournisseurs-interroges")
    window = request.type_prices("Presses du Lac")
    window.fill("1 000", "352").fill("2 000", "498")
    shoot_both(lucas, "153-saisir-les-prix")
    window.keep()
    request.reload()
    assert request.state() == "Complète"


def choose(lucas: Desk, request: RequestForm) -> QuoteForm:
    """B15, B23: the grid; 1,000 at 35 % taux de marque, which is not the taux de marge."""
    request.tab("Comparer")
    heads, *rows = request.grid()
    assert [head.split("\n")[0].split(" Rép")[0] for head in heads[1:3]] == ["Imprimerie du Val", "Presses du Lac"]
    cells = {row[0]: row[1:] for row in rows}
    assert "333,75" in cells["Brochure A4 × 1 000"][0]
    assert "meilleur" in cells["Brochure A4 × 1 000"][0]
    assert "+5 %" in cells["Brochure A4 × 1 000"][1]
    assert "meilleur" in cells["Brochure A4 × 2 000"][1]
    assert cells["Brochure A4 × 500"][1:] == ["—", "—"]
    shoot_both(lucas, "155-comparer")
    window = request.choose_price("1 000", "Imprimerie du Val")
    assert window.value("mark_rate") == "35,00"
    assert window.value("price") == "513,46 €" or window.value("price").startswith("513,46")
    assert "coefficient 1,54" in window.value("rates")
    shoot_both(lucas, "156-retenir")
    window.put_in_quote()
    quote = QuoteForm(lucas).ready()
    assert "513,46" in quote.totals()
    assert "Brochure A4 : 1 000 exemplaires" in quote.lines()[0]
    shoot_both(lucas, "157-devis")
    return quote


def sell(round_of: dict, lucas: Desk, quote: QuoteForm, new_context: Callable, screens: list, shots: Path) -> None:
    """The quote is mailed, and signed on the portal: no word of a supplier nor of a cost in it."""
    before = len(round_of["mail"].messages())
    quote.send().send()
    mail = round_of["mail"].wait_for(before + 1)[before]
    portal = Portal(new_context(), round_of["url"], shots)
    screens.append(portal)
    portal.open_quote(quote_link(mail))
    said = [portal.text(), portal.page.content(), body(mail), *pdfs(mail).values()]
    for secret in ("Imprimerie du Val", "333,75", "333.75", "179,71", "taux de marque"):
        assert not any(secret in text for text in said), secret
    portal.shoot("158-portail", full_page=True)
    portal.accept_and_sign(CONTACT)
    assert "Merci" in portal.thanks()


def margins(lucas: Desk, deal: DealForm, **wanted: str) -> None:
    """B38: what the deal's tab says, to the cent."""
    lucas.page.get_by_role("tab", name="Achats", exact=True).click()
    lucas.settle()
    shown = {name: deal.value(f"margin_{name}") for name in wanted}
    assert {name: text.replace("\u202f", "").removesuffix(" €") for name, text in shown.items()} == wanted


def order(round_of: dict, lucas: Desk, deal: DealForm, shots: Path) -> str:
    """B31: « Commander » leaves by mail with our document; the deposit that is not paid yet is told."""
    before = len(round_of["mail"].messages())
    deal.run("action_view_supplier_orders")
    form = Form(lucas).ready()
    number = re.search(r"P\d+", plain(form.root.locator(".oe_title").first.inner_text()))[0]
    shoot_both(lucas, "159-commande-brouillon")
    form.root.get_by_role("button", name="Commander", exact=True).click()
    window = Dialog(lucas).ready()
    assert "acompte" in plain(window.root.inner_text())
    window.close_by("action_apply")
    mail = round_of["mail"].wait_for(before + 1)[before]
    assert "val@imprimeurs.example" in mail["To"]
    (name, text) = next((name, text) for name, text in pdfs(mail).items() if name.startswith("Bon de commande"))
    for words in (number, "1 000", "333,75 €", "D-2026-118"):
        assert words in text, words
    for secret in (CUSTOMER, CONTACT, "513,46"):
        assert secret not in str(mail) + text
    order_pdf = next(part.get_content() for part in mail.iter_attachments() if part.get_filename() == name)
    (shots / "160-bon-de-commande.pdf").write_bytes(order_pdf)
    (shots / "160-courriel.html").write_text(mail.get_body(("html",)).get_content())
    return number


def bill(round_of: dict, claire: Desk, number: str, folder: Path) -> None:
    """B37: the printer's Factur-X is dropped, finds its order by the number, and is approved: 5 € are no gap."""
    output = testing.odoo_shell(round_of["database"], f"AMOUNT = 338.75\n{MAKE_XML}")
    xml = base64.b64decode(re.search(r"^XML (\S+)$", output, re.MULTILINE)[1])
    path = folder / "FA-2026-77.pdf"
    path.write_bytes(from_the_printer(xml, number))
    open_bills(claire)
    received: BillForm = drop_bill(claire, path)
    assert received.to_look_at() == ""
    assert "Imprimerie du Val" in received.value("partner_id")
    assert number in received.value("matched_order_ids")
    shoot_both(claire, "161-facture-fournisseur")
    received.approve()
    assert received.standing() == "Approuvée"


def from_the_printer(xml: bytes, number: str) -> bytes:
    """Return a Factur-X whose seller is the printer, whose buyer we are, and that names our order."""
    ours = re.search(rb'"0002">(\d{9})<', xml)[1]
    seller, buyer = (xml.index(b"<ram:%s>" % party) for party in (b"SellerTradeParty", b"BuyerTradeParty"))
    end = xml.index(b"</ram:BuyerTradeParty>")
    printer = xml[seller:buyer].replace(ours, b"552100554").replace(b"Encre &amp; Mirabelle", b"Imprimerie du Val")
    xml = xml[:seller] + printer + xml[buyer:end].replace(b"404833048", ours) + xml[end:]
    xml = re.sub(rb"(<rsm:ExchangedDocument>\s*<ram:ID>)[^<]+", rb"\g<1>FA-2026-77", xml)
    last = b"</ram:ApplicableHeaderTradeAgreement>"
    named = f"<ram:BuyerOrderReferencedDocument><ram:IssuerAssignedID>{number}</ram:IssuerAssignedID>"
    xml = xml.replace(last, named.encode() + b"</ram:BuyerOrderReferencedDocument>" + last)
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_attachment("factur-x.xml", xml)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def test_B50_to_B54_what_is_refused_says_what_to_do(round_of: dict, sign_in_at: Callable[[str, str], Desk]) -> None:
    """Bad input at the screen, in French; two who choose at once, four times each, are told."""
    output = testing.odoo_shell(round_of["database"], MAKE_BAD)
    found = re.search(r"^BAD (.*)$", output, re.MULTILINE)
    assert found, output
    *bad, customer, both, one, two = map(int, found[1].split())
    words = (
        "pas d’adresse e-mail",
        "Archivée est archivé",
        "quantités de « Carte »",
        "quantités de « Carte »",
        "fournisseur",
    )
    lucas = sign_in_at(round_of["url"], "lucas")
    for number, wanted in zip(bad, words, strict=True):
        lucas.visit(f"agency.price.request/{number}")
        form = RequestForm(lucas).ready()
        if form.offers("action_send"):
            form.run("action_send")
            said = lucas.message()
        else:
            _result, said = lucas.call("agency.price.request", "action_send", [number])
        assert re.search(wanted.replace("’", "['’]"), said), said
    lucas.visit(f"agency.price.request/{customer}")
    form = RequestForm(lucas).ready()
    assert "Le client de cette affaire est parmi les fournisseurs" in plain(form.root.inner_text())
    shoot_both(lucas, "163-client-interroge")

    # B54: both prices are equal, nobody need say why.
    def choose_at_once(turn: int) -> str:
        session = requests.Session()
        page = session.get(f"{round_of['url']}/web/login", timeout=60).text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
        data = {"login": ("lucas", "claire")[turn % 2], "password": "mirabelle", "csrf_token": token}
        session.post(f"{round_of['url']}/web/login", data=data, timeout=60)

        def call(model: str, method: str, *args: object) -> dict:
            params = {"model": model, "method": method, "args": args, "kwargs": {"context": {"lang": "fr_FR"}}}
            url = f"{round_of['url']}/web/dataset/call_kw/{model}/{method}"
            return session.post(url, json={"params": params}, timeout=120).json()

        created = call("agency.price.choice", "create", {"offer_id": (one, two)[turn % 2]})
        answer = call("agency.price.choice", "action_apply", [created["result"]])
        return (answer.get("error") or {}).get("data", {}).get("message", "")

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(choose_at_once, range(8)))
    database = round_of["database"]
    chosen = testing.sql(database, f"SELECT id FROM agency_price_offer WHERE request_id = {both} AND is_chosen")
    assert chosen in (str(one), str(two))
    lost = [text for text, turn in zip(said, range(8), strict=True) if str((one, two)[turn % 2]) != chosen]
    assert len(lost) == 4
    for text in lost:
        assert re.search("annulez d['’]abord ce choix|vient de retenir un prix", text), text
    lines = testing.sql(
        database, f"SELECT count(DISTINCT price_offer_id) FROM sale_order_line WHERE price_offer_id IN ({one}, {two})"
    )
    assert lines == "1", "who came second left no line"
