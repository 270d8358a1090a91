"""Half-days are signed by hand, once, in their time (TRAINING T20 to T28, T33)."""

import base64
import io

from PIL import Image, ImageDraw
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..drawing import FEWEST_POINTS, MOST_BYTES, MOST_WIDTH
from .drawings import draw, encode
from .test_attendance import AttendanceCommon


class SigningCommon(AttendanceCommon):
    def setUp(self):
        super().setUp()
        self.slot = self.slots[0]
        self.of_claire, self.of_marc = self.slot.attendance_ids.sorted("registration_id")
        self.delivery = self.slot.delivery_ids

    def _refuses(self, words, records=None, drawing=None, **options):
        records = records or self.of_claire
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            records.sign_on_screen(drawing or draw(), **options)

    def _sign_all(self, slot=None):
        for attendance in (slot or self.slot).attendance_ids:
            attendance.sign_on_screen(draw())


@tagged("-at_install", "post_install")
class TestSigning(SigningCommon):
    def test_t20_who_draws_was_there(self):
        with self._at("12 09:10"):
            self.of_claire.sign_on_screen(draw())
        signed = self.of_claire
        self.assertEqual((signed.state, signed.hours, signed.proof), ("present", 3.5, "screen"))
        self.assertEqual((signed.signed_name, signed.recorded_by), ("Claire Dupont", self.user))
        self.assertEqual(str(signed.signed_at)[:16], "2027-01-12 08:10")
        self.assertFalse(signed.is_late)
        self.assertTrue(base64.b64decode(signed.sudo().signature).startswith(b"\x89PNG"))
        self.assertEqual(self.of_marc.state, "expected")

    def test_t26_who_is_said_to_leave_early_signs_for_that(self):
        with self._at("12 09:10"):
            self.of_claire.state = "present"
            self.of_claire.write({"hours": 2, "reason": "Train"})
            self.of_claire.sign_on_screen(draw())
        self.assertEqual(self.of_claire.hours, 2)

    def test_t21_what_is_not_drawn_is_refused(self):
        blank = Image.new("RGBA", (360, 120), (255, 255, 255, 0))
        white, full = Image.new("RGB", (360, 120), "white"), Image.new("RGB", (360, 120), "navy")
        large = Image.new("RGBA", (MOST_WIDTH + 1, 10))
        dot = blank.copy()
        ImageDraw.Draw(dot).rectangle((1, 1, FEWEST_POINTS - 1, 1), "navy")
        svg = base64.b64encode(b"<svg xmlns='http://www.w3.org/2000/svg'/>").decode()
        with self._at("12 09:10"):
            for drawing in (encode(blank), encode(white), encode(dot)):
                self._refuses("Nothing is drawn", drawing=drawing)
            for drawing in (
                encode(full),
                encode(large),
                encode(white, "JPEG"),
                encode(white, "GIF"),
                encode(dot, save_all=True, append_images=[full]),
                svg,
                "é" + draw(),
                base64.b64encode(b"\x89PNG\r\n\x1a\n").decode(),
                "A" * (MOST_BYTES * 2),
                ["x"],
                {"x": 1},
                7,
            ):
                self._refuses("no drawing", drawing=drawing)
            self._refuses("draw", drawing=draw()[:200])
            ImageDraw.Draw(dot).rectangle((1, 1, FEWEST_POINTS, 1), "navy")
            self.of_claire.sign_on_screen(encode(dot))

    def test_t21_nothing_is_kept_of_a_file_but_its_picture(self):
        hidden = base64.b64decode(draw(3)) + b"<script>alert(1)</script>"
        with self._at("12 09:10"):
            self.of_claire.sign_on_screen(base64.b64encode(hidden).decode())
        picture = base64.b64decode(self.of_claire.sudo().signature)
        self.assertNotIn(b"script", picture)
        # Nor of the paper around it: it would be small on the sheet.
        self.assertLess(Image.open(io.BytesIO(picture)).height, 120)

    def test_t21_one_drawing_signs_once(self):
        with self._at("12 09:10"):
            self.of_claire.sign_on_screen(draw(1))
            self._refuses("that of another", self.of_marc, draw(1))
            # The same hand-stroke coloured or moved otherwise.
            self._refuses("that of another", self.of_marc, draw(1, ink="black"))
            self._refuses("that of another", self.of_marc, draw(1, size=(500, 200)))
            self.of_marc.sign_on_screen(draw(2))
        with self._at("12 12:30"):
            self._refuses("that of another", self.delivery, draw(2))
        with self._at("12 13:30"):
            self._refuses("that of another", self.slots[1].attendance_ids[0], draw(1))

    @mute_logger("odoo.sql_db")
    def test_t21_even_when_two_send_it_at_once(self):
        with self._at("12 09:10"):
            self.of_claire.sign_on_screen(draw())
        kept = self.of_claire.sudo().signature_hash
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env.cr.execute(
                "UPDATE agency_training_attendance SET signature_hash = %s WHERE id = %s", [kept, self.of_marc.id]
            )

    def test_t22_from_a_quarter_before_to_two_hours_after(self):
        with self._at("12 08:44:59"):
            self._refuses("is signed from")
        with self._at("12 14:30:01"):
            self._refuses("too late")
        with self._at("12 08:45"):
            self.of_claire.sign_on_screen(draw())
        with self._at("12 14:29:50"):
            self.of_marc.sign_on_screen(draw())

    def test_t22_the_setting_ends_with_the_day(self):
        self.company.sudo().training_signature_minutes = 24 * 60
        with self._at("12 23:59:50"):
            self.of_claire.sign_on_screen(draw())
        with self._at("13 00:00:01"):
            self._refuses("too late", self.of_marc)
        for minutes in (-1, 1441):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.company.sudo().training_signature_minutes = minutes

    def test_t22_a_responsable_takes_a_late_one_and_says_why(self):
        late = self.of_claire.with_user(self.manager)
        with self._at("14 09:00"):
            self._refuses("too late", late_reason="Forgotten")
            self._refuses("Say why", late)
            self._refuses("Say why", late, late_reason="  ")
            late.sign_on_screen(draw(), late_reason="Forgotten")
        self.assertEqual((late.is_late, late.late_reason), (True, "Forgotten"))
        with self._at("12 09:00"):
            # In its time, a reason makes it no late one.
            self.of_marc.with_user(self.manager).sign_on_screen(draw(), late_reason="x")
        self.assertEqual((self.of_marc.is_late, self.of_marc.late_reason), (False, False))

    def test_t22_nobody_signs_tomorrow(self):
        with self._at("12 10:00"):
            for slot in self.slots[1:]:
                self._refuses("is signed from", slot.attendance_ids[0].with_user(self.manager), late_reason="x")

    def test_t24_nobody_signs_twice(self):
        with self._at("12 09:10"):
            self.of_claire.sign_on_screen(draw())
            kept = self.of_claire.sudo().signature
            self._refuses("has signed .* already")
            for user in (self.user, self.manager):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    self.of_claire.with_user(user).write({"signature": draw()})
        self.assertEqual(self.of_claire.sudo().signature, kept)

    def test_t24_a_responsable_corrects_and_the_old_one_stays(self):
        with self._at("12 09:10"):
            self.of_claire.sign_on_screen(draw())
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self.of_claire._take_signature_back("Marc signed there")
            action = self.of_claire.with_user(self.manager).action_ask_correction()
            wizard = self.env[action["res_model"]].with_user(self.manager).with_context(**action["context"])
            kept = base64.b64decode(self.of_claire.sudo().signature)
            with self.assertRaisesRegex(UserError, "Say why"), self.env.cr.savepoint():
                wizard.create({"reason": " "}).action_correct()
            wizard.create({"reason": "Marc signed there"}).action_correct()
            self.assertFalse(self.of_claire.signed_at or self.of_claire.sudo().signature or self.of_claire.proof)
            self.assertEqual(self.of_claire.state, "present")
            message = self.session.message_ids[0]
            self.assertIn("Marc signed there", message.body)
            self.assertFalse(message.attachment_ids)
            (sheet,) = self.session.sudo().sheet_ids.filtered(lambda one: one.kind == "signature")
            self.assertEqual((sheet._get_file(), sheet.is_void), (kept, True))
            self.of_claire.sign_on_screen(draw())

    def test_t24_nobody_is_made_as_if_they_had_signed(self):
        values = {"slot_id": self.slot.id, "registration_id": self.claire.id}
        forged = {"signed_at": "2027-01-12 08:00:00", "signed_name": "Claire", "signature": draw(), "proof": "screen"}
        self.of_claire.sudo().unlink()
        attendances = self.of_marc.browse()
        for name, value in forged.items():
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                attendances.create({**values, name: value})
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                attendances.with_context(**{f"default_{name}": value}).create(values)
        self.assertFalse(attendances.create(values).signed_at)

    def test_t25_who_is_said_to_be_absent_does_not_sign(self):
        with self._at("12 09:10"):
            self.of_claire.state = "absent"
            self._refuses("said to be absent")

    def test_t25_who_signed_is_not_said_to_be_absent(self):
        with self._at("12 09:10"):
            self.of_claire.sign_on_screen(draw())
            for state in ("absent", "excused", "expected"):
                with self.assertRaisesRegex(UserError, "corrects the signature"), self.env.cr.savepoint():
                    self.of_claire.state = state
            self.of_claire.write({"state": "present", "hours": 2, "reason": "Train"})

    def test_t28_the_trainer_signs_last_and_at_the_end(self):
        with self._at("12 12:29:50"):
            self.of_claire.sign_on_screen(draw())
            self._refuses("is not over", self.delivery)
        with self._at("12 12:30"):
            self._refuses("Marc Petit", self.delivery)
            self.of_marc.state = "absent"
            self.delivery.sign_on_screen(draw())
            self.assertEqual(self.delivery.signed_name, "Julie Martin")
            self._refuses("has signed .* already", self.delivery)
            # What she signed stays what it was.
            for change in (
                lambda: self.of_marc.write({"state": "present"}),
                lambda: self.of_claire.write({"hours": 2, "reason": "Train"}),
                lambda: self.of_claire.with_user(self.manager)._take_signature_back("x"),
                lambda: self.slot.write({"trainer_ids": False}),
            ):
                with self.assertRaisesRegex(UserError, "has signed"), self.env.cr.savepoint():
                    change()
            self.delivery.with_user(self.manager)._take_signature_back("Marc came in the end")
            self.of_marc.state = "expected"
            self.of_marc.sign_on_screen(draw())
            self.delivery.sign_on_screen(draw())

    def test_t27_signed_by_all_it_closes_without_paper(self):
        with self._at("12 12:30"):
            self.of_claire.sign_on_screen(draw())
            self.of_marc.state = "present"
            with self.assertRaisesRegex(UserError, "signed by Marc Petit, Julie Martin"), self.env.cr.savepoint():
                self.slot.action_close_sheet()
            self.of_marc.sign_on_screen(draw())
            with self.assertRaisesRegex(UserError, "signed by Julie Martin"), self.env.cr.savepoint():
                self.slot.action_close_sheet()
            self.delivery.sign_on_screen(draw())
            self.slot.action_close_sheet()
        self.assertEqual(self.slot.sheet_state, "closed")
        self.assertEqual({*self.slot.attendance_ids.mapped("proof"), self.delivery.proof}, {"screen"})

    def test_t27_who_did_not_draw_is_on_the_paper(self):
        with self._at("12 12:30"):
            self.of_claire.sign_on_screen(draw())
            self._close(self.slot)
            proofs = (self.of_claire + self.of_marc).mapped("proof")
            self.assertEqual([*proofs, self.delivery.proof], ["screen", "paper", "paper"])
            self.slot.with_user(self.manager)._reopen_sheet("Marc wants to sign")
            self.assertFalse(self.of_marc.proof or self.delivery.proof)
            self.of_marc.sign_on_screen(draw())

    def test_t27_a_closed_sheet_is_not_signed(self):
        with self._at("12 12:30"):
            self._close(self.slot)
            for records in (self.of_claire, self.delivery):
                self._refuses("is closed", records)
                self._refuses("is closed", records.with_user(self.manager), late_reason="x")
            with self.assertRaisesRegex(UserError, "is closed"), self.env.cr.savepoint():
                self.of_claire.sudo().write({"signature": draw()})

    def test_what_is_signed_neither_moves_nor_goes(self):
        with self._at("12 08:50"):
            self.of_claire.sign_on_screen(draw())
            for change in (
                lambda: self.slot.write({"date": "2027-01-14"}),
                lambda: self.slot.write({"start_hour": 8.0}),
                lambda: self.of_claire.sudo().unlink(),
                lambda: self.session.action_cancel() or self.session.with_user(self.manager).unlink(),
            ):
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    change()

    def test_a_session_that_is_not_planned_is_not_signed(self):
        self.session._by_rules().state = "cancelled"
        with self._at("12 09:10"):
            self._refuses("is not planned")

    def test_t33_signatures_are_of_a_responsable_alone(self):
        with self._at("12 09:10"):
            self.of_claire.sign_on_screen(draw())
        (picture,) = (
            self.env["ir.attachment"]
            .sudo()
            .search([("res_model", "=", self.of_claire._name), ("res_field", "=", "signature")])
        )
        self.assertTrue(picture.with_user(self.manager).raw)
        # Nor is it written by one: nobody draws in the place of who signs.
        for write in (lambda file: file.write({"raw": b"x"}), lambda file: file.unlink()):
            with self.assertRaises(AccessError):
                write(picture.with_user(self.manager))
        for groups in ("base.group_user", "base.group_portal", "account.group_account_invoice"):
            other = new_test_user(self.env, groups, groups, company_id=self.company.id)
            with self.assertRaises(AccessError):
                self.of_claire.with_user(other).read(["signature"])
            with self.assertRaises(AccessError):
                picture.with_user(other).read(["raw"])
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self.of_marc.with_user(other).sign_on_screen(draw())
        self.assertFalse(self.of_claire.fields_get(["signature", "signature_hash"]))
        fields = self.of_claire.with_user(self.manager).fields_get(["signature", "signature_hash"])
        self.assertEqual(fields.keys(), {"signature"})
        self.assertFalse(fields["signature"]["exportable"])
