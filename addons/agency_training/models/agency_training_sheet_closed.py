"""A closed sheet is a file: made when it closes, served from then on, kept when it is opened again (TRAINING T27)."""

import base64
import io

from odoo import api, fields, models
from odoo.tools import format_datetime
from odoo.tools.pdf import merge_pdf

SHEET_REPORT = "agency_training.report_attendance_sheet"
SLOT_REPORT = "agency_training.report_slot_sheet"


class AgencyTrainingSession(models.Model):
    _name = "agency.training.session"
    _inherit = ["agency.training.session"]

    sheet_ids = fields.One2many(
        comodel_name="agency.training.sheet", inverse_name="session_id", string="Sheets kept", readonly=True
    )

    def _get_printed_slots(self):
        """Return the half-days that the sheet is made of: those that are kept as closed are files."""
        slots = self._get_signed_slots().filtered(lambda slot: not slot._get_kept_sheet())
        return slots.sorted(lambda slot: (slot.date, slot.start_hour))

    def _get_closed_files(self):
        """Return the files of the closed half-days, in order.

        :rtype: list[bytes]
        :raise AccessError: if the user is none of those who see signatures (T33)
        """
        slots = self._get_signed_slots().sorted(lambda slot: (slot.date, slot.start_hour))
        return [sheet._get_file() for slot in slots if (sheet := slot._get_kept_sheet())]


class AgencyTrainingSlot(models.Model):
    _name = "agency.training.slot"
    _inherit = ["agency.training.slot", "agency.training.paper"]

    sheet_ids = fields.One2many(
        comodel_name="agency.training.sheet", inverse_name="slot_id", string="Sheets kept", readonly=True
    )

    # === ACTION METHODS === #

    def action_open_kept_sheet(self):
        """Open the file of the closed sheet; one closed before they were kept is printed.

        :raise AccessError: if the user is none of those who see signatures (T33)
        """
        self.ensure_one()
        if sheet := self._get_kept_sheet():
            return sheet.action_open()
        return self.env.ref(SLOT_REPORT).report_action(self)

    # === BUSINESS METHODS === #

    def _close_sheets(self, word=""):
        """Override: what is closed is kept as a file, with its fingerprint."""
        res = super()._close_sheets(word)
        self._keep_sheets()
        return res

    def _get_kept_sheet(self):
        """Return the sheet that is served for this half-day, as its reader may read it; none while it is open."""
        self.ensure_one()
        # Sudo: whether there is one is for all who plan; its file is read with the user's rights.
        sheet_sudo = self.sudo().sheet_ids.filtered(lambda one: one.kind == "closed" and not one.is_void)[:1]
        return self.env["agency.training.sheet"].browse(sheet_sudo.id)

    def _keep_sheets(self):
        """Keep what is closed and has no file yet: as it is drawn now, with the paper that was signed behind it."""
        slots = self.filtered(lambda slot: slot.sheet_state == "closed" and not slot._get_kept_sheet())
        if not slots:
            return
        # Sudo: who closes a sheet need not be who sees signatures; the file is read with the reader's rights.
        report, slots_sudo = self.env.ref(SLOT_REPORT), slots.sudo()
        for slot_sudo, drawn in slots_sudo._render_with(report).items():
            scan = slot_sudo.with_context(bin_size=False).sheet_scan
            pdf = merge_pdf([drawn, base64.b64decode(scan)]) if scan else drawn
            sheets_sudo = slot_sudo.env["agency.training.sheet"]
            sheet_sudo = sheets_sudo.create(
                {
                    "session_id": slot_sudo.session_id.id,
                    "slot_id": slot_sudo.id,
                    "kind": "closed",
                    "number": slot_sudo._get_sheet_number(),
                    **sheets_sudo._prepare_file(pdf, slot_sudo._get_document_file_name(report)),
                }
            )
            # The paper has signatures too: its readers are those of the sheet (T33).
            slot_sudo._move_scan((slot_sudo, "sheet_scan"), (sheet_sudo, "scan"))

    @api.model
    def _move_scan(self, origin, target):
        """Give the file of a field to another record’s: what is on a closed sheet is not written any more.

        :param origin: (record, name of the field), with all rights
        :param target: as `origin`
        """
        (record, name), (other, other_name) = origin, target
        files = self.env["ir.attachment"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id), ("res_field", "=", name)]
        )
        files.write({"res_model": other._name, "res_id": other.id, "res_field": other_name})
        record.invalidate_recordset([name])
        other.invalidate_recordset([other_name])

    def _keep_signature(self, name, picture, reason):
        """Keep the drawing of a signature that is taken back (T24), with all rights.

        :param str name: of who signed
        :param bytes picture: PNG file
        :param str reason: why it is taken back
        """
        self.ensure_one()
        sheets = self.env["agency.training.sheet"]
        sheet = sheets.create(
            {
                "session_id": self.session_id.id,
                "slot_id": self.id,
                "kind": "signature",
                "number": sheets._get_next_number("signature", self.session_id, self),
                **sheets._prepare_file(picture, f"{name}.png"),
            }
        )
        sheet._void(self.env._("Signature of %(name)s taken back: %(reason)s", name=name, reason=reason))

    def _reopen_sheet(self, reason):
        """Override: the file of the sheet stays, and is void."""
        res = super()._reopen_sheet(reason)
        # Sudo: nobody writes what is kept; a Responsable opens it again, as `super` has looked at.
        slots_sudo = self.sudo()
        for slot_sudo in slots_sudo:
            if sheet_sudo := slot_sudo._get_kept_sheet():
                slot_sudo._move_scan((sheet_sudo, "scan"), (slot_sudo, "sheet_scan"))
        slots_sudo.sheet_ids._void(self.env._("Opened again: %(reason)s", reason=reason))
        return res

    def _filter_proven(self):
        """Override: what was closed once is kept, whatever was said since (T51)."""
        # Sudo: whoever may delete a half-day need not see signatures.
        return super()._filter_proven() | self.filtered(lambda slot: slot.sudo().sheet_ids)

    def _get_sheet_number(self):
        # Sudo: how many were closed before is for all.
        return self.env["agency.training.sheet"].sudo()._get_next_number("closed", self.session_id, self)

    # === DOCUMENT === #

    def _get_agency_report(self):
        """Override of `agency.pdf.document`."""
        return self.env.ref(SLOT_REPORT)

    def _get_agency_file_name(self, kind=""):
        """Override of `agency.pdf.document`."""
        document = self.with_context(lang=self._get_pdf_lang())
        hours = f"{self.date:%Y-%m-%d} {self._get_minutes()[0] // 60:02}h"
        return f"{document._get_pdf_title(kind)} {self.session_id.name} {hours}"

    def _get_pdf_blocks(self, kind):
        """Override of `agency.pdf.document`."""
        return ("attendance",)

    def _get_pdf_date(self):
        """Override of `agency.pdf.document`."""
        return self.date

    def _get_pdf_number(self):
        """Override of `agency.pdf.document`."""
        return self.session_id.name

    def _get_pdf_title(self, kind=""):
        """Override of `agency.pdf.document`."""
        return self.env._("Attendance sheet")

    def _get_pdf_langs(self):
        """Override of `agency.pdf.document`: that of the agency, as the sheet to sign."""
        return [self.company_id.partner_id.lang]

    def _get_pdf_legal_kinds(self):
        """Override of `agency.pdf.document`."""
        return ["training_declaration"]

    def _get_pdf_facts(self, kind=""):
        """Override of `agency.pdf.document`: closed when, and which sheet it replaces."""
        number = self._get_sheet_number()
        words = self.env._("no. %(number)s", number=number)
        if number > 1:
            words = self.env._("no. %(number)s, replaces no. %(void)s, void", number=number, void=number - 1)
        now = format_datetime(self.env, fields.Datetime.now(), tz=self._get_zone().zone, dt_format="short")
        facts = [
            (self.env._("Sheet of attendance"), words),
            (self.env._("Closed on"), now),
            (self.env._("Duration"), self._get_hours_words(self.duration)),
            self._get_trainers_fact(self.trainer_ids),
            (self.env._("Place"), self.session_id.place),
        ]
        return [(self._pdf_label(label), text) for label, text in facts if text]

    def _get_pdf_subject(self):
        """Return what stands above the sheet: which training it is of."""
        return self.session_id.title


class IrActionsReport(models.Model):
    _name = "ir.actions.report"
    _inherit = ["ir.actions.report"]

    def _get_existing_streams(self, records, data):
        """Override of `report_weasyprint`: a closed sheet is served as it was closed (T27)."""
        existing = super()._get_existing_streams(records, data)
        files = {}
        if self._is_report(SLOT_REPORT):
            files = {slot.id: [sheet._get_file()] for slot in records if (sheet := slot._get_kept_sheet())}
        elif self._is_report(SHEET_REPORT):
            closed = records.filtered(lambda one: one._get_signed_slots() and not one._get_printed_slots())
            files = {session.id: session._get_closed_files() for session in closed}
        return existing | {
            # One by itself is that very file, to the byte.
            res_id: {
                "stream": io.BytesIO(merge_pdf(contents) if len(contents) > 1 else contents[0]),
                "attachment": None,
            }
            for res_id, contents in files.items()
        }

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """Override of `base`: behind the half-days to sign come those that are closed, as they are."""
        streams = super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        report = self._get_report(report_ref)
        if not report._is_report(SHEET_REPORT):
            return streams
        for res_id, stream in streams.items():
            sessions = self.env[report.model].browse(res_id or res_ids)
            to_sign = sessions.filtered(lambda one: one._get_printed_slots())
            if files := [file for session in to_sign for file in session._get_closed_files()]:
                stream["stream"] = io.BytesIO(merge_pdf([stream["stream"].getvalue(), *files]))
        return streams
