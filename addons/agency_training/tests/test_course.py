"""The catalogue: a course gives its facts to quotes, in versions that do not change once they were given (T1, T2)."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Date
from odoo.tests import Form, new_test_user, tagged

from ..const import COURSE_FACTS
from .common import TrainingCommon


class CourseCommon(TrainingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(cls.env, "seller", "agency_crm.group_agency_user", company_id=cls.company.id)
        cls.manager = new_test_user(cls.env, "head", "agency_crm.group_agency_manager", company_id=cls.company.id)
        with freeze_time("2026-11-02"):
            cls.catalogued = (
                cls.env["agency.course"]
                .with_user(cls.manager)
                .create(
                    {
                        "name": "Écrire pour le web",
                        "product_id": cls.course.id,
                        "price": 1400,
                        "objectives": "Écrire une page qui se lit",
                        "programme": "<p>Titres, liens, accroches</p>",
                        "hours": 14,
                        "days": 2,
                        "audience": "Chargés de communication",
                        "prerequisites": "Aucun",
                        "min_trainees": 2,
                        "max_trainees": 8,
                        "access_terms": "Inscription dix jours avant",
                        "means": "Exercices sur vos pages",
                        "follow_up": "Feuilles d'émargement",
                        "assessment": "Une page écrite",
                    }
                )
            )

    def _quote(self, **values):
        values = {"partner_id": self.customer.id, "training_course_id": self.catalogued.id, **values}
        return self.env["sale.order"].with_user(self.user).create(values)

    def _sell(self, **values):
        quote = self._quote(order_line=[self._line(self.course)], **values)
        quote.sudo().action_confirm()
        return quote


@tagged("-at_install", "post_install")
class TestCourse(CourseCommon):
    def _assert_facts(self, quote, course, but=()):
        for name, field in COURSE_FACTS.items():
            if field not in but:
                self.assertEqual(quote[field], course[name], field)

    def test_t1_a_quote_takes_the_facts_of_its_course(self):
        quote = self._quote()
        self.assertTrue(quote.is_training)
        self._assert_facts(quote, self.catalogued)
        self.assertEqual(quote.training_programme_place, "inline")

    def test_t1_so_does_it_on_the_form_and_what_is_changed_there_stays_the_quotes(self):
        form = Form(self.env["sale.order"].with_user(self.user).with_context(default_is_training=True))
        form.partner_id = self.customer
        form.training_course_id = self.catalogued
        self.assertEqual(form.training_objectives, self.catalogued.objectives)
        form.training_objectives = "Tout autre"
        form.training_hours = 7
        quote = form.save()
        self._assert_facts(quote, self.catalogued, but=("training_objectives", "training_hours"))
        self.assertEqual((quote.order_line.product_id, quote.order_line.price_unit), (self.course, 1400))
        self.assertEqual((quote.training_objectives, quote.training_hours), ("Tout autre", 7))
        quote.training_means = "Autres moyens"
        self.assertEqual(self.catalogued.objectives, "Écrire une page qui se lit")

    def test_t1_a_quote_that_sells_a_training_already_keeps_its_lines(self):
        quote = self._quote(training_course_id=False, order_line=[self._line(self.course, price_unit=900)])
        with Form(quote) as form:
            form.is_training = True
            form.training_course_id = self.catalogued
        self.assertEqual(quote.order_line.mapped("price_unit"), [900])
        self.assertEqual(quote.training_objectives, self.catalogued.objectives)

    def test_t1_another_course_gives_its_facts_the_same_one_does_not_again(self):
        quote = self._quote(training_hours=7)
        self.assertEqual(quote.training_hours, 7)
        quote.training_course_id = self.catalogued
        self.assertEqual(quote.training_hours, 7, "the same course")
        other = self.catalogued.copy({"name": "Lire le web", "hours": 21})
        quote.training_course_id = other
        self._assert_facts(quote, other)
        quote.write({"training_course_id": self.catalogued.id, "training_hours": 3})
        self.assertEqual(quote.training_hours, 3)

    def test_t1_a_copied_quote_says_what_the_quote_says(self):
        quote = self._quote(training_objectives="Tout autre")
        copy = quote.copy()
        self.assertEqual(copy.training_course_id, self.catalogued)
        self.assertEqual(copy.training_objectives, "Tout autre")

    def test_t1_new_quote_of_a_course(self):
        action = self.catalogued.with_user(self.user).action_new_quote()
        form = Form(self.env["sale.order"].with_user(self.user).with_context(**action["context"]))
        form.partner_id = self.customer
        quote = form.save()
        self._assert_facts(quote, self.catalogued)
        self.assertEqual(quote.order_line.product_id, self.course)
        self.assertEqual(quote.order_line.price_unit, 1400)

    def test_t2_what_was_sold_does_not_change_a_new_version_does(self):
        quote = self._sell()
        self.assertTrue(self.catalogued.is_given)
        with self.assertRaisesRegex(UserError, "(?i)make a new version"):
            self.catalogued.objectives = "Autres"
        with self.assertRaisesRegex(UserError, "(?i)make a new version"):
            self.catalogued.price = 1500
        second = self.env["agency.course"].browse(self.catalogued.action_new_version()["res_id"])
        second.with_user(self.manager).objectives = "Autres"
        self.assertEqual((second.version, second.version_date), (2, Date.today()))
        self.assertEqual(self.catalogued.version_date, Date.to_date("2026-11-02"))
        self.assertEqual(self.catalogued.objectives, "Écrire une page qui se lit")
        self.assertEqual(quote.training_course_id, self.catalogued)
        self.assertEqual(quote.training_objectives, "Écrire une page qui se lit")
        self.assertFalse(self.catalogued.active)
        with self.assertRaisesRegex(UserError, "does not come back"):
            self.catalogued.active = True
        self.assertEqual(self.catalogued.action_new_version()["res_id"], second.id, "one version after another")

    def test_t2_a_version_that_no_customer_was_given_changes_and_is_dated(self):
        quote = self._quote()
        self.catalogued.objectives = "Autres"
        self.assertEqual((self.catalogued.version, self.catalogued.version_date), (1, Date.today()))
        self.assertEqual(quote.training_objectives, "Écrire une page qui se lit")
        quote.sudo().state = "sent"
        with self.assertRaisesRegex(UserError, "(?i)make a new version"):
            self.catalogued.objectives = "Encore autres"
        self.catalogued.product_id = False

    def test_t2_an_accepted_quote_keeps_its_course(self):
        quote = self._sell()
        other = self.catalogued.copy({"name": "Lire le web"})
        for course in (other, self.env["agency.course"]):
            with self.assertRaisesRegex(UserError, "is accepted"):
                quote.training_course_id = course
        quote.training_course_id = self.catalogued

    def test_t2_a_new_version_that_is_deleted_gives_the_catalogue_back(self):
        self._sell()
        second = (
            self.env["agency.course"].with_user(self.manager).browse(self.catalogued.action_new_version()["res_id"])
        )
        second.unlink()
        self.assertTrue(self.catalogued.active)
        with self.assertRaisesRegex(UserError, "named by quotes"):
            self.catalogued.unlink()

    def test_t3_the_session_is_of_the_course_of_its_quote(self):
        quote = self._sell(
            training_start_date="2027-01-12",
            training_end_date="2027-01-13",
            training_schedule="9 h – 12 h, 13 h – 17 h",
        )
        session = self.env["agency.training.session"].browse(quote.action_plan_session()["res_id"])
        self.assertEqual(session.course_id, self.catalogued)
        self.assertEqual(session.title, "Écrire pour le web")

    def test_t70_a_utilisateur_reads_the_catalogue(self):
        course = self.catalogued.with_user(self.user)
        self.assertEqual(course.name, "Écrire pour le web")
        with self.assertRaises(AccessError):
            course.objectives = "x"
        with self.assertRaises(AccessError):
            course.action_new_version()
        with self.assertRaises(AccessError):
            course.create({"name": "x"})
        with self.assertRaises(AccessError):
            self.catalogued.version = 7

    def test_t70_nothing_is_read_of_another_companys_course(self):
        """By choosing it: saved or not, its facts stay closed."""
        company = self.env["res.company"].create({"name": "Ailleurs"})
        foreign = self.env["agency.course"].create({"name": "SECRET", "objectives": "SECRET", "company_id": company.id})
        quotes = self.env["sale.order"].with_user(self.user)
        with self.assertRaises(AccessError):
            self._quote(training_course_id=foreign.id)
        with self.assertRaises(AccessError):
            self._quote().training_course_id = foreign.id
        spec = {"training_course_id": {}, "training_objectives": {}}
        with self.assertRaises(AccessError):
            quotes.onchange({"training_course_id": foreign.id}, ["training_course_id"], spec)
        with self.assertRaises(UserError):
            self.env["agency.training.session"].with_user(self.user).create({"title": "x", "course_id": foreign.id})

    def test_numbers_that_mean_nothing_are_refused(self):
        for values in ({"hours": -1}, {"price": -1}, {"min_trainees": 9, "max_trainees": 2}):
            with self.subTest(values), self.assertRaises(ValidationError):
                self.catalogued.write(values)
