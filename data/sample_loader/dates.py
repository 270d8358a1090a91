"""What can't be told to a method: creation dates, hours of the chatter, external ids."""

from datetime import datetime

from .base import Base


class Dates(Base):
    def date_documents(self) -> None:
        """Set the dates that Odoo took from the clock back to the day of the files."""
        for row in self.rows("accounts"):
            account = self.get("res.partner", row["ref"])
            moment = self.moment(row["created"], row["ref"])
            self.set_back(account | account.child_ids, moment)
            self.date_first_message(account | account.child_ids, moment)
        for ref, row in self.deal_rows.items():
            deal = self.get("crm.lead", ref)
            moment = self.moment(row["created"], ref)
            last = self.moment(self.last_event(ref), ref)
            self.set_back(deal, moment)
            self.set_back(deal, last, "date_last_stage_update")
            if deal.date_closed:
                self.set_back(deal, self.moment(self.decision(ref), ref), "date_closed", "won_date")
        for ref, row in self.quote_rows.items():
            order = self.get("sale.order", ref)
            moment = self.moment(row["created"], ref)
            if row["status"] in ("accepted", "settled"):
                self.set_back(order, moment, "create_date")
            else:
                self.set_back(order, moment)
        for ref, row in self.invoice_rows.items():
            self.set_back(self.get("account.move", ref), self.moment(row["date"], ref))

    def decision(self, ref: str) -> int:
        """Return the day on which a deal was won."""
        answers = [
            int(quote["decided"]) for quote in self.quote_rows.values() if quote["deal"] == ref and quote["decided"]
        ]
        return min(answers, default=self.last_event(ref))

    def date_first_message(self, records, moment: datetime) -> None:
        """Date the first line of each chatter (« créé ») at `moment`."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            UPDATE mail_message SET date = %s, create_date = %s
             WHERE id IN (SELECT MIN(id) FROM mail_message
                           WHERE model = %s AND res_id IN %s GROUP BY res_id)
            """,
            [moment, moment, records._name, tuple(records.ids)],
        )

    def name_records(self) -> None:
        """Give every record an external id, so that tests and people find it again."""
        records = [(ref, record) for (_model, ref), record in self.refs.items()]
        self.name([("company", self.company), *records])
