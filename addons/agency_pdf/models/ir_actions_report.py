import io
import itertools
import re
from collections import OrderedDict

import lxml.html
from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import split_every

from odoo.addons.agency_crm.context_keys import from_code, get_key
from odoo.addons.base.models import ir_actions_report as base_report

from .. import engine
from .agency_document_template import REPORT_NAME_RE as USER_TEMPLATE_RE

# Context key naming the engine that draws the report under way; absent for Odoo's own.
ENGINE_KEY = "agency_pdf_engine"
# Set by `agency_pdf.html_container` when its style sheet comes apart.
AGENCY_PAGE_RE = re.compile(r'<meta name="agency-company" content="(\d+)"')
# Documents drawn in one go: enough to share what they have in common, few enough for the memory.
BATCH_SIZE = 13
# From how many documents on helper processes draw them: to start one takes as long as ten documents.
HELPERS_FROM = 30


# Models whose documents users may edit before printing.
DOCUMENT_MODELS = ("sale.order", "account.move")


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
            return self.env._("WeasyPrint draws this report in the server's own process.")
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
        self_engine = self.with_context(**from_code(**{ENGINE_KEY: pdf_engine}))
        # Not its name, which Odoo would look up ten times; nor the record, which would bring its own context along.
        report_ref = report.id
        issued = self._get_issued_streams(report, data, res_ids)
        if issued and len(issued) == len(set(res_ids)):
            return issued
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
            streams.update(
                super(IrActionsReport, self_engine)._render_qweb_pdf_prepare_streams(
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
        if get_key(self.env, ENGINE_KEY) != "weasyprint" or report.attachment or not is_agency_model:
            return {}
        # A page is in the style of one company.
        if len(records.company_id) > 1:
            return {}
        is_one_enough = get_key(self.env, "agency_pdf_as_one") and not apart
        apart = not is_one_enough or any(record._get_pdf_annexes(report) for record in records)
        data = {**(data or {}), "report_type": "pdf", "debug": False}
        pages = (
            self.with_context(debug=False)._render_qweb_html(report.id, batch_ids, data=dict(data))[0].decode()
            for batch_ids in split_every(BATCH_SIZE, res_ids)
        )
        first_page = next(pages)
        if not AGENCY_PAGE_RE.search(first_page):
            return {}
        options = self._get_weasyprint_options(report, first_page)
        helpers = self._get_helper_number() if len(res_ids) >= HELPERS_FROM else 0
        contents = engine.render_pages(itertools.chain([first_page], pages), **options, apart=apart, number=helpers)
        streams = [
            {"stream": io.BytesIO(content), "attachment": None} for content in itertools.chain.from_iterable(contents)
        ]
        if apart:
            return dict(zip(res_ids, streams, strict=True))
        return {False: {"stream": self._merge_pdfs([stream["stream"] for stream in streams]), "attachment": None}}

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
        if state != "ok" and get_key(self.env, ENGINE_KEY) == "weasyprint":
            return "ok"
        return state

    def _get_rendering_context(self, report, docids, data):
        """Override of `base`: what users edited by hand, and whether the style sheet comes apart."""
        data = super()._get_rendering_context(report, docids, data)
        if report.model in DOCUMENT_MODELS and not get_key(self.env, "agency_pdf_as_filled"):
            documents = self.env[report.model].browse(docids)
            data["document_versions"] = self.env["agency.document.version"]._get_current(documents, report)
        data["style_apart"] = get_key(self.env, ENGINE_KEY) == "weasyprint"
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
        pdf_engine = get_key(self.env, ENGINE_KEY)
        if not pdf_engine:
            return super()._prepare_html(html, report_model=report_model)
        root = lxml.html.fromstring(html, parser=lxml.html.HTMLParser(encoding="utf-8"))
        res_ids = [
            int(node.get("data-oe-id") or 0) if node.get("data-oe-model") == report_model else None
            for node in root.find_class("article")
        ]
        if pdf_engine == "weasyprint":
            return [html], res_ids, None, None, {}
        header, footer, bodies = self._split_self_contained_page(root)
        return bodies, res_ids, header, footer, {}

    def _split_self_contained_page(self, root):
        """Cut a page into the three wkhtmltopdf wants, each with all it needs inside.

        :param root: the page, an lxml element
        :return: header (None if the page has none), footer (idem), list of bodies
        """
        engine.inline_page(root, engine.ReportFetcher(self.env), web_fonts=base_report._wkhtml().is_patched_qt)
        head = self._to_markup(root.xpath("//head/*"))
        if not base_report._wkhtml().is_patched_qt:
            # It takes a pixel for a point, and ignores `--zoom`.
            head += Markup("<style>body { zoom: 1.3333; }</style>")
        parts = []
        for class_name in ("header", "footer"):
            nodes = root.find_class(class_name)
            for node in nodes:
                node.drop_tree()
            parts.append(self._wrap_self_contained_page(head, nodes[:1]) if nodes else None)
        articles = root.find_class("article") or root.xpath("//main") or [root]
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
        pdf_engine = get_key(self.env, ENGINE_KEY)
        report = self._get_report(report_ref) if pdf_engine else None
        if pdf_engine != "weasyprint":
            pdf_content = super()._run_wkhtmltopdf(
                bodies, report_ref=report_ref, header=header, footer=footer, **kwargs
            )
            if pdf_engine and footer and not base_report._wkhtml().is_patched_qt:
                return report._stamp_footers(pdf_content, footer)
            return pdf_content
        html = bodies[0].decode() if isinstance(bodies[0], bytes) else bodies[0]
        options = self._get_weasyprint_options(report, html, landscape=kwargs.get("landscape"))
        return engine.render_weasyprint(html, **options)[0]

    def _get_weasyprint_options(self, report, html, landscape=False):
        """Return the arguments of `engine.render_weasyprint` that documents of the same report share."""
        company_match = AGENCY_PAGE_RE.search(html)
        company = self.env["res.company"].browse(int(company_match[1]) if company_match else [])
        return {
            "css": company._get_agency_style() if company else "",
            "fetcher": engine.ReportFetcher(self.env),
            "paper": report._get_paper(landscape=landscape),
            "pdf_variant": "pdf/a-3b" if report.is_invoice_report else None,
        }

    @api.model
    def _get_helper_number(self):
        """Return how many helper processes draw a batch: as the server's administrator says, else as many as it has
        processors."""
        # Sudo: a technical parameter, whoever prints.
        number = self.env["ir.config_parameter"].sudo().get_param("agency_pdf.helper_processes")
        return int(number) if number and number.isdecimal() else None

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
        if get_key(self.env, ENGINE_KEY) == "wkhtmltopdf":
            command_args[command_args.index("--javascript-delay") + 1] = "0"
            if "--zoom" in command_args:
                # Measured: letters then have the size the style sheet asks for.
                command_args[command_args.index("--zoom") + 1] = str(75 / 96)
            # The discard port: whatever the page would still open goes nowhere.
            command_args += ["--print-media-type", "--proxy", "http://127.0.0.1:9"]
        return command_args
