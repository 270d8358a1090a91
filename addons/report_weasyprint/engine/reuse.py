"""What makes drawing fast by leaning on how WeasyPrint is made inside: parsed once, drawn once, left out.

Used with the version that our tests know, and off with any other: slower, never broken. `press.py` calls the
functions at the end, and nothing else here.
"""

import copy
import functools
import logging
import re
import threading
from typing import NamedTuple

import lxml.html

from .page import BASE_URL

TESTED_VERSION = "70.0"
# Seven lines a document, and three when it is imported.
logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
try:
    import cssselect2
    import weasyprint
    from weasyprint.css.counters import CounterStyle
    from weasyprint.html import UA
    from weasyprint.images import RasterImage

    is_known = weasyprint.__version__ == TESTED_VERSION
except (ImportError, OSError):  # another version, or none
    is_known = False

_local = threading.local()

# What a browser knows of notes gives six pseudo-elements to each element of a page, which took a tenth of the time.
NOTES_STYLE_RE = re.compile(r"^::(?:foot)?note-[a-z]+ *\{[^}]*\}$", re.MULTILINE)
MARKER_STYLE_RE = re.compile(r"^::marker\b", re.MULTILINE)
# What may have notes: one that asks for them, or whose style is elsewhere.
MAY_HAVE_NOTES_RE = re.compile(r"float\s*:\s*(?:foot)?note|<link\b|@import", re.IGNORECASE)


class _Pictures(dict):
    """The pictures of the documents being drawn, by address, and what else WeasyPrint keeps for them.

    Those that a page brings along (`data:`, as the logo) are kept for the next documents of this thread: any user who
    has the address has the picture.
    """

    def __init__(self):
        self.kept = _local.__dict__.setdefault("pictures", {})
        super().__init__(self.kept)

    def __setitem__(self, address, picture):
        if isinstance(picture, RasterImage):
            picture.get_x_object = _compress_once(picture.get_x_object)
            if address.startswith("data:"):
                if len(self.kept) > 8:
                    self.kept.clear()
                self.kept[address] = picture
        return super().__setitem__(address, picture)


def _compress_once(get_x_object):
    """Return a method that makes a picture ready for a PDF, as WeasyPrint does for each, but compresses it once."""
    compressed = functools.cache(get_x_object)

    def get_again(interpolate, dpi_ratio):
        # A PDF gives numbers of its own to what it holds.
        x_object = copy.copy(compressed(interpolate, dpi_ratio))
        x_object.extra = copy.copy(x_object.extra)
        if "SMask" in x_object.extra:
            x_object.extra["SMask"] = copy.copy(x_object.extra["SMask"])
        return x_object

    return get_again


class _ParsedHtml(weasyprint.HTML if is_known else object):
    """A page that lxml has already read, which WeasyPrint would else read again, in Python."""

    def __init__(self, root, url_fetcher, has_notes=True):
        self.has_notes = has_notes
        if root.find(".//svg") is not None:  # of a namespace that lxml does not give it
            html = lxml.html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>")
            super().__init__(string=html, base_url=BASE_URL, url_fetcher=url_fetcher)
            return
        self.base_url = BASE_URL
        self.url_fetcher = url_fetcher
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = root

    def _ua_stylesheets(self, forms=False):
        """Override of WeasyPrint: what a browser gives to every page, see `NOTES_STYLE_RE`."""
        return super()._ua_stylesheets(forms) if self.has_notes else [_get_style_without_notes()]


@functools.cache
def _get_style_without_notes():
    """Return WeasyPrint's own style of a browser, without notes, and with markers for the elements of lists alone."""
    style = MARKER_STYLE_RE.sub("li::marker, summary::marker", NOTES_STYLE_RE.sub("", UA))
    return weasyprint.CSS(string=style, counter_style=CounterStyle())


class _Drawing(NamedTuple):
    """What a page draws, as a PDF says it."""

    operators: list
    states: dict
    glyphs: dict  # key of a font -> what a PDF must know of its letters: (texts, widths)


class _SharedPage:
    """A page of WeasyPrint that many documents have: its drawing is kept for the next PDF."""

    def __init__(self, page):
        self.page = page
        self.drawing = None

    def __getattr__(self, name):
        return getattr(self.page, name)

    def paint_kept(self, stream, scale, drawn):
        """Paint the page by its drawing, which a PDF needs once, where it has one that fits this PDF.

        :param dict drawn: the names of the drawings that the PDF has
        """
        if self.drawing is None:
            self.drawing = self._draw(stream, scale)
        if not self.drawing or not self.drawing.glyphs.keys() <= stream._fonts.keys():
            return self.page.paint(stream, scale)
        if self not in drawn:
            group = stream.add_group(0, 0, self.width * scale, self.height * scale)
            group.stream = self.drawing.operators
            group._resources["ExtGState"].update(self.drawing.states)
            for key, (texts, widths) in self.drawing.glyphs.items():
                stream._fonts[key].to_unicode.update(texts)
                stream._fonts[key].widths.update(widths)
            drawn[self] = group.id
        return stream.draw_x_object(drawn[self])

    def _draw(self, stream, scale):
        """Return the drawing of the page, or False when there is more in it than letters and lines."""
        kinds = ("ExtGState", "XObject", "Pattern", "Shading")
        resources = {kind: {} for kind in kinds}
        draft = stream.clone(fonts={}, resources={**resources, "ColorSpace": None}, images={})
        self.page.paint(draft, scale)
        has_more = any(resources[kind] for kind in kinds[1:]) or draft._tags is not None
        if has_more or any(font.missing or font.bitmap for font in draft._fonts.values()):
            return False
        glyphs = {key: (font.to_unicode, font.widths) for key, font in draft._fonts.items()}
        return _Drawing(draft.stream, resources["ExtGState"], glyphs)


# === WHAT THE PRESS CALLS === #


def may_have_notes(html, css):
    """Return whether a page or its style asks for footnotes."""
    return not is_known or bool(MAY_HAVE_NOTES_RE.search(html) or MAY_HAVE_NOTES_RE.search(css))


def read_page(root, url_fetcher, has_notes=True):
    """Return the page `root`, an lxml element, as WeasyPrint lays it out."""
    if is_known:
        return _ParsedHtml(root, url_fetcher, has_notes)
    html = lxml.html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>")
    return weasyprint.HTML(string=html, base_url=BASE_URL, url_fetcher=url_fetcher)


def make_picture_cache():
    """Return where WeasyPrint keeps the pictures of the documents being drawn."""
    return _Pictures() if is_known else {}


def keep_page(page):
    """Return a page that many documents have, whose drawing is kept for the next if it can be."""
    return _SharedPage(page) if is_known else page


def paint(page, stream, scale, drawn):
    """Paint a page; one that is kept, by its drawing.

    :param dict drawn: the names of the drawings that the PDF has
    """
    if isinstance(page, _SharedPage):
        page.paint_kept(stream, scale, drawn)
    else:
        page.paint(stream, scale)
