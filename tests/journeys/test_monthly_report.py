"""The monthly report on the screen, each figure opens as many records as it says; the dashboard."""

import pytest
from pages import Desk
from playwright.sync_api import Request


@pytest.mark.parametrize("figure", ["Affaires créées", "Affaires dans le pipe", "Facturé HT", "À encaisser"])
def test_a_figure_opens_what_it_counts(manager: Desk, figure: str) -> None:
    manager.visit("action-agency_crm.action_monthly_report")
    line = manager.page.locator(".o_data_row", has_text=figure)
    count = int(line.locator("td[name='count']").inner_text())
    assert count
    manager.shoot("rapport-mensuel", full_page=True)
    line.locator("button[name='action_open']").click()
    manager.page.wait_for_selector(".o_list_view .o_control_panel, .o_control_panel ~ .o_content .o_list_renderer")
    manager.settle()
    assert manager.page.locator(".o_breadcrumb").inner_text().count(figure)
    assert manager.total() == count


def test_the_past_that_nobody_kept_is_not_made_up(manager: Desk) -> None:
    manager.visit("action-agency_crm.action_monthly_report")
    manager.page.click("button[name='action_previous']")
    manager.settle()
    line = manager.page.locator(".o_data_row", has_text="Affaires dans le pipe")
    assert line.locator("td[name='count']").inner_text().strip() == ""
    assert line.locator("button[name='action_open']:visible").count() == 0


def test_the_dashboard_counts_what_its_titles_say(manager: Desk) -> None:
    asked = {}

    def note(request: Request) -> None:
        if request.url.endswith("/formatted_read_group"):
            call = request.post_data_json["params"]
            asked[call["model"]] = {condition[0] for condition in call["kwargs"]["domain"] if len(condition) == 3}

    manager.page.on("request", note)
    manager.visit("action-agency_crm.board_action")
    manager.page.wait_for_function("document.querySelectorAll('.o_graph_renderer canvas').length === 4")
    manager.shoot("tableau-de-bord", full_page=True)
    assert asked == {
        "crm.lead": {"type", "next_step_id.is_closing"},
        "agency.turnover.line": {"date"},
        "sale.order": {"billing_frequency", "state", "recurrence_status"},
        "account.move": {"agency_status", "invoice_date_due", "move_type"},
    }
