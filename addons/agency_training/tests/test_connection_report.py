"""Connection reports of Teams, Zoom and Meet, as they are downloaded (TRAINING T31)."""

import base64

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..connection_reports import MOST_BYTES, NotAReport, get_name_key, parse_seconds, read_connections
from .drawings import draw
from .test_signing import SigningCommon

TEAMS = """1. Summary
Meeting title\tWordPress
Attended participants\t3

2. Participants
Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole
Dupont Claire (Invité)\t1/12/27, 8:58:02 AM\t1/12/27, 12:31:40 PM\t3h 33m 38s\t\t\tPresenter
Marc PETIT\t1/12/27, 9:10:00 AM\t1/12/27, 10:10:30 AM\t1h 30s\tmarc@client.example\t\tAttendee

3. In-Meeting Activities
Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole
Marc PETIT\t1/12/27, 9:10:00 AM\t1/12/27, 10:10:30 AM\t1h 30s\t\tAttendee
""".encode("utf-16")
ZOOM = """Nom (nom original),Adresse e-mail,Heure d'arrivée,Heure de départ,Durée (minutes),Invité
Claire Dupont,,12/01/2027 08:58:02,12/01/2027 10:00:00,62,Oui
Claire Dupont,,12/01/2027 10:05:00,12/01/2027 12:30:00,145,Oui
"Petit, Marc",marc@client.example,12/01/2027 09:00:00,12/01/2027 12:30:00,210,Oui
""".encode("utf-8-sig")
MEET = """Prénom;Nom de famille;Adresse e-mail;Durée;Heure d'arrivée
Claire;Dupont;claire.d@other.example;3 h 20 min;09:00
Marc;Petit;;58 min;09:01
""".encode("cp1252")


@tagged("-at_install", "post_install")
class TestConnectionReport(SigningCommon):
    def setUp(self):
        super().setUp()
        self.slot.sudo().kind = "live_remote"
        self.marc.trainee_id.partner_id = self.env["res.partner"].create(
            {"name": "M. Petit", "email": "Marc@client.example"}
        )

    def _attach(self, content):
        self.slot.write({"connection_report": base64.b64encode(content), "connection_report_name": "r.csv"})
        return self.of_claire.connected_minutes, self.of_marc.connected_minutes

    def test_t31_minutes_of_teams_zoom_and_meet(self):
        self.assertEqual(self._attach(TEAMS), (213, 60))
        self.assertEqual(self._attach(ZOOM), (207, 210))
        self.assertEqual(self._attach(MEET), (200, 58))
        self.slot.connection_report = False
        self.assertEqual((self.of_claire.connected_minutes, self.of_marc.connected_minutes), (0, 0))

    def test_t31_minutes_sign_for_nobody(self):
        with self._at("12 09:10"):
            self._attach(ZOOM)
            self.assertEqual(self.of_claire.state, "expected")
            self.of_claire.sign_on_screen(draw())
            self.assertIn("connecté 207 min", self._text(self.session, "agency_training.report_attendance_sheet"))

    def test_t31_durations(self):
        for text, seconds in (
            ("1h 2m 3s", 3723),
            ("1 h 2 min", 3720),
            ("1:02:03", 3723),
            ("02:03", 7380),
            ("62", 3720),
            ("62,5", 3720),
            ("", 0),
            ("-5", 0),
            ("=1+1", 0),
            ("9" * 30, 0),
        ):
            self.assertEqual(parse_seconds(text), seconds, text)
        self.assertEqual(get_name_key("Éléonore D'Été (Invitée)"), get_name_key("D'ETE Eleonore"))

    def test_t31_what_is_no_report_is_refused_and_nothing_changes(self):
        self._attach(ZOOM)
        for content in (
            b"",
            b"\x00\x01\x02",
            b"PK\x03\x04" + b"\0" * 40,
            b"Name,Age\nClaire,12",
            b"\xff\xfe\x00",
            b"a" * (MOST_BYTES + 1),
            b"x\n" * 5000,
            b"\n".join([b'"' * 999] * 3),
        ):
            with self.assertRaises(NotAReport):
                read_connections(content)
        with self.assertRaisesRegex(UserError, "no connection report"), self.env.cr.savepoint():
            self._attach(b"<script>")
        self.env.invalidate_all()
        self.assertEqual(self.of_claire.connected_minutes, 207)

    def test_t31_rows_that_lie_count_nothing(self):
        rows = "Name,Email,Duration\nClaire Dupont,,99999\nClaire Dupont,,x\n,,30\nClaire Dupont\n"
        self.assertEqual(self._attach(rows.encode()), (0, 0))

    def test_t27_the_report_of_a_closed_sheet_stays(self):
        with self._at("12 12:30"):
            self._close(self.slot)
            with self.assertRaisesRegex(UserError, "is closed"):
                self._attach(ZOOM)
