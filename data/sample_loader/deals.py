"""What happened since, in its order: deals and their lines."""

from collections.abc import Callable
from functools import partial

from odoo.fields import Command

from .base import Base, Row


class Deals(Base):
    def on(self, day: str | int, rank: int, ref: str, do: Callable[..., None], *args: object) -> None:
        """Plan `do(*args)` for a day; on one day, lower ranks go first."""
        self.history.append((int(day), rank, ref, partial(do, *args)))

    def play_history(self) -> None:
        """Do everything that was planned, and date it."""
        self.plan_deals()
        self.plan_quotes()
        self.plan_invoices()
        self.plan_notes()
        self.plan_places()
        for day, _rank, ref, do in sorted(self.history, key=lambda event: event[:2]):
            with self.happened(self.moment(day, ref)):
                do()

    def plan_deals(self) -> None:
        self.deal_rows = {row["ref"]: row for row in self.rows("deals")}
        for ref, row in self.deal_rows.items():
            self.on(row["created"], 0, ref, self.create_deal, row)

    def create_deal(self, row: Row) -> None:
        values = {
            "name": row["name"],
            "type": "opportunity",
            "partner_id": self.customer(row).id,
            "user_id": self.user(row["user"]).id,
            "date_deadline": self.day(row["deadline"]),
            "expected_revenue": self.biggest_quote(row["ref"]),
        }
        self.create("crm.lead", [(row["ref"], row["user"], values)])

    def biggest_quote(self, deal: str) -> float:
        """Return the untaxed amount of the biggest quote of a deal: what it is hoped to bring."""
        quotes = [quote["ref"] for quote in self.quote_rows.values() if quote["deal"] == deal]
        return max((self.untaxed(self.quote_lines[ref]) for ref in quotes), default=0)

    def untaxed(self, rows: list[Row]) -> float:
        total = 0.0
        for row in rows:
            if row["type"] == "line":
                price = float(row["price"] or self.get("product.product", row["service"]).list_price)
                total += float(row["quantity"]) * price * (1 - float(row["discount"] or 0) / 100)
        return round(total, 2)

    def lines(self, rows: list[Row]) -> list:
        """Return the lines of a quote as commands; a blank price is the service's."""
        commands = []
        for row in rows:
            if row["type"] != "line":
                commands.append(
                    Command.create(
                        {
                            "display_type": f"line_{row['type']}",
                            "name": row["description"],
                        }
                    )
                )
                continue
            commands.append(Command.create(self.line_values(row, "product_uom_qty")))
        return commands

    def line_values(self, row: Row, quantity: str) -> dict:
        """Return the values common to the lines of quotes and invoices."""
        values = {
            "product_id": self.get("product.product", row["service"]).id,
            quantity: float(row["quantity"]),
        }
        if row["description"]:
            values["name"] = row["description"]
        if row["price"]:
            values["price_unit"] = float(row["price"])
        if row["discount"]:
            values["discount"] = float(row["discount"])
        return values
