"""Role x model x operation, over RPC: what each may do with the records of the agency, and of another company.

Letters: read, write, create, unlink. A model of ours that the table does not name fails the test: whoever adds
one says here who may do what.
"""

import itertools
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest
import table_suppliers
from cast import BLANK_PDF
from people import Person, Refused

DAYS = itertools.count()


def one_of(ids: list[int]) -> int:
    """Another one each time, until none is left."""
    return ids.pop()


def one_day() -> dict[str, str]:
    """A day of its own: two wordings of a kind are never in force together, nor two rates."""
    day = str(date(2040, 1, 1) + timedelta(days=next(DAYS)))
    return {"valid_from": day, "valid_to": day}


def one_year() -> dict[str, str]:
    """A year of its own: there is one statement of a year."""
    year = 2050 + next(DAYS)
    return {"date_from": f"{year}-01-01", "date_to": f"{year}-12-31"}


# Of one company: those of another one are closed to everybody.
OF_A_COMPANY = {
    # model: (Utilisateur, Responsable, what creating takes, what writing changes)
    "agency.trainee": ("rwcu", "rwcu", lambda ids: {"order_id": ids["sale.order"], "name": "Neuve"}, "name"),
    "agency.trainer": (
        "r",
        "rwcu",
        lambda ids: {"partner_id": one_of(ids["contacts"]), "company_id": ids["company"]},
        "active",
    ),
    "agency.course": ("r", "rwcu", lambda ids: {"name": "Neuve", "company_id": ids["company"]}, "name"),
    "agency.training.session": ("rwc", "rwcu", lambda ids: {"title": "Neuve", "company_id": ids["company"]}, "title"),
    "agency.training.slot": (
        "rwcu",
        "rwcu",
        lambda ids: {"session_id": ids["agency.training.session"], "date": one_day()["valid_from"]},
        "module",
    ),
    "agency.training.delivery": (
        "rcu",
        "rcu",
        lambda ids: {"slot_id": one_of(ids["slots"]), "trainer_id": ids["agency.trainer"]},
        "trainer_id",
    ),
    "agency.training.subcontract": (
        "rwc",
        "rwcu",
        lambda ids: {"session_id": one_of(ids["sessions"]), "partner_id": ids["res.partner"]},
        "mission",
    ),
    "agency.training.funding": (
        "rwcu",
        "rwcu",
        lambda ids: {"order_id": ids["sale.order"], "payer_id": ids["res.partner"], "is_direct": False},
        "file_no",
    ),
    # What becomes of it is said by buttons.
    "agency.training.registration": (
        "rc",
        "rcu",
        lambda ids: {"session_id": one_of(ids["sessions"]), "trainee_id": ids["agency.trainee"]},
        "state",
    ),
    # Nobody is taken off a sheet: what becomes of them is said.
    "agency.training.attendance": (
        "rwc",
        "rwc",
        lambda ids: {"slot_id": one_of(ids["session_slots"]), "registration_id": ids["agency.training.registration"]},
        "reason",
    ),
    "agency.training.activity": (
        "rwc",
        "rwcu",
        lambda ids: {"registration_id": ids["paced"], "name": "Neuve", "estimated_hours": 0.25, "proof_text": "x"},
        "name",
    ),
    # A Responsable's alone; what the calculation makes is read, and charges are typed.
    "agency.bpf": (
        "",
        "rwcu",
        lambda ids: {"company_id": ids["company"], **one_year()},
        "user_id",
    ),
    "agency.bpf.line": (
        "",
        "rw",
        lambda ids: {
            "bpf_id": ids["agency.bpf"],
            "code": "X",
            "sequence": 1,
            "frame": "D",
            "name": "Neuve",
            "unit": "money",
        },
        "typed_amount",
    ),
    "agency.bpf.entry": (
        "",
        "r",
        lambda ids: {"bpf_id": ids["agency.bpf"], "kind": "money", "name": "Neuve"},
        "name",
    ),
    "agency.bpf.omission": (
        "",
        "r",
        lambda ids: {"bpf_id": ids["agency.bpf"], "kind": "types"},
        "count",
    ),
    # Those with signatures are of fewer: see agency_training/tests/test_signature_privacy.py (T33).
    "agency.training.sheet": (
        "r",
        "r",
        lambda ids: {"session_id": ids["agency.training.session"], "kind": "printed", "number": 2},
        "number",
    ),
    "agency.training.certificate": (
        "r",
        "r",
        lambda ids: {
            "registration_id": ids["agency.training.registration"],
            "number": 2,
            "date": "2026-01-01",
            "file": "eA==",
            "file_name": "x.pdf",
            "digest": "x",
        },
        "number",
    ),
    "agency.training.handout": (
        "r",
        "rwcu",
        lambda ids: {"kind": "rules", "company_id": ids["company"], "file": BLANK_PDF},
        "file_name",
    ),
    "agency.legal.text": (
        "r",
        "rwcu",
        lambda ids: {
            "name": "Neuve",
            "kind": ids["legal_kind"],
            "text": "<p>Neuve</p>",
            "company_id": ids["company"],
            **one_day(),
        },
        "name",
    ),
    "agency.price.revision": (
        "rwc",
        "rwcu",
        lambda ids: {"order_id": ids["recurring"], "date": "2032-01-01", "percentage": 1.0},
        "date",
    ),
    "agency.turnover.line": ("r", "r", lambda ids: {"move_line_id": ids["account.move.line"]}, "amount"),
    "agency.quote.reminder": (
        "r",
        "rwcu",
        lambda ids: {"delay_days": 91, "template_id": ids["mail_template"], "company_id": ids["company"]},
        "delay_days",
    ),
    "agency.invoice.reminder": (
        "r",
        "rwcu",
        lambda ids: {
            "name": "Neuve",
            "delay_days": 91,
            "template_id": ids["chase_template"],
            "company_id": ids["company"],
        },
        "name",
    ),
    # Made by the rules alone.
    "agency.invoice.chase": (
        "rw",
        "rw",
        lambda ids: {"partner_id": ids["res.partner"], "company_id": ids["company"]},
        "contact_id",
    ),
    "agency.today.line": ("r", "r", lambda ids: {"name": "Neuve", "company_id": ids["company"]}, "name"),
    "agency.month.end": ("r", "r", lambda ids: {"month": "2031-01-01", "key": "pipe"}, "amount"),
    "agency.document.folder": (
        "r",
        "rwcu",
        lambda ids: {"name": "Neuf", "company_id": ids["company"]},
        "name",
    ),
    "agency.document": (
        "rwcu",
        "rwcu",
        lambda ids: {"name": "neuf.txt", "folder_id": ids["agency.document.folder"]},
        "name",
    ),
    # Made by the editor alone, which fills it in from the record: nobody makes one over RPC, nor so one to delete.
    "agency.document.version": (
        "rw",
        "rw",
        lambda ids: {"report_id": ids["report"], "order_id": ids["sale.order"]},
        "body",
    ),
    "agency.signed.document": (
        "r",
        "r",
        lambda ids: {"order_id": ids["accepted"], "file": "eA==", "file_name": "x.pdf", "digest": "x"},
        "signed_by",
    ),
    "crm.lead": (
        "rwc",
        "rwcu",
        lambda ids: {"name": "Neuve", "type": "opportunity", "company_id": ids["company"]},
        "name",
    ),
    "sale.order": (
        "rwc",
        "rwcu",
        lambda ids: {"partner_id": ids["res.partner"], "company_id": ids["company"]},
        "client_order_ref",
    ),
    "sale.order.line": (
        "rwcu",
        "rwcu",
        lambda ids: {"order_id": ids["recurring"], "product_id": ids["product.product"]},
        "name",
    ),
    "account.move": (
        "rwc",
        "rwcu",
        lambda ids: {"move_type": "out_invoice", "partner_id": ids["res.partner"], "company_id": ids["company"]},
        "ref",
    ),
    "res.partner": ("rwc", "rwcu", lambda ids: {"name": "Neuve", "company_id": ids["company"]}, "name"),
    **table_suppliers.OF_A_COMPANY,
}
# Of all companies.
OF_ALL = {
    "agency.next.step": ("r", "rwcu", lambda _ids: {"name": "Neuve"}, "name"),
    "agency.penalty.rate": (
        "r",
        "rwcu",
        lambda _ids: {"valid_from": one_day()["valid_from"], "rate": 1},
        "rate",
    ),
    "agency.nsf": ("r", "rwcu", lambda _ids: {"code": str(uuid.uuid4()), "name": "Neuve"}, "name"),
    # The form is the State's.
    "agency.bpf.row": (
        "",
        "r",
        lambda _ids: {
            "form": "X",
            "code": "X",
            "sequence": 1,
            "frame": "C",
            "name": "Neuve",
            "unit": "money",
            "key": "X",
            "valid_from": "2090-01-01",
        },
        "name",
    ),
    "agency.presta.type": ("r", "rwcu", lambda _ids: {"name": f"Neuf {uuid.uuid4()}"}, "name"),
    "agency.document.template": ("r", "rwcu", lambda _ids: {"name": "Neuf", "kind": "quote"}, "name"),
    "crm.stage": ("r", "rwcu", lambda _ids: {"name": "Neuve"}, "name"),
    "crm.lost.reason": ("r", "rwcu", lambda _ids: {"name": "Neuf"}, "name"),
}
# Wizards: a record is its author's alone, for the time of a click; what it does is tested with the rights on
# what it works on.
WIZARDS = {
    "agency.choose.companies": lambda ids: {"company_ids": [(6, 0, [ids["company"]])]},
    "agency.quote.reject": lambda ids: {
        "order_ids": [(6, 0, [ids["recurring"]])],
        "reject_reason_id": ids["crm.lost.reason"],
    },
    "agency.make.recurring": lambda ids: {
        "order_id": ids["sale.order"],
        "line_ids": [(6, 0, [ids["sale.order.line"]])],
        "next_invoice_date": "2031-01-01",
    },
    "agency.quote.postpone": lambda ids: {"order_ids": [(6, 0, [ids["sale.order"]])], "date": "2031-01-01"},
    "agency.what.now": lambda ids: {"lead_ids": [(6, 0, [ids["crm.lead"]])]},
    "agency.new.request": lambda ids: {"name": "Neuve", "partner_id": ids["res.partner"], "lead_id": ids["crm.lead"]},
    "agency.today.postpone": lambda ids: {"line_ids": [ids["agency.today.line"]], "date": "2031-01-01"},
    "agency.invoice.never.paid": lambda ids: {"move_ids": [(6, 0, [ids["account.move"]])], "reason": "Partie"},
    **table_suppliers.WIZARDS,
}
# Of their author alone: see `test_what_is_about_to_be_sent_is_its_authors`.
PRIVATE = {
    "agency.document.choice",
    "agency.document.mailing",
    "agency.document.mailing.mail",
    "agency.document.transfer",
    "agency.identity",
    "agency.monthly.report",
    "agency.monthly.report.line",
    "agency.numbering",
    "agency.partial.invoice.line",
    "agency.training.closing",
    "agency.training.correction",
    "agency.training.reopening",
    "agency.training.sending",
}
# Nobody writes these, not even the administrator, who so cannot make one to delete.
READ_ONLY = {
    "agency.turnover.line",
    "agency.today.line",
    "agency.month.end",
    "agency.document.version",
    "agency.signed.document",
    "agency.invoice.chase",
    "agency.training.sheet",
    "agency.training.certificate",
    "agency.bpf.line",
    "agency.bpf.entry",
    "agency.bpf.omission",
    "agency.bpf.row",
    *table_suppliers.READ_ONLY,
}
# Of nobody: the server's own work.
INTERNAL = {"agency.document.job", "agency.tries"}
# What a customer sees of these on the portal is tested by its addresses: over RPC Odoo lets them read and nothing more.
PORTAL_READS = {"sale.order", "sale.order.line", "account.move", "res.partner"}
OPERATIONS = {"r": "read", "w": "write", "c": "create", "u": "unlink"}
NEW_VALUES = {"date": "2033-01-01", "amount": 1.0, "delay_days": 77, "rate": 2.0, "contact_id": False, "active": False}
NEW_VALUES |= {"user_id": False, "typed_amount": 1, "count": 1}
TABLE = {**OF_A_COMPANY, **OF_ALL}


def attempt(
    person: Person, admin: Person, model: str, letter: str, record: int, make_values: Callable[[], dict], changed: str
) -> bool:
    """Try it for good; whether it was allowed."""
    victim = admin.call(model, "create", [make_values()]) if letter == "u" else []
    try:
        match letter:
            case "r":
                return bool(person.call(model, "read", [record], ["display_name"]))
            case "w":
                return person.call(model, "write", [record], {changed: NEW_VALUES.get(changed, "Changée")})
            case "c":
                return bool(person.call(model, "create", [make_values()]))
            case "u":
                return person.call(model, "unlink", victim)
    except Refused:
        return False
    raise ValueError(letter)


def values_here(ids: dict, key: str) -> dict:
    return {**ids["common"], **ids[key]}


def granted(person: Person, admin: Person, model: str, here: dict) -> str:
    """Letters of the operations this person may do on the records of one company."""
    *_roles, make_values, changed = TABLE[model]
    make_values = partial(make_values, here)
    letters = [letter for letter in OPERATIONS if letter != "u" or model not in READ_ONLY]
    return "".join(
        letter for letter in letters if attempt(person, admin, model, letter, here[model], make_values, changed)
    )


@pytest.fixture(scope="session")
def admin(people: Callable[[str], Person], server: object, ids: dict) -> Person:
    """A manager of both companies: makes what others then try to delete."""
    root = people("root")
    root.context = {"allowed_company_ids": [ids["ours"]["company"], ids["theirs"]["company"]]}
    return root


def test_every_model_of_ours_is_judged(ids: dict) -> None:
    assert (
        set(ids["models"])
        == {model for model in TABLE if model.startswith("agency.")} | set(WIZARDS) | PRIVATE | INTERNAL
    )


@pytest.mark.parametrize("model", TABLE)
@pytest.mark.parametrize(("login", "column"), [("user", 0), ("manager", 1)])
def test_at_home(
    people: Callable[[str], Person], admin: Person, ids: dict, login: str, column: int, model: str
) -> None:
    assert granted(people(login), admin, model, values_here(ids, "ours")) == TABLE[model][column]


@pytest.mark.parametrize("model", OF_A_COMPANY)
@pytest.mark.parametrize("login", ["user", "manager", "other_user", "other_manager"])
def test_another_company(people: Callable[[str], Person], admin: Person, ids: dict, login: str, model: str) -> None:
    elsewhere = "ours" if login.startswith("other") else "theirs"
    assert granted(people(login), admin, model, values_here(ids, elsewhere)) == ""


@pytest.mark.parametrize("model", TABLE)
@pytest.mark.parametrize("login", ["public", "portal"])
def test_outside(people: Callable[[str], Person], admin: Person, ids: dict, login: str, model: str) -> None:
    # `theirs`: what is not even the customer's own.
    here = values_here(ids, "theirs")
    assert granted(people(login), admin, model, here) == ""


@pytest.mark.parametrize("model", sorted({*OF_A_COMPANY} & PORTAL_READS))
def test_a_customer_reads_what_is_hers_and_no_more(
    people: Callable[[str], Person], admin: Person, ids: dict, model: str
) -> None:
    assert granted(people("portal"), admin, model, values_here(ids, "ours")) == "r"


@pytest.mark.parametrize("model", sorted({*TABLE} - PORTAL_READS))
def test_a_customer_reads_nothing_else(people: Callable[[str], Person], admin: Person, ids: dict, model: str) -> None:
    assert granted(people("portal"), admin, model, values_here(ids, "ours")) == ""


@pytest.mark.parametrize("login", ["public", "portal", "user", "manager"])
def test_the_work_of_the_server_is_nobodys(people: Callable[[str], Person], ids: dict, login: str) -> None:
    for model in INTERNAL:
        for method in ("search_read", "create"):
            with pytest.raises(Refused):
                people(login).call(model, method, [{}] if method == "create" else [])


# === WIZARDS AND BUTTONS === #


def test_identity_is_for_a_manager_of_the_company(people: Callable[[str], Person], ids: dict) -> None:
    """What a Responsable chooses is hers, of her company; a Utilisateur or a stranger chooses nothing."""
    manager = people("manager")
    (identity,) = manager.call("agency.identity", "create", [{"agency_footer": "SECRET-footer"}])
    for login in ("public", "portal", "user", "other_user", "other_manager"):
        person = people(login)
        for method, values in (("read", [["agency_footer"]]), ("write", [{"agency_footer": "x"}]), ("action_save", [])):
            with pytest.raises(Refused):
                person.call("agency.identity", method, [identity], *values)
        if login != "other_manager":
            with pytest.raises(Refused):
                person.call("agency.identity", "create", [{}])
    with pytest.raises(Refused):
        stolen = manager.call("agency.identity", "create", [{"company_id": ids["theirs"]["company"]}])
        manager.call("agency.identity", "action_save", stolen)


def test_numbers_are_for_a_manager_of_the_company(people: Callable[[str], Person], ids: dict) -> None:
    """Next numbers are a Responsable's of the company to read and to choose, by her own click alone."""
    manager = people("manager")
    (numbers,) = manager.call("agency.numbering", "create", [{}])
    for login in ("public", "portal", "user", "other_user", "other_manager"):
        person = people(login)
        for method, values in (("read", [["next_quote"]]), ("write", [{"next_quote": "X1"}]), ("action_save", [])):
            with pytest.raises(Refused):
                person.call("agency.numbering", method, [numbers], *values)
        if login != "other_manager":
            for method, values in (("create", [[{}]]), ("default_get", [["next_quote"]])):
                with pytest.raises(Refused):
                    person.call("agency.numbering", method, *values)
    with pytest.raises(Refused):
        stolen = manager.call("agency.numbering", "create", [{"company_id": ids["theirs"]["company"]}])
        manager.call("agency.numbering", "action_save", stolen)


def test_what_is_about_to_be_sent_is_its_authors(people: Callable[[str], Person], ids: dict) -> None:
    """A mail that is being written, and its files, are not even a colleague's."""
    ours, user = ids["ours"], people("user")
    (composer,) = user.call("mail.compose.message", "create", [{"body": "<p>SECRET-draft</p>", "subject": "SECRET"}])
    (mailing,) = user.call("agency.document.mailing", "create", [{}])
    (mail,) = user.call(
        "agency.document.mailing.mail",
        "create",
        [
            {
                "mailing_id": mailing,
                "composer_id": composer,
                "mail_context": {"lang": "fr_FR"},
                "partner_id": ours["res.partner"],
            }
        ],
    )
    (choice,) = user.call(
        "agency.document.choice", "create", [{"res_model": "sale.order", "res_ids": [ours["sale.order"]]}]
    )
    mine = user.call("agency.document.mailing.mail", "read", [mail], ["body"])
    assert "SECRET-draft" in mine[0]["body"]
    (report,) = user.call("agency.monthly.report", "create", [{}])
    (figures,) = user.call("agency.monthly.report", "read", [report], ["line_ids"])
    for login in ("public", "portal", "manager", "other_user", "other_manager"):
        for model, record in (
            ("agency.monthly.report", report),
            ("agency.monthly.report.line", figures["line_ids"][0]),
            ("agency.document.mailing", mailing),
            ("agency.document.mailing.mail", mail),
            ("agency.document.choice", choice),
        ):
            with pytest.raises(Refused):
                people(login).call(model, "read", [record], [])


def test_a_file_of_another_company_is_not_made_ones_own(people: Callable[[str], Person], ids: dict) -> None:
    """A document is a file and a folder: naming somebody else's file gives no right to it."""
    user, ours, theirs = people("user"), ids["ours"], ids["theirs"]
    for stolen in ("file", "pdf", "attachment"):
        with pytest.raises(Refused):
            values = {"folder_id": ours["agency.document.folder"], "ir_attachment_id": theirs[stolen]}
            user.call("agency.document", "create", [values])
        (own,) = user.call(
            "agency.document", "create", [{"name": "a.txt", "folder_id": ours["agency.document.folder"]}]
        )
        with pytest.raises(Refused):
            user.call("agency.document", "write", [own], {"ir_attachment_id": theirs[stolen]})
            user.call("agency.document", "read", [own], ["raw", "name"])
        with pytest.raises(Refused):
            user.call("agency.document", "copy_to_composer", [theirs["agency.document"]])


@pytest.mark.parametrize("model", WIZARDS)
@pytest.mark.parametrize("login", ["public", "portal"])
def test_wizards_are_closed_outside(people: Callable[[str], Person], ids: dict, login: str, model: str) -> None:
    with pytest.raises(Refused):
        people(login).call(model, "create", [WIZARDS[model](values_here(ids, "ours"))])


ACTIONS = [
    ("sale.order", "sale.order", "action_confirm"),
    ("sale.order", "sale.order", "action_quotation_sent"),
    ("sale.order", "accepted", "action_cancel"),
    ("account.move", "account.move", "button_draft"),
    ("crm.lead", "crm.lead", "action_set_won"),
    ("crm.lead", "crm.lead", "action_set_lost"),
]


@pytest.mark.parametrize(("model", "key", "method"), ACTIONS)
@pytest.mark.parametrize("login", ["public", "portal", "user", "manager"])
def test_buttons_of_another_company_are_closed(
    people: Callable[[str], Person], ids: dict, login: str, model: str, key: str, method: str
) -> None:
    with pytest.raises(Refused):
        people(login).call(model, method, [ids["theirs"][key]])


def test_refusing_and_giving_up_what_belongs_to_another_company(people: Callable[[str], Person], ids: dict) -> None:
    """A wizard works with the rights of who uses it, whatever it was given."""
    user, theirs = people("user"), values_here(ids, "theirs")
    for model, method in (
        ("agency.quote.reject", "action_apply"),
        ("agency.make.recurring", "action_apply"),
        ("agency.invoice.never.paid", "action_apply"),
        ("agency.quote.postpone", "action_apply"),
        ("agency.what.now", "action_apply"),
        ("agency.what.now", "action_lost"),
    ):
        with pytest.raises(Refused):
            wizard = user.call(model, "create", [WIZARDS[model](theirs)])
            user.call(model, method, wizard)


def test_nobody_switches_another_company_off(people: Callable[[str], Person], ids: dict) -> None:
    for login in ("public", "portal", "user", "manager"):
        with pytest.raises(Refused):
            people(login).call("res.company", "write", [ids["theirs"]["company"]], {"is_agency": False})


def test_a_message_marks_no_quote_of_another_company(people: Callable[[str], Person], ids: dict) -> None:
    """Whatever quotes a message claims to carry, those its author may not change stay as they are."""
    ours, theirs = ids["ours"], ids["theirs"]
    user, other = people("user"), people("other_user")
    # The mail leaves, and is taken, before the call returns.
    customer = user.call("res.partner", "create", [{"name": "Cliente", "email": "cliente@example.com"}])
    context = {"mark_so_as_sent": True, "mailed_record_ids": [ours["recurring"], theirs["recurring"]]}
    with pytest.raises(Refused):
        user.call(
            "sale.order",
            "message_post",
            [ours["recurring"]],
            body="Bonjour",
            partner_ids=customer,
            context=context,
        )
    context["mailed_record_ids"] = [ours["recurring"]]
    user.call("sale.order", "message_post", [ours["recurring"]], body="Bonjour", partner_ids=customer, context=context)
    (mine,) = user.call("sale.order", "read", [ours["recurring"]], ["state"])
    (theirs_after,) = other.call("sale.order", "read", [theirs["recurring"]], ["state"])
    assert mine["state"] == "sent", "the test marks nothing at all"
    assert theirs_after["state"] == "draft"
