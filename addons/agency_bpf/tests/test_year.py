"""Whatever the year: F-1 = F-3 = F-4, C sums to the invoices, each inscription once (T50 to T60); a few queries."""

import os
from importlib.util import find_spec
from unittest import skipUnless

from odoo.tests import tagged

from odoo.addons.agency_training.const import BPF_SOURCES

from ..const import OBJECTIVES, TRAINEE_TYPES
from .common import BpfCommon

has_hypothesis = bool(find_spec("hypothesis"))  # a package of developers
if has_hypothesis:
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import strategies as st

    # Of a session: people, who is away, hours by quarters, where it counts, by whom, and who entrusted it.
    SESSION = st.fixed_dictionaries(
        {
            "people": st.integers(1, 3),
            "absent": st.sets(st.integers(0, 2), max_size=2),
            "quarters": st.integers(4, 28),
            "year": st.sampled_from([2024, 2025, 2025, 2025]),
            "objective": st.sampled_from([code for code, _name in OBJECTIVES]),
            "nsf": st.sampled_from(["310", "312", "320", "321", "322", "323", "326"]),
            "type": st.sampled_from([code for code, _name in TRAINEE_TYPES]),
            "direction": st.sampled_from(["own", "own", "entrusted_out", "entrusted_in"]),
            "is_outside": st.booleans(),
        }
    )
    LINE = st.tuples(
        st.sampled_from(["out_invoice", "out_invoice", "out_refund"]),
        st.integers(1, 500000).map(lambda cents: cents / 100),
        st.sampled_from([code for code, _name in BPF_SOURCES] + [False]),
        st.sampled_from(["2024-12-31", "2025-01-01", "2025-12-31"]),
    )


@tagged("-at_install", "post_install")
class TestYear(BpfCommon):
    @skipUnless(has_hypothesis, "hypothesis is not installed")
    def test_frames_agree_whatever_the_year(self):
        self.karim.kind = "subcontractor"

        @settings(
            max_examples=int(os.environ.get("AGENCY_EXAMPLES", "6")),
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            database=None,
            phases=[Phase.generate],
        )
        @given(sessions=st.lists(SESSION, max_size=5), lines=st.lists(LINE, max_size=5))
        def check(sessions, lines):
            with self.env.cr.savepoint() as savepoint:
                self._check_year(sessions, lines)
                savepoint.rollback()
            self.env.invalidate_all()

        check()

    def _check_year(self, sessions, lines):
        own, entrusted, out = [], [], []
        for place, facts in enumerate(sessions):
            order = self._order(facts["people"])
            order.trainee_ids.bpf_trainee_type = facts["type"]
            absent = {one for one in facts["absent"] if one < facts["people"]}
            session = self._give(
                order,
                days=[f"{facts['year']}-0{place + 1}-15"],
                hours=facts["quarters"] / 4,
                absent=absent,
                trainer=self.karim if facts["is_outside"] else self.julie,
                direction=facts["direction"],
                entrusted_partner_id=self.customer.id if facts["direction"] != "own" else False,
            )
            session.write(
                {"bpf_objective": facts["objective"], "nsf_id": self.env.ref(f"agency_bpf.nsf_{facts['nsf']}")}
            )
            if facts["year"] == 2025:
                came = [facts["quarters"] / 4] * (facts["people"] - len(absent))
                {"own": own, "entrusted_out": out, "entrusted_in": entrusted}[facts["direction"]].extend(came)
        invoiced = 0.0
        for move_type, amount, source, day in lines:
            move = self._invoice_training(amount, move_type=move_type, bpf_source=source, date=day, invoice_date=day)
            if day.startswith("2025"):
                invoiced += -sum(move.invoice_line_ids.mapped("balance"))
        bpf = self._state()
        self._assert_balanced(bpf)
        followed = own + out
        for code, hours in (("F1", followed), ("F2", out), ("G", entrusted)):
            line = self._row(bpf, code)
            self.assertEqual((line.persons, line.exact), (len(hours), sum(hours)), code)
            self.assertLess(abs(line.hours - line.exact), 1)
            self.assertEqual(len(line.entry_ids.registration_id), len(line.entry_ids), "each inscription once")
        total = self._row(bpf, "C")
        self.assertAlmostEqual(total.exact, invoiced, places=2)
        self.assertAlmostEqual(sum(total.entry_ids.mapped("amount")), invoiced, places=2)
        self.assertEqual(len(total.entry_ids.move_line_id), len(total.entry_ids), "each line once")
        self.assertEqual(
            sum(self._row(bpf, f"C2{letter}").amount for letter in "abcdefgh"), self._row(bpf, "C2").amount
        )
        self.assertFalse(bpf.errors)
        self.assertFalse(bpf.omission_ids)
        for line in bpf.line_ids:
            name = "hours" if line.unit == "people" else "amount"
            if line.unit != "percent" and line.frame != "D":
                self.assertAlmostEqual(sum(line.entry_ids.mapped(name)), line.exact, places=2, msg=line.code)

    def test_a_year_is_a_few_queries_not_one_a_record(self):
        def count():
            bpf.invalidate_recordset()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            bpf._count(bpf.date_from, bpf.date_to)
            return self.env.cr.sql_log_count - before

        bpf = self._state()
        for month in (1, 2):
            self._give(self._order(2), days=[f"2025-0{month}-15"])
            self._invoice_training(100)
        few = count()
        for month in range(3, 9):
            self._give(self._order(3), days=[f"2025-0{month}-15"])
            self._invoice_training(100)
        self.assertLessEqual(count(), few + 2)
        self.assertLess(few, 90)
