"""Odoo's app of surveys is for who has surveys of their own: questionnaires of trainings are in « Formations »."""

from odoo import models

SURVEY_USER = "survey.group_survey_user"
MANAGER = "agency_crm.group_agency_manager"


class IrUiMenu(models.Model):
    _name = "ir.ui.menu"
    _inherit = ["ir.ui.menu"]

    def _load_menus_blacklist(self):
        """Override of `base`: a Responsable has the app only if somebody made them a user of surveys."""
        return super()._load_menus_blacklist() + self._get_hidden_survey_menus()

    def _get_hidden_survey_menus(self):
        """Return the ids of the menus of `survey` that the user has as a Responsable alone."""
        user = self.env.user
        if not user.has_group(SURVEY_USER):
            return []
        manager = self.env.ref(MANAGER)
        others = user.group_ids.filtered(lambda group: manager not in group.all_implied_ids)
        if self.env.ref(SURVEY_USER) in others.all_implied_ids:
            return []
        return self.env.ref("survey.menu_surveys").ids
