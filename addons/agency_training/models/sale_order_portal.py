"""What a customer sees of its trainings on the portal: its own trainees, and their papers (T8, §9)."""

import base64

from odoo import models
from odoo.exceptions import UserError

# Papers of a trainee that a customer may open, and the reports that print them.
TRAINEE_PAPERS = {
    "convocation": "agency_training.report_convocation",
    "certificate": "agency_training.report_certificate",
    "attestation": "agency_training.report_attestation",
}
# And those of the quote.
QUOTE_PAPERS = {
    "agreement": "agency_training.report_convention",
    "programme": "agency_training.report_programme",
}


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    def _has_portal_training(self):
        """Return whether the customer has a page of this training: once it is sold."""
        return bool(self.is_training and self.state == "sale" and self.company_id._prints_agency_documents())

    def _get_portal_registrations(self):
        """Return the registrations of this quote's trainees alone, in sessions that are held or to come (T8)."""
        self.ensure_one()
        registrations = self.env["agency.training.registration"].search([("order_id", "=", self.id)])
        return registrations.filtered(
            lambda one: one.state != "cancelled" and one.session_id.state in ("planned", "done")
        )

    def _get_portal_training(self):
        """Return what the customer's page says, as texts alone: no record leaves the rules.

        :return: dict of `title`, `papers` (names of those of the quote) and `sessions`, a list of dicts of `title`,
            `dates`, `place`, `trainers` and `trainees` (dicts of `id`, `name`, `state` and `papers`)
        """
        self.ensure_one()
        sessions = []
        for session, registrations in self._get_portal_registrations().grouped("session_id").items():
            states = dict(registrations._fields["state"]._description_selection(self.env))
            sessions.append(
                {
                    "title": session.title,
                    "dates": session._get_pdf_dates(),
                    "place": session.place or "",
                    "trainers": ", ".join(session.trainer_ids.mapped("name")),
                    "trainees": [
                        {
                            "id": one.id,
                            "name": one.trainee_id.name,
                            "state": states[one.state],
                            "papers": one._get_portal_papers(),
                        }
                        for one in registrations
                    ],
                }
            )
        return {"title": self.training_title or self.name, "papers": self._get_portal_papers(), "sessions": sessions}

    def _get_portal_papers(self):
        """Return the names of the quote's papers that the customer may open, see `QUOTE_PAPERS`."""
        self.ensure_one()
        papers = ["agreement"] if self.training_title or self.training_agreement_file else []
        return [*papers, "programme"] if self._says_programme() else papers

    def _get_portal_paper(self, paper, registration_id=None):
        """Return a paper that the customer may open, as (file name, PDF).

        :param str paper: of `QUOTE_PAPERS`, or of `TRAINEE_PAPERS` with a registration
        :param int registration_id: the trainee's, one of this quote
        :return: None if there is no such paper
        """
        self.ensure_one()
        record, reports = self, QUOTE_PAPERS
        if registration_id is not None:
            record = self._get_portal_registrations().filtered(lambda one: one.id == registration_id)
            reports = TRAINEE_PAPERS
        if not record or paper not in reports or paper not in record._get_portal_papers():
            return None
        if paper == "agreement" and self.training_agreement_file:
            name = self.training_agreement_filename or f"{self._get_agreement_title()} {self.name}.pdf"
            return name, base64.b64decode(self.with_context(bin_size=False).training_agreement_file)
        report = self.env.ref(reports[paper])
        return record._get_document_file_name(report), record._render_with(report)[record]


class AgencyTrainingRegistration(models.Model):
    _name = "agency.training.registration"
    _inherit = ["agency.training.registration"]

    def _get_portal_papers(self):
        """Return the names of the trainee's papers that the customer may open, see `TRAINEE_PAPERS`."""
        self.ensure_one()
        papers = ["convocation"] if self.convoked_on else []
        return [*papers, "certificate", "attestation"] if self._may_be_certified() else papers

    def _may_be_certified(self):
        """Return whether a certificate may be made by now (T49)."""
        if self.session_id.state != "done":
            return False
        try:
            self._check_certificate()
        except UserError:
            return False
        return True
