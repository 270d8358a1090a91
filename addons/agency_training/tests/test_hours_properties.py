"""Whatever is said of who came, hours done are the sum of the sheets, each half-day once (TRAINING T55, T57, T60).

One that moved is one all the same, one that is not given is none.
"""

import base64
import os
from importlib.util import find_spec
from unittest import skipUnless

from odoo.tests import tagged

from .test_attendance import AttendanceCommon

has_hypothesis = bool(find_spec("hypothesis"))  # a package of developers
if has_hypothesis:
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import strategies as st

    # Of each trainee in each half-day: absent, excused, or present for so many quarters of an hour.
    SAID = st.lists(st.one_of(st.sampled_from(["absent", "excused"]), st.integers(1, 14)), min_size=8, max_size=8)
    THEN = st.sampled_from(["", "abandon", "reopen"])
    # Which half-day is not given, and whether the last one moved: none, or its place.
    NOT_GIVEN = st.integers(-1, 3)


@tagged("-at_install", "post_install")
@skipUnless(has_hypothesis, "hypothesis is not installed")
class TestHoursProperties(AttendanceCommon):
    def test_t60_hours_done_are_the_sum_of_the_sheets(self):
        pdf = base64.b64decode(self._scan())
        # What the file of a closed sheet says is another test's: sixty are not drawn here.
        self.patch(type(self.slots), "_render_with", lambda slots, _report: dict.fromkeys(slots, pdf))

        @settings(
            max_examples=int(os.environ.get("AGENCY_EXAMPLES", "15")),
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            database=None,
            phases=[Phase.generate],
        )
        @given(said=SAID, then=THEN, not_given=NOT_GIVEN, is_moved=st.booleans())
        def check(said, then, not_given, is_moved):
            with self.env.cr.savepoint() as savepoint:
                if is_moved:
                    self.slots[-1].date = "2027-01-14"
                with self._at("14 17:00"):
                    self._say(said, then, not_given)
                savepoint.rollback()
            self.env.invalidate_all()

        check()

    def _say(self, said, then, not_given):
        if not_given >= 0:
            self.slots[not_given].action_cancel()
        slots = self.slots.filtered(lambda slot: slot.state != "cancelled")
        attendances = [
            slot.attendance_ids.filtered(lambda one, who=who: one.registration_id == who)
            for slot in slots
            for who in (self.claire, self.marc)
        ]
        expected = {self.claire: 0.0, self.marc: 0.0}
        for attendance, word in zip(attendances, said[: len(attendances)], strict=True):
            if isinstance(word, str):
                attendance.state = word
                continue
            attendance.write({"state": "present", "hours": word / 4, "reason": "Train" if word < 14 else False})
            expected[attendance.registration_id] += word / 4
        if then == "abandon":
            self.marc.action_abandon()
        for slot in slots:
            slot.sheet_scan = self._scan()
            # A word, where the hours are not those of the agreement any more (T29).
            slot._close_sheets("A half-day was not given")
        if then == "reopen":
            slots[0].with_user(self.manager)._reopen_sheet("Wrong name")
            slots[0]._close_sheets("A half-day was not given")
        self.assertEqual(self.session.state, "done")
        self.assertEqual(self.session.hours, 3.5 * len(slots))
        for registration, hours in expected.items():
            self.assertEqual(registration.hours_done, hours)
            self.assertEqual(sum(registration.attendance_ids.mapped("hours")), hours)
        self.assertEqual(sum(self.session.slot_ids.attendance_ids.mapped("hours")), sum(expected.values()))
        came = {one for one, hours in expected.items() if hours}
        self.assertEqual(
            set(self.session.registration_ids.filtered(lambda one: one.state == "done")),
            came - ({self.marc} if then == "abandon" else set()),
        )
