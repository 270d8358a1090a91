"""Without `agency_training_survey`: surveys and trainings stay, and nothing is left of it when it has been there."""

from collections.abc import Iterator

import pytest
from leaving import had_once, never_had, rows
from parts import PARTS

from tools.agency import testing

NEVER, NO_LONGER = "lifecycle_never_evaluated", "lifecycle_no_longer_evaluated"
# Where both are, Odoo installs it by itself: the list of modules, which each installation renews, says otherwise here.
SURVEYS = """
modules = env["ir.module.module"]
modules.search([("name", "=", "agency_training_survey")]).auto_install = False
# Odoo locks this table or fails: PostgreSQL must not be looking at it then.
env.cr.execute("ALTER TABLE ir_module_module SET (autovacuum_enabled = false)")
env.cr.commit()
modules.search([("name", "=", "survey")]).button_immediate_install()
assert modules.search([("name", "=", "agency_training_survey")]).state == "uninstalled"
"""
# A trainee asked, who answered and was not happy; a questionnaire of a course.
USE = """
company = env["res.company"].browse(1)
company.write({"is_agency": True})
partner = env["res.partner"].create({"name": "Le Parc", "email": "parc@example.com"})
service = env["product.product"].create({"name": "Cours", "type": "service", "is_training": True})
quote = env["sale.order"].create({"partner_id": partner.id, "order_line": [(0, 0, {"product_id": service.id})]})
trainee = env["agency.trainee"].create({"name": "Claire", "order_id": quote.id, "partner_id": partner.id})
course = env["agency.course"].create({"name": "Cours", "objectives": "Savoir écrire"})
course.action_make_knowledge_surveys()
session = env["agency.training.session"].create({"title": "Cours", "course_id": course.id, "slot_ids": [
    (0, 0, {"date": "2026-12-01"})]})
registration = env["agency.training.registration"].create({"session_id": session.id, "trainee_id": trainee.id})
for kind in ("acquis_end", "hot"):
    answer = registration._create_evaluation_sudo(kind)
    for question in answer.predefined_question_ids:
        if question.question_type == "scale":
            answer._save_lines(question, "1")
        elif question.question_type == "simple_choice":
            answer._save_lines(question, str(question.suggested_answer_ids[0].id))
    answer._mark_done()
assert session.activity_ids and registration.objective_ids.level == "acquired"
env.cr.commit()
"""
# Of these, what stays: a product, and the numbers of sessions, which are of the add-on below.
MADE = ('"Cours"', "ir_sequence")


@pytest.fixture(scope="module")
def never() -> Iterator[str]:
    with never_had("agency_training_survey", NEVER) as name:
        testing.odoo_shell(name, SURVEYS)
        yield name


@pytest.fixture(scope="module")
def no_longer(never: str) -> Iterator[str]:
    with had_once("agency_training_survey", never, NO_LONGER, USE) as name:
        yield name


@pytest.mark.parametrize("part", PARTS)
def test_nothing_of_evaluations_is_left(never: str, no_longer: str, part: str) -> None:
    left = rows(no_longer, part) - rows(never, part)
    assert sorted(row for row in left if not any(name in row for name in MADE)) == [], "left behind"
    assert sorted(rows(never, part) - rows(no_longer, part)) == [], "taken away"


def test_a_responsable_has_no_right_on_surveys_any_more(no_longer: str) -> None:
    implied = """
        SELECT count(*) FROM res_groups_implied_rel r
          JOIN ir_model_data a ON a.res_id = r.gid AND a.model = 'res.groups' AND a.module = 'agency_crm'
          JOIN ir_model_data b ON b.res_id = r.hid AND b.model = 'res.groups' AND b.module = 'survey'
    """
    assert testing.sql(no_longer, implied) == "0"


def test_the_trainings_are_as_they_were(no_longer: str) -> None:
    assert testing.sql(no_longer, "SELECT count(*) FROM agency_training_registration") == "1"
    assert testing.sql(no_longer, "SELECT count(*) FROM agency_course") == "1"
