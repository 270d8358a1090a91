"""The databases that the add-ons' tests are run in copies of.

`make test` makes them anew when a file of `addons/` changed: installing is tested too. `make test ONLY=<add-on>...`
keeps one for each add-on, with those it stands on and no other, and only updates in it the add-ons that changed.
"""

import json

from tools.agency import config
from tools.agency.console import SetupError, locked, say, step
from tools.agency.machine import postgres
from tools.agency.odoo import database, odoo
from tools.agency.odoo.source import Source

# Odoo's modules that an add-on heeds where they are installed, without depending on them.
ALSO_INSTALLED = {"agency_pdf": ["l10n_fr_facturx_chorus_pro"], "report_weasyprint": ["stock"]}


def whole(source: Source, addon: str) -> str:
    """All add-ons, and what this one heeds; made once for all that need the same."""
    everything = database.template(
        "tested",
        database.addons_key(source),
        "Installing all add-ons in a template",
        lambda: database.addons_template(source),
        lambda name: _install_all(source, name),
    )
    heeded = ALSO_INSTALLED.get(addon, [])
    if not heeded:
        return everything
    return database.template(
        f"heeding-{addon}",
        database.addons_key(source),
        f"Installing {', '.join(heeded)} besides",
        lambda: everything,
        lambda name: database.install(source, name, heeded),
    )


def _install_all(source: Source, name: str) -> None:
    """Install what is left, and make the scripts and styles of pages, once for all tests that open one."""
    database.install(source, name, config.OPTIONAL_ADDONS & set(odoo.manifests()))
    odoo.shell(source, name, "env['ir.qweb']._pregenerate_assets_bundles()\nenv.cr.commit()")


# === KEPT === #


def kept(source: Source, addon: str) -> str:
    """A database of this add-on and those it stands on, brought up to what the files are now."""
    name = f"kept_{addon}"
    stamp = config.HOME / "kept" / f"{addon}.json"
    wanted = {"odoo": database.odoo_key(source), **{each: database.addon_key(each) for each in needed(addon)}}
    with locked():
        found = json.loads(stamp.read_text()) if stamp.exists() and postgres.exists(name) else {}
        if found == wanted:
            return name
        # Written again when it is what it says: an update that is interrupted leaves none.
        stamp.unlink(missing_ok=True)
        if not (
            found.keys() == wanted.keys() and found["odoo"] == wanted["odoo"] and _update(source, name, found, wanted)
        ):
            _make(source, name, addon)
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(json.dumps(wanted))
    return name


def needed(addon: str) -> list[str]:
    """The add-on and those of ours that it stands on."""
    ours = odoo.manifests()
    found, left = set(), [addon]
    while left:
        found.add(each := left.pop())
        left += [name for name in ours[each].get("depends", []) if name in ours and name not in found]
    return sorted(found)


def _update(source: Source, name: str, found: dict[str, str], wanted: dict[str, str]) -> bool:
    """Update the add-ons that changed; False when that can't be done."""
    changed = [each for each in wanted if found[each] != wanted[each]]
    with step(f"Updating {', '.join(changed)} in the database {name}"):
        try:
            database.load_modules(source, name, "-u", changed)
        except SetupError as error:
            say(f"{error}: making it anew")
            return False
    return True


def _make(source: Source, name: str, addon: str) -> None:
    template = database.odoo_template(source)
    with step(f"Installing {', '.join(needed(addon))} in the database {name}, which is kept"):
        database.copy(template, name)
        database.install(source, name, [*needed(addon), *ALSO_INSTALLED.get(addon, [])])
