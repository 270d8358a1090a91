import io
import zipfile

from ..importer import runner
from ..importer.report import Report
from ..vtiger.settings import Settings
from .common import VtigerCommon, make_csv

FILE = {
    "Document No": "DOC1", "Title": "Plaquette", "File Name": "plaquette été.pdf", "Folder Name": "1 pour proposition",
    "Note": "<p>La dernière</p>", "Active": "1", "Created Time": "13-03-2019 10:00:00",
}  # fmt: skip
FRENCH = {
    "Document N°": "DOC1", "Titre": "Plaquette", "Nom du fichier": "plaquette été.pdf", "Dossier": "Divers",
    "Notes": "", "Actif": "1",
}  # fmt: skip


def make_zip(**files):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/"), data)
    return content.getvalue()


class TestVtigerFiles(VtigerCommon):
    """Documents of vtiger come with their files, or say which are missing."""

    def import_documents(self, *rows, storage=()):
        contents = [("Documents.csv", make_csv(*rows)), *(("storage.zip", data) for data in storage)]
        reading = runner.read(contents, Settings(date_order="dmy"))
        self.assertFalse(reading.problems)
        report = runner.run(self.env, reading, Settings(date_order="dmy"), False, report=Report())
        self.env.invalidate_all()
        return report

    def setUp(self):
        super().setUp()
        if "agency.document" not in self.env:
            self.skipTest("Documents are those of agency_pdf, which is not installed")

    def test_a_file_comes_with_its_content_in_its_folder(self):
        data = make_zip(**{"storage/2019/March/week2/12_plaquette_été.pdf": b"%PDF-1"})
        self.import_documents(FILE, storage=[data])
        document = self.find("Documents", "DOC1")
        self.assertEqual((document.name, document.raw), ("plaquette été.pdf", b"%PDF-1"))
        self.assertEqual(document.folder_id, self.env.ref("agency_documents.document_folder_proposal"))
        self.assertEqual(document.create_date.year, 2019)
        self.assertIn("La dernière", document.description)

    def test_french_headers_and_a_new_folder(self):
        self.import_documents(FRENCH, storage=[make_zip(**{"plaquette été.pdf": b"x"})])
        document = self.find("Documents", "DOC1")
        self.assertEqual((document.folder_id.name, document.folder_id.company_id), ("Divers", self.env.company))

    def test_a_file_that_is_missing_is_named(self):
        report = self.import_documents(FILE, {**FILE, "Document No": "DOC2", "File Name": "a.txt"},
                                       storage=[make_zip(**{"7_a.txt": b"a"})])  # fmt: skip
        self.assertEqual(self.codes(report, "refused"), ["file_missing"])
        self.assertEqual(self.find("Documents", "DOC2").raw, b"a")

    def test_which_of_two_files_is_never_guessed(self):
        two = {"2019/March/week1/1_a.txt": b"a", "2019/March/week2/2_a.txt": b"b"}
        report = self.import_documents({**FILE, "File Name": "a.txt"}, storage=[make_zip(**two)])
        self.assertEqual(self.codes(report, "refused"), ["file_unsure"])
        two = {"2019/March/week1/1_a.txt": b"a", "2020/May/week2/2_a.txt": b"b"}
        self.import_documents({**FILE, "File Name": "a.txt"}, storage=[make_zip(**two)])
        self.assertEqual(self.find("Documents", "DOC1").raw, b"a")

    def test_an_address_is_a_file_that_opens_it(self):
        self.import_documents({**FILE, "File Name": "https://example.com/x"})
        document = self.find("Documents", "DOC1")
        self.assertEqual(document.name, "Plaquette.url")
        self.assertIn(b"URL=https://example.com/x", document.raw)

    def test_a_bomb_is_not_unpacked(self):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("9_plaquette_été.pdf", b"0" * 5_000_000)
        report = self.import_documents(FILE, storage=[content.getvalue()])
        self.assertEqual(self.codes(report, "refused"), ["file_too_big"])

    def test_a_second_import_changes_nothing(self):
        data = make_zip(**{"12_plaquette_été.pdf": b"%PDF-1"})
        self.import_documents(FILE, storage=[data])
        report = self.import_documents(FILE, storage=[data])
        self.assertEqual(self.counts(report, "Documents"), {"read": 1, "unchanged": 1})

    def test_workbooks_and_lists_that_are_documents_are_no_exports(self):
        rows = [{**FILE, "Document No": f"DOC{i}", "File Name": name, "Created Time": ""}
                for i, name in enumerate(("tarifs.xlsx", "liste.csv", "budget.xlsx"))]  # fmt: skip
        data = make_zip(**{
            "storage/2019/March/week2/12_tarifs.xlsx": b"PK", "storage/2019/May/week1/13_liste.csv": b"a;b",
            "Mes documents/budget.xlsx": b"no workbook",
        })  # fmt: skip
        report = self.import_documents(*rows, storage=[data])
        self.assertEqual(self.codes(report), [])
        self.assertEqual([self.find("Documents", f"DOC{i}").raw for i in range(3)], [b"PK", b"a;b", b"no workbook"])

    def test_accents_of_an_archive_made_on_a_mac_or_by_an_old_windows(self):
        for number, encoding in enumerate(("utf-8", "cp850")):
            name = "À faire é.txt".encode(encoding)
            # As those write it: the name in their own signs, without saying which.
            data = make_zip(**{"x" * len(name): f"of {encoding}".encode()}).replace(b"x" * len(name), name)
            row = {**FILE, "Document No": f"DOC{number}", "File Name": "À faire é.txt"}
            report = self.import_documents(row, storage=[data])
            self.assertEqual(self.codes(report), [], encoding)
            self.assertEqual(self.find("Documents", f"DOC{number}").raw, f"of {encoding}".encode())
