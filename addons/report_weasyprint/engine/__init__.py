"""Draw the HTML of a report as a PDF without opening any address, within limits of time and of memory.

Two engines read the same HTML and the same style sheet: WeasyPrint (`press`), in a few helper processes (`pool`); and
wkhtmltopdf, a process too, for which every picture is first written into the page (`wkhtml`). Whatever a page names is
looked up by `ReportFetcher`: static files of the add-ons, `data:` URIs, and files of the document itself.
"""

from .fetcher import ReportFetcher
from .limits import DrawingError, Limits
from .page import Paper, RefusedUrl
from .pool import Page, count_processors, prepare_helpers, render_pages, stop_helpers
from .press import has_weasyprint
from .resources import MAX_RESOURCE_BYTES
from .structure import disarm, drop_no_text, get_articles, get_strips, get_style_sheets
from .wkhtml import inline_page, limiting, stamp_footers

__all__ = [
    "MAX_RESOURCE_BYTES",
    "DrawingError",
    "Limits",
    "Page",
    "Paper",
    "RefusedUrl",
    "ReportFetcher",
    "count_processors",
    "disarm",
    "drop_no_text",
    "get_articles",
    "get_strips",
    "get_style_sheets",
    "has_weasyprint",
    "inline_page",
    "limiting",
    "prepare_helpers",
    "render_pages",
    "stamp_footers",
    "stop_helpers",
]
