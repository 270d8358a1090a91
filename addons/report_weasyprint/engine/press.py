"""Lay out and draw the documents of a page with WeasyPrint.

Nothing of Odoo here: a helper process (`helper.py`) runs this file as it is, and no other does. What a page names is
asked of a `fetcher`, an object whose `fetch(url)` returns a content and its MIME type, or raises `RefusedUrl`.
"""

import contextlib
import copy
import gc
import itertools
import logging
import os
import re
import secrets
import threading

import lxml.html

from . import reuse
from .page import BASE_URL, RefusedUrl
from .structure import disarm, get_articles, get_shared_parts, get_strips

try:
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse
except (ImportError, OSError):  # WeasyPrint before 68, or without Pango
    weasyprint = None


class _RefusalFilter(logging.Filter):
    """Leave out what `ReportFetcher.fetch` has already logged."""

    def filter(self, record):
        return RefusedUrl.__name__ not in record.getMessage()


logging.getLogger("weasyprint").addFilter(_RefusalFilter())

_local = threading.local()

# Header and footer are laid out apart, once it is known how many pages each document has, and drawn
# over its pages: they run neither through the layout of the body, nor over the end of a document.
BODY_STYLE = """
@page { size: %(width)smm %(height)smm; margin: %(top)smm %(right)smm %(bottom)smm %(left)smm; }
.article ~ .article { page-break-before: always; }
"""
STRIPS_STYLE = """
@page { size: %(width)smm %(strips_height)smm; margin: 0; }
html, body { margin: 0; padding: 0; background: none; }
.report_strips { position: relative; height: %(height)smm; page-break-after: always; }
.report_strips div.header { position: absolute; left: %(left)smm; right: %(right)smm; bottom: %(body_top)smm; }
.report_strips div.footer { position: absolute; left: %(left)smm; right: %(right)smm; top: %(body_end)smm; }
"""
NAMES_A_FILE_RE = re.compile(rb"""\b(?:src|href)\s*=\s*["'](?!data:)|url\(|@import""", re.IGNORECASE)


def has_weasyprint():
    """Say whether WeasyPrint can draw here: in a process of its own, which is a fork."""
    return weasyprint is not None and hasattr(os, "fork")


def render_weasyprint(html, css, fetcher, paper, pdf_variant=None, apart=False):
    """Return the PDF of the documents of a page, in order, the pages of each numbered from 1.

    A page with several `.article` has as many documents, else it is one. `div.header` and
    `div.footer` of a document are on all its pages, which `span.page` and `span.topage` count; see `structure`.
    `data-other-pages` of these says how many pages of other files they count too.
    What ends a document with a class `…shared_pages` (general terms) has pages of its own,
    laid out, and drawn as far as can be, once for all the documents that have the same.

    :param str html: the whole page
    :param str css: rules added to those the page brings
    :param fetcher: where pictures and fonts come from, see above
    :param Paper paper: size and margins
    :param str pdf_variant: for example 'pdf/a-3b'
    :param bool apart: whether each document is a PDF of its own; else there is one of all
    :rtype: list[bytes]
    """
    with _disabling_gc():
        return _Press(css, fetcher, paper).print(html, pdf_variant, apart)


@contextlib.contextmanager
def _disabling_gc():
    """Tens of thousands of boxes, all needed to the end: to look for those that may go took a tenth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class _Press:
    """WeasyPrint, with the style sheet and the paper of the documents to draw."""

    def __init__(self, css, fetcher, paper):
        class Fetcher(URLFetcher):
            def fetch(self, url, headers=None):
                content, mimetype = fetcher.fetch(url)
                return URLFetcherResponse(url, content, {"Content-Type": mimetype})

        self.url_fetcher = Fetcher(allowed_protocols=())
        # What is parsed once for the documents of this thread. One style per company and paper: few.
        cache = _local.__dict__.setdefault("styles", {})
        if (css, paper) not in cache:
            if len(cache) > 8:
                cache.clear()
            cache[css, paper] = self._parse(css, paper)
        self.css = css
        self.font_config, self.style, self.body_style, self.strips_style, self.shared_pages = cache[css, paper]
        self.pictures = reuse.make_picture_cache()
        self.has_notes = True

    def _parse(self, css, paper):
        values = {
            **paper._asdict(),
            "body_top": paper.height - paper.top,
            "body_end": paper.height - paper.bottom,
            "strips_height": paper.height + 200,  # a footer too high for its margin is cut, not moved
        }
        font_config = FontConfiguration()
        styles = [
            weasyprint.CSS(string=style, font_config=font_config, url_fetcher=self.url_fetcher, base_url=BASE_URL)
            for style in (css, BODY_STYLE % values, STRIPS_STYLE % values)
        ]
        return font_config, *styles, {}

    def print(self, html, pdf_variant, apart):
        root = lxml.html.document_fromstring(html, parser=lxml.html.HTMLParser(encoding="utf-8", remove_comments=True))
        self.has_notes = reuse.may_have_notes(html, self.css)
        disarm(root)
        articles = get_articles(root)
        documents = articles if len(articles) > 1 else [root.body]
        strips = _cut_strips(root, documents)
        shared_parts = [_cut_shared_part(document) for document in documents]
        start_id = f"start_{secrets.token_hex(8)}_"  # that no text can name
        for index, document in enumerate([root.body, *documents[1:]]):
            document.insert(0, lxml.html.Element("div", id=f"{start_id}{index}"))
        body = self.lay_out(root, self.body_style)
        pages_by_document = _group_by_document(body.pages, start_id)
        for pages, part in zip(pages_by_document, shared_parts, strict=True):
            if part is not None:
                pages += self.lay_out_shared_part(part, root)
        pages_by_document = self.draw_strips(pages_by_document, strips, root)
        if not apart:
            return [self.write_pages(body, itertools.chain.from_iterable(pages_by_document), pdf_variant)]
        contents = []
        for document, pages in zip(documents, pages_by_document, strict=True):
            body.metadata.title = document.get("data-title", body.metadata.title)
            contents.append(self.write_pages(body, pages, pdf_variant))
        return contents

    def write_pages(self, body, pages, pdf_variant):
        """Return a PDF of these layered pages."""
        pages = list(pages)
        drawn = {}
        for layered in pages:
            layered.drawn = drawn
        return body.copy(pages).write_pdf(pdf_variant=pdf_variant, cache=self.pictures)

    def lay_out(self, root, style):
        """Return the page `root` as a WeasyPrint document."""
        html = reuse.read_page(root, self.url_fetcher, self.has_notes)
        return html.render(stylesheets=[self.style, style], font_config=self.font_config, cache=self.pictures)

    def lay_out_shared_part(self, part, root):
        """Return the pages of `part`, those made before if there are."""
        page = _page_like(root, [part])
        key = lxml.html.tostring(page)
        # A picture may be for this user only: such pages are not kept for the next.
        cache = self.pictures if NAMES_A_FILE_RE.search(key) else self.shared_pages
        if key not in cache:
            if len(self.shared_pages) > 8:
                self.shared_pages.clear()
            cache[key] = [reuse.keep_page(page) for page in self.lay_out(page, self.body_style).pages]
        return cache[key]

    def draw_strips(self, pages_by_document, strips, root):
        """Return the pages of each document, with header and footer over them."""
        sheets = []
        for pages, document_strips in zip(pages_by_document, strips, strict=True):
            for number in range(1, len(pages) + 1):
                sheet = lxml.html.Element("div", {"class": "report_strips"})
                for strip in copy.deepcopy(document_strips):
                    for name, value in (("page", number), ("topage", len(pages))):
                        for span in strip.iterfind(f".//span[@class='{name}']"):
                            span.text = str(value + _get_other_pages(span))
                    sheet.append(strip)
                sheets.append(sheet)
        layers = iter(self.lay_out(_page_like(root, sheets), self.strips_style).pages)
        return [[_LayeredPage(page, next(layers)) for page in pages] for pages in pages_by_document]


class _LayeredPage:
    """A page of WeasyPrint, and over it a layer with its header and footer.

    Of a PDF with pages that come several times, `drawn` tells their names in it.
    """

    drawn = None

    def __init__(self, page, layer):
        self.page = page
        self.layer = layer
        self.links = page.links + layer.links

    def __getattr__(self, name):
        return getattr(self.page, name)

    def paint(self, stream, scale=1):
        reuse.paint(self.page, stream, scale, self.drawn)
        self.layer.paint(stream, scale)


def _get_other_pages(span):
    """Return how many pages of other files a number counts with those of its document."""
    count = span.get("data-other-pages", "")
    return int(count) if count.isdecimal() and len(count) < 5 else 0


def _cut_strips(root, documents):
    """Take headers and footers out of the page `root`; return those of each document."""
    strips = [[] for _document in documents]
    for class_name in ("header", "footer"):
        nodes = get_strips(root, class_name)
        for document, document_strips in zip(documents, strips, strict=True):
            own = [node for node in nodes if document in node.iterancestors()] or nodes
            document_strips += [_copy_with_ancestors(node) for node in own[:1]]
        for node in nodes:
            node.drop_tree()
    return strips


def _cut_shared_part(document):
    """Take the shared pages out of a document that ends with them, and return them, or None."""
    for node in get_shared_parts(document)[-1:]:
        following = node
        while following is not document:
            if following.getnext() is not None or (following.tail or "").strip():
                return None
            following = following.getparent()
        part = _copy_with_ancestors(node)
        node.drop_tree()
        return part


def _copy_with_ancestors(node):
    """Return a copy of `node` within elements like those it is in, for the style that they give it."""
    copied = copy.deepcopy(node)
    copied.tail = None
    for ancestor in node.iterancestors():
        if ancestor.tag == "body":
            break
        parent = lxml.html.Element(ancestor.tag, {"class": ancestor.get("class", "")})
        parent.append(copied)
        copied = parent
    return copied


def _page_like(root, nodes):
    """Return a page in the style of `root`, holding `nodes`."""
    page = lxml.html.Element("html", dict(root.attrib))
    head = lxml.html.Element("head")
    head.extend(copy.deepcopy(root.xpath("//head/style | //head/link")))
    page.append(head)
    body = lxml.html.Element("body", dict(root.body.attrib))
    body.extend(nodes)
    page.append(body)
    return page


def _group_by_document(pages, start_id):
    """Return the pages of each document, taking away the marks of their beginnings."""
    groups = []
    for page in pages:
        marks = [name for name in page.anchors if name.startswith(start_id)]
        if marks:
            groups.append([])
        for mark in marks:
            del page.anchors[mark]
        groups[-1].append(page)
    return groups
