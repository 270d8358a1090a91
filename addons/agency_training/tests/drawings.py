"""Drawings as fingers make them: each another one."""

import base64
import io
import itertools

from PIL import Image, ImageDraw

NUMBERS = itertools.count()


def encode(picture, kind="PNG", **options):
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return base64.b64encode(file.getvalue()).decode()


def draw(number=None, size=(360, 120), ink="darkblue"):
    """Return a signature as the page sends it, another one each time.

    :param int number: the same one for the same number
    """
    number = next(NUMBERS) if number is None else number
    picture = Image.new("RGBA", size, (255, 255, 255, 0))
    points = [(20 + step * 30, 20 + (number * 7 + step * step * 13 + number * step) % 80) for step in range(9)]
    ImageDraw.Draw(picture).line(points, ink, 2)
    return encode(picture)
