"""A backup, made while the agency works and restored in a new database, has every row and every file."""

import hashlib
import os
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.agency import config, testing
from tools.agency.console import SetupError
from tools.agency.machine import postgres
from tools.agency.odoo import archive as zipped
from tools.agency.odoo import odoo

TABLES = "SELECT format('%I', tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences ORDER BY 1"
ATTACH = """
for number in range(20):
    env["ir.attachment"].create({"name": f"pièce {number}", "raw": f"contenu %s {number}".encode() * 500})
env.cr.commit()
"""


@pytest.fixture(scope="module")
def agency() -> Iterator[str]:
    """The sample agency, under a name of its own."""
    name = f"backup_{os.getpid()}"
    testing.create_database(name, with_sample=True)
    testing.odoo_shell(name, ATTACH % "avant")
    yield name
    for database in postgres.databases(name):
        testing.drop_database(database)


@pytest.fixture(scope="module")
def archive(agency: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("backups") / "agency.zip"
    zipped.write(agency, path)
    return path


def rows(database: str) -> dict[str, str]:
    """A digest of each table, whatever the order of its rows, and of the counters."""
    tables = testing.sql(database, TABLES).splitlines()
    digest = " UNION ALL ".join(
        f"SELECT '{table}', count(*)::text || ' ' || "
        "coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '')"
        f" FROM {table} AS t"
        for table in tables
    )
    found = dict(line.split("|") for line in testing.sql(database, digest).splitlines())
    return {**found, "sequences": testing.sql(database, SEQUENCES)}


def files(database: str) -> dict[str, str]:
    folder = odoo.filestore(database)
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and "checklist" not in path.parts
    }


def test_restored_it_is_the_same(agency: str, archive: Path) -> None:
    copy = f"{agency}_copy"
    zipped.read(archive, copy)
    before, after = rows(agency), rows(copy)
    assert int(before["sale_order"].split()[0]) > 10
    assert {table: digest for table, digest in before.items() if after.get(table) != digest} == {}
    assert after.keys() == before.keys()
    assert files(agency) == files(copy)
    assert len(files(copy)) > 20
    # It serves: the whole way from a quote to its PDF.
    printed = testing.odoo_shell(
        copy,
        "quote = env['sale.order'].search([], limit=1)\n"
        "print(env['ir.actions.report']._render_qweb_pdf('agency_pdf.quote', quote.ids)[0][:5])",
    )
    assert "%PDF-" in printed


def test_what_comes_while_it_is_made_is_whole(agency: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files attached after the first look at the files and before the rows are read."""
    real_run = zipped.run

    def attach_then_run(*args: object, **kwargs: object) -> None:
        testing.odoo_shell(agency, ATTACH % "pendant")
        real_run(*args, **kwargs)

    monkeypatch.setattr(zipped, "run", attach_then_run)
    path = tmp_path / "busy.zip"
    zipped.write(agency, path)
    monkeypatch.undo()
    copy = f"{agency}_busy"
    zipped.read(path, copy)
    named = testing.sql(copy, "SELECT store_fname FROM ir_attachment WHERE store_fname IS NOT NULL").splitlines()
    assert set(named) <= set(files(copy))
    assert testing.sql(copy, "SELECT count(*) FROM ir_attachment WHERE name LIKE 'pièce %'") == "40"


def test_odoo_reads_it(agency: str, archive: Path) -> None:
    copy = f"{agency}_odoo"
    subprocess.run(testing.odoo_command("db", "load", copy, str(archive)), check=True, capture_output=True)
    assert rows(copy)["sale_order"] == rows(agency)["sale_order"]
    with zipfile.ZipFile(archive) as kept:
        assert {f"filestore/{file}" for file in files(copy)} == {
            n for n in kept.namelist() if n.startswith("filestore/")
        }


def agency_command(*arguments: str, database: str) -> subprocess.CompletedProcess:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment = {**kept, "AGENCY_DB": database, "AGENCY_PORT": str(testing.free_port())}
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=config.ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )


def test_the_two_commands(agency: str) -> None:
    """As the README says them; what was there is kept under another name."""
    made = agency_command("backup", database=agency)
    assert made.returncode == 0, made.stderr
    file = made.stderr.split("make restore FILE=")[1].split()[0]
    try:
        assert Path(file).stat().st_mode & 0o077 == 0  # customers' data: for nobody else
        testing.sql(agency, "UPDATE res_partner SET comment = 'après la sauvegarde' WHERE id = 1")
        restored = agency_command("restore", f"FILE={file}", database=agency)
        assert restored.returncode == 0, restored.stderr
    finally:
        Path(file).unlink()
    changed = "SELECT count(*) FROM res_partner WHERE comment = 'après la sauvegarde'"
    assert testing.sql(agency, changed) == "0"
    (kept,) = postgres.databases(f"{agency}_replaced_")
    assert testing.sql(kept, changed) == "1"
    assert files(kept) == files(agency)


@pytest.mark.parametrize("damage", ["cut", "no manifest", "another series", "absent"])
def test_what_is_no_backup_touches_nothing(agency: str, archive: Path, tmp_path: Path, damage: str) -> None:
    path = tmp_path / "bad.zip"
    if damage == "cut":
        path.write_bytes(archive.read_bytes()[:-1000])
    elif damage != "absent":
        with zipfile.ZipFile(path, "w") as bad:
            bad.writestr("dump.sql", "SELECT 1;")
            if damage == "another series":
                bad.writestr("manifest.json", '{"major_version": "16.0"}')
    result = agency_command("restore", f"FILE={path}", database=agency)
    assert result.returncode
    (message,) = [line for line in result.stderr.splitlines() if "agency: error:" in line]
    assert "bad.zip" in message
    assert not postgres.databases(f"{agency}_unfinished")


def test_a_dump_that_fails_leaves_no_database(agency: str, tmp_path: Path) -> None:
    path = tmp_path / "wrong.zip"
    with zipfile.ZipFile(path, "w") as wrong:
        wrong.writestr("dump.sql", "CREATE TABLE a (b integer);\nINSERT INTO a VALUES ('x');\n")
    with pytest.raises(SetupError):
        zipped.read(path, f"{agency}_wrong")
    assert not postgres.exists(f"{agency}_wrong")
