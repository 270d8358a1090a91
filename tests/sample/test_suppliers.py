"""What the sample agency asks its suppliers, where agency_purchase is: what `make run` shows."""

import csv
import json
import os
from collections.abc import Iterator

import pytest

from tools.agency import config, testing

LOADER = (config.ROOT / "data" / "load_sample.py").read_text()
ASK = """
import json
asked = env["agency.price.request"].search([])
refs = {data.res_id: data.name for data in env["ir.model.data"].search(
    [("module", "=", "agency_sample"), ("model", "=", "agency.price.request")])}
print("ASKED", json.dumps({refs[request.id]: {
    "state": request.state,
    "step": request.lead_id.with_context(lang="fr_FR").next_step_id.name,
    "suppliers": {each.partner_id.name: each.state for each in request.consultation_ids},
    "chosen": request.offer_ids.filtered("is_chosen").mapped("total"),
    "late": sum(request.consultation_ids.mapped("is_late")),
    "compared": [row["quantity"] for row in request.comparison["rows"]] if request.comparison else [],
} for request in asked}))
print("MAILS", env["mail.mail"].search_count([]))
"""


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    name = f"sample_suppliers_{os.getpid()}"
    testing.create_database(name, optional="agency_purchase")
    yield name
    testing.drop_database(name)


def rows(name: str) -> list[dict[str, str]]:
    with (config.ROOT / "data" / "sample" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ask(database: str) -> tuple[dict, str]:
    said = dict(line.split(" ", 1) for line in testing.odoo_shell(database, ASK).splitlines() if " " in line)
    return json.loads(said["ASKED"]), said["MAILS"]


def test_a_request_in_each_state_and_two_prices_to_compare_once(database: str) -> None:
    assert "Its suppliers too" in testing.odoo_shell(database, LOADER)
    asked, mails = ask(database)
    assert mails == "0"
    assert set(asked) == {row["ref"] for row in rows("price_requests")}
    assert {request["state"] for request in asked.values()} == {
        *("draft", "waiting", "complete", "chosen", "closed", "cancelled")
    }
    for row in rows("price_requests"):
        assert asked[row["ref"]]["state"] == row["end"] or not row["end"]
    # The steps of the manual that wait for somebody else's price have one asked.
    steps = {request["step"] for ref, request in asked.items() if ref in ("dp-bulletin", "dp-mediatheque")}
    assert steps == {"1 - Chiffrage impression", "1 - Chiffrage ST"}
    compared = asked["dp-bulletin"]
    assert sorted(compared["suppliers"].values()) == ["answered", "answered", "declined"]
    assert len(compared["compared"]) == 3
    assert asked["dp-menus"]["chosen"] == [372.0]
    assert not any(request["late"] for request in asked.values())
    assert "Its suppliers too" not in testing.odoo_shell(database, LOADER)
    assert ask(database) == (asked, mails)
