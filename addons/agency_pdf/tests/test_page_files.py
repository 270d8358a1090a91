"""What the page of a document may name, and what it is refused."""

import io
import logging
from base64 import b64encode

from PIL import Image

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.report_weasyprint import engine

from .common import AgencyPdfCommon
from .test_engine import base64_picture

ENGINE_LOGGER = "odoo.addons.report_weasyprint.engine"


@tagged("-at_install", "post_install")
class TestPageFiles(AgencyPdfCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quote = cls._create_quote()
        cls.report = cls.env.ref("agency_pdf.report_quote")
        cls.fetcher = engine.ReportFetcher(cls.env, cls.quote)

    def _assert_refused(self, url):
        self.fetcher.refused.clear()
        with self.assertLogs(ENGINE_LOGGER, logging.WARNING) as logs, self.assertRaises(engine.RefusedUrl):
            self.fetcher.fetch(url)
        self.assertIn(url[:50], logs.output[0])

    # === WHAT A PAGE MAY NAME === #

    def test_static_files_and_data_uris_are_read(self):
        content, mimetype = self.fetcher.fetch("/web/static/img/placeholder.png")
        self.assertTrue(content)
        self.assertEqual(mimetype, "image/png")
        picture = base64_picture()
        # What it says of itself counts for nothing.
        url = "data:text/plain;base64," + b64encode(picture).decode()
        self.assertEqual(self.fetcher.fetch(url), (picture, "image/png"))
        self.assertEqual(self.fetcher.fetch("/web/static/fonts/lato/Lato-Reg-webfont.ttf")[1], "font/ttf")

    def test_nothing_but_pictures_and_fonts(self):
        for url in (
            "data:text/plain;base64,Ym9uam91cg==",
            "data:text/css,p{}",
            "data:image/svg+xml;utf8,<svg xmlns='http://www.w3.org/2000/svg'/>",
            "data:text/plain,<svg xmlns='http://www.w3.org/2000/svg'/>",
            "/web/static/src/scss/web.frontend.scss",
            "/agency_pdf/static/src/css/agency_report.css",
        ):
            self._assert_refused(url)
        self.assertEqual(self.fetcher.fetch("/web/static/img/logo.png")[1], "image/png")

    def test_own_address_is_read_without_opening_it(self):
        base_url = self.env["ir.config_parameter"].sudo().get_param("web.base.url")
        self.assertTrue(self.fetcher.fetch(f"{base_url}/web/static/img/placeholder.png")[0])

    def test_other_addresses_are_refused(self):
        for url in (
            "file:///etc/passwd",
            "http://example.com/logo.png",
            "https://169.254.169.254/latest/meta-data",
            "ftp://example.com/x",
            "//example.com/x.png",
            "/web/static/../../../../etc/passwd",
            "/base/static/../models/ir_actions_report.py",
            "/base/models/ir_actions_report.py",
            "/web/login",
            "/web/image/res.users/1/password",
            "/web/image/res.users/1/login",
        ):
            self._assert_refused(url)

    def _file(self, record=None, **values):
        link = {"res_model": record._name, "res_id": record.id} if record else {}
        return self.env["ir.attachment"].create({"name": "x.png", "raw": base64_picture(), **link, **values})

    def test_files_of_the_document_of_its_company_and_public_ones_are_read(self):
        company = self.company
        company.write({"layout_background_image": b64encode(base64_picture())})
        key = self._file(self.contact).generate_access_token()[0]
        keyed = self.env["ir.attachment"].search([("access_token", "=", key)])
        for url in (
            f"/web/image/{self._file(self.quote).id}",
            f"/web/content/{self._file(self.quote).id}-abcdef/x.png",
            f"/web/image/{self._file(self.contact, public=True).id}",
            f"/web/image/res.company/{company.id}/logo",
            f"/web/image/res.company/{company.id}/layout_background_image",
            # What the editor puts in a note carries its key.
            f"/web/image/{keyed.id}?access_token={key}",
        ):
            self.assertEqual(self.fetcher.fetch(url)[1], "image/png", url)

    def test_files_of_anything_else_are_refused_whoever_prints(self):
        """A text is typed by one, and printed by others: by those who may read more, by the cron, who may read all."""
        other_company = self.env["res.company"].create({"name": "Autre", "logo": self._picture()})
        other_quote = self._create_quote()
        secret, orphan = self._file(self.contact), self._file()
        key = secret.generate_access_token()[0]
        urls = [
            f"/web/image/{secret.id}",
            f"/web/content/{secret.id}?access_token=guessed",
            f"/web/image/{secret.id + 1000}?access_token={key}",
            f"/web/image/{orphan.id}",
            f"/web/image/{self._file(other_quote).id}",
            f"/web/image/{self._file(res_model='sale.order').id}",
            f"/web/image/res.company/{other_company.id}/logo",
            f"/web/image/res.partner/{self.customer.id}/image_1920",
            f"/web/image/res.company/{self.company.id}/account_fiscal_country_id",
            f"/web/image/sale.order/{self.quote.id}/note",
            f"/web/image/sale.order/{other_quote.id}/signature",
            "/web/image/no.model/1/image",
        ]
        for env in (
            self.env,  # a manager
            self.env(user=self.env.ref("base.user_root"), su=False),  # the cron: Odoo makes it superuser again
            self.env(su=True),
            self.env(user=self.env.ref("base.public_user"), su=True),  # the portal
        ):
            self.fetcher = engine.ReportFetcher(env, self.quote)
            for url in urls:
                with self.subTest(url=url, user=env.user.login):
                    self._assert_refused(url)

    def test_a_field_that_only_some_may_read_is_no_picture_of_a_document(self):
        self.quote.sudo().signature = self._picture()
        url = f"/web/image/sale.order/{self.quote.id}/signature"
        self.assertEqual(self.fetcher.fetch(url)[1], "image/png")
        self.patch(self.env["sale.order"]._fields["signature"], "groups", "base.group_system")
        self._assert_refused(url)

    def test_huge_pictures_are_refused(self):
        stream = io.BytesIO()
        Image.new("1", (9000, 9000)).save(stream, "PNG")
        self._assert_refused("data:image/png;base64," + b64encode(stream.getvalue()).decode())
        self._assert_refused("data:image/png;base64," + "A" * (3 * engine.MAX_RESOURCE_BYTES))

    @mute_logger(ENGINE_LOGGER, "weasyprint")
    def test_a_template_naming_a_file_gets_nothing(self):
        view = self.env["ir.ui.view"].create(
            {
                "name": "naughty",
                "type": "qweb",
                "key": "agency_pdf.naughty",
                "arch": """<t t-name="agency_pdf.naughty"><t t-call="agency_pdf.html_container">
                <div class="article"><p>avant</p>
                <iframe src="file:///etc/passwd"/><object data="file:///etc/passwd"/>
                <img src="file:///etc/passwd"/><img src="http://example.com/x.png"/>
                <link rel="stylesheet" href="http://example.com/x.css"/>
                <link rel="attachment" href="file:///etc/passwd"/>
                <div style="background: url(file:///etc/passwd)">après</div></div>
            </t></t>""",
            }
        )
        self.assertTrue(view)
        for pdf_engine in ("auto", "wkhtmltopdf"):
            report = self.report.copy({"report_name": "agency_pdf.naughty", "pdf_engine": pdf_engine})
            pdf_content = self._print(self.quote, report)
            text = self._read(pdf_content)
            self.assertIn("avant", text)
            self.assertIn("après", text)
            self.assertNotIn("root:", text)
            self.assertNotIn(b"/EmbeddedFile", pdf_content)
            report.unlink()
