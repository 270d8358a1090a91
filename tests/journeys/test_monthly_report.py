"""The monthly report on the screen: each figure opens as many records as it says."""

import pytest
from pages import Desk


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
