"""Suppliers who do not answer are reminded, by rounds; after the last, « No answer » is proposed (B13)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.agency_crm.isolation import set_apart

from ..const import AWAITED

BATCH = 50
# An older request is not chased by itself: those of before this add-on would all come at once.
MAX_AGE_DAYS = 90
# Working days from the last reminder to the proposal of « No answer ».
SILENT_AFTER = 2


class AgencyPriceConsultation(models.Model):
    _name = "agency.price.consultation"
    _inherit = ["agency.price.consultation"]

    reminder_count = fields.Integer(
        string="Reminders", readonly=True, copy=False, help="Reminders since the supplier was last asked."
    )
    last_reminder_date = fields.Date(string="Last reminder", readonly=True, copy=False)
    next_reminder_date = fields.Date(
        string="Next reminder",
        compute="_compute_next_reminder_date",
        store=True,
        index="btree_not_null",
        help="When the supplier who has not answered is to be reminded; after the last round, when “No answer” is"
        " proposed.",
    )
    is_silent_proposed = fields.Boolean(
        string="No answer to be noted",
        compute="_compute_is_silent_proposed",
        help="All reminders were made, and there still is no answer.",
    )

    # === COMPUTE METHODS === #

    @api.depends(
        "state",
        "sent_on",
        "is_reply_waiting",
        "reminder_count",
        "last_reminder_date",
        "request_id.answer_by",
        "request_id.active",
        "request_id.is_cancelled",
        "request_id.is_closed",
    )
    def _compute_next_reminder_date(self):
        for company, consultations in self.grouped("company_id").items():
            rounds = self.env["agency.price.reminder"]._get_rounds(company)
            for consultation in consultations:
                consultation.next_reminder_date = consultation._get_next_reminder_date(rounds)

    @api.depends("next_reminder_date", "reminder_count")
    def _compute_is_silent_proposed(self):
        today = fields.Date.context_today(self)
        for consultation in self:
            day = consultation.next_reminder_date
            is_over = not consultation._get_round()
            consultation.is_silent_proposed = bool(day and day <= today and is_over)

    # === CRUD METHODS === #

    def write(self, vals):
        """Override: the day of the next reminder is that of « À faire »."""
        res = super().write(vals)
        if not vals.keys().isdisjoint(("reminder_count", "is_reply_waiting")):
            self.request_id._sync_todo()
        return res

    # === ACTION METHODS === #

    def action_remind(self):
        """Open the reminder of these suppliers, its words ready."""
        self._check_remindable()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Remind"),
            "res_model": "agency.price.remind",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_consultation_ids": self.ids},
        }

    # === BUSINESS METHODS === #

    def _get_next_reminder_date(self, rounds):
        """Return when this supplier is to be reminded, or False."""
        self.ensure_one()
        request = self.request_id
        if not rounds or not self._is_awaited() or not request.answer_by:
            return False
        if request.answer_by < fields.Date.subtract(fields.Date.context_today(self), days=MAX_AGE_DAYS):
            return False
        last = self.last_reminder_date
        if this := self._get_round(rounds):
            day = this._get_day(request.answer_by, self.company_id)
            # One that was late puts the next one off.
            return max(day, self.company_id._get_working_date(1, last)) if last else day
        last = last or self._get_asked_date()
        return max(self.company_id._get_working_date(SILENT_AFTER, last), request.answer_by)

    def _get_round(self, rounds=None):
        """Return the round that comes next for this supplier; none after the last."""
        return self._get_coming_rounds(rounds)[self.reminder_count : self.reminder_count + 1]

    def _get_coming_rounds(self, rounds=None):
        """Return the rounds of this supplier: a day that had passed when it was asked is none."""
        self.ensure_one()
        if rounds is None:
            rounds = self.env["agency.price.reminder"]._get_rounds(self.company_id)
        asked, answer_by = self._get_asked_date(), self.request_id.answer_by
        return rounds.filtered(lambda each: each._get_day(answer_by, self.company_id) > asked) if answer_by else rounds

    def _get_words_round(self):
        """Return the round whose words are sent now, and how many are made with it.

        One whose day was missed is made with the next: nobody asks for an answer by a day that is past.
        """
        coming, number = self._get_coming_rounds(), self.reminder_count
        today, answer_by = fields.Date.context_today(self), self.request_id.answer_by
        while number + 1 < len(coming) and coming[number + 1]._get_day(answer_by, self.company_id) <= today:
            number += 1
        last = self.env["agency.price.reminder"]._get_rounds(self.company_id)[-1:]
        return coming[number : number + 1] or last, number + 1

    def _get_asked_date(self):
        return fields.Date.context_today(self, self.sent_on or self.create_date or fields.Datetime.now())

    def _is_awaited(self):
        """Return whether an answer is awaited: asked, nothing came, and the request goes on."""
        self.ensure_one()
        request = self.request_id
        is_open = request.active and not request.is_cancelled and not request.is_closed
        return self.state in AWAITED and is_open and not self.is_reply_waiting

    def _check_remindable(self):
        """Check that these suppliers may be reminded: awaited, with an address, and not reminded today already.

        :raise UserError: naming one who may not
        """
        today = fields.Date.context_today(self)
        for consultation in self:
            name = consultation.display_name
            if not consultation._is_awaited():
                raise UserError(self.env._("%s: no answer is awaited, there is nothing to remind of.", name))
            if not consultation.email:
                raise UserError(self.env._("%s: no e-mail address. Give one, or call.", name))
            if consultation.last_reminder_date == today:
                raise UserError(self.env._("%s was reminded today already.", name))

    def _remind(self, words=None):
        """Mail these suppliers, each alone, the words of its round; never twice the same round.

        :param words: (subject, body) in place of those of the round
        :raise UserError: see `_check_remindable`
        """
        # Two who remind at once: the second looks once the first is done, and is told.
        self.lock_for_update()
        self.invalidate_recordset(["state", "reminder_count", "last_reminder_date", "is_reply_waiting"])
        self._check_remindable()
        for consultation in self:
            this, count = consultation._get_words_round()
            if not this:
                raise UserError(self.env._("There is no round of reminders: add one in the configuration."))
            consultation._ensure_page()
            consultation._post_mail(this.template_id, has_link=True, words=words)
            consultation._by_rules().write(
                {"reminder_count": count, "last_reminder_date": fields.Date.context_today(consultation)}
            )

    def _note_asked(self):
        """Override: asked anew, the rounds start again."""
        res = super()._note_asked()
        self._by_rules().write({"reminder_count": 0, "last_reminder_date": False})
        return res

    @api.model
    def _cron_remind_suppliers(self):
        """Remind the suppliers whose round is due, where the company wants it by itself; one that fails stops none."""
        today = fields.Date.context_today(self)
        due = self.search(
            [
                ("next_reminder_date", "<=", today),
                ("company_id.is_price_reminder_automatic", "=", True),
                ("state", "in", sorted(AWAITED)),
            ],
            order="next_reminder_date, id",
        )
        self.env["ir.cron"]._commit_progress(remaining=len(due))
        for start in range(0, len(due), BATCH):
            batch = due[start : start + BATCH]
            for consultation in batch.try_lock_for_update():
                with set_apart(self.env, f"reminder to the supplier of consultation {consultation.id}"):
                    consultation._remind_by_itself()
            if not self.env["ir.cron"]._commit_progress(len(batch)):
                return

    def _remind_by_itself(self):
        """Remind this supplier in the name of whoever the request is assigned to; after the last round, nothing."""
        self.invalidate_recordset()
        user = self.request_id.user_id
        if not self._is_awaited() or not self._get_round() or not self.email:
            return
        if self.last_reminder_date == fields.Date.context_today(self):
            return
        self.with_user(user)._remind() if user.active else self._remind()


class AgencyPriceRequest(models.Model):
    _name = "agency.price.request"
    _inherit = ["agency.price.request"]

    is_to_remind = fields.Boolean(
        compute="_compute_is_to_remind", help="A supplier who was asked did not answer: “Remind” writes to all of them."
    )

    @api.depends("consultation_ids.state", "consultation_ids.is_reply_waiting", "is_cancelled", "is_closed", "active")
    def _compute_is_to_remind(self):
        for request in self:
            request.is_to_remind = bool(request._get_silent())

    def action_remind(self):
        """Open the reminder of all suppliers of these requests who have not answered, and may be written to today."""
        today = fields.Date.context_today(self)
        silent = self._get_silent()
        return silent.filtered(lambda each: each.email and each.last_reminder_date != today).action_remind() or None

    def _get_silent(self):
        return self.consultation_ids.filtered(lambda each: each.id and each._is_awaited())

    def _get_todo(self):
        """Override: suppliers are chased on the day of their next round; after the last, « No answer » is noted."""
        todo = super()._get_todo()
        days = [day for day in self._get_silent().mapped("next_reminder_date") if day]
        if not todo or self.state != "waiting" or not days:
            return todo
        if not any(each._get_round() for each in self._get_silent()):
            return self.env._("No answer from suppliers: %(title)s", title=self.title), min(days)
        return todo[0], min(days)
