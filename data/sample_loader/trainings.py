"""Sessions of trainings, in each state: from the quotes they were sold by, or announced by the agency."""

import base64
import io

from reportlab.pdfgen.canvas import Canvas

from odoo.fields import Command

from .base import Row
from .extras import Extras

SCHEDULE = ((9, 12.5), (13.5, 17))


class Trainings(Extras):
    def load_trainers(self) -> None:
        """Make a trainer of each of ours who teaches."""
        names = {row["trainer"] for row in self.rows("sessions") if row["trainer"]}
        self.env["agency.trainer"].with_user(self.user(self.manager)).create(
            [
                {"partner_id": user.partner_id.id, "user_id": user.id, "kind": "employee"}
                for user in self.users.values()
                if user.name in names
            ]
        )

    def load_sessions(self) -> None:
        """Plan sessions as their users do, and bring each to where it is."""
        codes = {row["quote"]: row["nsf"] for row in self.rows("trainings")}
        for row in self.rows("sessions"):
            user = self.user(row["user"])
            sessions = self.env["agency.training.session"].with_user(user)
            if row["quote"]:
                order = self.get("sale.order", row["quote"]).with_user(user)
                session = sessions.browse(order.action_plan_session()["res_id"])
                session.write({"user_id": user.id, "nsf_id": self.speciality(codes[row["quote"]]).id})
            else:
                session = sessions.create(self.prepare_session(row, user))
            self.refs["agency.training.session", row["ref"]] = self.env[session._name].browse(session.id)
            if row["trainer"]:
                session.trainer_ids = self.env["agency.trainer"].search([("name", "=", row["trainer"])])
            if row["state"] == "cancelled":
                session.action_cancel()
            elif row["state"] != "draft":
                session.action_plan()
            if row["state"] == "done":
                self.give(session, row["absent"])

    def prepare_session(self, row: Row, user) -> dict:
        """Return the values of a session that the agency announces, whoever comes."""
        course = self.env["agency.course"].search([("name", "=", row["course"])], limit=1)
        return {
            "title": course.name,
            "course_id": course.id,
            "user_id": user.id,
            "place": f"{self.company.name}, {self.company.street}, {self.company.city}",
            "min_trainees": 3,
            "max_trainees": 6,
            "slot_ids": [
                Command.create({"date": day, "start_hour": first, "end_hour": last})
                for day in self.working_days(row["start"], int(row["days"]))
                for first, last in SCHEDULE
            ],
        }

    def give(self, session, absent: str) -> None:
        """Close the sheets, signed on paper; who is `absent` misses the last one. Certificates leave the day after."""
        moment = self.moment((session.date_end - self.today).days + 1, session.name)
        with self.happened(moment):
            session._sync_attendances()
            slots = session.slot_ids.sorted(lambda slot: (slot.date, slot.start_hour))
            for slot in slots:
                missing = slot == slots[-1]
                for attendance in slot.attendance_ids:
                    is_absent = missing and attendance.trainee_id.name == absent
                    attendance.state = "absent" if is_absent else "present"
                slot.write({"sheet_scan": draw_sheet(slot.display_name), "sheet_scan_name": "feuille-signee.pdf"})
                slot.action_close_sheet()
            session.registration_ids._send_certificates(has_attestations=True)
        session.registration_ids._by_rules().certificate_sent_on = moment


def draw_sheet(name: str) -> bytes:
    """Return the paper that was signed, scanned."""
    file = io.BytesIO()
    page = Canvas(file)
    page.drawString(60, 780, f"Feuille d'émargement signée, numérisée : {name}")
    page.save()
    return base64.b64encode(file.getvalue())
