"""No mail server answers: quotes stay as they were, their sender is told; sent again, all is as if nothing had been."""

from collections.abc import Callable
from pathlib import Path

from people import Person

from tools.agency import testing


def test_quotes_stay_and_their_sender_is_told(
    database: str,
    tmp_path: Path,
    make_server: Callable[..., testing.Server],
    sign_in: Callable[[testing.Server, str], Person],
) -> None:
    port = testing.free_port()
    server = make_server(smtp_port=port)
    server.start()
    lucas = sign_in(server, "lucas")
    drafts = [("quote_status", "=", "draft"), ("partner_id.email", "!=", False)]
    quotes = lucas.call("sale.order", "search_read", drafts, ["name", "partner_id", "opportunity_id"])
    names = [quote["name"] for quote in quotes]
    ids = [quote["id"] for quote in quotes]
    assert len({quote["partner_id"][0] for quote in quotes}) > 1
    deals = [quote["opportunity_id"][0] for quote in quotes if quote["opportunity_id"]]
    stages = lucas.call("crm.lead", "read", deals, ["stage_id"])

    mailing = lucas.call("sale.order", "action_mail_documents", ids)
    lucas.call("agency.document.mailing", "action_send", [mailing["res_id"]])
    assert {quote["quote_status"] for quote in lucas.call("sale.order", "read", ids, ["quote_status"])} == {"draft"}
    assert lucas.call("crm.lead", "read", deals, ["stage_id"]) == stages
    told = testing.sql(database, "SELECT message FROM bus_bus WHERE message LIKE '%simple_notification%'")
    for name in names:
        assert name in told
    assert "n'est pas parti" in told or "pas partis" in told, told
    server.stop()

    # The mail server is back; they are sent again.
    with testing.mail_catcher(tmp_path, port) as mail:
        server.start()
        lucas.sign_in()
        mailing = lucas.call("sale.order", "action_mail_documents", ids)
        lucas.call("agency.document.mailing", "action_send", [mailing["res_id"]])
        mail.wait_for(len({quote["partner_id"][0] for quote in quotes}))
        assert {quote["quote_status"] for quote in lucas.call("sale.order", "read", ids, ["quote_status"])} == {"sent"}
