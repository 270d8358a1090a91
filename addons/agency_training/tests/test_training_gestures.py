"""What users do with documents of training: as with all, and an agreement is no quote."""

from odoo.tests import tagged

from odoo.addons.agency_documents.tests.test_gestures import GesturesCommon

from .common import AGREEMENT, QUOTE


@tagged("post_install", "-at_install")
class TestTrainingGestures(GesturesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.training = cls._quote_of(cls.contact, is_training=True, training_title="Écrire pour le web")
        cls.agreement = cls.env.ref(AGREEMENT)

    def test_a_training_has_its_right_template(self):
        self.assertEqual(self._choose(self.training).report_id, self.env.ref(QUOTE))

    def test_only_templates_of_that_kind_are_offered(self):
        mine = self.env["agency.document.template"].create({"name": "Devis bref", "kind": "quote"})
        self.assertEqual(
            self._choose(self.quote).available_report_ids, self.env.ref("agency_pdf.report_quote") + mine.report_id
        )
        programme = self.env.ref("agency_training.report_programme")
        self.assertEqual(
            self._choose(self.training).available_report_ids, self.env.ref(QUOTE) + self.agreement + programme
        )

    def test_last_choice_is_remembered_by_user_and_kind(self):
        self._choose(self.training, report_id=self.agreement.id).action_open()
        self.assertEqual(self._choose(self.training).report_id, self.agreement)
        self.assertEqual(self._choose(self.quote).report_id, self.env.ref("agency_pdf.report_quote"))
        other = self.user.copy({"login": "nadia.gestures"})
        self.assertNotEqual(self.training.with_user(other)._get_preferred_report(), self.agreement)

    def test_one_pdf_keeps_the_order_and_each_its_document(self):
        quotes = self._quote_of(self.contact) + self.training + self.quote
        text = self._read(self._open(quotes.action_group_pdf()))
        positions = [text.index(quote.name) for quote in quotes]
        self.assertEqual(positions, sorted(positions))
        self.assertIn("Écrire pour le web", text)

    def test_what_an_agreement_lacks_is_said_in_the_dialog_and_before_it_leaves(self):
        """documents.md, D11."""
        choice = self._choose(self.training, report_id=self.agreement.id)
        objectives, *others = choice._get_records()._get_training_missing()
        self.assertIn(objectives, choice.missing_note)
        composer = self._composer(choice.action_mail())
        self.assertIn(objectives, composer.missing_note)
        self.training.training_objectives = "Savoir écrire"
        choice.invalidate_recordset(["missing_note"])
        self.assertNotIn(objectives, choice.missing_note)
        self.assertIn(others[0], choice.missing_note)
        self.assertFalse(self._choose(self.quote).missing_note)
        both = self._choose(self.training + self.quote)
        self.assertIn(self.training.name, both.missing_note)
        self.assertNotIn(self.quote.name, both.missing_note)

    def test_agreement_does_not_send_the_quote(self):
        composer = self._composer(self._choose(self.training, report_id=self.agreement.id).action_mail())
        self.assertIn("Convention", composer.attachment_ids.name)
        with self.mail_server() as received:
            composer._action_send_mail()
        self.assertEqual(len(self._sent_to(self.contact, received)), 1)
        self.assertEqual(self.training.quote_status, "draft")

    def test_agreement_has_words_of_its_own(self):
        composer = self._composer(self._choose(self.training, report_id=self.agreement.id).action_mail())
        self.assertIn("Écrire pour le web", composer.subject)
        self.assertIn("convention", composer.body)

    def test_a_company_that_keeps_odoo_s_documents_keeps_its_quote(self):
        self.company.has_agency_documents = False
        stock = self.env.ref("sale.action_report_saleorder")
        training = self._create_quote(is_training=True)
        self.assertEqual(training._get_agency_report(), stock)
        self.assertFalse(training._get_available_reports().filtered("binding_model_id") - stock)
