"""What is done from « À faire », without opening anything: done, put off, remind, invoice, send.

A row is of nobody's to write: each gesture works on the record that it stands for, with the rights of who makes it.
"""

from odoo import fields, models
from odoo.exceptions import UserError

# Rows whose gesture is an invoice's, or makes one: they are not merely done.
INVOICING_KINDS = {"order", "draft", "to_send"}


class AgencyTodayLine(models.Model):
    _name = "agency.today.line"
    _inherit = ["agency.today.line"]

    # === ACTION METHODS === #

    def action_open(self):
        """Open the record itself; of an activity, what it is about."""
        self.ensure_one()
        view = False
        if self.res_model == "mail.activity":
            view = self.env.ref("agency_crm.mail_activity_view_form_task").id
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
            "views": [(view, "form")],
        }

    def action_finish(self):
        """Note these as done; of deals, ask what comes next.

        :raise UserError: if one is an invoice to make, confirm or send: it is not done by saying so
        """
        self._check_finishable()
        self._get_records("quote", "sale.order")._note_reminder(self.env._("Reminded by telephone."))
        self._get_records("invoice", "account.move")._put_off_today(
            fields.Date.add(fields.Date.context_today(self), days=7), self.env._("Payment claimed by telephone.")
        )
        deals = self._get_records("deal", "crm.lead")
        activities = self.activity_id
        asked, asking = activities._get_asking()
        (activities - asking).action_feedback()
        if deals or asked:
            return (deals | asked)._get_what_now_action(asking)
        return True

    def action_invoice(self):
        """Make the invoice of a recurring order, confirm a draft, send an invoice: the gesture of the row.

        :raise UserError: for several rows of which one is another's
        """
        self.ensure_one()
        record = self.env[self.res_model].browse(self.res_id)
        if self.kind == "order":
            record.action_make_recurring_invoice()
            return True
        if self.kind == "draft":
            record.action_post()
        if self.kind in ("draft", "to_send"):
            return record.action_invoice_sent()
        return self.action_open()

    def action_remind(self):
        """Open the mail that reminds of the quote of this row, ready to be sent.

        :raise UserError: if it has no quote to chase
        """
        self.ensure_one()
        quotes = self._get_records("quote", "sale.order")
        quotes |= self._get_records("deal", "crm.lead")._get_quotes_to_chase()
        if not quotes:
            raise UserError(self.env._("No quote of this row waits for an answer: there is nothing to remind of."))
        return quotes[0].action_send_reminder()

    def action_postpone_days(self):
        """Put these off by two days from today."""
        return self._postpone(fields.Date.add(fields.Date.context_today(self), days=2))

    def action_postpone_week(self):
        """Put these off by a week from today."""
        return self._postpone(fields.Date.add(fields.Date.context_today(self), days=7))

    def action_ask_date(self):
        """Ask for the date to put these off to."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Put off"),
            "res_model": "agency.today.postpone",
            "view_mode": "form",
            "target": "new",
            "context": {"default_line_ids": self.ids},
        }

    # === BUSINESS METHODS === #

    def _postpone(self, date):
        """Put what these rows stand for off to `date`: the step of a deal, an activity, or the row alone."""
        deals = self._get_records("deal", "crm.lead")
        deals.write({"next_step_date": date})
        self.activity_id.write({"date_deadline": date})
        for kind, model in self._get_put_off_kinds():
            self._get_records(kind, model)._put_off_today(date)
        return True

    def _get_put_off_kinds(self):
        return [(kind, "sale.order") for kind in ("quote", "order")] + [
            (kind, "account.move") for kind in ("draft", "to_send", "invoice")
        ]

    def _get_records(self, kind, model):
        """Return the records that the rows of a kind stand for; a deal whose customer wrote is a deal."""
        kinds = {"deal", "a_reply"} if kind == "deal" else {kind}
        return self.env[model].browse(self.filtered(lambda line: line.kind in kinds).mapped("res_id")).exists()

    def _check_finishable(self):
        others = self.filtered(lambda line: line.kind in INVOICING_KINDS)
        if others:
            raise UserError(
                self.env._(
                    "An invoice is not done by saying so: “%(todo)s” has its own button. Untick: %(names)s.",
                    todo=others[0].todo,
                    names=", ".join(others.mapped("name")),
                )
            )
