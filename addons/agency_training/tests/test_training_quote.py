import base64
import io

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools.pdf import PdfFileReader

from .common import NDA_RE, QUOTE, TrainingCommon


@tagged("-at_install", "post_install")
class TestTrainingQuote(TrainingCommon):
    """LEGAL.md section 3, item by item, on the text of the real PDF."""

    def test_a_training_service_makes_a_training_quote(self):
        self.assertTrue(self.training.is_training)
        self.assertEqual(self.training._get_agency_report(), self.env.ref(QUOTE))
        self.assertFalse(self._create_quote().is_training)

    def test_mail_carries_the_training_quote(self):
        template = self.env.ref("sale.email_template_edi_sale")
        values = template._generate_template(self.training.ids, ("attachment_ids", "report_template_ids"))[
            self.training.id
        ]
        self.assertEqual([name for name, _data in values["attachments"]], [f"Devis formation {self.training.name}.pdf"])

    def test_DF1_declaration_of_activity(self):
        self.assertRegex(self._text(self.training, QUOTE), NDA_RE)

    def test_DF2_no_approval(self):
        text = self._text(self.training, QUOTE)
        self.assertIn("Cet enregistrement ne vaut pas agrément de l'État", text)
        self.company.training_declaration_number = False
        self.assertNotIn("ne vaut pas agrément", self._text(self.training, QUOTE))

    def test_DF3_title(self):
        text = self._text(self.training, QUOTE)
        self.assertIn("Intitulé Formation WordPress", text)
        self.assertNotIn("……", text)

    def test_DF4_objectives_and_contents(self):
        text = self._text(self.training, QUOTE)
        self.assertIn("Créer un site WordPress", text)
        self.assertIn("Installer, régler, écrire", text)
        self.assertNotIn("annexe", text)

    def test_DF4_annexed_programme_is_really_annexed(self):
        alone = PdfFileReader(self._stream(self.training)).getNumPages()
        self.training.training_programme_place = "attached"
        self.assertNotIn("annexe", self._text(self.training, QUOTE))
        self._annex_programme(self.training)
        pages = PdfFileReader(self._stream(self.training)).getNumPages()
        self.assertGreater(pages, alone)
        self.assertIn("En annexe du présent document", self._text(self.training, QUOTE))

    def _stream(self, quote):
        return io.BytesIO(self._print(quote, QUOTE))

    def test_DF5_means_and_trainer(self):
        text = self._text(self.training, QUOTE)
        self.assertIn("Salle équipée, supports remis", text)
        self.assertIn("Julie Martin", text)

    def test_DF6_duration_dates_schedule_place(self):
        text = self._text(self.training, QUOTE)
        for words in ("14 heures, 2 jours", "Du 12/01/2027 au 13/01/2027", "9 h – 17 h", "Locaux du client, Rennes"):
            self.assertIn(words, text)
        self.training.write({"is_training_remote": True, "training_place": "Visioconférence"})
        self.assertIn("À distance – Visioconférence", self._text(self.training, QUOTE))

    def test_DF7_follow_up_and_assessment(self):
        text = self._text(self.training, QUOTE)
        self.assertIn("Feuilles de présence", text)
        self.assertIn("QCM final", text)

    def test_DF8_price_and_funding(self):
        text = self._text(self.training, QUOTE)
        self.assertIn("Total TTC 1 500,00 €", text)
        self.assertNotIn("subrogation", text)
        self.training.write(
            {"training_funding": "opco", "training_opco_file": "D-42", "training_opco_id": self.consumer.id}
        )
        text = self._text(self.training, QUOTE)
        self.assertIn("par subrogation à Paul Martin – D-42", text)

    def test_DF9_audience_prerequisites_group_trainees(self):
        text = self._text(self.training, QUOTE)
        for words in (
            "Tout public",
            "Usage courant du Web",
            "2 à 6 stagiaires",
            "Claire Dupont (Assistante), Marc Petit",
        ):
            self.assertIn(words, text)

    def test_DF9_one_is_said_in_the_singular(self):
        for fewest, most, words in (
            (1, 1, "Effectif 1 stagiaire "),
            (4, 4, "Effectif 4 stagiaires "),
            (1, 0, "Effectif au moins 1 stagiaire "),
            (0, 1, "Effectif au plus 1 stagiaire "),
            (0, 3, "Effectif au plus 3 stagiaires "),
        ):
            self.training.write({"training_min_trainees": fewest, "training_max_trainees": most})
            self.assertIn(words, self._text(self.training, QUOTE))
        self.training.write({"trainee_ids": False, "trainee_count": 1, "training_hours": 1.5, "training_days": 0.5})
        text = self._text(self.training, QUOTE)
        self.assertRegex(text, r"Stagiaires 1 stagiaire\s")
        self.assertRegex(text, r"Durée 1,5 heure, 0,5 jour\s")

    def test_DF10_access_and_accessibility(self):
        text = self._text(self.training, QUOTE)
        self.assertIn("Quinze jours avant, par e-mail", text)
        self.assertIn("référent handicap : Sophie Leroy", text)

    def test_DF11_exemption_only_with_the_certificate(self):
        self.assertIn("Exonération de TVA", self._text(self.training, QUOTE))
        self.company.has_training_vat_certificate = False
        self.assertNotIn("Exonération de TVA", self._text(self.training, QUOTE))

    def test_DF12_cancellation_and_terms_of_their_own(self):
        text = self._text(self.training, QUOTE)
        self.assertIn("à titre de dédommagement", text)
        self.assertIn("Conditions générales de vente – Formation", text)
        self.assertNotIn("Conditions générales de vente – Formation", self._text(self._create_quote()))

    def test_DF13_qualiopi_only_when_certified(self):
        words = (
            "La certification qualité a été délivrée au titre de la catégorie d'action suivante : ACTIONS DE FORMATION"
        )
        self.assertNotIn(words, self._text(self.training, QUOTE))
        self.company.write({"is_qualiopi": True, "qualiopi_logo": self._picture()})
        self.assertIn(words, self._text(self.training, QUOTE))

    def test_private_person_pays_nothing_at_once(self):
        quote = self.training.copy({"partner_id": self.consumer.id})
        self.assertEqual(quote.training_funding, "individual")
        quote.deposit_percent = 50
        text = self._text(quote, QUOTE)
        self.assertIn("Aucune somme n'est due avant la fin du délai de rétractation", text)
        self.assertIn("Puis 30 %, soit 450,00 € TTC", text)
        self.assertNotIn("Acompte à la commande", text)

    # === COMPLETENESS === #

    def test_a_complete_quote_can_stand_for_the_agreement(self):
        self.assertTrue(self.training.is_training_complete)
        self.assertFalse(self.training.training_missing)

    def test_what_the_law_asks_is_named_when_missing(self):
        for field, words in {
            "training_title": "l'intitulé",
            "training_objectives": "objectifs",
            "training_programme": "contenu",
            "training_means": "moyens",
            "training_hours": "durée",
            "training_start_date": "dates",
            "training_place": "lieu",
            "training_follow_up": "déroule",
            "training_assessment": "évaluée",
        }.items():
            with self.subTest(field=field):
                quote = self.training.copy({field: False})
                quote.write({field: False})
                quote = quote.with_context(lang="fr_FR")
                self.assertFalse(quote.is_training_complete)
                self.assertIn(words, quote.training_missing)

    def test_an_annex_cited_and_not_attached_is_missing(self):
        self.training.training_programme_place = "attached"
        self.assertFalse(self.training.is_training_complete)
        self._annex_programme(self.training)
        self.assertTrue(self.training.is_training_complete)

    def test_a_programme_that_is_no_pdf_is_refused(self):
        with self.assertRaises(ValidationError):
            self.training.training_programme_file = base64.b64encode(b"not a pdf")

    def test_dates_in_order(self):
        with self.assertRaises(ValidationError):
            self.training.training_end_date = "2027-01-01"

    def test_I6_no_training_declaration_on_other_quotes(self):
        self.assertNotIn("Déclaration d'activité", self._text(self._create_quote()))
