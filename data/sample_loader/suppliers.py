"""What the agency asks its suppliers: whoever installs agency_purchase beside the sample finds it there."""

from pathlib import Path

from odoo.fields import Command

from .base import XMLID_MODULE, Base, Row

# The model of agency_purchase, which not every database has.
WITH_SUPPLIERS = "agency.price.request"
SUPPLIERS_MARK = f"{XMLID_MODULE}.dp-bulletin"
KINDS = {"printer": "is_printer", "subcontractor": "is_subcontractor"}


class Suppliers(Base):
    """Requests for prices of the deals that wait for one, in each of their states."""

    def __init__(self, env, folder: Path) -> None:
        super().__init__(env, folder)
        self.known_suppliers: dict[str, object] = {}

    def load_suppliers(self) -> None:
        """Load them all; nothing of it is mailed, as for the rest of the sample."""
        self.users = {row["login"]: self.sampled(f"user_{row['login']}") for row in self.rows("users")}
        for row in self.rows("suppliers"):
            self.load_supplier(row)
        requests = {row["ref"]: row for row in self.rows("price_requests")}
        for ref, row in requests.items():
            with self.happened(self.moment(row["created"], ref)):
                self.ask(row)
        for row in self.rows("price_answers"):
            with self.happened(self.moment(row["day"], row["request"])):
                self.answer(row, requests[row["request"]])
        for row in filter(lambda row: row["chosen"], self.rows("price_answers")):
            asked = requests[row["request"]]
            with self.happened(self.moment(asked["answer_by"], asked["ref"])):
                self.choose(row, asked)
        for ref, row in requests.items():
            with self.happened(self.moment(row["answer_by"], ref)):
                self.end(row)
            request = self.get("agency.price.request", ref)
            self.set_back(request, self.moment(row["created"], ref))
            # No request is made for a day that is past: the day asked for was to come, then.
            self.set_back(request, self.day(row["answer_by"]), "answer_by")
        self.name([(ref, record) for (_model, ref), record in self.refs.items()])

    def sampled(self, ref: str):
        """Return what the sample made before."""
        return self.env.ref(f"{XMLID_MODULE}.{ref}")

    def load_supplier(self, row: Row) -> None:
        if row["is"]:
            supplier = self.sampled(row["is"])
            supplier[KINDS[row["kind"]]] = True
            self.known_suppliers[row["ref"]] = supplier
            return
        values = {
            **{name: row[name] for name in ("name", "phone", "email", "street", "zip", "city")},
            **{"is_company": True, "lang": "fr_FR", "country_id": self.env.ref("base.fr").id, KINDS[row["kind"]]: True},
        }
        self.create("res.partner", [(row["ref"], "", values)])
        self.known_suppliers[row["ref"]] = self.get("res.partner", row["ref"])

    def ask(self, row: Row) -> None:
        """Make a request, and note its suppliers as asked by telephone, but those of a draft."""
        item = {
            "name": row["item"],
            "quantities": row["quantities"],
            "product_id": self.sampled(row["service"]).id,
        }
        suppliers = [self.known_suppliers[ref].id for ref in row["suppliers"].split()]
        values = {
            **{name: row[name] for name in ("kind", "title", "delivery")},
            "brief": f"<p>{row['brief']}</p>" if row["brief"] else False,
            "lead_id": self.sampled(row["deal"]).id,
            "needed_on": self.day(row["needed"]) if row["needed"] else False,
            "item_ids": [Command.create(item)],
            "spec_ids": [Command.create(self.spec(spec)) for spec in row["specs"].split(";") if spec],
            "supplier_ids": [Command.set(suppliers)],
        }
        self.create("agency.price.request", [(row["ref"], row["user"], values)])
        request = self.request(row)
        if row["end"] != "draft":
            request.consultation_ids.action_mark_asked()
            asked = self.moment(row["created"], row["ref"])
            self.set_back(request.consultation_ids, asked, "sent_on")

    def spec(self, text: str) -> dict:
        """Return the row of « finished_size=210 × 297 mm »: what of the usual list it is, and what is wanted."""
        name, value = text.split("=")
        usual = self.env.ref(f"agency_purchase.characteristic_{name}")
        return {"characteristic_id": usual.id, "name": usual.name, "value": value, "sequence": usual.sequence}

    def request(self, row: Row):
        """Return a request, as who made it."""
        return self.get("agency.price.request", row["ref"]).with_user(self.user(row["user"]))

    def consultation(self, row: Row, asked: Row):
        """Return the supplier that a row of answers is about, in the request `asked`."""
        supplier = self.known_suppliers[row["supplier"]]
        return self.request(asked).consultation_ids.filtered(lambda each: each.partner_id == supplier)

    def answer(self, row: Row, asked: Row) -> None:
        """Type what a supplier said: « 3000:1420 +1000:215 », quantity and price excluding tax."""
        consultation = self.consultation(row, asked)
        if row["declines"]:
            consultation.decline_reason = row["declines"]
            consultation.action_declined()
            return
        prices = dict(price.split(":") for price in row["prices"].split())
        answer = self.env["agency.price.answer"].with_user(self.user(asked["user"]))
        answer = answer.create({"consultation_id": consultation.id})
        for line in answer.line_ids:
            quantity = line.quantity_id
            line.total = float(prices[f"{'+' * quantity.is_run_on}{quantity.quantity:.15g}"])
            if not quantity.is_run_on:
                line.write({"fees": float(row["fees"]), "shipping": float(row["shipping"])})
        answer.write({name: row[name] for name in ("reference", "comment")} | {"lead_days": int(row["lead_days"])})
        answer.action_apply()
        self.set_back(consultation, self.moment(row["day"], row["request"]), "answered_on")

    def choose(self, row: Row, asked: Row) -> None:
        consultation = self.consultation(row, asked)
        offer = consultation.offer_ids.filtered(
            lambda each: each.is_current and each.quantity_id.quantity == float(row["chosen"])
        )
        choice = self.env["agency.price.choice"].with_user(self.user(asked["user"]))
        choice.create({"offer_id": offer.id, "is_in_quote": False}).action_apply()

    def end(self, row: Row) -> None:
        request = self.request(row)
        if row["end"] == "closed":
            request.action_close()
        elif row["end"] == "cancelled":
            request.action_cancel()
