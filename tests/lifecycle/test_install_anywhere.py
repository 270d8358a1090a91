"""The add-ons install in whatever stock Odoo holds, by the command and from Apps, and leave its facts alone."""

import itertools
import os

import random_stock
from hypothesis import HealthCheck, Phase, example, given, settings
from random_stock import QUOTES

from tools.agency import config, testing
from tools.agency.odoo import database, odoo

DATABASE = "lifecycle_anywhere"
ADDONS = [name for name in odoo.manifests() if name not in config.OPTIONAL_ADDONS]
EXAMPLES = int(os.environ.get("AGENCY_EXAMPLES", "0"))
# What Odoo's own demonstration is made of.
DEMONSTRATED = ["account", "crm", "sale_crm", "sale_management"]

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
        check_deals()
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
        assert none(f"(SELECT {columns} FROM crm_stage EXCEPT SELECT {columns} FROM stages_before) s")
        assert none(f"(SELECT {columns} FROM stages_before EXCEPT SELECT {columns} FROM crm_stage) s")
    finally:
        testing.drop_database(DATABASE)


def test_the_add_ons_install_beside_odoo_s_own_demonstration() -> None:
    source = testing.prepare()
    template = database.template(
        "demonstration",
        database.key(source, *DEMONSTRATED),
        "Installing Odoo's demonstration data",
        None,
        lambda name: database.install(source, name, DEMONSTRATED, "--with-demo"),
    )
    database.copy(template, DATABASE)
    try:
        testing.sql(DATABASE, "CREATE TABLE deals_before AS SELECT * FROM crm_lead")
        assert int(testing.sql(DATABASE, "SELECT count(*) FROM deals_before WHERE date_closed IS NOT NULL"))
        testing.sql(DATABASE, "CREATE TABLE stages_before AS SELECT * FROM crm_stage")
        database.install(source, DATABASE, ADDONS)
        # The companies with deals are American. The French one comes with the accounting that the add-ons bring.
        check_nothing_moved(agencies="FR Company")
        testing.odoo_shell(DATABASE, SWITCH.format(True))
        check_deals()
        assert none("crm_lead WHERE type = 'opportunity' AND active AND next_step_id IS NULL")
        testing.odoo_shell(DATABASE, SWITCH.format(False))
        check_nothing_moved(agencies="")
    finally:
        testing.drop_database(DATABASE)


SWITCH = 'env["res.company"].search([]).write({{"is_agency": {}}})\nenv.cr.commit()'


def check_nothing_moved(agencies: str) -> None:
    """Check that deals and stages are as Odoo had them: of the companies, these alone are agencies."""
    columns = "stage_id, active, won_status, probability, date_closed, user_id, expected_revenue"
    assert testing.sql(DATABASE, "SELECT name FROM res_company WHERE is_agency ORDER BY name") == agencies
    assert none(f"(SELECT id, {columns} FROM crm_lead EXCEPT SELECT id, {columns} FROM deals_before) d")
    assert none("crm_lead WHERE next_step_id IS NOT NULL OR next_step_date IS NOT NULL")
    names = "id, name->>'en_US', sequence, color, fold, is_won"
    assert none(f"(SELECT {names} FROM stages_before EXCEPT SELECT {names} FROM crm_stage) s")
    assert none("agency_turnover_line t JOIN res_company c ON c.id = t.company_id WHERE NOT c.is_agency")
    ours = "ir_model_data d WHERE d.res_id = a.activity_type_id AND d.model = 'mail.activity.type'"
    assert none(f"mail_activity a WHERE EXISTS (SELECT FROM {ours} AND d.module = 'agency_crm')")


def check_deals() -> None:
    """Check every deal after installing: where it was, when it was closed, what it asks for."""
    both = "crm_lead l JOIN deals_before b ON b.id = l.id"
    # Only a quote accepted, or an order or invoice made, before may win a deal now; nothing may lose one.
    assert none(
        f"{both} WHERE l.won_status != b.won_status AND NOT (l.won_status = 'won' AND b.won_status = 'pending'"
        " AND (EXISTS (SELECT FROM sale_order o WHERE o.opportunity_id = l.id AND o.state = 'sale')"
        " OR EXISTS (SELECT FROM account_move m WHERE m.opportunity_id = l.id AND m.state = 'posted')))"
    )
    assert none(f"{both} WHERE l.active != b.active OR l.user_id IS DISTINCT FROM b.user_id")
    for column in ("date_closed", "probability", "day_close"):
        assert none(f"{both} WHERE l.won_status = b.won_status AND l.{column} IS DISTINCT FROM b.{column}")
    for column in ("date_last_stage_update", "date_open", "create_date", "expected_revenue"):
        assert none(f"{both} WHERE l.{column} IS DISTINCT FROM b.{column}")
    # A company that is no agency keeps its deals where they are, those that only its people say to be its own too.
    company = "coalesce(l.company_id, (SELECT company_id FROM res_users WHERE id = l.user_id))"
    of_others = f"JOIN res_company c ON c.id = {company} WHERE NOT c.is_agency"
    assert none(f"{both} {of_others} AND l.stage_id IS DISTINCT FROM b.stage_id")
    assert none(f"crm_lead l {of_others} AND l.next_step_id IS NOT NULL")
    # A team's own stages keep their deals.
    own_stage = "JOIN crm_stage_crm_team_rel t ON t.crm_stage_id = b.stage_id"
    assert none(f"{both} {own_stage} WHERE l.stage_id != b.stage_id")
    # Whoever is in the agency's pipe has a step, and a date unless it is out of it.
    asks = "EXISTS (SELECT FROM agency_next_step_crm_stage_rel r WHERE r.crm_stage_id = l.stage_id)"
    assert none(f"crm_lead l WHERE l.type = 'opportunity' AND {asks} AND l.next_step_id IS NULL")
    step = "crm_lead l JOIN agency_next_step s ON s.id = l.next_step_id"
    assert none(f"{step} WHERE s.is_closing = (l.next_step_date IS NOT NULL)")
    assert none("crm_lead WHERE type = 'lead' AND next_step_id IS NOT NULL")


def none(rows: str) -> bool:
    """Return whether there is none of these rows."""
    return testing.sql(DATABASE, f"SELECT count(*) FROM {rows}") == "0"
