import io
import os
import tempfile
from base64 import b64encode
from unittest import skipUnless

from PIL import Image

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfFileReader

from odoo.addons.agency_pdf.tests.common import AgencyPdfCommon
from odoo.addons.base.models import ir_actions_report as base_report
from odoo.addons.report_weasyprint import engine
from odoo.addons.report_weasyprint.models import ir_actions_report

ENGINE_LOGGER = "odoo.addons.report_weasyprint.engine"
# Nothing in it is unusual, but its length: some seconds.
HEAVY = "<p>x</p>" * 15_000
SECRET = b"CONTENU-SECRET"


def picture(width):
    stream = io.BytesIO()
    Image.new("RGB", (width, 10), "#a00").save(stream, "PNG")
    return stream.getvalue()


@tagged("post_install", "-at_install")
@skipUnless(engine.has_weasyprint(), "WeasyPrint is not installed")
class TestDrawing(AgencyPdfCommon):
    """A text is typed by one and printed by others: what it may show, and what it may take."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.secret = cls.env["ir.attachment"].create({"name": "secret.txt", "raw": SECRET})
        cls.picture = cls.env["ir.attachment"].create({"name": "secret.png", "raw": picture(37)})
        cls.report = cls.env.ref("agency_pdf.report_quote")

    def _get_widths(self, pdf_content):
        """Return the widths of the pictures that a PDF holds, the logo's left out."""
        reader = PdfFileReader(io.BytesIO(pdf_content))
        widths = []
        for number in range(reader.getNumPages()):
            pictures = reader.getPage(number)["/Resources"].get("/XObject", {}).values()
            widths += [int(node.getObject()["/Width"]) for node in pictures if "/Width" in node.getObject()]
        return sorted(set(widths) - {60})  # pages share what they draw with

    # === WHAT A DOCUMENT SHOWS === #

    def _get_attack(self):
        return (
            f'<a rel="attachment" href="/web/content/{self.secret.id}">un</a>'
            f'<a rel="nofollow attachment" href="/web/content/{self.picture.id}">deux</a>'
            f'<p rel="attachment" href="/web/content/{self.secret.id}">trois</p>'
            f'<link rel="attachment" href="/web/content/{self.secret.id}"/>'
            f'<object data="/web/content/{self.secret.id}">quatre</object><embed src="/web/image/{self.picture.id}"/>'
            f'<img src="/web/image/{self.picture.id}"/><img src="/web/image/ir.attachment/{self.picture.id}/raw"/>'
            f'<p style="background-image: url(/web/image/{self.picture.id})">cinq</p>'
            f"<style>@import url(/web/content/{self.secret.id}); p {{ background: url(/web/image/{self.picture.id}) }}"
            f" @page {{ background: url(/web/image/{self.picture.id}) }}</style>"
        )

    def _get_attacked(self):
        """Return what a Utilisateur wrote the attack into, each with its report."""
        attack = self._get_attack()
        quote, edited = self._create_quote(note=attack), self._create_quote()
        version = self.env["agency.document.version"]._edit(edited, self.report)
        version.body = attack + version.body
        template = self.env["agency.document.template"].create(
            {"name": "Libre", "kind": "quote", "body": f"<p>{attack}</p>"}
        )
        order = self._create_quote()
        order.action_confirm()
        invoice = self._invoice(order)
        invoice.narration = attack
        # As somebody would who goes around the editor, and Odoo's cleaning of what it is sent.
        for record, name in ((quote, "note"), (version, "body"), (template, "body"), (invoice, "narration")):
            self._write_uncleaned(record, name, attack)
        return [
            (quote, self.report),
            (quote, template.report_id),
            (quote, self.env.ref("sale.action_report_saleorder")),
            (edited, self.report),
            (invoice, self.env.ref("agency_pdf.report_invoice")),
        ]

    @mute_logger(ENGINE_LOGGER, "weasyprint")
    def test_no_document_holds_a_file_of_anything_else_whoever_prints(self):
        stock = self.env.ref("sale.action_report_saleorder")
        attacked = self._get_attacked()
        superuser = self.env(user=self.env.ref("base.user_root"))  # the cron
        portal = self.env(user=self.env.ref("base.public_user"), su=True)
        for pdf_engine in ("auto", "wkhtmltopdf"):
            (stock + self.report + self.env.ref("agency_pdf.report_invoice")).pdf_engine = pdf_engine
            attacked[1][1].sudo().pdf_engine = pdf_engine
            for env in (self.env, superuser, portal) if pdf_engine == "auto" else (superuser,):
                for record, report in attacked:
                    with self.subTest(report=report.report_name, user=env.user.login, engine=pdf_engine):
                        record = record.with_env(env(context=self.env.context)).with_company(record.company_id)
                        pdf_content = record.env["ir.actions.report"]._render_qweb_pdf(report.id, record.ids)[0]
                        if report == stock:  # in which Odoo embeds the quote as XML
                            self.assertNotIn(SECRET, self._get_pdf_parts(pdf_content))
                        else:
                            self._assert_no_file(pdf_content, SECRET)
                        self.assertNotIn(37, self._get_widths(pdf_content))

    @mute_logger(ENGINE_LOGGER, "weasyprint")
    def test_a_document_shows_the_pictures_of_its_own_record(self):
        quotes = self._create_quote() + self._create_quote()
        for quote, width in zip(quotes, (41, 43), strict=True):
            own = self.env["ir.attachment"].create(
                {"name": "x.png", "raw": picture(width), "res_model": quote._name, "res_id": quote.id}
            )
            quote.note = f'<p>photo <img src="/web/image/{own.id}"/></p>'
        # One that names the picture of the other, which is printed with it, and goes to another customer.
        quotes[1].note += _picture_of(quotes[0])
        for pdf_engine in ("auto", "wkhtmltopdf"):
            self.report.pdf_engine = pdf_engine
            streams, _type = self.env["ir.actions.report"]._pre_render_qweb_pdf(self.report.report_name, quotes.ids)
            widths = [self._get_widths(streams[quote.id]["stream"].getvalue()) for quote in quotes]
            self.assertEqual(widths, [[41], [43]], pdf_engine)
            self.assertEqual(self._get_widths(self._print(quotes[0])), [41])

    # === WHAT A DOCUMENT TAKES === #

    def _limit(self, seconds=1, megabytes=300):
        self.env["ir.config_parameter"].set_param(ir_actions_report.SECONDS_PARAMETER, str(seconds))
        self.env["ir.config_parameter"].set_param(ir_actions_report.MEGABYTES_PARAMETER, str(megabytes))

    def test_the_settings_are_the_limits(self):
        self.env["res.config.settings"].create({"report_draw_seconds": 7, "report_draw_megabytes": 99}).execute()
        self.assertEqual(self.env["ir.actions.report"]._get_drawing_limits(), engine.Limits(7, 99))
        for nothing in ("", "0", "-3", "x"):
            self._limit(nothing, nothing)
            self.assertEqual(self.env["ir.actions.report"]._get_drawing_limits(), engine.Limits())

    def test_a_document_that_takes_too_long_is_refused_naming_its_record(self):
        self._limit()
        quote, other = self._create_quote(note=HEAVY), self._create_quote()
        with self.assertRaisesRegex(UserError, rf"{quote.name}.* 1 secondes"):
            self._print(quote.with_context(lang="fr_FR"), lang="fr_FR")
        self.assertIn(other.name, self._text(other))

    @mute_logger(ENGINE_LOGGER)
    def test_a_document_that_takes_too_much_memory_is_refused_naming_its_record(self):
        self._limit(60, 10)
        quote = self._create_quote(note=HEAVY)
        with self.assertRaisesRegex(UserError, quote.name):
            self._print(quote)

    def test_in_a_selection_the_one_that_fails_is_named_and_others_are_made(self):
        self._limit()
        quotes = self._create_quote() + self._create_quote(note=HEAVY) + self._create_quote()
        pdfs, failures = quotes._render_documents()
        self.assertEqual(list(pdfs), [quotes[0], quotes[2]])
        self.assertEqual(list(failures), [quotes[1]])
        self.assertIn("1 seconds", failures[quotes[1]])
        for gesture in ("action_group_pdf", "action_save_documents", "action_mail_documents"):
            with self.assertRaisesRegex(UserError, quotes[1].name) as raised:
                getattr(quotes, gesture)()
            self.assertNotIn(quotes[0].name, str(raised.exception))
        # As Odoo's own Print menu does it.
        with self.assertRaisesRegex(UserError, quotes[1].name):
            self._print(quotes + self._create_quote())

    def test_a_mail_says_why_it_has_no_document(self):
        self._limit()
        self.contact.email = "claire@parc.example"
        quote = self._create_quote(note=HEAVY)
        action = quote._mail_documents()
        with self.assertRaisesRegex(UserError, quote.name):
            composer = self.env["mail.compose.message"].with_context(**action["context"]).create({})
            composer.attachment_ids.mapped("name")

    def test_in_the_background_the_one_that_fails_is_named(self):
        self._limit()
        quotes = self._create_quote() + self._create_quote(note=HEAVY)
        self.env["agency.document.job"]._start("print", quotes, None)
        job = self.env["agency.document.job"].sudo().search([], limit=1)
        job._run_batch()
        self.assertEqual(job.state, "done")
        self.assertEqual(list(job.failures), [quotes[1].name])
        self.assertIn(quotes[0].name, self._read(job.document_id.raw))

    def test_wkhtmltopdf_has_limits_too(self):
        self._limit()
        self.report.pdf_engine = "wkhtmltopdf"
        quote = self._create_quote()
        handle, program = tempfile.mkstemp()
        self.addCleanup(os.unlink, program)
        wkhtml = base_report._wkhtml()._replace(bin=program)
        self.patch(base_report, "_wkhtml", lambda: wkhtml)
        os.chmod(program, 0o700)
        with os.fdopen(handle, "w") as script:
            script.write("#!/bin/sh\nwhile :; do :; done\n")
        with self.assertRaisesRegex(UserError, quote.name):
            self._print(quote)
        # One that sleeps.
        with open(program, "w") as script:
            script.write("#!/bin/sh\nexec sleep 1000\n")
        self.patch(engine.wkhtml, "WAIT_FACTOR", 0.2)
        with self.assertRaisesRegex(UserError, quote.name):
            self._print(quote)

    def test_a_drawing_that_lies_about_its_kind_is_not_drawn(self):
        """SVG whose elements use each other took 45 s and 870 MB, served as plain text."""
        drawing = ['<svg xmlns="http://www.w3.org/2000/svg"><g id="a0"><rect width="1" height="1"/></g>']
        for level in range(30):
            drawing.append(f'<g id="a{level + 1}"><use href="#a{level}"/><use href="#a{level}"/></g>')
        content = "".join([*drawing, '<use href="#a30"/></svg>']).encode()
        self._limit(5)
        quote = self._create_quote()
        own = self.env["ir.attachment"].create(
            {"name": "x", "raw": content, "mimetype": "text/plain", "res_model": quote._name, "res_id": quote.id}
        )
        for source in (
            f"/web/image/{own.id}",
            f"data:text/plain;base64,{b64encode(content).decode()}",
            f"data:image/svg+xml;base64,{b64encode(content).decode()}",
            f"data:image/png;base64,{b64encode(content).decode()}",
        ):
            self._write_uncleaned(quote, "note", f'<p>avant <img src="{source}"/></p>')
            with self.assertLogs(ENGINE_LOGGER, "WARNING") as logs:
                self.assertIn("avant", self._text(quote))
            self.assertIn("neither a picture nor a font", "".join(logs.output))


def _picture_of(quote):
    return quote.note.replace("photo", "autre")
