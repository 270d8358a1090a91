import re
from pathlib import Path

from odoo.tools import format_date

from ..vtiger.problems import FileProblem, Issue
from .common import VtigerCommon

# Where problems are named, as `FileProblem("cut", …)`, `tell(record, "no_end", …)`, `row.error = "cell_count"`.
CODE = re.compile(
    r"""(?:FileProblem|Issue|_issue)\(\s*"(\w+)"|(?:tell|refuse|say)\(\s*record, "(\w+)"|error = "(\w+)\""""
)
# Codes made of the kind of a column.
MADE = {
    "all_refused",
    "to_decide",
    "quote_to_decide",
    "posted_kept",
    "older_copy",
    "newer_copy",
    "bad_number",
    "bad_bool",
    "bad_date",
    "bad_moment",
    "bad_pick",
    "empty_pick",
}


class TestVtigerWords(VtigerCommon):
    """Each thing that can be wrong has its words, in French too."""

    def codes_named(self):
        folder = Path(__file__).parents[1]
        files = [
            *folder.glob("vtiger/*.py"),
            *folder.glob("importer/*.py"),
        ]
        found = [code for file in files for groups in CODE.findall(file.read_text()) for code in groups if code]
        return set(found) | MADE

    def test_each_code_has_words(self):
        codes = self.codes_named()
        self.assertGreater(len(codes), 35)
        self.assertEqual(codes - set(self.env["agency.vtiger.issue"]._messages()), set())

    def test_each_is_said_in_french(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env["ir.module.module"].search([("name", "=", "agency_vtiger")])._update_translations(["fr_FR"])
        words = self.env["agency.vtiger.issue"]
        english = words.with_context(lang="en_US")._messages()
        french = words.with_context(lang="fr_FR")._messages()
        same = {code for code in english if english[code] == french[code]}
        self.assertEqual(same, {"odoo_error"})
        for code in english:
            self.assertEqual(
                set(re.findall(r"%\(\w+\)s", english[code])), set(re.findall(r"%\(\w+\)s", french[code])), code
            )

    def test_words_name_what_they_are_about(self):
        words = self.env["agency.vtiger.issue"]
        self.assertIn("512", words._describe(FileProblem("too_big", "a.csv", max=512)))
        self.assertIn("POT1, POT2", words._describe(Issue("ambiguous", values={"candidates": "Site (POT1, POT2)"})))
        said = words._describe(Issue("no_date", values={"date": "2026-02-25"}))
        self.assertIn(format_date(self.env, "2026-02-25"), said)
        self.assertNotIn("2026-02-25", said)
