"""The monthly report as a spreadsheet, for who counts further."""

import base64
import io

import xlsxwriter

from odoo import fields, models

COLUMNS = ("count", "amount", "previous_count", "previous_amount", "last_year_count", "last_year_amount")
WIDTHS = (42, 12, 18, 16, 18, 16, 18)


class AgencyMonthlyReport(models.TransientModel):
    _name = "agency.monthly.report"
    _inherit = ["agency.monthly.report", "agency.guarded.mixin"]

    sheet = fields.Binary(string="Spreadsheet", readonly=True, attachment=True)

    def action_open_sheet(self):
        """Download the report as a spreadsheet (.xlsx): figures are numbers, what is not known is empty."""
        self.ensure_one()
        self._by_rules().sheet = base64.b64encode(self._get_sheet())
        name = f"{self.env._('Monthly report')} {self.display_name}.xlsx"
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/sheet/{name}?download=true",
            "target": "self",
        }

    def _get_sheet(self):
        """Return the spreadsheet.

        :rtype: bytes
        """
        content = io.BytesIO()
        book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False})
        sheet = book.add_worksheet(self.display_name[:31])
        bold, money = book.add_format({"bold": True}), {"num_format": "#,##0.00"}
        amounts = {False: book.add_format({**money, "bold": True}), True: book.add_format(money)}
        lines = self.line_ids
        labels = [lines._fields[name]._description_string(self.env) for name in COLUMNS]
        sheet.write_row(0, 0, [self.env._("Figure (amounts in %s)", self.currency_id.name), *labels], bold)
        for row, line in enumerate(lines, 1):
            sheet.write_string(
                row, 0, ("    " if line.is_part else "") + (line.name or ""), None if line.is_part else bold
            )
            for column, name in enumerate(COLUMNS, 1):
                prefix = name.removesuffix("count").removesuffix("amount")
                if line[f"is_{prefix}known"]:
                    style = amounts[line.is_part] if name.endswith("amount") else (None if line.is_part else bold)
                    sheet.write_number(row, column, line[name], style)
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 1)
        book.close()
        return content.getvalue()
