import base64
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_attendance import AttendanceCommon

CONVOCATION = "agency_training.report_convocation"
AGREEMENT = "agency_training.report_convention"


@tagged("-at_install", "post_install")
class TestHandout(AttendanceCommon):
    """T46: the internal rules and the welcome booklet, in the version of the day."""

    def setUp(self):
        super().setUp()
        for registration, email in ((self.claire, "claire@client.example"), (self.marc, "marc@client.example")):
            registration.trainee_id.partner_id = self.env["res.partner"].create(
                {"name": registration.trainee_id.name, "email": email}
            )
        self.today = fields.Date.context_today(self.session)
        self.files = [self._print(self._create_quote()) for _number in range(2)]
        self.rules = self._add(date=self.today - timedelta(days=30))

    def _add(self, content=None, **values):
        content = base64.b64encode(content or self.files[0])
        values = {"file": content, "company_id": self.company.id, **values}
        return self.env["agency.training.handout"].create(values)

    def _name(self, handout):
        return handout.with_context(lang=self.claire._get_pdf_lang()).display_name

    def _mailed(self):
        mails = self.env["mail.mail"].sudo().search([("model", "=", "agency.training.registration")], order="id")
        return [sorted(mail.attachment_ids.mapped("name")) for mail in mails]

    def test_t46_given_with_the_convocation(self):
        booklet = self._add(self.files[1], kind="booklet", date=self.today)
        self.session.action_convoke()
        names = [f"{self._name(paper).replace('/', '-')}.pdf" for paper in self.rules | booklet]
        for mailed in self._mailed():
            self.assertLessEqual(set(names), set(mailed))
            self.assertEqual(len(mailed), 4)
        text = self._text(self.claire.sudo(), CONVOCATION)
        self.assertIn(self._name(self.rules), text)
        self.assertIn(self._name(booklet).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"), text)

    def test_t46_the_version_of_the_day(self):
        newer = self._add(self.files[1], date=self.today)
        coming = self._add(date=self.today + timedelta(days=3))
        self.assertEqual((self.rules | newer | coming).mapped("state"), ["replaced", "in_force", "coming"])
        in_force = self.rules._get_in_force(self.company, self.today)
        self.assertEqual(in_force, newer)
        self.assertEqual(self.rules._get_in_force(self.company, self.today - timedelta(days=1)), self.rules)
        self.assertFalse(self.rules._get_in_force(self.company, self.today - timedelta(days=31)))
        # Who was told before says what was given then.
        self.claire._by_rules().convoked_on = fields.Datetime.now() - timedelta(days=2)
        self.assertIn(self._name(self.rules), self._text(self.claire.sudo(), CONVOCATION))
        self.assertNotIn(self._name(newer), self._text(self.claire.sudo(), CONVOCATION))

    def test_t46_the_rules_of_the_firm(self):
        words = "dotée d'un règlement intérieur"
        self.assertNotIn(words, " ".join(self._text(self.claire.sudo(), CONVOCATION).split()))
        self.session.has_own_rules = True
        self.assertIn(words, " ".join(self._text(self.claire.sudo(), CONVOCATION).split()))

    def test_t46_given_before_one_signs(self):
        order = self.claire.order_id
        template = order._get_mail_template(self.env.ref(AGREEMENT))
        mailing = order.with_context(**order._get_mail_action(self.env.ref(AGREEMENT))["context"])
        values = (
            mailing.env["mail.template"]
            .browse(template.id)
            ._generate_template(order.ids, ("report_template_ids", "attachment_ids"))
        )
        names = [name for name, _content in values[order.id]["attachments"]]
        self.assertIn(f"{self._name(self.rules).replace('/', '-')}.pdf", names)

    def test_t46_on_the_page_of_the_customer(self):
        order = self.claire.order_id
        self.assertIn("rules", order._get_portal_papers())
        name, content = order._get_portal_paper("rules")
        self.assertTrue(name.endswith(".pdf"))
        self.assertEqual(content, self.files[0])
        self.assertIsNone(order._get_portal_paper("rules", self.claire.id))
        self.assertIsNone(order._get_portal_paper("booklet"))

    def test_t46_bad_files(self):
        with self.assertRaisesRegex(UserError, "no PDF"):
            self._add(b"MZ no PDF", file_name="rules.exe")

    def test_t46_what_was_given_is_kept(self):
        self.session.action_convoke()
        with self.assertRaisesRegex(UserError, "it is kept"):
            self.rules.unlink()
        self._add(date=self.today + timedelta(days=3)).unlink()
        with self.assertRaises(AccessError):
            self.rules.with_user(self.manager).file = base64.b64encode(self.files[1])

    def test_t46_who_adds_them(self):
        with self.assertRaises(AccessError):
            self.rules.with_user(self.user).unlink()
        self.assertEqual(self.rules.with_user(self.user).kind, "rules")
        other = self.env["res.company"].create({"name": "Autre"})
        with self.assertRaises(AccessError):
            self.env["agency.training.handout"].with_user(self.manager).create(
                {"file": base64.b64encode(self.files[0]), "company_id": other.id}
            )
