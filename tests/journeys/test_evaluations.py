"""A trainee answers on a telephone by the link of a mail; the Responsable reads what was said."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from mails import links
from pages import Desk, Screen, plain
from playwright.sync_api import expect
from serving import serve_sample

MAKE = """
from odoo.fields import Command, Date
user = env["res.users"].search([("login", "=", "lucas")])
env = env(user=user, context={"lang": "fr_FR", "allowed_company_ids": user.company_id.ids})
course = env["agency.course"].search([], limit=1)
customer = env["res.partner"].search([("name", "=", "Mathieu Aubry")])
day = Date.add(Date.context_today(user), days=3)
while day.weekday() or not user.company_id._is_working_day(day):
    day = Date.add(day, days=1)
names = ["Léa Simon", "Paul Vautrin", "Inès Colin", "Hugo Marchal", "Zoé Perrin", "Karim Benali"]
people = env["res.partner"].create(
    [{"name": name, "email": f"stagiaire{number}@client.example"} for number, name in enumerate(names)])
order = env["sale.order"].create({
    "partner_id": customer.id, "user_id": user.id, "training_course_id": course.id,
    "order_line": [Command.create({"product_id": course.product_id.id, "price_unit": 1400})],
    "training_start_date": day, "training_end_date": Date.add(day, days=1), "training_place": "Nos locaux, Nancy",
    "training_schedule": "9 h – 12 h 30, 13 h 30 – 17 h",
    "trainee_ids": [Command.create({"name": one.name, "partner_id": one.id}) for one in people]})
order.action_confirm()
partner = env["res.partner"].create({"name": "Nour Sous-Traitante"})
trainer = env["agency.trainer"].sudo().create({"partner_id": partner.id, "company_id": user.company_id.id})
session = env["agency.training.session"].browse(order.action_plan_session()["res_id"])
session.trainer_ids = trainer
session.action_plan()
session.action_send_evaluations()
env.cr.commit()
env["mail.mail"].sudo().search([("model", "=", "survey.user_input")]).send()
for number, registration in enumerate(session.registration_ids):
    for kind in ("acquis_start", "acquis_end", "hot"):
        answer = registration._create_evaluation_sudo(kind) if not registration._get_evaluation_sudo(kind) else (
            registration._get_evaluation_sudo(kind))
        answer._note_taken()
        if number == 0:
            continue
        for question in answer.predefined_question_ids:
            if question.question_type == "scale":
                answer._save_lines(question, str(5 if number > 1 else 2))
            elif question.question_type == "simple_choice":
                answer._save_lines(question, str(question.suggested_answer_ids[number % 3].id))
            elif "Que pourrions-nous" in question.with_context(lang="fr_FR").title:
                answer._save_lines(question, "Un peu plus de pratique l'après-midi.")
        answer._mark_done()
hot = session.registration_ids[0]._get_evaluation_sudo("hot")
env.cr.commit()
print("SESSION", session.id, course.id, hot.get_start_url())
"""


LINK = r"https?://[^\"\s]*?/survey/start/[\w-]+\?answer_token=[\w-]+"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict]:
    """The sample agency with the add-on, and a session whose trainees were asked by mail."""
    with serve_sample("evaluations", tmp_path_factory.mktemp("mail"), "agency_training_survey") as agency:
        output = agency.shell(MAKE)
        found = re.search(r"^SESSION (\d+) (\d+) (\S+)$", output, re.MULTILINE)
        assert found, output
        yield {
            **vars(agency),
            "session": int(found[1]),
            "course": int(found[2]),
            "links": links(agency.mail.wait_for(6), LINK, agency.url),
            "hot": agency.url + "/" + found[3].lstrip("/") if found[3].startswith("/") else found[3],
        }


def overflow(screen: Screen) -> int:
    return screen.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def test_T34_a_trainee_answers_on_a_telephone(
    asked: dict, new_context: Callable, screens: list, shots: Path, sign_in_at: Callable[[str, str], Desk]
) -> None:
    phone = Screen(new_context(), asked["url"], shots)
    screens.append(phone)
    phone.page.set_viewport_size({"width": 390, "height": 800})
    for name, link in (("130-positionnement", next(iter(asked["links"].values()))), ("131-a-chaud", asked["hot"])):
        phone.page.goto(link)
        start = phone.page.locator("button[value=start]:not(.disabled)")
        expect(start).to_be_visible()
        phone.shoot(f"{name}-debut-390")
        assert overflow(phone) <= 0
        start.click()
        finish = phone.page.locator("button[value=finish]")
        expect(finish).to_be_visible()
        phone.shoot(f"{name}-questions-390", full_page=True)
        assert overflow(phone) <= 0
        for choices in phone.page.locator(".js_question-wrapper").all():
            if choices.locator("textarea").count():
                choices.locator("textarea").first.fill("Rien à ajouter")
            else:
                choices.locator("label").nth(1 if "chaud" in name else 0).click()
        finish.click()
        phone.page.locator(".modal").get_by_role("button", name="Soumettre").click()
        expect(phone.page.locator(".o_survey_finished, .o_survey_review, h1:has-text('Merci')").first).to_be_visible()
        phone.shoot(f"{name}-fini-390", full_page=True)
        text = plain(phone.page.locator("body").inner_text())
        for foreign in ("Thank you", "Start Survey", "Submit", "Not at all", "Refaire", "Odoo"):
            assert foreign not in text, foreign

    desk = sign_in_at(asked["url"], "claire")
    desk.visit(f"action-agency_training.agency_training_session_action/{asked['session']}")
    desk.page.get_by_role("tab", name="Évaluations").click()
    page = desk.page.locator(".o_evaluation_page")
    expect(page).to_contain_text("Un peu plus de pratique")
    expect(page).to_contain_text("6 réponses sur 6")
    for width in (1440, 1280):
        desk.page.set_viewport_size({"width": width, "height": 900})
        desk.shoot(f"132-evaluations-session-{width}", full_page=True)
    desk.page.get_by_role("button", name="Acquis", exact=True).click()
    expect(desk.page.locator(".o_list_view")).to_contain_text("En cours")
    desk.shoot("133-acquis")
    desk.visit(f"action-agency_training.agency_course_action/{asked['course']}")
    desk.page.get_by_role("tab", name="Évaluations").click()
    desk.settle()
    desk.shoot("134-evaluations-formation")
    for action, name in (
        ("agency_training_survey.agency_training_year_action", "135-annees"),
        ("agency_training_survey.survey_evaluation_action", "136-questionnaires"),
        ("agency_training.agency_course_action", "137-catalogue-satisfaction"),
        ("agency_training.agency_trainer_action", "138-formateurs-satisfaction"),
    ):
        desk.visit(f"action-{action}")
        expect(desk.page.locator(".o_list_view .o_data_row").first).to_be_visible()
        desk.shoot(name)
    desk.visit("action-agency_training_survey.survey_evaluation_action")
    desk.page.locator(".o_data_row", has_text="Votre avis").locator("td[name='title']").click()
    expect(desk.page.locator(".o_form_view")).to_contain_text("Que pourrions-nous améliorer")
    desk.shoot("139-questionnaire")

    # A Utilisateur: the figures, no survey.
    lucas = sign_in_at(asked["url"], "lucas")
    assert "Sondages" not in " ".join(lucas.menus())
    lucas.visit(f"action-agency_training.agency_course_action/{asked['course']}")
    lucas.page.get_by_role("tab", name="Évaluations").click()
    expect(lucas.page.locator(".o_evaluation_page")).to_contain_text("6 réponses sur 6")
    lucas.shoot("140-formation-utilisateur")
