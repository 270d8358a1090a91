"""Role x address: reports, files, the portal, with ids and keys that are guessed or somebody else's."""

import json
import re
from collections.abc import Callable, Iterator

import pytest
from people import Person, Refused
from requests import Response

from tools.agency import config

People = Callable[[str], Person]

# Every address our add-ons answer at, and how this file tests it: whoever adds one says here who may open it.
ROUTES_OF_OURS = {
    "portal_quote_accept": "Odoo's own /my/orders/<id>/accept, see test_signing_takes_the_key_of_the_quote",
}
ROUTES_OF_OURS["portal_quote_decline"] = "/my/orders/<id>/decline, see test_declining_takes_the_key_of_the_quote"
ROUTES_OF_OURS["portal_order_page"] = (
    "Odoo's own /my/orders/<id>, which checks the key; see agency_pdf/tests/test_viewed.py"
)
ROUTES_OF_OURS["upload"] = "test_files_are_put_in_folders_of_ones_own"
ROUTES_OF_OURS["calendar"] = "/agency/calendar/<user>/<secret>.ics, see test_a_calendar_takes_its_secret"
ROUTES_OF_OURS["signing_page"] = "a trainee's link: its key, see agency_training/tests/test_signing_link.py (T23, T71)"
for name in ("portal_my_trainings", "portal_training_page", "portal_training_paper"):
    ROUTES_OF_OURS[name] = "/my/trainings, see agency_training/tests/test_portal.py (T8, T70, T71)"
ROUTES_OF_OURS["sign_by_link"] = ROUTES_OF_OURS["signing_page"]
# A supplier by its link, see test_suppliers.py too.
for name in ("supplier_page", "supplier_answer", "supplier_file", "supplier_paper"):
    ROUTES_OF_OURS[name] = "/demande/<id>, see agency_purchase/tests/test_supplier_page_attacks.py"
ROUTES_OF_OURS["mail_attachement_update_thumbnail"] = (
    "Odoo's own, which checks the file; see agency_pdf/tests/test_portal.py (a picture of what one may not write)"
)
# Reports that are of no record of a company.
INSIDERS = ("user", "manager")
OUTSIDERS = ("public", "portal", "other_user", "other_manager", "other_portal")


def given_away(answer: Response, key: str) -> bool:
    """Whether the answer carries a document, or the secret words of this company's records."""
    return answer.content.startswith(b"%PDF") or f"SECRET-{key}" in answer.text


OF_A_RESPONSABLE = {"agency_bpf.bpf"}
# What is refused as long as something is missing, whoever asks: a certificate of a session whose sheets are open.
BEFORE_THEIR_TIME = {"agency_training.certificate", "agency_training.attestation", "agency_training.subcontract"}


def report_addresses(ids: dict, key: str) -> Iterator[tuple[str, str]]:
    """Each report of ours, as a page and as a PDF, on a record of the company."""
    for name, model in ids["reports"].items():
        record = ids[key].get(model) or ids["common"].get(model)
        if record:
            for kind in ("html", "pdf"):
                yield name, f"/report/{kind}/{name}/{record}"


def test_every_address_of_ours_is_judged() -> None:
    """A route is a method below `@http.route`, in controllers of ours."""
    found = set()
    for path in config.ADDONS.glob("*/controllers/*.py"):
        found |= set(re.findall(r"@(?:http\.)?route\(.*?\)\s+def (\w+)", path.read_text(), re.DOTALL))
    assert found == set(ROUTES_OF_OURS)


def test_reports_at_home(people: People, ids: dict) -> None:
    for login in INSIDERS:
        for name, address in report_addresses(ids, "ours"):
            answer = people(login).get(address)
            if name in BEFORE_THEIR_TIME:
                assert answer.status_code == 422, f"{login} {address}"
                continue
            if name in OF_A_RESPONSABLE and login == "user":
                assert answer.status_code == 403, f"{login} {address}"
                continue
            assert answer.status_code == 200, f"{login} {address}"
            assert answer.content[:4] == b"%PDF" or "<html" in answer.text, f"{login} {name}"


@pytest.mark.parametrize("login", OUTSIDERS)
def test_reports_from_outside(people: People, ids: dict, login: str) -> None:
    """An outsider gets no report of ours, not even a customer of her own quote: that is the portal's business."""
    for _name, address in report_addresses(ids, "ours"):
        assert not given_away(people(login).get(address), "ours"), f"{login} {address}"
        downloaded = people(login).post(
            "/report/download", data=json.dumps([address, "qweb-pdf"]), context="{}", token="x"
        )
        assert not given_away(downloaded, "ours"), f"{login} downloads {address}"


@pytest.mark.parametrize("login", INSIDERS)
def test_reports_of_another_company(people: People, ids: dict, login: str) -> None:
    for _name, address in report_addresses(ids, "theirs"):
        assert not given_away(people(login).get(address), "theirs"), f"{login} {address}"


@pytest.mark.parametrize("login", INSIDERS)
def test_reports_of_both_companies_at_once(people: People, ids: dict, login: str) -> None:
    both = f"{ids['ours']['sale.order']},{ids['theirs']['sale.order']}"
    for name, model in ids["reports"].items():
        if model == "sale.order":
            assert not given_away(people(login).get(f"/report/pdf/{name}/{both}"), "theirs"), name


@pytest.mark.parametrize("login", INSIDERS)
def test_a_company_named_in_the_context_opens_nothing(people: People, ids: dict, login: str) -> None:
    context = json.dumps({"allowed_company_ids": [ids["theirs"]["company"]], "uid": 1, "su": True})
    for _name, address in report_addresses(ids, "theirs"):
        assert not given_away(people(login).get(f"{address}?context={context}"), "theirs"), address


# === FILES === #


def file_addresses(here: dict) -> list[str]:
    quote, invoice = here["sale.order"], here["account.move"]
    return [
        f"/web/content/{here['attachment']}",
        f"/web/content/{here['file']}",
        f"/web/content/{here['attachment']}/note.txt?download=1",
        f"/web/content/{here['pdf']}",
        f"/web/content/account.move/{invoice}/invoice_pdf_report_file",
        f"/web/content?model=ir.attachment&id={here['pdf']}&field=raw",
        f"/account/download_invoice_documents/{invoice}/pdf?allow_fallback=1",
        f"/account/download_invoice_attachments/{here['pdf']}",
        f"/sale/download_sale_document/{quote}",
        f"/web/content/sale.order/{quote}/note",
        f"/web/content/agency.document/{here['agency.document']}/raw",
        f"/web/content/agency.document/{here['agency.document']}/datas",
    ]


@pytest.mark.parametrize("login", OUTSIDERS)
def test_files_from_outside(people: People, ids: dict, login: str) -> None:
    """Nothing is for outsiders, but the PDF of an invoice for the customer who got it."""
    ours = ids["ours"]
    own = {f"/web/content/account.move/{ours['account.move']}/invoice_pdf_report_file"} if login == "portal" else set()
    given = {address for address in file_addresses(ours) if given_away(people(login).get(address), "ours")}
    assert given == own


@pytest.mark.parametrize("login", [*INSIDERS, "portal"])
def test_files_of_another_company(people: People, ids: dict, login: str) -> None:
    for address in file_addresses(ids["theirs"]):
        assert not given_away(people(login).get(address), "theirs"), f"{login} {address}"


def test_files_at_home(people: People, ids: dict) -> None:
    """What the tests above look for is there, for who may have it."""
    addresses = file_addresses(ids["ours"])
    for address in [*addresses[:5], *addresses[-2:]]:
        assert given_away(people("user").get(address), "ours"), address


def test_files_that_are_not_there(people: People) -> None:
    for login in ("public", "user"):
        for field in ("raw", "datas", "name", "nothing"):
            assert people(login).get(f"/web/content/agency.document/987654/{field}").status_code == 404


@pytest.mark.parametrize("login", ["public", "portal", "user", "manager"])
def test_files_are_put_in_folders_of_ones_own(people: People, ids: dict, login: str) -> None:
    folder = ids["theirs"]["agency.document.folder"]
    files = {"ufile": ("intrus.txt", b"intrus")}
    answer = people(login).post("/agency_documents/documents/upload", files=files, folder_id=str(folder))
    assert "success" not in answer.text
    insider = people("other_user")
    assert insider.call("agency.document", "search_count", [("name", "=", "intrus.txt")]) == 0


def test_files_come_from_a_page_of_ours_alone(people: People, ids: dict) -> None:
    """Without the key of a page, as from the page of somebody else, nothing is kept."""
    files = {"ufile": ("csrf.txt", b"csrf")}
    answer = people("user").session.post(people("user").url + "/agency_documents/documents/upload", files=files)
    assert answer.status_code == 400
    assert people("user").call("agency.document", "search_count", [("name", "=", "csrf.txt")]) == 0


# === PORTAL === #


def portal_addresses(here: dict, token: str, token_of_invoice: str) -> list[str]:
    quote, invoice = here["sale.order"], here["account.move"]
    return [
        f"/my/orders/{quote}?access_token={token}",
        f"/my/orders/{quote}?access_token={token}&report_type=html",
        f"/my/orders/{quote}?access_token={token}&report_type=pdf",
        f"/my/orders/{quote}?access_token={token}&report_type=pdf&download=true",
        f"/my/invoices/{invoice}?access_token={token_of_invoice}&report_type=html",
        f"/my/invoices/{invoice}?access_token={token_of_invoice}&report_type=pdf",
        f"/my/orders/{quote}/document/1?access_token={token}",
    ]


def test_the_key_of_a_document_opens_it(people: People, ids: dict) -> None:
    ours = ids["ours"]
    for address in portal_addresses(ours, ours["quote_token"], ours["invoice_token"])[:6]:
        assert given_away(people("public").get(address), "ours"), address


@pytest.mark.parametrize("login", ["public", "portal", "other_portal", "user", "other_user"])
def test_no_key_a_wrong_one_or_the_key_of_another_opens_nothing(people: People, ids: dict, login: str) -> None:
    own = {"portal": "ours", "user": "ours", "other_portal": "theirs", "other_user": "theirs"}.get(login)
    for key, other in (("ours", "theirs"), ("theirs", "ours")):
        if key == own:
            continue
        here, there = ids[key], ids[other]
        for token, token_of_invoice in (
            ("", ""),
            ("0" * 36, "x"),
            (there["quote_token"], there["invoice_token"]),
            (here["invoice_token"], here["quote_token"]),
        ):
            for address in portal_addresses(here, token, token_of_invoice):
                assert not given_away(people(login).get(address), key), f"{login} {address}"


@pytest.mark.parametrize("login", ["public", "other_portal", "portal"])
def test_signing_takes_the_key_of_the_quote(people: People, ids: dict, login: str) -> None:
    key = "theirs" if login == "portal" else "ours"
    quote = ids[key]["sale.order"]
    for token in (None, "0" * 36, ids["ours" if key == "theirs" else "theirs"]["quote_token"]):
        try:
            answer = people(login).route(
                f"/my/orders/{quote}/accept", access_token=token, name="Voleuse", signature="iVBORw0KGgo="
            )
        except Refused:
            continue
        assert "error" in answer
    insider = people("user" if key == "ours" else "other_user")
    (read,) = insider.call("sale.order", "read", [quote], ["state", "signed_by"])
    assert (read["state"], read["signed_by"]) == ("sent", False)


@pytest.mark.parametrize("login", ["public", "other_portal", "portal"])
def test_declining_takes_the_key_of_the_quote(people: People, ids: dict, login: str) -> None:
    key = "theirs" if login == "portal" else "ours"
    quote = ids[key]["sale.order"]
    for token in ("", "0" * 36, ids["ours" if key == "theirs" else "theirs"]["quote_token"]):
        people(login).post(f"/my/orders/{quote}/decline?access_token={token}", decline_message="Refus volé")
    insider = people("user" if key == "ours" else "other_user")
    (read,) = insider.call("sale.order", "read", [quote], ["state"])
    assert read["state"] == "sent"
    domain = [("model", "=", "sale.order"), ("res_id", "=", quote), ("body", "ilike", "Refus volé")]
    assert insider.call("mail.message", "search_count", domain) == 0


def test_a_report_of_our_choice_is_not_printed_through_the_portal(people: People, ids: dict) -> None:
    """The portal prints the documents it knows, whatever the address asks for."""
    ours = ids["ours"]
    for extra in ("report_ref=agency_training.convention", "report_type=text", "report_type=../../x"):
        answer = people("public").get(f"/my/orders/{ours['sale.order']}?access_token={ours['quote_token']}&{extra}")
        assert answer.status_code in (200, 303, 400, 404), extra


def test_a_calendar_takes_its_secret(people: People, ids: dict) -> None:
    """Off until its user makes it; another secret, another user, a revoked one: a page that is not there."""
    user, public = people("user"), people("public")
    (me,) = user.call("res.users", "search", [("login", "=", "user")])
    (manager,) = user.call("res.users", "search", [("login", "=", "manager")])

    def status(address: str) -> int:
        return public.get(address).status_code

    for guess in ("False", "None", "0", "%C3%A9"):
        assert status(f"/agency/calendar/{me}/{guess}.ics") == 404
    user.call("res.users", "action_make_agency_calendar", [me])
    (read,) = user.call("res.users", "read", [me], ["agency_calendar_url"])
    address = "/" + read["agency_calendar_url"].split("/", 3)[3]
    answer = public.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert "no-store" in answer.headers["Cache-Control"]
    assert "SECRET-theirs" not in answer.text
    assert status(address.replace(".ics", "x.ics")) == 404
    assert status(address.replace(f"/{me}/", f"/{manager}/")) == 404
    with pytest.raises(Refused):
        people("manager").call("res.users", "action_revoke_agency_calendar", [me])
    user.call("res.users", "action_revoke_agency_calendar", [me])
    assert status(address) == 404
