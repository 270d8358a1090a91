"""Draw the HTML of a report as a PDF without opening any address.

Two engines read the same HTML and the same style sheet: WeasyPrint (`press`), in this process or, for many documents,
in a few helper processes (`pool`); and wkhtmltopdf, for which every picture is first written into the page (`wkhtml`).
Whatever a page names is looked up by `ReportFetcher`, which knows three places only: static files of the add-ons,
`data:` URIs, and what the database lets the user read.
"""

from .fetcher import MAX_RESOURCE_BYTES, ReportFetcher
from .pool import render_pages
from .press import Paper, RefusedUrl, has_weasyprint, render_weasyprint
from .wkhtml import inline_page, stamp_footers

__all__ = [
    "MAX_RESOURCE_BYTES",
    "Paper",
    "RefusedUrl",
    "ReportFetcher",
    "has_weasyprint",
    "inline_page",
    "render_pages",
    "render_weasyprint",
    "stamp_footers",
]
