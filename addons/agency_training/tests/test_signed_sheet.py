"""The sheet shows what was signed: the drawings, when, how, late or not (TRAINING T22, T26, T42)."""

from odoo.tests import tagged

from .drawings import draw
from .test_signing import SigningCommon

SHEET = "agency_training.report_attendance_sheet"


@tagged("-at_install", "post_install")
class TestSignedSheet(SigningCommon):
    def setUp(self):
        super().setUp()
        with self._at("12 09:10"):
            self.of_claire.sign_on_screen(draw())
            self.of_claire.write({"hours": 2, "reason": "Train"})
        with self._at("12 12:40"):
            self.of_marc._sign(draw(), "link")
            self.delivery.sign_on_screen(draw())

    def test_t42_when_and_how_each_signed(self):
        text = self._text(self.session, SHEET)
        for words in ("09:10, sur écran, 2 h", "12:40, par un lien", "12:40, sur écran"):
            self.assertIn(words, text)
        cells = [
            cell
            for row in ("trainees", "trainers")
            for person in self.session._get_pdf_sheets()[0][row]
            for cell in person["cells"]
        ]
        self.assertEqual(len([cell for cell in cells if cell.get("picture")]), 3)

    def test_t22_a_late_one_is_said_to_be(self):
        with self._at("14 09:00"):
            late = self.slots[1].attendance_ids[0].with_user(self.manager)
            late.sign_on_screen(draw(), late_reason="Forgotten")
            text = self._text(self.session, SHEET)
        self.assertIn("signature tardive, 14/01/2027 09:00", text)

    def test_t42_what_was_not_signed_on_a_screen_stays_as_it_was(self):
        with self._at("12 17:00"):
            self._close(self.slots[1])
        self.assertIn("présent, 3,5 h", self._text(self.session, SHEET))
