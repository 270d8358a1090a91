"""Files of strangers; no record in here."""

import io
import re
import unicodedata

from PIL import Image

from .const import LARGEST_FILE, MOST_PIXELS

# What each kind begins with, whatever it is called: no page, no drawing with scripts (B15).
KINDS = {
    b"%PDF-": ("application/pdf", ".pdf"),
    b"\x89PNG\r\n\x1a\n": ("image/png", ".png"),
    b"\xff\xd8\xff": ("image/jpeg", ".jpg"),
}
SUFFIXES = {".jpg": (".jpg", ".jpeg")}


def check_file(name, content):
    """Return name and MIME type of a file that a supplier gives: a PDF, PNG or JPEG by its content.

    :param str name: as its owner calls it; what it is not is taken off
    :raise ValueError: with the reason: `empty`, `large`, `kind`
    """
    if not content:
        raise ValueError("empty")
    if len(content) > LARGEST_FILE:
        raise ValueError("large")
    mimetype, suffix = next((kind for start, kind in KINDS.items() if content.startswith(start)), ("", ""))
    if not mimetype:
        raise ValueError("kind")
    if mimetype.startswith("image/"):
        _check_image(content)
    return _get_safe_name(name, suffix), mimetype


def _check_image(content):
    """Check that it is an image, and not one that fills the memory.

    :raise ValueError: if not
    """
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as image:
            width, height = image.size
            image.verify()
    # A library that reads what strangers made: whatever it raises, this is no image.
    except Exception as error:
        raise ValueError("kind") from error
    if width * height > MOST_PIXELS:
        raise ValueError("large")


def _get_safe_name(name, suffix):
    """Return a file's name without path, signs that no screen shows, nor a suffix that lies."""
    base = re.split(r"[/\\]", name or "")[-1]
    base = "".join(char for char in unicodedata.normalize("NFC", base) if char.isprintable() and char not in '<>:"|?*')
    known = next((end for end in SUFFIXES.get(suffix, (suffix,)) if base.lower().endswith(end)), "")
    stem = (base[: -len(known)] if known else base).strip(" .")[:80]
    return f"{stem or 'file'}{known or suffix}"
