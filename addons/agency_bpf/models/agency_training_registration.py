from odoo import models

from ..const import ENTRUSTED_IN

# Who comes without an employer, whoever pays for them.
WITHOUT_EMPLOYER = ("jobseeker", "individual")


class AgencyTrainingRegistration(models.Model):
    _name = "agency.training.registration"
    _inherit = ["agency.training.registration"]

    def _get_employer_sudo(self):
        """Override: the customer employs neither job seekers, nor the trainees that another body entrusts (T43)."""
        employer = super()._get_employer_sudo()
        # Sudo: as `super`.
        self_sudo = self.sudo()
        is_employed = self_sudo.trainee_id.bpf_trainee_type not in WITHOUT_EMPLOYER
        return employer if is_employed and self_sudo.session_id.direction != ENTRUSTED_IN else employer.browse()
