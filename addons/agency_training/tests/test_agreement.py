from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import AGREEMENT, NDA_RE, QUOTE, TrainingCommon


@tagged("-at_install", "post_install")
class TestAgreement(TrainingCommon):
    """LEGAL.md section 4, item by item, on the text of the real PDF."""

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
        self.assertIn("Sous-traitant Écrire SARL", self._text(self.training, QUOTE))

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
