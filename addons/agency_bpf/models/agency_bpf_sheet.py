"""The statement as a spreadsheet, in the order of the cerfa, to be copied on the site of the State (T63)."""

import base64
import io

import xlsxwriter

from odoo import fields, models
from odoo.exceptions import AccessError

MANAGER = "agency_crm.group_agency_manager"
WIDTHS = (8, 70, 14, 12, 12, 14, 12, 12)


class AgencyBpf(models.Model):
    _name = "agency.bpf"
    _inherit = ["agency.bpf"]

    sheet = fields.Binary(
        string="Spreadsheet",
        compute="_compute_sheet",
        groups=MANAGER,
        help="An .xlsx file: frames in the cerfa's order, then what counts in each figure.",
    )

    def _compute_sheet(self):
        # A file is served by its address: the groups of the field are not asked there.
        if not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("The BPF is for a Responsable."))
        for bpf in self:
            bpf.sheet = base64.b64encode(bpf._get_sheet())

    def action_open_sheet(self):
        """Download the statement as a spreadsheet."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/sheet?download=true&filename={self.name}.xlsx",
            "target": "self",
        }

    def _get_sheet(self):
        """Return the spreadsheet: the form, then what counts.

        :rtype: bytes
        """
        self.ensure_one()
        content = io.BytesIO()
        # Names are text, whatever they begin with.
        book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        bold = book.add_format({"bold": True})
        self._write_form(book.add_worksheet(self.name[:31]), bold)
        self._write_entries(book.add_worksheet(self.env._("What counts")[:31]), bold)
        book.close()
        return content.getvalue()

    def _write_form(self, sheet, bold):
        paper = self._get_pdf_bpf()
        titles = paper["titles"]
        row = self._write_pairs(sheet, 0, titles["a"], paper["identity"], bold)
        row = self._write_pairs(sheet, row, titles["b"], paper["period"], bold)
        for title, lines in self._get_frames():
            is_people = lines[0].unit == "people"
            now = [self.env._("Persons"), self.env._("Hours")] if is_people else [self.env._("Amount"), ""]
            heads = ["", title, *now, *(self.env._("%s last year", head) if head else "" for head in now)]
            sheet.write_row(row, 0, heads, bold)
            for line in lines:
                row += 1
                style = bold if line.is_total else None
                sheet.write_string(row, 0, line.number or "", style)
                sheet.write_string(row, 1, "    " * line.level + line.name, style)
                names = ("persons", "hours") if is_people else ("amount",)
                for place, name in enumerate(names):
                    sheet.write_number(row, 2 + place, line[name], style)
                    if line.has_previous:
                        sheet.write_number(row, 4 + place, line[f"previous_{name}"], style)
            row += 2
        self._write_pairs(sheet, row, titles["h"], paper["head"], bold)
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)

    def _write_pairs(self, sheet, row, title, pairs, bold):
        sheet.write_string(row, 1, title, bold)
        for label, text in pairs:
            row += 1
            sheet.write_string(row, 1, label)
            sheet.write_string(row, 2, text or "")
        return row + 2

    def _write_entries(self, sheet, bold):
        names = ("kind", "name", "detail", "hours", "amount", "source", "trainee_type", "objective", "direction")
        entries = self.entry_ids
        labels = [entries._fields[name]._description_string(self.env) for name in names]
        words = {
            name: dict(entries._fields[name]._description_selection(self.env))
            for name in names
            if entries._fields[name].type == "selection"
        }
        sheet.write_row(0, 0, [*labels, self.env._("Speciality")], bold)
        for row, entry in enumerate(entries, 1):
            for column, name in enumerate(names):
                value = words[name].get(entry[name], "") if name in words else entry[name]
                if isinstance(value, float):
                    sheet.write_number(row, column, value)
                else:
                    sheet.write_string(row, column, value or "")
            sheet.write_string(row, len(names), entry.nsf_id.code or "")
        sheet.set_column(0, len(names), 20)
        sheet.freeze_panes(1, 0)
