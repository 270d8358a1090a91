"""A session whose agreement nobody signed says so before it begins (TRAINING §3)."""

import base64
from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.agency_pdf.tests.test_signature import SIGNATURE

from .test_attendance import AttendanceCommon


@tagged("-at_install", "post_install")
class TestSignedAgreement(AttendanceCommon):
    def _todo(self):
        return self.session.activity_ids.mapped("summary")

    def test_missing_is_said_a_week_before(self):
        self.assertEqual(self.session.agreement_missing, self.training.name)
        self.assertRegex(self._todo()[0], "Signed agreement missing|Convention signée manquante")
        self.assertEqual(self.session.activity_ids.date_deadline, date(2027, 1, 5))

    def test_a_signed_copy_answers(self):
        self.training.with_user(self.user).training_agreement_file = self._scan()
        self.assertFalse(self.session.agreement_missing)
        self.assertRegex(self._todo()[0], "sheets to close|Émargements à clore")
        self.training.training_agreement_file = False
        self.assertEqual(self.session.agreement_missing, self.training.name)

    def test_so_does_a_quote_that_stands_for_it_signed_on_the_portal(self):
        signature = {"signature": SIGNATURE, "signed_by": "Claire Dupont", "signed_on": "2026-11-20 10:00:00"}
        self.training.sudo().write(signature)
        self.assertFalse(self.session.agreement_missing)
        self.assertRegex(self._todo()[0], "sheets to close|Émargements à clore")

    def test_once_it_began_sheets_go_first(self):
        with self._at("12 12:30"):
            self._close(self.slots[0])
            self.assertRegex(self._todo()[0], "sheets to close|Émargements à clore")

    def test_a_copy_that_is_no_pdf_is_refused(self):
        with self.assertRaisesRegex(UserError, "no PDF"):
            self.training.training_agreement_file = base64.b64encode(b"no pdf")

    def test_a_copied_quote_has_no_signed_copy(self):
        self.training.training_agreement_file = self._scan()
        self.assertFalse(self.training.copy().training_agreement_file)
