"""Each user's next steps and meetings in the calendar of her telephone: an address of her own, off until made."""

import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError

from .. import ics

# Rows of « À faire » that stand in a calendar: steps and activities, not invoices.
KINDS = ("deal", "a_reply", "call", "meeting", "task", "activity")
LIMIT = 1000
PAST_DAYS = 90


class ResUsers(models.Model):
    _name = "res.users"
    _inherit = ["res.users"]

    agency_calendar_token = fields.Char(
        copy=False,
        readonly=True,
        # Asked for by name: whether a user may read a field of ours needs another field of the user.
        prefetch=False,
        groups=fields.NO_ACCESS,
        export_string_translation=False,
        help="What the address of the calendar has that nobody guesses. Empty: there is no address.",
    )
    agency_calendar_url = fields.Char(
        string="Address of the calendar",
        compute="_compute_agency_calendar_url",
        help="To be given to the calendar of a telephone, as a subscription. Whoever has it reads the next steps and"
        " the meetings: it is a secret, made anew or revoked here.",
    )

    @property
    def SELF_READABLE_FIELDS(self):
        return [*super().SELF_READABLE_FIELDS, "agency_calendar_url"]

    # === COMPUTE METHODS === #

    @api.depends("agency_calendar_token")
    @api.depends_context("uid")
    def _compute_agency_calendar_url(self):
        for user in self:
            # Sudo: the token is closed to everybody; the address is shown to its user alone.
            token = user.sudo().agency_calendar_token if user == self.env.user else False
            user.agency_calendar_url = token and f"{user.get_base_url()}/agency/calendar/{user.id}/{token}.ics"

    # === ACTION METHODS === #

    def action_make_agency_calendar(self):
        """Make the address of one's own calendar, anew if there is one: the old one opens nothing any more.

        :raise AccessError: for another user, or who is no user of the agency
        """
        self._check_own_calendar()
        # Sudo: the token is closed to everybody.
        self.sudo()._by_rules().agency_calendar_token = secrets.token_urlsafe(32)
        return {"type": "ir.actions.client", "tag": "reload_context"}

    def action_revoke_agency_calendar(self):
        """Revoke the address of one's own calendar.

        :raise AccessError: for another user, or who is no user of the agency
        """
        self._check_own_calendar()
        # Sudo: the token is closed to everybody.
        self.sudo()._by_rules().agency_calendar_token = False
        return {"type": "ir.actions.client", "tag": "reload_context"}

    # === BUSINESS METHODS === #

    def _check_own_calendar(self):
        self.ensure_one()
        if self != self.env.user or not self._is_agency_user():
            raise AccessError(self.env._("The address of a calendar is its user's alone."))

    def _get_agency_calendar(self):
        """Return the calendar of this user as a file, with what she may read herself."""
        self.ensure_one()
        context = {"lang": self.lang, "tz": self.tz, "allowed_company_ids": self.company_ids.ids}
        here = self.with_user(self).with_context(**context)
        events = [*here._get_step_events(), *here._get_meeting_events()]
        return ics.write_calendar(here.env._("Agency: %(name)s", name=self.name), events, fields.Datetime.now())

    def _get_step_events(self):
        since = fields.Date.add(fields.Date.context_today(self), days=-PAST_DAYS)
        domain = [("user_id", "=", self.id), ("kind", "in", KINDS), ("date", ">=", since)]
        # A meeting that has its time in the calendar stands there once.
        for line in self.env["agency.today.line"].search(domain, limit=LIMIT):
            if not line.activity_id.calendar_event_id:
                details = "\n".join(filter(None, (line.partner_id.display_name, line.phone)))
                yield ics.Event(
                    uid=f"agency-step-{line.id}", start=line.date, title=f"{line.todo} · {line.name}", details=details
                )

    def _get_meeting_events(self):
        since = fields.Datetime.subtract(fields.Datetime.now(), days=PAST_DAYS)
        domain = [("partner_ids", "in", self.partner_id.ids), ("stop", ">=", since)]
        for event in self.env["calendar.event"].search(domain, limit=LIMIT):
            yield ics.Event(
                uid=f"agency-meeting-{event.id}",
                start=event.start_date if event.allday else event.start,
                end=event.stop_date if event.allday else event.stop,
                title=event.name or "",
                details=", ".join(event.partner_ids.mapped("name")),
                place=event.location or "",
            )
