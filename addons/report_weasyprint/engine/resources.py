"""What a page may show, whoever named it: pictures made of points, and fonts, by what they hold.

Nothing of Odoo here: helper processes run this file as it is. The type that an address or a `data:` URI claims counts
for nothing: WeasyPrint takes any text for a drawing (SVG), whose elements may use each other without end.
"""

import base64
import binascii
import io
from urllib.parse import unquote_to_bytes

from PIL import Image, UnidentifiedImageError

from .page import RefusedUrl

MAX_RESOURCE_BYTES = 10 * 1024 * 1024
MAX_IMAGE_PIXELS = 40_000_000  # A4 at 600 dpi is 35 million
# Those that Odoo lets Pillow read. Not EPS, which Pillow hands to another program.
PICTURE_FORMATS = ("PNG", "JPEG", "GIF", "BMP")
FONT_TYPES = {
    b"\x00\x01\x00\x00": "font/ttf",
    b"true": "font/ttf",
    b"ttcf": "font/collection",
    b"OTTO": "font/otf",
    b"wOFF": "font/woff",
    b"wOF2": "font/woff2",
}


def check_size(content):
    """Check that a file is not too heavy.

    :raise RefusedUrl: if it is
    """
    if len(content) > MAX_RESOURCE_BYTES:
        raise RefusedUrl("too heavy")


def get_type(content):
    """Return the MIME type of a picture or a font.

    :raise RefusedUrl: if it is neither, or too big
    """
    check_size(content)
    if font_type := FONT_TYPES.get(content[:4]):
        return font_type
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"  # how big, only the helper sees, within its limits
    Image.preinit()
    try:
        with Image.open(io.BytesIO(content), formats=PICTURE_FORMATS) as picture:
            width, height = picture.size
            mimetype = Image.MIME[picture.format]
    except (UnidentifiedImageError, Image.DecompressionBombError, SyntaxError, ValueError, OSError) as error:
        raise RefusedUrl("neither a picture nor a font") from error
    if width * height > MAX_IMAGE_PIXELS:
        raise RefusedUrl(f"picture of {width} x {height} pixels")
    return mimetype


def read_data_uri(url):
    """Return what a `data:` URI holds, and its MIME type.

    :raise RefusedUrl: if it is no picture and no font, or too big
    """
    header, separator, data = url[len("data:") :].partition(",")
    if not separator:
        raise RefusedUrl("malformed data URI")
    if len(data) > 2 * MAX_RESOURCE_BYTES:
        raise RefusedUrl("too heavy")
    content = unquote_to_bytes(data)
    if header.endswith(";base64"):
        try:
            content = base64.b64decode(content, validate=False)
        except binascii.Error as error:
            raise RefusedUrl("malformed data URI") from error
    return content, get_type(content)
