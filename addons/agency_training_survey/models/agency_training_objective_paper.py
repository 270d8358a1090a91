"""What was learnt, on the attestation of the end of the training (T35, T45)."""

from odoo import models


class AgencyTrainingRegistration(models.Model):
    _name = "agency.training.registration"
    _inherit = ["agency.training.registration"]

    def _get_pdf_attestation(self):
        """Override of `agency_training`: with `learnt`, a list of (objective, result) texts."""
        levels = dict(self.env["agency.training.objective"]._fields["level"]._description_selection(self.env))
        objectives = self.objective_ids.filtered("level").sorted(lambda one: (one.sequence, one.id))
        return {
            **super()._get_pdf_attestation(),
            "learnt": [(objective.name, levels[objective.level]) for objective in objectives],
        }
