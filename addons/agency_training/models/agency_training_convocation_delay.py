"""Convocations that leave by themselves: some working days before the session, by the door of the button (§3, T41)."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.agency_crm.isolation import set_apart

from ..const import CONVOCATION_DAYS, MOST_CONVOCATION_DAYS


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company"]

    training_convocation_days = fields.Integer(
        string="Convocations leave",
        default=CONVOCATION_DAYS,
        help="Working days before the session, by themselves; 0: never, somebody sends them.",
        prefetch="agency_training",
    )

    @api.constrains("training_convocation_days")
    def _check_training_convocation_days(self):
        for company in self:
            if not 0 <= company.training_convocation_days <= MOST_CONVOCATION_DAYS:
                raise ValidationError(
                    self.env._(
                        "Convocations leave 0 to %(most)s working days before a session.", most=MOST_CONVOCATION_DAYS
                    )
                )


class AgencyTrainingSession(models.Model):
    _name = "agency.training.session"
    _inherit = ["agency.training.session"]

    is_convoked_by_itself = fields.Boolean(
        string="Convocations by themselves",
        default=True,
        help="They leave at the delay of the company’s settings; else somebody sends them.",
    )
    convocation_failure = fields.Text(
        string="Why not convoked", readonly=True, copy=False, help="Why the convocations did not leave by themselves."
    )

    def write(self, vals):
        """Override: what does not leave by itself is asked for."""
        res = super().write(vals)
        if "is_convoked_by_itself" in vals:
            self.filtered(lambda session: session.state == "planned")._sync_todo()
        return res

    # === ACTION METHODS === #

    def action_convoke(self):
        """Override: what stood in the way does no more, and nobody asks for what was sent."""
        res = super().action_convoke()
        self._note_convocation_failure(False)
        self._sync_todo()
        return res

    def action_plan(self):
        """Override: what stood in the way of another plan is forgotten."""
        self._by_rules().convocation_failure = False
        return super().action_plan()

    # === BUSINESS METHODS === #

    @api.model
    def _cron_convoke(self):
        """Convoke to the sessions whose day has come: whom nobody told yet, once, and never to the past (T41).

        A day that was missed is caught up; a session that fails stops no other: whoever it is assigned to is told.
        """
        sessions = self._get_sessions_to_convoke()
        self.env["ir.cron"]._commit_progress(remaining=len(sessions))
        for session in sessions:
            with set_apart(self.env, f"convocations of {session.id}") as errors:
                session._convoke_by_itself()
            if errors:
                with set_apart(self.env, f"what failed in the convocations of {session.id}"):
                    session._note_convocation_failure(session._get_failure_words(errors[0]))
            if not self.env["ir.cron"]._commit_progress(1):
                return

    def _get_sessions_to_convoke(self):
        """Return the sessions whose convocations leave by themselves today, or should have left before."""
        sessions = self.browse()
        for company in self.env["res.company"].search([("training_convocation_days", ">", 0)]):
            zone = self.env["agency.training.slot"].new({"company_id": company.id})._get_zone().zone
            today = fields.Date.context_today(self.with_context(tz=zone))
            sessions += self.search(
                [
                    ("company_id", "=", company.id),
                    ("state", "=", "planned"),
                    ("is_convoked_by_itself", "=", True),
                    ("date_start", ">=", today),
                    ("date_start", "<=", company._get_working_date(company.training_convocation_days, today)),
                ],
                order="date_start, id",
            )
        return sessions.filtered(lambda session: not session._has_begun() and session._get_unconvoked())

    def _convoke_by_itself(self):
        """Press « Convoke » in the language and the name of whom the session is assigned to; say why it is refused."""
        self.ensure_one()
        lang = self.user_id.lang or self.company_id.partner_id.lang or self.env.lang
        session = self.with_company(self.company_id).with_context(lang=lang)
        try:
            with self.env.cr.savepoint():
                session.action_convoke()
        except UserError as refusal:
            session._note_convocation_failure(str(refusal))

    def _get_failure_words(self, error):
        """Return why the convocations failed where nobody foresaw it, in the language of whoever is told."""
        lang = self.user_id.lang or self.company_id.partner_id.lang or self.env.lang
        return self.with_context(lang=lang).env._(
            "The convocations did not leave (%(error)s): send them by the button, or tell the administrator.",
            error=type(error).__name__,
        )

    def _note_convocation_failure(self, reason):
        """Note why nobody was convoked, or that nothing is in the way; said once, not each day."""
        for session in self.filtered(lambda one: (one.convocation_failure or False) != (reason or False)):
            session._by_rules().convocation_failure = reason
            if reason:
                session.message_post(body=reason)
            session._sync_todo()

    def _get_todo(self):
        """Override of `agency.todo.mixin`: convocations that did not leave come first."""
        if self.state == "planned" and self.convocation_failure and not self._has_begun():
            words = self.env._("Convocations that did not leave: %(title)s", title=self.title)
            return words, fields.Date.context_today(self)
        if self.is_to_convoke and not self._leaves_by_itself():
            days = self.company_id.training_convocation_days or CONVOCATION_DAYS
            day = self.date_start - timedelta(days=days)
            words = self.env._("Convocations to send: %(title)s", title=self.title)
            return words, max(day, fields.Date.context_today(self))
        return super()._get_todo()

    def _leaves_by_itself(self):
        """Return whether convocations leave by themselves: of this session, and of the company's at all."""
        return self.is_convoked_by_itself and self.company_id.training_convocation_days > 0


class AgencyTrainingSlot(models.Model):
    _name = "agency.training.slot"
    _inherit = ["agency.training.slot"]

    def write(self, vals):
        """Override: who is to be told again is asked for (T9)."""
        res = super().write(vals)
        if not vals.keys().isdisjoint(("date", "start_hour", "end_hour")):
            self.session_id.filtered(lambda session: session.state == "planned")._sync_todo()
        return res
