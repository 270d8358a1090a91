"""The grid of a session and its money (TRAINING §9, T25, T27, T33, T70)."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .drawings import draw
from .test_attendance import AttendanceCommon


@tagged("-at_install", "post_install")
class TestSessionGrid(AttendanceCommon):
    def _marks(self):
        grid = self.session.get_attendance_grid()
        return {person["name"]: [cell and cell["mark"] for cell in person["cells"]] for person in grid["people"]}

    def _cell(self, person, half_day):
        return self.session.get_attendance_grid()["people"][person]["cells"][half_day]

    def test_trainees_by_half_days(self):
        grid = self.session.get_attendance_grid()
        self.assertEqual([half["id"] for half in grid["half_days"]], self.slots.ids)
        self.assertEqual((grid["half_days"][0]["day"], grid["half_days"][0]["is_closed"]), ("12/01/2027", False))
        self.assertEqual(self._marks(), {"Claire Dupont": ["expected"] * 4, "Marc Petit": ["expected"] * 4})
        keys = {"id", "mark", "next", "text", "title"}
        self.assertEqual(set(grid["people"][0]["cells"][0]), keys, "T33: no signature is among them")

    def test_a_tap_says_what_comes_next(self):
        of_claire = self.slots[0].attendance_ids[0]
        with self._at("12 13:00"):
            for state in ("present", "absent", "expected"):
                cell = self._cell(0, 0)
                self.assertEqual(cell["next"], state)
                self.env["agency.training.attendance"].with_user(self.user).browse(cell["id"]).state = cell["next"]
                self.assertEqual(of_claire.state, state)
            of_claire.sign_on_screen(draw())
            self.assertEqual((self._cell(0, 0)["mark"], self._cell(0, 0)["next"]), ("signed", False))
            self.slots[0].attendance_ids[1].write({"state": "present", "hours": 2, "reason": "Train"})
            self.assertEqual((self._cell(1, 0)["text"], self._cell(1, 0)["next"]), ("2 h", False))

    def test_t27_a_closed_half_day_is_not_tapped(self):
        with self._at("12 13:00"):
            self._close(self.slots[0], absent=self.marc)
            cells = self._cell(0, 0), self._cell(1, 0)
        self.assertEqual([(cell["mark"], cell["next"]) for cell in cells], [("present", False), ("absent", False)])
        self.assertTrue(self.session.get_attendance_grid()["half_days"][0]["is_closed"])

    def test_t10_who_abandoned_has_no_cell_to_come(self):
        with self._at("12 13:00"):
            self._close(self.slots[0])
            self.marc.action_abandon()
            self.assertEqual(self._marks()["Marc Petit"], ["present", False, False, False])

    def test_t70_nobody_else_reads_it(self):
        company = self.env["res.company"].create({"name": "Other"})
        options = {"company_id": company.id, "company_ids": [Command.set(company.ids)]}
        stranger = new_test_user(self.env, "stranger", "agency_crm.group_agency_user", **options)
        for other in (stranger, new_test_user(self.env, "customer", "base.group_portal")):
            with self.assertRaises(AccessError):
                self.session.with_user(other).get_attendance_grid()

    def _count_queries(self):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.session.get_attendance_grid()
        return self.env.cr.sql_log_count - before

    def test_queries_do_not_grow_with_the_cells(self):
        few = self._count_queries()
        trainees = self.env["agency.trainee"].create(
            [{"order_id": self.training.id, "name": f"Stagiaire {n}"} for n in range(10)]
        )
        self.session.registration_ids = [Command.create({"trainee_id": one.id}) for one in trainees]
        self.assertEqual(len(self._marks()), 12)
        self.assertLessEqual(self._count_queries(), few)

    def test_what_is_sold_and_invoiced(self):
        sold = self.training.amount_untaxed
        self.assertEqual((self.session.sold_amount, self.session.billed_amount), (sold, 0))
        self.assertEqual(self.session.customer_names, self.training.partner_id.commercial_partner_id.name)
        self.training.sudo()._create_invoices()
        self.session.invalidate_recordset()
        self.assertEqual(self.session.billed_amount, sold)
        self.training._action_cancel()
        self.session.invalidate_recordset()
        self.assertEqual(self.session.sold_amount, 0)
