import base64
import io

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools.pdf import PdfFileReader

from .common import AgencyPdfCommon

QUOTE = "agency_pdf.report_training_quote"
AGREEMENT = "agency_pdf.report_convention"
NDA_RE = r"enregistrée sous le numéro [\d ]{11,14} auprès du préfet de région de Pays de la Loire"


class TrainingCommon(AgencyPdfCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
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


@tagged("-at_install", "post_install")
class TestTraining(TrainingCommon):
    """LEGAL.md sections 3 and 4, item by item, on the text of the real PDF."""

    # === 3. QUOTE === #

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
            {"training_funding": "opco", "training_opco_file": "D-42", "training_opco_id": self.customer.id}
        )
        text = self._text(self.training, QUOTE)
        self.assertIn("par subrogation à Imprimerie du Parc – D-42", text)

    def test_DF9_audience_prerequisites_group_trainees(self):
        text = self._text(self.training, QUOTE)
        for words in (
            "Tout public",
            "Usage courant du Web",
            "2 à 6 stagiaires",
            "Claire Dupont (Assistante), Marc Petit",
        ):
            self.assertIn(words, text)

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

    # === 4. AGREEMENT === #

    def _agreement(self):
        return self._text(self.training, AGREEMENT)

    def test_CV1_title_and_reference(self):
        text = self._agreement()
        self.assertIn("Convention de formation professionnelle", text)
        self.assertIn("(articles L. 6353-1 et D. 6353-1 du Code du travail)", text)

    def test_CV2_parties(self):
        text = self._agreement()
        self.assertRegex(text, NDA_RE)
        for words in ("Sophie Leroy, Gérante", "Henri Parc, Directeur", "404 833 048 00022", "334 175 221 00012"):
            self.assertIn(words, text)

    def test_CV3_purpose_and_nature(self):
        text = self._agreement()
        self.assertIn("organise l'action suivante : Formation WordPress", text)
        self.assertIn("L. 6313-1 du Code du travail : action de formation", text)

    def test_CV3_no_agreement_without_a_title(self):
        self.training.training_title = False
        with self.assertRaisesRegex(UserError, self.training.name):
            self._agreement()

    def test_CV4_programme_in_the_body(self):
        text = self._agreement()
        self.assertIn("Installer, régler, écrire", text)
        self.assertNotIn("figure en annexe", text)
        self.assertNotIn("page 4", text)

    def test_CV4_programme_annexed(self):
        self._annex_programme(self.training)
        text = self._agreement()
        self.assertIn("figure en annexe de la présente convention", text)
        self.assertIn("Bon pour accord", text)  # a page of the annexed file

    def test_CV5_trainees(self):
        text = self._agreement()
        self.assertIn("Claire Dupont (Assistante), Marc Petit", text)
        self.assertIn("Prérequis : Usage courant du Web", text)

    def test_CV6_duration_dates_place(self):
        text = self._agreement()
        for words in (
            "Durée : 14 heures",
            "Du 12/01/2027 au 13/01/2027",
            "9 h – 17 h",
            "Lieu : Locaux du client, Rennes",
        ):
            self.assertIn(words, text)

    def test_CV7_means_and_remote_assistance(self):
        text = self._agreement()
        self.assertIn("Salle équipée", text)
        self.assertNotIn("assistance technique", text)
        self.training.is_training_remote = True
        self.assertIn("assistance technique", self._agreement())

    def test_CV8_CV9_follow_up_and_assessment(self):
        text = self._agreement()
        for words in (
            "feuilles d'émargement",
            "certificat de réalisation",
            "QCM final",
            "attestation de fin de formation",
        ):
            self.assertIn(words, text)

    def test_CV10_price(self):
        text = self._agreement()
        for words in (
            "Total HT 1 500,00 €",
            "Exonération de TVA",
            "Net à payer 1 500,00 €",
            "Pénalités de retard",
            "40 €",
        ):
            self.assertIn(words, text)

    def test_CV11_non_performance(self):
        self.assertIn("L. 6354-1 du Code du travail", self._agreement())

    def test_CV12_abandonment(self):
        text = self._agreement()
        self.assertIn("à titre de dédommagement", text)
        self.assertIn("jamais facturée comme formation", text)

    def test_CV13_withdrawal(self):
        self.assertIn("L. 221-3 du Code de la consommation", self._agreement())

    def test_CV14_accessibility_rules_data_disputes(self):
        text = self._agreement()
        for words in (
            "Référent handicap : Sophie Leroy",
            "règlement intérieur",
            "2016/679",
            "tribunal compétent de Nantes",
        ):
            self.assertIn(words, text)

    def test_CV15_signatures(self):
        text = self._agreement()
        self.assertIn("Fait en deux exemplaires, à Nantes, le", text)
        self.assertIn("Pour l'organisme de formation", text)
        self.assertIn("Pour le client", text)
        self.assertIn("lu et approuvé", text)

    def test_CV16_subcontractor_named(self):
        self.assertNotIn("sous-traitant", self._agreement())
        self.training.training_subcontractor_id = self.env["res.partner"].create(
            {"name": "Écrire SARL", "is_company": True, "company_registry": "40483304800022"}
        )
        text = self._agreement()
        self.assertIn("est confié à Écrire SARL – SIREN 404 833 048, sous-traitant, par un contrat écrit", text)
        self.assertIn("Sous-traitant Écrire SARL", self._text(self.training, "agency_pdf.report_training_quote"))

    def test_no_article_without_a_word(self):
        self.training.write({"training_means": False, "training_trainer": False})
        text = self._agreement()
        self.assertNotIn("– Moyens", text)
        self.assertIn("Article 5 – Déroulement et suivi", text)

    def test_no_dotted_blank(self):
        self.assertNotRegex(self._agreement(), r"…{2,}|\.{4,}")

    def test_private_person_signs_a_contract(self):
        self.training.partner_id = self.consumer
        text = self._agreement()
        self.assertIn("Contrat de formation professionnelle", text)
        self.assertNotIn("Convention de formation professionnelle", text)
        self.assertIn("dix jours", text)

    def test_articles_are_numbered(self):
        self.assertRegex(self._agreement(), r"Article 1 – Objet .*Article 14 – Litiges")

    # === 5. INVOICE === #

    def test_F_training_invoice(self):
        self.training.action_confirm()
        text = self._invoice_text(self._invoice(self.training))
        self.assertRegex(text, NDA_RE)
        for words in (
            "Formation : Formation WordPress",
            "Du 12/01/2027 au 13/01/2027",
            "Claire Dupont (Assistante), Marc Petit",
            "Locaux du client, Rennes",
            f"Convention : {self.training.name}",
            "Exonération de TVA",
        ):
            self.assertIn(words, text)
        self.assertNotIn("N° de dossier", text)

    def test_F_funding_file_of_a_training_invoice(self):
        self.training.write({"training_funding": "opco", "training_opco_file": "D-42"})
        self.training.action_confirm()
        self.assertIn("N° de dossier du financeur : D-42", self._invoice_text(self._invoice(self.training)))
