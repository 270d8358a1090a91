"""Attacks on suppliers' prices (agency_purchase): what they cost us is guessed by nobody, who quoted by nobody else.

Roles besides those of the other files: `blind` works like `user` and sees no costs, `accountant` reads, `vendor` is a
supplier with an account on the portal. Customers and suppliers: see test_suppliers_outside.py.
"""

import contextlib
import json
from collections.abc import Callable

import pytest
from people import Failed, Person, Refused
from test_walls import refused

People = Callable[[str], Person]

# What says a cost, a margin or a supplier's price, by model.
COSTS = {
    "sale.order": ["margin", "margin_percent", "price_warning"],
    "sale.order.line": [
        *("purchase_price", "margin", "margin_percent", "price_offer_id", "pricing_mode", "pricing_value"),
        *("price_warning", "run_on_offer_id", "purchase_line_ids"),
    ],
    "crm.lead": [
        "cost_planned",
        "cost_ordered",
        "cost_billed",
        "margin_planned",
        "margin_actual",
        "supplier_order_ids",
    ],
    "res.partner": ["paper_ids", "papers_until", "papers_missing", "ordered_lately"],
    "agency.price.offer": ["total", "fees", "shipping", "landed", "landed_company", "unit"],
    "agency.price.consultation": ["page_url", "page_file_ids"],
    "agency.price.request": ["comparison"],
}
KEYS = {"sale.order": "priced", "sale.order.line": "priced_line", "res.partner": "supplier"}
# The same from the record beside.
PATHS = [
    ("crm.lead", "order_ids.margin"),
    ("crm.lead", "order_ids.order_line.purchase_price"),
    ("crm.lead", "supplier_order_ids.amount_total"),
    ("res.partner", "sale_order_ids.margin"),
    ("sale.order", "order_line.purchase_price"),
    ("sale.order", "order_line.price_offer_id.landed"),
    ("sale.order.line", "order_id.margin"),
    ("agency.price.request", "offer_ids.landed_company"),
    ("agency.price.consultation", "offer_ids.total"),
    ("agency.price.item", "request_id.offer_ids.landed"),
]


def attempts(model: str, record: int, name: str, person: Person) -> None:
    """By reading, searching, sorting, grouping, adding up, exporting: each is refused."""
    is_stored = person.login != "blind" or name not in ("comparison", "page_url", "papers_missing", "ordered_lately")
    refused(person, model, "read", [record], [name])
    refused(person, model, "web_read", [record], {name: {}})
    refused(person, model, "web_search_read", [], {name: {}})
    refused(person, model, "search_read", [], [name])
    refused(person, model, "export_data", [record], [name])
    if is_stored:
        refused(person, model, "search_count", [(name, "!=", False)])
        refused(person, model, "search", [], order=f"{name} desc")
        refused(person, model, "formatted_read_group", [], [name], ["__count"])
        refused(person, model, "web_read_group", [], [name])
        refused(person, model, "formatted_read_group", [], [], [f"{name}:max"])


# === WHO SEES NO COSTS === #


@pytest.mark.parametrize(("model", "name"), [(model, name) for model, names in COSTS.items() for name in names])
def test_who_sees_no_costs_guesses_none(people: People, ids: dict, model: str, name: str) -> None:
    record = ids["ours"][KEYS.get(model, model)]
    people("user").call(model, "read", [record], [name])  # there is something to see
    attempts(model, record, name, people("blind"))


@pytest.mark.parametrize(("model", "path"), PATHS)
@pytest.mark.parametrize("login", ["blind", "portal", "vendor"])
def test_nor_from_the_record_beside(people: People, login: str, model: str, path: str) -> None:
    refused(people(login), model, "search_count", [(path, ">", 0)])


def test_the_order_of_prices_says_not_who_is_cheapest(people: People, ids: dict) -> None:
    """Suppliers' prices stand in order of what they cost, for who sees it."""
    blind, ours = people("blind"), ids["ours"]
    domain = [("quantity_id", "=", ours["agency.price.quantity"])]
    try:
        found = blind.call("agency.price.offer", "search_read", domain, ["id"])
    except Refused:
        found = []
    assert [offer["id"] for offer in found] == sorted(offer["id"] for offer in found)
    # Her screens open all the same.
    (request,) = blind.call("agency.price.request", "web_read", [ours["agency.price.request"]], {"offer_ids": {}})
    shown = [offer for offer in request["offer_ids"] if {"id": offer} in found]
    assert shown == sorted(shown) and (len(shown) > 1 or not found)


def test_who_sees_no_costs_reads_states(people: People, ids: dict) -> None:
    blind, ours = people("blind"), ids["ours"]
    (read,) = blind.call("agency.price.consultation", "read", [ours["agency.price.consultation"]], ["state"])
    assert read["state"] == "chosen"
    assert blind.call("agency.price.request", "name_search", "DP/")
    views = [[False, "list"], [False, "form"], [False, "search"]]
    for model in ("agency.price.request", "agency.price.consultation", "sale.order", "crm.lead", "res.partner"):
        fields = blind.call(model, "get_views", views)["models"][model]["fields"]
        assert not set(COSTS[model]) & set(fields), model


@pytest.mark.parametrize(
    "model", ["agency.margin.line", "agency.supplier.line", "agency.supplier.paper", "purchase.order"]
)
def test_who_sees_no_costs_reads_no_report_paper_nor_order(people: People, ids: dict, model: str) -> None:
    blind, record = people("blind"), ids["ours"][model]
    try:
        assert blind.call(model, "search_count", []) == 0
        assert blind.call(model, "web_search_read", [], {"display_name": {}})["records"] == []
        assert blind.call(model, "formatted_read_group", [], [], ["__count"])[0]["__count"] == 0
        assert blind.call(model, "name_search", "SECRET") == []
    except Refused:
        pass
    refused(blind, model, "read", [record], ["display_name"])
    refused(blind, model, "web_read", [record], {"display_name": {}})


def test_reports_of_odoo_say_no_cost_either(people: People, ids: dict) -> None:
    """Its analysis of sales adds up margins; its matching of bills shows orders, of all companies."""
    user, blind = people("user"), people("blind")
    assert "margin" in user.call("sale.report", "fields_get", [])
    assert "margin" not in blind.call("sale.report", "fields_get", [])
    refused(blind, "sale.report", "formatted_read_group", [], [], ["margin:sum"])
    refused(blind, "sale.report", "search_count", [("margin", ">", 0)])
    names = ["pol_id", "company_id", "line_amount_untaxed"]
    assert any(row["pol_id"] for row in user.call("purchase.bill.line.match", "search_read", [], names))
    for login in ("user", "manager", "accountant", "blind"):
        rows = people(login).call("purchase.bill.line.match", "search_read", [], names)
        assert {row["company_id"][0] for row in rows} <= {ids["ours"]["company"]}, login
        assert login != "blind" or not any(row["pol_id"] for row in rows)


def test_words_and_files_of_suppliers_are_for_who_sees_costs(people: People, ids: dict) -> None:
    """What they write and join says their prices."""
    ours, record = ids["ours"], ids["ours"]["agency.price.consultation"]
    said = [("model", "=", "agency.price.consultation"), ("res_id", "=", record), ("body", "ilike", "SECRET-price")]
    kept = [("res_model", "=", "agency.price.consultation"), ("res_id", "=", record)]
    assert people("user").call("mail.message", "search_count", said) == 1
    assert people("user").call("ir.attachment", "search_count", kept) == 1
    assert "SECRET-ours" in people("user").get(f"/web/content/{ours['given']}").text
    for login in ("blind", "portal", "vendor", "other_user"):
        person = people(login)
        # A vendor reads its own words.
        assert person.call("mail.message", "search_count", said) == (login == "vendor"), login
        assert "SECRET-" not in person.get(f"/web/content/{ours['given']}").text, login
        with contextlib.suppress(Refused):
            assert person.call("ir.attachment", "search_count", kept) == 0, login
        try:
            thread = {"thread_model": "agency.price.consultation", "thread_id": record}
            answer = json.dumps(person.route("/mail/thread/messages", **thread))
        except (Refused, Failed):
            continue
        assert ("SECRET-price-ours-1" if login == "vendor" else "SECRET-price-ours") not in answer, login


@pytest.mark.parametrize(
    ("model", "path"),
    [
        ("agency.price.consultation", "message_ids"),
        ("agency.price.consultation", "website_message_ids"),
        ("agency.price.request", "consultation_ids.message_ids"),
    ],
)
def test_words_of_suppliers_are_not_guessed_from_what_was_asked(
    people: People, ids: dict, model: str, path: str
) -> None:
    """Odoo asks no rights on the messages of a record that one may read: letter by letter, they were the prices."""
    record = ids["ours"][model]
    for login in ("user", "blind"):
        for field in ("body", "preview", "subject"):
            with contextlib.suppress(Refused, Failed):
                domain = [("id", "=", record), (f"{path}.{field}", "ilike", "SECRET-price")]
                found = people(login).call(model, "search_count", domain)
                assert found == (login == "user" and field == "body"), (login, field)


def test_who_sees_no_costs_gives_and_chooses_no_price(people: People, ids: dict) -> None:
    blind, ours = people("blind"), ids["ours"]
    offer = {"consultation_id": ours["rival_consultation"], "quantity_id": ours["agency.price.quantity"]}
    refused(blind, "agency.price.offer", "create", [{**offer, "variant": "Gratuit"}])
    refused(blind, "agency.price.offer", "create", [{**offer, "total": 1.0}])
    for method in ("action_choose", "action_undo_choice"):
        refused(blind, "agency.price.offer", method, [ours["agency.price.offer"]])
    for model, values in (
        ("agency.price.choice", {"offer_id": ours["rival_offer"]}),
        ("agency.price.answer", {"consultation_id": ours["agency.price.consultation"]}),
        ("agency.price.run.on", {"line_id": ours["priced_line"]}),
        ("agency.supplier.order", {"order_id": ours["confirmed"]}),
    ):
        refused(blind, model, "create", [values])
    for method in ("action_place", "action_mark_placed", "action_reconfirmed", "button_confirm", "button_cancel"):
        refused(blind, "purchase.order", method, [ours["purchase.order"]])
    (kept,) = people("user").call("agency.price.offer", "read", [ours["agency.price.offer"]], ["is_chosen"])
    assert kept["is_chosen"]


def test_an_accountant_reads_and_changes_nothing(people: People, ids: dict) -> None:
    accountant, ours = people("accountant"), ids["ours"]
    for model in ("agency.price.request", "agency.price.consultation", "agency.price.offer", "agency.supplier.paper"):
        assert accountant.call(model, "read", [ours[model]], ["display_name"])
        refused(accountant, model, "write", [ours[model]], {"active": False})
        refused(accountant, model, "unlink", [ours[model]])


# === TWO COMPANIES, AND IDS THAT DISAGREE === #


@pytest.mark.parametrize("login", ["user", "manager"])
def test_what_is_asked_stays_at_home(people: People, ids: dict, login: str) -> None:
    person, ours, theirs = people(login), ids["ours"], ids["theirs"]
    request = {"title": "Vol", "company_id": ours["company"]}
    for values in (
        {"lead_id": theirs["crm.lead"]},
        {"order_id": theirs["priced"]},
        {"company_id": theirs["company"]},
        {"supplier_ids": [(6, 0, [theirs["supplier"]])]},
        {"attachment_ids": [(6, 0, [theirs["attachment"]])]},
        {"attachment_ids": [(6, 0, [theirs["given"]])]},
        {"consultation_ids": [(4, theirs["agency.price.consultation"])]},
        {"offer_ids": [(4, theirs["agency.price.offer"])]},
    ):
        refused(person, "agency.price.request", "create", [{**request, **values}])
        refused(person, "agency.price.request", "write", [ours["agency.price.request"]], values)
    for model, values in (
        ("agency.price.item", {"request_id": theirs["agency.price.request"], "name": "Vol"}),
        ("agency.price.quantity", {"item_id": theirs["agency.price.item"], "quantity": 7}),
        ("agency.price.consultation", {"request_id": theirs["agency.price.request"], "partner_id": ours["supplier"]}),
        ("agency.price.consultation", {"request_id": ours["agency.price.request"], "partner_id": theirs["supplier"]}),
        ("agency.supplier.paper", {"partner_id": theirs["supplier"], "issued_on": "2026-01-01", "file": "JVBERi0="}),
        ("purchase.order", {"partner_id": ours["supplier"], "lead_id": theirs["crm.lead"]}),
        ("purchase.order", {"partner_id": ours["supplier"], "order_file_ids": [(6, 0, [theirs["given"]])]}),
        ("purchase.order", {"partner_id": ours["supplier"], "dest_address_id": theirs["supplier"]}),
        ("purchase.order", {"partner_id": ours["supplier"], "company_id": theirs["company"]}),
    ):
        refused(person, model, "create", [values])


def test_a_price_is_of_its_own_request(people: People, ids: dict) -> None:
    user, ours, theirs = people("user"), ids["ours"], ids["theirs"]
    for consultation, quantity in ((ours, theirs), (theirs, ours), (theirs, theirs)):
        values = {
            "consultation_id": consultation["agency.price.consultation"],
            "quantity_id": quantity["agency.price.quantity"],
            "total": 1.0,
        }
        refused(user, "agency.price.offer", "create", [values])
    for values in ({"total": 1.0}, {"quantity_id": ours["agency.price.quantity"]}, {"variant": "x"}):
        refused(user, "agency.price.offer", "write", [ours["agency.price.offer"]], values)
        refused(user, "agency.price.offer", "write", [theirs["agency.price.offer"]], values)


def test_windows_work_on_records_of_their_user(people: People, ids: dict) -> None:
    """Whatever they are given: of another company, or that do not agree."""
    user, ours, theirs = people("user"), ids["ours"], ids["theirs"]
    for model, values, method in (
        ("agency.price.choice", {"offer_id": theirs["agency.price.offer"]}, "action_apply"),
        ("agency.price.choice", {"offer_id": ours["agency.price.offer"], "order_id": theirs["priced"]}, "action_apply"),
        (
            "agency.price.choice",
            {"offer_id": ours["agency.price.offer"], "order_id": ours["priced"], "line_id": theirs["priced_line"]},
            "action_apply",
        ),
        (
            "agency.price.choice",
            {"offer_id": ours["agency.price.offer"], "order_id": ours["priced"], "line_id": ours["sale.order.line"]},
            "action_apply",
        ),
        ("agency.price.answer", {"consultation_id": theirs["agency.price.consultation"]}, "action_apply"),
        ("agency.price.remind", {"consultation_ids": [(6, 0, [theirs["agency.price.consultation"]])]}, "action_send"),
        ("agency.price.run.on", {"line_id": theirs["priced_line"]}, "action_apply"),
        ("agency.supplier.order", {"order_id": theirs["purchase.order"]}, "action_apply"),
    ):
        with pytest.raises((Refused, Failed)):
            window = user.call(model, "create", [values])
            user.call(model, "read", window, [])
            user.call(model, method, window)
    (answer,) = user.call("agency.price.answer", "create", [{"consultation_id": ours["agency.price.consultation"]}])
    for login in ("manager", "other_user"):
        line = {"answer_id": answer, "quantity_id": ours["agency.price.quantity"], "total": 1.0}
        refused(people(login), "agency.price.answer", "read", [answer], ["line_ids"])
        refused(people(login), "agency.price.answer.line", "create", [line])
    with pytest.raises((Refused, Failed)):
        line = {"answer_id": answer, "quantity_id": theirs["agency.price.quantity"], "total": 1.0}
        user.call("agency.price.answer.line", "create", [line])
        user.call("agency.price.answer", "action_apply", [answer])


METHODS = [
    ("agency.price.request", "action_send"),
    ("agency.price.request", "action_cancel"),
    ("agency.price.request", "action_close"),
    ("agency.price.request", "action_tell_not_chosen"),
    ("agency.price.request", "action_add_usual_specs"),
    ("agency.price.request", "action_save_template"),
    ("agency.price.consultation", "action_mark_asked"),
    ("agency.price.consultation", "action_send_again"),
    ("agency.price.consultation", "action_declined"),
    ("agency.price.consultation", "action_withdraw"),
    ("agency.price.offer", "action_choose"),
    ("agency.price.offer", "action_undo_choice"),
    ("agency.supplier.paper", "action_check"),
    ("agency.supplier.paper", "action_accept"),
    ("agency.supplier.paper", "action_refuse"),
    ("purchase.order", "action_place"),
    ("purchase.order", "action_mark_placed"),
    ("purchase.order", "action_reconfirmed"),
    ("purchase.order", "button_cancel"),
]


@pytest.mark.parametrize(("model", "method"), METHODS)
def test_buttons_are_closed_elsewhere(people: People, ids: dict, model: str, method: str) -> None:
    for login in ("user", "manager"):
        refused(people(login), model, method, [ids["theirs"][model]])
    for login in ("public", "portal", "vendor"):
        with pytest.raises(Refused):
            people(login).call(model, method, [ids["ours"][model]])


FORGED = [
    ("agency.price.offer", {"is_chosen": True}),
    ("agency.price.offer", {"landed_company": 1.0}),
    ("agency.price.offer", {"is_from_page": True}),
    ("agency.price.consultation", {"state": "answered"}),
    ("agency.price.consultation", {"answered_on": "2020-01-01 00:00:00"}),
    ("agency.price.consultation", {"is_told": True}),
    ("agency.price.consultation", {"page_token": "x" * 43}),
    ("agency.price.request", {"name": "DP/0000/0001"}),
    ("agency.price.request", {"is_cancelled": True}),
    ("agency.supplier.paper", {"acceptance": "accepted"}),
    ("agency.supplier.paper", {"checked_on": "2020-01-01"}),
    ("sale.order.line", {"price_offer_id": "agency.price.offer"}),
    ("sale.order.line", {"run_on_copies": 5.0}),
    ("purchase.order", {"vigilance_reason": "Urgent"}),
    ("purchase.order", {"order_mail_state": "sent"}),
    ("purchase.order", {"ordered_on": "2020-01-01 00:00:00"}),
    ("purchase.order.line", {"price_offer_id": "agency.price.offer"}),
    ("account.move", {"order_gap_accepted": 5.0}),
]


@pytest.mark.parametrize("login", ["user", "manager"])
@pytest.mark.parametrize(("model", "values"), FORGED)
def test_what_the_rules_find_out_is_not_written_by_hand(
    people: People, ids: dict, login: str, model: str, values: dict
) -> None:
    """Nor by what a context claims, in a copy, or from the other end."""
    person, ours = people(login), ids["ours"]
    values = {name: ours.get(value, value) if isinstance(value, str) else value for name, value in values.items()}
    record = [ours["priced_line"] if model == "sale.order.line" else ours[model]]
    refused(person, model, "write", record, values)
    refused(person, model, "web_save", record, values, {})
    refused(person, model, "create", [values], context={"agency_rules": True})
    refused(person, model, "create", [{}], context={f"default_{name}": value for name, value in values.items()})
    refused(person, model, "write", record, values, context={"agency_rules": True, "su": True, "uid": 1})
