"""A database and its files in one zip: what `make backup` writes and `make restore` reads.

The zip is laid out as Odoo's own (`odoo db dump`: dump.sql, filestore/, manifest.json), so each reads the other's.
Two things are done otherwise, because the agency works meanwhile and a copy must be whole:

- Odoo copies the files, then the rows: what is attached in between is in the rows alone. Here the files are kept
  (as links, which cost nothing) before the rows are read and again after, so those of every row are there.
- Odoo goes on when a line of a dump fails. Here the database gets its name when all is in it, or not at all.
"""

import json
import os
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import BinaryIO

from tools.agency import config
from tools.agency.console import SetupError, run
from tools.agency.machine import postgres
from tools.agency.odoo import database, odoo


def write(name: str, path: Path) -> None:
    """Write a database and its files; the zip gets its name when it is complete."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    filestore = odoo.filestore(name)
    # Beside the files: links do not go from one disk to another.
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=_folder(filestore.parent)) as folder:
        rows, files = Path(folder, "dump.sql"), Path(folder, "filestore")
        _link_files(filestore, files)
        pg_dump = postgres.client("pg_dump", name, "--no-owner", f"--file={rows}")
        run(pg_dump, f"could not read the database {name}", env=postgres.client_environment())
        _link_files(filestore, files)
        unfinished = path.with_suffix(".unfinished")
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
            _write_zip(stream, rows, files, _manifest(name))
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.rename(path)


def read(path: Path, name: str) -> None:
    """Make a new database, and its files, of a backup: whole, or nothing."""
    filestore = odoo.filestore(name)
    postgres.create(name)
    try:
        with (
            tempfile.TemporaryDirectory(prefix=".restore-", dir=_folder(filestore.parent)) as folder,
            zipfile.ZipFile(path) as archive,
        ):
            names = archive.namelist()
            archive.extractall(folder, [each for each in names if each == "dump.sql" or each.startswith("filestore/")])
            psql = postgres.client("psql", name, "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-f", f"{folder}/dump.sql")
            run(psql, f"could not restore {path}", env=postgres.client_environment())
            if Path(folder, "filestore").exists():
                shutil.rmtree(filestore, ignore_errors=True)
                Path(folder, "filestore").rename(filestore)
    except BaseException:
        database.drop(name)
        raise


def check(path: Path) -> None:
    """See that the file is a whole backup of this series of Odoo, before anything is touched."""
    if not path.is_file():
        raise SetupError(f"there is no file {path}")
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = json.loads(archive.read("manifest.json"))
            archive.getinfo("dump.sql")
            damaged = archive.testzip()
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError) as error:
        raise SetupError(f"{path} is not a backup, or not a whole one ({error})") from error
    if damaged:
        raise SetupError(f"{path} is damaged ({damaged}): use another one")
    series = ".".join(map(str, config.ODOO_SERIES))
    if manifest.get("major_version") != series:
        raise SetupError(f"{path} is a backup of Odoo {manifest.get('major_version')}, and this is Odoo {series}")


def _folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path


def _link_files(source: Path, target: Path) -> None:
    """Keep the files of a filestore: they never change, and one that Odoo throws away meanwhile stays here."""
    for file in source.rglob("*"):
        kept = target / file.relative_to(source)
        if kept.exists() or not file.is_file() or "checklist" in file.relative_to(source).parts[:1]:
            continue
        kept.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(file, kept)
        except FileNotFoundError:  # thrown away just now: no row names it
            continue


def _manifest(name: str) -> dict:
    """What Odoo writes in its own."""
    series = ".".join(map(str, config.ODOO_SERIES))
    return {
        "odoo_dump": "1",
        "db_name": name,
        "version": series,
        "version_info": [*config.ODOO_SERIES, 0, "final", 0, ""],
        "major_version": series,
        "pg_version": postgres.sql(name, "SHOW server_version").split()[0],
        "modules": database.installed_versions(name),
    }


def _write_zip(stream: BinaryIO, rows: Path, files: Path, manifest: dict) -> None:
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.write(rows, "dump.sql")
        archive.writestr("manifest.json", json.dumps(manifest, indent=4))
        for file in sorted(files.rglob("*")):
            if file.is_file():
                archive.write(file, Path("filestore", file.relative_to(files)))
