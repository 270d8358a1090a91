"""An import from vtiger as its user runs it, and what it makes of a database."""

import csv
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.agency import config, testing
from tools.agency.odoo import database, odoo

COMMON = "coalesce(u.login, '')"
# What was brought over, told without the numbers that Odoo gives. Notes and texts under headers of vtiger, whose
# language differs, count by their lines.
RECORDS = {
    "accounts and contacts": f"""
        SELECT p.name, p.is_company, parent.name, p.type, p.account_type, p.is_supplier, p.is_partner, p.is_media,
               p.street, p.street2, p.zip, p.city, c.code, p.phone, p.email, p.website, p.function, p.vat,
               p.company_registry, {COMMON}, p.create_date, p.active,
               array_length(string_to_array(p.comment::text, '<br>'), 1)
          FROM res_partner p LEFT JOIN res_partner parent ON parent.id = p.parent_id
          LEFT JOIN res_country c ON c.id = p.country_id LEFT JOIN res_users u ON u.id = p.user_id""",
    "services": """
        SELECT t.name->>'fr_FR', t.default_code, t.list_price, t.active, uom.name->>'en_US', presta.name->>'en_US',
               t.description_sale->>'fr_FR',
               (SELECT string_agg(tax.amount::text, ',') FROM product_taxes_rel r
                  JOIN account_tax tax ON tax.id = tax_id WHERE prod_id = t.id)
          FROM product_template t JOIN uom_uom uom ON uom.id = t.uom_id
          LEFT JOIN agency_presta_type presta ON presta.id = t.presta_type_id""",
    "deals": f"""
        SELECT d.name, stage.name->>'en_US', step.name->>'en_US', d.next_step_date, d.expected_revenue, d.date_deadline,
               p.name, d.probability, d.active, d.won_status, d.date_closed, d.create_date, d.former_number, {COMMON}
          FROM crm_lead d LEFT JOIN crm_stage stage ON stage.id = d.stage_id
          LEFT JOIN agency_next_step step ON step.id = d.next_step_id LEFT JOIN res_partner p ON p.id = d.partner_id
          LEFT JOIN res_users u ON u.id = d.user_id""",
    "quotes and orders": f"""
        SELECT o.name, o.subject, o.state, o.quote_status, o.amount_untaxed, o.amount_total, o.date_order,
               o.validity_date, p.name, invoiced.name, d.name, o.billing_frequency, o.next_invoice_date, o.billing_day,
               o.recurrence_end_date, o.recurrence_status, term.name->>'en_US', o.note::text, o.create_date, {COMMON}
          FROM sale_order o LEFT JOIN res_partner p ON p.id = o.partner_id
          LEFT JOIN res_partner invoiced ON invoiced.id = o.partner_invoice_id
          LEFT JOIN account_payment_term term ON term.id = o.payment_term_id
          LEFT JOIN crm_lead d ON d.id = o.opportunity_id LEFT JOIN res_users u ON u.id = o.user_id""",
    "lines of quotes and orders": """
        SELECT o.name, l.name, l.product_uom_qty, l.price_unit, l.discount, l.price_total,
               t.name->>'fr_FR'
          FROM sale_order_line l JOIN sale_order o ON o.id = l.order_id
          LEFT JOIN product_product v ON v.id = l.product_id
          LEFT JOIN product_template t ON t.id = v.product_tmpl_id""",
    "invoices": f"""
        SELECT m.name, m.ref, m.move_type, m.state, m.payment_state, m.agency_status, m.invoice_date,
               m.invoice_date_due, m.amount_untaxed, m.amount_total, m.amount_residual, m.creation_value, p.name,
               d.name, {COMMON}, m.date
          FROM account_move m LEFT JOIN res_partner p ON p.id = m.partner_id
          LEFT JOIN crm_lead d ON d.id = m.opportunity_id LEFT JOIN res_users u ON u.id = m.invoice_user_id
         WHERE m.move_type != 'entry'""",
    "lines of entries": """
        SELECT m.ref, m.date, m.move_type, l.name, l.quantity, l.price_unit, l.discount, l.balance, l.date_maturity
          FROM account_move_line l JOIN account_move m ON m.id = l.move_id""",
    "messages": "SELECT model, date::date, count(*) FROM mail_message WHERE model IN ('crm.lead', 'sale.order',"
    " 'account.move', 'res.partner', 'product.template') GROUP BY 1, 2",
    "mails and activities": "SELECT (SELECT count(*) FROM mail_mail), (SELECT count(*) FROM mail_activity)",
}


@contextmanager
def database_with_importer(name: str) -> Iterator[str]:
    """A database with the add-on, where nothing was imported."""
    testing.create_database(name)
    try:
        database.install(testing.prepare(), name, ["agency_vtiger"])
        yield name
    finally:
        testing.drop_database(name)


def records(database: str) -> dict[str, list[str]]:
    """Everything an import makes, in an order that does not depend on numbers; 6.x trims quotes off the ends."""
    return {
        what: sorted(testing.sql(database, statement).replace('"', "").splitlines())
        for what, statement in RECORDS.items()
    }


def command(database: str, folder: Path, *options: str) -> list[str]:
    report = str(folder / "report.csv") if folder.parent != config.ROOT / "data" else str(config.LOGS / "vtiger.csv")
    return odoo.command(testing.prepare(), "vtiger_import", "-d", database, str(folder), "--report", report, *options)


def run(database: str, folder: Path, *options: str, status: int = 0) -> str:
    """Import a folder by the command; return what it printed."""
    done = subprocess.run(
        command(database, folder, *options),
        capture_output=True,
        text=True,
        env=odoo.environment(testing.prepare()),
        cwd=config.ROOT,
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def counts(report: Path) -> dict[str, dict[str, int]]:
    """The counts of each module, by the report."""
    with report.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    found = {}
    for row in rows:
        if not row:
            break
        found[row[1]] = {name: int(number) for name, number in zip(head[2:], row[2:], strict=True) if int(number)}
    return found


def issues(report: Path) -> list[list[str]]:
    """The lines of the report that say something of a row: severity, module, file, line, column, number, reason."""
    with report.open(encoding="utf-8-sig", newline="") as file:
        parts = file.read().split("\r\n\r\n")
    return list(csv.reader(parts[1].splitlines()))[1:]


def write(folder: Path, files: Iterable[tuple[str, bytes]]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files:
        (folder / name).write_bytes(data)
    return folder
