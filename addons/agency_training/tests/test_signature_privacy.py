"""Signatures are personal data: of the session's people and a Responsable, then erased (TRAINING T33, T51)."""

import base64
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .drawings import draw
from .test_attendance import travel
from .test_kept_sheet import SHEET, SLOT_SHEET, KeptSheetCommon

PERSONAL = ("signature", "signature_hash", "signed_ip", "signed_agent")


@tagged("-at_install", "post_install")
class TestSignaturePrivacy(KeptSheetCommon):
    def setUp(self):
        super().setUp()
        self.colleague = new_test_user(
            self.env, "colleague", "agency_crm.group_agency_user", company_id=self.company.id
        )
        with self._at("12 12:30"):
            self.sheet = self._close_signed()

    def _print_as(self, user, records, report):
        reports = self.env["ir.actions.report"].with_user(user)
        return reports._render_qweb_pdf(report, records.ids)[0]

    def test_t33_nobody_but_a_responsable_reads_a_drawing_over_rpc(self):
        for user in (self.user, self.colleague):
            for record in (self.of_claire, self.delivery):
                for name in PERSONAL:
                    with self.assertRaises(AccessError):
                        record.with_user(user).read([name])
                    with self.assertRaises(AccessError):
                        record.with_user(user).search([(name, "!=", False)])
                with self.assertRaises(UserError):
                    record.with_user(user).export_data(["signature"])
        self.assertTrue(self.of_claire.with_user(self.manager).signature)
        with self.assertRaises(AccessError):
            self.of_claire.with_user(self.manager).read(["signature_hash"])

    def test_t33_nor_its_file(self):
        files = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "in", ("agency.training.attendance", "agency.training.delivery")),
                    ("res_field", "!=", False),
                ]
            )
        )
        self.assertTrue(files)
        for file in files:
            with self.assertRaises(AccessError):
                file.with_user(self.colleague).read(["raw"])

    def test_t33_the_sheet_is_for_the_sessions_people(self):
        for user in (self.user, self.manager):
            self.assertEqual(self._print_as(user, self.slot, SLOT_SHEET), self.sheet.sudo()._get_file())
        stranger = self.slot.with_user(self.colleague)
        for call in (
            lambda: self._print_as(self.colleague, self.slot, SLOT_SHEET),
            lambda: self._print_as(self.colleague, self.session, SHEET),
            stranger.action_open_kept_sheet,
            lambda: self.sheet.with_user(self.colleague).read(["file"]),
        ):
            with self.assertRaises(AccessError):
                call()
        self.assertFalse(stranger.session_id.sheet_ids.filtered(lambda one: one.kind == "closed"))

    def test_t33_who_teaches_is_one_of_them(self):
        self.julie.sudo().user_id = self.colleague
        self.assertTrue(self._print_as(self.colleague, self.slot, SLOT_SHEET))

    def test_t33_an_open_sheet_shows_a_colleague_no_drawing(self):
        with self._at("12 14:00"):
            self.slots[1].attendance_ids[0].sign_on_screen(draw())
            for user, number in ((self.user, 1), (self.colleague, 0)):
                days = self.session.with_user(user)._get_pdf_sheets()
                cells = [cell for row in days[0]["trainees"] for cell in row["cells"]]
                self.assertEqual(len([cell for cell in cells if cell.get("picture")]), number)
                self.assertIn("14:00, on screen", [cell["text"] for cell in cells])

    def test_t33_the_paper_goes_with_its_sheet_and_comes_back(self):
        slot = self.slots[1]
        with self._at("12 17:00"):
            self._close(slot)
            scan = base64.b64decode(self.scan)
            self.assertFalse(slot.sheet_scan)
            self.assertEqual(base64.b64decode(slot.sheet_ids.with_context(bin_size=False).scan), scan)
            with self.assertRaises(AccessError):
                slot.sheet_ids.with_user(self.colleague).read(["scan"])
            slot.with_user(self.manager)._reopen_sheet("Wrong name")
            self.assertEqual(base64.b64decode(slot.with_context(bin_size=False).sheet_scan), scan)
            slot.action_close_sheet()
        self.assertEqual(sorted(slot.sheet_ids.mapped("number")), [1, 2])

    def test_t30_a_trainer_who_signs_and_does_not_teach(self):
        partner = self.env["res.partner"].create({"name": "Paul Autre"})
        self.env["agency.trainer"].with_user(self.manager).create({"partner_id": partner.id, "user_id": self.user.id})
        slot = self.slots[1]
        with self._at("12 17:00"):
            self._sign_all(slot)
            slot.delivery_ids.sign_on_screen(draw())
            self.assertIn("Paul Autre", " ".join(slot._get_closing_alerts()))

    # === ERASING === #

    def _run(self, moment):
        with travel(moment), self.enter_registry_test_mode():
            self.env.ref("agency_training.ir_cron_erase_signatures").sudo().method_direct_trigger()
        self.env.invalidate_all()

    def _bill(self, paid_on=None):
        invoice = self._invoice(self.training.sudo())
        if paid_on:
            wizard = self.env["account.payment.register"].sudo()
            wizard = wizard.with_context(active_model="account.move", active_ids=invoice.ids)
            wizard.create({"payment_date": paid_on})._create_payments()
        return invoice

    def test_t51_erased_years_after_the_last_payment_and_not_before(self):
        self._bill(paid_on="2028-01-15")
        self._run("2034-12-31 10:00:00")
        self.assertTrue(self.sheet.sudo().file)
        self.assertTrue(self.of_claire.sudo().signature)
        self._run("2035-01-02 10:00:00")
        self.assertFalse(self.sheet.sudo().file)
        for record in (self.of_claire, self.of_marc, self.delivery):
            self.assertFalse(any(record.sudo()[name] for name in PERSONAL))
            self.assertTrue(record.signed_at and record.signed_name)
        self.assertEqual((self.claire.hours_done, self.slot.sheet_state), (3.5, "closed"))
        self.assertTrue(self.session.erased_on)
        self.assertFalse(
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "in", ("agency.training.attendance", "agency.training.delivery", self.sheet._name)),
                    ("res_id", "in", (self.of_claire + self.of_marc).ids + self.delivery.ids + self.sheet.ids),
                    ("res_field", "!=", False),
                ]
            )
        )

    def test_t51_what_is_not_paid_is_kept(self):
        self._bill()
        self._run("2050-01-02 10:00:00")
        self.assertTrue(self.sheet.sudo().file)

    def test_t51_the_years_are_six_at_least(self):
        for years in (0, 5, 31, -1):
            with self.assertRaises(ValidationError):
                self.company.training_proof_years = years
        self.company.training_proof_years = 10
        self._run("2034-01-02 10:00:00")
        self.assertTrue(self.sheet.sudo().file)
        self._run("2038-01-02 10:00:00")
        self.assertFalse(self.sheet.sudo().file)

    @mute_logger("odoo.addons.agency_crm.isolation", "odoo.sql_db")
    def test_one_poisoned_session_keeps_no_other(self):
        other = self.env["agency.training.session"].create(
            {"title": "Other", "slot_ids": [Command.create({"date": "2027-03-02"})]}
        )
        erase = type(self.session)._erase_signatures

        def fail(session):
            if session == other:
                session.env.cr.execute("SELECT 1 / 0")
            return erase(session)

        with patch.object(type(self.session), "_erase_signatures", fail):
            self._run("2040-01-02 10:00:00")
        self.assertTrue(self.session.erased_on)
        self.assertFalse(other.erased_on)

    def test_t33_nobody_erases_by_hand(self):
        for user in (self.user, self.manager):
            for record in (self.of_claire, self.delivery):
                with self.assertRaises(AccessError):
                    record.with_user(user).write(dict.fromkeys(PERSONAL, False))
