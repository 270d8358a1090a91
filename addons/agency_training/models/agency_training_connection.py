"""What a virtual classroom says of who was connected: attached to the half-day, its minutes read (TRAINING T31)."""

import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..connection_reports import NotAReport, get_name_key, read_connections


class AgencyTrainingSlot(models.Model):
    _name = "agency.training.slot"
    _inherit = ["agency.training.slot"]

    connection_report = fields.Binary(
        string="Connection report (CSV)",
        attachment=True,
        copy=False,
        help="Of Teams, Zoom or Meet: the minutes of each trainee are read from it. Signatures are asked for as ever.",
    )
    connection_report_name = fields.Char(copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        """Override: the minutes are those of the report."""
        slots = super().create(vals_list)
        slots.filtered("connection_report")._read_connection_report()
        return slots

    def write(self, vals):
        """Override: the minutes are those of the report; that of a closed sheet stays (T27)."""
        if "connection_report" not in vals:
            return super().write(vals)
        self._check_sheet_open()
        res = super().write(vals)
        self._read_connection_report()
        return res

    def _read_connection_report(self):
        """Give each trainee the minutes that the report says, by their e-mail, else by their name.

        :raise UserError: if it is no report that is known
        """
        for slot in self.with_context(bin_size=False):
            connections = []
            if slot.connection_report:
                try:
                    connections = read_connections(base64.b64decode(slot.connection_report))
                except NotAReport:
                    raise UserError(
                        self.env._(
                            "This is no connection report of Teams, Zoom or Meet: download the list of participants"
                            " as CSV, and attach that file."
                        )
                    ) from None
            for attendance in slot.attendance_ids:
                trainee = attendance.trainee_id
                email, name = (trainee.partner_id.email_normalized or "").lower(), get_name_key(trainee.name)
                found = [one for one in connections if (email and one.email == email) or name in one.names]
                attendance._by_rules().connected_minutes = sum(one.seconds for one in found) // 60


class AgencyTrainingAttendance(models.Model):
    _name = "agency.training.attendance"
    _inherit = ["agency.training.attendance"]

    connected_minutes = fields.Integer(
        string="Minutes connected", readonly=True, copy=False, help="As the report of the virtual classroom says."
    )

    def _get_signature_cell(self):
        """Override of `agency.training.signature`: the sheet says how long they were connected."""
        cell = super()._get_signature_cell()
        if self.connected_minutes:
            cell["text"] = self.env._(
                "%(time)s, connected %(minutes)s min", time=cell["text"], minutes=self.connected_minutes
            )
        return cell
