from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.agency_crm.series import get_yearly_series_sudo

from ..const import SESSION_STATES


class AgencyTrainingSession(models.Model):
    """A training that is given: its half-days, who comes, who teaches (TRAINING §2)."""

    _name = "agency.training.session"
    _description = "Training Session"
    _inherit = ["agency.guarded.mixin", "mail.thread"]
    _order = "date_start desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", readonly=True, copy=False, index="trigram")
    title = fields.Char(required=True, tracking=True, help="As the quote and the agreement say it.")
    course_id = fields.Many2one(
        comodel_name="agency.course",
        string="Training of the catalogue",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="In the version of the quote.",
    )
    state = fields.Selection(
        selection=SESSION_STATES, default="draft", required=True, readonly=True, copy=False, index=True, tracking=True
    )
    slot_ids = fields.One2many(
        comodel_name="agency.training.slot", inverse_name="session_id", string="Half-days", copy=False
    )
    registration_ids = fields.One2many(
        comodel_name="agency.training.registration", inverse_name="session_id", string="Registrations", copy=False
    )
    order_ids = fields.Many2many(
        comodel_name="sale.order",
        relation="agency_training_session_order_rel",
        column1="session_id",
        column2="order_id",
        string="Quotes",
        check_company=True,
        readonly=True,
        copy=False,
        help="Accepted quotes this session was planned from.",
    )
    trainer_ids = fields.Many2many(
        comodel_name="agency.trainer",
        string="Trainers",
        compute="_compute_trainer_ids",
        inverse="_inverse_trainer_ids",
        help="Of all half-days: whom you choose here gives each of them.",
    )
    place = fields.Char(help="Address, or tool of the virtual classroom.")
    is_remote = fields.Boolean(string="Remote")
    min_trainees = fields.Integer(string="Fewest trainees")
    max_trainees = fields.Integer(string="Most trainees")
    date_start = fields.Date(string="From", compute="_compute_dates", store=True, index=True)
    date_end = fields.Date(string="To", compute="_compute_dates", store=True)
    hours = fields.Float(
        compute="_compute_dates", store=True, help="Hours taught to one trainee: the sum of half-days."
    )
    has_begun = fields.Boolean(
        compute="_compute_has_begun", help="A half-day has begun: trainees abandon, they are not taken out any more."
    )
    registration_count = fields.Integer(string="Registered", compute="_compute_registration_count")
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Assigned to",
        default=lambda self: self.env.user,
        check_company=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, default=lambda self: self.env.company, index=True
    )

    # === COMPUTE METHODS === #

    @api.depends("slot_ids.date", "slot_ids.duration", "slot_ids.state")
    def _compute_dates(self):
        for session in self:
            slots = session._get_live_slots()
            days = [day for day in slots.mapped("date") if day]
            session.date_start = min(days, default=False)
            session.date_end = max(days, default=False)
            session.hours = sum(slots.mapped("duration"))

    @api.depends("slot_ids.date", "slot_ids.start_hour", "slot_ids.state")
    def _compute_has_begun(self):
        for session in self:
            session.has_begun = session._has_begun()

    @api.depends("registration_ids.state")
    def _compute_registration_count(self):
        for session in self:
            session.registration_count = len(
                session.registration_ids.filtered_domain([("state", "in", ("expected", "done"))])
            )

    @api.depends("slot_ids.delivery_ids.trainer_id", "slot_ids.state")
    def _compute_trainer_ids(self):
        for session in self:
            session.trainer_ids = session._get_live_slots().delivery_ids.trainer_id

    def _inverse_trainer_ids(self):
        for session in self:
            session._get_live_slots().trainer_ids = session.trainer_ids

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override to number sessions."""
        sessions = super().create(vals_list)
        for session in sessions:
            series_sudo = get_yearly_series_sudo(session.company_id, self._name, "Training sessions", "FOR")
            session._by_rules().name = series_sudo.next_by_id(session.date_start)
        return sessions

    @api.ondelete(at_uninstall=False)
    def _unlink_except_planned(self):
        """Keep what people were told of: it is cancelled, not deleted."""
        for session in self:
            if session.state == "planned":
                raise UserError(self.env._("%(session)s is planned: cancel it first.", session=session.name))

    # === ACTION METHODS === #

    def action_plan(self):
        """Plan sessions whose half-days make up what was sold (T4).

        :raise UserError: if the hours are not those of a quote, naming both
        """
        for session in self:
            if session.state != "draft":
                raise UserError(self.env._("%(session)s is not to be planned any more.", session=session.name))
            session._check_orders_accepted()
            session._check_hours()
            session._by_rules().state = "planned"

    def action_back_to_draft(self):
        """Open planned sessions to another plan; nothing is lost."""
        for session in self:
            if session._has_begun():
                raise UserError(
                    self.env._("%(session)s has begun: its plan does not change any more.", session=session.name)
                )
            if session.state == "cancelled":
                session._check_orders_accepted()
            session._by_rules().state = "draft"
        # A session taken back takes its trainers and trainees again.
        self.slot_ids._check_conflicts()

    def action_cancel(self):
        """Cancel sessions that have not begun: trainers and trainees are free again."""
        for session in self:
            if session._has_begun():
                raise UserError(self.env._("%(session)s has begun: it can’t be cancelled.", session=session.name))
            session._by_rules().state = "cancelled"

    def action_open_orders(self):
        """Open the quotes of the session."""
        self.ensure_one()
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Quotes"),
            "res_model": "sale.order",
            "view_mode": "list,form",
            "domain": [("id", "in", self.order_ids.ids)],
        }
        if len(self.order_ids) == 1:
            action |= {"view_mode": "form", "res_id": self.order_ids.id}
        return action

    # === BUSINESS METHODS === #

    def _get_live_slots(self):
        return self.slot_ids.filtered(lambda slot: slot.state != "cancelled")

    def _has_begun(self):
        """Return whether a half-day has begun, by the server's clock (T32)."""
        now = fields.Datetime.now()
        return any(slot.date and slot._get_start() <= now for slot in self._get_live_slots())

    def _check_hours(self):
        """Check that half-days make up each quote's hours, to the minute (T4).

        :raise UserError: if not
        """
        self.ensure_one()
        if not self._get_live_slots():
            raise UserError(
                self.env._("%(session)s has no half-day: add them, then plan it.", session=self.name),
            )
        for order in self._get_accepted_orders():
            if round(self.hours * 60) != round(order.training_hours * 60):
                raise UserError(
                    self.env._(
                        "The half-days of %(session)s make %(planned)s hours, quote %(order)s says %(sold)s: change"
                        " the half-days, or have the quote accepted anew.",
                        session=self.name,
                        planned=order._pdf_number(self.hours),
                        order=order.name,
                        sold=order._pdf_number(order.training_hours),
                    )
                )

    def _get_accepted_orders(self):
        return self.order_ids.filtered(lambda order: order.state == "sale")

    def _check_orders_accepted(self):
        """Check that somebody may still come: a quote that is not accepted yet can be planned for, not convoked (T7).

        :raise UserError: if all quotes of the session are cancelled
        """
        if self.order_ids and all(order.state == "cancel" for order in self.order_ids):
            raise UserError(
                self.env._(
                    "Quote %(order)s is not accepted any more: plan the session from the one that is.",
                    order=self.order_ids[0].name,
                )
            )
