"""The looks of documents: their style sheets, fonts and colors."""

import colorsys
import functools
import re
from string import Template

from odoo.tools import file_open, file_path

COLOR_RE = re.compile(r"^#[0-9a-fA-F]{6}$")
DEFAULT_COLOR = "#1f4e79"
# What WCAG 2 asks of a text (criterion 1.4.3).
READABLE_CONTRAST = 4.5
# Where Odoo keeps the fonts a company may choose; a file the server lacks is skipped.
LATO_FILE = "web/static/fonts/lato/Lato-%s-webfont.ttf"
FONT_FILE = "web/static/fonts/google/%s/%s-%s.ttf"
FONT_FACES = [  # (CSS style, CSS weight, file suffix, suffix for Lato)
    ("normal", "normal", "Regular", "Reg"),
    ("normal", "bold", "Bold", "Bol"),
    ("italic", "normal", "Italic", "RegIta"),
    ("italic", "bold", "BoldItalic", "BolIta"),
]


@functools.lru_cache(8)
def style_template(path):
    """Return a style sheet whose $names are to be filled."""
    with file_open(path) as css_file:
        return Template(css_file.read())


@functools.lru_cache(32)
def font_style(font):
    """Return the CSS that loads `font` from the add-ons' static files."""
    rules = []
    for style, weight, suffix, lato_suffix in FONT_FACES:
        path = LATO_FILE % lato_suffix if font == "Lato" else FONT_FILE % (font, font, suffix)
        try:
            file_path(path)
        except FileNotFoundError:
            continue
        rules.append(
            f"@font-face {{ font-family: 'agency'; font-style: {style}; font-weight: {weight}; src: url('/{path}'); }}"
        )
    return "\n".join(rules)


def _rgb(color):
    return tuple(int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))


def _hex(rgb):
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in rgb)


def readable_color(color):
    """Return `color`, darkened until white text on it (or it on white) can be read."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_rgb(color))
    lightness = min(lightness, 0.42)
    while _contrast_with_white(colorsys.hls_to_rgb(hue, lightness, saturation)) < READABLE_CONTRAST:
        lightness -= 0.01
    return _hex(colorsys.hls_to_rgb(hue, lightness, saturation))


def _contrast_with_white(rgb):
    """Return the contrast of a colour with white, as WCAG 2 reckons it: 1 (white) to 21 (black)."""
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in rgb]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def pale_color(color):
    """Return a background of the same hue as `color`."""
    hue, _lightness, saturation = colorsys.rgb_to_hls(*_rgb(color))
    return _hex(colorsys.hls_to_rgb(hue, 0.95, min(saturation, 0.6)))


def color_tokens(colors):
    """Return what the $names of colors become in a style sheet: each readable, and a pale background of its hue.

    :param dict colors: name to color as it was entered; one that is none is the default
    """
    tokens = {}
    for name, color in colors.items():
        color = readable_color(color if COLOR_RE.match(color) else DEFAULT_COLOR)
        tokens |= {name: color, f"{name}_pale": pale_color(color)}
    return tokens
