"""A context is input: whatever a stranger, a customer or a user says in it, over RPC or through the public route."""

from collections.abc import Callable

import pytest
from people import Failed, Person, Refused

# Values that somebody would try.
VALUES = [True, 1, "x", [1], {"value": True}]


def names(ids: dict) -> list[str]:
    assert len(ids["context_keys"]) > 10
    return sorted(ids["context_keys"])


def quotes_of(people: Callable[[str], Person], ids: dict, key: str) -> list[dict]:
    """What the attacks would change, read by somebody of that company."""
    person = people("manager" if key == "ours" else "other_manager")
    records = [ids[key]["sale.order"], ids[key]["recurring"]]
    fields = ["state", "quote_status", "last_sent_date", "reminder_count"]
    return person.call("sale.order", "read", records, fields)


@pytest.mark.parametrize("login", ["public", "portal"])
def test_a_message_through_the_link_of_a_quote_changes_no_quote(
    people: Callable[[str], Person], ids: dict, login: str
) -> None:
    before = [quotes_of(people, ids, key) for key in ("ours", "theirs")]
    everything = [ids[key][name] for key in ("ours", "theirs") for name in ("sale.order", "recurring")]
    contexts = [{name: value} for name in names(ids) for value in (True, "x", [1])]
    contexts += [
        {"mark_so_as_sent": 1, "mailed_record_ids": everything},
        {"mark_so_as_sent": 1, "mailed_record_ids": "1,2"},
        {"agency_reminder": 1, "mailed_record_ids": everything},
    ]
    for context in contexts:
        answer = people(login).route(
            "/mail/message/post",
            thread_model="sale.order",
            thread_id=ids["ours"]["sale.order"],
            post_data={"body": "Bonjour", "message_type": "comment", "subtype_xmlid": "mail.mt_comment"},
            token=ids["ours"]["quote_token"],
            context=context,
        )
        assert answer["message_id"], context
    assert [quotes_of(people, ids, key) for key in ("ours", "theirs")] == before


@pytest.mark.parametrize("login", ["portal", "user", "manager"])
def test_each_key_over_rpc_opens_nothing_of_another_company(
    people: Callable[[str], Person], ids: dict, login: str
) -> None:
    before = quotes_of(people, ids, "theirs")
    theirs = [ids["theirs"]["sale.order"], ids["theirs"]["recurring"]]
    for name in names(ids):
        for value in (True, theirs):
            context = {"mark_so_as_sent": True, "mailed_record_ids": theirs, name: value}
            for call in (
                ("sale.order", "message_post", theirs[:1]),
                ("sale.order", "message_post", [ids["ours"]["recurring"]]),
                ("sale.order", "get_mailed_records", [ids["ours"]["recurring"]]),
            ):
                try:
                    people(login).call(*call, context=context, **({"body": "x"} if "post" in call[1] else {}))
                except (Refused, Failed):
                    continue
    assert quotes_of(people, ids, "theirs") == before


def test_history_is_claimed_by_no_request(people: Callable[[str], Person], ids: dict) -> None:
    """An invoice without its mandatory creation value is not posted as one « of long ago »."""
    user, ours = people("user"), ids["ours"]
    (presta,) = people("manager").call(
        "agency.presta.type", "create", [{"name": "Création sous clé", "requires_creation_value": True}]
    )
    line = {"product_id": ours["product.product"], "name": "Logo", "price_unit": 900.0}
    values = {
        "move_type": "out_invoice",
        "partner_id": ours["res.partner"],
        "invoice_line_ids": [[0, 0, line]],
        "presta_type_ids": [[6, 0, [presta]]],
    }
    (invoice,) = user.call("account.move", "create", [values])
    for value in VALUES:
        with pytest.raises(Failed, match="(?i)création"):
            user.call("account.move", "action_post", [invoice], context={"agency_history": value, "lang": "fr_FR"})


def test_signature_is_not_written_in_the_place_of_the_customer(people: Callable[[str], Person], ids: dict) -> None:
    for login in ("user", "manager", "portal"):
        for values in ({"signature": "iVBORw0KGgo="}, {"signed_by": "Voleuse"}, {"signed_document_id": 1}):
            with pytest.raises(Refused):
                people(login).call("sale.order", "write", [ids["ours"]["sale.order"]], values)
