"""The disk of the files is full: whoever saves is told, nothing is half saved, and no file is lost in the end.

Windows that are open go on reading and printing. Nobody signs in or opens one more meanwhile: Odoo keeps its sessions
on the same disk.
"""

import base64
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from people import Failed, Person

from tools.agency import testing
from tools.agency.odoo import odoo

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a small disk")

SIZE = 64  # MB, of which the sample agency's files take some
LEFT = 0


class Disk:
    """A disk as small as that, with Odoo's files on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ballast = folder / "ballast"

    def fill(self) -> None:
        with self.ballast.open("wb") as file:
            file.write(b"\0" * (shutil.disk_usage(self.folder).free))

    def empty(self) -> None:
        self.ballast.unlink()

    def files(self, database: str) -> dict[str, int]:
        """Size of each file kept, by its name in the filestore."""
        store = self.folder / "filestore" / database
        found = (path for path in store.glob("??/*") if path.is_file())
        return {str(path.relative_to(store)): path.stat().st_size for path in found}


@pytest.fixture
def disk(tmp_path: Path, database: str) -> Iterator[Disk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}m", "tmpfs", folder], check=True)
    try:
        shutil.copytree(odoo.filestore(database), folder / "filestore" / database)
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def lucas(
    disk: Disk,
    tmp_path: Path,
    make_server: Callable[..., testing.Server],
    sign_in: Callable[[testing.Server, str], Person],
) -> Iterator[Person]:
    with (
        testing.mail_catcher(tmp_path / "mail") as mail,
        make_server(data_dir=disk.folder, smtp_port=mail.port) as server,
    ):
        lucas = sign_in(server, "lucas")
        yield lucas


def check_files(database: str, disk: Disk) -> None:
    """Every file that the database knows is there, whole."""
    rows = testing.sql(database, "SELECT store_fname, file_size FROM ir_attachment WHERE store_fname IS NOT NULL")
    files = disk.files(database)
    for row in rows.splitlines():
        name, size = row.split("|")
        assert files.get(name) == int(size), name


def counts(database: str) -> str:
    tables = ("ir_attachment", "agency_document", "agency_document_version", "mail_message", "mail_mail")
    return testing.sql(database, "SELECT " + ", ".join(f"(SELECT count(*) FROM {table})" for table in tables))


def test_a_full_disk_is_told_and_loses_nothing(database: str, disk: Disk, lucas: Person) -> None:
    (quote,) = lucas.call("sale.order", "search", [("quote_status", "=", "draft")], limit=1)
    (folder,) = lucas.call("agency.document.folder", "search", [], limit=1)
    big = os.urandom(1024 * 1024)
    file = {"name": "photo.bin", "raw": base64.b64encode(big).decode()}

    page = lucas.get("/odoo").text
    form = {"csrf_token": re.search(r'csrf_token: "(\w+)"', page)[1], "folder_id": str(folder)}

    def put_by_the_browser() -> None:
        upload = f"{lucas.url}/agency_documents/documents/upload"
        answer = lucas.session.post(upload, data=form, files={"ufile": ("p.bin", big)}, timeout=60).json()
        if "error" in answer:
            raise Failed("upload", "odoo.exceptions.UserError", answer["error"])

    gestures = {
        "file put on a quote": lambda: lucas.call(
            "ir.attachment", "create", [{**file, "res_model": "sale.order", "res_id": quote}]
        ),
        "file put in Documents": lambda: lucas.call("agency.document", "create", [{**file, "folder_id": folder}]),
        "file put in Documents by the browser": put_by_the_browser,
        "document kept in Documents": lambda: lucas.call("sale.order", "action_save_documents", [quote]),
        "mail with its PDF": lambda: lucas.call("sale.order", "action_mail_documents", [quote, quote - 1]),
    }
    disk.fill()
    before, files = counts(database), disk.files(database)
    for name, gesture in gestures.items():
        with pytest.raises(Failed) as refusal:
            gesture()
        assert refusal.value.name == "odoo.exceptions.UserError", name
        assert "Le disque du serveur est plein" in refusal.value.message, name
        assert counts(database) == before, name
        assert disk.files(database) == files, f"{name}: half a file is left"
    # Reading goes on, printing too: a PDF that is not kept takes no room.
    assert lucas.call("sale.order", "read", [quote], ["quote_status"])[0]["quote_status"] == "draft"
    assert lucas.get(f"/report/pdf/agency_pdf.quote/{quote}").content.startswith(b"%PDF")
    # Odoo's own limit.
    nadia = Person(lucas.url, database, "nadia")
    with pytest.raises(Failed, match="No space left"):
        nadia.sign_in()

    # With room again, the same files are taken, and people sign in.
    disk.empty()
    for gesture in gestures.values():
        gesture()
    assert counts(database) != before
    nadia.sign_in()
    check_files(database, disk)
