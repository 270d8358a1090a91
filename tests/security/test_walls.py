"""Links, facts and fields that are not for users to choose at will: each attack as it went through once, and its kind.

What is tried is refused with a reason, at once or in two steps: made at home, then written elsewhere.
"""

import ast
import re
from collections.abc import Callable, Iterator

import pytest
from cast import BLANK_PDF
from people import Failed, Person, Refused

from tools.agency import config

People = Callable[[str], Person]

# Odoo's ways to say that something can't be so, whoever asks.
IMPOSSIBLE = ("odoo.exceptions.UserError", "odoo.exceptions.ValidationError")
# Said of groups by a field that the database does not hold.
NO_GROUP = "builtins.ValueError"


def refused(person: Person, model: str, method: str, *args: object, **kwargs: object) -> str:
    """Try it; the reason for which it is refused. An error of the server is none."""
    try:
        answer = person.call(model, method, *args, **kwargs)
    except Refused as refusal:
        return str(refusal)
    except Failed as failure:
        assert failure.name in IMPOSSIBLE or ("read_group" in method and failure.name == NO_GROUP), failure
        return failure.message
    raise AssertionError(f"{person.login}: {model}.{method}{args} went through: {answer}")


@pytest.fixture
def document(people: People, ids: dict) -> Iterator[int]:
    """A file of one's own."""
    values = {"name": "a.txt", "folder_id": ids["ours"]["agency.document.folder"], "raw": "SECRET-own"}
    (document,) = people("user").call("agency.document", "create", [values])
    yield document
    people("user").call("agency.document", "unlink", [document])


# === FILES OF DOCUMENTS === #

BOUND = {
    "public": True,
    "type": "url",
    "url": "/web/assets/x.js",
    "res_model": "res.users",
    "res_id": 1,
    "res_field": "image_1920",
    "access_token": "known",
    "store_fname": "aa/aaaa",
    "db_datas": "QQ==",
    "checksum": "0" * 40,
    "mimetype": "text/html",
    "company_id": False,
    "original_id": 1,
    "index_content": "x",
    "source_name": "S00001",
}


@pytest.mark.parametrize("name", BOUND)
def test_a_document_says_not_whose_its_file_is(people: People, ids: dict, document: int, name: str) -> None:
    """On creation, on writing, as a default, by a copy, and through the file itself."""
    user, value = people("user"), BOUND[name]
    values = {"name": "b.txt", "folder_id": ids["ours"]["agency.document.folder"]}
    refused(user, "agency.document", "create", [{**values, name: value}])
    refused(user, "agency.document", "create", [values], context={f"default_{name}": value})
    refused(user, "agency.document", "write", [document], {name: value})
    refused(user, "agency.document", "copy", [document], {name: value})


@pytest.mark.parametrize("name", ["public", "type", "res_model", "res_id", "res_field", "access_token", "company_id"])
def test_the_file_of_a_document_is_not_pointed_elsewhere(people: People, ids: dict, document: int, name: str) -> None:
    user = people("user")
    (own,) = user.call("agency.document", "read", [document], ["ir_attachment_id"])
    file = own["ir_attachment_id"][0]
    refused(user, "ir.attachment", "write", [file], {name: BOUND[name]})
    refused(user, "ir.attachment", "generate_access_token", [file])
    user.call("ir.attachment", "write", [file], {"name": "renamed.txt"})


@pytest.mark.parametrize("stolen", ["file", "pdf", "attachment"])
def test_no_document_takes_another_file(people: People, ids: dict, document: int, stolen: str) -> None:
    user, theirs = people("user"), ids["theirs"]
    values = {"name": "b.txt", "folder_id": ids["ours"]["agency.document.folder"]}
    for file in (theirs[stolen], ids["ours"][stolen]):
        refused(user, "agency.document", "create", [{**values, "ir_attachment_id": file}])
        refused(user, "agency.document", "write", [document], {"ir_attachment_id": file})
        refused(user, "agency.document", "copy", [document], {"ir_attachment_id": file})


@pytest.mark.parametrize("name", ["access_token", "index_content", "checksum", "store_fname", "url"])
@pytest.mark.parametrize("login", ["user", "manager"])
def test_no_file_is_found_by_what_it_holds(people: People, ids: dict, login: str, name: str) -> None:
    """Search, sort and groups tell, letter by letter, what reading does not."""
    person = people(login)
    refused(person, "agency.document", "read", [ids["ours"]["agency.document"]], [name])
    refused(person, "agency.document", "search_count", [(name, "=like", "a%")])
    refused(person, "agency.document", "search", [], order=f"{name} desc")
    refused(person, "agency.document", "formatted_read_group", [], [name], ["__count"])
    refused(person, "agency.document", "web_read_group", [], [name])


def test_no_file_of_another_company_is_found_through_its_document(people: People) -> None:
    domain = [("ir_attachment_id.index_content", "ilike", "SECRET-theirs")]
    assert people("user").call("agency.document", "search_count", domain) == 0
    assert people("other_user").call("agency.document", "search_count", domain) == 1, "the test looks at nothing"


def test_a_file_goes_only_where_one_may_put_it(people: People, ids: dict, document: int) -> None:
    user, manager = people("user"), people("manager")
    group = manager.call("ir.model.data", "check_object_reference", "agency_crm", "group_agency_manager")[1]
    closed = {"name": "Direction", "company_id": ids["ours"]["company"]}
    (unread,) = manager.call("agency.document.folder", "create", [{**closed, "group_ids": [(6, 0, [group])]}])
    (unwritten,) = manager.call("agency.document.folder", "create", [{**closed, "write_group_ids": [(6, 0, [group])]}])
    for folder in (unread, unwritten, ids["theirs"]["agency.document.folder"]):
        refused(user, "agency.document", "write", [document], {"folder_id": folder})
        refused(user, "agency.document", "create", [{"name": "b.txt", "folder_id": folder}])
    manager.call("agency.document", "write", [document], {"folder_id": unwritten})
    refused(user, "agency.document", "write", [document], {"folder_id": ids["ours"]["agency.document.folder"]})
    manager.call("agency.document", "write", [document], {"folder_id": ids["ours"]["agency.document.folder"]})


# === FILES THAT FIELDS HOLD === #

# Written by the rules alone, or by a record that looks at what changes: a signature, a sheet, a paper that was checked.
HELD = {
    "agency.training.attendance": "signature",
    "agency.training.delivery": "signature",
    "agency.training.slot": "sheet_scan",
    "agency.training.handout": "file",
    "agency.training.activity": "proof_file",
    "agency.training.funding": "agreement",
    "agency.supplier.paper": "file",
    "agency.signed.document": "file",
    "sale.order": "signature",
    "account.move": "ubl_cii_xml_file",
}


@pytest.mark.parametrize("login", ["user", "manager"])
@pytest.mark.parametrize("model", HELD)
def test_no_field_is_written_through_its_file(people: People, ids: dict, login: str, model: str) -> None:
    person, said = people(login), {"res_model": model, "res_id": ids["ours"][model], "res_field": HELD[model]}
    refused(person, "ir.attachment", "create", [{"name": "x", "raw": "forged", **said}])
    (own,) = person.call("ir.attachment", "create", [{"name": "x", "raw": "forged"}])
    refused(person, "ir.attachment", "write", [own], said)
    domain = [(name, "=", value) for name, value in said.items()]
    for file in people("manager").call("ir.attachment", "search", domain):
        refused(person, "ir.attachment", "write", [file], {"raw": "forged"})
        refused(person, "ir.attachment", "unlink", [file])
    assert own not in people("manager").call("ir.attachment", "search", domain)


def test_a_file_of_a_field_that_is_closed_is_read_by_no_customer(people: People, ids: dict) -> None:
    user, portal, order = people("user"), people("portal"), ids["ours"]["accepted"]
    user.call("sale.order", "write", [order], {"training_agreement_file": BLANK_PDF})
    domain = [("res_model", "=", "sale.order"), ("res_id", "=", order), ("res_field", "=", "training_agreement_file")]
    (file,) = user.call("ir.attachment", "search", domain)
    assert user.call("ir.attachment", "read", [file], ["datas"])
    refused(portal, "ir.attachment", "read", [file], ["datas"])
    assert not portal.call("ir.attachment", "search_count", [("id", "=", file)])
    assert portal.get(f"/web/content/{file}").status_code == 404
    user.call("sale.order", "write", [order], {"training_agreement_file": False})


# === EDITED DOCUMENTS === #


@pytest.mark.parametrize("login", ["user", "manager"])
def test_an_edited_document_is_made_by_the_editor_alone(people: People, ids: dict, login: str) -> None:
    body = {"report_id": ids["ours"]["report"], "body": "<p>IBAN</p>"}
    for record in ({"order_id": ids["theirs"]["sale.order"]}, {"move_id": ids["theirs"]["account.move"]}):
        for more in ({}, {"company_id": ids["ours"]["company"]}, {"is_edited": True}):
            refused(people(login), "agency.document.version", "create", [{**body, **record, **more}])


@pytest.mark.parametrize("login", ["user", "manager"])
def test_an_edited_document_stays_that_of_its_record(people: People, ids: dict, login: str) -> None:
    person, ours, theirs = people(login), ids["ours"], ids["theirs"]
    version = [ours["agency.document.version"]]
    for values in (
        {"order_id": theirs["accepted"]},
        {"order_id": ours["sale.order"]},
        {"order_id": False, "move_id": theirs["account.move"]},
        {"company_id": theirs["company"]},
        {"report_id": ours["report"] + 1},
    ):
        refused(person, "agency.document.version", "write", version, values)
    # Nor through the record.
    links = {"document_version_ids": [(4, theirs["agency.document.version"])]}
    refused(person, "sale.order", "write", [ours["sale.order"]], links)
    links = {"document_version_ids": [(4, ours["agency.document.version"])]}
    refused(person, "sale.order", "write", [theirs["sale.order"]], links)
    made = {"document_version_ids": [(0, 0, {"report_id": ours["report"], "body": "<p>IBAN</p>"})]}
    refused(person, "sale.order", "write", [ours["sale.order"]], made)


def test_no_editor_opens_on_a_record_of_another_company(people: People, ids: dict) -> None:
    for model, key in (("sale.order", "sale.order"), ("account.move", "account.move"), ("res.users", "company")):
        values = {"res_model": model, "res_ids": [ids["theirs"][key]], "report_id": ids["ours"]["report"]}
        refused(people("user"), "agency.document.choice", "create", [values])
    values = {"res_model": "sale.order", "res_ids": [ids["ours"]["sale.order"]], "report_id": ids["ours"]["report"]}
    (choice,) = people("user").call("agency.document.choice", "create", [values])
    moved = {"res_ids": [ids["theirs"]["sale.order"]]}
    refused(people("user"), "agency.document.choice", "write", [choice], moved)


# === LINKS THAT AGREE, AND LEAD HOME === #


def test_a_record_made_at_home_goes_to_no_other_company(people: People, ids: dict) -> None:
    ours, company = values_at_home(people, ids), {"company_id": ids["theirs"]["company"]}
    for model, record in ours.items():
        refused(people("manager"), model, "write", [record], company)


def values_at_home(people: People, ids: dict) -> dict[str, int]:
    ours = {model: ids["ours"][model] for model in ("crm.lead", "sale.order", "account.move", "agency.legal.text")}
    ours |= {model: ids["ours"][model] for model in ("agency.document.folder", "agency.quote.reminder")}
    return ours


def test_a_trainee_is_of_an_order_one_may_change(people: People, ids: dict) -> None:
    user, ours, theirs = people("user"), ids["ours"], ids["theirs"]
    refused(user, "agency.trainee", "create", [{"order_id": theirs["sale.order"], "name": "Intruse"}])
    refused(user, "agency.trainee", "write", [ours["agency.trainee"]], {"order_id": theirs["sale.order"]})
    theirs_here = {"trainee_ids": [(4, theirs["agency.trainee"])]}
    refused(user, "sale.order", "write", [ours["sale.order"]], theirs_here)
    refused(user, "agency.trainee", "unlink", [theirs["agency.trainee"]])
    (order,) = user.call("sale.order", "read", [ours["sale.order"]], ["trainee_ids"])
    assert theirs["agency.trainee"] not in order["trainee_ids"]


def test_a_price_revision_changes_prices_of_its_own_order(people: People, ids: dict) -> None:
    user, ours, theirs = people("user"), ids["ours"], ids["theirs"]
    values = {"order_id": ours["recurring"], "date": "2031-02-01", "percentage": 900.0}
    foreign = [theirs["sale.order.line"], ours["sale.order.line"]]  # of another company, of another order
    for line in foreign:
        refused(user, "agency.price.revision", "create", [{**values, "line_id": line}])
    (revision,) = user.call("agency.price.revision", "create", [values])
    for line in foreign:
        refused(user, "agency.price.revision", "write", [revision], {"line_id": line})
    for order in (theirs["recurring"], ours["sale.order"]):
        refused(user, "agency.price.revision", "write", [revision], {"order_id": order})
        refused(user, "sale.order", "write", [order], {"price_revision_ids": [(4, revision)]})
    refused(user, "agency.price.revision", "create", [{**values, "order_id": theirs["recurring"]}])
    refused(user, "agency.price.revision", "write", [revision], {"applied_on": "2031-02-01"})


def test_a_line_of_a_quote_goes_to_no_quote_of_another_company(people: People, ids: dict) -> None:
    refused(
        people("user"),
        "sale.order.line",
        "write",
        [ids["ours"]["sale.order.line"]],
        {"order_id": ids["theirs"]["recurring"]},
    )


def test_only_services_of_the_quote_come_back(people: People, ids: dict) -> None:
    user, ours, theirs = people("user"), ids["ours"], ids["theirs"]
    values = {"order_id": ours["recurring"], "next_invoice_date": "2031-01-01"}
    for line in (theirs["sale.order.line"], ours["sale.order.line"]):
        refused(user, "agency.make.recurring", "create", [{**values, "line_ids": [(6, 0, [line])]}])
    (wizard,) = user.call("agency.make.recurring", "create", [values])
    for line in (theirs["sale.order.line"], ours["sale.order.line"]):
        refused(user, "agency.make.recurring", "write", [wizard], {"line_ids": [(6, 0, [line])]})


def test_a_figure_of_a_report_stays_in_its_own(people: People, ids: dict) -> None:
    user, other = people("user"), people("other_user")
    (mine,) = user.call("agency.monthly.report", "create", [{}])
    (theirs,) = other.call("agency.monthly.report", "create", [{}])
    (figures,) = user.call("agency.monthly.report", "read", [mine], ["line_ids"])
    refused(user, "agency.monthly.report.line", "write", figures["line_ids"][:1], {"report_id": theirs})


def test_a_mail_being_written_is_read_by_its_author_alone(people: People, ids: dict) -> None:
    user, manager = people("user"), people("manager")
    (composer,) = manager.call("mail.compose.message", "create", [{"body": "<p>SECRET</p>", "subject": "SECRET"}])
    (own,) = user.call("mail.compose.message", "create", [{"body": "<p>Bonjour</p>"}])
    (mailing,) = user.call("agency.document.mailing", "create", [{}])
    (others,) = manager.call("agency.document.mailing", "create", [{}])
    values = {"mailing_id": mailing, "mail_context": {"lang": "fr_FR"}, "partner_id": ids["ours"]["res.partner"]}
    refused(user, "agency.document.mailing.mail", "create", [{**values, "composer_id": composer}])
    (mail,) = user.call("agency.document.mailing.mail", "create", [{**values, "composer_id": own}])
    refused(user, "agency.document.mailing.mail", "write", [mail], {"composer_id": composer})
    refused(user, "agency.document.mailing.mail", "write", [mail], {"mailing_id": others})
    refused(user, "agency.document.mailing.mail", "create", [{**values, "composer_id": own, "mailing_id": others}])
    made = {"mail_ids": [(0, 0, {**values, "composer_id": composer})]}
    refused(user, "agency.document.mailing", "write", [mailing], made)


# What a form works out of a link, by the person who opens it.
WORKED_OUT = [
    ("user", "sale.order", {"opportunity_id": "crm.lead"}, ["subject", "next_step_date"]),
    ("user", "account.move", {"opportunity_id": "crm.lead"}, ["next_step_date"]),
    ("user", "sale.order", {"partner_id": "res.partner"}, ["note"]),
    ("user", "agency.price.consultation", {"partner_id": "supplier"}, ["email"]),
    ("user", "agency.training.subcontract", {"session_id": "agency.training.session"}, ["hours"]),
    ("user", "agency.training.activity", {"registration_id": "agency.training.registration"}, ["session_id"]),
    ("manager", "agency.trainer", {"partner_id": "supplier"}, ["name"]),
]


@pytest.mark.parametrize(("login", "model", "links", "names"), WORKED_OUT)
def test_a_form_works_nothing_out_of_another_company(
    people: People, ids: dict, login: str, model: str, links: dict, names: list[str]
) -> None:
    """Nothing is saved, so nothing was checked; what is computed or related is read with all rights."""
    spec = {name: {} for name in [*links, *names]}
    values = {name: ids["theirs"][key] for name, key in links.items()}
    refused(people(login), model, "onchange", [], values, [*values], spec)
    refused(people(login), model, "onchange", [], values, [], spec)
    own = {name: ids["ours"][key] for name, key in links.items()}
    assert "value" in people(login).call(model, "onchange", [], own, [*own], spec)


def test_nor_of_a_line_of_a_form(people: People, ids: dict) -> None:
    line = {"price_offer_id": ids["theirs"]["agency.price.offer"], "name": "x"}
    spec = {"order_line": {"fields": {"price_warning": {}, "price_offer_id": {}}}}
    values = {"partner_id": ids["ours"]["res.partner"], "order_line": [[0, "virtual_1", line]]}
    refused(people("user"), "sale.order", "onchange", [], values, ["order_line"], spec)


# === WHAT ONLY THE RULES WRITE === #

FORGED = [
    ("sale.order", "sale.order", {"quote_status": "settled"}),
    ("sale.order", "sale.order", {"last_sent_date": "2020-01-01 00:00:00"}),
    ("sale.order", "sale.order", {"first_sent_date": "2020-01-01 00:00:00"}),
    ("sale.order", "sale.order", {"is_settled_before": True}),
    ("sale.order", "sale.order", {"reminder_count": 99}),
    ("sale.order", "sale.order", {"next_reminder_date": "2099-01-01"}),
    ("sale.order", "sale.order", {"creation_value": 1.0}),
    # With what opens them when the rules write it.
    ("sale.order", "recurring", {"state": "sent", "last_sent_date": "2020-01-01 00:00:00"}),
    ("sale.order", "recurring", {"state": "sent", "quote_status": "settled"}),
    ("sale.order.line", "sale.order.line", {"creation_value": 1.0}),
    ("account.move", "account.move", {"agency_status": "paid"}),
    ("account.move", "account.move", {"collection_rank": 9}),
    ("account.move", "account.move", {"creation_value_signed": 9.0}),
    ("account.move", "account.move", {"recurring_period_start": "2020-01-01"}),
    ("account.move", "account.move", {"recurring_order_id": "theirs"}),
    ("account.move", "account.move", {"recurring_order_id": "ours"}),
    ("crm.lead", "crm.lead", {"won_date": "2020-01-01"}),
    ("crm.lead", "crm.lead", {"lost_date": "2020-01-01"}),
    ("crm.lead", "crm.lead", {"offer_date": "2020-01-01"}),
    ("crm.lead", "crm.lead", {"followed_facts": {}}),
    ("crm.lead", "crm.lead", {"stage_before_loss_id": 1}),
    ("agency.document.version", "agency.document.version", {"source_digest": "0"}),
    ("agency.document.version", "agency.document.version", {"is_edited": False}),
    ("agency.price.revision", "agency.price.revision", {"applied_on": "2020-01-01"}),
]


@pytest.mark.parametrize("login", ["user", "manager"])
@pytest.mark.parametrize(("model", "key", "values"), FORGED)
def test_what_the_rules_find_out_is_not_written_by_hand(
    people: People, ids: dict, login: str, model: str, key: str, values: dict
) -> None:
    values = {name: ids[value]["recurring"] if value in ("ours", "theirs") else value for name, value in values.items()}
    person, record, names = people(login), [ids["ours"][key]], [*values]
    before = person.call(model, "read", record, names)
    refused(person, model, "write", record, values)
    refused(person, model, "web_save", record, values, {name: {} for name in names})
    refused(person, model, "create", [values], context={"agency_rules": True})
    refused(person, model, "create", [{}], context={f"default_{name}": value for name, value in values.items()})
    refused(person, model, "copy", record, values)
    # A file that is imported says what was refused, and refuses nothing itself.
    person.call(model, "load", [".id", *names], [[str(*record), *map(str, values.values())]])
    assert person.call(model, "read", record, names) == before


@pytest.mark.parametrize("login", ["user", "manager"])
def test_nor_through_the_other_end_of_a_link(people: People, ids: dict, login: str) -> None:
    person = people(login)
    for key in ("ours", "theirs"):
        here = ids[key]
        links = [("sale.order", "recurring", "recurring_invoice_ids", here["account.move"])]
        if key == "theirs":
            links += [
                ("crm.lead", "crm.lead", "invoice_ids", here["account.move"]),
                ("crm.lead", "crm.lead", "order_ids", here["recurring"]),
                ("crm.lead", "crm.lead", "recurring_order_ids", here["recurring"]),
                ("account.move", "account.move", "turnover_line_ids", here["agency.turnover.line"]),
                ("sale.order", "sale.order", "price_revision_ids", here["agency.price.revision"]),
                ("agency.document.folder", "agency.document.folder", "document_ids", here["agency.document"]),
            ]
        for model, own, field, record in links:
            refused(person, model, "write", [ids["ours"][own]], {field: [(4, record)]})
    made = [(0, 0, {"move_line_id": ids["ours"]["account.move.line"], "amount": 1000.0})]
    refused(person, "account.move", "write", [ids["ours"]["account.move"]], {"turnover_line_ids": made})
    moved = [(1, ids["ours"]["agency.turnover.line"], {"amount": 1000.0})]
    refused(person, "account.move", "write", [ids["ours"]["account.move"]], {"turnover_line_ids": moved})


def test_a_message_says_not_itself_which_quotes_it_carries(people: People, ids: dict) -> None:
    user, ours, theirs = people("user"), ids["ours"], ids["theirs"]
    for quotes in ([theirs["recurring"]], [ours["sale.order"]]):
        carried = [(6, 0, quotes)]
        values = {"model": "sale.order", "res_id": ours["sale.order"], "body": "Bonjour", "sent_order_ids": carried}
        refused(user, "mail.message", "create", [values])
        message = user.call("sale.order", "message_post", [ours["sale.order"]], body="Bonjour", sent_order_ids=carried)
        message = message[0] if isinstance(message, list) else message
        assert not user.call("mail.message", "search_count", [("id", "=", message), ("sent_order_ids", "!=", False)])
        refused(user, "mail.message", "write", [message], {"sent_order_ids": carried})


def test_a_template_renames_and_deletes_its_own_report_alone(people: People, ids: dict) -> None:
    manager, main = people("manager"), ids["ours"]["report"]
    refused(manager, "agency.document.template", "create", [{"name": "Vol", "kind": "quote", "report_id": main}])
    (template,) = manager.call("agency.document.template", "create", [{"name": "Mien", "kind": "quote"}])
    refused(manager, "agency.document.template", "write", [template], {"report_id": main})
    (own,) = manager.call("agency.document.template", "read", [template], ["report_id"])
    manager.call("agency.document.template", "write", [template], {"name": "Nouveau"})
    manager.call("agency.document.template", "unlink", [template])
    names = manager.call("ir.actions.report", "search_read", [("id", "in", [main, own["report_id"][0]])], ["name"])
    assert [report["id"] for report in names] == [main]
    assert names[0]["name"] not in ("Mien", "Nouveau", "Vol")


@pytest.mark.parametrize(
    "path",
    [
        "message_ids.body",
        "access_token",
        "user_id.api_key_ids",
        "user_id.login",
        "partner_id.comment",
        "partner_id.credit",
        "partner_id.account_type",
        "order_line.product_id.standard_price",
        "activity_ids.note",
        "company_id.bounce_email",
        "opportunity_id.description",
        "opportunity_id",
        "id",
    ],
)
def test_a_template_prints_what_documents_say_and_nothing_else(people: People, path: str) -> None:
    for body in (f"<p>a</p><p>{{{{ object.{path} }}}}</p>", f'<p>a</p><p><t t-out="object.{path}">x</t></p>'):
        reason = refused(
            people("manager"),
            "agency.document.template",
            "create",
            [{"name": "Curieux", "kind": "quote", "body": body}],
        )
        assert "2" in reason and f"object.{path}" in reason, reason


# === WHAT CUSTOMERS READ === #

# Of what our add-ons bring to models that customers or strangers may be given over RPC, what they may read: what their
# documents say anyway, and what is Odoo's own. Everything else is closed: whoever opens a field says so here.
SHARED = {
    "sale.order": {
        *("company_id", "billing_frequency", "next_invoice_date", "quote_date", "subject"),
        *("execution_terms", "deposit_percent", "rights_terms", "is_training", "is_training_remote"),
        *("training_access_terms", "training_assessment", "training_audience", "training_days", "training_end_date"),
        *("training_follow_up", "training_hours", "training_max_trainees", "training_means"),
        *("training_min_trainees", "training_nature", "training_objectives", "training_place"),
        *("training_prerequisites", "training_programme", "training_programme_file", "training_programme_filename"),
        *("training_programme_place", "training_remote_assistance", "training_schedule", "training_start_date"),
        *("training_title", "training_trainer"),
    },
    "sale.order.line": set(),
    "account.move": set(),
    "account.move.line": set(),
    # A reseller has a page of the deals that are given to her (website_crm_partner_assign).
    "crm.lead": {"expected_revenue", "stage_id"},
    "product.template": set(),
    "product.product": set(),
    "mail.message": set(),
    # Vendors who have an account are given theirs by Odoo.
    "purchase.order": set(),
    "purchase.order.line": set(),
    "res.partner": {"country_id"},
    # The address of a calendar is said to its user alone, and no customer has one.
    "res.users": {"agency_calendar_url", "country_id"},
    "res.company": {
        *("disability_contact", "head_office_address", "is_qualiopi", "is_sole_trader", "legal_form"),
        *("legal_status_note", "qualiopi_logo", "share_capital", "trade_register", "trade_register_city"),
        *("training_declaration_number", "training_declaration_region"),
        # Which company works how, and what its documents look like: they say so.
        *("is_agency", "has_agency_documents", "agency_footer", "agency_layout"),
    },
}
# No customer is ever given these: settings, wizards, and what only accountants and administrators open.
NEVER_SHARED = {
    "account.bank.statement.line",
    "account.journal",
    "account.move.reversal",
    "account.move.send.wizard",
    "account.payment.method.line",
    "account.tax",
    "crm.lead.lost",
    "crm.stage",
    "mail.activity",
    "mail.compose.message",
    "mail.mail",
    "res.config.settings",
    "sale.advance.payment.inv",
    "sale.report",
}


def test_each_model_with_fields_of_ours_is_judged(ids: dict) -> None:
    assert set(ids["our_fields"]) == set(SHARED) | NEVER_SHARED


@pytest.mark.parametrize("login", ["portal", "public"])
@pytest.mark.parametrize("model", SHARED)
def test_customers_read_only_the_fields_that_are_named(people: People, ids: dict, login: str, model: str) -> None:
    person = people(login)
    try:
        described = set(person.call(model, "fields_get", []))
    except Refused:
        return
    assert described & set(ids["our_fields"][model]) == SHARED[model]


@pytest.mark.parametrize("login", ["portal", "public"])
@pytest.mark.parametrize("model", sorted(NEVER_SHARED))
def test_customers_are_not_given_the_other_models(people: People, login: str, model: str) -> None:
    refused(people(login), model, "search_read", [], ["id"])


HERS = ["sale.order", "sale.order.line", "account.move", "account.move.line", "res.partner"]


@pytest.mark.parametrize("model", HERS)
def test_a_customer_reads_all_she_may_at_once(people: People, ids: dict, model: str) -> None:
    """Odoo's own fields may lead to what she has no access to; none of ours does."""
    portal, record = people("portal"), [ids["ours"][model]]
    try:
        portal.call(model, "read", record, [])
    except Refused as refusal:
        field = re.search(rf"Failed to read field {re.escape(model)}\.(\w+)", str(refusal))
        assert field and field[1] not in ids["our_fields"][model]
    (read,) = portal.call(model, "read", record, [*SHARED[model], "display_name"])
    assert SHARED[model] <= read.keys()


@pytest.mark.parametrize("model", HERS)
def test_what_is_closed_is_neither_read_nor_guessed(people: People, ids: dict, model: str) -> None:
    """By reading, searching, sorting, grouping, and from the record beside."""
    portal = people("portal")
    for name in set(ids["our_fields"][model]) - SHARED[model]:
        refused(portal, model, "read", [ids["ours"][model]], [name])
        refused(portal, model, "web_read", [ids["ours"][model]], {name: {}})
        refused(portal, model, "search_count", [(name, "!=", False)])
        refused(portal, model, "formatted_read_group", [], [name], ["__count"])
        refused(portal, model, "web_read_group", [], [name])
        refused(portal, model, "export_data", [ids["ours"][model]], [name])
    for name in {"quote_status", "agency_status", "account_type"} & set(ids["our_fields"][model]):
        refused(portal, model, "search", [], order=f"{name} desc")
        refused(portal, model, "search_read", [], ["id"], order=name)


@pytest.mark.parametrize(
    ("model", "path"),
    [
        ("sale.order", "partner_id.account_type"),
        ("sale.order", "opportunity_id.name"),
        ("sale.order", "order_line.creation_value"),
        ("sale.order", "invoice_ids.never_paid_reason"),
        ("sale.order", "trainee_ids.name"),
        ("sale.order", "document_version_ids.body"),
        ("account.move", "partner_id.is_supplier"),
        ("account.move", "company_id.next_step_delay"),
        ("account.move", "line_ids.presta_type_id"),
        ("res.partner", "sale_order_ids.quote_status"),
        ("res.partner", "parent_id.account_type"),
    ],
)
def test_nothing_closed_is_guessed_from_the_record_beside(people: People, model: str, path: str) -> None:
    refused(people("portal"), model, "search_count", [(path, "!=", False)])


@pytest.mark.parametrize("field", ["message_ids", "website_message_ids"])
@pytest.mark.parametrize("model", ["sale.order", "account.move"])
def test_no_note_of_the_team_is_guessed_from_its_record(people: People, ids: dict, model: str, field: str) -> None:
    """Odoo asks no rights on the messages of a record that one may read."""
    record = [ids["ours"][model]]
    people("user").call(
        model, "message_post", record, body="SECRET-note", message_type="comment", subtype_xmlid="mail.mt_note"
    )
    people("user").call(
        model, "message_post", record, body="Bonjour Claire", message_type="comment", subtype_xmlid="mail.mt_comment"
    )

    def found(login: str, words: str) -> list[int]:
        return people(login).call(model, "search", [("id", "in", record), (f"{field}.body", "ilike", words)])

    assert found("user", "SECRET-note") == record, "the test looks at nothing"
    assert found("portal", "Bonjour Claire") == record
    assert found("portal", "SECRET-note") == []


# === METHODS THAT RPC CALLS === #

# Each method of ours that RPC may call, and what keeps it: whoever adds one says here why it gives nothing away.
OWN_RIGHTS = "works on records with the rights of who calls it"
ACTION = "returns an action: what it opens is read with the rights of who opens it"
METHODS = {
    "agency.guarded.fields.mixin": {"onchange": "test_a_form_works_nothing_out_of_another_company"},
    "account.move.send.wizard": {"action_send_and_print": "Odoo's own, once: see tests/faults/test_sent_once.py"},
    "account.move": {
        "action_accept_gap": "asks for the group that sees costs, and for the right to write the bill",
        "action_ask_never_paid_reason": ACTION,
        "action_never_paid": OWN_RIGHTS,
        "action_chase": OWN_RIGHTS,
        "action_refuse_bill": OWN_RIGHTS,
        "action_undo_never_paid": OWN_RIGHTS,
        "action_mark_sent": OWN_RIGHTS,
        "button_draft": "Odoo's own, with the rights of who calls it",
        "message_post": "Odoo's own; what a mail carries is said by the rules, and marked with its sender's rights",
    },
    "agency.bpf": {
        "action_calculate": "a Responsable's, with their rights: see agency_bpf/tests/test_rights.py",
        "action_file": "a Responsable's, with their rights: see agency_bpf/tests/test_rights.py",
        "action_open_sheet": ACTION,
        "action_print": ACTION,
        "action_rectify": "a Responsable's, with their rights: see agency_bpf/tests/test_rectification.py",
    },
    "agency.bpf.line": {"action_open_entries": ACTION},
    "agency.bpf.entry": {"action_open_source": ACTION},
    "agency.bpf.omission": {"action_open": ACTION},
    "agency.choose.companies": {"action_apply": OWN_RIGHTS},
    "account.move.reversal": {"modify_moves": "Odoo's own, with the rights of who calls it"},
    "agency.deal.document.mixin": {"get_mailed_records": "returns the ids it was given, for the templates of mails"},
    "agency.document": {"copy_to_composer": "test_files_of_others_are_not_copied_into_a_mail"},
    "agency.document.choice": dict.fromkeys(
        ("action_edit", "action_mail", "action_open", "action_restore", "action_save"),
        "test_no_editor_opens_on_a_record_of_another_company",
    ),
    "agency.document.folder": {"action_open_documents": ACTION},
    "agency.document.template": {"action_preview": ACTION, "action_export": "a Responsable's alone: the file is hers"},
    "agency.document.transfer": {"action_import": "templates are made with the rights of who imports them"},
    "agency.identity": {
        "action_save": "test_identity_is_for_a_manager_of_the_company",
        "default_get": "Odoo's own, with what documents say anyway; a manager's alone",
    },
    "agency.numbering": dict.fromkeys(("action_save", "default_get"), "test_numbers_are_for_a_manager_of_the_company"),
    "agency.document.gestures": dict.fromkeys(
        ("action_group_pdf", "action_mail_documents", "action_open_documents", "action_save_documents"),
        "test_gestures_on_records_of_another_company_are_refused",
    )
    | dict.fromkeys(("action_keep_edited_words", "action_restore_documents"), OWN_RIGHTS),
    "agency.document.mailing": {"action_send": "a mailing is its author's alone"},
    "agency.document.version": dict.fromkeys(
        ("action_keep_words", "action_mail", "action_open_pdf", "action_restore"), OWN_RIGHTS
    ),
    "agency.invoice.chase": {
        **dict.fromkeys(("action_mark_sent", "action_skip"), OWN_RIGHTS),
        **dict.fromkeys(("action_send", "action_open_formal_notice"), ACTION),
        "message_post": "Odoo's own; what a mail carries is said by the rules, and marked with its sender's rights",
    },
    "agency.invoice.never.paid": {"action_apply": OWN_RIGHTS},
    "agency.kept.file.mixin": {
        "action_open": "the file of a quote, certificate or sheet that is read (test_signature_privacy.py, T33)",
    },
    "agency.make.recurring": {"action_apply": "test_only_services_of_the_quote_come_back"},
    "agency.month.end": {"action_open": ACTION},
    "agency.monthly.report": dict.fromkeys(
        ("action_next", "action_open_current", "action_open_sheet", "action_previous", "action_print"),
        "a report is its author's alone",
    ),
    "agency.monthly.report.line": {"action_open": ACTION},
    "agency.new.request": {**dict.fromkeys(("action_save", "action_save_anyway"), OWN_RIGHTS), "action_merge": ACTION},
    "agency.quote.postpone": {"action_apply": OWN_RIGHTS},
    "agency.course": {
        "action_new_version": "a Responsable's alone: it takes the right to write (test_course.py, T70)",
        "action_make_knowledge_surveys": "takes the right to write the course and to make surveys: a Responsable's",
        **dict.fromkeys(("action_new_quote", "action_open_orders", "action_print_programme"), ACTION),
    },
    "agency.training.registration": dict.fromkeys(("action_abandon", "action_cancel"), OWN_RIGHTS),
    "agency.training.subcontract": {"action_print": ACTION},
    "agency.training.session": dict.fromkeys(
        (
            *("action_add_subcontracts", "action_back_to_draft", "action_cancel", "action_convoke", "action_plan"),
            *("action_send_evaluations", "action_open_objectives"),
        ),
        OWN_RIGHTS,
    )
    | dict.fromkeys(
        (
            "action_print_attestations",
            "action_send_certificates",
            "action_open_orders",
            "action_print_certificates",
            "action_print_convocations",
            "action_print_sheet",
        ),
        ACTION,
    )
    | {"get_attendance_grid": "reads who came, no signature, with the rights of who calls it"},
    "agency.training.slot": dict.fromkeys(
        (
            *("action_all_present", "action_cancel", "action_close_sheet", "action_restore"),
            *("action_send_links", "action_sign_on_screen"),
        ),
        OWN_RIGHTS,
    )
    | dict.fromkeys(("action_ask_reopening", "action_open_kept_sheet", "action_open_sheet"), ACTION)
    | {"get_signing_screen": "reads names and times with the rights of who calls it"},
    # Of the attendance and of who teaches, which take it over.
    "agency.training.signature": {"sign_on_screen": OWN_RIGHTS, "action_ask_correction": ACTION},
    "agency.training.attendance": {
        "get_signing_code": "of who could have it signed on their screen (test_signing_link.py, T20, T22)"
    },
    "agency.training.closing": {"action_close": OWN_RIGHTS},
    "agency.training.correction": {"action_correct": "a Responsable's alone, who says why (test_signing.py, T24)"},
    "agency.training.sending": {"action_send": "takes the right to write the session (test_end_papers.py, T70)"},
    "agency.training.reopening": {"action_reopen": "a Responsable's alone, who says why (test_attendance.py, T27)"},
    "agency.quote.reject": {"action_apply": OWN_RIGHTS},
    "crm.lead.lost": {"action_lost_reason_apply": "Odoo's own, with the rights of who calls it"},
    "agency.recurrence.mixin": dict.fromkeys(
        ("action_pause_recurrence", "action_resume_recurrence", "action_stop_recurrence"), OWN_RIGHTS
    ),
    "agency.today.line": {
        "action_open": ACTION,
        "action_ask_date": ACTION,
        **dict.fromkeys(
            ("action_finish", "action_invoice", "action_postpone_days", "action_postpone_week", "action_remind"),
            OWN_RIGHTS,
        ),
    },
    "agency.first.day": {
        "get_steps": "says yes or no to who sets the agency up, of their own company",
        "put_away": OWN_RIGHTS,
    },
    "agency.search": {"find": "searches with the rights of who calls it; nothing for who is no user of the agency"},
    "agency.today.postpone": {"action_apply": OWN_RIGHTS},
    "agency.what.now": dict.fromkeys(("action_apply", "action_lost"), OWN_RIGHTS),
    "mail.activity": {
        "action_done": "Odoo's own; a dialog is opened with the rights of who calls it",
        "get_what_now_action": ACTION,
    },
    "mail.activity.schedule": {"action_schedule_activities_done": "Odoo's own, with the rights of who calls it"},
    "mail.activity.type": {"search_fetch": "Odoo's own, with the rights of who calls it, and fewer to be found"},
    "mail.thread": {"message_notify": "Odoo's own; what a message carries is taken out of what its caller says"},
    "agency.tracking.mixin": {"message_post": "Odoo's own; what waits is an object, which no client can send"},
    "agency.price.answer": {"action_apply": OWN_RIGHTS},
    "agency.price.choice": {"action_apply": OWN_RIGHTS},
    "agency.price.consultation": {
        **dict.fromkeys(
            (
                "action_declined",
                "action_mark_asked",
                "action_send_again",
                "action_silent",
                "action_tell_not_chosen",
                "action_withdraw",
            ),
            OWN_RIGHTS,
        ),
        **dict.fromkeys(("action_print", "action_remind", "action_type_prices"), ACTION),
        "message_update": "Odoo's own; what came in by mail is noted by the rules",
    },
    "agency.price.remind": {"action_send": OWN_RIGHTS},
    "agency.margin.line": {"action_open": ACTION},
    "agency.supplier.line": {"action_open": ACTION},
    "agency.supplier.order": {"action_apply": OWN_RIGHTS},
    "agency.supplier.paper": {
        **dict.fromkeys(("action_accept", "action_check"), OWN_RIGHTS),
        "action_refuse": ACTION,
    },
    "agency.supplier.refusal": {"action_apply": OWN_RIGHTS},
    "agency.price.run.on": {"action_apply": OWN_RIGHTS},
    "agency.price.offer": {"action_choose": ACTION, "action_undo_choice": OWN_RIGHTS},
    "agency.price.request": {
        **dict.fromkeys(
            (
                *("action_cancel", "action_close", "action_reopen", "action_send", "action_send_again"),
                *("action_add_usual_specs", "action_tell_not_chosen"),
            ),
            OWN_RIGHTS,
        ),
        **dict.fromkeys(("action_open_sheet", "action_remind", "action_save_template"), ACTION),
        "copy": "Odoo's own, with the rights of who calls it",
    },
    "agency.vtiger.column": {"action_take_guess": OWN_RIGHTS},
    "agency.vtiger.doubt": dict.fromkeys(
        ("action_deposit", "action_invoiced", "action_skip", "action_to_invoice"), OWN_RIGHTS
    ),
    "agency.vtiger.import": dict.fromkeys(
        (
            "action_dry_run",
            "action_export_mapping",
            "action_import",
            "action_read",
            "action_refresh",
            "action_undo",
            "action_view_issues",
        ),
        OWN_RIGHTS,
    ),
    "calendar.event": {"action_create_deal": OWN_RIGHTS},
    "crm.lead": {
        "action_set_lost": "Odoo's own, with the rights of who calls it",
        **dict.fromkeys(
            ("action_new_invoice", "action_new_quote", "action_new_recurring_order", "action_what_now"), ACTION
        ),
        **dict.fromkeys(("action_view_invoices", "action_view_quotes", "action_view_recurring_orders"), ACTION),
        **dict.fromkeys(("action_new_price_request", "action_view_price_requests"), ACTION),
        **dict.fromkeys(("action_new_supplier_order", "action_view_supplier_orders"), ACTION),
        **dict.fromkeys(
            (
                *("action_view_accepted_lines", "action_view_billed_lines"),
                *("action_view_invoiced_lines", "action_view_ordered_lines"),
            ),
            ACTION,
        ),
        **dict.fromkeys(("action_plan_session", "action_prices_received"), OWN_RIGHTS),
        "action_propose_lost": ACTION,
    },
    "base": {"fields_get": "Odoo's own, with other words"},
    "ir.actions.actions": {"get_bindings": "Odoo's own, with other words"},
    "res.users": dict.fromkeys(
        ("SELF_READABLE_FIELDS", "action_make_agency_calendar", "action_revoke_agency_calendar"),
        "one's own alone: test_calendar_address.py",
    ),
    "ir.actions.report": {"get_wkhtmltopdf_state": "Odoo's own: whether the program is there"},
    "mail.mail": {"send": "Odoo's own: mails are the administrator's"},
    "ir.http": {"session_info": "Odoo's own: what the client starts with"},
    "res.company": {"action_round_per_line": OWN_RIGHTS, "default_get": "Odoo's own, with one value that is no secret"},
    "res.config.settings": {"action_agency_company": ACTION, "action_round_per_line": OWN_RIGHTS},
    "res.partner": dict.fromkeys(
        (
            "action_new_contact",
            "action_new_deal",
            "action_new_invoice",
            "action_new_quote",
            "action_new_recurring_order",
        ),
        ACTION,
    ),
    "sale.advance.payment.inv": dict.fromkeys(
        ("action_confirm_and_send", "create_invoices"),
        "test_no_window_says_who_invoiced_a_quote_of_another_company",
    ),
    "purchase.order": {
        **dict.fromkeys(("action_mark_placed", "action_place", "action_reconfirmed"), OWN_RIGHTS),
        "action_print_order": ACTION,
    },
    "sale.order.line": {"action_apply_run_on": ACTION},
    "sale.order": {
        **dict.fromkeys(
            ("action_ask_postpone", "action_ask_reject_reason", "action_make_recurring", "action_send_reminder"), ACTION
        ),
        "action_apply_run_on": ACTION,
        "action_new_version": OWN_RIGHTS,
        "action_quotation_send": ACTION,
        "action_plan_session": OWN_RIGHTS,
        "action_compare_prices": ACTION,
        "copy": "Odoo's own; suppliers' prices go along, which only the rules link and only who sees costs reads",
        **dict.fromkeys(
            ("action_new_balance_invoice", "action_new_deposit_invoice", "action_new_partial_invoice"), ACTION
        ),
        **dict.fromkeys(
            (
                "action_ask_new_signature",
                "action_make_recurring_invoice",
                "action_no_answer",
                "action_open_signed_document",
                "action_postpone",
                "action_quotation_sent",
                "action_reject",
            ),
            OWN_RIGHTS,
        ),
        "message_post": "test_a_message_says_not_itself_which_quotes_it_carries",
    },
}
CRUD = {"create", "write", "unlink", "copy_data"}


def public_methods() -> Iterator[tuple[str, str]]:
    """Model and name of each method of our add-ons that has no underscore in front."""
    for path in [*config.ADDONS.glob("*/models/*.py"), *config.ADDONS.glob("*/wizard/*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef):
                values = {
                    target.id: statement.value.value
                    for statement in node.body
                    if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant)
                    for target in statement.targets
                }
                model = values.get("_name") or values.get("_inherit")
                for method in node.body:
                    if model and isinstance(method, ast.FunctionDef) and not method.name.startswith("_"):
                        yield model, method.name


def test_each_method_that_rpc_may_call_is_judged() -> None:
    found: dict[str, set[str]] = {}
    for model, method in public_methods():
        if method not in CRUD:
            found.setdefault(model, set()).add(method)
    assert found == {model: set(methods) for model, methods in METHODS.items()}


@pytest.mark.parametrize("model", ["sale.order", "account.move"])
@pytest.mark.parametrize(
    "method", ["action_group_pdf", "action_mail_documents", "action_save_documents", "_render_documents"]
)
def test_gestures_on_records_of_another_company_are_refused(people: People, ids: dict, model: str, method: str) -> None:
    for login in ("user", "manager", "portal"):
        refused(people(login), model, method, [ids["theirs"][model]])


def test_no_window_says_who_invoiced_a_quote_of_another_company(people: People, ids: dict) -> None:
    """The window looks with all rights at what was invoiced meanwhile: of quotes one may read."""
    user, theirs = people("user"), [(6, 0, [ids["theirs"]["accepted"]])]
    values = {"advance_payment_method": "delivered", "known_invoice_count": 0}
    reason = refused(user, "sale.advance.payment.inv", "create", [{**values, "sale_order_ids": theirs}])
    assert "other_" not in reason
    own = [(6, 0, [ids["ours"]["accepted"]])]
    (window,) = user.call("sale.advance.payment.inv", "create", [{**values, "sale_order_ids": own}])
    reason = refused(user, "sale.advance.payment.inv", "write", [window], {"sale_order_ids": theirs})
    assert "other_" not in reason


def test_no_line_of_another_quote_is_invoiced_in_part(people: People, ids: dict) -> None:
    user, ours, theirs = people("user"), ids["ours"], ids["theirs"]
    values = {
        "advance_payment_method": "delivered",
        "known_invoice_count": 0,
        "invoice_dialog": "partial",
        "partial_by": "lines",
        "sale_order_ids": [(6, 0, [ours["accepted"]])],
    }
    for line in (theirs["sale.order.line"], ours["sale.order.line"]):
        # By its rights, or in words: it is no line of the quote.
        with pytest.raises((Refused, Failed)):
            part = [(0, 0, {"sale_line_id": line, "quantity": 1.0})]
            window = user.call("sale.advance.payment.inv", "create", [{**values, "partial_line_ids": part}])
            user.call("sale.advance.payment.inv", "create_invoices", window)


def test_files_of_others_are_not_copied_into_a_mail(people: People, ids: dict) -> None:
    refused(people("user"), "agency.document", "copy_to_composer", [ids["theirs"]["agency.document"]])
    refused(people("portal"), "agency.document", "copy_to_composer", [ids["ours"]["agency.document"]])
