"""From records to PDF files: what exists already is served, the rest is drawn by the engine of the report."""

import io
import itertools
import math
import re
from collections import OrderedDict

import lxml.html

from odoo import api, models

from .. import engine
from ..annexes import count_pages, put_together
from ..printing import AS_ONE, AS_ONE_KEY, PRINTING_KEY, Printing, get_other_pages, get_printing, is_as_one

# What a page says when it shows a file of its document.
FILE_RE = re.compile(r"/web/(?:image|content)/")
# Documents drawn in one go: enough to share what they have in common, few enough for the memory.
BATCH_SIZE = 13
# From how many documents on several helper processes draw them.
HELPERS_FROM = 4


def split_evenly(items, number):
    """Return `items` in batches of `BATCH_SIZE` at most, as many for each of `number` helpers, as big as each other."""
    count = math.ceil(len(items) / BATCH_SIZE)
    count = min(math.ceil(count / number) * number, len(items))
    bounds = [len(items) * index // count for index in range(count + 1)]
    return [items[start:end] for start, end in itertools.pairwise(bounds)]


class IrActionsReport(models.Model):
    _name = "ir.actions.report"
    _inherit = ["ir.actions.report"]

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        """Override of `base`: the way to one PDF of several records. `_pre_render_qweb_pdf` is that to one of each."""
        report = self._get_report(report_ref)
        if report._get_pdf_engine() != "odoo":
            report_ref = report.id  # which Odoo looks up ten times by its name
        self_as_one = self.with_context(**{AS_ONE_KEY: AS_ONE})
        return super(IrActionsReport, self_as_one)._render_qweb_pdf(report_ref, res_ids=res_ids, data=data)

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """Override of `base`: what exists is served again; the rest is drawn, each record apart."""
        report = self._get_report(report_ref)
        # Odoo draws as often as it is asked, a label for each of ten pieces; elsewhere one document a record.
        asked_ids = list(res_ids or [])
        res_ids = list(dict.fromkeys(asked_ids))
        records = self.env[report.model].browse(res_ids)
        existing = report._get_existing_streams(records, data or {}) if res_ids else {}
        to_draw = [res_id for res_id in res_ids if res_id not in existing]
        if existing and not to_draw:
            return OrderedDict((res_id, existing[res_id]) for res_id in res_ids)
        pdf_engine = report._get_pdf_engine()
        if pdf_engine == "odoo" and not existing:
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=asked_ids)
        if pdf_engine == "odoo":
            drawn = self._draw_apart(report.id, data, to_draw)
        else:
            drawn = self._draw(report, data, to_draw, apart=bool(existing))
        if False in drawn or not res_ids:
            return drawn
        return OrderedDict((res_id, existing.get(res_id) or drawn[res_id]) for res_id in res_ids)

    def _draw_apart(self, report_ref, data, res_ids):
        """Draw records one by one, by Odoo's own way."""
        streams = OrderedDict()
        for res_id in res_ids:
            # pylint: disable-next=super-method-mismatch  # what Odoo does of one record
            streams |= super()._render_qweb_pdf_prepare_streams(report_ref, dict(data or {}), res_ids=[res_id])
        return streams

    def _draw(self, report, data, res_ids, apart):
        """Draw records by the engine of their report.

        :param bool apart: whether each must have a PDF of its own, even if the caller wants only one
        :return: streams by id, or the one of all under `False`
        """
        pdf_engine = report._get_pdf_engine()
        records = self.env[report.model].browse(res_ids)
        if pdf_engine == "weasyprint":
            engine.prepare_helpers()  # which get ready while the page is made
        style = report._get_page_style(records) if pdf_engine == "weasyprint" else ""
        around = {
            record.id: (report._get_prepended_files(record), report._get_appended_files(record)) for record in records
        }
        around = {res_id: files for res_id, files in around.items() if any(files)}
        counts = tuple((res_id, *map(count_pages, files)) for res_id, files in around.items())
        printing = Printing(pdf_engine, report.model, tuple(res_ids), style, counts)
        self_printing = self.with_context(**{PRINTING_KEY: printing})
        streams = {}
        if len(res_ids) > 1 and style and not report.attachment:
            apart = apart or not is_as_one(self.env) or bool(around)
            streams = self_printing._draw_together(report, data, res_ids, apart=apart)
        elif len(res_ids) <= 1:
            # pylint: disable-next=super-method-mismatch  # what Odoo does of one record
            streams = super(IrActionsReport, self_printing)._render_qweb_pdf_prepare_streams(
                report.id, data, res_ids=res_ids
            )
        if not streams and len(res_ids) > 1:
            for record in records:
                streams |= self._draw(report, dict(data or {}), record.ids, apart=True)
            return streams
        for res_id, (before, after) in around.items():
            if streams[res_id]["stream"]:
                streams[res_id]["stream"] = put_together(before, streams[res_id]["stream"].getvalue(), after)
        return streams

    def _draw_together(self, report, data, res_ids, apart):
        """Draw many documents at once, several on one page, shared among helper processes.

        :param bool apart: whether each has a PDF of its own
        :return: streams by id, or the one of all under `False`
        """
        number = self._get_helper_number() if len(res_ids) >= HELPERS_FROM else 1
        options = self._get_weasyprint_options(report)
        pages = self._make_pages(report, data, split_evenly(res_ids, number))
        try:
            contents = list(engine.render_pages(pages, **options, apart=apart, number=number))
        except engine.DrawingError as error:
            if error.reason == "no_helper":
                raise self._get_drawing_error(error) from error
            contents = self._draw_each(report, data, res_ids, {**options, "apart": apart})
        streams = [
            {"stream": io.BytesIO(content), "attachment": None} for content in itertools.chain.from_iterable(contents)
        ]
        if apart:
            return dict(zip(res_ids, streams, strict=True))
        return {False: {"stream": self._merge_pdfs([stream["stream"] for stream in streams]), "attachment": None}}

    def _make_pages(self, report, data, batches):
        """Yield a page of each of `batches` of documents; of each document, where they show files of their own."""
        data = {**(data or {}), "report_type": "pdf", "debug": False}
        for res_ids in batches:
            html = self.with_context(debug=False)._render_qweb_html(report.id, res_ids, data=dict(data))[0].decode()
            if len(res_ids) > 1 and FILE_RE.search(html):
                yield from self._make_pages(report, data, [[res_id] for res_id in res_ids])
            else:
                yield engine.Page(html, self._get_fetcher(html, res_ids))

    def _draw_each(self, report, data, res_ids, options):
        """Draw documents one by one, as together they take more than one may; see `engine.render_pages`.

        :raise UserError: naming the one that cannot be drawn
        """
        contents = []
        for res_id in res_ids:
            try:
                contents += engine.render_pages(self._make_pages(report, data, [[res_id]]), **options)
            except engine.DrawingError as error:
                raise self._get_drawing_error(error, [res_id]) from error
        return contents

    def _get_rendering_context(self, report, docids, data):
        """Override of `base`: whether the page leaves its style sheet to the engine, see `_get_page_style`."""
        data = super()._get_rendering_context(report, docids, data)
        printing = get_printing(self.env)
        data["style_apart"] = bool(printing and printing.css)
        data["get_other_pages"] = lambda record: get_other_pages(self.env, record.id)
        return data

    def _run_weasyprint(self, bodies, landscape=False):
        """Return the PDF of a page that `_prepare_html` left whole."""
        html = bodies[0].decode() if isinstance(bodies[0], bytes) else bodies[0]
        pages = [engine.Page(html, self._get_fetcher(html))]
        [[pdf_content]] = engine.render_pages(pages, **self._get_weasyprint_options(self, landscape=landscape))
        return pdf_content

    def _get_weasyprint_options(self, report, landscape=False):
        """Return the arguments of `engine.render_pages` that documents of the same report share."""
        return {
            "css": get_printing(self.env).css,
            "paper": report._get_paper(landscape=landscape),
            "pdf_variant": report._get_pdf_variant(),
            "limits": self._get_drawing_limits(),
        }

    def _get_paper(self, landscape=False):
        """Return the paper format of the report, for WeasyPrint.

        :rtype: engine.Paper
        """
        paper = self.get_paperformat()
        width, height = paper.print_page_width, paper.print_page_height
        if landscape and paper.orientation != "Landscape":
            width, height = height, width
        return engine.Paper(width, height, paper.margin_top, paper.margin_right, paper.margin_bottom, paper.margin_left)

    @api.model
    def _get_fetcher(self, page, res_ids=None):
        """Return what reads the files that a page may show.

        :param page: its HTML, or the root of its tree
        :param res_ids: the records it prints; by default those being printed
        """
        printing = get_printing(self.env)
        records = self.env[printing.model].browse(printing.ids if res_ids is None else res_ids)
        if printing.css:
            return engine.ReportFetcher(self.env, records)
        if isinstance(page, str):
            page = lxml.html.document_fromstring(page, parser=lxml.html.HTMLParser(encoding="utf-8"))
        return engine.ReportFetcher(self.env, records, style_sheets=engine.get_style_sheets(page))
