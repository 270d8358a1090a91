"""The daily job that makes the reminders of unpaid invoices: one draft for each customer who is late."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..isolation import set_apart

BATCH = 200  # customers


class AgencyInvoiceChase(models.Model):
    _name = "agency.invoice.chase"
    _inherit = ["agency.invoice.chase"]

    @api.model
    def _cron_chase_invoices(self):
        """Make the reminders that are due, one for each customer; those of settled invoices are cancelled."""
        self.search([("state", "=", "draft")])._cancel_settled()
        today = fields.Date.context_today(self)
        due = self.env["account.move"].search([("next_chase_date", "<=", today)], order="invoice_date_due, id")
        customers = list(due.grouped(lambda move: (move.company_id, move.commercial_partner_id)).items())
        self.env["ir.cron"]._commit_progress(remaining=len(customers))
        for start in range(0, len(customers), BATCH):
            batch = customers[start : start + BATCH]
            self._make_all(dict(batch))
            if not self.env["ir.cron"]._commit_progress(len(batch)):
                return

    @api.model
    def _get_draft(self, invoice):
        """Return the draft of all that the customer of `invoice` owes, made now where there is none.

        :raise UserError: if nothing is due
        """
        today = fields.Date.context_today(self)
        if not invoice._is_still_due(today):
            raise UserError(
                self.env._(
                    "%(invoice)s is not to be reminded of: it was not sent yet, is paid, disputed, or promised for"
                    " later.",
                    invoice=invoice.display_name,
                )
            )
        # Sudo: reminders are made by the rules alone; the user may write the invoice.
        chases_sudo = self.sudo().with_company(invoice.company_id)
        chase_sudo = chases_sudo._make({(invoice.company_id, invoice.commercial_partner_id): invoice})
        if not chase_sudo:
            raise UserError(
                self.env._(
                    "%(customer)s owes nothing once what is owed to them is taken off: set the credit notes and"
                    " payments that are left against %(invoice)s.",
                    customer=invoice.commercial_partner_id.name,
                    invoice=invoice.display_name,
                )
            )
        return chase_sudo.sudo(self.env.su)

    # === BUSINESS METHODS === #

    def _make_all(self, customers):
        """Make the reminders of these customers at once, or one by one when that fails: one stops no other."""
        with set_apart(self.env, "making reminders of invoices at once") as errors:
            chases = self._make(customers)
        if not errors:
            return chases._send_by_itself()
        for (company, partner), moves in customers.items():
            with set_apart(self.env, f"making the reminder of the customer {partner.id}"):
                self._make({(company, partner): moves})._send_by_itself()
        return None

    def _make(self, customers):
        """Make a draft for each of these customers, or complete the one that waits.

        :param dict customers: invoices that are due for a round, by `(company, account)`
        :return: the drafts
        """
        invoices = self._get_all_due(customers)
        customers = self._leave_out_settled(customers, invoices)
        drafts = self.search(
            [("state", "=", "draft"), ("partner_id", "in", [partner.id for _company, partner in customers])]
        ).grouped(lambda chase: (chase.company_id, chase.partner_id))
        # Read at once: below, each customer's invoices are a set of their own.
        self.env["account.move"].union(*customers.values(), *invoices.values()).partner_id.mapped("active")
        vals_list, chases = [], self.browse()
        for key, moves in customers.items():
            vals = self._prepare_chase_values(*key, moves, invoices.get(key, moves) | moves)
            if key in drafts:
                drafts[key][0]._by_rules().write(vals)
                chases += drafts[key][0]
            elif vals:
                vals_list.append({"company_id": key[0].id, "partner_id": key[1].id, **vals})
        quiet = self._by_rules().with_context(
            tracking_disable=True, mail_create_nosubscribe=True, mail_create_nolog=True
        )
        made = quiet.create(vals_list).with_env(self.env)
        made._ask_to_send()
        return chases + made

    @api.model
    def _leave_out_settled(self, customers, invoices):
        """Return those of these customers who owe something once what they are owed is taken off."""
        companies = self.env["res.company"].union(*(company for company, _partner in customers))
        partners = self.env["res.partner"].union(*(partner for _company, partner in customers))
        credits = self._get_open_credits(companies, partners)
        return {
            key: moves
            for key, moves in customers.items()
            if key not in credits
            or sum((moves | invoices.get(key, moves)).mapped("amount_residual_signed")) > credits[key]
        }

    @api.model
    def _get_all_due(self, customers):
        """Return all that these customers owe: one invoice chased never hides the others."""
        today = fields.Date.context_today(self)
        moves = (
            self.env["account.move"]
            .search(
                [
                    ("move_type", "=", "out_invoice"),
                    ("agency_status", "=", "sent"),
                    ("invoice_date_due", "<", today),
                    ("commercial_partner_id", "in", [partner.id for _company, partner in customers]),
                    ("company_id", "in", [company.id for company, _partner in customers]),
                ]
            )
            .filtered(lambda move: move._is_still_due(today))
        )
        return moves.grouped(lambda move: (move.company_id, move.commercial_partner_id))

    @api.model
    def _prepare_chase_values(self, company, partner, moves, invoices):
        """Prepare the reminder of a customer: the furthest round that one of `moves` is due for."""
        today = fields.Date.context_today(self)
        rounds = self.env["agency.invoice.reminder"]._get_rounds(company)
        if not rounds:
            raise UserError(
                self.env._("There is no round of reminders: add one under Configuration › Invoice reminders.")
            )
        numbers = [min(move._get_round_number(rounds, today), len(rounds) - 1) for move in moves]
        newest = invoices.sorted(lambda move: (move.invoice_date or today, move.id))[-1:]
        contact = newest.partner_id
        if not contact.active or contact.commercial_partner_id != partner:
            contact = partner  # Who left, or went to another company, owes nothing for this one.
        user = newest.invoice_user_id._get_stand_in(company, newest.team_id)
        return {
            "round_id": rounds[max(numbers)].id,
            "contact_id": contact.id,
            "user_id": user.id,
            "invoice_ids": [Command.set(invoices.ids)],
            "date": today,
        }

    def _ask_to_send(self):
        """Make the activities that ask for these reminders to be read and sent."""
        todo = self.env.ref("mail.mail_activity_data_todo")
        self.mapped("display_name")  # Read at once: Odoo names the activities one by one.
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(
            [
                {
                    "activity_type_id": todo.id,
                    "res_model_id": self.env["ir.model"]._get_id(self._name),
                    "res_id": chase.id,
                    "summary": chase.with_context(lang=chase.user_id.lang).env._(
                        "Unpaid invoices: read and send the reminder"
                    ),
                    "date_deadline": chase.date,
                    "user_id": chase.user_id.id,
                    "automated": True,
                }
                for chase in self
            ]
        )

    def _send_by_itself(self):
        """Send these reminders where the agency says so; a formal notice is always read by somebody first."""
        for chase in self.filtered(lambda chase: chase.company_id.is_invoice_reminder_automatic):
            if chase.state == "draft" and not chase.is_formal_notice and chase.contact_id.email:
                with set_apart(self.env, f"sending the reminder {chase.id}"):
                    sender = chase.with_user(chase.user_id).with_company(chase.company_id)
                    composer = sender.env["mail.compose.message"].with_context(**sender.action_send()["context"])
                    composer.create({})._action_send_mail()


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move"]

    def _get_days_late_signed(self, date):
        """Return the days since the due date, below 0 before it."""
        self.ensure_one()
        return (date - (self.invoice_date_due or date)) // timedelta(days=1)
