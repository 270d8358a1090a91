from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .test_attendance import AttendanceCommon

SHEET = "agency_training.report_attendance_sheet"
CERTIFICATE = "agency_training.report_certificate"
# The ministry's words, T43.
WORDS = (
    "Je soussigné(e) Sophie Leroy, représentant légal du dispensateur de l'action concourant au développement des"
    " compétences",
    "atteste que :",
    "Mme/M. Claire Dupont, salarié(e) de l'entreprise Imprimerie du Parc",
    "a suivi l'action",
    "Nature de l'action concourant au développement des compétences :",
    "☒ action de formation",
    "☐ bilan de compétences",
    "☐ action de VAE",
    "☐ action de formation par apprentissage",
    "qui s'est déroulée du 12/01/2027 au 13/01/2027 pour une durée de 10,5 heures",
    "Sans préjudice des délais imposés par les règles fiscales, comptables ou commerciales, je m'engage à conserver"
    " l'ensemble des pièces justificatives qui ont permis d'établir le présent certificat pendant une durée de 3 ans à"
    " compter de la fin de l'année du dernier paiement. En cas de cofinancement des fonds européens la durée de"
    " conservation est étendue conformément aux obligations conventionnelles spécifiques.",
    "pour une durée de 10,5 heures².",
    "¹ Lorsque l'action est mise en œuvre dans le cadre d'un projet de transition professionnelle, le certificat de"
    " réalisation doit être transmis mensuellement.",
    "² Dans le cadre des formations à distance prendre en compte la réalisation des activités pédagogiques et le temps"
    " estimé pour les réaliser.",
    "Fait à Nantes, le",
    "Cachet et signature du responsable du dispensateur de formation",
)


@tagged("-at_install", "post_install")
class TestSessionPapers(AttendanceCommon):
    def test_t42_the_blank_sheet(self):
        text = self._text(self.session.sudo(), SHEET)
        for words in (
            "Feuille d'émargement",
            self.session.name,
            self.session.title,
            "12/01/2027",
            "9 h – 12 h 30",
            "13 h 30 – 17 h",
            "En salle",
            "14 heures",
            "Locaux du client, Rennes",
            "Julie Martin",
            "Claire Dupont",
            "Imprimerie du Parc",
            "52 44 01234 44",
        ):
            self.assertIn(words, text)
        self.assertNotIn("présent,", text)

    def test_t42_how_each_half_day_is_given(self):
        self.slots[0].write({"kind": "live_remote", "module": "Prise en main"})
        text = self._text(self.session.sudo(), SHEET)
        self.assertIn("À distance, en direct – Prise en main", text)
        self.assertEqual(text.count("En salle"), 3)

    def test_t42_the_sheet_that_was_filled(self):
        with self._at("13 17:00"):
            self._close(self.slots, absent=self.marc)
            text = self._text(self.session.sudo(), SHEET)
        self.assertEqual(text.count("présent, 3,5 h"), 4)
        self.assertEqual(text.count("absent"), 4)

    def test_t42_a_day_is_signed_by_who_teaches_it(self):
        partner = self.env["res.partner"].create({"name": "Paul Autre"})
        paul = self.env["agency.trainer"].with_user(self.manager).create({"partner_id": partner.id})
        for slot in self.slots[2:]:
            slot.trainer_ids = paul
        text = self._text(self.session.sudo(), SHEET)
        self.assertIn("Formateurs : Julie Martin, Paul Autre", text)
        first, second = text.split("13/01/2027 9 h")
        self.assertIn("Julie Martin Formateur", first)
        self.assertNotIn("Paul Autre Formateur", first)
        self.assertIn("Paul Autre Formateur", second)
        self.assertNotIn("Julie Martin Formateur", second)

    def test_t42_how_a_closed_sheet_was_signed(self):
        """Neither who was there nor who taught is an empty cell, as if nobody had signed."""
        with self._at("13 17:00"):
            self._close(self.slots)
            text = self._text(self.slots[0].sudo(), "agency_training.report_slot_sheet")
        self.assertEqual(text.count("présent, 3,5 h, signé sur papier"), 2)
        self.assertRegex(text, r"Julie Martin\s+(Formateur\s+)?signé sur papier")

    def test_t42_who_comes_alone_is_of_no_company(self):
        self.training.sudo().write({"partner_id": self.consumer.id, "training_funding": "individual"})
        self.assertNotIn("Paul Martin", self._text(self.session.sudo(), SHEET))

    def test_t8_a_page_is_of_one_customer(self):
        order = self.training.sudo().copy({"partner_id": self._create_company_partner("Brasserie de l'Aubier").id})
        order.trainee_ids[0].name = "Nadia Roux"
        order.action_confirm()
        self.session.registration_ids = [Command.create({"trainee_id": order.trainee_ids[0].id})]
        pages = self._read_pages(self._print(self.session.sudo(), SHEET))
        theirs = [page for page in pages if "Nadia Roux" in page]
        self.assertTrue(theirs)
        for page in pages:
            self.assertNotEqual("Nadia Roux" in page, "Claire Dupont" in page)
        for page in theirs:
            self.assertNotIn("Imprimerie du Parc", page)
            self.assertIn("Julie Martin", page)
        # Given by themselves, they say whose training it is, which and where (T42).
        for words in ("Atelier C3L", "52 44 01234 44", self.session.title, "Lieu : Locaux du client, Rennes"):
            self.assertIn(words, theirs[0])

    def _create_company_partner(self, name):
        return self.env["res.partner"].create({"name": name, "is_company": True})

    def test_t42_forty_trainees_and_five_days(self):
        """No trainer alone on a page, the head on each."""
        for number in range(38):
            trainee = self.env["agency.trainee"].create({"order_id": self.training.id, "name": f"Stagiaire {number}"})
            self.env["agency.training.registration"].create({"session_id": self.session.id, "trainee_id": trainee.id})
        pages = self._read_pages(self._print(self.session.sudo(), SHEET))
        self.assertGreater(len(pages), 6)
        self.assertIn("Chacun signe de sa main", pages[0])
        for page in pages:
            self.assertIn("9 h – 12 h 30", page)
            self.assertRegex(page, "Stagiaire|Claire")

    def test_t43_the_ministrys_words(self):
        with self._at("13 17:00"):
            self._close(self.slots[:3])
            self._close(self.slots[3:], absent=self.claire)
            text = self._text(self.claire.sudo(), CERTIFICATE)
        for words in WORDS:
            self.assertIn(words, text)

    def test_t43_one_a_trainee(self):
        with self._at("13 17:00"):
            self._close(self.slots)
            action = self.session.action_print_certificates()
            pages = self._read_pages(self._print(self.session.registration_ids.sudo(), CERTIFICATE))
        self.assertEqual(action["context"]["active_ids"], self.session.registration_ids.ids)
        self.assertEqual(len(pages), 2)

    def test_t49_not_before_its_time(self):
        with self._at("13 17:00"):
            self._close(self.slots[:3])
            with self.assertRaisesRegex(UserError, "sheets are open: 13/01/2027|sheets are open: 01/13/2027"):
                self.session.action_print_certificates()
            with self.assertRaisesRegex(UserError, "sheets are open|feuilles sont ouvertes"):
                self._print(self.claire.sudo(), CERTIFICATE)
            self._close(self.slots[3:])
            self.company.write({"signatory_name": False, "training_declaration_number": False})
            with self.assertRaisesRegex(UserError, "(?s)declaration number.*signatory"):
                self.session.action_print_certificates()

    def test_t49_who_followed_nothing_has_none(self):
        with self._at("13 17:00"):
            self._close(self.slots, absent=self.marc)
            action = self.session.action_print_certificates()
            self.assertEqual(action["context"]["active_ids"], self.claire.ids)
            with self.assertRaisesRegex(UserError, "(followed nothing|rien suivi).*Marc Petit"):
                self._print(self.marc.sudo(), CERTIFICATE)

    def test_t72_a_name_with_html_is_a_name(self):
        self.claire.trainee_id.name = "<b>Cl</b> & <i>x"
        self.assertIn("<b>Cl</b> & <i>x", self._text(self.session.sudo(), SHEET))
