"""What people met in public when they moved from one CRM to another, each tried here: see the number in the test."""

from ..importer import runner
from ..importer.report import Report
from ..vtiger.settings import Settings
from .common import ACCOUNT, CONTACT, VtigerCommon, make_csv

ACCENTED = {**ACCOUNT, "Organization Name": "Crèmerie Noël & Œuvre", "Région": "Île", "Billing City": "Besançon"}


class TestVtigerThreads(VtigerCommon):
    def _import(self, content, name="Accounts.csv"):
        settings = Settings(date_order="dmy")
        report = runner.run(self.env, runner.read([(name, content)], settings), settings, False, report=Report())
        self.env.invalidate_all()
        return report

    def _assert_accents_kept(self, content):
        self._import(content)
        account = self.find("Accounts", "ACC1")
        self.assertEqual((account.name, account.city), ("Crèmerie Noël & Œuvre", "Besançon"))

    def test_accents_of_windows(self):
        """boboldehampsink/import#151, claroline#1261, YetiForce#13345: saved by a spreadsheet, they came broken."""
        self._assert_accents_kept(make_csv(ACCENTED).decode().encode("cp1252"))

    def test_accents_of_a_text_in_unicode(self):
        """JWManagement#103: « Texte Unicode » of Excel, which is UTF-16 with tabs."""
        text = make_csv(ACCENTED).decode().replace(",", "\t")
        self._assert_accents_kept(text.encode("utf-16"))

    def test_accents_with_semicolons_and_a_mark_at_the_start(self):
        """buckets#202: headers with accents, semicolons, a byte order mark."""
        self._assert_accents_kept(make_csv(ACCENTED).decode().replace(",", ";").encode("utf-8-sig"))

    def test_spaces_around_an_address_make_no_double(self):
        """JWManagement#103: the same address with a space behind it was another person."""
        self.import_files()
        known = self.find("Contacts", "CON1")
        spaced = {**CONTACT, "Contact Id": "CON2", "Primary Email": "  marie@example.com ", "Last Name": "Martin "}
        self.import_files(Contacts=[CONTACT, spaced])
        second = self.find("Contacts", "CON2")
        self.assertEqual(second.email, "marie@example.com")
        self.assertEqual((known.name, second.name), ("Marie Martin", "Marie Martin"))
