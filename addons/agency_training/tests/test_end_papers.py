"""The end of a session: attestations (T45), and the certificates mailed, one mail a company (§3, T8, T49)."""

from unittest import skipUnless
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.report_weasyprint import engine

from .test_attendance import AttendanceCommon

ATTESTATION = "agency_training.report_attestation"


@tagged("-at_install", "post_install")
class TestEndPapers(AttendanceCommon):
    def setUp(self):
        super().setUp()
        self.training.sudo().partner_id.email = "formation@parc.example"

    def _mails(self):
        return self.env["mail.mail"].sudo().search([("model", "=", "agency.training.registration")], order="id")

    def _send(self, **values):
        action = self.session.action_send_certificates()
        sending = self.env["agency.training.sending"].with_user(self.user).with_context(**action["context"])
        sending = sending.create(values)
        sending.action_send()
        return sending

    def _add_other_customer(self):
        """Another company's trainee in the same session (T8)."""
        other = self.env["res.partner"].create(
            {"name": "Autre Client", "is_company": True, "email": "rh@autre.example"}
        )
        order = self.training.sudo().copy({"partner_id": other.id, "trainee_ids": [(0, 0, {"name": "Nadia Roux"})]})
        order.action_confirm()
        trainee = order.trainee_ids.filtered(lambda one: one.name == "Nadia Roux")
        return self.env["agency.training.registration"].create(
            {"session_id": self.session.id, "trainee_id": trainee.id}
        )

    def _todo(self):
        return self.session.activity_ids.mapped("summary")

    def test_t45_what_an_attestation_says(self):
        with self._at("13 17:00"):
            self._close(self.slots[:3])
            self._close(self.slots[3:], absent=self.claire)
            text = self._text(self.claire.sudo(), ATTESTATION)
        for words in (
            "Attestation de fin de formation",
            "Claire Dupont",
            "Imprimerie du Parc",
            self.session.title,
            "Action de formation",
            "Créer un site WordPress",
            "10,5 heures suivies, sur 14",
            "du 12/01/2027 au 13/01/2027",
            "Locaux du client, Rennes",
            "Julie Martin",
            "QCM final",
            "Fait à Nantes, le",
        ):
            self.assertIn(words, text)
        self.assertNotIn("Marc Petit", text)

    def test_t49_not_before_its_time_either(self):
        with self._at("13 17:00"):
            self._close(self.slots[:3])
            with self.assertRaisesRegex(UserError, "sheets are open|feuilles sont ouvertes"):
                self._print(self.claire.sudo(), ATTESTATION)
            with self.assertRaisesRegex(UserError, "sheets are open|feuilles sont ouvertes"):
                self.session.action_print_attestations()
            with self.assertRaisesRegex(UserError, "sheets are open|feuilles sont ouvertes"):
                self.session.action_send_certificates()
            self._close(self.slots[3:], absent=self.marc)
            self.slots[0].with_user(self.manager)._reopen_sheet("Erreur")
            with self.assertRaisesRegex(UserError, "sheets are open|feuilles sont ouvertes"):
                self.claire._send_certificates()
        self.assertFalse(self._mails())

    def test_t45_one_mail_a_company_with_its_own_trainees_alone(self):
        nadia = self._add_other_customer()
        with self._at("13 17:00"):
            self._close(self.slots)
            self.assertRegex(self._todo()[0], "Certificates to send|Certificats à envoyer")
            self._send()
            mails = self._mails()
            self.assertEqual(mails.mapped("email_to"), ["formation@parc.example", "rh@autre.example"])
            for mail, ours, others in (
                (mails[0], ("Claire Dupont", "Marc Petit"), ("Nadia Roux",)),
                (mails[1], ("Nadia Roux",), ("Claire Dupont", "Marc Petit")),
            ):
                certificates, attestations = mail.attachment_ids.sorted("id")
                self.assertIn("Certificat", certificates.name)
                self.assertIn("Attestation", attestations.name)
                for file in (certificates, attestations):
                    pages = self._read_pages(file.raw)
                    self.assertEqual(len(pages), len(ours))
                    for name, page in zip(ours, pages, strict=True):
                        self.assertIn(name, page)
                    for name in others:
                        self.assertNotIn(name, "".join(pages))
        self.assertTrue(all((self.session.registration_ids | nadia).mapped("certificate_sent_on")))
        self.assertFalse(self._todo(), "nothing is left to send")

    def test_t45_without_attestations_when_not_ticked_and_again_when_all_were_sent(self):
        with self._at("13 17:00"):
            self._close(self.slots)
            self.assertFalse(self._send(has_attestations=False).is_again)
            self.assertEqual(len(self._mails().attachment_ids), 1)
            again = self._send(has_attestations=False)
        self.assertTrue(again.is_again)
        self.assertEqual(len(self._mails()), 2)

    def test_of_two_who_send_at_once_one_does(self):
        with self._at("13 17:00"):
            self._close(self.slots)
            context = self.session.action_send_certificates()["context"]
            sendings = self.env["agency.training.sending"].with_user(self.user).with_context(**context)
            first, second = sendings.create({}), sendings.create({})
            first.action_send()
            with self.assertRaisesRegex(UserError, "meanwhile"):
                second.action_send()
        self.assertEqual(len(self._mails()), 1)

    def test_t49_what_is_corrected_is_to_be_sent_again(self):
        with self._at("13 17:00"):
            self._close(self.slots)
            self._send()
            self.slots[0].with_user(self.manager)._reopen_sheet("Erreur")
            self.assertFalse(self.claire.certificate_sent_on)
            self.slots[0].action_close_sheet()
            self.assertRegex(self._todo()[0], "Certificates to send|Certificats à envoyer")

    def test_what_did_not_leave_is_to_be_sent_again(self):
        with self._at("13 17:00"):
            self._close(self.slots)
            self._send()
            self.assertTrue(self.claire.certificate_sent_on)
            server = self.env.registry["ir.mail_server"]
            with (
                patch.object(server, "_disable_send", return_value=False),
                patch.object(server, "_connect__", side_effect=OSError("no route")),
                mute_logger("odoo.addons.mail.models.mail_mail"),
            ):
                self._mails().send()
            self.assertFalse(any((self.claire | self.marc).mapped("certificate_sent_on")))
            self.assertRegex(self._todo()[0], "Certificates to send|Certificats à envoyer")
            said = self.session.message_ids[0]
            self.assertRegex(said.body, "did not leave|ne sont pas partis")
            self.assertIn("no route", said.body)
            self.assertIn(self.session.user_id.partner_id, said.partner_ids)
            self._send()
            self.assertTrue(self.claire.certificate_sent_on)

    def test_t49_a_certificate_is_kept_and_a_corrected_one_cancels_and_replaces_it(self):
        report = self.env.ref("agency_training.report_certificate")
        with self._at("13 17:00"):
            self._close(self.slots)
            first = self.claire.sudo()._render_with(report)[self.claire]
        # On another day, and mailed: the same file.
        with self._at("14 09:00"):
            self.assertEqual(self.claire.sudo()._render_with(report)[self.claire], first)
            self._send(has_attestations=False)
            kept = self.claire.certificate_ids
            self.assertEqual(kept.mapped("number"), [1])
            self.assertEqual(kept.hours, 14.0)
            self.slots[0].with_user(self.manager)._reopen_sheet("Erreur")
            self._close(self.slots[:1], absent=self.claire)
            text = self._text(self.claire.sudo(), "agency_training.report_certificate")
        self.assertIn("Annule et remplace : n° 1 du 13/01/2027", text)
        self.assertIn("10,5 heures", text)
        first_kept, second = self.claire.certificate_ids.sorted("number")
        self.assertEqual((second.number, second.is_void, first_kept.is_void), (2, False, True))
        self.assertEqual(first_kept._get_file(), first, "both are kept")
        self.assertEqual(self.marc.certificate_ids.mapped("number"), [1], "his hours are the same")
        for nobody in (self.user, self.manager):
            with self.assertRaises(AccessError):
                second.with_user(nobody).is_void = True
            with self.assertRaises(AccessError):
                first_kept.with_user(nobody).unlink()
            with self.assertRaises(AccessError):
                second.with_user(nobody).copy()
        with self.assertRaises(UserError):
            first_kept.sudo().unlink()

    def test_t49_those_printed_in_one_run_are_kept_each(self):
        with self._at("13 17:00"):
            self._close(self.slots)
            both = (self.claire | self.marc).sudo()
            reports = self.env["ir.actions.report"].sudo().with_context(force_report_rendering=True)
            printed = reports._render_qweb_pdf("agency_training.report_certificate", both.ids)[0]
            self.assertEqual([one.certificate_ids.mapped("number") for one in both], [[1], [1]])
            files = [one.certificate_ids._get_file() for one in both]
            self.assertNotEqual(*files)
            words = self._read(printed)
            for name in both.trainee_id.mapped("name"):
                self.assertIn(name, words)
            reports._render_qweb_pdf("agency_training.report_certificate", both.ids)
            self.assertEqual(len(both.certificate_ids), 2, "printed again, they are the same")

    def test_who_followed_nothing_is_sent_nothing(self):
        with self._at("13 17:00"):
            self._close(self.slots, absent=self.marc)
            self._send()
        self.assertTrue(self.claire.certificate_sent_on)
        self.assertFalse(self.marc.certificate_sent_on)

    def test_a_customer_without_an_address_is_named_and_nothing_leaves(self):
        self._add_other_customer().sudo().order_id.partner_id.email = False
        with self._at("13 17:00"):
            self._close(self.slots)
            with self.assertRaisesRegex(UserError, "Autre Client"):
                self._send()
        self.assertFalse(self._mails())
        self.assertFalse(self.claire.certificate_sent_on)

    def test_t70_another_company_sends_nothing(self):
        company = self.env["res.company"].create({"name": "Ailleurs"})
        stranger = new_test_user(
            self.env, "stranger", "agency_crm.group_agency_manager", company_id=company.id, company_ids=company.ids
        )
        with self._at("13 17:00"):
            self._close(self.slots)
            sending = self.env["agency.training.sending"].with_user(stranger)
            with self.assertRaises(AccessError):
                sending.create({"session_id": self.session.id}).action_send()
            with self.assertRaises(AccessError):
                self.claire.with_user(self.user).certificate_sent_on = False
        self.assertFalse(self._mails())

    def test_t72_a_name_with_html_is_a_name(self):
        self.claire.trainee_id.name = "<b>Cl</b> & <i>x"
        with self._at("13 17:00"):
            self._close(self.slots)
            self.assertIn("<b>Cl</b> & <i>x", self._text(self.claire.sudo(), ATTESTATION))

    @skipUnless(engine.has_weasyprint(), "WeasyPrint is not installed")
    def test_engines_print_the_same_words(self):
        with self._at("13 17:00"):
            self._close(self.slots)
            self._assert_engines_agree(self.claire.sudo(), ATTESTATION)
