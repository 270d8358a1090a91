import io
import logging
from unittest import skipUnless

from odoo.tests import tagged
from odoo.tools.pdf import PdfFileReader

from .. import engine
from ..engine import pool
from ..models import ir_actions_report
from .common import AgencyPdfCommon

PAPER = engine.Paper(210, 297, 20, 20, 20, 20)


@tagged("post_install", "-at_install")
@skipUnless(engine.has_weasyprint() and pool.count_processors(), "WeasyPrint is not installed")
class TestEnginePool(AgencyPdfCommon):
    """Documents drawn by helper processes are those drawn without."""

    def setUp(self):
        super().setUp()
        self.fetcher = engine.ReportFetcher(self.env)
        self.helpers = helpers = []

        class Recorded(pool.Helper):
            def __init__(self):
                super().__init__()
                helpers.append(self)

        self.patch(pool, "Helper", Recorded)
        self.patch(pool, "_pool", pool._Pool())
        self.patch(pool, "count_processors", lambda: 2)
        self.addCleanup(lambda: [helper.stop() for helper in helpers])

    def _render(self, pages, number=2):
        return engine.render_pages(iter(pages), "", self.fetcher, PAPER, number=number)

    def _words(self, contents):
        return [self._read(content).split() for [content] in contents]

    def test_pages_come_in_order_and_helpers_are_kept(self):
        pages = [f"<p>document {number}</p>" * (40 if number == 0 else 1) for number in range(7)]
        drawn = self._words(self._render(pages))
        self.assertEqual(drawn, self._words(self._render(pages, number=0)))
        self.assertEqual(drawn[6], ["document", "6"])
        self.assertEqual(len(self.helpers), 2)
        self.assertEqual(self._words(self._render(pages)), drawn)
        self.assertEqual(len(self.helpers), 2)

    def test_helpers_read_what_the_user_may_and_nothing_else(self):
        page = f'<img src="/web/image/res.company/{self.company.id}/logo"/><img src="file:///etc/passwd"/>'
        self.company.logo = self._picture()
        with self.assertLogs("odoo.addons.agency_pdf.engine", logging.WARNING) as logs:
            [[content]] = self._render([page])
        self.assertIn("file:///etc/passwd", "".join(logs.output))
        images = PdfFileReader(io.BytesIO(content)).getPage(0)["/Resources"]["/XObject"]
        self.assertEqual(len(images), 1)

    def test_what_a_helper_does_not_draw_is_drawn_without(self):
        pages = [f"<p>document {number}</p>" for number in range(6)]

        def killing():
            # A page is asked for when a helper is free for it: it and the other are dead before they have the next.
            for number, page in enumerate(pages):
                if number == 3:
                    for helper in self.helpers:
                        helper.process.kill()
                        helper.process.wait()
                yield page

        with self.assertLogs("odoo.addons.agency_pdf.engine", logging.WARNING):
            contents = list(self._render(killing()))
        self.assertEqual(self._words(contents), [["document", str(number)] for number in range(6)])
        # The dead are replaced.
        self.assertEqual(len(self._words(self._render(pages))), 6)
        self.assertEqual(len(self.helpers), 4)

    def test_an_error_is_the_one_of_the_page(self):
        with self.assertLogs("odoo.addons.agency_pdf.engine", logging.WARNING), self.assertRaises(ValueError):
            list(self._render(["<p>one</p>", None]))
        self.assertEqual(self._words(self._render(["<p>one</p>"])), [["one"]])

    def test_a_helper_ends_with_its_parent(self):
        helper = pool.Helper()
        helper.connection.close()
        self.assertEqual(helper.process.wait(20), 0)

    def test_a_batch_of_quotes(self):
        self.patch(ir_actions_report, "BATCH_SIZE", 2)
        self.patch(ir_actions_report, "HELPERS_FROM", 3)
        quotes = self._create_quote() + self._create_quote() + self._create_quote()
        text = self._read(self._print(quotes))
        self.assertEqual(len(self.helpers), 2)
        self.env["ir.config_parameter"].set_param("agency_pdf.helper_processes", "0")
        self.assertEqual(self._read(self._print(quotes)), text)
        for quote in quotes:
            self.assertEqual(text.count(f"Devis {quote.name}"), 2)  # its page, and its terms'
