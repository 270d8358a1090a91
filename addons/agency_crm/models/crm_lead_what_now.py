"""« Et maintenant ? »: a next step that is done asks what comes next, and by when (SPEC 3).

Whichever way it is done, by the dialog, « Terminé » on an activity, a call, a quote chased by mail, over RPC, it ends
in `_finish_next_step`: a deal in the pipe never stays late with nothing left to do.
"""

from odoo import fields, models

from ..context_keys import from_code, get_key


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead"]

    # === ACTION METHODS === #

    def action_what_now(self):
        """Ask what comes next on these deals: result, note, next step among the allowed, date."""
        return self._get_what_now_action()

    def _get_what_now_action(self, activities=None):
        """Return the dialog « Et maintenant ? ».

        :param activities: `mail.activity` that the user is done with; the next step itself by default
        """
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What now?"),
            "res_model": "agency.what.now",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_lead_ids": self.ids, "default_activity_ids": activities.ids if activities else []},
        }

    # === BUSINESS METHODS === #

    def _is_to_be_asked_about(self):
        """Return whether this is a deal in the pipe that the user may move on; False for no deal."""
        return bool(
            self
            and self.has_access("write")
            and self._is_agency_deal()
            and self.active
            and self.next_step_id
            and not self.is_next_step_closing
        )

    def _get_following_step(self):
        """Return the step that comes after the one at hand, at the stage of this deal.

        The next one in order that is no estimate, as estimates stand for each other; of a follow-up that is the last,
        the first follow-up again (manual: « 2 - A rappeler », « 3 - En attente de retour »); else the same.
        """
        self.ensure_one()
        current, allowed = self.next_step_id, self._get_allowed_next_steps().sorted()
        steps = allowed.filtered(lambda step: step.kind not in ("estimate", "closed"))
        if current not in allowed:
            return current
        position = allowed.ids.index(current.id)
        later = [step for step in steps if allowed.ids.index(step.id) > position]
        around = (
            steps.filtered(lambda step: step.kind == "follow_up") if current.kind == "follow_up" else steps.browse()
        )
        return later[0] if later else (around[:1] or current)

    def _prepare_what_now_values(self, result="done", step=None, dates=None):
        """Prepare the next step and its date that are proposed once the one at hand is done.

        :param str result: a key of `const.STEP_RESULTS`
        :param step: the step chosen; by default the one that follows
        :param dict dates: see `_get_next_step_date()`
        """
        self.ensure_one()
        if step is None:
            step = self.next_step_id if result == "not_reached" else self._get_following_step()
        date = False
        if not step.is_closing:
            date = self._get_date_after(result, step, dates)
        return {"next_step_id": step.id, "next_step_date": date}

    def _get_date_after(self, result, step, dates=None):
        """Return by when `step` is proposed: who was not reached, the next working day; see the agency's delays."""
        if result == "not_reached":
            return self._get_working_company()._get_working_date(1)
        balance = self.env["agency.next.step"]._get_step("balance")
        if step == balance and self.date_deadline and self.date_deadline > fields.Date.context_today(self):
            return self.date_deadline
        delay = "offer_sent_delay" if step.kind == "follow_up" else "next_step_delay"
        return max(self._get_next_step_date(delay, dates), fields.Date.add(fields.Date.context_today(self), days=1))

    def _finish_next_step(self, result="done", note=False, activities=None, values=None):
        """Note that the next step of these deals is done, and give each what comes next.

        The quotes that were due to be chased count as chased: it is the same call.

        :param str result: a key of `const.STEP_RESULTS`
        :param str note: what there is to remember, plain text
        :param activities: those done besides the activity of the next step itself
        :param dict values: write values of the user: stage, step, date; what is missing is proposed
        """
        deals = self.with_context(**from_code(agency_what_now=True))
        deals._close_activities(deals._get_step_activities() | (activities or deals.env["mail.activity"]), result, note)
        if result != "not_reached":
            deals._get_quotes_to_chase()._note_reminder(deals._get_result_message(result, note))
        dates = {}
        for deal in deals:
            proposal = {} if values and "next_step_id" in values else deal._prepare_what_now_values(result, dates=dates)
            deal.write({**proposal, **(values or {})})

    def _close_activities(self, activities, result, note):
        """Mark activities as done, with the result as their feedback; what had none is noted on the deal."""
        message = self._get_result_message(result, note)
        activities = activities.exists().filtered("active")
        told = self.filtered(
            lambda deal: deal.id in activities.filtered(lambda a: a.res_model == self._name).mapped("res_id")
        )
        if activities:
            activities.with_env(self.env)._action_done(feedback=message)
        if message:
            for deal in self - told:
                deal.message_post(body=message)

    def _get_result_message(self, result, note):
        """Return what the history says of a step done: nothing more than that it is, or the result and the note."""
        label = dict(self.env["agency.what.now"]._fields["result"]._description_selection(self.env))[result]
        words = [label] if result != "done" else []
        return self.env._(": ").join([*words, *([note] if note else [])])

    def _move_on(self, feedback=False):
        """Give these deals what comes next, as nobody was asked.

        Of an activity marked as done over RPC, by an automation, or by somebody who may not write the deal.
        """
        if get_key(self.env, "agency_history") or get_key(self.env, "agency_what_now"):
            return
        # Sudo: who was given the activity may finish it; what the deal becomes is said by the rules, not by them.
        deals = self.sudo()._filter_agency().filtered(lambda deal: deal.active and not deal.is_next_step_closing)
        deals = deals.filtered("next_step_id")
        if deals:
            deals._track_set_log_message(self.env._("Moved by itself: the next step was done."))
            deals._finish_next_step(note=feedback)

    def _get_step_activities(self):
        """Return the activities that the next step of these deals is: its own, and calls to make by today."""
        types = self.env["mail.activity.type"].search([("category", "=", "phonecall")])
        types |= self.env.ref("agency_crm.mail_activity_next_step")
        today = fields.Date.context_today(self)
        activities = self.env["mail.activity"].search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids), ("activity_type_id", "in", types.ids)]
        )
        users = {deal.id: deal.user_id for deal in self}
        return activities.filtered(
            lambda activity: (
                activity._is_next_step()
                or (activity.date_deadline <= today and activity.user_id <= users[activity.res_id])
            )
        )

    def _get_quotes_to_chase(self):
        """Return the quotes of these deals that the customer is to be reminded of by today."""
        today = fields.Date.context_today(self)
        return self.order_ids.filtered(
            lambda order: (
                order.quote_status == "sent" and order.next_reminder_date and order.next_reminder_date <= today
            )
        )
