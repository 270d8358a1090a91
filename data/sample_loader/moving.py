"""What comes from vtiger, and what vtiger has no word for."""

import csv
import re
from datetime import datetime
from pathlib import Path

from .base import EXPORTED_ON, Base, Row


class Moving(Base):
    def import_from_vtiger(self) -> None:
        """Bring over what the agency had in vtiger, by the importer; nothing may be refused or left out."""
        # Here and not above: the add-on is there only for the time of the move.
        from odoo.addons.agency_vtiger.importer import runner
        from odoo.addons.agency_vtiger.vtiger.settings import Settings

        settings = Settings(date_order="dmy", zone="Europe/Paris")
        files = [(path.name, self.dated(path)) for path in self.export_files()]
        report = runner.run(self.env, runner.read(files, settings), settings, dry_run=False)
        refused = [issue for issue in report.issues if issue.severity != "note"]
        if refused:
            raise ValueError(f"The export of the sample is not imported as it is: {refused}")
        links = {(link.module, link.key): link for link in self.env["agency.vtiger.link"].search([])}
        with (self.folder / "vtiger" / "refs.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                link = links[row["module"], row["number"]]
                record = self.env[link.res_model].browse(link.res_id)
                if record._name == "product.template":
                    record = record.product_variant_id
                self.refs[record._name, row["ref"]] = record
                self.moved[record._name] = self.moved.get(record._name, record) | record
        # Its invoices begin a series of their own, beside vtiger's: they go back to before the last one of those.
        self.env.company._get_numbered_journal().first_invoice_number = f"FAC/{self.today.year}/00001"

    def export_files(self) -> list[Path]:
        return [path for path in sorted((self.folder / "vtiger").glob("*.csv")) if path.stem != "refs"]

    def dated(self, path: Path) -> bytes:
        """Return an export with its days as far from today as they were from the day of the export."""

        def move(found: re.Match) -> str:
            offset = (datetime.strptime(found[0], "%d-%m-%Y").date() - EXPORTED_ON).days
            return self.day(offset).strftime("%d-%m-%Y")

        return re.sub(r"\b\d{2}-\d{2}-\d{4}\b", move, path.read_text(encoding="utf-8")).encode()

    def complete_services(self) -> None:
        """What vtiger has no word for: a service exempt of tax, training."""
        for service in self.moved["product.product"]:
            service.is_training = service.presta_type_id.name == "Formation"
            if not service.taxes_id:
                service.taxes_id = self.taxes["exempt"]

    def load_accounts(self) -> None:
        """Complete the accounts and contacts of vtiger; make the sole traders, who are one record each."""
        term = self.env.ref("account.account_payment_term_30days")
        moved = self.moved["res.partner"]
        moved.write({"lang": "fr_FR", "tz": "Europe/Paris"})
        moved.filtered("is_company").property_payment_term_id = term
        accounts = []
        for row in self.rows("accounts"):
            flags = row["flags"].split()
            accounts.append(
                (
                    row["ref"],
                    row["user"],
                    {
                        "name": row["name"],
                        "is_company": False,
                        "account_type": row["account_type"],
                        **{f"is_{flag}": True for flag in flags},
                        "function": row["function"],
                        "street": row["street"],
                        "zip": row["zip"],
                        "city": row["city"],
                        "country_id": self.env.ref("base.fr").id,
                        "phone": row["phone"],
                        "email": row["email"],
                        "company_registry": row["siret"],
                        "vat": row["vat"],
                        "user_id": self.user(row["user"]).id,
                        "property_payment_term_id": term.id,
                        "lang": "fr_FR",
                        "tz": "Europe/Paris",
                    },
                )
            )
        self.create("res.partner", accounts)

    def complete_deals(self) -> None:
        """What vtiger has no word for: why a deal was lost, or a quote rejected; what an import leaves still."""
        for row in self.rows("reasons"):
            record = self.record(row).with_context(tracking_disable=True)
            record["lost_reason_id" if row["on"] == "deal" else "reject_reason_id"] = self.reason(row["reason"])
        # An import makes no activity and no follower: they would come as its records move.
        for user, deals in self.moved["crm.lead"].grouped("user_id").items():
            deals.with_user(user)._sync_next_step_activity()
        for records in (self.moved["crm.lead"], self.moved["sale.order"]):
            for user, own in records.grouped("user_id").items():
                own.message_subscribe(user.partner_id.ids)

    def complete_orders(self) -> None:
        """What vtiger has no word for: terms of payment of quotes, trainings and the tax they are exempt of."""
        orders = self.moved["sale.order"].with_context(tracking_disable=True)
        quotes = orders.filtered_domain([("billing_frequency", "=", False)])
        quotes.payment_term_id = self.env.ref("account.account_payment_term_30days")
        trainings = quotes.order_line.filtered("product_id.is_training")
        trainings.tax_ids = self.taxes["exempt"]
        trainings.order_id.is_training = True
        # No import starts an order in the past: these were left alone since.
        for row in self.rows("orders"):
            order = self.get("sale.order", row["ref"]).with_context(tracking_disable=True)
            order.next_invoice_date = self.day(row["start"])

    def customer(self, row: Row):
        """Return the person of a row, or its account when no person is known."""
        return self.get("res.partner", row["contact"] or row["account"])
