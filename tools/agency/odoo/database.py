"""Databases: templates kept from one run to the next, copies of them, and the agency's own.

    template_odoo_<key>    Odoo's modules, in French with the French chart of accounts
    template_addons_<key>  ... and the add-ons
    template_sample_<key>  ... and the sample agency

A key says what the template was made from; when it changes the template is made anew and the old one
dropped. Every database is made under another name and renamed when complete.
"""

import datetime
import hashlib
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from tools.agency import config
from tools.agency.console import SetupError, locked, run, say, step
from tools.agency.machine import postgres, python_env
from tools.agency.odoo import odoo
from tools.agency.odoo.source import Source

SCRIPTS = Path(__file__).parent / "scripts"
FRENCH_COMPANY = (SCRIPTS / "french_company.py").read_text()
FRENCH_ACCOUNTING = (SCRIPTS / "french_accounting.py").read_text()
NO_ONLINE_SERVICES = (SCRIPTS / "no_online_services.py").read_text()
OWN_AGENCY = (SCRIPTS / "own_agency.py").read_text() + (SCRIPTS / "invited_only.py").read_text()
USUAL_TAX = (SCRIPTS / "usual_tax.py").read_text()


# === MAKING === #


def install(source: Source, database: str, modules: Iterable[str], *options: str) -> None:
    """Install modules, and see that they are installed."""
    modules = sorted(modules)
    log = load_modules(source, database, "-i", modules, "--without-demo", *options)
    if absent := set(modules) - set(installed_versions(database)):
        raise SetupError(f"Odoo did not install {', '.join(sorted(absent))} (details: {log})")


def load_modules(source: Source, database: str, action: str, modules: list[str], *options: str) -> Path:
    """Have Odoo install (-i) or update (-u) modules; return its log."""
    log = f"modules-{database}.log"
    quiet = ("--stop-after-init", "--no-http", "--max-cron-threads=0", "--log-level=warn")
    line = odoo.command(source, "server", "-d", database, action, ",".join(modules), *quiet, *options)
    run(line, f"could not load {', '.join(modules)}", log=log, env=odoo.environment(source))
    return config.LOGS / log


def installed_versions(database: str) -> dict[str, str]:
    rows = postgres.sql(database, "SELECT name, latest_version FROM ir_module_module WHERE state = 'installed'")
    return dict(row.split("|") for row in rows.splitlines())


def copy(old: str, new: str) -> None:
    """Copy a database and its filestore, whose files never change and can be shared."""
    drop(new)
    postgres.create(new, template=old)
    if odoo.filestore(old).exists():
        shutil.copytree(odoo.filestore(old), odoo.filestore(new), copy_function=os.link)


def drop(database: str) -> None:
    postgres.drop(database)
    shutil.rmtree(odoo.filestore(database), ignore_errors=True)


def rename(old: str, new: str) -> None:
    shutil.rmtree(odoo.filestore(new), ignore_errors=True)
    if odoo.filestore(old).exists():
        odoo.filestore(old).rename(odoo.filestore(new))
    postgres.rename(old, new)


def template(kind: str, state: str, label: str, base: Callable[[], str] | None, fill: Callable[[str], None]) -> str:
    """Name of the template; if it is not there, made from a copy of its base by `fill`."""
    name = f"template_{kind}_{state}"
    with locked():
        if postgres.exists(name):
            return name
        for old in postgres.databases(f"template_{kind}_"):
            drop(old)
        origin = base() if base else None
        with step(label):
            unfinished = f"template_{kind}_new"
            if origin:
                copy(origin, unfinished)
            else:
                drop(unfinished)
                postgres.create(unfinished)
            fill(unfinished)
            rename(unfinished, name)
    return name


# === TEMPLATES === #


def odoo_modules() -> list[str]:
    """Odoo's modules that the add-ons stand on; those of the optional ones come with them."""
    ours = odoo.manifests()
    usual = [manifest for name, manifest in ours.items() if name not in config.OPTIONAL_ADDONS]
    needed = {name for manifest in usual for name in manifest.get("depends", [])}
    return sorted({*config.ODOO_MODULES, *needed} - set(ours))


def key(source: Source, *parts: str) -> str:
    """What tells a database of this Odoo, these pins and these parts from another."""
    return _hash(source.origin, python_env.fingerprint(), *parts)


def odoo_key(source: Source) -> str:
    # Our names too: a database made before an add-on was there does not know it.
    names = sorted(odoo.manifests())
    return key(source, "extensions", *odoo_modules(), *names, FRENCH_COMPANY, FRENCH_ACCOUNTING, NO_ONLINE_SERVICES)


def addons_key(source: Source) -> str:
    return _hash(odoo_key(source), *_contents(config.ADDONS))


def addon_key(addon: str) -> str:
    """What tells two states of an add-on's files apart, its tests left out."""
    return _hash(*_contents(config.ADDONS / addon))


def sample_key(source: Source) -> str:
    today = datetime.date.today().isoformat()  # the sample's dates are relative to it
    return _hash(addons_key(source), today, *_contents(config.SAMPLE_LOADER.parent))


def odoo_template(source: Source) -> str:
    """Odoo's modules, in French, with the French chart of accounts."""

    def fill(name: str) -> None:
        install(source, name, ["base"], "--load-language=fr_FR")
        odoo.shell(source, name, FRENCH_COMPANY)
        install(source, name, odoo_modules())
        odoo.shell(source, name, FRENCH_ACCOUNTING)
        odoo.shell(source, name, NO_ONLINE_SERVICES)

    return template("odoo", odoo_key(source), "Installing Odoo's modules in a template database", None, fill)


def addons_template(source: Source) -> str:
    """The same with the add-ons."""
    addons = [name for name in odoo.manifests() if name not in config.OPTIONAL_ADDONS]

    def fill(name: str) -> None:
        if addons:
            install(source, name, addons)

    label = f"Installing the add-ons ({', '.join(addons) or 'none yet'}) in a template"
    return template("addons", addons_key(source), label, lambda: odoo_template(source), fill)


def sample_template(source: Source) -> str:
    """The same with the sample agency."""

    def fill(name: str) -> None:
        load_sample(source, name)

    label = "Loading the sample agency in a template"
    return template("sample", sample_key(source), label, lambda: addons_template(source), fill)


def sample_with_template(source: Source, addon: str) -> str:
    """The same with one of the add-ons that are not installed by themselves."""
    label = f"Installing {addon} beside the sample agency in a template"
    return template(
        f"{addon}_sample",
        sample_key(source),
        label,
        lambda: sample_template(source),
        lambda name: install(source, name, [addon]),
    )


def demonstration_template(source: Source) -> str:
    """What `make run` shows: the sample agency, which asks its suppliers for prices too."""
    return template(
        "demonstration",
        sample_key(source),
        "Loading what the sample agency asks its suppliers in a template",
        lambda: sample_with_template(source, "agency_purchase"),
        lambda name: load_sample(source, name),
    )


def load_sample(source: Source, database: str) -> None:
    if not config.SAMPLE_LOADER.exists():
        say(f"{config.SAMPLE_LOADER.relative_to(config.ROOT)} does not exist yet: no sample agency")
        return
    odoo.shell(source, database, config.SAMPLE_LOADER.read_text())


def _contents(folder: Path) -> list[str]:
    """What tells two states of a folder apart; tests install nothing, so they do not count."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    kept = (path for path in files if not {"__pycache__", "tests"} & set(path.parts[len(folder.parts) :]))
    return [f"{path.relative_to(folder)} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in kept]


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:10]


# === THE AGENCY === #


def ensure_agency(source: Source) -> None:
    """Make the agency's database, or bring it up to the add-ons' versions.

    :raise SetupError: if an empty one is wanted where the sample agency is
    """
    with locked():
        if postgres.exists(config.DATABASE):
            if not config.WITH_SAMPLE and has_sample(config.DATABASE):
                raise SetupError(
                    f"the database {config.DATABASE} has the sample agency: AGENCY_DB=another_name AGENCY_SAMPLE=no"
                    " make run (or make it anew, all of it lost: AGENCY_SAMPLE=no make reset)"
                )
            update(source, config.DATABASE)
        else:
            create_agency(source)


def create_agency(source: Source) -> None:
    """Make the agency's database; one that exists is replaced when the new one is complete."""
    name, unfinished = config.DATABASE, f"{config.DATABASE}_unfinished"
    with locked():
        template = demonstration_template(source) if config.WITH_SAMPLE else addons_template(source)
        with step(f"Creating the database {name}"):
            copy(template, unfinished)
            odoo.shell(source, unfinished, OWN_AGENCY)
            if not config.WITH_SAMPLE:
                odoo.shell(source, unfinished, USUAL_TAX)
            postgres.make_durable(unfinished)
            drop(name)
            rename(unfinished, name)


def has_sample(name: str) -> bool:
    """Whether the sample agency was loaded in a database."""
    return bool(postgres.sql(name, "SELECT 1 FROM ir_model_data WHERE module = 'agency_sample' LIMIT 1"))


def update(source: Source, name: str, everything: bool = False) -> None:
    """Install in a database the add-ons that are new, update those whose version changed (or all of them)."""
    installed = installed_versions(name)
    versions = {addon: odoo.addon_version(manifest) for addon, manifest in odoo.manifests().items()}
    changed = [
        addon for addon in versions if addon in installed and (everything or versions[addon] != installed[addon])
    ]
    # Before the modules, which then index by them.
    postgres.add_extensions(name)
    if changed:
        moves = ", ".join(f"{addon} {installed[addon]} -> {versions[addon]}" for addon in changed)
        with step(f"Updating {name}: {moves}"):
            load_modules(source, name, "-u", changed)
    # After the others are up to date: a new one may stand on what they have become.
    if new := sorted(set(versions) - set(installed) - config.OPTIONAL_ADDONS):
        with step(f"Installing {', '.join(new)} in {name}"):
            install(source, name, new)
