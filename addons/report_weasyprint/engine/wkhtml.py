"""What wkhtmltopdf is given: a page that holds all it needs; and the foot it cannot write everywhere."""

import base64
import contextlib
import functools
import io
import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

import lxml.html
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from odoo.tools.pdf import PdfFileReader, PdfFileWriter

from odoo.addons.base.models import ir_actions_report as base_report

from .limits import DrawingError
from .page import RefusedUrl
from .pool import WAIT_FACTOR
from .structure import disarm

CSS_URL_RE = re.compile(r"""url\(\s*(?P<quote>["']?)(?P<url>.*?)(?P=quote)\s*\)""", re.IGNORECASE)
CSS_FONT_FACE_RE = re.compile(r"@font-face\s*\{[^}]*\}", re.IGNORECASE)
CSS_IMPORT_RE = re.compile(r"@import[^;]*;?", re.IGNORECASE)
LIMITS_FILE = str(Path(__file__).with_name("limits.py"))
# What it needs before it draws anything: code, fonts.
WKHTML_MEGABYTES = 512

_local = threading.local()


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
    disarm(root)
    for node in root.xpath("//link"):
        _inline_link(node, fetcher)
    for node in root.xpath("//style"):
        style = node.text or ""
        node.text = inline_css(style if web_fonts else CSS_FONT_FACE_RE.sub("", style), fetcher)
    for node in root.xpath("//*[@style]"):
        if "url(" in node.get("style").lower():
            node.set("style", inline_css(node.get("style"), fetcher))
    for node in root.xpath('//*[@src or @srcset or @background or @*[contains(name(), "href")]]'):
        if node.tag != "a":
            _inline_picture(node, fetcher)


def _inline_link(node, fetcher):
    """Put a style sheet in the place of the link to it."""
    if node.get("href"):
        with contextlib.suppress(RefusedUrl):  # the log has said so
            style = lxml.html.Element("style")
            style.text = fetcher.fetch(node.get("href"))[0].decode()
            node.addprevious(style)
    node.drop_tree()


def _inline_picture(node, fetcher):
    """Put a picture in the page; drop what names anything else."""
    for attribute in [name for name in node.attrib if name in ("srcset", "background") or "href" in name]:
        del node.attrib[attribute]
    source = node.attrib.pop("src", None)
    if not source or node.tag != "img":
        return
    try:
        content, mimetype = fetcher.fetch(source)
    except RefusedUrl:
        node.drop_tree()
    else:
        node.set("src", f"data:{mimetype};base64,{base64.b64encode(content).decode()}")


# === LIMITS === #


@contextlib.contextmanager
def limiting(limits):
    """Run wkhtmltopdf within `limits` in this thread.

    :raise DrawingError: if it passes them
    """
    _local.limits = limits
    try:
        yield
    finally:
        _local.limits = None


_run_without_limits = base_report._run_wkhtmltopdf


@functools.wraps(_run_without_limits)
def _run_wkhtmltopdf(args):
    """Override of `base`, which waits for wkhtmltopdf as long as it takes."""
    limits = getattr(_local, "limits", None)
    if limits is None:
        return _run_without_limits(args)
    command = [sys.executable, LIMITS_FILE, str(limits.seconds), str(limits.megabytes + WKHTML_MEGABYTES)]
    if os.name != "posix":
        command = []  # its time alone is limited there
    try:
        process = subprocess.run(
            [*command, base_report._wkhtml().bin, *args],
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=limits.seconds * WAIT_FACTOR,
        )
    except subprocess.TimeoutExpired as error:
        raise DrawingError("time") from error
    if process.returncode < 0 and process.returncode == -signal.SIGXCPU:
        raise DrawingError("time")
    if process.returncode < 0:  # it takes for granted that memory is given
        raise DrawingError("memory", process.stderr[-1000:])
    return process


base_report._run_wkhtmltopdf = _run_wkhtmltopdf


# === FEET OF PAGES === #


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
