"""Pictures as documents print them: of the colors that PDF/A-3 has an intent for, no bigger than the paper shows."""

import base64
import functools
import io

from PIL import Image

# Points of a picture of 65 by 18 mm (`.logo` in the style sheet) at 300 to the inch, and a margin.
MAX_SIZE = (800, 400)
# What documents print as it is: red, green, blue (with or without a transparent ground), shades of gray.
PRINTED_MODES = ("RGB", "RGBA", "L")


@functools.lru_cache(16)
def printable_picture(content):
    """Return a picture, in base 64, as it is printed: one in the inks of a press (CMYK) in red, green and blue, one of
    20 MB reduced to what can be seen of it. One that is no picture is returned as it is.

    :param bytes content: in base 64
    """
    try:
        picture = Image.open(io.BytesIO(base64.b64decode(content)))
        if picture.mode in PRINTED_MODES and all(map(lambda size, most: size <= most, picture.size, MAX_SIZE)):
            return content
        is_transparent = "A" in picture.mode or "transparency" in picture.info
        picture = picture.convert("RGBA" if is_transparent else "RGB")
        picture.thumbnail(MAX_SIZE)
        reduced = io.BytesIO()
        picture.save(reduced, "PNG", optimize=True)
    except (OSError, ValueError, Image.DecompressionBombError):
        return content
    return base64.b64encode(reduced.getvalue())
