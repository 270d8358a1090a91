"""The programme of a training: what it says, and with whom it goes (T40)."""

from unittest import skipUnless

from odoo.tests import tagged

from odoo.addons.agency_documents.tests.test_gestures import GesturesCommon
from odoo.addons.report_weasyprint import engine

from .common import NDA_RE
from .test_attendance import AttendanceCommon
from .test_course import CourseCommon

PROGRAMME = "agency_training.report_programme"
OF_COURSE = "agency_training.report_programme_course"
OF_TRAINEE = "agency_training.report_programme_trainee"


@tagged("-at_install", "post_install")
class TestProgramme(CourseCommon):
    def test_t40_what_a_programme_of_the_catalogue_says(self):
        text = self._text(self.catalogued.sudo(), OF_COURSE)
        for words in (
            "Programme de formation",
            "Écrire pour le web",
            "version 1 du 02/11/2026",
            "Écrire une page qui se lit",
            "Titres, liens, accroches",
            "Chargés de communication",
            "14 heures, 2 jours",
            "2 à 8 stagiaires",
            "Inscription dix jours avant",
            "Exercices sur vos pages",
            "Une page écrite",
            "1 400,00 € HT",
            "02 40 00 00 00",
            "référent handicap : Sophie Leroy, handicap@atelier.example",
            "ne vaut pas agrément",
        ):
            self.assertIn(words, text)
        self.assertRegex(text, NDA_RE)

    def test_t40_the_programme_of_a_quote_says_what_the_quote_says(self):
        quote = self._sell(training_objectives="Tout autre")
        text = self._text(quote.sudo(), PROGRAMME)
        for words in ("Tout autre", "version 1 du 02/11/2026", "Titres, liens, accroches", "HT", quote.name):
            self.assertIn(words, text)
        self.assertNotIn("Valable", text)
        self.assertNotIn("Écrire une page qui se lit", text)

    def test_t2_the_programme_of_a_sold_version_is_that_version(self):
        quote = self._sell()
        second = self.env["agency.course"].browse(self.catalogued.action_new_version()["res_id"])
        second.objectives = "Autres"
        self.assertIn("version 1 du 02/11/2026", self._text(quote.sudo(), PROGRAMME))
        text = self._text(second.sudo(), OF_COURSE)
        self.assertIn("version 2 du", text)
        self.assertIn("Autres", text)

    def test_t40_contents_that_are_a_file_follow(self):
        alone = len(self._read_pages(self._print(self.training, PROGRAMME)))
        self._annex_programme(self.training)
        pages = self._read_pages(self._print(self.training, PROGRAMME))
        self.assertGreater(len(pages), alone)
        self.assertIn("En annexe", pages[0])

    def test_t72_typed_html_is_text(self):
        self.catalogued.sudo().write(
            {"name": "<b>T</b> & <i>x", "programme": "<script>alert(1)</script><p>Contenu</p>"}
        )
        text = self._text(self.catalogued.sudo(), OF_COURSE)
        self.assertIn("<b>T</b> & <i>x", text)
        self.assertIn("Contenu", text)
        self.assertNotIn("alert", text)

    @skipUnless(engine.has_weasyprint(), "WeasyPrint is not installed")
    def test_engines_print_the_same_words(self):
        self._assert_engines_agree(self.catalogued.sudo(), OF_COURSE)
        self._assert_engines_agree(self._sell().sudo(), PROGRAMME)


@tagged("-at_install", "post_install")
class TestProgrammeOfTrainees(AttendanceCommon):
    def test_t40_a_trainee_reads_no_price(self):
        text = self._text(self.claire.sudo(), OF_TRAINEE)
        self.assertIn("Créer un site WordPress", text)
        self.assertNotIn("HT", text)
        self.assertNotIn("1 500", text)
        self.assertNotIn("Marc Petit", text)

    def test_t40_it_goes_with_the_convocation(self):
        self.claire.trainee_id.partner_id = self.env["res.partner"].create({"name": "C", "email": "claire@c.example"})
        self.claire._convoke()
        mail = self.env["mail.mail"].sudo().search([("model", "=", "agency.training.registration")])
        _convocation, programme = mail.attachment_ids.sorted("id")
        self.assertIn("Programme", programme.name)
        self.assertIn("Créer un site WordPress", self._read(programme.raw))

    def test_t40_nothing_goes_where_nothing_is_said(self):
        self.training.sudo().write({"training_objectives": False, "training_programme": False})
        self.assertFalse(self.claire._prepare_convocation_files())


@tagged("-at_install", "post_install")
class TestProgrammeMailed(GesturesCommon):
    def _training(self, **values):
        return self._quote_of(
            self.contact, is_training=True, training_title="Écrire pour le web", training_objectives="Écrire", **values
        )

    def test_t40_with_the_quote_when_ticked(self):
        quote = self._training(is_programme_mailed=True)
        composer = self._composer(self._choose(quote).action_mail())
        self.assertEqual(
            sorted(composer.attachment_ids.mapped("name")),
            [f"Devis formation {quote.name}.pdf", f"Programme de formation {quote.name}.pdf"],
        )
        composer = self._composer(self._choose(self._training()).action_mail())
        self.assertEqual(len(composer.attachment_ids), 1)

    def test_t40_alone_it_sends_no_quote(self):
        quote = self._training(is_programme_mailed=True)
        programme = self.env.ref(PROGRAMME)
        composer = self._composer(self._choose(quote, report_id=programme.id).action_mail())
        self.assertEqual(composer.attachment_ids.mapped("name"), [f"Programme de formation {quote.name}.pdf"])
        self.assertIn("programme", composer.body)
        with self.mail_server() as received:
            composer._action_send_mail()
        self.assertEqual(len(self._sent_to(self.contact, received)), 1)
        self.assertEqual(quote.quote_status, "draft")
