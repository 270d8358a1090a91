"""The files of vtiger's `storage/` folder, found by the names that Documents give them.

vtiger keeps `plaquette été.pdf` as `storage/2019/March/week2/1234_plaquette_été.pdf`. Newer versions hide the name
too: a file so kept is found when its folder was exported under the names that people see.
"""

import io
import re
import unicodedata
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

MAX_FILE_BYTES = 64 * 2**20
# Of a ZIP, how much more a file may be than it was packed; a bomb is a thousand times.
MAX_PACKING = 200
# The CSV files of the export are not among those it names, unless a folder of its own holds them.
EXPORTS = (".csv", ".xlsx")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

UTF8_FLAG = 0x800
_STORED = re.compile(rf"/\d{{4}}/({'|'.join(MONTHS)})/")


class TooBigError(Exception):
    """A file is larger than what is read."""


@dataclass(slots=True)
class StoredFile:
    """A file among those given; `get_content()` reads it anew at each call."""

    path: str
    reader: Callable[[], bytes]

    def get_content(self) -> bytes:
        """:raise TooBigError: if it is too large"""
        return self.reader()


@dataclass(slots=True)
class Storage:
    """The files that were given beside the export."""

    files: dict[str, list[StoredFile]] = field(default_factory=lambda: defaultdict(list))

    def find(self, name: str, year: int | None = None, month: int | None = None) -> list[StoredFile]:
        """The files of this name; of several, those that were stored in this month."""
        found = self.files.get(_bare(name), [])
        if len(found) > 1 and year and month:
            place = f"/{year}/{MONTHS[month - 1]}/"
            return [file for file in found if place in f"/{file.path}"] or found
        return found

    def add(self, path: str, reader: Callable[[], bytes]) -> None:
        file = StoredFile(path, reader)
        for bare in bare_names(path):
            self.files[bare].append(file)


def bare_names(path: str) -> set[str]:
    """The names by which a document may be called that is kept there: vtiger puts its number before it."""
    name = PurePosixPath(path).name
    return {_bare(name), _bare(re.sub(r"^\d+_", "", name))}


def open_storage(sources: Iterable[Path | tuple[str, bytes]]) -> Storage:
    """Find the files of folders and ZIP archives that are no exports themselves.

    :param sources: as `reader.read_sources()` takes them
    """
    storage = Storage()
    for source in sources:
        if isinstance(source, tuple):
            _add_archive(storage, source[1])
        elif source.is_dir():
            for path in sorted(source.rglob("*")):
                _add_path(storage, path, path.relative_to(source))
        elif source.suffix.lower() == ".zip":
            _add_archive(storage, source)
    return storage


def _add_path(storage: Storage, path: Path, relative: Path) -> None:
    if not path.is_file() or path.is_symlink() or _is_export(PurePosixPath(relative.as_posix())):
        return
    if path.suffix.lower() == ".zip" and len(relative.parts) == 1:
        _add_archive(storage, path)
    else:
        storage.add(relative.as_posix(), lambda: _read_path(path))


def _is_export(path: PurePosixPath) -> bool:
    return len(path.parts) == 1 and path.suffix.lower() in EXPORTS


def _read_path(path: Path) -> bytes:
    if path.stat().st_size > MAX_FILE_BYTES:
        raise TooBigError(path.name)
    return path.read_bytes()


def _add_archive(storage: Storage, source: bytes | Path) -> None:
    try:
        # Open as long as the storage is: its list of files is read once, not for each of them.
        archive = zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return  # which the reader of exports tells
    for info in archive.infolist():
        path = member_path(info)
        # An export among them is named by no document: what is called as one is one.
        if not info.is_dir() and "__MACOSX" not in path.parts:
            storage.add(path.as_posix(), lambda info=info: _read_member(archive, info))


def member_path(info: zipfile.ZipInfo) -> PurePosixPath:
    """The path of a member of an archive, its accents as whoever packed it wrote them.

    A Mac writes UTF-8 and does not say so, Windows in France the signs of DOS: the module takes both for others.
    """
    name = info.filename
    if not info.flag_bits & UTF8_FLAG:
        raw = name.encode("cp437", "replace")
        try:
            name = raw.decode()
        except UnicodeDecodeError:
            name = raw.decode("cp850")
    return PurePosixPath(name.replace("\\", "/"))


def is_stored(path: PurePosixPath) -> bool:
    """Whether vtiger keeps a document there: `storage/2019/March/week2/12_tarifs.csv` is no export."""
    return bool(_STORED.search(f"/{path}"))


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    limit = min(MAX_FILE_BYTES, max(2**20, info.compress_size * MAX_PACKING))
    try:
        with archive.open(info) as member:
            # What the archive says of sizes may be a lie: count what comes out.
            content = member.read(limit + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error) as error:
        raise TooBigError(info.filename) from error
    if len(content) > limit:
        raise TooBigError(info.filename)
    return content


def _bare(name: str) -> str:
    """A name as vtiger stores it: without case, and its spaces and signs as one."""
    text = unicodedata.normalize("NFC", name).casefold()
    return re.sub(r"[^\w.]+", "_", text)
