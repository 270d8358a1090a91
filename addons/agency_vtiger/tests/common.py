import csv
import io

from odoo import fields
from odoo.tests import tagged

from odoo.addons.agency_crm.tests.common import AgencyCommon

from ..importer import runner
from ..importer.report import Report
from ..vtiger.settings import Settings

ACCOUNT = {
    "Organization Number": "ACC1", "Organization Name": "Dupont & Fils", "Type": "Customer", "Primary Phone": "01",
    "Billing Address": "1 rue Haute", "Billing City": "Nancy", "Billing Postal Code": "54000", "Fournisseur": "1",
    "Assigned To": "agency_user", "Created Time": "13-01-2020 10:00:00", "Industry": "Retail", "Région": "Est",
    "Description": "Bon client <b>",
}  # fmt: skip
CONTACT = {
    "Contact Id": "CON1", "First Name": "Marie", "Last Name": "Martin",
    "Organization Name": "Accounts::::Dupont & Fils",
    "Office Phone": "0311", "Mobile Phone": "0611", "Primary Email": "marie@example.com",
}  # fmt: skip
SERVICE = {"Service Number": "SER1", "Service Name": "Logo", "Price": "500", "Active": "1"}
DEAL = {
    "Opportunity Number": "POT1", "Opportunity Name": "Refonte", "Organization Name": "Accounts::::Dupont & Fils",
    "Contact Name": "Contacts::::Marie Martin", "Amount": "1200.5", "Expected Close Date": "13-02-2026",
    "Sales Stage": "Offre envoyée", "Etape suivante": "2 - A rappeler", "date étape suivante": "20-02-2026",
    "Assigned To": "agency_user", "Created Time": "13-01-2026 10:00:00",
}  # fmt: skip
QUOTE = {
    "Quote Number": "QUO1", "Subject": "Site", "Quote Stage": "Envoyé", "Opportunity Name": "Potentials::::Refonte",
    "Contact Name": "Contacts::::Marie Martin", "Organization Name": "Accounts::::Dupont & Fils", "Total": "600",
    "Tax Type": "group", "Item Name": "Services::::Logo", "Quantity": "1", "Selling Price": "500", "VAT": "20.000",
    "Item Comment": "d&eacute;tail", "Created Time": "14-01-2026 10:00:00", "Assigned To": "agency_user",
}  # fmt: skip
ORDER = {
    "Sales Order Number": "SO1", "Subject": "Maintenance", "Status": "Envoyer", "Total": "600", "Tax Type": "group",
    "Organization Name": "Accounts::::Dupont & Fils", "Item Name": "Services::::Logo", "Quantity": "1",
    "Selling Price": "500", "VAT": "20.000", "Enable Recurring": "1", "Frequency": "Monthly",
    "Start Period": "31-01-2025", "End Period": "31-12-2099", "Created Time": "14-01-2025 10:00:00",
}  # fmt: skip
INVOICE = {
    "Invoice No": "INV1", "Subject": "Facture", "Status": "Paid", "Invoice Date": "15-01-2026",
    "Due Date": "14-02-2026",
    "Organization Name": "Accounts::::Dupont & Fils", "Opportunity Name": "Potentials::::Refonte", "Total": "600",
    "Tax Type": "group", "Item Name": "Services::::Logo", "Quantity": "1", "Selling Price": "500", "VAT": "20.000",
    "Received": "0", "Balance": "600", "Created Time": "15-01-2026 10:00:00", "Type presta": "", "Valeur création": "0",
}  # fmt: skip


def make_csv(*rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


@tagged("post_install", "-at_install")
class VtigerCommon(AgencyCommon):
    """The agency of agency_crm, and what its vtiger exported."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(user=cls.manager)
        cls.files = {
            "Accounts": [ACCOUNT],
            "Contacts": [CONTACT],
            "Services": [SERVICE],
            "Potentials": [DEAL],
            "Quotes": [QUOTE],
            "SalesOrder": [ORDER],
            "Invoice": [INVOICE],
        }

    def import_files(self, settings=None, dry_run=False, **files):
        """Import the sample, some of its files replaced; return the report."""
        contents = [(f"{name}.csv", make_csv(*rows)) for name, rows in {**self.files, **files}.items() if rows]
        settings = settings or Settings(date_order="dmy")
        reading = runner.read(contents, settings)
        if dry_run:
            self.registry_enter_test_mode()
        report = runner.run(self.env, reading, settings, dry_run, report=Report())
        self.env.invalidate_all()
        return report

    def find(self, module, key):
        link = self.env["agency.vtiger.link"].search([("module", "=", module), ("key", "=", key)])
        return self.env[link.res_model].browse(link.res_id)

    def codes(self, report, severity=None):
        return [issue.code for issue in report.issues if severity in (None, issue.severity)]

    def counts(self, report, module):
        return {outcome: count for outcome, count in report.counts[module].items() if count}

    def today(self):
        return fields.Date.context_today(self.env.user)
