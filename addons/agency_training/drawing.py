"""The drawing of a signature: what a finger or a mouse drew, and nothing else (TRAINING T21)."""

import base64
import binascii
import hashlib
import io

from PIL import Image

# A hand on a screen draws less than that; more is another file.
MOST_BYTES = 150_000
MOST_WIDTH, MOST_HEIGHT = 2400, 1200
# Fewer is a slip of the finger; more than half of the picture is no signature.
FEWEST_POINTS = 40
MOST_INKED = 0.5
# Of 255: what is darker is ink.
INK = 160
# Points left around the ink.
MARGIN = 6


class NotADrawing(Exception):
    """What was sent is no picture of a signature."""


class EmptyDrawing(Exception):
    """Nothing is drawn."""


def read_drawing(drawing):
    """Return the picture that a signature is kept as, and its fingerprint.

    The picture is written anew: nothing that hides in a file is kept. The fingerprint is that of the ink alone: a
    signature copied, moved, or coloured otherwise is the same.

    :param str drawing: PNG file, in base64
    :return: (PNG file, fingerprint)
    :rtype: tuple[bytes, str]
    :raise NotADrawing: if it is not a small PNG file
    :raise EmptyDrawing: if fewer than `FEWEST_POINTS` are inked
    """
    picture = _open(drawing)
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture)
    ink = paper.convert("L").point(lambda light: 255 * (light < INK))
    inked = ink.histogram()[255]
    if inked < FEWEST_POINTS:
        raise EmptyDrawing
    if inked > MOST_INKED * picture.width * picture.height:
        raise NotADrawing
    left, upper, right, lower = ink.getbbox()
    ink = ink.crop((left, upper, right, lower))
    fingerprint = hashlib.sha256(f"{ink.width}x{ink.height}:".encode() + ink.convert("1").tobytes()).hexdigest()
    file = io.BytesIO()
    # What is blank around it would make it small on the sheet.
    right, lower = min(right + MARGIN, picture.width), min(lower + MARGIN, picture.height)
    picture = picture.crop((max(left - MARGIN, 0), max(upper - MARGIN, 0), right, lower))
    picture.save(file, "PNG")
    return file.getvalue(), fingerprint


def _open(drawing):
    if not isinstance(drawing, str) or len(drawing) > MOST_BYTES * 4 / 3 + 4:
        raise NotADrawing
    try:
        picture = Image.open(io.BytesIO(base64.b64decode(drawing, validate=True)), formats=["PNG"])
        if picture.width > MOST_WIDTH or picture.height > MOST_HEIGHT or getattr(picture, "is_animated", False):
            raise NotADrawing
        clean = Image.new("RGBA", picture.size)
        clean.paste(picture.convert("RGBA"))
    # Pillow raises these of files that are not what they say.
    except (binascii.Error, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise NotADrawing from error
    return clean
