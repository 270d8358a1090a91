import base64

from odoo.fields import Command

from odoo.addons.agency_pdf.tests.common import AgencyPdfCommon

QUOTE = "agency_training.report_training_quote"
AGREEMENT = "agency_training.report_convention"
NDA_RE = r"enregistrée sous le numéro [\d ]{11,14} auprès du préfet de région de Pays de la Loire"


class TrainingCommon(AgencyPdfCommon):
    """An agency that gives training, and a quote that says all the law asks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "training_declaration_number": "52440123444",
                "training_declaration_region": "Pays de la Loire",
                "signatory_name": "Sophie Leroy",
                "signatory_function": "Gérante",
                "disability_contact": "Sophie Leroy, handicap@atelier.example",
                "has_training_vat_certificate": True,
            }
        )
        cls.tax_exempt.agency_legal_kind = "vat_training"
        cls.course.is_training = True
        cls.training = cls._create_quote(
            [cls._line(cls.course)],
            training_objectives="Créer un site WordPress",
            training_programme="<p>Installer, régler, écrire</p>",
            training_start_date="2027-01-12",
            training_end_date="2027-01-13",
            training_schedule="9 h – 17 h",
            training_hours=14,
            training_days=2,
            training_place="Locaux du client, Rennes",
            trainee_ids=[
                Command.create({"name": "Claire Dupont", "job_title": "Assistante"}),
                Command.create({"name": "Marc Petit"}),
            ],
            training_trainer="Julie Martin",
            training_audience="Tout public",
            training_prerequisites="Usage courant du Web",
            training_min_trainees=2,
            training_max_trainees=6,
            training_access_terms="Quinze jours avant, par e-mail",
            training_means="Salle équipée, supports remis",
            training_follow_up="Feuilles de présence",
            training_assessment="QCM final",
            customer_signatory_name="Henri Parc",
            customer_signatory_function="Directeur",
        )

    def _annex_programme(self, quote):
        quote.write(
            {
                "training_programme_place": "attached",
                "training_programme_file": base64.b64encode(self._print(self._create_quote())),
                "training_programme_filename": "programme.pdf",
            }
        )
