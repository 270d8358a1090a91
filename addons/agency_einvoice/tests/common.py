from lxml import etree

from odoo import fields
from odoo.fields import Command

from odoo.addons.agency_pdf.tests.common import AgencyPdfCommon

from ..cii import CiiTree


class EinvoiceCommon(AgencyPdfCommon):
    """The agency, customers of each kind, and the means to read what an e-invoice says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What is judged here is the XML: nothing is drawn, unless a test asks for it.
        cls.env = cls.env(context={**cls.env.context, "force_report_rendering": False})
        cls.tax_eu_service = cls._chart_tax("tva_sale_service_intra_0")
        cls.tax_eu_goods = cls._chart_tax("tva_sale_good_intra_0")
        cls.tax_export = cls._chart_tax("tva_sale_service_export_0")

    @classmethod
    def _customer(cls, name, country="base.fr", **values):
        return cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "street": "1 rue Haute",
                "zip": "69001",
                "city": "Lyon",
                "country_id": country and cls.env.ref(country).id,
                "lang": "fr_FR",
                **values,
            }
        )

    @classmethod
    def _move(cls, lines, partner=None, **values):
        """Return a posted invoice of `lines`: (product, quantity, price, tax, other values)."""
        move = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": (partner or cls.contact).id,
                "company_id": cls.company.id,
                "invoice_date": fields.Date.context_today(cls.env.user),
                "invoice_line_ids": [
                    Command.create(cls._move_line(*line[:4], **(line[4] if line[4:] else {}))) for line in lines
                ],
                **values,
            }
        )
        move.action_post()
        return move

    @staticmethod
    def _move_line(product, quantity=1, price=100.0, tax=None, **values):
        line = {"product_id": product.id, "quantity": quantity, "price_unit": price, **values}
        if tax is not None:
            line["tax_ids"] = [Command.set(tax.ids)]
        return line

    def _order(self, lines=None, **values):
        order = self._create_quote(lines, **values)
        order.action_confirm()
        return order

    def _pay(self, invoice):
        self.env["account.payment.register"].with_context(active_model="account.move", active_ids=invoice.ids).create(
            {}
        )._create_payments()
        return invoice

    def _send(self, invoice, **values):
        """Send the invoice as the dialog does, and return the XML that its PDF carries."""
        self.env["account.move.send.wizard"].with_context(active_model="account.move", active_ids=invoice.ids).create(
            {"move_id": invoice.id, "sending_methods": ["manual"], **values}
        ).action_send_and_print()
        return (
            self.env["ir.attachment"]
            .search(
                [("res_model", "=", "account.move"), ("res_id", "=", invoice.id), ("name", "=", "factur-x.xml")],
                order="id desc",
                limit=1,
            )
            .raw
        )

    def _read_xml(self, invoice):
        """Return the tree of the invoice."""
        return CiiTree(self.env["account.edi.xml.cii"]._export_invoice(invoice)[0])

    def _terms(self, invoice, *paths):
        """Return the texts of the first node of each path."""
        tree = self._read_xml(invoice)
        return tuple(tree.text(path) for path in paths)

    @staticmethod
    def _pretty(content):
        return etree.tostring(etree.fromstring(content), pretty_print=True).decode()
