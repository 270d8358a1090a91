"""A statement that was filed is rectified by another version; both are kept (TRAINING T63)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import BpfCommon


@tagged("-at_install", "post_install")
class TestRectification(BpfCommon):
    def setUp(self):
        super().setUp()
        self._give(self._order(2))
        self._invoice_training(1000)
        self.filed = self._state()
        self._row(self.filed, "D").write({"is_typed": True, "typed_amount": 700})
        self.filed.action_file()
        self._invoice_training(500)

    def _rectify(self, bpf=None):
        action = (bpf or self.filed).action_rectify()
        return self.env["agency.bpf"].with_user(self.manager).browse(action["res_id"])

    def test_t63_both_are_kept(self):
        self.assertRegex(self.filed.drift, r"1\D?000\s€ → 1\D?500\s€")
        later = self._rectify()
        self.assertEqual((later.name, later.version, later.rectified_id), ("BPF 2025 (2)", 2, self.filed))
        self.assertEqual((later.state, self.filed.state), ("draft", "filed"))
        self.assertEqual((self._row(later, "C").amount, self._row(self.filed, "C").amount), (1500, 1000))
        self.assertEqual(self._row(later, "D").amount, 700)
        # What differs is said of the one that counts.
        self.filed.invalidate_recordset(["drift"])
        self.assertFalse(self.filed.drift)
        self.assertIn("BPF 2025 (2)", str(self.filed.message_ids[0].body))
        text = self._text(later, "agency_bpf.report_bpf")
        self.assertIn("BPF 2025, déposé le", text)
        later.action_file()
        self.assertEqual(later.state, "filed")
        with self.assertRaisesRegex(UserError, "is filed"):
            later.unlink()
        third = self._rectify(later)
        self.assertEqual((third.version, third.rectified_id), (3, later))

    def test_t63_one_at_a_time(self):
        later = self._rectify()
        self.assertEqual(self._rectify(), later)
        with self.assertRaisesRegex(UserError, "not filed yet"):
            later.action_rectify()
        later.action_file()
        with self.assertRaisesRegex(UserError, r"rectify BPF 2025 \(2\)"):
            self.filed.action_rectify()

    def test_t63_of_the_same_year_and_by_nobody_else(self):
        later = self._rectify()
        with self.assertRaisesRegex(UserError, "its year stays"):
            later.date_to = "2024-12-31"
        for values in ({"version": 3}, {"rectified_id": False}):
            with self.assertRaises(AccessError):
                later.write(values)
        with self.assertRaises(AccessError):
            self._state(2024, rectified_id=self.filed.id)
        with self.assertRaises(AccessError):
            self.filed.with_user(self.user).action_rectify()

    def test_t62_next_year_stands_beside_the_one_that_counts(self):
        later = self._rectify()
        after = self._state(2026)
        self.assertEqual(self._row(after, "C").previous_amount, self._row(later, "C").amount)

    def test_t63_a_frame_of_the_paper_is_on_one_page(self):
        pages = self._read_pages(self._print(self.filed, "agency_bpf.report_bpf"))
        for frame, last in (("E. Personnes", "sous-traitance"), ("F-1. ", "(1)"), ("F-3. ", "(3)"), ("F-4. ", "(4)")):
            (page,) = [page for page in pages if frame in page]
            self.assertIn(last, page[page.index(frame) :])
