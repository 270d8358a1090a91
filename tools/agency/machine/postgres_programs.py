"""Where PostgreSQL's server programs are."""

import shutil
import subprocess
from pathlib import Path


def find_programs(version: str | None = None) -> Path | None:
    """Folder of PostgreSQL's server programs: of that major version, else the newest, else PATH's."""
    folders = [Path(path) for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()]
    folders.sort(key=lambda folder: float(folder.parent.name), reverse=True)
    if initdb := shutil.which("initdb"):
        folders.append(Path(initdb).resolve().parent)
    if version:
        folders = [folder for folder in folders if version_of(folder) == version]
    return folders[0] if folders else None


def version_of(programs: Path) -> str:
    output = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True).stdout
    return output.split()[2].split(".")[0]
