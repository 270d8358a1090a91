import io
import logging
import os
import subprocess
from base64 import b64encode
from unittest import skipUnless

from PIL import Image

from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfFileReader

from odoo.addons.base.models import ir_actions_report as base_report
from odoo.addons.report_weasyprint import engine
from odoo.addons.report_weasyprint.engine import pool, press
from odoo.addons.report_weasyprint.models import ir_actions_report_drawing

from .common import AgencyPdfCommon

ENGINE_LOGGER = "odoo.addons.report_weasyprint.engine"


@tagged("-at_install", "post_install")
class TestEngine(AgencyPdfCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quote = cls._create_quote()
        cls.report = cls.env.ref("agency_pdf.report_quote")
        cls.fetcher = engine.ReportFetcher(cls.env, cls.quote)

    # === ENGINES === #

    def _text_with(self, pdf_engine, records):
        self.report.pdf_engine = pdf_engine
        return self._text(records)

    def _documents(self):
        """Return one record of each template, with its report."""
        order = self._create_quote()
        order.action_confirm()
        self._deposit(order)
        recurring = self._create_quote(billing_frequency="monthly", next_invoice_date="2026-12-01")
        return [
            (self.quote, "agency_pdf.report_quote"),
            (self._invoice(order), "agency_pdf.report_invoice"),
            (recurring, "agency_pdf.report_recurring_order"),
        ]

    def _assert_same_words(self):
        for record, report_name in self._documents():
            self._assert_engines_agree(record, report_name)

    @skipUnless(engine.has_weasyprint(), "WeasyPrint is not installed")
    def test_engines_print_the_same_words(self):
        self._assert_same_words()

    @skipUnless(os.environ.get("WKHTMLTOPDF_UNPATCHED"), "no path to a wkhtmltopdf without patches")
    def test_unpatched_wkhtmltopdf_prints_the_same_words(self):
        """With the path of Debian's own build in WKHTMLTOPDF_UNPATCHED."""
        self.patch(base_report, "find_in_path", lambda _name: os.environ["WKHTMLTOPDF_UNPATCHED"])
        base_report._wkhtml.cache_clear()
        self.addCleanup(base_report._wkhtml.cache_clear)
        self.assertFalse(base_report._wkhtml().is_patched_qt)
        self.report.invalidate_recordset(["pdf_engine_note"])
        self._assert_same_words()
        self.assertIn("Qt", self.report.pdf_engine_note)
        quotes = self.quote + self._create_quote()
        self.assertEqual(self._text_with("wkhtmltopdf", quotes).count("Bon pour accord"), 2)

    def test_the_settings_say_which_engine_draws(self):
        self.report.pdf_engine = "auto"
        self.assertTrue(self.report.pdf_engine_note)
        self.report.pdf_engine = "wkhtmltopdf"
        self.assertIn("wkhtmltopdf", self.report.pdf_engine_note)

    @skipUnless(engine.has_weasyprint(), "WeasyPrint is not installed")
    def test_any_report_may_choose_its_engine(self):
        stock = self.env.ref("sale.action_report_saleorder")
        stock.pdf_engine = "auto"
        with mute_logger("weasyprint", ENGINE_LOGGER):
            text = self._text(self.quote, "sale.action_report_saleorder")
        self.assertIn(self.quote.name, text)
        self.assertIn("1 907,50 €", text)

    # === SEVERAL DOCUMENTS === #

    def _pages(self, pdf_content):
        count = PdfFileReader(io.BytesIO(pdf_content)).getNumPages()
        return [self._read(pdf_content, pages=number).strip() for number in range(count)]

    @skipUnless(engine.has_weasyprint(), "WeasyPrint is not installed")
    def test_several_quotes_are_drawn_as_each_alone(self):
        lines = [self._line(self.web, name=f"Prestation {number}") for number in range(60)]
        quotes = self.quote + self._create_quote(lines=lines) + self._create_quote()
        quotes = quotes[2] + quotes[1] + quotes[0]  # not the order of their numbers
        alone = [self._pages(self._print(quote)) for quote in quotes]
        self.assertGreater(len(alone[1]), len(alone[0]))
        self.assertEqual(self._pages(self._print(quotes)), sum(alone, []))
        for pages, quote in zip(alone, quotes, strict=True):
            for number, page in enumerate(pages, 1):
                self.assertIn(f"Devis {quote.name}", page)
                self.assertIn(f"Page {number} / {len(pages)}", page)

    @skipUnless(engine.has_weasyprint(), "WeasyPrint is not installed")
    def test_several_quotes_may_each_have_a_pdf(self):
        quotes = self.quote + self._create_quote()
        streams, _type = self.env["ir.actions.report"]._pre_render_qweb_pdf(self.report.report_name, quotes.ids)
        self.assertEqual(list(streams), quotes.ids)
        for quote, stream_data in zip(quotes, streams.values(), strict=True):
            content = stream_data["stream"].getvalue()
            self.assertEqual(self._pages(content), self._pages(self._print(quote)))
            self.assertIn(quote.name, PdfFileReader(io.BytesIO(content)).getDocumentInfo().title)

    @skipUnless(engine.has_weasyprint(), "WeasyPrint is not installed")
    def test_a_batch_of_quotes(self):
        self.patch(ir_actions_report_drawing, "BATCH_SIZE", 2)
        self.patch(ir_actions_report_drawing, "HELPERS_FROM", 3)
        quotes = self._create_quote() + self._create_quote() + self._create_quote()
        text = self._read(self._print(quotes))
        pool.stop_helpers()
        # One at least: nothing is drawn in the server.
        self.env["ir.config_parameter"].set_param("report_weasyprint.helper_processes", "0")
        self.assertEqual(self._read(self._print(quotes)), text)
        for quote in quotes:
            self.assertEqual(text.count(f"Devis {quote.name}"), 2)  # its page, and its terms'

    def _article(self, name, terms="conditions", after=""):
        return (
            f'<div class="article"><p>début {name}</p><div class="agency_shared_pages"'
            f' style="page-break-before: always">{terms}</div>{after}'
            f'<div class="footer">pied {name} <span class="page"/>/<span class="topage"/></div></div>'
        )

    def _draw(self, *articles, css=""):
        html = f"<html><body>{''.join(articles)}</body></html>"
        paper = engine.Paper(210, 297, 20, 20, 20, 20)
        [pdf_content] = press.render_weasyprint(html, css, self.fetcher, paper)
        return pdf_content

    @skipUnless(engine.has_weasyprint(), "WeasyPrint is not installed")
    def test_shared_pages_are_laid_out_once_and_only_where_they_end_a_document(self):
        article, draw = self._article, self._draw
        pdf_content = draw(article("un"), article("deux"))
        self.assertEqual(
            [page.split() for page in self._pages(pdf_content)],
            [
                f"{words} pied {name} {number}/2".split()
                for name in ("un", "deux")
                for number, words in ((1, f"début {name}"), (2, "conditions"))
            ],
        )
        self.assertEqual(pdf_content.count(b"/Form"), 1)
        self.assertEqual(draw(article("un")).count(b"/Form"), 1)  # the drawing that was kept
        pages = self._pages(draw(article("un", after="<p>suite</p>"), article("deux")))
        self.assertEqual(len(pages), 4)
        self.assertIn("suite", pages[1])

    @skipUnless(engine.has_weasyprint(), "WeasyPrint is not installed")
    def test_shared_pages_look_the_same_whatever_came_before(self):
        """What is kept of them is lines and letters; their letters are then those of another PDF."""
        for number, terms in enumerate(
            (
                "conditions : éàœ €",
                '<b style="color: #a00">gras</b> <i>des lettres que le début n’a pas : zWQ</i><hr/>',
                '<p style="opacity: 0.5">pâle</p><p style="background: linear-gradient(red, blue)">fond',
                f'<img width="50" src="data:image/png;base64,{b64encode(base64_picture()).decode()}"/>',
                "\U000f0000 sans dessin",
            )
        ):
            with self.subTest(terms), mute_logger("weasyprint"):
                css = f"body {{ margin: 0; }} .unlike_those_before_{number} {{ color: black; }}"
                plain = self._draw(self._article("un", terms).replace("agency_shared_pages", "own_pages"), css=css)
                first = self._draw(self._article("un", terms), css=css)
                again = self._draw(self._article("un", terms), css=css)
                other = self._draw(self._article("deux, en <b>gras</b> et <i>italique</i>", terms), css=css)
                picture = page_picture(plain, 2)
                self.assertNotEqual(picture, page_picture(plain, 1))
                for pdf_content in (first, again):
                    self.assertEqual(page_picture(pdf_content, 2), picture)
                    self.assertEqual(self._pages(pdf_content), self._pages(plain))
                self.assertEqual(
                    self._pages(other)[1].replace("deux, en gras et italique", "un"), self._pages(plain)[1]
                )

    @skipUnless(engine.has_weasyprint(), "WeasyPrint is not installed")
    def test_lists_and_notes_have_their_numbers(self):
        [page] = self._pages(self._draw("<ol><li>premier</li><li>second</li></ol>"))
        self.assertEqual(page.split(), ["1.", "premier", "2.", "second"])
        text = self._draw('<p>texte<span style="float: footnote">au pied</span></p>')
        self.assertEqual(self._read(text).split(), ["texte1", "1.", "au", "pied"])
        text = self._draw("<p>texte<span>au pied</span></p>", css="span { float: footnote; }")
        self.assertEqual(self._read(text).split(), ["texte1", "1.", "au", "pied"])

    @skipUnless(engine.has_weasyprint(), "WeasyPrint is not installed")
    def test_shared_pages_with_a_picture_are_not_kept_for_another_user(self):
        html = f"""<html><body><div class="article"><p>début</p><div class="agency_shared_pages">
            <img src="/web/image/res.company/{self.company.id}/logo"/></div></div></body></html>"""
        paper = engine.Paper(210, 297, 20, 20, 20, 20)
        press.render_weasyprint(html, "", self.fetcher, paper)
        self.patch(self.fetcher, "_read", lambda _url: (_ for _ in ()).throw(engine.RefusedUrl("no right")))
        with self.assertLogs(ENGINE_LOGGER, logging.WARNING):
            press.render_weasyprint(html, "", self.fetcher, paper)

    @skipUnless(engine.has_weasyprint(), "WeasyPrint is not installed")
    def test_nothing_is_drawn_in_the_process_of_the_server(self):
        self.patch(press, "render_weasyprint", lambda *_args: self.fail("drawn here"))
        self.assertIn("Total TTC", self._text(self.quote))
        self.assertIn("Total TTC", self._text(self.quote + self._create_quote()))

    @skipUnless(engine.has_weasyprint(), "WeasyPrint is not installed")
    def test_weasyprint_needs_no_wkhtmltopdf(self):
        def no_wkhtml():
            return base_report.WkhtmlInfo("install", False, "", "", False, "", None)

        self.patch(base_report, "_wkhtml", no_wkhtml)
        self.assertIn("Total TTC", self._text(self.quote))


def page_picture(pdf_content, number):
    """Return what a page of a PDF looks like."""
    command = ["pdftoppm", "-r", "50", "-f", str(number), "-l", str(number), "-"]
    return subprocess.run(command, input=pdf_content, capture_output=True, check=True).stdout


def base64_picture():
    stream = io.BytesIO()
    Image.new("RGB", (10, 10)).save(stream, "PNG")
    return stream.getvalue()
