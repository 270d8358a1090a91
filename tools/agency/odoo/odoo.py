"""Run the pinned Odoo: its configuration file, its command, its environment."""

import ast
import os
import secrets
import subprocess
from pathlib import Path

from tools.agency import config
from tools.agency.console import SetupError, explain, locked
from tools.agency.machine import postgres, python_env, system
from tools.agency.odoo import source as odoo_source

MAIL_PORT_FILE = config.HOME / "mail.port"


def prepare(needs: dict = system.RUN_NEEDS, files: tuple[str, ...] = python_env.RUN_FILES) -> odoo_source.Source:
    """Do whatever is missing before Odoo can run; instant when nothing is."""
    with locked():
        if not config.ODOO_CONF.exists():
            system.ensure_disk_space(4)
        system.ensure_packages(needs)
        python_env.ensure(files)
        python_env.ensure_wkhtmltopdf()
        source = odoo_source.get()
        postgres.make_home_private()
        postgres.ensure_running()
        _write_configuration(source)
    return source


def prepare_tests() -> odoo_source.Source:
    return prepare(system.TEST_NEEDS, python_env.DEV_FILES)


def _write_configuration(source: odoo_source.Source) -> None:
    options = {
        "addons_path": ",".join([*source.addons, str(config.ADDONS)]),
        "data_dir": config.DATA_DIR,
        "bin_path": config.BIN,
        "db_host": "127.0.0.1",
        "db_port": postgres.port(),
        "db_user": postgres.ROLE,
        "db_password": postgres.password(),
        "http_interface": "127.0.0.1",
        "http_port": config.PORT,
        "list_db": False,
        "admin_passwd": config.private_file(config.HOME / "master.password", lambda: secrets.token_urlsafe(24)),
        "unaccent": True,  # « creation » finds « Création »
        **mail_options(),
    }
    text = "# Written by tools/agency at each start: changes made here are lost.\n[options]\n"
    text += "".join(f"{name} = {value}\n" for name, value in options.items())
    config.ADDONS.mkdir(exist_ok=True)
    if not config.ODOO_CONF.exists() or config.ODOO_CONF.read_text() != text:
        with open(os.open(config.ODOO_CONF, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(text)


def mail_options() -> dict[str, str]:
    """Where Odoo sends mail: AGENCY_SMTP_HOST and AGENCY_SMTP_PORT, else the catcher of `make run`."""
    if host := os.environ.get("AGENCY_SMTP_HOST"):
        return {"smtp_server": host, "smtp_port": os.environ.get("AGENCY_SMTP_PORT") or "25"}
    caught = MAIL_PORT_FILE.read_text().strip() if MAIL_PORT_FILE.exists() else "8025"
    return {"smtp_server": "127.0.0.1", "smtp_port": caught}


# === COMMAND === #


def command(source: odoo_source.Source, *arguments: str) -> list[str]:
    """Odoo's command line. The configuration comes by the environment, good for any sub-command;
    the add-ons' path is also put before a sub-command's name, where Odoo looks for those of add-ons."""
    before = []
    if len(arguments) and not arguments[0].startswith("-"):
        before = [f"--addons-path={','.join([*source.addons, str(config.ADDONS)])}"]
    return [str(config.VENV_PYTHON), source.script, *before, *arguments]


def environment(source: odoo_source.Source) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "ODOO_", "PYTHON"))}
    return {
        **kept,
        "ODOO_RC": str(config.ODOO_CONF),
        "PYTHONPATH": source.python_path,
        "PATH": f"{config.BIN}:{config.VENV / 'bin'}:{os.environ.get('PATH', os.defpath)}",
    }


def shell(source: odoo_source.Source, database: str, script: str, *options: str) -> str:
    """Run Python in `odoo shell`, return what it printed."""
    config.LOGS.mkdir(parents=True, exist_ok=True)
    log = config.LOGS / "shell.log"
    with log.open("a") as errors:
        start = errors.tell()
        result = subprocess.run(
            command(source, "shell", "-d", database, "--no-http", "--max-cron-threads=0", "--log-level=warn", *options),
            input=script,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env=environment(source),
            cwd=config.ROOT,
        )
    if result.returncode:
        with log.open(errors="replace") as errors:
            errors.seek(start)
            raise SetupError(explain(f"a script failed in the database {database}", errors.read(), log))
    return result.stdout


# === ADD-ONS === #


def manifests() -> dict[str, dict]:
    """The project's add-ons and their manifests."""
    found = {}
    for path in sorted(config.ADDONS.glob("*/__manifest__.py")):
        manifest = ast.literal_eval(path.read_text())
        if manifest.get("installable", True):
            found[path.parent.name] = manifest
    return found


def addon_version(manifest: dict) -> str:
    """The version as Odoo stores it, with its own series in front."""
    version = str(manifest.get("version", "1.0"))
    series = ".".join(map(str, config.ODOO_SERIES))
    return version if version.startswith(f"{series}.") else f"{series}.{version}"


def filestore(database: str) -> Path:
    return config.DATA_DIR / "filestore" / database
