import io
import itertools
import math
import re
from collections import OrderedDict
from typing import NamedTuple

import lxml.html
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.agency_crm.context_keys import from_code, get_key
from odoo.addons.base.models import ir_actions_report as base_report

from .. import engine
from ..typed_html import drop_no_text
from .agency_document_template import REPORT_NAME_RE as USER_TEMPLATE_RE

# Context key of what is being printed, a `Printing`; absent for Odoo's own engine. No request can bring such a value.
PRINTING_KEY = "agency_pdf_printing"
# Set by `agency_pdf.html_container` when its style sheet comes apart.
AGENCY_PAGE_RE = re.compile(r'<meta name="agency-company" content="(\d+)"')
# What a page says when it shows a file of its document.
FILE_RE = re.compile(r"/web/(?:image|content)/")
# Documents drawn in one go: enough to share what they have in common, few enough for the memory.
BATCH_SIZE = 13
# From how many documents on several helper processes draw them.
HELPERS_FROM = 4
SECONDS_PARAMETER = "agency_pdf.draw_seconds"
MEGABYTES_PARAMETER = "agency_pdf.draw_megabytes"

# Models whose documents users may edit before printing.
DOCUMENT_MODELS = ("sale.order", "account.move")


def split_evenly(items, number):
    """Return `items` in batches of `BATCH_SIZE` at most, as many for each of `number` helpers, as big as each other."""
    count = math.ceil(len(items) / BATCH_SIZE)
    count = min(math.ceil(count / number) * number, len(items))
    bounds = [len(items) * index // count for index in range(count + 1)]
    return [items[start:end] for start, end in itertools.pairwise(bounds)]


class Printing(NamedTuple):
    """What is being printed, and by which engine."""

    pdf_engine: str
    model: str
    ids: tuple


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    pdf_engine = fields.Selection(
        string="PDF engine",
        selection=[
            ("odoo", "Odoo's own"),
            ("auto", "WeasyPrint if installed, else wkhtmltopdf"),
            ("wkhtmltopdf", "wkhtmltopdf, without opening any address"),
        ],
        # Not required: add-ons loaded before this one create reports while it is being updated.
        default="odoo",
        help="What draws the PDF. Odoo's own engine is wkhtmltopdf reading its styles from the"
        " server. The two others open no address and draw each record apart.",
    )
    pdf_engine_note = fields.Char(string="What this engine does here", compute="_compute_pdf_engine_note")

    @api.depends("pdf_engine")
    def _compute_pdf_engine_note(self):
        for report in self:
            report.pdf_engine_note = report._get_pdf_engine_note()

    def _get_pdf_engine_note(self):
        """Say which engine really draws the report on this server, and what it cannot do."""
        pdf_engine = self._get_pdf_engine()
        if pdf_engine == "weasyprint":
            return self.env._("WeasyPrint draws this report, in a process of its own within limits of time and memory.")
        wkhtml = base_report._wkhtml()
        if not wkhtml.version:
            return self.env._("Neither WeasyPrint nor wkhtmltopdf is installed: no PDF.")
        if not wkhtml.is_patched_qt:
            return self.env._(
                "wkhtmltopdf %(version)s has no patched Qt: footers are written in plain text, the header of a"
                " table is not repeated on the next page, totals may stand alone at the top of a page, and the"
                " font of the company is used only if it is installed on the server.",
                version=wkhtml.version,
            )
        return self.env._(
            "wkhtmltopdf %(version)s draws this report. Totals may stand alone at the top of a page.",
            version=wkhtml.version,
        )

    def _get_pdf_engine(self):
        """Return the engine that draws the report here.

        :return: 'odoo', 'weasyprint' or 'wkhtmltopdf'
        """
        if self.pdf_engine == "auto":
            return "weasyprint" if engine.has_weasyprint() else "wkhtmltopdf"
        return self.pdf_engine or "odoo"

    # === RENDERING === #

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        """Override of `base`: where Odoo names its own quote, a caller may ask for the agency's.

        The way to one PDF of several records. `_pre_render_qweb_pdf` is the way to one of each.
        """
        is_asked = get_key(self.env, "agency_pdf_documents") and isinstance(report_ref, str)
        if is_asked and report_ref == "sale.action_report_saleorder":
            report_ref = self.env["sale.order"].browse(res_ids)[:1]._get_agency_report().report_name
        report = self._get_report(report_ref)
        if report._get_pdf_engine() != "odoo":
            report_ref = report.id  # which Odoo looks up ten times by its name
        self_as_one = self.with_context(**from_code(agency_pdf_as_one=True))
        return super(IrActionsReport, self_as_one)._render_qweb_pdf(report_ref, res_ids=res_ids, data=data)

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """Override of `base` to draw each record apart when the report has an engine of its own."""
        report = self._get_report(report_ref)
        pdf_engine = report._get_pdf_engine()
        if pdf_engine == "odoo":
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        printing = Printing(pdf_engine, report.model, tuple(res_ids or ()))
        self_engine = self.with_context(**from_code(**{PRINTING_KEY: printing}))
        # Not its name, which Odoo would look up ten times; nor the record, which would bring its own context along.
        report_ref = report.id
        issued = self._get_issued_streams(report, data, res_ids)
        if issued and len(issued) == len(set(res_ids)):
            return issued
        if pdf_engine == "weasyprint":
            engine.prepare_helpers()  # which get ready while the page is made
        if not res_ids or len(res_ids) == 1:
            streams = super(IrActionsReport, self_engine)._render_qweb_pdf_prepare_streams(
                report_ref, data, res_ids=res_ids
            )
            return self_engine._append_annexes(report, streams)
        # Several records in one PDF are a convenience copy: no Factur-X, which merging drops.
        self_engine = self_engine.with_context(**from_code(agency_pdf_without_facturx=True))
        res_ids = list(dict.fromkeys(res_ids))
        to_draw = [res_id for res_id in res_ids if res_id not in issued]
        drawn = self_engine._draw_together(report, data, to_draw, apart=bool(issued))
        if False in drawn:
            return drawn
        streams = OrderedDict()
        for res_id in res_ids:
            if stream_data := issued.get(res_id) or drawn.get(res_id):
                streams[res_id] = stream_data
                continue
            self_one = self_engine.with_context(**from_code(**{PRINTING_KEY: printing._replace(ids=(res_id,))}))
            streams.update(
                super(IrActionsReport, self_one)._render_qweb_pdf_prepare_streams(
                    report_ref, dict(data or {}), res_ids=[res_id]
                )
            )
        return self_engine._append_annexes(report, streams)

    def _draw_together(self, report, data, res_ids, apart):
        """Draw many documents of the agency at once, where WeasyPrint is the engine.

        :param bool apart: whether each must have a PDF of its own, even if the caller wants only one
        :return: streams by id, or the one of all under `False`; none when the report is not made for it
        :rtype: dict
        """
        records = self.env[report.model].browse(res_ids)
        is_agency_model = hasattr(records, "_get_pdf_annexes")
        if self._get_printing().pdf_engine != "weasyprint" or report.attachment or not is_agency_model:
            return {}
        # A page is in the style of one company.
        if len(records.company_id) > 1:
            return {}
        is_one_enough = get_key(self.env, "agency_pdf_as_one") and not apart
        apart = not is_one_enough or any(record._get_pdf_annexes(report) for record in records)
        number = self._get_helper_number() if len(res_ids) >= HELPERS_FROM else 1
        pages = self._make_pages(report, data, split_evenly(res_ids, number))
        first_page = next(pages)
        if not self._get_agency_company(first_page.html):
            return {}
        options = self._get_weasyprint_options(report, first_page.html)
        pages = itertools.chain([first_page], pages)
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

    def _get_issued_streams(self, report, data, res_ids):
        """Return the PDF of the invoices already issued: it is served again, never made anew."""
        is_sending = get_key(self.env, "agency_pdf_without_facturx")
        if report != self.env.ref("agency_pdf.report_invoice") or is_sending or ((data or {}).get("proforma")):
            return {}
        return OrderedDict(
            (invoice.id, {"stream": io.BytesIO(invoice.invoice_pdf_report_id.raw), "attachment": None})
            for invoice in self.env["account.move"].browse(res_ids)
            if invoice.state == "posted" and invoice.invoice_pdf_report_id
        )

    def _append_annexes(self, report, streams):
        """Add to each document the files that go with it."""
        model = self.env[report.model]
        if not hasattr(model, "_get_pdf_annexes"):
            return streams
        for res_id, stream_data in streams.items():
            record = model.browse(res_id or [])
            annexes = record._get_pdf_annexes(report) if record and stream_data["stream"] else []
            if annexes:
                contents = [stream_data["stream"], *(io.BytesIO(annex) for annex in annexes)]
                stream_data["stream"] = self._merge_pdfs(contents)
        return streams

    @api.model
    def get_wkhtmltopdf_state(self):
        """Override of `base`: what WeasyPrint draws needs no wkhtmltopdf."""
        state = super().get_wkhtmltopdf_state()
        printing = self._get_printing()
        if state != "ok" and printing and printing.pdf_engine == "weasyprint":
            return "ok"
        return state

    @api.model
    def _get_printing(self):
        """Return what is being printed by an engine of ours, a `Printing`, or nothing."""
        return get_key(self.env, PRINTING_KEY)

    def _get_rendering_context(self, report, docids, data):
        """Override of `base`: what users edited by hand, and whether the style sheet comes apart."""
        data = super()._get_rendering_context(report, docids, data)
        if report.model in DOCUMENT_MODELS and not get_key(self.env, "agency_pdf_as_filled"):
            documents = self.env[report.model].browse(docids)
            data["document_versions"] = self.env["agency.document.version"]._get_current(documents, report)
        printing = self._get_printing()
        data["style_apart"] = bool(printing) and printing.pdf_engine == "weasyprint"
        return data

    def _render_template(self, template, values=None):
        """Override of `base`: a user's template is a record, and one QWeb template prints all."""
        if match := USER_TEMPLATE_RE.match(template):
            values = {
                **(values or {}),
                "user_template": self.env["agency.document.template"].browse(int(match[1])),
            }
            template = "agency_pdf.user_template"
        return super()._render_template(template, values)

    def _prepare_html(self, html, report_model=False):
        """Override of `base`: leave the page whole, or make it self-contained."""
        printing = self._get_printing()
        if not printing:
            return super()._prepare_html(html, report_model=report_model)
        parser = lxml.html.HTMLParser(encoding="utf-8")
        root = lxml.html.fromstring(drop_no_text(html.decode()).encode(), parser=parser)
        res_ids = [
            int(node.get("data-oe-id") or 0) if node.get("data-oe-model") == report_model else None
            for node in engine.get_articles(root)
        ]
        if printing.pdf_engine == "weasyprint":
            return [html], res_ids, None, None, {}
        header, footer, bodies = self._split_self_contained_page(root)
        return bodies, res_ids, header, footer, {}

    def _split_self_contained_page(self, root):
        """Cut a page into the three wkhtmltopdf wants, each with all it needs inside.

        :param root: the page, an lxml element
        :return: header (None if the page has none), footer (idem), list of bodies
        """
        fetcher = self._get_fetcher(root)
        engine.inline_page(root, fetcher, web_fonts=base_report._wkhtml().is_patched_qt)
        head = self._to_markup(root.xpath("//head/*"))
        if not base_report._wkhtml().is_patched_qt:
            # It takes a pixel for a point, and ignores `--zoom`.
            head += Markup("<style>body { zoom: 1.3333; }</style>")
        parts = []
        for class_name in ("header", "footer"):
            nodes = engine.get_strips(root, class_name)
            for node in nodes:
                node.drop_tree()
            parts.append(self._wrap_self_contained_page(head, nodes[:1]) if nodes else None)
        articles = engine.get_articles(root) or root.xpath("//main") or [root]
        body_class = root.xpath("string(//body/@class)")
        bodies = [self._wrap_self_contained_page(head, [node], body_class) for node in articles]
        return *parts, bodies

    @staticmethod
    def _to_markup(nodes):
        """Return nodes of a page as they were: what was text in them is text."""
        return Markup("").join(
            Markup(lxml.html.tostring(node, encoding="unicode"))  # noqa: S704 - a tree, written out
            for node in nodes
        )

    def _wrap_self_contained_page(self, head, nodes, body_class=""):
        """Return a whole page holding `nodes`; page numbers are filled by wkhtmltopdf."""
        return str(
            self.env["ir.qweb"]._render(
                "agency_pdf.self_contained_page",
                {
                    "head": head,
                    "body_class": body_class,
                    "content": self._to_markup(nodes),
                },
            )
        )

    @api.model
    def _run_wkhtmltopdf(self, bodies, report_ref=False, header=None, footer=None, **kwargs):
        """Override of `base` to hand the page to WeasyPrint when it is the engine."""
        printing = self._get_printing()
        if not printing:
            return super()._run_wkhtmltopdf(bodies, report_ref=report_ref, header=header, footer=footer, **kwargs)
        report = self._get_report(report_ref)
        try:
            if printing.pdf_engine == "weasyprint":
                return report._run_weasyprint(bodies, landscape=kwargs.get("landscape"))
            with engine.limiting(self._get_drawing_limits()):
                pdf_content = super()._run_wkhtmltopdf(
                    bodies, report_ref=report_ref, header=header, footer=footer, **kwargs
                )
        except engine.DrawingError as error:
            raise self._get_drawing_error(error, printing.ids) from error
        if footer and not base_report._wkhtml().is_patched_qt:
            return report._stamp_footers(pdf_content, footer)
        return pdf_content

    def _run_weasyprint(self, bodies, landscape=False):
        """Return the PDF of a page that `_prepare_html` left whole."""
        html = bodies[0].decode() if isinstance(bodies[0], bytes) else bodies[0]
        pages = [engine.Page(html, self._get_fetcher(html))]
        [[pdf_content]] = engine.render_pages(pages, **self._get_weasyprint_options(self, html, landscape=landscape))
        return pdf_content

    def _get_weasyprint_options(self, report, html, landscape=False):
        """Return the arguments of `engine.render_pages` that documents of the same report share."""
        company = self._get_agency_company(html)
        return {
            "css": company._get_agency_style() if company else "",
            "paper": report._get_paper(landscape=landscape),
            "pdf_variant": "pdf/a-3b" if report.is_invoice_report else None,
            "limits": self._get_drawing_limits(),
        }

    @api.model
    def _get_agency_company(self, html):
        """Return the company in whose style the agency's template has made a page; none for other templates."""
        # In the head, where no text of a record comes.
        match = AGENCY_PAGE_RE.search(html.partition("</head>")[0])
        return self.env["res.company"].browse(int(match[1]) if match else [])

    def _get_fetcher(self, page, res_ids=None):
        """Return what reads the files that a page may show.

        :param page: its HTML, or the root of its tree
        :param res_ids: the records it prints; by default those being printed
        """
        printing = self._get_printing()
        records = self.env[printing.model].browse(printing.ids if res_ids is None else res_ids)
        if isinstance(page, str):
            parser = lxml.html.HTMLParser(encoding="utf-8")
            page = None if self._get_agency_company(page) else lxml.html.document_fromstring(page, parser=parser)
        return engine.ReportFetcher(
            self.env, records, style_sheets=engine.get_style_sheets(page) if page is not None else ()
        )

    @api.model
    def _get_drawing_limits(self):
        """Return what one page may take: as the settings say."""
        # Sudo: technical parameters, whoever prints.
        get_param = self.env["ir.config_parameter"].sudo().get_param
        limits = engine.Limits()
        seconds, megabytes = get_param(SECONDS_PARAMETER) or "", get_param(MEGABYTES_PARAMETER) or ""
        return engine.Limits(
            int(seconds) if seconds.isdecimal() and int(seconds) else limits.seconds,
            int(megabytes) if megabytes.isdecimal() and int(megabytes) else limits.megabytes,
        )

    @api.model
    def _get_drawing_error(self, error, res_ids=()):
        """Return the error that tells users which record could not be drawn, why, and what to do.

        :param DrawingError error: the engine's
        :rtype: UserError
        """
        if error.reason == "no_helper":
            return UserError(
                self.env._("The server has too many documents to draw at this moment: try again in a minute.")
            )
        # Sudo: the name of what the user prints.
        records_sudo = self.env[self._get_printing().model].sudo().browse(res_ids[:1])
        name, limits = records_sudo.display_name or "", self._get_drawing_limits()
        if error.reason == "time":
            return UserError(
                self.env._(
                    "The document of %(name)s takes more than %(seconds)s seconds to draw: make its texts simpler"
                    " (tables within tables, pictures), or ask the administrator for more (Settings > Agency >"
                    " Documents).",
                    name=name,
                    seconds=limits.seconds,
                )
            )
        if error.reason == "memory":
            return UserError(
                self.env._(
                    "The document of %(name)s takes more than %(megabytes)s MB of memory to draw: make its texts"
                    " simpler (tables within tables, pictures), or ask the administrator for more (Settings > Agency >"
                    " Documents).",
                    name=name,
                    megabytes=limits.megabytes,
                )
            )
        return UserError(
            self.env._(
                "The document of %(name)s could not be drawn: look for what is unusual in its texts and its pictures."
                " The server's log says more.",
                name=name,
            )
        )

    @api.model
    def _get_helper_number(self):
        """Return how many helper processes draw a batch at most, one or more: as the server's administrator says, else
        as many as it has processors."""
        # Sudo: a technical parameter, whoever prints.
        number = self.env["ir.config_parameter"].sudo().get_param("agency_pdf.helper_processes")
        return max(int(number), 1) if number and number.isdecimal() else engine.count_processors()

    def _stamp_footers(self, pdf_content, footer):
        """Return the PDF with the cells of its footer, which Qt without patches leaves out."""
        cells = [" ".join(cell.text_content().split()) for cell in lxml.html.fromstring(footer).xpath("//td")[:3]]
        paper = self.get_paperformat()
        left, center = [*cells, "", ""][:2]
        return engine.stamp_footers(
            pdf_content,
            (left, center, self.env._("Page %(page)s / %(pages)s", page="%(page)s", pages="%(pages)s")),
            (paper.margin_left, paper.margin_right, paper.margin_bottom),
        )

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
    def _build_wkhtmltopdf_args(self, *args, **kwargs):
        """Override of `base`: a self-contained page has nothing to wait for, nor to open."""
        command_args = super()._build_wkhtmltopdf_args(*args, **kwargs)
        printing = self._get_printing()
        if printing and printing.pdf_engine == "wkhtmltopdf":
            command_args[command_args.index("--javascript-delay") + 1] = "0"
            if "--zoom" in command_args:
                # Measured: letters then have the size the style sheet asks for.
                command_args[command_args.index("--zoom") + 1] = str(75 / 96)
            # The discard port: whatever the page would still open goes nowhere.
            command_args += ["--print-media-type", "--proxy", "http://127.0.0.1:9"]
        return command_args
