"""Notes, and where deals stand today."""

from .base import Base, Row


class Places(Base):
    def plan_notes(self) -> None:
        for row in self.rows("notes"):
            self.on(row["date"], 7, row["text"], self.write_note, row)

    def write_note(self, row: Row) -> None:
        record = self.record(row).with_user(self.user(row["user"]))
        record.message_post(body=row["text"], subtype_xmlid="mail.mt_note")

    def plan_places(self) -> None:
        for ref, row in self.deal_rows.items():
            self.on(self.last_event(ref), 8, ref, self.place_deal, row)

    def place_deal(self, row: Row) -> None:
        """Move by hand a deal that is not where its quotes brought it; set its next step."""
        deal = self.as_owner(self.get("crm.lead", row["ref"]))
        values = {}
        stage = self.env.ref(f"agency_crm.stage_{row['stage']}")
        step = self.env.ref(f"agency_crm.next_step_{row['step']}")
        if deal.stage_id != stage:
            values["stage_id"] = stage.id
        if deal.next_step_id != step or row["step_date"]:
            values["next_step_id"] = step.id
            values["next_step_date"] = row["step_date"] and self.day(row["step_date"])
        if values:
            deal.write(values)

    def last_event(self, ref: str) -> int:
        """Return the day of the last thing that happened to a deal."""
        row = self.deal_rows[ref]
        days = [int(row["created"])]
        quotes = [q for q in self.quote_rows.values() if q["deal"] == ref]
        for quote in quotes:
            days += [int(quote[key]) for key in ("created", "sent", "decided") if quote[key]]
        names = {quote["ref"] for quote in quotes}
        for invoice in self.invoice_rows.values():
            if invoice["deal"] == ref or invoice["quote"] in names:
                days.append(int(invoice["date"]))
        return max(days)
