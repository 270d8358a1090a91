"""An accepted training quote asks for its session, in « À faire » and on its deal, until it is planned (§3)."""

from odoo import SUPERUSER_ID, api, fields, models


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "agency.todo.mixin"]

    _todo_type = "agency_training.mail_activity_plan"

    def write(self, vals):
        """Override: whoever takes the quote over is asked; so is what another day leaves to plan."""
        res = super().write(vals)
        if not vals.keys().isdisjoint(("user_id", "training_title", "training_start_date")):
            self._sync_session_todo()
        return res

    def _action_confirm(self):
        """Override of `sale`: what is accepted is to be planned."""
        res = super()._action_confirm()
        self._sync_session_todo()
        return res

    def _action_cancel(self):
        """Override of `sale`: what is cancelled is not."""
        res = super()._action_cancel()
        self._sync_session_todo()
        return res

    # === BUSINESS METHODS === #

    def _is_session_to_plan(self):
        """Return whether the quote is an accepted one of a training that has no session and is not of the past."""
        self.ensure_one()
        if not self.is_training or self.state != "sale":
            return False
        is_past = self.training_start_date and self.training_start_date < fields.Date.context_today(self)
        # Sudo: who accepts a quote, a customer too, need not read sessions.
        return not is_past and self.company_id.is_agency and not self.sudo()._get_live_sessions()

    def _get_todo(self):
        """Override of `agency.todo.mixin`."""
        if not self._is_session_to_plan():
            return None
        words = self.env._("Plan the session: %(title)s", title=self.training_title or self.name)
        return words, fields.Date.context_today(self)

    def _sync_session_todo(self):
        """Ask the salespeople of these quotes for the sessions that are to be planned, and for no others."""
        # A customer who signs asks nobody themselves; a quote of nobody asks nobody.
        author = SUPERUSER_ID if self.env.user.share else self.env.uid
        # Sudo: whoever accepts or plans, the activity is the quote’s.
        trainings_sudo = self.filtered("is_training").with_user(author).sudo()
        trainings_sudo.filtered("user_id")._sync_todo()


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead"]

    is_session_to_plan = fields.Boolean(
        compute="_compute_is_session_to_plan",
        groups="agency_crm.group_agency_user",
        help="An accepted training quote of this deal has no session yet.",
    )

    @api.depends("quote_ids.is_training", "quote_ids.state", "quote_ids.session_ids.state")
    def _compute_is_session_to_plan(self):
        for lead in self:
            lead.is_session_to_plan = any(order._is_session_to_plan() for order in lead.quote_ids)

    def action_plan_session(self):
        """Make the session of the first training quote of the deal that waits for it, and open it (T3)."""
        self.ensure_one()
        waiting = self.quote_ids.filtered(lambda order: order._is_session_to_plan())
        return waiting[:1].action_plan_session() if waiting else False


class AgencyTrainingSession(models.Model):
    _name = "agency.training.session"
    _inherit = ["agency.training.session"]

    @api.model_create_multi
    def create(self, vals_list):
        """Override: a quote that has its session asks for none."""
        sessions = super().create(vals_list)
        sessions._sync_orders_todo()
        return sessions

    def write(self, vals):
        """Override: nor does one that comes in later; one whose session is cancelled asks again."""
        res = super().write(vals)
        if not vals.keys().isdisjoint(("order_ids", "state")):
            self._sync_orders_todo()
        return res

    def unlink(self):
        """Override: as one whose session is deleted."""
        # Sudo: see `_sync_orders_todo()`.
        orders_sudo = self.sudo().order_ids
        res = super().unlink()
        orders_sudo._sync_session_todo()
        return res

    def _sync_orders_todo(self):
        # Sudo: who plans a session need not read its quotes.
        self.sudo().order_ids._sync_session_todo()
