"""Get Odoo 19: a folder of yours (ODOO_HOME), else Debian's package, else a clone of its 19.0 branch.

Debian's package is downloaded with apt from the mirror the machine itself uses, only looked up in
`unstable` through private lists: nothing of it is installed on the system.
"""

import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from tools.agency import config
from tools.agency.console import SetupError, run, say, step

FOLDER = config.HOME / "odoo"
STAMP = config.HOME / "odoo.json"

PACKAGES = (
    "odoo-19",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-montserrat",
    "fonts-roboto-unhinted",
    "fonts-inconsolata",
    "fonts-font-awesome",
)
DEFAULT_GIT = "https://github.com/odoo/odoo.git"


@dataclass(frozen=True)
class Source:
    """An Odoo that is there: how to run it, and what tells it from another."""

    origin: str
    script: str
    python_path: str
    addons: tuple[str, ...]


def get() -> Source:
    """The Odoo to run, downloaded if it is not there yet."""
    if config.ODOO_HOME:
        return _describe(Path(config.ODOO_HOME).absolute(), origin=f"ODOO_HOME {config.ODOO_HOME}")
    if STAMP.exists():
        stored = json.loads(STAMP.read_text())
        source = Source(**{**stored, "addons": tuple(stored["addons"])})
        if Path(source.script).exists():
            return source
    source = _download()
    STAMP.write_text(json.dumps(asdict(source), indent=1))
    return source


def _describe(path: Path, origin: str) -> Source:
    """Recognise the two layouts Odoo comes in: its repository, and an installed package."""
    layouts = (
        (path, path / "odoo-bin", (path / "addons", path / "odoo/addons")),
        (
            path / "usr/lib/python3/dist-packages",
            path / "usr/bin/odoo",
            (path / "usr/lib/python3/dist-packages/odoo/addons",),
        ),
    )
    for python_path, script, addons in layouts:
        release = python_path / "odoo/release.py"
        if release.exists() and script.exists():
            _check_release(release)
            return Source(origin, str(script), str(python_path), tuple(map(str, addons)))
    raise SetupError(f"{origin}: there is no Odoo in {path} (expected odoo-bin and odoo/release.py)")


def _check_release(release: Path) -> None:
    found = re.search(r"^version_info = \((\d+), (\d+),", release.read_text(), re.MULTILINE)
    series = tuple(map(int, found.groups())) if found else None
    if series != config.ODOO_SERIES:
        name = ".".join(map(str, series)) if series else "unknown"
        raise SetupError(f"Odoo 19.0 is needed, and {release.parents[1]} is Odoo {name}")


def _download() -> Source:
    shutil.rmtree(FOLDER, ignore_errors=True)
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        return _clone("no apt on this machine")
    entries = list(debian_entries())
    if not entries:
        return _clone("no Debian archive in this machine's apt sources")
    for entry in entries:
        try:
            return _from_debian(entry)
        except NotInDebianError as error:
            reason = str(error)
    return _clone(reason)


# === DEBIAN'S PACKAGE === #


class NotInDebianError(Exception):
    """The archive answers, and has no such package."""


def debian_entries(folder: Path = Path("/etc/apt")) -> Iterator[dict[str, str]]:
    """The machine's own apt sources that are the Debian archive, in either of apt's two formats.

    Each is a dict with `URIs` and, when given, `Signed-By`. Security and other vendors' are left out.
    """
    lists = [folder / "sources.list", *sorted((folder / "sources.list.d").glob("*.list"))]
    for path in lists:
        for line in path.read_text().splitlines() if path.exists() else ():
            found = re.match(r"deb\s+(?:\[(?P<options>[^]]*)\]\s+)?(?P<uri>\S+)\s+(?P<suite>\S+)\s+(?P<rest>.*)", line)
            if found:
                keyring = re.search(r"signed-by=(\S+)", found["options"] or "")
                entry = {"URIs": found["uri"], "Suites": found["suite"], "Components": found["rest"]}
                yield from _keep_debian({**entry, "Signed-By": keyring[1]} if keyring else entry)
    for path in sorted((folder / "sources.list.d").glob("*.sources")):
        for stanza in re.split(r"\n\s*\n", re.sub(r"(?m)^#.*\n?", "", path.read_text())):
            fields = re.findall(r"(?m)^([\w-]+):[ \t]*(.*(?:\n[ \t]+.*)*)", stanza)
            yield from _keep_debian({name: value.strip() for name, value in fields})


def _keep_debian(entry: dict[str, str]) -> Iterator[dict[str, str]]:
    if entry.get("Enabled", "yes").lower() == "no" or "deb" not in entry.get("Types", "deb").split():
        return
    suites = entry.get("Suites", "").split()
    if "main" not in entry.get("Components", "").split() or all("security" in suite for suite in suites):
        return
    uris = [uri for uri in entry.get("URIs", "").split() if re.search(r"/debian(\.list)?/?$|/debian/\d{8}T", uri)]
    if uris:
        yield {name: value for name, value in {**entry, "URIs": uris[0]}.items() if name in ("URIs", "Signed-By")}


def _from_debian(entry: dict[str, str]) -> Source:
    apt = config.HOME / "apt"
    shutil.rmtree(apt, ignore_errors=True)
    for name in ("sources.d", "state/lists/partial", "cache/archives/partial", "debs"):
        (apt / name).mkdir(parents=True)
    stanza = {"Types": "deb", "Suites": "unstable", "Components": "main", **entry}
    text = "".join(f"{name}: {value}\n" for name, value in stanza.items())
    (apt / "sources.d" / "debian.sources").write_text(text)
    options = {
        "Dir::Etc::sourcelist": "/dev/null",
        "Dir::Etc::sourceparts": apt / "sources.d",
        "Dir::State": apt / "state",
        "Dir::State::status": "/dev/null",
        "Dir::Cache": apt / "cache",
        "APT::Sandbox::User": "root",
        "Acquire::Languages": "none",
    }
    apt_get = ["apt-get", "-q", *(f"-o{name}={value}" for name, value in options.items())]
    with step("Downloading Odoo 19 (Debian's package)"):
        failure = "could not download Odoo from Debian"
        run([*apt_get, "-o", "APT::Update::Error-Mode=any", "update"], failure, cwd=apt, network=True)
        try:
            run([*apt_get, "download", *PACKAGES], failure, cwd=apt / "debs", network=True)
        except SetupError as error:
            if "Unable to locate package" in str(error) or "No candidate" in str(error):
                raise NotInDebianError("Debian no longer has odoo-19") from error
            raise
    with step("Unpacking Odoo"):
        packages = sorted((apt / "debs").glob("*.deb"))
        for package in packages:
            run(["dpkg-deb", "-x", package, FOLDER], f"could not unpack {package.name}")
        _tidy(FOLDER)
    version = next(package.stem for package in packages if package.name.startswith("odoo-19_"))
    shutil.rmtree(apt)
    return _describe(FOLDER, origin=version)


def _tidy(folder: Path) -> None:
    """Make the unpacked package work where it lies."""
    packages = folder / "usr/lib/python3/dist-packages"
    # The package carries its add-ons twice: this copy is contained in odoo/addons.
    shutil.rmtree(packages / "addons", ignore_errors=True)
    # Its links to fonts and scripts of other packages are absolute.
    for path in folder.rglob("*"):
        if path.is_symlink() and os.readlink(path).startswith("/"):
            target = folder / os.readlink(path).lstrip("/")
            path.unlink()
            path.symlink_to(os.path.relpath(target, path.parent))
    # Debian removed this file and left its name in a bundle: every page would log an error.
    missing = packages / "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
    if not missing.exists():
        missing.parent.mkdir(parents=True, exist_ok=True)
        missing.touch()


# === CLONE === #


def _clone(reason: str) -> Source:
    address = os.environ.get("ODOO_GIT") or DEFAULT_GIT
    if not shutil.which("git"):
        raise SetupError(f"{reason}, and git is missing: install git, or set ODOO_HOME to a folder with Odoo 19")
    say(f"{reason}: cloning Odoo's 19.0 branch instead (set ODOO_HOME to use a folder you have)")
    with step("Cloning Odoo 19 (a few minutes)"):
        command: list[str | Path] = ["git", "clone", "--quiet", "--depth=1", "--branch=19.0", address, FOLDER]
        failure = f"{reason}, and Odoo cannot be cloned; set ODOO_HOME to a folder with Odoo 19, or ODOO_GIT"
        run(command, failure, env={**os.environ, "GIT_TERMINAL_PROMPT": "0"}, network=True)
    head = (FOLDER / ".git/refs/heads/19.0").read_text()[:12]
    return _describe(FOLDER, origin=f"git 19.0 {head}")
