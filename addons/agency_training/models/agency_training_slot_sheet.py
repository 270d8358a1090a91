"""The attendance sheet of a half-day: filled in, closed, and opened again with a reason (TRAINING §4)."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.agency_crm.turns import hold
from odoo.addons.agency_pdf.pdf_files import check_pdf

from ..const import PRESENT, SELF_PACED, SHEET_STATES


class AgencyTrainingSlot(models.Model):
    _name = "agency.training.slot"
    _inherit = ["agency.training.slot"]

    sheet_state = fields.Selection(
        selection=SHEET_STATES, string="Sheet", required=True, default="open", readonly=True, copy=False
    )
    attendance_ids = fields.One2many(comodel_name="agency.training.attendance", inverse_name="slot_id", copy=False)
    attendance_summary = fields.Char(
        string="Present", compute="_compute_attendance_summary", help="Of how many that are on the sheet."
    )
    sheet_scan = fields.Binary(
        string="Signed sheet (PDF)",
        attachment=True,
        copy=False,
        help="The paper that trainees and trainers signed for this half-day: the sheet is not closed without it, or"
        " without the signatures on screens of all who were there.",
    )
    sheet_scan_name = fields.Char(copy=False)

    @api.depends("attendance_ids.state")
    def _compute_attendance_summary(self):
        for slot in self:
            present = slot.attendance_ids.filtered(lambda attendance: attendance.state == PRESENT)
            slot.attendance_summary = f"{len(present)} / {len(slot.attendance_ids)}"

    @api.constrains("sheet_scan")
    def _check_sheet_scan(self):
        for slot in self.with_context(bin_size=False):
            if slot.sheet_scan:
                check_pdf(self.env, slot.sheet_scan_name or self.env._("The signed sheet"), slot.sheet_scan)

    def write(self, vals):
        """Override: the paper of a closed sheet stays (T27)."""
        if not vals.keys().isdisjoint(("sheet_scan", "sheet_scan_name")):
            self._check_sheet_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        """A half-day that was given, or whose attendance is said, is kept (T27, T51)."""
        for slot in self._filter_proven():
            raise UserError(
                self.env._("%(slot)s was given, or its attendance is said: it is kept.", slot=slot.display_name)
            )

    # === ACTION METHODS === #

    def action_open_sheet(self):
        """Open the attendance sheet of this half-day, with all who are registered by now."""
        self.ensure_one()
        self.check_access("read")
        # Sudo: whoever may read the half-day, its trainer too, finds on the sheet who is registered, and nobody else.
        self.session_id.sudo()._sync_attendances()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Attendance: %(slot)s", slot=self.display_name),
            "res_model": "agency.training.slot",
            "view_mode": "form",
            "views": [(self.env.ref("agency_training.agency_training_slot_view_form_sheet").id, "form")],
            "res_id": self.id,
            "target": "new",
        }

    def action_all_present(self):
        """Say that all who are still expected were there, all the time."""
        expected = self.attendance_ids.filtered(lambda attendance: attendance.state == "expected")
        expected.write({"state": PRESENT})
        return self.action_open_sheet()

    def action_close_sheet(self):
        """Close the sheets: nothing of them changes any more (T25, T27, T28).

        :return: what asks for a word, if something looks odd (T30): nothing is closed then
        :raise UserError: if a half-day is not over, nobody teaches it, somebody is neither present nor absent, or
            signatures are missing, on paper or on screens; each is said
        """
        # Who signs or is said to be there right now comes before, or is told.
        hold(self.attendance_ids)
        for slot in self:
            slot._check_closable()
        if self._get_closing_alerts():
            return self._ask_closing_word()
        self._close_sheets()
        return {"type": "ir.actions.act_window_close"}

    def action_ask_reopening(self):
        """Ask a Responsable why the sheet is opened again."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Open the sheet again"),
            "res_model": "agency.training.reopening",
            "view_mode": "form",
            "target": "new",
            "context": {"default_slot_id": self.id},
        }

    # === BUSINESS METHODS === #

    def _close_sheets(self, word=""):
        """Close the sheets, whoever asks.

        :param str word: why they are closed though something looks odd (T30)
        :raise UserError: see `action_close_sheet`
        """
        hold(self.attendance_ids)
        for slot in self:
            slot._check_closable()
            slot._note_paper(is_closed=True)
            slot._by_rules().write({"sheet_state": "closed", "state": "held"})
        # Sudo: what follows from closed sheets is the rules'; who teaches does not write the session.
        self.session_id.sudo()._settle()

    def _reopen_sheet(self, reason):
        """Open closed sheets again; the session says who did, and why (T27).

        :param str reason: printed nowhere, kept in the history
        :raise AccessError: if the user is no Responsable
        :raise UserError: without a reason
        """
        if not self.env.user.has_group("agency_crm.group_agency_manager"):
            raise AccessError(self.env._("Only a Responsable opens a closed sheet again."))
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the sheet is opened again: it stays in the history."))
        for slot in self.filtered(lambda slot: slot.sheet_state == "closed"):
            slot._by_rules().write({"sheet_state": "open", "state": "planned"})
            slot._note_paper(is_closed=False)
            slot.session_id.message_post(
                body=self.env._(
                    "The sheet of %(slot)s is open again: %(reason)s", slot=slot.display_name, reason=reason
                )
            )
        self.session_id._settle()

    def _filter_proven(self):
        """Return the half-days that prove something: given, closed, or of whom somebody said who came."""
        return self.filtered(
            lambda slot: slot.state == "held" or slot.sheet_state == "closed" or slot.attendance_ids._filter_proven()
        )

    def _check_sheet_open(self):
        """Check that the sheets are open.

        :raise UserError: if one is closed
        """
        for slot in self.filtered(lambda slot: slot.sheet_state == "closed"):
            raise UserError(
                self.env._(
                    "The sheet of %(slot)s is closed: a Responsable opens it again, and says why.",
                    slot=slot.display_name,
                )
            )

    def _check_closable(self):
        self.ensure_one()
        missing = self.attendance_ids - self.attendance_ids._filter_said()
        lost = self.session_id._get_followers() - self.attendance_ids.registration_id
        reason = ""
        if self.kind == SELF_PACED:
            reason = self.env._("it is done at one’s own pace, and never signed.")
        elif self.session_id.state not in ("planned", "done"):
            reason = self.env._("its session is not planned.")
        elif self._get_end() > fields.Datetime.now():
            reason = self.env._("it is not over yet.")
        elif not self.trainer_ids:
            reason = self.env._("nobody teaches it: name the trainer.")
        elif lost:
            names = ", ".join(lost.trainee_id.mapped("name"))
            reason = self.env._("open it, which puts on it: %(names)s.", names=names)
        elif missing:
            reason = self.env._(
                "say who was there: %(names)s.", names=", ".join(one.trainee_id.name for one in missing)
            )
        elif not self.sheet_scan and (unsigned := self._get_unsigned()):
            reason = self.env._(
                "attach the sheet signed on paper, or have it signed by %(names)s.", names=", ".join(unsigned)
            )
        if reason:
            raise UserError(
                self.env._("The sheet of %(slot)s is not closed: %(reason)s", slot=self.display_name, reason=reason)
            )


class AgencyTrainingDelivery(models.Model):
    _name = "agency.training.delivery"
    _inherit = ["agency.training.delivery"]

    @api.model_create_multi
    def create(self, vals_list):
        """Override: nobody joins those who taught once the sheet is closed (T27)."""
        deliveries = super().create(vals_list)
        deliveries.slot_id._check_sheet_open()
        return deliveries

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self.slot_id._check_sheet_open()
