"""The add-ons install in whatever stock Odoo holds, by the command and from Apps, and leave its facts alone."""

import itertools
import os

import random_stock
from hypothesis import HealthCheck, Phase, example, given, settings
from random_stock import QUOTES
from stock_checks import Stock

from tools.agency import config, testing
from tools.agency.odoo import database, odoo

DATABASE = "lifecycle_anywhere"
ADDONS = [name for name in odoo.manifests() if name not in config.OPTIONAL_ADDONS]
EXAMPLES = int(os.environ.get("AGENCY_EXAMPLES", "0"))

ONE_DEAL = {
    "stage": "new",
    "outcome": "open",
    "type": "opportunity",
    "user": "admin",
    "company": "main",
    "partner": False,
    "quotes": [],
}
# Each value beside each other one, by turns.
EACH = [
    {**ONE_DEAL, "stage": stage, "outcome": outcome, "user": user, "company": company, "quotes": [quote]}
    for stage, outcome, (user, company), quote in zip(
        itertools.cycle(random_stock.STAGES),
        itertools.cycle(("open", "lost", "archived", "open")),
        itertools.cycle(itertools.product(random_stock.USERS, ("main", "other", "none"))),
        [quote for turn in range(len(QUOTES)) for quote in QUOTES[turn:] + QUOTES[:turn]],
        strict=False,
    )
]


# Each example installs anew, which takes long: AGENCY_EXAMPLES=20 draws as many besides those always tried.
@settings(
    max_examples=EXAMPLES or 1,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate] if EXAMPLES else [Phase.explicit],
    suppress_health_check=list(HealthCheck),
)
@example([ONE_DEAL])
@example(EACH)
@given(random_stock.PLANS)
def test_the_add_ons_install_beside_any_deals(plan: list[dict]) -> None:
    testing.create_database(DATABASE, with_addons=False)
    try:
        testing.odoo_shell(DATABASE, f"PLAN = {plan!r}\nADDONS = {ADDONS!r}\n{random_stock.SCRIPT}")
        assert set(ADDONS) <= set(database.installed_versions(DATABASE))
        Stock(DATABASE).check_deals()
    finally:
        testing.drop_database(DATABASE)


MOVES = """
deals = {deal.name: deal for deal in env["crm.lead"].search([("name", "like", "Affaire")])}
deals["Affaire 1"].action_set_lost()
deals["Affaire 2"].stage_id = env.ref("agency_crm.stage_deposit")
deals["Affaire 3"].stage_id = env.ref("agency_crm.stage_on_hold")
deals["Affaire 5"].action_set_lost()
env.cr.commit()
env["ir.module.module"].search([("name", "in", ADDONS)]).button_immediate_uninstall()
env.cr.commit()
"""


def test_uninstalling_gives_back_deals_that_moved_since() -> None:
    """Where they were, or the nearest place that Odoo has; the stages too, though one had been deleted."""
    qualified = {**ONE_DEAL, "stage": "qualified"}
    plan = [qualified, qualified, qualified, qualified, *({**qualified, "quotes": ["accepted"]} for _turn in range(2))]
    script = random_stock.SCRIPT.replace("for number,", 'stages.pop("proposition").unlink()\nfor number,', 1)
    testing.create_database(DATABASE, with_addons=False)
    try:
        testing.odoo_shell(DATABASE, f"PLAN = {plan!r}\nADDONS = ['agency_crm']\n{script}")
        testing.odoo_shell(DATABASE, f"ADDONS = ['agency_crm']\n{MOVES}")
        found = testing.sql(
            DATABASE,
            "SELECT l.name, s.name->>'en_US', l.won_status, l.date_closed IS NULL FROM crm_lead l"
            " JOIN crm_stage s ON s.id = l.stage_id WHERE l.name LIKE 'Affaire%' ORDER BY l.name",
        )
        assert found.splitlines() == [
            "Affaire 0|Qualified|pending|t",
            "Affaire 1|Qualified|lost|f",
            "Affaire 2|Won|won|f",
            "Affaire 3|Qualified|pending|t",
            "Affaire 4|Qualified|pending|t",
            "Affaire 5|Qualified|lost|f",
        ]
        columns = "id, name, sequence, color, fold, requirements, is_won"
        assert Stock(DATABASE).none(f"(SELECT {columns} FROM crm_stage EXCEPT SELECT {columns} FROM stages_before) s")
        assert Stock(DATABASE).none(f"(SELECT {columns} FROM stages_before EXCEPT SELECT {columns} FROM crm_stage) s")
    finally:
        testing.drop_database(DATABASE)
