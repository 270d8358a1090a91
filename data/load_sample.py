"""Load the sample agency: `bin/odoo shell -d agency < data/load_sample.py`.

The agency comes from vtiger: the export of `data/vtiger/` is brought over by the importer of the add-on
agency_vtiger, which is installed for that and uninstalled once the move is done. What vtiger has no word for, and
what the agency has won and invoiced in Odoo, is in the CSV files of `data/sample/` (see data/README.md); their days
count from the day of loading, -12 or +5. It goes through Odoo's own methods, in the order of real life, each thing
done by the user it is assigned to; then what can't be told to a method (creation dates, hours of the chatter) is set
back to its day. Nothing is mailed. A second run changes nothing.
"""

import base64
import contextlib
import csv
import json
import os
import re
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from odoo import SUPERUSER_ID, api, fields
from odoo.fields import Command
from odoo.modules import get_module_path
from odoo.modules.registry import Registry

# The module name of the external ids: `agency_sample.<ref>` finds a record of the sample.
XMLID_MODULE = "agency_sample"
MARK = f"{XMLID_MODULE}.company"
IMPORTER = "agency_vtiger"
# The day the files of `data/vtiger/` were exported; like those of the sample, their days follow that of loading.
EXPORTED_ON = date(2026, 1, 5)
TAXES = {"usual": "tva_normale_encaissement", "reduced": "tva_reduite", "exempt": "tva_sale_service_0"}
PAYMENT_METHODS = {"deposit": "percentage", "partial": "percentage"}
DOCUMENT_DATES = {
    "sale_order": ("create_date", "date_order"),
    "account_move": ("create_date",),
    "crm_lead": ("create_date", "date_open"),
    "res_partner": ("create_date",),
}

Row = dict[str, str]


def sample_folder() -> Path:
    """Return the folder `data/`: that of AGENCY_SAMPLE_DIR, else the one beside `addons/`."""
    if folder := os.environ.get("AGENCY_SAMPLE_DIR"):
        return Path(folder)
    return Path(get_module_path("agency_crm")).resolve().parents[1] / "data"


class Sample:
    """The sample agency, loaded step by step; `self.refs` finds a record by its name in the files."""

    def __init__(self, env, folder: Path) -> None:
        self.env = env(
            context={
                **env.context,
                "lang": "fr_FR",
                "tz": "Europe/Paris",
                "mail_auto_subscribe_no_notify": True,
                "mail_create_nosubscribe": True,
                "mail_notify_force_send": False,
                "mail_activity_quick_update": True,
            }
        )
        self.folder = folder
        self.today: date = fields.Date.context_today(self.env.user)
        self.company = self.env.company
        self.refs: dict[tuple[str, str], object] = {}
        self.moved: dict[str, object] = {}
        self.users: dict[str, object] = {}
        self.history: list[tuple[int, int, str, Callable[[], None]]] = []
        self.step_date_fields = self.env["ir.model.fields"].search([("name", "=", "next_step_date")])

    # === Reading === #

    def rows(self, name: str) -> list[Row]:
        """Return the rows of `sample/<name>.csv`."""
        with (self.folder / "sample" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def rows_by(self, name: str, key: str) -> dict[str, list[Row]]:
        """Return the rows of a file, grouped by one of their columns."""
        groups: dict[str, list[Row]] = {}
        for row in self.rows(name):
            groups.setdefault(row[key], []).append(row)
        return groups

    def day(self, offset: str | int) -> date:
        """Return the day `offset` days from today; a past week-end's day falls on its Friday,
        a coming one's on its Monday."""
        day = self.today + timedelta(days=int(offset))
        if day != self.today:
            while day.weekday() > 4:
                day += timedelta(days=1 if int(offset) > 0 else -1)
        return day

    def moment(self, offset: str | int, ref: str) -> datetime:
        """Return an hour of work (UTC) on the day `offset`, always the same for one `ref`."""
        minutes = sum(map(ord, ref)) * 7 % 480
        moment = datetime.combine(self.day(offset), datetime.min.time())
        return min(moment + timedelta(hours=7, minutes=minutes), datetime.now().replace(microsecond=0))

    # === Records === #

    def get(self, model: str, ref: str):
        """Return the record `ref` of the files, as the user in charge of nothing: the loader."""
        return self.refs[model, ref] if ref else self.env[model]

    def user(self, login: str):
        return self.users[login]

    def create(self, model: str, values: list[tuple[str, str, dict]]) -> None:
        """Create records from `(ref, login, values)`: one batch for each user in charge."""
        batches: dict[str, list[tuple[str, dict]]] = {}
        for ref, login, vals in values:
            batches.setdefault(login, []).append((ref, vals))
        for login, batch in batches.items():
            records = self.env[model]
            if login:
                records = records.with_user(self.user(login))
            for (ref, _vals), record in zip(batch, records.create([v for _r, v in batch]), strict=True):
                self.refs[model, ref] = self.env[model].browse(record.id)

    @contextlib.contextmanager
    def happened(self, moment: datetime) -> Iterator[None]:
        """Date the chatter written in the block at `moment` instead of now.

        What it says of next step dates is left out: they were counted from today.
        """
        cr = self.env.cr
        cr.flush()  # the chatter writes what it tracked only then
        cr.execute("SELECT COALESCE(MAX(id), 0) FROM mail_message")
        (last,) = cr.fetchone()
        yield
        cr.flush()
        cr.execute(
            """
            WITH dates AS (
                DELETE FROM mail_tracking_value
                 WHERE mail_message_id > %s AND field_id IN %s
             RETURNING id, mail_message_id)
            DELETE FROM mail_message
             WHERE id IN (SELECT mail_message_id FROM dates)
               AND COALESCE(body, '') = ''
               AND NOT EXISTS (SELECT FROM mail_tracking_value AS other
                                WHERE other.mail_message_id = mail_message.id
                                  AND other.id NOT IN (SELECT id FROM dates))
            """,
            [last, tuple(self.step_date_fields.ids)],
        )
        cr.execute("UPDATE mail_message SET date = %s, create_date = %s WHERE id > %s", [moment, moment, last])
        self.env["mail.message"].invalidate_model()

    def set_back(self, record, moment: datetime, *columns: str) -> None:
        """Set the dates that Odoo gives by itself, of a record, to `moment`."""
        columns = columns or DOCUMENT_DATES[record._table]
        self.env.flush_all()
        assignments = ", ".join(f"{column} = %s" for column in columns)
        self.env.cr.execute(
            f"UPDATE {record._table} SET {assignments} WHERE id IN %s",
            [*[moment] * len(columns), tuple(record.ids)],
        )
        record.invalidate_recordset(columns)

    # === Steps === #

    def load(self) -> None:
        """Load everything, in the order of real life."""
        self.env.cr.execute("SELECT COALESCE(MAX(id), 0) FROM mail_mail")
        (last_mail,) = self.env.cr.fetchone()
        for step in (
            self.load_company,
            self.load_users,
            self.set_up_taxes,
            self.import_from_vtiger,
            self.complete_services,
            self.load_accounts,
            self.complete_deals,
            self.complete_orders,
            self.play_history,
            self.load_trainings,
            self.load_activities,
            self.load_meetings,
            self.load_documents,
            self.date_documents,
        ):
            start = time.monotonic()
            step()
            self.env.flush_all()
            print(f"  {step.__name__.replace('_', ' ')}: {time.monotonic() - start:.1f} s")
        self.env["mail.mail"].search([("id", ">", last_mail)]).unlink()
        self.name_records()

    def load_company(self) -> None:
        """Give the company its name, legal identity, logo and bank account."""
        values = json.loads((self.folder / "sample" / "company.json").read_text(encoding="utf-8"))
        iban = values.pop("iban")
        self.training_note = values.pop("training_vat_note")
        timezone = values.pop("timezone")
        if self.company.chart_template != "fr":
            self.company.country_id = self.env.ref("base.fr")
            self.env["account.chart.template"].try_loading("fr", self.company, install_demo=False)
        logo = base64.b64encode((self.folder / "logo.png").read_bytes())
        self.company.write({**values, "country_id": self.env.ref("base.fr").id, "logo": logo})
        self.company.partner_id.write({"lang": "fr_FR", "tz": timezone, "account_type": "other"})
        bank = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.company.id)], limit=1
        )
        if not bank.bank_account_id:
            bank.set_bank_account(iban)
        if "allow_out_payment" in bank.bank_account_id:
            bank.bank_account_id.allow_out_payment = True

    def load_users(self) -> None:
        for row in self.rows("users"):
            group = self.env.ref(f"agency_crm.group_agency_{'manager' if row['role'] == 'manager' else 'user'}")
            user = (
                self.env["res.users"]
                .with_context(no_reset_password=True)
                .create(
                    {
                        "name": row["name"],
                        "login": row["login"],
                        "password": os.environ.get("AGENCY_SAMPLE_PASSWORD") or row["password"],
                        "email": row["email"],
                        "lang": "fr_FR",
                        "tz": "Europe/Paris",
                        "notification_type": "inbox",
                        "group_ids": [Command.link(group.id)],
                    }
                )
            )
            user.partner_id.write(
                {
                    "phone": row["phone"],
                    "function": row["function"],
                    "account_type": "other",
                }
            )
            self.users[row["login"]] = user
            self.refs["res.users", row["login"]] = user
        if not os.environ.get("AGENCY_SAMPLE_PASSWORD"):
            # Everybody knows them: they only open this machine, see agency_crm's `res_users_demonstration.py`.
            passwords = sorted({"admin", *(row["password"] for row in self.rows("users"))})
            self.env["ir.config_parameter"].set_param("agency_crm.demonstration_passwords", " ".join(passwords))
        managers = [row for row in self.rows("users") if row["role"] == "manager"]
        self.manager = managers[0]["login"]

    def set_up_taxes(self) -> None:
        chart = self.env["account.chart.template"].with_company(self.company)
        self.taxes = {name: chart.ref(xmlid) for name, xmlid in TAXES.items()}
        for tax in self.taxes.values():
            tax.active = True  # the chart of accounts keeps the 5.5 % of books aside
        # The agency sells services: their tax is due when they are paid.
        self.company.account_sale_tax_id = self.taxes["usual"]
        exempt = self.taxes["exempt"]
        if not exempt.invoice_legal_notes:
            exempt.invoice_legal_notes = self.training_note

    def import_from_vtiger(self) -> None:
        """Bring over what the agency had in vtiger, by the importer; nothing may be refused or left out."""
        # Here and not above: the add-on is there only for the time of the move.
        from odoo.addons.agency_vtiger import runner
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

    # === History: each thing on its day, in the order of days === #

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

    def load_trainings(self) -> None:
        """Write the training facts of quotes: the other training quotes still miss theirs."""
        for row in self.rows("trainings"):
            start = self.day(row["start"])
            end = start + timedelta(days=int(row["days"]) - 1)
            self.get("sale.order", row["quote"]).write(
                {
                    "training_title": row["title"],
                    "training_objectives": row["objectives"].replace(" ; ", "\n"),
                    "training_programme": f"<p>{row['programme']}</p>",
                    "training_start_date": start,
                    "training_end_date": end,
                    "training_days": float(row["days"]),
                    "training_hours": float(row["hours"]),
                    "training_schedule": row["schedule"],
                    "training_place": row["place"],
                    "training_trainer": row["trainer"],
                    "training_audience": row["audience"],
                    "training_prerequisites": row["prerequisites"],
                    "training_min_trainees": int(row["min"]),
                    "training_max_trainees": int(row["max"]),
                    "training_access_terms": row["access"],
                    "training_means": row["means"],
                    "training_follow_up": row["follow_up"],
                    "training_assessment": row["assessment"],
                    "customer_signatory_function": row["signatory"],
                    "trainee_ids": [
                        Command.create(dict(zip(("name", "job_title"), trainee.split("|"), strict=True)))
                        for trainee in row["trainees"].split(";")
                        if trainee
                    ],
                }
            )

    def load_activities(self) -> None:
        types = {
            "call": "mail.mail_activity_data_call",
            "meeting": "mail.mail_activity_data_meeting",
            "mail": "mail.mail_activity_data_email",
            "todo": "mail.mail_activity_data_todo",
        }
        for row in self.rows("activities"):
            record = self.record(row)
            record.with_user(self.user(self.manager)).activity_schedule(
                types[row["type"]],
                date_deadline=self.day(row["date"]),
                summary=row["summary"],
                user_id=self.user(row["user"]).id,
            )

    def record(self, row: Row):
        """Return the record that an activity, a note or a reason is about."""
        models = {"deal": "crm.lead", "quote": "sale.order", "account": "res.partner"}
        return self.get(models[row["on"]], row["ref"])

    def load_meetings(self) -> None:
        for row in self.rows("meetings"):
            user = self.user(row["user"])
            start = datetime.combine(self.day(row["date"]), datetime.min.time())
            start += timedelta(hours=int(row["hour"]) - 1)
            guests = self.customer(row) | user.partner_id
            if not row["account"]:
                guests = self.env["res.partner"].union(*[u.partner_id for u in self.users.values()])
            self.env["calendar.event"].with_user(user).with_context(dont_notify=True, no_mail_to_attendees=True).create(
                {
                    "name": row["name"],
                    "start": start,
                    "stop": start + timedelta(hours=float(row["duration"])),
                    "user_id": user.id,
                    "partner_ids": [Command.set(guests.ids)],
                    "location": row["place"],
                }
            )

    def load_documents(self) -> None:
        """Put the presentation files in « 1 pour proposition »."""
        folder = self.env.ref("agency_pdf.document_folder_proposal")
        self.env["agency.document"].with_user(self.user(self.manager)).create(
            [
                {"name": path.name, "raw": path.read_bytes(), "folder_id": folder.id}
                for path in sorted((self.folder / "sample" / "documents").iterdir())
            ]
        )

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
        names = [("company", self.company)]
        names += [(ref, record) for (_model, ref), record in self.refs.items()]
        self.env["ir.model.data"].create(
            [
                {
                    "module": XMLID_MODULE,
                    "name": ref if record._name != "res.users" else f"user_{ref}",
                    "model": record._name,
                    "res_id": record.id,
                    "noupdate": True,
                }
                for ref, record in names
            ]
        )


@contextlib.contextmanager
def importer(env) -> Iterator[api.Environment]:
    """An environment with the importer from vtiger, which is uninstalled in the end, as once a move is done.

    A database that had it keeps it.
    """
    module = env["ir.module.module"].search([("name", "=", IMPORTER)])
    is_there = module.state == "installed"
    if not is_there:
        module.button_immediate_install()
    registry = Registry(env.cr.dbname)
    try:
        with registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})
    finally:
        if not is_there:
            env.cr.rollback()
            env["ir.module.module"].search([("name", "=", IMPORTER)]).button_immediate_uninstall()


def load(env) -> None:
    """Load the sample agency in one transaction, once."""
    if env.ref(MARK, raise_if_not_found=False):
        print("The sample agency is already here: nothing to do.")
        return
    start = time.monotonic()
    with importer(env) as moving:
        Sample(moving, sample_folder()).load()
        moving.cr.commit()
    print(f"The sample agency is loaded ({time.monotonic() - start:.1f} s).")


try:
    load(env)
except Exception:
    traceback.print_exc()
    sys.stdout.flush()
    os._exit(1)
