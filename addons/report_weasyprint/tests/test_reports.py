import io
import logging
from unittest import skipUnless
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfFileReader

from odoo.addons.base.models.ir_actions_report import IrActionsReport as OdooReports

from .. import engine
from ..engine import press, reuse
from ..models import ir_actions_report_drawing
from ..printing import PRINTING_KEY, get_printing
from .common import ReportCommon

ENGINE_LOGGER = "odoo.addons.report_weasyprint.engine"
ENGINES = ("auto", "wkhtmltopdf")


@tagged("post_install", "-at_install")
@skipUnless(engine.has_weasyprint(), "WeasyPrint is not installed")
class TestReports(ReportCommon):
    """Any report may choose its engine: those of Odoo, and one made here, with a page per record."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partners = cls.env["res.partner"].create([{"name": f"Client{number}"} for number in range(5)])
        cls.env["ir.ui.view"].create(
            {
                "name": "label",
                "type": "qweb",
                "key": "report_weasyprint.label",
                "arch": """<t t-name="report_weasyprint.label"><html><head/><body><main>
                <t t-foreach="docs" t-as="doc">
                <div class="article" t-att-data-oe-model="doc._name" t-att-data-oe-id="doc.id">
                <div class="footer"><span t-out="doc.name"/> <span class="page"/>/<span class="topage"/></div>
                <div class="page"><p>Bonjour <t t-out="doc.name"/></p><t t-out="doc.comment"/></div>
                </div></t></main></body></html></t>""",
            }
        )
        cls.report = cls.env["ir.actions.report"].create(
            {"name": "Label", "model": "res.partner", "report_name": "report_weasyprint.label", "pdf_engine": "auto"}
        )

    @mute_logger(ENGINE_LOGGER, "weasyprint")
    def test_a_report_of_odoo_is_drawn_by_each_engine(self):
        report = self.env.ref("base.ir_module_reference_print")
        module = self.env.ref("base.module_web")
        for pdf_engine in ENGINES:
            report.pdf_engine = pdf_engine
            with self.subTest(engine=pdf_engine):
                self.assertIn(module.shortdesc, self._read(self._print(report, module)))

    @mute_logger(ENGINE_LOGGER, "weasyprint")
    def test_a_delivery_slip_is_drawn_by_each_engine(self):
        if "stock.picking" not in self.env:
            self.skipTest("stock is not installed")
        report = self.env.ref("stock.action_report_delivery")
        kind = self.env["stock.picking.type"].search([("code", "=", "outgoing")], limit=1)
        product = self.env["product.product"].create({"name": "Affiche pliée", "type": "consu"})
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": kind.id,
                "partner_id": self.partners[0].id,
                "location_id": kind.default_location_src_id.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                "move_ids": [
                    (
                        0,
                        0,
                        {
                            "product_id": product.id,
                            "product_uom_qty": 3,
                            "location_id": kind.default_location_src_id.id,
                            "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                        },
                    )
                ],
            }
        )
        picking.action_confirm()
        for pdf_engine in ENGINES:
            report.pdf_engine = pdf_engine
            with self.subTest(engine=pdf_engine):
                text = self._read(self._print(report, picking))
                self.assertIn(picking.name, text)
                self.assertIn("Affiche pliée", text)

    def test_odoo_draws_as_often_as_it_is_asked(self):
        """A label for each of two pieces of one lot, as stock asks for them."""
        self.report.pdf_engine = "odoo"
        asked = [self.partners[0].id] * 2
        with patch.object(OdooReports, "_render_qweb_pdf_prepare_streams", return_value={}) as drawn:
            self.report._render_qweb_pdf_prepare_streams(self.report.id, {}, asked)
        self.assertEqual(drawn.call_args.kwargs["res_ids"], asked)

    @mute_logger(ENGINE_LOGGER, "weasyprint")
    def test_records_come_in_order_each_with_its_own_pages(self):
        partners = self.partners[3] + self.partners[0]
        for pdf_engine in ENGINES:
            self.report.pdf_engine = pdf_engine
            text = self._read(self._print(self.report, partners)).split()
            self.assertLess(text.index("Client3"), text.index("Client0"))
            streams, _type = self.env["ir.actions.report"]._pre_render_qweb_pdf(self.report.id, partners.ids)
            self.assertEqual(list(streams), partners.ids)
            for partner, stream in zip(partners, streams.values(), strict=True):
                self.assertIn(partner.name, self._read(stream["stream"].getvalue()))

    @mute_logger(ENGINE_LOGGER, "weasyprint")
    def test_pages_that_leave_out_their_style_are_drawn_together(self):
        calls = []
        draw_together = ir_actions_report_drawing.IrActionsReport._draw_together
        self.patch(
            type(self.report),
            "_draw_together",
            lambda reports, *args, **options: calls.append(args) or draw_together(reports, *args, **options),
        )
        self.assertIn("Client4", self._read(self._print(self.report, self.partners)))
        self.assertFalse(calls)
        self.patch(type(self.report), "_get_page_style", lambda _report, _records: "p { color: #a00 }")
        text = self._read(self._print(self.report, self.partners))
        self.assertEqual(len(calls), 1)
        for partner in self.partners:
            self.assertIn(f"Bonjour {partner.name}", text)
            self.assertIn(f"{partner.name} 1/1", text)

    @mute_logger(ENGINE_LOGGER, "weasyprint")
    def test_what_exists_is_served_and_what_goes_behind_follows(self):
        annex = self._print(self.report, self.partners[4])
        ready = self._print(self.report, self.partners[3])
        self.patch(
            type(self.report),
            "_get_existing_streams",
            lambda _report, records, _data: {
                record.id: {"stream": io.BytesIO(ready), "attachment": None} for record in records[:1]
            },
        )
        self.patch(
            type(self.report), "_get_appended_files", lambda _report, record: [annex] if record == records[1] else []
        )
        records = self.partners[:2]
        self.assertEqual(
            [word for word in self._read(self._print(self.report, records)).split() if word.startswith("Client")][::2],
            ["Client3", "Client1", "Client4"],
        )
        self.assertEqual(PdfFileReader(io.BytesIO(self._print(self.report, records))).getNumPages(), 3)

    @mute_logger(ENGINE_LOGGER, "weasyprint")
    def test_with_another_version_of_weasyprint_documents_say_the_same(self):
        """What leans on the inside of the version we know is off with any other: slower, never broken."""
        fetcher = engine.ReportFetcher(self.env, self.partners)
        article = (
            '<div class="article"><p>début {0}</p><ul><li>point</li></ul><div class="shared_pages"'
            ' style="page-break-before: always">conditions</div>'
            '<div class="footer">pied {0} <span class="page"/>/<span class="topage"/></div></div>'
        )
        page = f"<html><body>{article.format('un')}{article.format('deux')}</body></html>"
        paper = engine.Paper(210, 297, 20, 20, 20, 20)
        known = self._read(press.render_weasyprint(page, "p { color: red }", fetcher, paper)[0])
        self.patch(reuse, "is_known", False)
        other = self._read(press.render_weasyprint(page, "p { color: blue }", fetcher, paper)[0])
        self.assertEqual(known, other)
        self.assertIn("pied deux 2/2", known)

    def test_no_request_says_what_is_printed(self):
        """Of what is printed, files are shown: a context that comes over RPC does not say it."""
        forged = ["weasyprint", "res.partner", self.partners.ids, ""]
        reports = self.env["ir.actions.report"].with_context(**{PRINTING_KEY: forged})
        self.assertIsNone(get_printing(reports.env))
        self.assertTrue(reports.get_wkhtmltopdf_state())

    def test_a_record_that_takes_too_long_is_named(self):
        self.env["ir.config_parameter"].set_param("report_weasyprint.draw_seconds", "1")
        self.partners[2].comment = "<p>x</p>" * 15_000
        with self.assertRaisesRegex(UserError, self.partners[2].name):
            self._print(self.report, self.partners[2])
        self.assertIn("Client1", self._read(self._print(self.report, self.partners[1])))

    def test_a_file_of_something_else_is_not_shown(self):
        secret = self.env["ir.attachment"].create({"name": "secret.png", "datas": self._picture()})
        self.partners[0].comment = f'<p>avant <img src="/web/image/{secret.id}"/></p>'
        with self.assertLogs(ENGINE_LOGGER, logging.WARNING) as logs:
            self.assertIn("avant", self._read(self._print(self.report, self.partners[0])))
        self.assertIn(f"/web/image/{secret.id}", "".join(logs.output))
