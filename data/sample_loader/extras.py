"""Trainings, activities, meetings, files."""

from datetime import datetime, timedelta

from odoo.fields import Command

from odoo.addons.agency_training.const import COURSE_FACTS

from .base import Base, Row


class Extras(Base):
    def load_trainings(self) -> None:
        """Write the training facts of quotes: the other training quotes still miss theirs."""
        for row in self.rows("trainings"):
            days = self.working_days(row["start"], int(row["days"]))
            self.get("sale.order", row["quote"]).write(
                {
                    "training_title": row["title"],
                    "training_objectives": row["objectives"].replace(" ; ", "\n"),
                    "training_programme": f"<p>{row['programme']}</p>",
                    "training_start_date": days[0],
                    "training_end_date": days[-1],
                    "training_days": float(row["days"]),
                    "training_hours": float(row["hours"]),
                    "training_schedule": row["schedule"],
                    "training_place": row["place"],
                    "training_trainer": row["trainer"],
                    "training_audience": row["audience"],
                    "training_prerequisites": row["prerequisites"],
                    "training_min_trainees": int(row["min"]),
                    "training_max_trainees": int(row["max"]),
                    "training_access_terms": row["access"],
                    "training_means": row["means"],
                    "training_follow_up": row["follow_up"],
                    "training_assessment": row["assessment"],
                    "customer_signatory_function": row["signatory"],
                    "trainee_ids": [
                        Command.create(dict(zip(("name", "job_title"), trainee.split("|"), strict=True)))
                        for trainee in row["trainees"].split(";")
                        if trainee
                    ],
                }
            )

    def load_catalogue(self) -> None:
        """Make the catalogue of what the training quotes teach, a course a title."""
        courses = self.env["agency.course"].with_user(self.user(self.manager))
        for row in self.rows("trainings"):
            order = self.get("sale.order", row["quote"])
            if courses.search([("name", "=", row["title"])]):
                continue
            (line, *_others) = order.order_line.filtered("product_id.is_training")
            facts = {name: order[field] for name, field in COURSE_FACTS.items()}
            speciality = self.speciality(row["nsf"]).id
            courses.create({**facts, "product_id": line.product_id.id, "price": line.price_unit, "nsf_id": speciality})

    def speciality(self, code: str):
        return self.env["agency.nsf"].search([("code", "=", code)])

    def load_activities(self) -> None:
        types = {
            "call": "mail.mail_activity_data_call",
            "meeting": "mail.mail_activity_data_meeting",
            "mail": "mail.mail_activity_data_email",
            "todo": "mail.mail_activity_data_todo",
        }
        for row in self.rows("activities"):
            record = self.record(row)
            record.with_user(self.user(self.manager)).activity_schedule(
                types[row["type"]],
                date_deadline=self.day(row["date"]),
                summary=row["summary"],
                user_id=self.user(row["user"]).id,
            )

    def record(self, row: Row):
        """Return the record that an activity, a note or a reason is about."""
        models = {"deal": "crm.lead", "quote": "sale.order", "account": "res.partner"}
        return self.get(models[row["on"]], row["ref"])

    def load_meetings(self) -> None:
        for row in self.rows("meetings"):
            user = self.user(row["user"])
            start = datetime.combine(self.day(row["date"]), datetime.min.time())
            start += timedelta(hours=int(row["hour"]) - 1)
            guests = self.customer(row) | user.partner_id
            if not row["account"]:
                guests = self.env["res.partner"].union(*[u.partner_id for u in self.users.values()])
            self.env["calendar.event"].with_user(user).with_context(dont_notify=True, no_mail_to_attendees=True).create(
                {
                    "name": row["name"],
                    "start": start,
                    "stop": start + timedelta(hours=float(row["duration"])),
                    "user_id": user.id,
                    "partner_ids": [Command.set(guests.ids)],
                    "location": row["place"],
                }
            )

    def load_documents(self) -> None:
        """Put the presentation files in « 1 pour proposition »."""
        folder = self.env.ref("agency_documents.document_folder_proposal")
        self.env["agency.document"].with_user(self.user(self.manager)).create(
            [
                {"name": path.name, "raw": path.read_bytes(), "folder_id": folder.id}
                for path in sorted((self.folder / "sample" / "documents").iterdir())
            ]
        )
