from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.agency_training.tests.common import TrainingCommon

YEAR = 2025


class BpfCommon(TrainingCommon):
    """Trainings given and invoiced in 2025, a year that is closed whatever day the tests run."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(cls.env, "head", "agency_crm.group_agency_manager", company_id=cls.company.id)
        cls.user = new_test_user(cls.env, "planner", "agency_crm.group_agency_user", company_id=cls.company.id)
        cls.julie, cls.karim = (cls._create_trainer(name) for name in ("Julie Martin", "Karim Haddad"))
        cls.web_nsf = cls.env.ref("agency_bpf.nsf_326")
        cls.catalogue = cls.env["agency.course"].create(
            {"name": "Formation WordPress", "nsf_id": cls.web_nsf.id, "company_id": cls.company.id}
        )

    @classmethod
    def _create_trainer(cls, name, **values):
        partner = cls.env["res.partner"].create({"name": name})
        return cls.env["agency.trainer"].create({"partner_id": partner.id, "company_id": cls.company.id, **values})

    @classmethod
    def _order(cls, people=2, **values):
        """Return an accepted training quote for so many people."""
        order = cls._create_quote(
            [cls._line(cls.course)],
            is_training=True,
            trainee_ids=[Command.create({"name": f"Stagiaire {n}"}) for n in range(people)],
            **values,
        )
        order.action_confirm()
        return order

    @classmethod
    def _give(cls, orders, days=("2025-03-04",), hours=6.0, absent=(), trainer=None, is_closed=True, **values):
        """Return a session given to the trainees of the quotes: two half-days each day, their sheets closed.

        :param absent: places of trainees who came to none, from 0
        :param alone: days with three hours at the trainees' own pace
        """
        alone = values.pop("alone", ())
        course = values.pop("course", cls.catalogue)
        kind = values.pop("kind", "room")
        session = (
            cls.env["agency.training.session"]
            ._by_rules()
            .create(
                {
                    "title": "WordPress",
                    "course_id": course.id,
                    "company_id": cls.company.id,
                    "order_ids": [Command.set(orders.ids)],
                    "slot_ids": [
                        Command.create({"date": day, "start_hour": start, "end_hour": start + hours / 2, "kind": kind})
                        for day in days
                        for start in (9.0, 14.0)
                    ]
                    + [
                        Command.create({"date": day, "start_hour": 9, "end_hour": 12, "kind": "self_paced"})
                        for day in alone
                    ],
                    "registration_ids": [Command.create({"trainee_id": one.id}) for one in orders.trainee_ids],
                    **values,
                }
            )
        )
        session.trainer_ids = trainer or cls.julie
        session._by_rules().state = "planned"
        session._sync_attendances()
        missing = [session.registration_ids[place] for place in absent]
        for attendance in session.slot_ids.attendance_ids:
            attendance.state = "absent" if attendance.registration_id in missing else "present"
        if is_closed:
            cls._close(session)
        return session

    @classmethod
    def _close(cls, session):
        session._get_signed_slots()._by_rules().write({"state": "held", "sheet_state": "closed"})
        session._settle()

    def _invoice_training(self, amount=1000.0, partner=None, product=None, move_type="out_invoice", **values):
        line = {"bpf_source": values.pop("bpf_source", False)}
        move = self.env["account.move"].create(
            {
                "move_type": move_type,
                "partner_id": (partner or self.contact).id,
                "invoice_date": "2025-06-30",
                "date": "2025-06-30",
                "company_id": self.company.id,
                "invoice_line_ids": [
                    Command.create(
                        {"product_id": (product or self.course).id, "quantity": 1, "price_unit": amount, **line}
                    )
                ],
                **values,
            }
        )
        move.action_post()
        return move

    def _state(self, year=YEAR, **values):
        """Return the statement of a year, calculated by a Responsable."""
        return (
            self.env["agency.bpf"]
            .with_user(self.manager)
            .create(
                {
                    "date_from": f"{year}-01-01",
                    "date_to": f"{year}-12-31",
                    "company_id": self.company.id,
                    **values,
                }
            )
        )

    @staticmethod
    def _row(bpf, code):
        return bpf.line_ids.filtered(lambda line: line.code == code)

    def _people(self, bpf, code):
        """Return persons and hours of a row."""
        line = self._row(bpf, code)
        return line.persons, line.hours

    def _assert_balanced(self, bpf):
        """T52: F-1 = F-3 = F-4, persons and hours."""
        self.assertEqual(self._people(bpf, "F1"), self._people(bpf, "F3"))
        self.assertEqual(self._people(bpf, "F1"), self._people(bpf, "F4"))
