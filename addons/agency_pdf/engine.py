"""Draw the HTML of a report as a PDF without opening any address.

Two engines read the same HTML and the same style sheet: WeasyPrint, in this process, and
wkhtmltopdf, for which every picture is first written into the page. Whatever a page names is looked
up by `ReportFetcher`, which knows three places only: static files of the add-ons, `data:` URIs, and
what the database lets the user read.
"""

import base64
import binascii
import collections
import contextlib
import copy
import io
import itertools
import logging
import re
import threading
from typing import NamedTuple
from urllib.parse import parse_qs, unquote_to_bytes, urlsplit

import lxml.html
from PIL import Image, UnidentifiedImageError
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tools import file_open
from odoo.tools.gc import disabling_gc
from odoo.tools.mimetypes import guess_mimetype
from odoo.tools.pdf import PdfFileReader, PdfFileWriter

# Seven lines a document, and three when it is imported.
logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
try:
    import cssselect2
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse
except (ImportError, OSError):  # WeasyPrint before 68, or without Pango
    weasyprint = None

_logger = logging.getLogger(__name__)

# Stands for "this database" in the URLs of a page. Never resolved: RFC 2606 reserves `.invalid`.
BASE_URL = "http://odoo.invalid/"
MAX_RESOURCE_BYTES = 10 * 1024 * 1024
MAX_IMAGE_PIXELS = 40_000_000  # A4 at 600 dpi is 35 million
STATIC_URL_RE = re.compile(r"^/\w+/static/[^?#]+$")
RECORD_URL_RE = re.compile(
    r"^/web/(?:image|content)/"
    r"(?:(?P<attachment>\d+)(?:-[^/]*)?|(?P<model>[a-z_]\w*(?:\.\w+)+)/(?P<id>\d+)/(?P<field>\w+))"
    r"(?:/.*)?$"
)
ASSET_URL_RE = re.compile(
    r"^/web/assets/[^/]+/(?P<bundle>[\w.]+?)(?P<rtl>\.rtl)?"
    r"(?P<prefixed>\.autoprefixed)?(?:\.min)?\.css$"
)
CSS_URL_RE = re.compile(r"""url\(\s*(?P<quote>["']?)(?P<url>.*?)(?P=quote)\s*\)""", re.IGNORECASE)
CSS_FONT_FACE_RE = re.compile(r"@font-face\s*\{[^}]*\}", re.IGNORECASE)
CSS_IMPORT_RE = re.compile(r"@import[^;]*;?", re.IGNORECASE)
# What only a browser uses. `link` is replaced by the style it names.
ACTIVE_TAGS = ("script", "iframe", "object", "embed", "frame", "base", "audio", "video")

_local = threading.local()


class _RefusalFilter(logging.Filter):
    """Leave out what `ReportFetcher.fetch` has already logged."""

    def filter(self, record):
        return RefusedUrl.__name__ not in record.getMessage()


logging.getLogger("weasyprint").addFilter(_RefusalFilter())


class RefusedUrl(Exception):
    """What a page names is not one of the three places, or is too big."""


class ReportFetcher:
    """Read what a report's page names, with the rights of the user of `env`.

    The portal draws pages with all rights: whoever wrote a picture's address in a quote would be
    shown, there, any file of any company. So the rights are the user's own even then.
    """

    def __init__(self, env):
        self.env = env(su=False)
        # Sudo: two technical parameters any report needs, whoever prints it.
        get_param = env["ir.config_parameter"].sudo().get_param
        own_urls = (BASE_URL, get_param("web.base.url"), get_param("report.url"))
        self.own_hosts = {urlsplit(url).netloc for url in own_urls if url}
        self.refused = set()

    def fetch(self, url):
        """Return the content and the MIME type of what `url` names.

        :raise RefusedUrl: if the page has no business with it; the log says so.
        """
        try:
            content, mimetype = self._read(url)
            self._check_size(content, mimetype)
        except (RefusedUrl, AccessError, MissingError, UserError, OSError, ValueError) as error:
            # A style sheet may name a hundred fonts of one host: one line tells it.
            host = urlsplit(url[:500]).netloc or url[:200]
            if host not in self.refused:
                self.refused.add(host)
                _logger.warning("Report resource refused: %.200s (%s)", url, error)
            raise RefusedUrl(str(error)) from error
        return content, mimetype

    def _read(self, url):
        parts = urlsplit(url)
        if parts.scheme == "data":
            return self._read_data_uri(url)
        if parts.scheme not in ("", "http", "https") or (parts.netloc and parts.netloc not in self.own_hosts):
            raise RefusedUrl("address outside this database")
        if ".." in parts.path.split("/"):
            raise RefusedUrl("path going up")
        if STATIC_URL_RE.match(parts.path):
            with file_open(parts.path.lstrip("/"), "rb") as static_file:
                content = static_file.read(MAX_RESOURCE_BYTES + 1)
            return content, guess_mimetype(content)
        if match := RECORD_URL_RE.match(parts.path):
            return self._read_record(match, parse_qs(parts.query).get("access_token", [None])[0])
        if match := ASSET_URL_RE.match(parts.path):
            return self._read_asset_bundle(match)
        raise RefusedUrl("neither a static file nor a stored document")

    def _read_data_uri(self, url):
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
        return content, header.split(";")[0] or "text/plain"

    def _read_record(self, match, access_token):
        """Return a stored file, to whom Odoo's own address of it would serve it."""
        if match["attachment"]:
            model, res_id, field = "ir.attachment", match["attachment"], "raw"
        else:
            model, res_id, field = match["model"], match["id"], match["field"]
        record = self.env["ir.binary"]._find_record(
            res_model=model, res_id=int(res_id), access_token=access_token, field=field
        )
        if field not in record._fields or record._fields[field].type not in ("binary", "image"):
            raise RefusedUrl("not a file")
        value = record[field] or b""
        content = value if field == "raw" else base64.b64decode(value)
        return content, guess_mimetype(content)

    def _read_asset_bundle(self, match):
        bundle = self.env["ir.qweb"]._get_asset_bundle(
            match["bundle"], js=False, rtl=bool(match["rtl"]), autoprefix=bool(match["prefixed"])
        )
        return bundle.css().raw or b"", "text/css"

    def _check_size(self, content, mimetype):
        if len(content) > MAX_RESOURCE_BYTES:
            raise RefusedUrl("too heavy")
        if not mimetype.startswith("image/") or mimetype.startswith("image/svg"):
            return
        try:
            with Image.open(io.BytesIO(content)) as image:
                width, height = image.size
        except (UnidentifiedImageError, Image.DecompressionBombError, SyntaxError) as error:
            raise RefusedUrl("unreadable picture") from error
        if width * height > MAX_IMAGE_PIXELS:
            raise RefusedUrl(f"picture of {width} x {height} pixels")


# === WEASYPRINT === #

# Header and footer are laid out apart, once it is known how many pages each document has, and drawn
# over its pages: they run neither through the layout of the body, nor over the end of a document.
BODY_STYLE = """
@page { size: %(width)smm %(height)smm; margin: %(top)smm %(right)smm %(bottom)smm %(left)smm; }
.article ~ .article { page-break-before: always; }
"""
STRIPS_STYLE = """
@page { size: %(width)smm %(strips_height)smm; margin: 0; }
html, body { margin: 0; padding: 0; background: none; }
.agency_strips { position: relative; height: %(height)smm; page-break-after: always; }
.agency_strips div.header { position: absolute; left: %(left)smm; right: %(right)smm; bottom: %(body_top)smm; }
.agency_strips div.footer { position: absolute; left: %(left)smm; right: %(right)smm; top: %(body_end)smm; }
"""
START_ID = "agency_document_start_"
NAMES_A_FILE_RE = re.compile(rb"""\b(?:src|href)\s*=\s*["'](?!data:)|url\(|@import""", re.IGNORECASE)


class Paper(NamedTuple):
    """Size and margins of a page, in mm."""

    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float


def has_weasyprint():
    return weasyprint is not None


def render_weasyprint(html, css, fetcher, paper, pdf_variant=None, apart=False):
    """Return the PDF of the documents of a page, in order, the pages of each numbered from 1.

    A page with several `.article` has as many documents, else it is one. `div.header` and
    `div.footer` of a document are on all its pages, which `span.page` and `span.topage` count.
    What ends a document with the class `agency_shared_pages` (general terms) has pages of its own,
    laid out once for all the documents that have the same.

    :param str html: the whole page
    :param str css: rules added to those the page brings
    :param ReportFetcher fetcher: where pictures and fonts come from
    :param Paper paper: size and margins
    :param str pdf_variant: for example 'pdf/a-3b'
    :param bool apart: whether each document is a PDF of its own; else there is one of all
    :rtype: list[bytes]
    """
    # Tens of thousands of boxes, all needed to the end, among the server's own objects: to look for
    # those that may go took a tenth of the time.
    with disabling_gc():
        return _Press(css, fetcher, paper).print(html, pdf_variant, apart)


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
        self.font_config, self.style, self.body_style, self.strips_style, self.shared_pages = cache[css, paper]
        self.pictures = {}  # and what else is kept for these documents only

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
        articles = root.find_class("article")
        documents = articles if len(articles) > 1 else [root.body]
        strips = _cut_strips(root.body, documents)
        shared_parts = [_cut_shared_part(document) for document in documents]
        for index, document in enumerate([root.body, *documents[1:]]):
            document.insert(0, lxml.html.Element("div", id=f"{START_ID}{index}"))
        body = self.lay_out(root, self.body_style)
        pages_by_document = _group_by_document(body.pages)
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
        times = collections.Counter(layered.page for layered in pages)
        drawn = {}
        for layered in pages:
            layered.drawn = drawn if times[layered.page] > 1 else None
        return body.copy(pages).write_pdf(pdf_variant=pdf_variant, cache=self.pictures)

    def lay_out(self, root, style):
        """Return the page `root` as a WeasyPrint document."""
        html = _ParsedHtml(root, self.url_fetcher)
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
            cache[key] = self.lay_out(page, self.body_style).pages
        return cache[key]

    def draw_strips(self, pages_by_document, strips, root):
        """Return the pages of each document, with header and footer over them."""
        sheets = []
        for pages, document_strips in zip(pages_by_document, strips, strict=True):
            for number in range(1, len(pages) + 1):
                sheet = lxml.html.Element("div", {"class": "agency_strips"})
                for strip in copy.deepcopy(document_strips):
                    for name, value in (("page", number), ("topage", len(pages))):
                        for span in strip.iterfind(f".//span[@class='{name}']"):
                            span.text = str(value)
                    sheet.append(strip)
                sheets.append(sheet)
        layers = iter(self.lay_out(_page_like(root, sheets), self.strips_style).pages)
        return [[_LayeredPage(page, next(layers)) for page in pages] for pages in pages_by_document]


class _ParsedHtml(weasyprint.HTML if weasyprint else object):
    """A page that lxml has already read, which WeasyPrint would else read again, in Python."""

    def __init__(self, root, url_fetcher):
        if root.find(".//svg") is not None:  # of a namespace that lxml does not give it
            html = lxml.html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>")
            super().__init__(string=html, base_url=BASE_URL, url_fetcher=url_fetcher)
            return
        self.base_url = BASE_URL
        self.url_fetcher = url_fetcher
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = root


class _LayeredPage:
    """A page of WeasyPrint, and over it a layer with its header and footer.

    A page that comes several times in a PDF is drawn once: `drawn` tells its name in the PDF.
    """

    drawn = None

    def __init__(self, page, layer):
        self.page = page
        self.layer = layer
        self.links = page.links + layer.links

    def __getattr__(self, name):
        return getattr(self.page, name)

    def paint(self, stream, scale=1):
        if self.drawn is None:
            self.page.paint(stream, scale)
        else:
            if self.page not in self.drawn:
                group = stream.add_group(0, 0, self.width * scale, self.height * scale)
                self.page.paint(group, scale)
                self.drawn[self.page] = group.id
            stream.draw_x_object(self.drawn[self.page])
        self.layer.paint(stream, scale)


def _cut_strips(body, documents):
    """Take headers and footers out of `body`; return those of each document."""
    strips = [[] for _document in documents]
    for class_name in ("header", "footer"):
        nodes = [node for node in body.find_class(class_name) if node.tag == "div"]
        for document, document_strips in zip(documents, strips, strict=True):
            own = [node for node in nodes if document in node.iterancestors()] or nodes
            document_strips += [_copy_with_ancestors(node) for node in own[:1]]
        for node in nodes:
            node.drop_tree()
    return strips


def _cut_shared_part(document):
    """Take the shared pages out of a document that ends with them, and return them, or None."""
    for node in document.find_class("agency_shared_pages")[-1:]:
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


def _group_by_document(pages):
    """Return the pages of each document, taking away the marks of their beginnings."""
    groups = []
    for page in pages:
        marks = [name for name in page.anchors if name.startswith(START_ID)]
        if marks:
            groups.append([])
        for mark in marks:
            del page.anchors[mark]
        groups[-1].append(page)
    return groups


# === WKHTMLTOPDF === #


def inline_css(css, fetcher):
    """Return `css` where nothing is left to open."""

    def replace(match):
        try:
            content, mimetype = fetcher.fetch(match["url"])
        except RefusedUrl:
            return "none"
        return f'url("data:{mimetype};base64,{base64.b64encode(content).decode()}")'

    return CSS_URL_RE.sub(replace, CSS_IMPORT_RE.sub("", css))


def inline_page(root, fetcher, web_fonts=True):
    """Make the page `root` (an lxml element) self-contained: nothing is left to open.

    :param bool web_fonts: whether fonts are put in the page. Without its patches, Qt draws the
        letters of such fonts as shapes: no text could be searched, copied or read aloud.
    """
    for node in root.xpath("|".join(f"//{tag}" for tag in ACTIVE_TAGS)):
        node.drop_tree()
    for node in root.xpath("//link"):
        _inline_link(node, fetcher)
    for node in root.xpath("//style"):
        style = node.text or ""
        node.text = inline_css(style if web_fonts else CSS_FONT_FACE_RE.sub("", style), fetcher)
    for node in root.xpath("//*[@style]"):
        if "url(" in node.get("style").lower():
            node.set("style", inline_css(node.get("style"), fetcher))
    for node in root.xpath('//*[@src or @srcset or @background or @*[local-name()="href"]]'):
        if node.tag != "a":
            _inline_picture(node, fetcher)


def _inline_link(node, fetcher):
    """Put a style sheet in the place of the link to it; drop any other link."""
    if node.get("rel") == "stylesheet" and node.get("href"):
        with contextlib.suppress(RefusedUrl):  # the log has said so
            style = lxml.html.Element("style")
            style.text = fetcher.fetch(node.get("href"))[0].decode()
            node.addprevious(style)
    node.drop_tree()


def _inline_picture(node, fetcher):
    """Put a picture in the page; drop what names anything else."""
    for attribute in ("srcset", "background", "href", "{http://www.w3.org/1999/xlink}href"):
        node.attrib.pop(attribute, None)
    source = node.attrib.pop("src", None)
    if not source or node.tag != "img":
        return
    try:
        content, mimetype = fetcher.fetch(source)
    except RefusedUrl:
        node.drop_tree()
    else:
        node.set("src", f"data:{mimetype};base64,{base64.b64encode(content).decode()}")


def stamp_footers(pdf_content, texts, margins):
    """Write the foot of each page, for a wkhtmltopdf that cannot.

    :param bytes pdf_content: the PDF
    :param texts: (left, center, right), `right` naming %(page)s and %(pages)s
    :param margins: (left, right, bottom) of the paper, in mm
    :rtype: bytes
    """
    left, center, right = texts
    margin_left, margin_right, margin_bottom = (margin * mm for margin in margins)
    reader = PdfFileReader(io.BytesIO(pdf_content))
    writer = PdfFileWriter()
    for page_number in range(reader.getNumPages()):
        page = reader.getPage(page_number)
        width = float(page.mediaBox.getWidth())
        baseline = margin_bottom - 4 * mm
        overlay = io.BytesIO()
        canvas = Canvas(overlay, pagesize=(width, float(page.mediaBox.getHeight())))
        canvas.setFont("Helvetica", 7.5)
        canvas.setFillGray(0.33)
        canvas.drawString(margin_left, baseline, left)
        canvas.drawCentredString(width / 2, baseline, center)
        canvas.drawRightString(
            width - margin_right, baseline, right % {"page": page_number + 1, "pages": reader.getNumPages()}
        )
        canvas.save()
        page.mergePage(PdfFileReader(io.BytesIO(overlay.getvalue())).getPage(0))
        writer.addPage(page)
    stamped = io.BytesIO()
    writer.write(stamped)
    return stamped.getvalue()
