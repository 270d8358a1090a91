"""Agreement, quote and invoice say what the session is; sheets say the server's time (TRAINING T32, T47)."""

from odoo.fields import Command
from odoo.tests import tagged

from .drawings import draw
from .test_attendance import AttendanceCommon

AGREEMENT, QUOTE = "agency_training.report_convention", "agency_training.report_training_quote"
SHEET = "agency_training.report_attendance_sheet"


@tagged("-at_install", "post_install")
class TestSessionDocuments(AttendanceCommon):
    def setUp(self):
        super().setUp()
        self.order = self.training.with_user(self.user)

    def _invoice_facts(self):
        return dict(self.training._get_training_invoice_facts())

    def test_t47_as_sold_while_nothing_moved(self):
        text = self._text(self.training, AGREEMENT)
        for words in ("du 12/01/2027 au 13/01/2027", "Claire Dupont", "Marc Petit"):
            self.assertIn(words.casefold(), text.casefold())

    def test_t47_days_that_moved(self):
        self.slots[2:].write({"date": "2027-01-20"})
        for text in (self._text(self.training, AGREEMENT), self._text(self.training, QUOTE)):
            self.assertIn("12/01/2027, 20/01/2027", text)
            self.assertNotIn("13/01/2027", text)
        self.assertEqual(self._invoice_facts()["Dates"].split(" – ")[0], "On 12/01/2027, 20/01/2027, 14 hours, 2 days")

    def test_t47_a_weekend_between_is_no_gap(self):
        # 15 January 2027 is a Friday.
        self.slots[:2].write({"date": "2027-01-15"})
        self.slots[2:].write({"date": "2027-01-18"})
        self.assertEqual(self.training._get_training_period(), "From 15/01/2027 to 18/01/2027")

    def test_t47_hours_by_day_where_days_differ(self):
        text = self.training._get_training_schedule().replace("\N{NO-BREAK SPACE}", " ")
        self.assertEqual(text, "9 h – 12 h 30, 13 h 30 – 17 h")
        self.slots[3].write({"start_hour": 14, "end_hour": 17.5})
        text = self.training._get_training_schedule().replace("\N{NO-BREAK SPACE}", " ")
        self.assertIn("12/01/2027: 9 h – 12 h 30, 13 h 30 – 17 h", text)
        self.assertIn("13/01/2027: 9 h – 12 h 30, 14 h – 17 h 30", text)

    def test_t47_who_was_replaced_is_no_trainee(self):
        new = self.env["agency.trainee"].create({"order_id": self.training.id, "name": "Nadia Roux"})
        self.marc.action_cancel()
        self.session.registration_ids = [Command.create({"trainee_id": new.id})]
        for text in (self._text(self.training, AGREEMENT), self._invoice_facts()["Trainees"]):
            self.assertIn("Nadia Roux", text)
            self.assertIn("Claire Dupont", text)
            self.assertNotIn("Marc Petit", text)
        self.session.action_cancel()
        self.assertIn("Marc Petit", self._invoice_facts()["Trainees"])

    def test_t47_where_the_session_is(self):
        self.session.place = "Salle Mirabelle, Nancy"
        self.assertIn("Salle Mirabelle, Nancy", self._text(self.training, AGREEMENT))
        self.session.place = False
        self.assertIn(self.training.training_place, self._text(self.training, AGREEMENT))

    def test_t32_the_clock_is_the_servers_in_the_zone_of_the_session(self):
        attendance = self.slots[0].attendance_ids[0]
        with self._at("12 09:10"):
            # What a device says of its zone, or of the time, is not read.
            attendance.with_context(tz="Pacific/Auckland").sign_on_screen(draw())
        self.assertEqual(str(attendance.signed_at)[:16], "2027-01-12 08:10")
        for zone in ("Pacific/Auckland", "UTC", "Europe/Paris"):
            text = self._text(self.session.with_context(tz=zone), SHEET)
            self.assertIn("09:10", text)
            self.assertNotIn("21:10", text)

    def test_t42_a_day_that_fits_is_on_one_page_which_says_its_training(self):
        names = [f"Stagiaire {number}" for number in range(6)]
        trainees = self.env["agency.trainee"].create([{"order_id": self.training.id, "name": name} for name in names])
        self.session.registration_ids = [Command.create({"trainee_id": one.id}) for one in trainees]
        pages = self._read_pages(self._print(self.session.sudo(), SHEET))
        for words in ("Claire Dupont", "Marc Petit", *names, "Julie Martin", "13/01/2027"):
            self.assertIn(words, pages[-1])
        self.assertNotIn("12/01/2027", pages[-1])
        for page in pages:
            self.assertIn(self.session.title, page)
