"""Where Odoo runs wkhtmltopdf: WeasyPrint is run instead, or wkhtmltopdf on a page that holds all it needs."""

import lxml.html
from markupsafe import Markup

from odoo import api, models

from odoo.addons.base.models import ir_actions_report as base_report

from .. import engine
from ..printing import get_printing


class IrActionsReport(models.Model):
    _name = "ir.actions.report"
    _inherit = ["ir.actions.report"]

    @api.model
    def get_wkhtmltopdf_state(self):
        """Override of `base`: what WeasyPrint draws needs no wkhtmltopdf."""
        state = super().get_wkhtmltopdf_state()
        printing = get_printing(self.env)
        if state != "ok" and printing and printing.pdf_engine == "weasyprint":
            return "ok"
        return state

    def _prepare_html(self, html, report_model=False):
        """Override of `base`: leave the page whole, or make it self-contained."""
        printing = get_printing(self.env)
        if not printing:
            return super()._prepare_html(html, report_model=report_model)
        parser = lxml.html.HTMLParser(encoding="utf-8")
        root = lxml.html.fromstring(engine.drop_no_text(html.decode()).encode(), parser=parser)
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
            body_class = root.xpath("string(//body/@class)")
            parts.append(self._wrap_self_contained_page(head, nodes[:1], body_class) if nodes else None)
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
        values = {"head": head, "body_class": body_class, "content": self._to_markup(nodes)}
        return str(self.env["ir.qweb"]._render("report_weasyprint.self_contained_page", values))

    @api.model
    def _run_wkhtmltopdf(self, bodies, report_ref=False, header=None, footer=None, **kwargs):
        """Override of `base` to hand the page to WeasyPrint when it is the engine."""
        printing = get_printing(self.env)
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

    @api.model
    def _build_wkhtmltopdf_args(self, *args, **kwargs):
        """Override of `base`: a self-contained page has nothing to wait for, nor to open."""
        command_args = super()._build_wkhtmltopdf_args(*args, **kwargs)
        printing = get_printing(self.env)
        if printing and printing.pdf_engine == "wkhtmltopdf":
            command_args[command_args.index("--javascript-delay") + 1] = "0"
            if "--zoom" in command_args:
                # Measured: letters then have the size the style sheet asks for.
                command_args[command_args.index("--zoom") + 1] = str(75 / 96)
            # The discard port: whatever the page would still open goes nowhere.
            command_args += ["--print-media-type", "--proxy", "http://127.0.0.1:9"]
        return command_args
