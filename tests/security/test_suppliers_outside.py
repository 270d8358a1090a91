"""Customers, suppliers with an account on the portal (`vendor`), suppliers by their link: see test_suppliers.py."""

import contextlib
import json
from collections.abc import Callable

import pytest
from mails import pdf_text, says_amount
from people import Failed, Person, Refused
from test_suppliers import COSTS, KEYS, attempts
from test_walls import refused

People = Callable[[str], Person]

# === CUSTOMERS, AND SUPPLIERS WITH AN ACCOUNT === #


def test_a_customer_is_told_no_cost_of_her_quote(people: People, ids: dict) -> None:
    """The quote that has a supplier's price: its page, its PDF, what RPC gives."""
    portal, ours = people("portal"), ids["ours"]
    for model in ("sale.order", "sale.order.line"):
        record = ours[KEYS[model]]
        assert portal.call(model, "read", [record], ["display_name"]), "the test looks at nothing"
        for name in COSTS[model]:
            attempts(model, record, name, portal)
    for nested in ({"order_line": {"fields": {"purchase_price": {}}}}, {"order_line": {"fields": {"margin": {}}}}):
        refused(portal, "sale.order", "web_read", [ours["priced"]], nested)
    refused(portal, "sale.order", "export_data", [ours["priced"]], ["order_line/purchase_price"])
    address = f"/my/orders/{ours['priced']}?access_token={ours['priced_token']}"
    for kind in ("", "&report_type=html", "&report_type=pdf"):
        answer = people("public").get(address + kind)
        assert answer.status_code == 200
        said = pdf_text(answer.content) if kind.endswith("pdf") else answer.text
        assert ours["priced_name"] in said, f"the test looks at nothing: {kind}"
        assert "Imprimerie" not in said and not says_amount(said, 4321), kind
    thread = {"thread_model": "sale.order", "thread_id": ours["priced"], "token": ours["priced_token"]}
    assert "Imprimerie" not in json.dumps(people("public").route("/mail/chatter_fetch", **thread))


def test_a_vendor_reads_its_own_order_and_not_for_whom_it_is(people: People, ids: dict) -> None:
    """Odoo gives vendors with an account their orders: no line of the quote, whose name says the customer (B5)."""
    vendor, ours = people("vendor"), ids["ours"]
    (order,) = vendor.call("purchase.order", "read", [ours["confirmed"]], ["amount_untaxed"])
    assert order["amount_untaxed"] == 6543
    line = [ours["purchase.order.line"]]
    for name in ("sale_line_id", "sale_order_id", "price_offer_id"):
        refused(vendor, "purchase.order.line", "read", line, [name])
        refused(vendor, "purchase.order.line", "web_read", line, {name: {"fields": {"display_name": {}}}})
        refused(vendor, "purchase.order.line", "search_count", [(name, "!=", False)])
        refused(vendor, "purchase.order.line", "export_data", line, [name])
        refused(vendor, "purchase.order.line", "formatted_read_group", [], [name], ["__count"])
    for name in ("lead_id", "reconfirm_reason", "vigilance_reason", "order_file_ids", "sale_order_count"):
        refused(vendor, "purchase.order", "read", [ours["confirmed"]], [name])
    refused(vendor, "purchase.order", "search_count", [("order_line.sale_line_id.price_unit", ">", 0)])
    refused(vendor, "purchase.order", "read", [ids["theirs"]["confirmed"]], ["name"])
    for page in ("/my/purchase", "/my/rfq", f"/my/purchase/{ours['confirmed']}"):
        text = vendor.get(page).text
        assert "Cliente ours" not in text and "Affaire SECRET" not in text, page


# === A SUPPLIER BY ITS LINK === #


def test_a_link_opens_the_page_of_its_supplier_alone(people: People, ids: dict) -> None:
    public, ours, theirs = people("public"), ids["ours"], ids["theirs"]
    own, rival = ours["agency.price.consultation"], ours["rival_consultation"]
    page = public.get(f"/demande/{own}?access_token={ours['page_token']}")
    (asked,) = people("user").call("agency.price.request", "read", [ours["agency.price.request"]], ["name"])
    assert page.status_code == 200 and asked["name"] in page.text, "the test looks at nothing"
    for secret in ("Cliente ours", "Affaire", "Imprimerie SECRET-ours 1", "SECRET-theirs"):
        assert secret not in page.text, secret
    assert not says_amount(page.text, 5432)
    for record, token in (
        (rival, ours["page_token"]),
        (own, ours["rival_token"]),
        (theirs["agency.price.consultation"], ours["page_token"]),
        (own, ""),
        (own, "False"),
        (own, ours["page_token"] + "x"),
        (0, ours["page_token"]),
    ):
        for suffix in ("", f"/fichier/{ours['given']}"):
            assert public.get(f"/demande/{record}{suffix}?access_token={token}").status_code == 404, (record, token)
        for suffix in ("/repondre", "/papier"):
            answer = public.post(f"/demande/{record}{suffix}?access_token={token}", kind="vigilance")
            assert answer.status_code == 404, (record, token)
    for file in (ours["attachment"], ours["pdf"], theirs["given"], 987654):
        address = f"/demande/{own}/fichier/{file}?access_token={ours['page_token']}"
        assert public.get(address).status_code == 404, file
    # A colleague who sees no costs is shown none here either; nor is the token anything elsewhere.
    assert people("blind").get(f"/demande/{own}?access_token={ours['page_token']}").status_code == 404
    for address in (f"/my/orders/{ours['priced']}", f"/my/purchase/{ours['confirmed']}"):
        answer = public.get(f"{address}?access_token={ours['page_token']}")
        assert answer.status_code in (302, 303, 403, 404), address


@pytest.mark.parametrize("login", ["public", "portal", "vendor"])
def test_nobody_outside_counts_or_names_what_is_asked(people: People, ids: dict, login: str) -> None:
    person = people(login)
    for model in ("request", "item", "quantity", "consultation", "offer", "reminder", "choice", "answer", "remind"):
        for method, args in (
            ("search_count", [[]]),
            ("name_search", ["SECRET"]),
            ("web_name_search", ["SECRET", {"display_name": {}}]),
            ("formatted_read_group", [[], [], ["__count"]]),
            ("web_read", [[ids["ours"]["agency.price.consultation"]], {"display_name": {}}]),
            ("read", [[ids["ours"]["agency.price.consultation"]], ["display_name"]]),
            ("message_subscribe", [[ids["ours"]["agency.price.consultation"]], [ids["ours"]["rival"]]]),
        ):
            if method == "message_subscribe" and model not in ("request", "consultation"):
                continue
            with pytest.raises(Refused):
                person.call(f"agency.price.{model}", method, *args)
    for model, key in (
        ("agency.price.request", "agency.price.request"),
        ("agency.price.consultation", "rival_consultation"),
    ):
        thread = {"thread_model": model, "thread_id": ids["ours"][key], "token": ids["ours"]["page_token"]}
        for path in ("/mail/chatter_fetch", "/mail/thread/messages"):
            with contextlib.suppress(Refused, Failed):
                # Odoo shows a vendor its own words, whatever thread it asks for.
                own = "SECRET-price-ours-0" if login == "vendor" else "none"
                assert "SECRET" not in json.dumps(person.route(path, **thread)).replace(own, ""), path
        with pytest.raises((Refused, Failed)):
            person.route(
                "/mail/message/post",
                thread_model=model,
                thread_id=ids["ours"][key],
                post_data={"body": "Intruse", "message_type": "comment", "subtype_xmlid": "mail.mt_comment"},
                token=ids["ours"]["page_token"],
            )
