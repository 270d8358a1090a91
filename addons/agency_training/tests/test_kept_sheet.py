"""What was closed is a file that stays; what was printed is void once it says something else (TRAINING T27, T29)."""

import base64
import hashlib

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .drawings import draw
from .test_signing import SigningCommon

SHEET = "agency_training.report_attendance_sheet"
SLOT_SHEET = "agency_training.report_slot_sheet"


class KeptSheetCommon(SigningCommon):
    def _close_signed(self, slot=None):
        slot = slot or self.slot
        self._sign_all(slot)
        slot.delivery_ids.sign_on_screen(draw())
        slot.action_close_sheet()
        return slot.sheet_ids[:1]


@tagged("-at_install", "post_install")
class TestKeptSheet(KeptSheetCommon):
    def test_t27_a_closed_sheet_is_a_file_with_its_fingerprint(self):
        with self._at("12 12:30"):
            sheet = self._close_signed()
        content = base64.b64decode(sheet.with_context(bin_size=False).file)
        self.assertEqual(sheet.digest, hashlib.sha256(content).hexdigest())
        text = self._read(content)
        for words in ("Feuille : n° 1", "Close le : 12/01/2027 12:30", "Claire Dupont", "12:30", self.session.title):
            self.assertIn(words, text)
        self.assertNotIn("13 h 30", text)

    def test_t27_what_is_printed_from_then_on_is_that_file(self):
        with self._at("12 12:30"):
            sheet = self._close_signed()
        self.claire.sudo().trainee_id.name = "Somebody else"
        self.assertEqual(self._print(self.slot, SLOT_SHEET), sheet._get_file())
        text = self._text(self.session, SHEET)
        self.assertIn("Claire Dupont", text)
        with self._at("13 17:00"):
            self._close(self.slots[1:])
        pages = self._read_pages(self._print(self.session, SHEET))
        # Of each half-day its own page, and the paper behind those that were signed on paper.
        self.assertEqual(len(pages), 4 + 3 * len(self._read_pages(base64.b64decode(self.scan))))
        self.assertIn("Claire Dupont", pages[0])
        self.assertIn("Somebody else", pages[1])

    def test_t27_opened_again_the_file_stays_and_is_void(self):
        with self._at("12 12:30"):
            first = self._close_signed()
            content = first._get_file()
            self.slot.with_user(self.manager)._reopen_sheet("Wrong name")
            self.assertTrue(first.is_void)
            self.assertIn("Wrong name", first.void_reason)
            self.assertEqual(first._get_file(), content)
            self.assertIn("Claire", self._text(self.session, SHEET))
            self.slot.action_close_sheet()
            second = self.slot.sheet_ids - first
        self.assertEqual((second.number, second.is_void), (2, False))
        self.assertIn("n° 2, annule et remplace la n° 1", self._read(second._get_file()))
        self.assertEqual(self._print(self.slot, SLOT_SHEET), second._get_file())

    def test_t27_nobody_changes_what_is_kept(self):
        with self._at("12 12:30"):
            sheet = self._close_signed()
        for user in (self.user, self.manager):
            mine = sheet.with_user(user)
            for values in ({"file": base64.b64encode(b"x")}, {"is_void": True}, {"digest": "x"}, {"number": 7}):
                with self.assertRaises(AccessError):
                    mine.write(values)
            with self.assertRaises(AccessError):
                mine.unlink()
            with self.assertRaises(AccessError):
                mine.create({"session_id": self.session.id, "kind": "closed", "number": 9})
        with self.assertRaisesRegex(UserError, "it is kept"):
            sheet.sudo().unlink()

    def test_t27_an_altered_file_is_not_shown(self):
        with self._at("12 12:30"):
            sheet = self._close_signed()
        sheet.sudo().file = base64.b64encode(b"%PDF-1.4 another")
        for call in (sheet.action_open, lambda: self._print(self.slot, SLOT_SHEET)):
            with self.assertRaisesRegex(UserError, "was altered"):
                call()

    def test_t51_what_was_closed_once_is_not_deleted(self):
        with self._at("12 12:30"):
            self._close_signed()
            self.slot.with_user(self.manager)._reopen_sheet("Wrong session")
        with self.assertRaisesRegex(UserError, "it is kept"):
            self.slot.with_user(self.manager).unlink()

    def test_t27_a_sheet_that_cannot_be_drawn_is_not_closed(self):
        self.patch(type(self.slot), "_render_with", lambda *_args: 1 / 0)
        with self._at("12 12:30"):
            with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
                self._close_signed()
            self.assertEqual(self.slot.sheet_state, "open")


@tagged("-at_install", "post_install")
class TestPrintedSheet(SigningCommon):
    def test_t29_the_number_stays_while_the_words_do(self):
        self.assertIn("Feuille : n° 1", self._text(self.session, SHEET))
        self.claire.sudo().trainee_id.name = "Claire Martin"
        self.assertIn("Feuille : n° 1", self._text(self.session, SHEET))
        self.assertFalse(self.session.printed_sheet_note)
        self.assertEqual(len(self.session.sheet_ids), 1)

    def test_t29_title_hours_or_trainer_changed_make_it_void(self):
        other = self.env["res.partner"].create({"name": "Paul Autre"})
        paul = self.env["agency.trainer"].with_user(self.manager).create({"partner_id": other.id})
        changes = (
            ("title", lambda: self.session.sudo().write({"title": "Another title"})),
            ("half-days or hours", lambda: self.slots[1].write({"start_hour": 14, "end_hour": 17.5})),
            ("trainer", lambda: self.slots[2].write({"trainer_ids": paul.ids})),
        )
        for number, (words, change) in enumerate(changes, 1):
            self._print(self.session, SHEET)
            change()
            self.session.invalidate_recordset(["printed_sheet_note"])
            self.assertRegex(self.session.printed_sheet_note, f"no. {number}, .* is void, .*: {words}")
            text = self._text(self.session, SHEET)
            self.assertIn(f"Feuille : n° {number + 1}, annule et remplace la n° {number}", text)
            self.session.invalidate_recordset(["printed_sheet_note"])
            self.assertFalse(self.session.printed_sheet_note)
        self.assertEqual(self.session.sheet_ids.mapped("is_void"), [False, True, True, True])

    def test_t29_a_half_day_that_is_closed_does_not_void_the_paper_of_the_next(self):
        self._print(self.session, SHEET)
        with self._at("12 12:30"):
            self._close(self.slot)
        self.assertFalse(self.session.printed_sheet_note)
        self.assertIn("Feuille : n° 1", self._text(self.session, SHEET))
