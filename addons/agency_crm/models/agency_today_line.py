from odoo import api, fields, models
from odoo.tools import SQL

from ..const import TODAY_KINDS


class AgencyTodayLine(models.Model):
    """What is to be done, in one list: one row per need of a client, and the activities of one's own.

    What a person opens in the morning (manual: « Assurer le suivi »). It holds nothing of its own.

    A deal that is priced or followed up stands for its quotes: its step and its date say when their customer is called.
    A deal that waits for its invoice to be sent is seen by that invoice.
    """

    _name = "agency.today.line"
    _description = "To do today"
    _auto = False
    _order = "date, id"

    kind = fields.Selection(selection=TODAY_KINDS, string="What", readonly=True)
    res_model = fields.Char(readonly=True, help="Model of the record to open.")
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True)
    activity_id = fields.Many2one(comodel_name="mail.activity", readonly=True)
    name = fields.Char(string="Subject", readonly=True)
    date = fields.Date(string="By", readonly=True)
    next_step_id = fields.Many2one(comodel_name="agency.next.step", readonly=True)
    partner_id = fields.Many2one(comodel_name="res.partner", string="Contact", readonly=True)
    user_id = fields.Many2one(comodel_name="res.users", string="Salesperson", readonly=True)
    author_id = fields.Many2one(comodel_name="res.users", string="Asked by", readonly=True)
    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    currency_id = fields.Many2one(comodel_name="res.currency", readonly=True)
    amount = fields.Monetary(
        readonly=True, help="Of a deal, what is expected; of a quote, its total excl. tax; of an invoice, what is due."
    )
    is_private = fields.Boolean(readonly=True, help="About no record of the agency: for whom it is, and who asked.")
    is_about_nothing = fields.Boolean(readonly=True, help="A task that is about no record.")
    todo = fields.Char(string="To do", compute="_compute_todo")
    days_late = fields.Integer(string="Days late", compute="_compute_days_late")
    phone = fields.Char(string="Telephone", compute="_compute_phone", help="Of the contact, else of the account.")
    can_remind = fields.Boolean(compute="_compute_todo", help="There is a quote to chase, whose mail is ready.")

    @property
    def _table_query(self):
        """One row a need. Each branch reads by the index of its date; the domain of the screen gives the day."""
        return SQL(" UNION ALL ").join(
            [
                self._select_deals(),
                self._select_replies(),
                self._select_quotes(),
                self._select_orders(),
                self._select_invoices(),
            ]
            + [self._select_activities()]
        )

    def _select_deals(self):
        return SQL(
            """
            SELECT lead.id::bigint * 8 AS id, 'deal' AS kind, 'crm.lead' AS res_model, lead.id AS res_id,
                   NULL::int AS activity_id, lead.name, lead.next_step_date AS date, lead.next_step_id, lead.partner_id,
                   lead.user_id, NULL::int AS author_id, lead.company_id, company.currency_id,
                   lead.expected_revenue AS amount, FALSE AS is_private, FALSE AS is_about_nothing
              FROM crm_lead lead
              LEFT JOIN agency_next_step step ON step.id = lead.next_step_id
              LEFT JOIN res_company company ON company.id = lead.company_id
             WHERE lead.type = 'opportunity' AND lead.active AND lead.next_step_date IS NOT NULL
               AND lead.replied_on IS NULL
               AND NOT (step.kind = 'invoicing' AND EXISTS (
                   SELECT FROM account_move waiting
                    WHERE waiting.opportunity_id = lead.id AND waiting.agency_status = 'to_send'))
            """
        )

    def _select_replies(self):
        """Deals whose customer wrote, those that are done too: due the day that she wrote, or before."""
        return SQL(
            """
            SELECT lead.id::bigint * 8, 'a_reply', 'crm.lead', lead.id, NULL::int, lead.name,
                   LEAST(lead.next_step_date, lead.replied_on::date), lead.next_step_id, lead.partner_id,
                   lead.user_id, NULL::int, lead.company_id, company.currency_id, lead.expected_revenue, FALSE, FALSE
              FROM crm_lead lead
              LEFT JOIN res_company company ON company.id = lead.company_id
             WHERE lead.type = 'opportunity' AND lead.active AND lead.replied_on IS NOT NULL
            """
        )

    def _select_quotes(self):
        return SQL(
            """
            SELECT quote.id::bigint * 8 + 1, 'quote', 'sale.order', quote.id, NULL::int,
                   CONCAT_WS(' ', quote.name, quote.subject), quote.next_reminder_date, NULL::int, quote.partner_id,
                   quote.user_id, NULL::int, quote.company_id, quote.currency_id, quote.amount_untaxed, FALSE, FALSE
              FROM sale_order quote
              JOIN res_company company ON company.id = quote.company_id AND company.is_agency
             WHERE quote.next_reminder_date IS NOT NULL AND quote.quote_status = 'sent' AND %s
               AND NOT EXISTS (
                   SELECT FROM crm_lead deal JOIN agency_next_step step ON step.id = deal.next_step_id
                    WHERE deal.id = quote.opportunity_id AND deal.active AND deal.next_step_date IS NOT NULL
                      AND step.kind IN ('estimate', 'follow_up'))
            """,
            self._is_not_put_off("sale.order", "quote"),
        )

    def _select_orders(self):
        return SQL(
            """
            SELECT recurring.id::bigint * 8 + 2, 'order', 'sale.order', recurring.id, NULL::int,
                   CONCAT_WS(' ', recurring.name, recurring.subject),
                   recurring.next_invoice_date - company.recurring_margin_days, NULL::int, recurring.partner_id,
                   recurring.user_id, NULL::int, recurring.company_id, recurring.currency_id, recurring.amount_untaxed,
                   FALSE, FALSE
              FROM sale_order recurring
              JOIN res_company company ON company.id = recurring.company_id AND company.is_agency
             WHERE recurring.billing_frequency IS NOT NULL AND recurring.state = 'sale'
               AND recurring.recurrence_status = 'running' AND %s
            """,
            self._is_not_put_off("sale.order", "recurring"),
        )

    def _select_invoices(self):
        return SQL(
            """
            SELECT move.id::bigint * 8 + 3,
                   CASE WHEN move.state = 'draft' THEN 'draft' WHEN move.agency_status = 'to_send' THEN 'to_send'
                        ELSE 'invoice' END,
                   'account.move', move.id, NULL::int,
                   CONCAT_WS(' ', CASE WHEN move.state = 'draft' THEN move.invoice_origin ELSE move.name END,
                             subject.subject),
                   CASE WHEN move.state = 'draft' THEN move.recurring_period_start
                        WHEN move.agency_status = 'to_send' THEN move.invoice_date ELSE move.invoice_date_due + 1 END,
                   NULL::int, move.partner_id, move.invoice_user_id, NULL::int, move.company_id, company.currency_id,
                   CASE WHEN move.state = 'draft' THEN move.amount_untaxed_signed ELSE move.amount_residual_signed END,
                   FALSE, FALSE
              FROM account_move move
              JOIN res_company company ON company.id = move.company_id AND company.is_agency
              LEFT JOIN sale_order subject ON subject.id = move.recurring_order_id
             WHERE move.move_type = 'out_invoice' AND %s
               AND (move.agency_status IN ('to_send', 'sent')
                    OR (move.state = 'draft' AND move.recurring_order_id IS NOT NULL))
            """,
            self._is_not_put_off("account.move", "move"),
        )

    def _select_activities(self):
        """Activities: but next steps, reminders and calls to make, which their deal stands for."""
        return SQL(
            """
            SELECT activity.id::bigint * 8 + 4,
                   CASE WHEN kind.category = 'phonecall' THEN 'call' WHEN kind.category = 'meeting' THEN 'meeting'
                        WHEN kind.id = %(task)s THEN 'task' ELSE 'activity' END,
                   CASE WHEN activity.res_id > 0 THEN activity.res_model ELSE 'mail.activity' END,
                   COALESCE(NULLIF(activity.res_id, 0), activity.id), activity.id,
                   CONCAT_WS(' · ', activity.summary, COALESCE(lead.name, quote.name, move.name)),
                   activity.date_deadline, NULL::int,
                   COALESCE(lead.partner_id, quote.partner_id, move.partner_id, partner.id),
                   COALESCE(activity.user_id, lead.user_id, quote.user_id, move.invoice_user_id),
                   activity.create_uid,
                   COALESCE(lead.company_id, quote.company_id, move.company_id, partner.company_id,
                            CASE WHEN activity.res_model IS NULL THEN assignee.company_id END),
                   NULL::int, NULL::numeric, COALESCE(lead.id, quote.id, move.id, partner.id) IS NULL,
                   activity.res_model IS NULL
              FROM mail_activity activity
              JOIN mail_activity_type kind ON kind.id = activity.activity_type_id
              LEFT JOIN res_users assignee ON assignee.id = activity.user_id
              LEFT JOIN crm_lead lead ON activity.res_model = 'crm.lead' AND lead.id = activity.res_id
              LEFT JOIN sale_order quote ON activity.res_model = 'sale.order' AND quote.id = activity.res_id
              LEFT JOIN account_move move ON activity.res_model = 'account.move' AND move.id = activity.res_id
                                         AND move.move_type IN ('out_invoice', 'out_refund')
              LEFT JOIN res_partner partner ON activity.res_model = 'res.partner' AND partner.id = activity.res_id
             WHERE activity.active AND activity.activity_type_id NOT IN %(ours)s
               AND NOT COALESCE(kind.category = 'phonecall' AND lead.active
                                AND COALESCE(activity.user_id, lead.user_id) = lead.user_id
                                AND lead.next_step_date <= activity.date_deadline, FALSE)
            """,
            task=self.env["ir.model.data"]._xmlid_to_res_id("mail.mail_activity_data_todo") or 0,
            ours=tuple(self._get_own_type_ids()),
        )

    def _is_not_put_off(self, model, table):
        """Return the condition that the record of `table` was not put off to a later day."""
        return SQL(
            """NOT EXISTS (
                   SELECT FROM mail_activity put_off
                    WHERE put_off.res_model = %s AND put_off.res_id = %s AND put_off.active
                      AND put_off.activity_type_id = %s AND put_off.date_deadline > %s)""",
            model,
            SQL.identifier(table, "id"),
            self._get_type_id("put_off"),
            fields.Date.context_today(self),
        )

    @api.model
    def _get_type_id(self, name):
        # Cached, where `env.ref()` asks the database each time whether the record is there.
        return self.env["ir.model.data"]._xmlid_to_res_id(f"agency_crm.mail_activity_{name}") or 0

    @api.model
    def _get_own_type_ids(self):
        """Return the types of the activities that stand for what has a row of its own."""
        return [self._get_type_id(name) for name in ("next_step", "quote_reminder", "put_off")]

    # === COMPUTE METHODS === #

    @api.depends("kind", "next_step_id", "date")
    def _compute_todo(self):
        words = self._get_words()
        deals = self.env["crm.lead"].browse(self.filtered(lambda line: line.kind == "deal").mapped("res_id"))
        quotes = deals._get_quotes_to_chase().grouped("opportunity_id")
        for line in self:
            chased = line.kind == "deal" and quotes.get(deals.browse(line.res_id))
            line.can_remind = bool(chased) or line.kind == "quote"
            line.todo = words.get(line.kind) or line.next_step_id.name or line.activity_id.activity_type_id.name
            if chased:
                line.todo = f"{line.todo} ({', '.join(chased.mapped('name'))})"

    @api.model
    def _get_words(self):
        return {
            "a_reply": self.env._("Has answered"),
            "call": self.env._("Call"),
            "meeting": self.env._("Meeting"),
            "task": self.env._("Task"),
            "quote": self.env._("Remind the customer"),
            "order": self.env._("Invoice the period"),
            "draft": self.env._("Confirm and send the invoice"),
            "to_send": self.env._("Send the invoice"),
            "invoice": self.env._("Claim the payment"),
        }

    @api.depends("date")
    def _compute_days_late(self):
        today = fields.Date.context_today(self)
        for line in self:
            line.days_late = max((today - line.date).days, 0) if line.date else 0

    @api.depends("partner_id")
    def _compute_phone(self):
        for line in self:
            partner = line.partner_id
            line.phone = partner.phone or partner.commercial_partner_id.phone
