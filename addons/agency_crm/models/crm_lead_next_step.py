"""What is to be done next for a deal, and by when: its stage says which steps are possible."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..const import DEAL_STATES


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead"]

    next_step_id = fields.Many2one(
        comodel_name="agency.next.step",
        string="Next step",
        compute="_compute_next_step_id",
        store=True,
        readonly=False,
        index=True,
        ondelete="restrict",
        tracking=True,
        help="What is to be done next. The stage says which steps are possible.",
    )
    next_step_date = fields.Date(
        string="Next step date",
        compute="_compute_next_step_date",
        store=True,
        readonly=False,
        index="btree_not_null",
        tracking=True,
        help="Date by which the next step is to be done.",
    )
    next_step_description = fields.Text(related="next_step_id.description")
    is_next_step_closing = fields.Boolean(
        related="next_step_id.is_closing",
        string="Out of the pipe",
    )
    is_next_step_overdue = fields.Boolean(
        string="Next step overdue",
        compute="_compute_is_next_step_overdue",
        search="_search_is_next_step_overdue",
    )
    deal_state = fields.Selection(
        selection=DEAL_STATES,
        string="How it stands",
        compute="_compute_deal_state",
        help="What the deal waits for; an overdue next step comes first.",
    )
    allowed_next_step_ids = fields.Many2many(
        comodel_name="agency.next.step",
        string="Possible next steps",
        compute="_compute_allowed_next_step_ids",
        help="Steps that the stage allows; none when it allows all of them.",
    )
    # The order of the list of deals: its first page without sorting those of years, its count without reading them.
    _next_step_date_id_idx = models.Index(
        "(next_step_date, id DESC) INCLUDE (next_step_id, company_id) WHERE active IS TRUE AND type = 'opportunity'"
    )

    # === COMPUTE METHODS === #

    @api.depends("stage_id", "type")
    def _compute_next_step_id(self):
        """Propose the first step of the stage, unless the stage allows the one at hand."""
        for lead in self:
            allowed = lead.stage_id._get_next_steps()
            if not lead._is_agency_deal():
                lead.next_step_id = False
            elif not allowed or lead.next_step_id in allowed:
                lead.next_step_id = lead.next_step_id
            else:
                lead.next_step_id = allowed[0]

    @api.depends("next_step_id.is_closing", "type")
    def _compute_next_step_date(self):
        """Clear the date of a deal out of the pipe, propose one to a deal that has none."""
        dates = {}
        for lead in self:
            if not lead.next_step_id or lead.next_step_id.is_closing:
                lead.next_step_date = False
            else:
                lead.next_step_date = lead.next_step_date or lead._get_next_step_date(dates=dates)

    @api.depends("next_step_date", "is_next_step_closing")
    def _compute_is_next_step_overdue(self):
        today = fields.Date.context_today(self)
        for lead in self:
            lead.is_next_step_overdue = bool(lead.next_step_date and lead.next_step_date < today)

    def _search_is_next_step_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("next_step_date", "<", "today")

    @api.depends("is_next_step_overdue", "stage_id", "next_step_id.kind")
    def _compute_deal_state(self):
        on_hold = self.env["crm.stage"]._get_phase_stage("on_hold")
        for lead in self:
            if lead.is_next_step_overdue:
                lead.deal_state = "overdue"
            elif lead.stage_id == on_hold:
                lead.deal_state = "on_hold"
            else:
                lead.deal_state = lead.next_step_id.kind

    @api.depends("stage_id")
    def _compute_allowed_next_step_ids(self):
        for lead in self:
            lead.allowed_next_step_ids = lead._get_allowed_next_steps()

    # === CONSTRAINT METHODS === #

    @api.constrains("stage_id", "next_step_id")
    def _check_next_step_allowed(self):
        for lead in self.filtered(lambda lead: lead.type == "opportunity" and lead.next_step_id):
            allowed = lead._get_allowed_next_steps()
            if allowed and lead.next_step_id not in allowed:
                raise ValidationError(
                    self.env._(
                        "The next step “%(step)s” is not possible at the stage “%(stage)s” of the"
                        " deal “%(deal)s”. Choose one of: %(allowed)s.",
                        step=lead.next_step_id.name,
                        stage=lead.stage_id.name,
                        deal=lead.name,
                        allowed=", ".join(allowed.mapped("name")),
                    )
                )

    # Of the date alone: it is computed from the step, which may still be computed while the date waits for it.
    @api.constrains("next_step_date")
    def _check_next_step_date(self):
        for lead in self:
            step = lead.next_step_id
            if step and not step.is_closing and not lead.next_step_date:
                raise ValidationError(lead._get_missing_date_message(step))

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `crm`: an open step comes with its date."""
        for vals in vals_list:
            self._check_next_step_date_given(vals)
        return super().create(vals_list)

    def write(self, vals):
        """Override of `crm`: an open step comes with its date."""
        if vals.get("next_step_id"):
            for lead in self:
                lead._check_next_step_date_given(vals)
        return super().write(vals)

    # === BUSINESS METHODS === #

    def _get_allowed_next_steps(self):
        """Return the steps possible at the stage of this deal; none when all are.

        A deal whose service became a recurring order may leave the pipe at a won stage
        (manual: « La prestation est récurrente et a été basculée en commande client »).
        """
        self.ensure_one()
        allowed = self.stage_id._get_next_steps()
        if allowed and self.stage_id.is_won and self.recurring_order_ids:
            allowed |= self.env["agency.next.step"]._get_step("none")
        return allowed

    def _get_next_step_date(self, delay="next_step_delay", dates=None):
        """Return the date proposed for a next step.

        :param str delay: company setting that counts the working days
        :param dict dates: dates found for other deals of a batch, by company and delay; completed here
        """
        dates = {} if dates is None else dates
        company = self._get_working_company()
        if (company, delay) not in dates:
            dates[company, delay] = company._get_working_date(company[delay])
        return dates[company, delay]

    def _check_next_step_date_given(self, vals):
        """Refuse an open step written without a date: it has to be asked for.

        :param dict vals: create values, or write values of this deal
        :raise ValidationError: if neither `vals` nor the deal have a date
        """
        step = self.env["agency.next.step"].browse(vals.get("next_step_id"))
        if (
            step
            and not step.is_closing
            and vals.get("type", self.type or "opportunity") == "opportunity"
            and not vals.get("next_step_date", self.next_step_date)
        ):
            raise ValidationError(self._get_missing_date_message(step))

    def _get_missing_date_message(self, step):
        return self.env._(
            "The next step “%(step)s” needs a date: say by when it is to be done, or choose a step"
            " that takes the deal out of the pipe.",
            step=step.name,
        )
