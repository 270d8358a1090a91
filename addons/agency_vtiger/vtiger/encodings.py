"""How the text of a file is encoded: as vtiger writes it, as spreadsheets of Windows, DOS and Macs do, or mixed."""

import codecs
import re

from .problems import FileProblem

CHUNK = 2**20
# The signs that French texts have besides plain letters: the encoding in which most are these is the one.
_FRENCH = "éèêëàâäçîïôöùûüœÉÈÊÀÇÔŒ°«»’‘“”…–—•€™\u00a0"
# Bytes of what was written in one encoding are other signs in the others; the first one when they do as well.
_OF_SPREADSHEETS = {"cp1252": "Windows", "mac_roman": "Mac", "cp850": "DOS"}
# The same signs in UTF-8, which make no sense in the others.
_IN_UTF8 = re.compile(rb"\xc3[\x80-\xbf]|\xc2[\xa0-\xbf]|\xc5[\x92\x93]|\xe2\x80[\x90-\xbf]|\xe2\x82\xac")
# « Ã© »: the UTF-8 of what was UTF-8 already.
_TWICE = re.compile(rb"\xc3\x83\xc2[\x80-\xbf]|\xc3\x82\xc2[\xa0-\xbf]")
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def decode(name: str, data: bytes) -> tuple[bytes, str, str]:
    """The bytes, their encoding, and what the text was read as where its accents are to be looked at; "" else.

    :raise FileProblem: if it is no text
    """
    encoding = _find_usual(data)
    if _is_text(data, encoding):
        once = _undo_twice(data) if encoding.startswith("utf-8") else None
        return (once, "utf-8", "UTF-8, UTF-8") if once else (data, encoding, "")
    if encoding == "utf-8-sig" or (encoding == "utf-8" and _IN_UTF8.search(data)):
        if (text := _decode_mixed(data)) is not None:
            return text.encode(), "utf-8", "UTF-8, Windows"
    elif encoding == "utf-8":
        for other in sorted(_OF_SPREADSHEETS, key=lambda each: -_count_french(data, each)):
            if _is_text(data, other) and (other == "cp1252" or not _CONTROLS.search(data)):
                return data, other, "" if other == "cp1252" else _OF_SPREADSHEETS[other]
    raise FileProblem("encoding", name)


def _find_usual(data: bytes) -> str:
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if data[1:400:2].count(0) > len(data[1:400:2]) // 2:
        return "utf-16-le"
    if data[0:400:2].count(0) > len(data[0:400:2]) // 2:
        return "utf-16-be"
    return "utf-8"


def _is_text(data: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(data), CHUNK):
            decoder.decode(data[start : start + CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _count_french(data: bytes, encoding: str) -> int:
    signs = {sign.encode(encoding, "ignore") for sign in _FRENCH} - {b""}
    return sum(data.count(sign) for sign in signs)


def _undo_twice(data: bytes) -> bytes | None:
    """What was UTF-8, taken for Windows' and written as UTF-8 again, as it was; only when all of it was."""
    if not _TWICE.search(data):
        return None
    try:
        return data.decode("utf-8-sig").encode("cp1252", "agency_controls").decode("utf-8").encode()
    except UnicodeError:
        return None


def _decode_mixed(data: bytes) -> str | None:
    """Texts of two encodings in one file: what is no UTF-8 is Windows'."""
    try:
        return data.decode("utf-8-sig", "agency_windows")
    except UnicodeError:
        return None


def _keep_controls(error: UnicodeError) -> tuple[bytes, int]:
    """The five bytes that Windows has no sign for, which it keeps as controls."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return error.object[error.start : error.end].encode("latin-1"), error.end


def _read_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    # One byte: those behind it may be UTF-8 again.
    return error.object[error.start : error.start + 1].decode("cp1252"), error.start + 1


codecs.register_error("agency_controls", _keep_controls)
codecs.register_error("agency_windows", _read_windows)
