import contextlib
import io
import json
import re
import shutil
import subprocess
import zlib
from base64 import b64encode

from PIL import Image

from odoo import fields
from odoo.fields import Command
from odoo.tools import SQL

from odoo.addons.account.tests.common import AccountTestInvoicingCommon


class AgencyPdfCommon(AccountTestInvoicingCommon):
    """A French agency, a French customer, and the means to read what a PDF says."""

    @classmethod
    @AccountTestInvoicingCommon.setup_country("fr")
    def setUpClass(cls):
        super().setUpClass()
        cls._install_french()
        cls.env = cls.env(context={**cls.env.context, "force_report_rendering": True})
        cls.company = cls.company_data["company"].with_env(cls.env)
        cls.company.partner_id.write(
            {
                "name": "Atelier C3L",
                "street": "12 rue des Lilas",
                "zip": "44000",
                "city": "Nantes",
                "country_id": cls.env.ref("base.fr").id,
                "phone": "02 40 00 00 00",
                "email": "contact@atelier.example",
                "vat": "FR23334175221",
                "company_registry": "33417522100012",
                "lang": "fr_FR",
            }
        )
        cls.company.write(
            {
                "legal_form": "SARL",
                "share_capital": 10000,
                "trade_register_city": "Nantes",
                "ape": "7311Z",
                "quote_deposit_percent": 30,
                "logo": cls._picture(),
            }
        )
        cls.env["res.partner.bank"].create(
            {
                "acc_number": "FR7630006000011234567890189",
                "partner_id": cls.company.partner_id.id,
                "allow_out_payment": True,
            }
        )
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "Imprimerie du Parc",
                "is_company": True,
                "street": "3 allée du Parc",
                "zip": "35000",
                "city": "Rennes",
                "country_id": cls.env.ref("base.fr").id,
                "vat": "FR83404833048",
                "company_registry": "40483304800022",
                "lang": "fr_FR",
            }
        )
        cls.contact = cls.env["res.partner"].create(
            {
                "name": "Claire Dupont",
                "parent_id": cls.customer.id,
                "email": "claire@parc.example",
                "lang": "fr_FR",
            }
        )
        cls.consumer = cls.env["res.partner"].create(
            {
                "name": "Paul Martin",
                "street": "1 place du Marché",
                "zip": "44000",
                "city": "Nantes",
                "country_id": cls.env.ref("base.fr").id,
                "lang": "fr_FR",
            }
        )
        cls.tax_service = cls._chart_tax("tva_normale_encaissement")
        cls.tax_goods = cls._chart_tax("tva_normale")
        cls.tax_reduced = cls._chart_tax("tva_intermediaire")
        cls.tax_exempt = cls._chart_tax("tva_sale_service_0")
        cls.web = cls._create_service("Création web", "service", 1200.0, cls.tax_service)
        cls.brochure = cls._create_service("Impression brochure", "consu", 0.85, cls.tax_reduced)
        cls.course = cls._create_service("Formation WordPress", "service", 1500.0, cls.tax_exempt)

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.quick_ref("agency_crm.group_agency_manager")

    @classmethod
    def _install_french(cls):
        """Make French available when the database does not speak it yet."""
        if not cls.env["res.lang"]._get_data(code="fr_FR"):
            cls.env["res.lang"]._activate_lang("fr_FR")
            modules = cls.env["ir.module.module"].search([("state", "=", "installed")])
            modules._update_translations(filter_lang=["fr_FR"])

    @classmethod
    def _chart_tax(cls, name):
        tax = cls.env.ref(f"account.{cls.company.id}_{name}")
        tax.active = True
        return tax

    @classmethod
    def _create_service(cls, name, kind, price, tax):
        return cls.env["product.product"].create(
            {
                "name": name,
                "type": kind,
                "list_price": price,
                "invoice_policy": "order",
                "taxes_id": [Command.set(tax.ids)],
            }
        )

    @staticmethod
    def _picture(size=(60, 20), color="#1f4e79"):
        stream = io.BytesIO()
        Image.new("RGB", size, color).save(stream, "PNG")
        return b64encode(stream.getvalue())

    @classmethod
    def _draw_always(cls):
        """Draw PDFs in requests and scheduled actions too: while it tests, Odoo would keep the page instead."""
        reports = cls.registry["ir.actions.report"]
        pre_render = reports._pre_render_qweb_pdf

        def draw(self, *args, **kwargs):
            return pre_render(self.with_context(force_report_rendering=True), *args, **kwargs)

        cls.classPatch(reports, "_pre_render_qweb_pdf", draw)

    # === RECORDS === #

    @classmethod
    def _line(cls, product, quantity=1, **values):
        return Command.create({"product_id": product.id, "product_uom_qty": quantity, **values})

    @classmethod
    def _create_quote(cls, lines=None, **values):
        return cls.env["sale.order"].create(
            {
                "partner_id": cls.contact.id,
                "company_id": cls.company.id,
                "subject": "Refonte du site et brochure",
                "order_line": lines or [cls._line(cls.web), cls._line(cls.brochure, 500)],
                **values,
            }
        )

    def _write_uncleaned(self, record, name, value):
        """Write a text as a way around the editor, and around Odoo's cleaning, would."""
        self.env.flush_all()
        field = record._fields[name]
        value = json.dumps({"en_US": value, "fr_FR": value}) if field.translate else value
        table, column = SQL.identifier(record._table), SQL.identifier(name)
        self.env.cr.execute(SQL("UPDATE %s SET %s = %s WHERE id = %s", table, column, value, record.id))
        self.env.invalidate_all()
        self.env.registry.clear_cache()

    def _create_invoice(self, products=None, move_type="out_invoice", **values):
        invoice = self.env["account.move"].create(
            {
                "move_type": move_type,
                "partner_id": self.contact.id,
                "invoice_date": "2026-11-24",
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "quantity": 2,
                            "price_unit": 100.0,
                        }
                    )
                    for product in products or self.web
                ],
                **values,
            }
        )
        invoice.action_post()
        return invoice

    def _invoice(self, order, method="delivered", **values):
        """Invoice the order with Odoo's wizard and post the invoice."""
        before = order.invoice_ids
        wizard = (
            self.env["sale.advance.payment.inv"]
            .with_context(
                active_model="sale.order",
                active_ids=order.ids,
            )
            .create({"advance_payment_method": method, **values})
        )
        wizard.create_invoices()
        invoice = order.invoice_ids - before
        invoice.invoice_date = fields.Date.context_today(self.env.user)
        invoice.action_post()
        return invoice

    def _deposit(self, order, percent=30):
        return self._invoice(order, method="percentage", amount=percent)

    def _reverse(self, invoice, reason="Erreur de quantité"):
        wizard = (
            self.env["account.move.reversal"]
            .with_context(
                active_model="account.move",
                active_ids=invoice.ids,
            )
            .create({"reason": reason, "journal_id": invoice.journal_id.id})
        )
        wizard.reverse_moves()
        refund = self.env["account.move"].search([("reversed_entry_id", "=", invoice.id)])
        refund.action_post()
        return refund

    # === READING === #

    def _print(self, records, report="agency_pdf.report_quote", **context):
        """Return the PDF of the records."""
        return self.env["ir.actions.report"].with_context(**context)._render_qweb_pdf(report, records.ids)[0]

    def _read(self, pdf_content, pages=None):
        """Return the text of a PDF, its spaces made plain."""
        if shutil.which("pdftotext"):
            text = subprocess.run(
                ["pdftotext", "-layout", "-", "-"],
                input=pdf_content,
                capture_output=True,
                check=True,
            ).stdout.decode()
        else:
            from pdfminer.high_level import extract_text

            text = extract_text(io.BytesIO(pdf_content))
        if pages is not None:
            text = text.split("\f")[pages]
        return self._plain(text)

    @staticmethod
    def _get_pdf_parts(pdf_content):
        """Return all that a PDF holds, compressed or not: files come as streams that no page names."""
        parts = [pdf_content]
        for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf_content, re.DOTALL):
            with contextlib.suppress(zlib.error):
                parts.append(zlib.decompressobj().decompress(stream))
        return b"\n".join(parts)

    def _assert_no_file(self, pdf_content, *secrets):
        """Check that no file is embedded in a PDF, and that it holds nothing of `secrets`."""
        parts = self._get_pdf_parts(pdf_content)
        for secret in (b"/EmbeddedFile", b"/Filespec", b"/FileAttachment", b"/AF ", *secrets):
            self.assertNotIn(secret, parts)

    def _read_pages(self, pdf_content):
        text, pages = True, []
        while text:
            try:
                text = self._read(pdf_content, pages=len(pages)).strip()
            except IndexError:
                break
            if text:
                pages.append(text)
        return pages

    @staticmethod
    def _plain(text):
        # No-break spaces, narrow or not, then runs of spaces and line ends.
        return re.sub(r"\s+", " ", re.sub("[\u00a0\u202f]", " ", text)).replace("’", "'")

    def _text(self, records, report="agency_pdf.report_quote", **context):
        return self._read(self._print(records, report, **context))

    def _assert_engines_agree(self, record, report_name):
        """Check that both engines print the same words of a record."""
        report = self.env.ref(report_name)
        words = []
        for pdf_engine in ("auto", "wkhtmltopdf"):
            report.pdf_engine = pdf_engine
            # Where a line ends, after a hyphen, is each engine's own affair.
            words.append(set(self._text(record, report_name).replace("-", " ").split()))
        self.assertEqual(words[0] ^ words[1], set(), report_name)

    def _invoice_text(self, invoice):
        return self._text(invoice, "agency_pdf.report_invoice")
