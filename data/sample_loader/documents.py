"""Quotes sent and answered, invoices made and paid."""

from odoo.fields import Command

from .base import PAYMENT_METHODS, Base, Row


class Documents(Base):
    def plan_quotes(self) -> None:
        self.quote_rows = {row["ref"]: row for row in self.rows("quotes")}
        self.quote_lines = self.rows_by("quote_lines", "quote")
        for ref, row in self.quote_rows.items():
            self.on(row["created"], 1, ref, self.create_quote, row)
            if row["status"] != "draft":
                self.on(row["sent"], 2, ref, self.send_quote, row)
            if row["decided"]:
                # The others of the deal are rejected once one is accepted.
                self.on(row["decided"], 4 if row["status"] == "rejected" else 3, ref, self.answer_quote, row)

    def create_quote(self, row: Row) -> None:
        deal = self.get("crm.lead", row["deal"])
        owner = self.deal_rows[row["deal"]]
        values = {
            "subject": row["title"],
            "partner_id": self.customer(owner).id,
            "opportunity_id": deal.id,
            "user_id": self.user(owner["user"]).id,
            "date_order": self.moment(row["created"], row["ref"]),
            "validity_date": self.day(int(row["created"]) + self.company.quotation_validity_days),
            "order_line": self.lines(self.quote_lines[row["ref"]]),
        }
        self.create("sale.order", [(row["ref"], owner["user"], values)])

    def as_owner(self, record):
        """Return the record as seen by the user in charge of it."""
        return record.with_user(record.user_id or self.user(self.manager))

    def send_quote(self, row: Row) -> None:
        """Mark a quote as sent, on its day: a deal would take a later one for a second sending."""
        quote = self.as_owner(self.get("sale.order", row["ref"]))
        quote._by_rules().write({"state": "sent", "last_sent_date": self.moment(row["sent"], row["ref"])})

    def answer_quote(self, row: Row) -> None:
        """Accept or reject a quote."""
        quote = self.as_owner(self.get("sale.order", row["ref"]))
        if row["status"] in ("accepted", "settled"):
            quote.action_confirm()
            self.set_back(quote, self.moment(row["decided"], row["ref"]), "date_order")
        else:
            quote.action_reject(reject_reason_id=self.reason(row["reason"]).id)

    def reason(self, name: str):
        """Return the lost reason of that name, made when there is none."""
        reasons = self.env["crm.lost.reason"]
        return reasons.search([("name", "=", name)], limit=1) or reasons.create({"name": name})

    def plan_invoices(self) -> None:
        self.invoice_rows = {row["ref"]: row for row in self.rows("invoices")}
        self.invoice_lines = self.rows_by("invoice_lines", "invoice")
        for ref, row in self.invoice_rows.items():
            self.on(row["date"], 5, ref, self.make_invoice, row)
            if row["paid"]:
                self.on(row["paid"], 6, ref, self.pay_invoice, row)
            if row["status"] == "never_paid":
                self.on(int(row["date"]) + 60, 6, ref, self.give_up_invoice, row)

    def make_invoice(self, row: Row) -> None:
        """Invoice a quote by Odoo's down payment wizard, or a customer directly; post it."""
        if row["quote"]:
            quote = self.as_owner(self.get("sale.order", row["quote"]))
            wizard = quote.env["sale.advance.payment.inv"].create(
                {
                    "sale_order_ids": [Command.set(quote.ids)],
                    "advance_payment_method": PAYMENT_METHODS.get(row["kind"], "delivered"),
                    "amount": float(row["percent"] or 0),
                }
            )
            before = quote.invoice_ids
            wizard.create_invoices()
            invoice = quote.invoice_ids - before
        else:
            user = self.user(row["user"])
            invoice = (
                self.env["account.move"]
                .with_user(user)
                .create(
                    {
                        "move_type": "out_invoice",
                        "partner_id": self.customer(row).id,
                        "opportunity_id": self.get("crm.lead", row["deal"]).id,
                        "invoice_user_id": user.id,
                        "invoice_line_ids": [
                            Command.create(self.line_values(line, "quantity"))
                            for line in self.invoice_lines[row["ref"]]
                        ],
                    }
                )
            )
        self.refs["account.move", row["ref"]] = self.env["account.move"].browse(invoice.id)
        if row["status"] != "draft":
            invoice.write(
                {
                    "invoice_date": self.day(row["date"]),
                    "invoice_payment_term_id": self.env.ref(f"account.account_payment_term_{row['term']}").id,
                }
            )
            invoice.action_post()
            invoice._note_sent()

    def pay_invoice(self, row: Row) -> None:
        """Register the payment of an invoice, or of a part of it."""
        invoice = self.get("account.move", row["ref"]).with_user(self.user(self.manager))
        values = {"payment_date": self.day(row["paid"])}
        if row["paid_percent"]:
            values["amount"] = self.company.currency_id.round(invoice.amount_total * float(row["paid_percent"]) / 100)
        wizard = invoice.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        wizard.create(values).action_create_payments()

    def give_up_invoice(self, row: Row) -> None:
        invoice = self.get("account.move", row["ref"]).with_user(self.user(self.manager))
        invoice.action_never_paid(reason=row["reason"])
