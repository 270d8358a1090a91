"""A reminder of unpaid invoices: one mail for all that a customer owes, a draft until somebody sends it."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..const import CHASE_STATES
from ..context_keys import get_key


class AgencyInvoiceChase(models.Model):
    _name = "agency.invoice.chase"
    _description = "Reminder of unpaid invoices"
    _inherit = ["agency.guarded.mixin", "mail.thread", "mail.activity.mixin"]
    _check_company_auto = True
    _order = "date desc, id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        comodel_name="res.partner", string="Account", required=True, readonly=True, index=True, check_company=True
    )
    contact_id = fields.Many2one(
        comodel_name="res.partner",
        string="Recipient",
        check_company=True,
        domain="[('id', 'child_of', partner_id)]",
        help="Who receives the mail: the contact of the newest invoice, until another is chosen.",
    )
    company_id = fields.Many2one(comodel_name="res.company", required=True, readonly=True, index=True)
    user_id = fields.Many2one(comodel_name="res.users", string="Salesperson", check_company=True)
    round_id = fields.Many2one(
        comodel_name="agency.invoice.reminder", readonly=True, ondelete="set null", check_company=True
    )
    is_formal_notice = fields.Boolean(related="round_id.is_formal_notice")
    state = fields.Selection(selection=CHASE_STATES, string="Status", default="draft", readonly=True, index=True)
    date = fields.Date(
        default=fields.Date.context_today,
        readonly=True,
        help="Day on which it was sent; while it waits, on which it was made. Penalties are counted up to it.",
    )
    invoice_ids = fields.Many2many(comodel_name="account.move", string="Invoices", readonly=True, check_company=True)
    due_invoice_ids = fields.Many2many(
        comodel_name="account.move",
        string="Invoices still due",
        compute="_compute_due_invoice_ids",
        help="Those that were neither paid nor disputed nor promised since the reminder was made.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount_due = fields.Monetary(compute="_compute_amounts", help="Still due, taxes included.")
    credit_amount = fields.Monetary(
        string="To be taken off",
        compute="_compute_credit_amount",
        compute_sudo=True,
        help="Credit notes and payments of this customer that were not set against an invoice yet.",
    )
    penalty_amount = fields.Monetary(string="Late penalties", compute="_compute_amounts")
    fee_amount = fields.Monetary(string="Recovery costs", compute="_compute_amounts")
    total_amount = fields.Monetary(string="Total to pay", compute="_compute_amounts")
    are_invoices_attached = fields.Boolean(
        string="Invoices attached",
        compute="_compute_are_invoices_attached",
        compute_sudo=True,
        help="All invoices still due have their PDF, which the mail carries.",
    )
    due_table = fields.Html(compute="_compute_due_table", sanitize=False, help="The invoices, as the mail lists them.")

    # === COMPUTE METHODS === #

    @api.depends("invoice_ids.agency_status", "invoice_ids.is_disputed", "invoice_ids.promise_date", "state")
    def _compute_due_invoice_ids(self):
        today = fields.Date.context_today(self)
        for chase in self:
            invoices = chase.invoice_ids
            if chase.state == "draft":
                invoices = invoices.filtered(lambda move: move._is_still_due(today))
            chase.due_invoice_ids = invoices.sorted(lambda move: (move.invoice_date_due or today, move.id))

    @api.depends("partner_id", "company_id", "due_invoice_ids")
    def _compute_credit_amount(self):
        # https://github.com/OCA/credit-control/issues/211
        credits = self._get_open_credits(self.company_id, self.partner_id)
        for chase in self:
            due = sum(chase.due_invoice_ids.mapped("amount_residual_signed"))
            chase.credit_amount = min(credits.get((chase.company_id, chase.partner_id), 0.0), due)

    @api.model
    def _get_open_credits(self, companies, partners):
        """Return what these companies owe these customers, 0 or more, by company and customer, in the company's money.

        :rtype: dict
        """
        domain = [
            ("company_id", "in", companies.ids),
            ("partner_id", "in", partners.ids),
            ("account_type", "=", "asset_receivable"),
            ("parent_state", "=", "posted"),
            ("reconciled", "=", False),
            ("amount_residual", "<", 0),
        ]
        # Sudo: who reminds of an invoice need not read the journals.
        lines_sudo = self.env["account.move.line"].sudo()
        groups = lines_sudo._read_group(domain, ["company_id", "partner_id"], ["amount_residual:sum"])
        return {(company, partner): -amount for company, partner, amount in groups}

    @api.depends("due_invoice_ids", "date", "state", "credit_amount")
    def _compute_amounts(self):
        for chase in self:
            date, invoices = chase._get_day(), chase.due_invoice_ids
            chase.amount_due = sum(invoices.mapped("amount_residual_signed"))
            chase.penalty_amount = sum(move._get_late_penalty(date) for move in invoices)
            chase.fee_amount = sum(move._get_recovery_fee(date) for move in invoices)
            chase.total_amount = chase.amount_due - chase.credit_amount + chase.penalty_amount + chase.fee_amount

    @api.depends("due_invoice_ids", "invoice_ids.invoice_pdf_report_id")
    def _compute_are_invoices_attached(self):
        for chase in self:
            chase.are_invoices_attached = all(move.invoice_pdf_report_id for move in chase.due_invoice_ids)

    @api.depends("due_invoice_ids")
    def _compute_due_table(self):
        for chase in self:
            lang = chase.contact_id.lang or chase.partner_id.lang
            qweb = chase.with_context(lang=lang).env["ir.qweb"]
            chase.due_table = qweb._render("agency_crm.invoice_chase_table", {"chase": chase.with_context(lang=lang)})

    @api.depends("partner_id", "round_id")
    def _compute_display_name(self):
        for chase in self:
            chase.display_name = f"{chase.partner_id.name} – {chase.round_id.name or self.env._('Reminder')}"

    def _get_day(self):
        """Return the day as of which it counts: the one on which it was sent, today while it waits."""
        self.ensure_one()
        return fields.Date.context_today(self) if self.state == "draft" or not self.date else self.date

    # === ACTION METHODS === #

    def action_send(self):
        """Open the mail of this reminder, ready to be sent.

        :raise UserError: if it was sent, or nothing is due any more
        """
        self.ensure_one()
        self._check_waits()
        self._prepare_files()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_template_id": self.round_id.template_id.id,
                "default_composition_mode": "comment",
                "force_email": True,
                "agency_chase": True,
            },
        }

    def action_mark_sent(self):
        """Note that the reminder was made on paper, or by telephone.

        :raise UserError: if it was sent, or nothing is due any more
        """
        for chase in self:
            chase._check_waits()
        self._note_sent()
        return True

    def action_skip(self):
        """Leave this round out: the next one comes at its time.

        :raise UserError: if one was sent
        """
        for chase in self:
            chase._check_draft()
        self._count_round()
        self._close("cancelled")
        return True

    # === BUSINESS METHODS === #

    def _check_draft(self):
        self.check_access("write")
        if self.state != "draft":
            raise UserError(self.env._("This reminder does not wait any more: it was sent, or left out."))

    def _check_waits(self):
        self._check_draft()
        if not self.due_invoice_ids:
            raise UserError(
                self.env._(
                    "Nothing of this reminder is due any more: its invoices were paid, disputed or promised. Leave it"
                    " out."
                )
            )

    def _close(self, state):
        self._by_rules().write({"state": state, "date": fields.Date.context_today(self)})
        # Sudo: the reminder may be that of a colleague.
        self.sudo().activity_ids.unlink()

    def _cancel_settled(self):
        """Cancel those of these drafts that have nothing left to ask for."""
        self.invalidate_recordset(["due_invoice_ids"])
        if settled := self.filtered(lambda chase: chase.state == "draft" and not chase.due_invoice_ids):
            settled._close("cancelled")

    def _note_sent(self):
        """Note that the customers have these reminders: their invoices are a round further."""
        for chase in self.filtered(lambda chase: chase.state == "draft"):
            invoices = chase.due_invoice_ids
            chase._count_round()
            chase._by_rules().invoice_ids = invoices
            chase._close("sent")
            link = chase._get_html_link(title=chase.round_id.name)
            body = chase.env._("The customer was reminded: %(reminder)s.", reminder=link)
            invoices._message_log_batch(bodies=dict.fromkeys(invoices.ids, body))

    def _count_round(self):
        """Put the rounds that are due behind the invoices of these reminders."""
        today = fields.Date.context_today(self)
        # Sudo: the rules count, whoever sends.
        for chase_sudo in self.sudo():
            rounds = self.env["agency.invoice.reminder"]._get_rounds(chase_sudo.company_id)
            for move in chase_sudo.due_invoice_ids:
                number = move._get_round_number(rounds, today)
                is_due = number < len(rounds) and move._get_days_late_signed(today) >= rounds[number].delay_days
                count = number + 1 if is_due else move.chase_count
                move.write({"chase_count": count, "last_chase_date": today})

    # === MAIL === #

    def _prepare_files(self):
        """Make the files that the mail is to carry, before it is written: it says whether they are there."""

    def _process_attachments_for_template_post(self, mail_template):
        """Override of `mail`: the mail carries the invoices that are due, as they were issued."""
        files = super()._process_attachments_for_template_post(mail_template)
        for chase in self:
            # Sudo: whoever may read an invoice may read its file.
            issued = chase.due_invoice_ids.sudo().invoice_pdf_report_id
            own = files.setdefault(chase.id, {})
            own["attachment_ids"] = [*own.get("attachment_ids", []), *issued.ids]
        return files

    def message_post(self, **kwargs):
        """Override of `mail`: the mail of a reminder counts once the server has taken it."""
        kwargs.pop("sent_invoice_ids", None)  # Said by the rules, not by who calls.
        if not get_key(self.env, "agency_chase"):
            return super().message_post(**kwargs)
        self.ensure_one()
        self._check_waits()
        invoices = [Command.set(self.due_invoice_ids.ids)]
        message = super(AgencyInvoiceChase, self.with_context(agency_chase=False)).message_post(
            **kwargs, sent_invoice_ids=invoices
        )
        if not message._is_for_outside():
            # A colleague was told, or nobody. Sudo: what it carries is said by the rules.
            message.sudo().write({"sent_invoice_ids": [Command.clear()]})
        elif self.env["ir.mail_server"]._disable_send():
            # No server can refuse where sending is turned off, as in tests.
            message._mark_sent()
        return message.with_env(self.env)

    def _get_message_create_valid_field_names(self):
        """Override of `mail`: a message may carry invoices."""
        return super()._get_message_create_valid_field_names() | {"sent_invoice_ids"}

    def _message_create(self, values_list):
        """Override of `mail`: the invoices that a message carries are said by `message_post` alone."""
        return super(AgencyInvoiceChase, self._by_rules())._message_create(values_list).with_env(self.env)


class MailMessage(models.Model):
    _name = "mail.message"
    _inherit = ["mail.message"]

    def _mark_invoices(self):
        """Override: the server has taken the mail of a reminder."""
        res = super()._mark_invoices()
        for message in self.filtered(lambda message: message.model == "agency.invoice.chase"):
            chase = self.env["agency.invoice.chase"].browse(message.res_id).exists()
            message._get_markable_sudo(chase)._note_sent()
        return res
