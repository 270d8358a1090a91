from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..const import DEAL_STATES
from ..context_keys import get_key


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["agency.guarded.mixin", "agency.tracking.mixin", "crm.lead", "agency.contact.mixin"]

    # Next step
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

    # Loss
    stage_before_loss_id = fields.Many2one(
        comodel_name="crm.stage",
        compute="_compute_stage_before_loss_id",
        store=True,
        export_string_translation=False,
    )
    stock_values = fields.Json(
        prefetch=False,
        copy=False,
        export_string_translation=False,
        help="Where the deal was before this add-on was installed; given back when it is uninstalled.",
    )

    # Documents
    recurring_order_ids = fields.One2many(
        comodel_name="sale.order",
        inverse_name="opportunity_id",
        string="Recurring orders",
        domain=[("billing_frequency", "!=", False)],
    )
    quote_ids = fields.One2many(
        comodel_name="sale.order",
        inverse_name="opportunity_id",
        string="Quotes",
        domain=[("billing_frequency", "=", False)],
    )
    quote_count = fields.Integer(compute="_compute_document_counts")
    recurring_order_count = fields.Integer(compute="_compute_document_counts")
    invoice_ids = fields.One2many(
        comodel_name="account.move",
        inverse_name="opportunity_id",
        string="Invoices",
    )
    invoice_count = fields.Integer(compute="_compute_document_counts")

    # The order of the list of deals: its first page without sorting those of years, its count without reading them.
    _next_step_date_id_idx = models.Index(
        "(next_step_date, id DESC) INCLUDE (next_step_id, company_id) WHERE active IS TRUE AND type = 'opportunity'"
    )

    # === COMPUTE METHODS === #

    @api.depends("stage_id", "type")
    def _compute_next_step_id(self):
        """Propose the first step of the stage, unless the stage allows the one at hand."""
        for lead in self:
            allowed = lead.stage_id.next_step_ids
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

    @api.depends("stage_id")
    def _compute_stage_before_loss_id(self):
        """Remember the last stage of a deal before it was lost, to restore it there."""
        lost = self.env["crm.stage"]._get_phase_stage("lost")
        for lead in self:
            lead.stage_before_loss_id = lead.stage_before_loss_id if lead.stage_id == lost else lead.stage_id

    @api.depends("order_ids.billing_frequency", "order_ids.state", "order_ids.invoice_ids", "invoice_ids")
    def _compute_document_counts(self):
        in_deals = Domain("opportunity_id", "in", self.ids)
        is_quote = Domain("billing_frequency", "=", False)
        quotes, orders = (
            dict(self.env["sale.order"]._read_group(in_deals & domain, ["opportunity_id"], ["__count"]))
            for domain in (is_quote, ~is_quote)
        )
        for lead in self:
            lead.quote_count = quotes.get(lead._origin, 0)
            lead.recurring_order_count = orders.get(lead._origin, 0)
            lead.invoice_count = len(lead._get_invoices())

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
        for vals in vals_list:
            self._check_next_step_date_given(vals)
        leads = super().create(vals_list)
        leads._sync_next_step_activity()
        return leads

    def write(self, vals):
        """Override of `crm` to keep stage, loss, next step and activity in step with each other.

        Forms, kanban drags, imports and other people's code all end here.
        """
        lost_stage = self.env["crm.stage"]._get_phase_stage("lost")
        were_lost = self.browse()
        if vals.get("stage_id") == lost_stage.id:
            vals = {"active": False, "probability": 0, "automated_probability": 0, **vals}
        elif vals.get("stage_id") or vals.get("active"):
            were_lost = self.filtered(lambda lead: lead.stage_id == lost_stage)
        if vals.get("next_step_id"):
            for lead in self:
                lead._check_next_step_date_given(vals)
        if vals.get("stage_id"):
            were_lost.filtered(lambda lead: not lead.active).action_restore()
        moves_activity = bool(vals.keys() & self._get_next_step_activity_fields())
        had_activity = self.filtered(lambda lead: moves_activity and lead._has_next_step_activity())
        res = super().write(vals)
        if "stage_id" not in vals:
            for stage, leads in were_lost.grouped("stage_before_loss_id").items():
                stage = stage or self.env["crm.stage"]._get_phase_stage("analysis")
                leads.write({"stage_id": stage.id})
        if moves_activity:
            # Nothing to look for where there was no activity and there is to be none.
            (had_activity | self.filtered(lambda lead: lead._has_next_step_activity()))._sync_next_step_activity()
        if "partner_id" in vals:
            self._spread_contact()
        return res

    # === ACTION METHODS === #

    def action_set_lost(self, **additional_values):
        """Override of `crm`: a deal of the agency's pipeline enters the stage Lost."""
        stages = self.env["crm.stage"]
        deals = self.filtered(lambda lead: lead.type == "opportunity" and lead.stage_id._get_phase())
        others = self - deals
        res = True
        if others:
            res = super(CrmLead, others).action_set_lost(**additional_values)
        if deals:
            res = super(CrmLead, deals).action_set_lost(
                **{"stage_id": stages._get_phase_stage("lost").id, **additional_values}
            )
        return res

    def action_new_quote(self):
        """Open a new quote of this deal, or ask for its account first when it has none."""
        self.ensure_one()
        return self.action_sale_quotations_new()

    def action_new_recurring_order(self):
        """Open a new recurring order of this deal."""
        self.ensure_one()
        return self.env["sale.order"]._get_new_recurring_order_action(**self._prepare_opportunity_quotation_context())

    def action_new_invoice(self):
        """Open a new invoice of this deal: a request that needs no quote."""
        self.ensure_one()
        return self.env["res.partner"]._get_new_record_action(
            "account.move",
            self.env._("New invoice"),
            default_move_type="out_invoice",
            default_partner_id=self.partner_id.id,
            default_opportunity_id=self.id,
            default_invoice_user_id=self.user_id.id,
            default_team_id=self.team_id.id,
        )

    def action_view_quotes(self):
        """Open the quotes of this deal, whatever their status."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("agency_crm.sale_order_action_quote")
        return {
            **action,
            "domain": [("opportunity_id", "=", self.id), ("billing_frequency", "=", False)],
            "context": self._prepare_opportunity_quotation_context(),
        }

    def action_view_recurring_orders(self):
        """Open the recurring orders of this deal."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("agency_crm.sale_order_action_recurring")
        return {**action, "domain": [("id", "in", self.recurring_order_ids.ids)], "context": {}}

    def action_view_invoices(self):
        """Open the invoices of this deal."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("agency_crm.account_move_action")
        return {
            **action,
            "domain": [("id", "in", self._get_invoices().ids)],
            "context": {"default_move_type": "out_invoice", "default_opportunity_id": self.id},
        }

    def _get_invoices(self):
        """Return the invoices of these deals, those that invoice quotes of several deals at once among them."""
        return self.invoice_ids | self.order_ids.order_line.invoice_lines.move_id

    # === BUSINESS METHODS - NEXT STEP === #

    def _get_allowed_next_steps(self):
        """Return the steps possible at the stage of this deal; none when all are.

        A deal whose service became a recurring order may leave the pipe at a won stage
        (manual: « La prestation est récurrente et a été basculée en commande client »).
        """
        self.ensure_one()
        allowed = self.stage_id.next_step_ids
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

    # === BUSINESS METHODS - ACTIVITY === #

    @api.model
    def _get_next_step_activity_fields(self):
        """Return the fields that the activity of the next step mirrors."""
        return {"stage_id", "next_step_id", "next_step_date", "user_id", "active", "type"}

    def _has_next_step_activity(self):
        self.ensure_one()
        return bool(
            self._is_agency_deal()
            and self._get_working_company().is_next_step_activity
            and self.active
            and self.user_id
            and self.next_step_id
            and not self.next_step_id.is_closing
        )

    def _sync_next_step_activity(self):
        """Give each open deal one activity that says its next step and date, others none."""
        if get_key(self.env, "agency_history"):
            return
        # Computed here, so that nothing is left to compute in the middle of another method.
        self.mapped("next_step_date")
        if not self:
            return
        # Cached, where `env.ref()` asks the database each time whether the record is there.
        activity_type_id = self.env["ir.model.data"]._xmlid_to_res_id("agency_crm.mail_activity_next_step")
        activities = self.env["mail.activity"].search(
            [
                ("res_model", "=", "crm.lead"),
                ("res_id", "in", self.ids),
                ("activity_type_id", "=", activity_type_id),
            ]
        )
        activity_by_lead = {activity.res_id: activity for activity in activities}
        vals_list = []
        for lead in self.filtered(lambda lead: lead._has_next_step_activity()):
            values = lead._prepare_next_step_activity_values()
            activity = activity_by_lead.pop(lead.id, None)
            if activity is None:
                vals_list.append(
                    {
                        **values,
                        "res_model_id": self.env["ir.model"]._get_id("crm.lead"),
                        "res_id": lead.id,
                        "activity_type_id": activity_type_id,
                        "automated": True,
                    }
                )
            elif any(
                activity._fields[name].convert_to_write(activity[name], activity) != value
                for name, value in values.items()
            ):
                # No mail to a colleague for each step: the activity menu shows it.
                activity.with_context(mail_activity_quick_update=True).write(values)
        self.env["mail.activity"].concat(*activity_by_lead.values())._take_back()
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(vals_list)

    def _prepare_next_step_activity_values(self):
        """Prepare the values of the activity that mirrors the next step.

        A step without a date yet is due today: the activity then asks for the date.
        """
        self.ensure_one()
        lead = self.with_context(lang=self._get_working_user().lang)
        return {
            "summary": lead.next_step_id.name,
            "date_deadline": lead.next_step_date or fields.Date.context_today(lead),
            "user_id": lead._get_working_user().id,
        }

    # === BUSINESS METHODS - SCORING === #

    def _pls_get_lead_pls_values(self, domain=None):
        """Override of `crm`: the probability learns from where deals were lost, not from "Lost"."""
        values_by_lead = super()._pls_get_lead_pls_values(domain=domain)
        lost = ("stage_id", self.env["crm.stage"]._get_phase_stage("lost").id)
        leads = self.browse(lead_id for lead_id, values in values_by_lead.items() if lost in values["values"])
        for lead in leads:
            values = values_by_lead[lead.id]["values"]
            values[values.index(lost)] = ("stage_id", lead.stage_before_loss_id.id or lost[1])
        return values_by_lead

    # === BUSINESS METHODS - CONTACT === #

    def _spread_contact(self):
        """Give the contact of these deals to their open quotes that have none yet."""
        for lead in self._filter_agency().filtered(lambda lead: not lead.is_contact_missing):
            account = lead.account_id
            quotes = lead.order_ids.filtered(lambda order: order.state in ("draft", "sent"))
            quotes.filtered("is_contact_missing").filtered_domain([("partner_id", "=", account.id)]).write(
                {"partner_id": lead.partner_id.id}
            )

    def _adopt_partner(self, partner):
        """Give `partner`, of a quote or an invoice, to a deal that knows nobody yet."""
        for lead in self._filter_agency():
            if not lead.partner_id or (
                lead.is_contact_missing and not partner.is_company and partner.commercial_partner_id == lead.partner_id
            ):
                lead.partner_id = partner
