"""What is left out, what is odd, what was filed (TRAINING T52, T53, T61 to T63)."""

import base64
import io

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import BpfCommon


@tagged("-at_install", "post_install")
class TestStatement(BpfCommon):
    def _omissions(self, bpf):
        return {one.kind: (one.count, one.hours, one.amount) for one in bpf.omission_ids}

    def test_t61_what_is_not_counted_is_said_and_opens(self):
        self._give(self._order(2), days=["2025-03-04"], is_closed=False)
        session = self._give(self._order(1), days=["2025-03-05"], course=self.env["agency.course"])
        session.registration_ids.trainee_id.bpf_trainee_type = False
        opco = self.env["res.partner"].create({"name": "Akto", "is_company": True})
        paid = self._order(1, training_opco_id=opco.id)
        paid.order_line = [Command.create({"product_id": self.web.id, "price_unit": 70, "product_uom_qty": 1})]
        with freeze_time("2025-06-30"):
            invoice = self._invoice(paid)
            invoice.button_draft()
            invoice.partner_id = opco
            invoice.action_post()
        idle = self._order(1, training_start_date="2025-09-01")
        bpf = self._state()
        training = invoice.invoice_line_ids.filtered(lambda line: line.product_id == self.course)
        meals = invoice.invoice_line_ids.filtered(lambda line: line.product_id == self.web)
        self.assertEqual(
            self._omissions(bpf),
            {
                "sheets": (2, 12, 0),
                "types": (1, 6, 0),
                "specialities": (1, 6, 0),
                "sources": (1, 0, training.price_subtotal),
                "services": (1, 0, 70),
                "sessions": (1, 0, idle.amount_untaxed),
            },
        )
        for omission in bpf.omission_ids:
            action = omission.action_open()
            self.assertTrue(
                self.env[action["res_model"]].with_user(self.manager).search(action["domain"]), omission.kind
            )
            self.env[action["res_model"]].with_user(self.manager).get_views(action["views"])
        self.assertEqual(bpf.omission_ids.filtered(lambda one: one.kind == "services").records, meals.ids)
        self.assertIn("sheet is not closed", bpf.warnings)

        session.nsf_id, session.registration_ids.trainee_id.bpf_trainee_type = self.web_nsf, "private"
        training.with_user(self.manager).bpf_source = "skills_plan"
        bpf.action_calculate()
        self.assertEqual(set(self._omissions(bpf)), {"sheets", "services", "sessions"})
        self.assertEqual(self._row(bpf, "C2h").exact, training.price_subtotal)

    def test_t52_frames_that_differ_are_red_and_name_who(self):
        session = self._give(self._order(2))
        session.registration_ids[0].trainee_id.bpf_trainee_type = False
        bpf = self._state()
        self.assertFalse(bpf.is_consistent)
        self.assertRegex(bpf.errors, r"F-1 1 / 6 h, F-3 2 / 12 h, F-4 2 / 12 h\): Stagiaire 0 \(FOR/2025/")
        self.assertNotIn("Stagiaire 1", bpf.errors)
        with self.assertRaisesRegex(UserError, "do not agree"):
            bpf.action_file()
        session.registration_ids[0].trainee_id.bpf_trainee_type = "apprentice"
        bpf.action_calculate()
        self.assertFalse(bpf.errors)
        self._assert_balanced(bpf)

    def test_t53_ten_and_g_go_together(self):
        self._invoice_training(900, bpf_source="other_body")
        bpf = self._state()
        self.assertIn("C-10 (900 €) and G (0 persons)", bpf.warnings)
        self.assertFalse(bpf.is_consistent)
        self._give(self._order(1), direction="entrusted_in", entrusted_partner_id=self.customer.id)
        bpf.action_calculate()
        self.assertNotIn("C-10", bpf.warnings or "")
        self.assertTrue(bpf.is_consistent)

    def test_t62_each_figure_opens_what_it_sums(self):
        self._give(self._order(3), absent=[1])
        self._invoice_training(1000)
        self._invoice_training(300, move_type="out_refund")
        bpf = self._state()
        entries = self.env["agency.bpf.entry"].with_user(self.manager)
        opened = 0
        for line in bpf.line_ids.filtered(lambda line: line.unit != "percent" and line.exact):
            action = line.action_open_entries()
            found = entries.search(action["domain"])
            name = "hours" if line.unit == "people" else "amount"
            self.assertAlmostEqual(sum(found.mapped(name)), line.exact, msg=line.code)
            if line.unit == "people":
                self.assertEqual(len(found), line.persons)
            entries.get_views(action["views"])
            self.assertTrue(found.mapped(lambda one: one.action_open_source()["res_id"]))
            opened += 1
        self.assertGreaterEqual(opened, 8)

    def test_t62_last_year_beside_and_what_is_far_from_it(self):
        self._give(self._order(2), days=["2024-03-04"])
        self._give(self._order(3))
        bpf = self._state()
        line = self._row(bpf, "F1")
        self.assertEqual((line.reference, line.previous), ("F-1 (1)", "2 pers., 12 h"))
        self.assertEqual((line.previous_persons, line.previous_hours, line.gap, line.is_far), (2, 12, 0.5, True))
        line = self._row(bpf, "F4a")
        self.assertEqual((line.previous_persons, line.nsf_id), (2, self.web_nsf))
        line = self._row(bpf, "E1")
        self.assertEqual((line.previous_hours, line.gap, line.is_far), (6, 0, False))
        before = self._state(2024)
        before.action_file()
        self._give(self._order(4), days=["2024-05-06"])
        bpf.action_calculate()
        self.assertEqual(self._row(bpf, "F1").previous_persons, 2, "the one that was filed")

    def test_t63_what_was_filed_stays(self):
        session = self._give(self._order(2))
        self._invoice_training(1000)
        bpf = self._state()
        self._invoice_training(500)
        with self.assertRaisesRegex(UserError, r"1\D?000\s€ → 1\D?500\s€"):
            bpf.action_file()
        self.assertRegex(bpf.drift, r"1\D?000\s€ → 1\D?500\s€")
        bpf.action_calculate()
        bpf.action_file()
        self.assertEqual((bpf.state, bpf.filed_by, bpf.form), ("filed", self.manager, "10443*17"))
        self.assertEqual(sorted(bpf.message_ids.attachment_ids.mapped("name")), ["BPF 2025.pdf", "BPF 2025.xlsx"])
        bpf.invalidate_recordset(["drift"])
        self.assertFalse(bpf.drift)

        self._invoice_training(100)
        session.registration_ids[0].trainee_id.bpf_trainee_type = "other"
        self.company.signatory_name = "Autre"
        bpf.invalidate_recordset(["drift"])
        self.assertRegex(bpf.drift, r"1\D?500\s€ → 1\D?600\s€")
        self.assertIn("2 pers., 12 h → 1 pers., 6 h", bpf.drift)
        self.assertEqual(self._row(bpf, "C").amount, 1500)
        self.assertEqual(self._people(bpf, "F1a"), (2, 12))
        self.assertIn("Sophie Leroy", str(bpf._get_pdf_bpf()["head"]))
        for attack in (
            bpf.action_calculate,
            bpf.action_file,
            bpf.unlink,
            lambda: bpf.write({"date_to": "2025-06-30"}),
            lambda: self._row(bpf, "D").write({"is_typed": True, "typed_amount": 1}),
        ):
            with self.assertRaisesRegex(UserError, "is filed"):
                attack()
        for name in ("state", "filed_on", "income", "identity", "form"):
            with self.assertRaises(AccessError):
                bpf.write({name: False})
        line = self._row(bpf, "C1")
        for records, values in (
            (line, {"amount": 1}),
            (line, {"previous_amount": 1}),
            (line, {"entry_ids": [Command.clear()]}),
            (line.entry_ids, {"amount": 1}),
            (bpf, {"line_ids": [Command.delete(line.id)]}),
            (bpf, {"line_ids": [Command.clear()]}),
            (
                bpf,
                {
                    "line_ids": [
                        Command.create({"code": "X", "sequence": 1, "frame": "C", "name": "X", "unit": "money"})
                    ]
                },
            ),
            (bpf, {"entry_ids": [Command.delete(line.entry_ids[0].id)]}),
            (bpf, {"line_ids": [Command.update(line.id, {"amount": 1})]}),
            (bpf.with_context(agency_rules=True), {"state": "draft"}),
        ):
            with self.assertRaises(AccessError):
                records.write(values)
        for records in (line, line.entry_ids):
            with self.assertRaises(AccessError):
                records.unlink()
        with self.assertRaises(AccessError):
            self._state(2023, state="filed")
        with self.assertRaises(AccessError):
            self.env["agency.bpf"].with_user(self.manager).with_context(default_state="filed").create({})
        with self.assertRaises(AccessError):
            self.env["agency.bpf.line"].with_user(self.manager).create(
                {"bpf_id": bpf.id, "code": "X", "sequence": 1, "frame": "C", "name": "X", "unit": "money"}
            )

    def test_t63_nil_is_filed_too(self):
        bpf = self._state(2023)
        self.assertTrue(bpf.is_nil)
        bpf.action_file()
        self.assertEqual(bpf.state, "filed")
        self.assertIn("Néant", self._text(bpf, "agency_bpf.report_bpf"))

    def test_a_year_that_is_not_over_is_not_filed(self):
        with freeze_time("2026-11-28"):
            bpf = self._state(2026)
            with self.assertRaisesRegex(UserError, "not over"):
                bpf.action_file()

    def test_t63_pdf_and_spreadsheet_are_in_the_cerfas_order(self):
        self._give(self._order(2))
        self._invoice_training(1234)
        bpf = self._state()
        text = self._text(bpf, "agency_bpf.report_bpf")
        titles = (
            "Cerfa 10443*17",
            "A. Identité",
            "52 44 01234 44",
            "B. Exercice",
            "C. Origine des produits",
            "1 234 €",
            "D. Charges",
            "E. Personnes",
            "F-1.",
            "F-2.",
            "F-3.",
            "F-4.",
            "326 Informatique",
            "G. ",
            "H. ",
            "Sophie Leroy",
        )
        plain = text.replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ")
        places = [plain.find(title) for title in titles]
        self.assertNotIn(-1, places, dict(zip(titles, places, strict=True)))
        self.assertEqual(places, sorted(places))
        book = load_workbook(io.BytesIO(base64.b64decode(bpf.with_context(bin_size=False).sheet)))
        rows = [[cell.value for cell in row] for row in book.worksheets[0]]
        names = [row[1] for row in rows if row[1]]
        wanted = [line.name for line in bpf.line_ids]
        found = [name.strip() for name in names if name.strip() in wanted]
        self.assertEqual(found, wanted)
        self.assertIn(["(1)", "TOTAL", 2, 12], [row[:4] for row in rows])
        self.assertEqual(book.worksheets[1].max_row, 1 + len(bpf.entry_ids))

    def test_what_is_typed_is_text_in_the_spreadsheet(self):
        order = self._order(1)
        order.trainee_ids.name = '=HYPERLINK("http://evil")'
        self._give(order)
        bpf = self._state()
        book = load_workbook(io.BytesIO(base64.b64decode(bpf.sheet)))
        cells = [cell for row in book.worksheets[1] for cell in row if "evil" in str(cell.value)]
        self.assertEqual([cell.data_type for cell in cells], ["s"])
