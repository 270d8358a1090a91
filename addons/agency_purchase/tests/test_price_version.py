from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.agency_crm.tests.smtp import MailServerMixin

from .common import PurchaseCommon


@tagged("-at_install", "post_install")
class TestPriceVersion(MailServerMixin, PurchaseCommon):
    """B6: what is asked changes after it was asked."""

    def test_B6_before_anybody_is_asked_nothing_is_counted(self):
        request = self._create_request()
        request.write({"spec": "A4", "item_ids": [Command.create({"name": "Poster", "quantities": "50"})]})
        self.assertEqual(request.version, 1)
        self.assertFalse(request.is_to_send_again)

    def test_B6_a_change_is_one_version_and_those_asked_are_to_be_asked_again(self):
        request = self._create_request(quantities="1000")
        first, second, third = request.consultation_ids
        (first | second).action_mark_asked()
        self._answer(request, first.partner_id, q1000=320)
        # One save, several changes: one version.
        request.write(
            {"spec": "A4, recycled", "item_ids": [Command.update(request.item_ids.id, {"quantities": "1000 2000"})]}
        )
        self.assertEqual(request.version, 2)
        self.assertEqual((first | second | third).mapped("is_outdated"), [True, True, False])
        request.brief = "<p>By bicycle</p>"
        self.assertEqual(request.version, 2, "nobody was asked for the second yet")
        with self.mail_server() as mails:
            request.action_send_again()
            self.env["mail.mail"].sudo().search([("model", "=", "agency.price.consultation")]).send()
        self.assertEqual(len(mails), 2)
        self.assertFalse(request.is_to_send_again)
        self.assertEqual((first | second | third).mapped("asked_version"), [2, 2, 0])
        request.delivery = "Metz"
        self.assertEqual(request.version, 3)

    def test_B6_answers_stay_under_their_version(self):
        request = self._create_asked(quantities="1000", printers=self.printers[0])
        self._answer(request, self.printers[0], q1000=320)
        request.spec = "A4"
        request.consultation_ids._note_asked()
        self._answer(request, self.printers[0], q1000=340)
        self.assertEqual(request.offer_ids.sorted("version").mapped("request_version"), [1, 2])
        self.assertEqual(request.offer_ids.filtered("is_current").total, 340)

    def test_B6_what_suppliers_do_not_read_is_no_version(self):
        request = self._create_asked()
        request.write({"answer_by": "2031-01-01", "user_id": self.env.user.id, "lead_id": False})
        self.assertEqual(request.version, 1)

    def test_B6_versions_are_the_rules_own(self):
        request = self._create_asked()
        for record, values in (
            (request, {"version": 9}),
            (request.consultation_ids[0], {"asked_version": 9}),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                record.write(values)
