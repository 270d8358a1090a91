from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import REGISTRATION_STATES


class AgencyTrainingRegistration(models.Model):
    """A trainee in a session."""

    _name = "agency.training.registration"
    _description = "Registration to a Training"
    _inherit = ["agency.guarded.mixin"]
    _order = "session_id, id"
    _rec_name = "trainee_id"
    _check_company_auto = True

    _governing_fields = ("session_id", "trainee_id")
    _frozen_fields = ("session_id", "trainee_id")

    session_id = fields.Many2one(
        comodel_name="agency.training.session", required=True, index=True, ondelete="cascade", check_company=True
    )
    trainee_id = fields.Many2one(comodel_name="agency.trainee", required=True, index=True, ondelete="restrict")
    order_id = fields.Many2one(related="trainee_id.order_id", string="Quote", store=True, index=True)
    customer_id = fields.Many2one(related="order_id.partner_id.commercial_partner_id", string="Customer")
    state = fields.Selection(
        selection=REGISTRATION_STATES, required=True, default="expected", readonly=True, copy=False
    )
    company_id = fields.Many2one(related="session_id.company_id", store=True, index=True)

    _trainee_uniq = models.Constraint("UNIQUE(session_id, trainee_id)", "This trainee is in the session already.")

    @api.constrains("session_id", "trainee_id", "state")
    def _check_conflicts(self):
        """T5: a trainee is never in two half-days at once, and comes by a quote of the session's company."""
        for registration in self:
            if registration.order_id.company_id != registration.session_id.company_id:
                raise UserError(
                    self.env._(
                        "%(trainee)s is of another company's quote: choose a session of that company.",
                        trainee=registration.trainee_id.name,
                    )
                )
        expected = self.filtered(lambda one: one.state == "expected")
        expected._check_doubled()
        expected.session_id.slot_ids._check_conflicts()

    def _check_doubled(self):
        """Check that each contact is once in a session: each inscription counts once.

        :raise UserError: naming who is twice
        """
        for session in self.session_id:
            trainees = session.registration_ids.filtered(lambda one: one.state != "cancelled").trainee_id
            for partner, ones in trainees.filtered("partner_id").grouped("partner_id").items():
                if len(ones) > 1:
                    raise UserError(
                        self.env._(
                            "%(trainee)s is registered to %(session)s already: a person comes once.",
                            trainee=partner.name,
                            session=session.name,
                        )
                    )

    @api.model_create_multi
    def create(self, vals_list):
        """Override: a session is of the quotes its trainees come by (T8), and gives the hours of each (T4)."""
        registrations = super().create(vals_list)
        for registration in registrations:
            session, order = registration.session_id, registration.order_id
            if order not in session.order_ids:
                session._by_rules().order_ids += order
                if session.state != "draft":
                    session._check_hours()
        return registrations

    def action_cancel(self):
        """Cancel registrations before the session begins (T11).

        :raise UserError: if it has begun
        """
        for registration in self:
            if registration.session_id._has_begun():
                raise UserError(
                    self.env._(
                        "%(session)s has begun: %(trainee)s can abandon it, not be taken out.",
                        session=registration.session_id.name,
                        trainee=registration.trainee_id.name,
                    )
                )
        self.filtered(lambda one: one.state == "expected")._by_rules().state = "cancelled"

    def action_abandon(self):
        """Say that trainees stopped coming to a session that has begun (T10).

        :raise UserError: if it has not
        """
        for registration in self:
            if not registration.session_id._has_begun():
                raise UserError(
                    self.env._(
                        "%(session)s has not begun: cancel the registration of %(trainee)s instead.",
                        session=registration.session_id.name,
                        trainee=registration.trainee_id.name,
                    )
                )
        self.filtered(lambda one: one.state == "expected")._by_rules().state = "abandoned"


class AgencyTrainee(models.Model):
    _name = "agency.trainee"
    _inherit = ["agency.trainee"]

    @api.constrains("partner_id")
    def _check_conflicts(self):
        """T5: whose contact is said later is in one place too, of what is to come."""
        # Sudo: who writes a quote need not read its sessions.
        registrations_sudo = self.env["agency.training.registration"].sudo()
        found = registrations_sudo.search([("trainee_id", "in", self.ids), ("state", "=", "expected")])
        found._check_doubled()
        now = fields.Datetime.now()
        found.session_id.slot_ids.filtered(lambda slot: slot.date and slot._get_start() > now)._check_conflicts()
