"""The comparison of suppliers' prices as a spreadsheet, for who counts further."""

import base64
import io

import xlsxwriter

from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date

from ..const import COSTS_GROUP
from .agency_price_request_grid import SHOWN


class AgencyPriceRequest(models.Model):
    _name = "agency.price.request"
    _inherit = ["agency.price.request"]

    comparison_sheet = fields.Binary(
        string="Spreadsheet",
        compute="_compute_comparison_sheet",
        groups=COSTS_GROUP,
        help="The comparison as an .xlsx file: prices are numbers, what is not known is empty.",
    )

    def _compute_comparison_sheet(self):
        # A file is served by its address: the groups of the field are not asked there.
        if not self.env.user.has_group(COSTS_GROUP):
            raise AccessError(self.env._("Suppliers' prices are for who sees costs."))
        for request in self:
            request.comparison_sheet = base64.b64encode(request._get_comparison_sheet())

    def action_open_sheet(self):
        """Download the comparison as a spreadsheet."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/comparison_sheet"
            f"?download=true&filename={(self.name or '').replace('/', '-')}.xlsx",
            "target": "self",
        }

    def _get_comparison_sheet(self):
        """Return the spreadsheet: suppliers in columns, quantities in rows, landed then unit prices.

        :rtype: bytes
        """
        self.ensure_one()
        content = io.BytesIO()
        # What suppliers typed is text, whatever it begins with.
        book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        sheet = book.add_worksheet(self.env._("Comparison")[:31])
        bold = book.add_format({"bold": True})
        money, best = (
            book.add_format({"num_format": "#,##0.00"}),
            book.add_format({"num_format": "#,##0.00", "bold": True}),
        )
        unit = book.add_format({"num_format": "#,##0.0000"})
        columns = self.consultation_ids.filtered(lambda each: each.state in SHOWN)
        states = dict(columns._fields["state"]._description_selection(self.env))
        for row, (label, texts) in enumerate(self._get_sheet_heads(columns, states)):
            sheet.write_string(row, 2, label, bold)
            for column, text in enumerate(texts, 3):
                sheet.write(row, column, text, bold if not row else None)
        row = 5
        offers = columns.offer_ids.filtered("is_current")
        for label, style, get_amount in (
            (
                self.env._("Landed, excl. tax (%s)", self.company_id.currency_id.name),
                money,
                lambda offer: offer.landed_company,
            ),
            (self.env._("Each"), unit, lambda offer: offer.landed_company / offer.quantity_id.quantity),
        ):
            sheet.write_row(row, 0, [label, self.env._("Quantity"), self.env._("Variant")], bold)
            for quantity in self.item_ids.quantity_ids:
                for variant in self._get_variants(quantity, offers):
                    row += 1
                    sheet.write_string(row, 0, quantity.item_id.name or "")
                    if quantity.is_run_on:
                        sheet.write_string(row, 1, quantity._get_label())
                    else:
                        sheet.write_number(row, 1, quantity.quantity)
                    sheet.write_string(row, 2, variant)
                    cells = offers.filtered(
                        lambda each, q=quantity, v=variant: each.quantity_id == q and each.variant == v
                    )
                    for offer in cells:
                        place = 3 + list(columns).index(offer.consultation_id)
                        sheet.write_number(
                            row, place, get_amount(offer), best if style is money and offer._is_best() else style
                        )
            row += 2
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 2 + len(columns), 18)
        sheet.freeze_panes(1, 3)
        book.close()
        return content.getvalue()

    def _get_sheet_heads(self, columns, states):
        return [
            (self.env._("Supplier"), [column.partner_id.name or "" for column in columns]),
            (self.env._("State"), [states[column.state] for column in columns]),
            (self.env._("Days"), [column.lead_days or "" for column in columns]),
            (
                self.env._("Valid until"),
                [format_date(self.env, column.valid_until) if column.valid_until else "" for column in columns],
            ),
        ]
