"""A customer's round in her language: the mail, the page, the document, her signature, the very same file kept.

The agency's side is made over RPC: other journeys walk it. What the customer reads and receives is asked of her browser
and of her mailbox.
"""

import hashlib
import re
from dataclasses import dataclass

import pytest
from mails import body, pdf_text, quote_link
from pages import Desk
from pages_portal import Portal
from people import Person

# Stock's or ours, a figure left in another language is one the customer stumbles on.
WORDS = {
    "fr_FR": {
        "browser": "fr-FR",
        "quote": "Devis",
        "terms": "Conditions générales de vente",
        "total": "1 537,20 €",
        "sign": "Accepter",
        "thanks": "Merci",
        "invoice": "Facture",
        "foreign": ("Quotation", "Accept & Sign", "Invoice", "Total excl", "The conversation"),
    },
    "en_US": {
        "browser": "en-US",
        "quote": "Quote",
        "terms": "General terms",
        "total": "1,537.20",
        "sign": "Accept",
        "thanks": "Thank You",
        "invoice": "Invoice",
        "foreign": ("Devis", "Accepter", "Facture", "Total HT"),
    },
}


@dataclass
class Case:
    number: str
    order_id: int
    signer: str
    email: str


def make_quote(user: Desk, lang: str) -> Case:
    """A quote of 1 281 € HT for a contact of that language, sent."""
    email = f"camille.{lang.lower()}@maisonnette.example"
    signer = f"Camille {lang[:2].upper()}"

    def call(model: str, method: str, *args: object, **kwargs: object) -> object:
        result, refused = user.call(model, method, *args, **kwargs)
        assert not refused, refused
        return result

    values = {"name": signer, "email": email, "lang": lang, "street": "1 rue du Port", "zip": "44000", "city": "Nantes"}
    (france,) = call("res.country", "search", [["code", "=", "FR"]])
    values["country_id"] = france
    partner = call("res.partner", "create", values)
    services = call("product.product", "search", [["sale_ok", "=", True], ["type", "=", "service"]], limit=2)
    lines = [
        [0, 0, {"product_id": services[0], "product_uom_qty": 1, "price_unit": 380}],
        [0, 0, {"product_id": services[1], "product_uom_qty": 2, "price_unit": 450.5}],
    ]
    order = call("sale.order", "create", {"partner_id": partner, "order_line": lines, "subject": "Lancement"})
    action = call("sale.order", "action_quotation_send", [order])
    context = {**action["context"], "lang": "fr_FR"}
    composer = call("mail.compose.message", "create", {}, context=context)
    call("mail.compose.message", "action_send_mail", [composer], context=context)
    (found,) = call("sale.order", "read", [order], ["name", "amount_total"])
    assert found["amount_total"] == 1537.2
    return Case(found["name"], order, signer, email)


def speak(agency, lang: str) -> None:
    """Switch a language on, as an administrator does for foreign customers."""
    admin = Person(agency.url, agency.database, "admin", "admin").sign_in()
    (found,) = admin.call("res.lang", "search", [["code", "=", lang]], context={"active_test": False})
    admin.call("res.lang", "write", [found], {"active": True})


def received(agency, case: Case, count: int):
    """The mails of this customer, once there are `count` of them."""
    seen = 0
    while True:
        mails = [mail for mail in agency.mail.messages() if case.email in mail["To"]]
        if len(mails) >= count:
            return mails
        seen = len(agency.mail.wait_for(max(seen, len(agency.mail.messages())) + 1))


def attached(mail) -> dict[str, bytes]:
    return {
        part.get_filename(): part.get_content()
        for part in mail.iter_attachments()
        if part.get_content_type() == "application/pdf"
    }


def served(portal: Portal) -> bytes:
    """The PDF that the page offers."""
    link = portal.page.locator("a[href*='report_type=pdf']").first.get_attribute("href")
    answer = portal.page.context.request.get(f"{portal.url}{link}" if link.startswith("/") else link)
    assert answer.ok and answer.headers["content-type"].startswith("application/pdf")
    return answer.body()


@pytest.mark.parametrize("lang", ["fr_FR", "en_US"])
def test_customer(agency, user: Desk, browser, screens, shots, lang: str) -> None:
    words = WORDS[lang]
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale=words["browser"])
    context.set_default_timeout(30_000)
    customer = Portal(context, agency.url, shots)
    screens.append(customer)

    speak(agency, lang)
    case = make_quote(user, lang)
    (first,) = received(agency, case, 1)
    assert case.number in body(first)
    (offer,) = attached(first).values()
    assert words["total"] in pdf_text(offer)

    # She opens the page: its words and figures are those of the document, in her language.
    customer.open_quote(quote_link(first))
    text = customer.text()
    assert case.number in text and words["total"].replace(" €", "") in text
    assert words["sign"] in text
    assert not [word for word in words["foreign"] if word in text], text
    customer.shoot(f"97-client-devis-{lang}", full_page=True)
    before = pdf_text(served(customer))
    assert words["total"] in before and words["terms"] in before

    # She signs, and receives the very same document, signed.
    customer.accept_and_sign(case.signer)
    assert words["thanks"] in customer.thanks()
    customer.shoot(f"97-client-signe-{lang}", full_page=True)
    signed = served(customer)
    assert case.signer in pdf_text(signed)
    digest = hashlib.sha256(signed).hexdigest()
    assert digest in customer.page.locator("#wrapwrap").inner_text()
    second = received(agency, case, 2)[1]
    (kept,) = attached(second).values()
    assert hashlib.sha256(kept).hexdigest() == digest
    assert served(customer) == signed

    # The invoice: its mail, its page, one PDF.
    invoice = bill(user, case)
    third = received(agency, case, 3)[2]
    (mailed,) = attached(third).values()
    assert invoice in pdf_text(mailed)
    link = invoice_link(user, case)
    customer.page.goto(link)
    customer.settle()
    page = customer.text()
    assert invoice in page and words["invoice"] in page
    assert not [word for word in words["foreign"] if word in page and word != words["invoice"]], page
    customer.shoot(f"97-client-facture-{lang}", full_page=True)
    frame = customer.page.frame_locator("iframe#invoice_html, iframe.o_portal_report, iframe").first
    assert words["total"].split(",")[0] in " ".join(frame.locator("body").inner_text().split())
    assert served(customer) == mailed


def bill(user: Desk, case: Case) -> str:
    """Invoice all of it and send it, as « Confirmer et envoyer » does; return its number."""
    context = {"lang": "fr_FR", "active_model": "sale.order", "active_ids": [case.order_id]}
    wizard, refused = user.call(
        "sale.advance.payment.inv", "create", {"advance_payment_method": "delivered"}, context=context
    )
    assert not refused, refused
    _action, refused = user.call("sale.advance.payment.inv", "create_invoices", [wizard], context=context)
    assert not refused, refused
    (order,), _no = user.call("sale.order", "read", [case.order_id], ["invoice_ids"])
    _done, refused = user.call("account.move", "action_post", order["invoice_ids"])
    assert not refused, refused
    sending = {"lang": "fr_FR", "active_model": "account.move", "active_ids": order["invoice_ids"]}
    values = {"move_id": order["invoice_ids"][0], "sending_methods": ["email"]}
    wizard, refused = user.call("account.move.send.wizard", "create", values, context=sending)
    assert not refused, refused
    _done, refused = user.call("account.move.send.wizard", "action_send_and_print", [wizard], context=sending)
    assert not refused, refused
    (move,), _no = user.call("account.move", "read", order["invoice_ids"], ["name"])
    return move["name"]


def invoice_link(user: Desk, case: Case) -> str:
    """The address of the page that the mail of an invoice opens."""
    (order,), _no = user.call("sale.order", "read", [case.order_id], ["invoice_ids"])
    action, refused = user.call("account.move", "preview_invoice", order["invoice_ids"])
    assert not refused, refused
    return re.sub(r"^/", f"{user.url}/", action["url"])
