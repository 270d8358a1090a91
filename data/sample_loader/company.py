"""The agency itself: its identity, its people, its taxes."""

import base64
import json
import os

from odoo.fields import Command

from .base import TAXES, Base


class Company(Base):
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
