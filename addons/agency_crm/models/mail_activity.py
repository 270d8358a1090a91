from odoo import api, models

from ..context_keys import get_key

ASKING_CATEGORIES = ("phonecall", "meeting")


class MailActivity(models.Model):
    _inherit = "mail.activity"

    # « À faire »: what is still open, by its day, among all that was ever done. It is an expression, whose values
    # PostgreSQL counts: by `active` and the date apart it takes years of them for due.
    _open_date_idx = models.Index("((CASE WHEN active THEN date_deadline END))")

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `mail`: the date of a next step, moved from the list of activities, is moved on its deal."""
        res = super().write(vals)
        if "date_deadline" in vals:
            for activity in self.filtered(lambda activity: activity.active and activity._is_next_step()):
                deal = self.env["crm.lead"].browse(activity.res_id)
                # The deal's own write brought it here, or it has no date yet: nothing to move.
                if deal.next_step_date and deal.next_step_date != activity.date_deadline:
                    deal.next_step_date = activity.date_deadline
        return res

    # === ACTION METHODS === #

    def action_done(self):
        """Override of `mail`: the button « Terminé » asks what comes next on the deal, if there is one to ask about."""
        deals, asking = self._get_asking()
        if not deals:
            return super().action_done()
        others = self - asking
        if others:
            super(MailActivity, others).action_done()
        return deals._get_what_now_action(asking)

    def get_what_now_action(self):
        """Return the dialog that « Terminé » opens on this activity, False where it just marks it as done.

        For the chatter and the other places whose button is no button of a view.
        """
        deals, asking = self._get_asking()
        return deals._get_what_now_action(asking) if deals else False

    def _action_done(self, feedback=False, attachment_ids=None):
        """Override of `mail`: a reminder that was made, by mail or by telephone, counts; a next step moves its deal on.

        A deal whose step was finished without the dialog gets what the dialog would have proposed.
        """
        reminders = self.filtered(lambda activity: activity._is_quote_reminder())
        orders = self.env["sale.order"].browse(reminders.mapped("res_id"))
        deals = self._get_finished_deals()
        res = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        deals._move_on()
        orders._count_reminder()
        return res

    # === BUSINESS METHODS === #

    def _bring_up_to(self, values):
        """Write what is not so yet of an activity of the rules: no mail to a colleague, the activity menu shows it."""
        self.ensure_one()
        if any(self._fields[name].convert_to_write(self[name], self) != value for name, value in values.items()):
            self.with_context(mail_activity_quick_update=True).write(values)

    def _take_back(self):
        """Take back activities that are not to be done any more: nobody sees them from now on.

        They are deleted when the transaction ends: deleting makes Odoo forget all that it has read, and a payment or a
        signature would read it anew for the deal that follows it.
        """
        if not self:
            return
        self.active = False
        precommit = self.env.cr.precommit
        ids = precommit.data.get("agency_crm.taken_back")
        if ids is None:
            ids = precommit.data["agency_crm.taken_back"] = set()
            # Sudo: whoever took them back could.
            precommit.add(self.sudo()._delete_taken_back)
        ids.update(self.ids)

    @api.model
    def _delete_taken_back(self):
        ids = self.env.cr.precommit.data.pop("agency_crm.taken_back", ())
        # Those of a savepoint that was rolled back are active again.
        self.browse(ids).exists().filtered(lambda activity: not activity.active).unlink()

    def _is_next_step(self):
        self.ensure_one()
        return self._is_of_type("mail_activity_next_step", "crm.lead")

    def _is_quote_reminder(self):
        self.ensure_one()
        return self._is_of_type("mail_activity_quote_reminder", "sale.order")

    def _is_of_type(self, name, model):
        """Return whether this activity is of the type `agency_crm.<name>`, about a record of `model`."""
        # Cached, where `env.ref()` asks the database each time whether the record is there.
        type_id = self.env["ir.model.data"]._xmlid_to_res_id(f"agency_crm.{name}")
        return bool(type_id) and self.activity_type_id.id == type_id and self.res_model == model and bool(self.res_id)

    def _get_finished_deals(self):
        """Return the deals whose next step is one of these activities."""
        if get_key(self.env, "agency_what_now"):
            return self.env["crm.lead"]
        steps = self.filtered(lambda activity: activity.active and activity._is_next_step())
        return self.env["crm.lead"].browse(steps.mapped("res_id")).exists()

    def _get_asking(self):
        """Return the deals that « Terminé » on these activities asks about, and which of them ask.

        The next step, the reminder of a quote, calls and meetings: of deals in the pipe that the user works on.
        """
        nothing = self.env["crm.lead"], self.browse()
        if not self.env.user._is_agency_user():
            return nothing
        asking = self.filtered(
            lambda activity: (
                activity.active
                and (
                    activity._is_next_step()
                    or activity._is_quote_reminder()
                    or activity.activity_type_id.category in ASKING_CATEGORIES
                )
                and activity._get_deal()._is_to_be_asked_about()
            )
        )
        deals = self.env["crm.lead"].browse(dict.fromkeys(asking._get_deal_ids()))
        return (deals, asking) if deals else nothing

    def _get_deal_ids(self):
        return [deal.id for activity in self for deal in activity._get_deal()]

    def _get_deal(self):
        """Return the deal that this activity is about, by itself or by its quote."""
        self.ensure_one()
        deals = self.env["crm.lead"]
        if self.res_model == "crm.lead" and self.res_id:
            return deals.browse(self.res_id).exists()
        if self.res_model == "sale.order" and self.res_id:
            order = self.env["sale.order"].browse(self.res_id).exists()
            if order and order.has_access("read"):
                return order.opportunity_id
        return deals
