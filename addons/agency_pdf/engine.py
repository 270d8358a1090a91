"""Draw the HTML of a report as a PDF without opening any address.

Two engines read the same HTML and the same style sheet: WeasyPrint, in this process, and
wkhtmltopdf, for which every picture is first written into the page. Whatever a page names is looked
up by `ReportFetcher`, which knows three places only: static files of the add-ons, `data:` URIs, and
what the database lets the user read.
"""

import base64
import binascii
import contextlib
import io
import logging
import re
import threading
from urllib.parse import parse_qs, unquote_to_bytes, urlsplit

import lxml.html
from PIL import Image, UnidentifiedImageError
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tools import file_open
from odoo.tools.mimetypes import guess_mimetype
from odoo.tools.pdf import PdfFileReader, PdfFileWriter

try:
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
except (ImportError, OSError):  # OSError: Pango is missing
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
logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)  # seven lines a document


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


def has_weasyprint():
    return weasyprint is not None


def _weasyprint_fetcher(fetcher):
    """Return `fetcher` as WeasyPrint wants it: an object since 68, a function before."""
    base_class = getattr(weasyprint.urls, "URLFetcher", None)
    if base_class is None:

        def fetch(url):
            content, mimetype = fetcher.fetch(url)
            return {"string": content, "mime_type": mimetype}

        return fetch

    class Fetcher(base_class):
        def fetch(self, url, headers=None):
            content, mimetype = fetcher.fetch(url)
            return weasyprint.urls.URLFetcherResponse(url, content, {"Content-Type": mimetype})

    return Fetcher(allowed_protocols=())


def _parsed_style(css, url_fetcher):
    """Return `css` parsed, with the fonts it loads, kept for the next documents of this thread."""
    cache = _local.__dict__.setdefault("styles", {})
    if css not in cache:
        if len(cache) > 8:  # one style per company and paper: few
            cache.clear()
        font_config = FontConfiguration()
        style = weasyprint.CSS(string=css, font_config=font_config, url_fetcher=url_fetcher, base_url=BASE_URL)
        cache[css] = style, font_config
    return cache[css]


def render_weasyprint(html, css, fetcher, pdf_variant=None):
    """Return the PDF of one document.

    :param str html: the whole page
    :param str css: rules added to those the page brings
    :param ReportFetcher fetcher: where pictures and fonts come from
    :param str pdf_variant: for example 'pdf/a-3b'
    :rtype: bytes
    """
    url_fetcher = _weasyprint_fetcher(fetcher)
    style, font_config = _parsed_style(css, url_fetcher)
    document = weasyprint.HTML(string=html, base_url=BASE_URL, url_fetcher=url_fetcher)
    return document.write_pdf(stylesheets=[style], font_config=font_config, pdf_variant=pdf_variant)


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
