from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.agency_crm.turns import hold

from ..schedule import parse_schedule

# Longer, half-days are chosen by hand.
MOST_DAYS = 366


class SaleOrder(models.Model):
    """From the accepted quote to its session: nothing is typed twice (T3)."""

    _name = "sale.order"
    _inherit = ["sale.order"]

    session_ids = fields.Many2many(
        comodel_name="agency.training.session",
        relation="agency_training_session_order_rel",
        column1="order_id",
        column2="session_id",
        string="Sessions",
        readonly=True,
        copy=False,
        groups="agency_crm.group_agency_user",
    )
    has_session = fields.Boolean(compute="_compute_has_session", groups="agency_crm.group_agency_user")

    def _compute_has_session(self):
        for order in self:
            # A quote of no training, or not accepted, has none: nothing is asked of the database for it.
            is_accepted = order.is_training and order.state == "sale"
            order.has_session = is_accepted and bool(order._get_live_sessions())

    # === ACTION METHODS === #

    def action_plan_session(self):
        """Make the session of an accepted training quote and open it; the one there is, where it is made (T3).

        :raise UserError: if the quote is not an accepted one of a training
        """
        self.ensure_one()
        self.check_access("write")
        if not self.is_training or self.state != "sale":
            raise UserError(
                self.env._(
                    "%(order)s is not an accepted training quote: have it accepted, then plan its session.",
                    order=self.name,
                )
            )
        hold(self)
        session = self._get_live_sessions()[:1] or self._create_session()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Session"),
            "res_model": "agency.training.session",
            "view_mode": "form",
            "res_id": session.id,
        }

    # === BUSINESS METHODS === #

    def _action_cancel(self):
        """Override of `sale`: registrations of a session that has not begun go with their quote (T10).

        :raise UserError: if it has begun and trainees are still expected
        """
        # Sudo: whoever may cancel a quote frees its trainees, an accountant too.
        registrations_sudo = (
            self.env["agency.training.registration"]
            .sudo()
            .search([("order_id", "in", self.ids), ("state", "=", "expected"), ("session_id.state", "!=", "cancelled")])
        )
        registrations_sudo.action_cancel()
        return super()._action_cancel()

    def _get_live_sessions(self):
        return self.session_ids.filtered(lambda session: session.state != "cancelled")

    def _create_session(self):
        """Make the session of this quote: its half-days and its registrations."""
        kind = "live_remote" if self.is_training_remote else "room"
        return (
            self.env["agency.training.session"]
            ._by_rules()
            .create(
                {
                    "title": self.training_title or self.name,
                    "course_id": self.training_course_id.id,
                    "company_id": self.company_id.id,
                    "user_id": self.user_id.id,
                    "order_ids": [Command.link(self.id)],
                    "place": self.training_place,
                    "is_remote": self.is_training_remote,
                    "min_trainees": self.training_min_trainees,
                    "max_trainees": self.training_max_trainees,
                    "slot_ids": [
                        Command.create({"date": day, "start_hour": first, "end_hour": last, "kind": kind})
                        for day in self._get_training_days()
                        for first, last in parse_schedule(self.training_schedule)
                    ],
                    "registration_ids": [Command.create({"trainee_id": trainee.id}) for trainee in self.trainee_ids],
                }
            )
            # What only the rules write is closed again to whoever goes on.
            .with_env(self.env)
        )

    def _get_training_days(self):
        """Return the working days of the training: weekends and public holidays are left out."""
        first, last = self.training_start_date, self.training_end_date or self.training_start_date
        if not first or (last - first).days >= MOST_DAYS:
            return []
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        return list(filter(self.company_id._is_working_day, days))
