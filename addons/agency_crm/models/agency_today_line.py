from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, OrderedSet

from ..const import TODAY_KINDS

# What a row is about, and the method that selects it: the id of a row is eight times its record's, and this number.
SOURCES = {
    "deal": (0, "_select_deals"),
    "a_reply": (0, "_select_replies"),
    "quote": (1, "_select_quotes"),
    "order": (2, "_select_orders"),
    "draft": (3, "_select_drafts"),
    "to_send": (3, "_select_unsent"),
    "invoice": (3, "_select_overdue"),
    **dict.fromkeys(("call", "meeting", "task", "activity"), (4, "_select_activities")),
}


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

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Override of `_search`: kinds and ids say where rows come from, and nothing else is asked of the database.

        A group of the list is one kind, a page of it some ids: without this, each asks for all that an agency ever did.
        """
        query = super()._search(domain, *args, **kwargs)
        if query._ids is None:
            asked = self._get_asked(domain)
            if asked:
                query._tables[self._table] = SQL("(%s)", self._select_rows(**asked))
        return query

    @api.model
    def _get_asked(self, domain):
        """Return the `ids` and `kinds` that a domain asks for, those that it names."""
        domain = Domain(domain).optimize(self)
        conditions = domain.children if getattr(domain, "OPERATOR", None) == "&" else [domain]
        asked = {}
        for condition in conditions:
            if isinstance(getattr(condition, "value", None), OrderedSet) and condition.operator == "in":
                asked[f"{condition.field_expr}s"] = tuple(condition.value)
        return {name: asked[name] for name in ("ids", "kinds") if name in asked}

    def _read_group_orderby(self, order, groupby_terms, query):
        """Override of `base`: kinds come in the order of the day, where Odoo takes that of their keys."""
        if "kind" not in groupby_terms:
            return super()._read_group_orderby(order, groupby_terms, query)
        kinds = [key for key, _label in TODAY_KINDS]
        ranked = {**groupby_terms, "kind": SQL("array_position(%s, %s::varchar)", kinds, groupby_terms["kind"])}
        ordered = super()._read_group_orderby(order, ranked, query)
        groupby_terms.update({**ranked, "kind": groupby_terms["kind"]})
        return ordered

    @property
    def _table_query(self):
        return self._select_rows()

    @api.model
    def _select_rows(self, ids=None, kinds=None):
        """One row a need. Each branch reads by the index of its date; the domain of the screen gives the day.

        :param ids: of the rows to select, all when None
        :param kinds: what they are about, anything when None
        """
        branches = {SOURCES[kind]: None for kind in SOURCES if kinds is None or kind in kinds}  # a set, in order
        selected = [SQL("SELECT * FROM (%s) AS none_at_all WHERE FALSE", self._select_names())]
        for number, method in branches:
            records = None if ids is None else tuple(row // 8 for row in ids if row and row % 8 == number)
            if records != ():
                selected.append(getattr(self, method)(records))
        return SQL(" UNION ALL ").join(selected)

    @staticmethod
    def _select_names():
        return SQL(
            """
            SELECT NULL::bigint AS id, NULL AS kind, NULL AS res_model, NULL::int AS res_id, NULL::int AS activity_id,
                   NULL AS name, NULL::date AS date, NULL::int AS next_step_id, NULL::int AS partner_id,
                   NULL::int AS user_id, NULL::int AS author_id, NULL::int AS company_id, NULL::int AS currency_id,
                   NULL::numeric AS amount, FALSE AS is_private, FALSE AS is_about_nothing
            """
        )

    @staticmethod
    def _is_among(table, ids):
        """Return the condition that the record of `table` is one of `ids`, which may be None: any."""
        return SQL("TRUE") if ids is None else SQL("%s IN %s", SQL.identifier(table, "id"), ids)

    def _select_deals(self, ids):
        return SQL(
            """
            SELECT lead.id::bigint * 8, 'deal', 'crm.lead', lead.id, NULL::int, lead.name, lead.next_step_date,
                   lead.next_step_id, lead.partner_id, lead.user_id, NULL::int, lead.company_id, company.currency_id,
                   lead.expected_revenue, FALSE, FALSE
              FROM crm_lead lead
              LEFT JOIN agency_next_step step ON step.id = lead.next_step_id
              LEFT JOIN res_company company ON company.id = lead.company_id
             WHERE lead.type = 'opportunity' AND lead.active AND lead.next_step_date IS NOT NULL
               AND lead.replied_on IS NULL AND %s
               AND NOT (step.kind = 'invoicing' AND EXISTS (
                   SELECT FROM account_move waiting
                    WHERE waiting.opportunity_id = lead.id AND waiting.agency_status = 'to_send'))
            """,
            self._is_among("lead", ids),
        )

    def _select_replies(self, ids):
        """Deals whose customer wrote, those that are done too: due the day that she wrote, or before."""
        return SQL(
            """
            SELECT lead.id::bigint * 8, 'a_reply', 'crm.lead', lead.id, NULL::int, lead.name,
                   LEAST(lead.next_step_date, lead.replied_on::date), lead.next_step_id, lead.partner_id,
                   lead.user_id, NULL::int, lead.company_id, company.currency_id, lead.expected_revenue, FALSE, FALSE
              FROM crm_lead lead
              LEFT JOIN res_company company ON company.id = lead.company_id
             WHERE lead.type = 'opportunity' AND lead.active AND lead.replied_on IS NOT NULL AND %s
            """,
            self._is_among("lead", ids),
        )

    def _select_quotes(self, ids):
        return SQL(
            """
            SELECT quote.id::bigint * 8 + 1, 'quote', 'sale.order', quote.id, NULL::int,
                   CONCAT_WS(' ', quote.name, quote.subject), quote.next_reminder_date, NULL::int, quote.partner_id,
                   quote.user_id, NULL::int, quote.company_id, quote.currency_id, quote.amount_untaxed, FALSE, FALSE
              FROM sale_order quote
              JOIN res_company company ON company.id = quote.company_id AND company.is_agency
             WHERE quote.next_reminder_date IS NOT NULL AND quote.quote_status = 'sent' AND %s AND %s
               AND NOT EXISTS (
                   SELECT FROM crm_lead deal JOIN agency_next_step step ON step.id = deal.next_step_id
                    WHERE deal.id = quote.opportunity_id AND deal.active AND deal.next_step_date IS NOT NULL
                      AND step.kind IN ('estimate', 'follow_up'))
            """,
            self._is_among("quote", ids),
            self._is_not_put_off("sale.order", "quote"),
        )

    def _select_orders(self, ids):
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
               AND recurring.recurrence_status = 'running' AND %s AND %s
            """,
            self._is_among("recurring", ids),
            self._is_not_put_off("sale.order", "recurring"),
        )

    def _select_drafts(self, ids):
        """Invoices that a recurring order made, by the first day of their period."""
        date, amount = SQL("move.recurring_period_start"), SQL("move.amount_untaxed_signed")
        condition = SQL("move.state = 'draft' AND move.recurring_order_id IS NOT NULL")
        return self._select_invoices("draft", SQL("move.invoice_origin"), date, amount, condition, ids)

    def _select_unsent(self, ids):
        date, amount = SQL("move.invoice_date"), SQL("move.amount_residual_signed")
        condition = SQL("move.state != 'draft' AND move.agency_status = 'to_send'")
        return self._select_invoices("to_send", SQL("move.name"), date, amount, condition, ids)

    def _select_overdue(self, ids):
        """Invoices that are sent, from the day after they are due."""
        date, amount = SQL("(move.invoice_date_due + 1)"), SQL("move.amount_residual_signed")
        condition = SQL("move.state != 'draft' AND move.agency_status = 'sent'")
        return self._select_invoices("invoice", SQL("move.name"), date, amount, condition, ids)

    def _select_invoices(self, kind, number, date, amount, condition, ids):
        return SQL(
            """
            SELECT move.id::bigint * 8 + 3, %(kind)s, 'account.move', move.id, NULL::int,
                   CONCAT_WS(' ', %(number)s, (SELECT subject FROM sale_order WHERE id = move.recurring_order_id)),
                   %(date)s, NULL::int, move.partner_id, move.invoice_user_id, NULL::int, move.company_id,
                   company.currency_id, %(amount)s, FALSE, FALSE
              FROM account_move move
              JOIN res_company company ON company.id = move.company_id AND company.is_agency
             WHERE move.move_type = 'out_invoice' AND %(condition)s AND %(asked)s AND %(due)s
            """,
            kind=kind,
            number=number,
            date=date,
            amount=amount,
            condition=condition,
            asked=self._is_among("move", ids),
            due=self._is_not_put_off("account.move", "move"),
        )

    def _select_activities(self, ids):
        """Activities: but next steps, reminders and calls to make, which their deal stands for."""
        return SQL(
            """
            SELECT activity.id::bigint * 8 + 4,
                   CASE WHEN kind.category = 'phonecall' THEN 'call' WHEN kind.category = 'meeting' THEN 'meeting'
                        WHEN kind.id = %(task)s THEN 'task' ELSE 'activity' END,
                   CASE WHEN activity.res_id > 0 THEN activity.res_model ELSE 'mail.activity' END,
                   COALESCE(NULLIF(activity.res_id, 0), activity.id), activity.id,
                   CONCAT_WS(' · ', activity.summary, COALESCE(lead.name, quote.name, move.name)),
                   CASE WHEN activity.active THEN activity.date_deadline END, NULL::int,
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
             WHERE activity.active AND activity.activity_type_id NOT IN %(ours)s AND %(asked)s
               AND NOT COALESCE(kind.category = 'phonecall' AND lead.active
                                AND COALESCE(activity.user_id, lead.user_id) = lead.user_id
                                AND lead.next_step_date <= activity.date_deadline, FALSE)
            """,
            task=self.env["ir.model.data"]._xmlid_to_res_id("mail.mail_activity_data_todo") or 0,
            ours=tuple(self._get_own_type_ids()),
            asked=self._is_among("activity", ids),
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
