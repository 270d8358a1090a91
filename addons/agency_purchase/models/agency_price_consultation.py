from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..const import CONSULTATION_STATES, NOT_ASKED


class AgencyPriceConsultation(models.Model):
    """One supplier who is asked (Consultation): what is mailed to it, and what it answered. It sees nobody else."""

    _name = "agency.price.consultation"
    _inherit = ["agency.guarded.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Supplier asked for a Price"
    _order = "request_id, id"
    _rec_name = "partner_id"
    _check_company_auto = True
    _governing_fields = ("request_id",)
    _frozen_fields = ("request_id", "partner_id")

    request_id = fields.Many2one(comodel_name="agency.price.request", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="request_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Supplier",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    state = fields.Selection(
        selection=CONSULTATION_STATES, default="to_send", readonly=True, required=True, copy=False, tracking=True
    )
    sent_on = fields.Datetime(string="Asked on", readonly=True, copy=False)
    seen_on = fields.Datetime(readonly=True, copy=False, help="When the supplier first opened its page, in UTC.")
    answered_on = fields.Datetime(readonly=True, copy=False)
    is_reply_waiting = fields.Boolean(
        string="Answered by mail, to be typed",
        readonly=True,
        copy=False,
        help="The supplier wrote; its prices are not typed yet (B11).",
    )
    is_late = fields.Boolean(string="Late", readonly=True, copy=False, help="Answered after the day asked (B14).")
    is_told = fields.Boolean(string="Told", readonly=True, copy=False, help="They know that they were not chosen.")
    reference = fields.Char(string="Their quote no.", copy=False)
    valid_until = fields.Date(string="Valid until", copy=False)
    lead_days = fields.Integer(string="Days", copy=False, help="Days they take, as they say.")
    payment_note = fields.Char(string="Payment", copy=False, help="How they want to be paid, in their words.")
    comment = fields.Text(copy=False)
    decline_reason = fields.Char(string="Why they declined", copy=False)
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    offer_ids = fields.One2many(
        comodel_name="agency.price.offer", inverse_name="consultation_id", string="Prices", readonly=True
    )
    email = fields.Char(related="partner_id.email")

    _once = models.Constraint("UNIQUE(request_id, partner_id)", "This supplier is already asked.")
    _lead_days_bounds = models.Constraint("CHECK(lead_days BETWEEN 0 AND 3650)", "Days are a number from 0 to 3650.")

    # === COMPUTE METHODS === #

    @api.depends("request_id.company_id")
    def _compute_currency_id(self):
        for consultation in self:
            if not consultation.currency_id:
                consultation.currency_id = consultation.request_id.company_id.currency_id

    @api.depends("request_id.name", "partner_id")
    def _compute_display_name(self):
        """The number alone: it stands in mails, where nobody else's name has a place (B5)."""
        for consultation in self:
            consultation.display_name = " – ".join(
                filter(None, [consultation.request_id.name, consultation.partner_id.name])
            )

    # === CONSTRAINT METHODS === #

    @api.constrains("currency_id")
    def _check_currency(self):
        """What was answered in a currency stays in it."""
        for consultation in self:
            if consultation.offer_ids.filtered_domain([("currency_id", "!=", consultation.currency_id.id)]):
                raise ValidationError(self.env._("Prices were typed in another currency: it does not change."))

    # === CRUD METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        if asked := self.filtered(lambda each: each.state not in NOT_ASKED):
            raise UserError(
                self.env._(
                    "%(names)s: already asked. Withdraw it instead.", names=", ".join(asked.mapped("display_name"))
                )
            )

    # === ACTION METHODS === #

    def action_mark_asked(self):
        """Note that they were asked by telephone or on their own site (B4, B51)."""
        self._check_open()
        self.request_id._check_complete()
        self.filtered(lambda each: each.state in NOT_ASKED)._note_asked()
        self.request_id._wait_on_deal()

    def action_send_again(self):
        """Mail to these suppliers again (B4)."""
        self._check_open()
        self.request_id._check_complete()
        self._mail()

    def action_type_prices(self):
        """Open the window where the prices of this supplier are typed (B11, B12)."""
        self.ensure_one()
        self._check_open()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Prices of %(supplier)s", supplier=self.partner_id.name),
            "res_model": "agency.price.answer",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_consultation_id": self.id},
        }

    def action_declined(self):
        """Note that they will not give a price."""
        self._leave_state("declined", ("to_send", "sent", "seen", "silent"))

    def action_silent(self):
        """Note that no answer came."""
        self._leave_state("silent", ("sent", "seen"))

    def action_withdraw(self):
        """Note that they are asked no more; what they answered stays (B4)."""
        self._leave_state("withdrawn", ("to_send", "sent", "seen", "silent", "answered", "declined"))

    # === BUSINESS METHODS === #

    def _leave_state(self, state, states):
        """Go to a state from one of `states`.

        :raise UserError: if one is in another state
        """
        labels = dict(self._fields["state"]._description_selection(self.env))
        for consultation in self:
            if consultation.state not in states:
                raise UserError(
                    self.env._(
                        "%(name)s is “%(state)s”: this is not possible any more.",
                        name=consultation.display_name,
                        state=labels[consultation.state],
                    )
                )
        self._by_rules().write({"state": state})

    def _check_open(self):
        """Check that these are of requests that go on.

        :raise UserError: if one is cancelled or closed
        """
        if over := self.request_id.filtered(lambda request: request.state in ("cancelled", "closed")):
            raise UserError(
                self.env._("%(names)s is over: reopen it first.", names=", ".join(over.mapped("display_name")))
            )

    def _note_asked(self):
        """They were asked: the mail server took the mail, or somebody called."""
        self._by_rules().write({"state": "sent", "sent_on": fields.Datetime.now()})

    def _note_answered(self):
        """Prices were typed."""
        for late, consultations in self.grouped(lambda each: each._is_past()).items():
            consultations._by_rules().write(
                {"answered_on": fields.Datetime.now(), "is_reply_waiting": False, "is_late": late}
            )
        # After a choice a price is kept, and changes nothing (B14).
        fresh = self.filtered(lambda each: each.state not in ("chosen", "not_chosen"))
        fresh._by_rules().write({"state": "answered"})
        self.request_id._sync_choice()
