"""« Demande de prix »: what one supplier reads, and nothing of the deal, of the others, of prices (B3, B5)."""

from odoo import fields, models


class AgencyPriceConsultation(models.Model):
    _name = "agency.price.consultation"
    _inherit = ["agency.price.consultation", "agency.supplier.document"]

    def _get_agency_report(self):
        """Override of `agency.pdf.document`."""
        return self.env.ref("agency_purchase.report_price_request")

    def _get_agency_file_name(self, kind=""):
        """Override of `agency.pdf.document`: the number, and no name."""
        document = self.with_context(lang=self._get_pdf_lang())
        return f"{document._get_pdf_title()} {self._get_pdf_number()}".replace("/", "-")

    def _get_pdf_date(self):
        """Override of `agency.pdf.document`."""
        return fields.Date.context_today(self)

    def _get_pdf_number(self):
        """Override of `agency.pdf.document`."""
        return self.request_id.name or ""

    def _get_pdf_title(self, kind=""):
        """Override of `agency.pdf.document`."""
        return self.env._("Price request")

    def _get_pdf_facts(self, kind=""):
        """Override of `agency.pdf.document`."""
        request = self.request_id
        facts = [
            (self.env._("Answer by"), self._pdf_date(request.answer_by)),
            (self.env._("Needed on"), self._pdf_date(request.needed_on)),
            (self.env._("Delivery"), request.delivery or ""),
            (self.env._("Customer"), request.lead_id.account_id.name or "" if request.is_customer_named else ""),
        ]
        return [(self._pdf_label(label), text) for label, text in facts if text]

    def _get_pdf_blocks(self, kind):
        """Override of `agency.pdf.document`."""
        return ("request",)

    def _get_pdf_asked_rows(self):
        """Return what is asked for: an item and its quantities, as texts."""
        return [
            {
                "name": item.name,
                "description": item.description or "",
                "quantities": [line._get_short_label() for line in item.quantity_ids],
            }
            for item in self.request_id.item_ids
        ]
