"""A sheet that is printed has a number; a title, hours or trainer changed since make it void (TRAINING T29)."""

from odoo import api, fields, models

from odoo.addons.agency_crm.turns import hold

from .agency_training_sheet_closed import SHEET_REPORT


class AgencyTrainingSheet(models.Model):
    _name = "agency.training.sheet"
    _inherit = ["agency.training.sheet"]

    def _get_changes(self):
        """Return what the session says otherwise than this printed sheet; half-days closed since count no more.

        :return: words, as "title"
        :rtype: list[str]
        """
        self.ensure_one()
        then, now = self.content or {}, self.session_id._get_sheet_content()
        slots, before = now["slots"], then.get("slots", {})
        live = {str(one) for one in self.session_id._get_live_slots().ids}
        # A half-day that was printed and is closed since keeps the paper it was signed on.
        gone = [key for key in before if key not in slots and key not in live]
        moved = [key for key in slots if key not in before or slots[key][:4] != before[key][:4]]
        taught = [key for key in slots if key in before and slots[key][4:] != before[key][4:]]
        changes = {
            self.env._("title"): then.get("title") != now["title"],
            self.env._("half-days or hours"): gone or moved,
            self.env._("trainer"): taught,
        }
        return [words for words, is_changed in changes.items() if is_changed]


class AgencyTrainingSession(models.Model):
    _name = "agency.training.session"
    _inherit = ["agency.training.session"]

    printed_sheet_note = fields.Char(
        compute="_compute_printed_sheet_note", help="Why the sheet that was printed last is void (T29)."
    )

    @api.depends("title", "slot_ids.date", "slot_ids.start_hour", "slot_ids.end_hour", "slot_ids.duration")
    @api.depends_context("lang")
    def _compute_printed_sheet_note(self):
        for session in self:
            sheet = session._get_printed_sheet()
            changes = sheet._get_changes() if sheet and session._get_printed_slots() else []
            session.printed_sheet_note = False
            if changes:
                session.printed_sheet_note = self.env._(
                    "Sheet no. %(number)s, printed on %(day)s, is void, this changed since: %(changes)s. Print it"
                    " again.",
                    number=sheet.number,
                    day=session._pdf_date(sheet.create_date.date()),
                    changes=", ".join(changes),
                )

    # === BUSINESS METHODS === #

    def _get_sheet_content(self):
        """Return what a printed sheet says of what T29 names, to tell whether it says the same since."""
        self.ensure_one()
        return {
            "title": self.title,
            "slots": {
                str(slot.id): [
                    str(slot.date),
                    *slot._get_minutes(),
                    round(slot.duration * 60),
                    *slot.trainer_ids.sorted("id").mapped("name"),
                ]
                for slot in self._get_printed_slots()
            },
        }

    def _get_printed_sheet(self):
        """Return the sheet that was printed last, with all rights."""
        self.ensure_one()
        # Sudo: what it said is closed to users, whether it says so still is for all who plan.
        sheets_sudo = self.env["agency.training.sheet"].sudo()
        return sheets_sudo.search([("session_id", "=", self.id), ("kind", "=", "printed")], limit=1)

    def _note_printed(self):
        """Number the sheets that are about to be printed: the same number for the same words, else the next one.

        Those printed before are void.
        """
        for session in self.filtered(lambda one: one.state != "cancelled" and one._get_printed_slots()):
            # Of two who print at once, both have the same number.
            hold(session)
            last_sudo = session._get_printed_sheet()
            if last_sudo and not last_sudo._get_changes():
                continue
            last_sudo._void(self.env._("Changed since, and printed anew."))
            last_sudo.create(
                {
                    "session_id": session.id,
                    "kind": "printed",
                    "number": last_sudo._get_next_number("printed", session),
                    "content": session._get_sheet_content(),
                }
            )

    # === DOCUMENT === #

    def _get_pdf_facts(self, kind=""):
        """Override of `agency.pdf.document`: which sheet it is, and which it makes void (T29)."""
        facts = super()._get_pdf_facts(kind)
        sheet = self._get_printed_sheet()
        if not sheet or sheet._get_changes():
            return facts
        words = self.env._("no. %(number)s", number=sheet.number)
        if sheet.number > 1:
            words = self.env._(
                "no. %(number)s, replaces no. %(void)s, void", number=sheet.number, void=sheet.number - 1
            )
        return [(self._pdf_label(self.env._("Sheet of attendance")), words), *facts]


class IrActionsReport(models.Model):
    _name = "ir.actions.report"
    _inherit = ["ir.actions.report"]

    def _get_existing_streams(self, records, data):
        """Override of `report_weasyprint`: whatever the way, no sheet is printed without its number."""
        if self._is_report(SHEET_REPORT):
            records._note_printed()
        return super()._get_existing_streams(records, data)
