"""Without `agency_training`: other documents are printed, and nothing is left of it when it has been there."""

from collections.abc import Iterator

import pytest
from leaving import had_once, never_had, rows
from parts import PARTS

from tools.agency import testing
from tools.agency.odoo import database

NEVER, NO_LONGER = "lifecycle_never_trained", "lifecycle_no_longer_trained"
# A training signed, a template of one's own, a choice remembered, then no training any more.
USE = """
env["res.company"].browse(1).write({"is_agency": True, "qualiopi_logo": PICTURE})
partner = env["res.partner"].create({"name": "Le Parc", "email": "parc@example.com"})
tax = env["account.tax"].search([("type_tax_use", "=", "sale")], limit=1)
tax.agency_legal_kind = "vat_training"
service = env["product.product"].create({"name": "Cours", "type": "service", "is_training": True})
template = env["agency.document.template"].create({"name": "Convention courte", "kind": "convention"})
own = env["agency.document.template"].create({"name": "Devis court", "kind": "quote"})
quote = env["sale.order"].create({"partner_id": partner.id, "order_line": [(0, 0, {"product_id": service.id})]})
contact = env["res.partner"].create({"name": "Claire Colin", "parent_id": partner.id})
quote.write({"trainee_ids": [(0, 0, {"name": "Claire", "partner_id": contact.id})], "training_objectives": "Écrire"})
report = env.ref("agency_training.report_training_quote")
env["agency.document.version"]._edit(quote, report).body = "<p>Revu</p>"
env["ir.default"].set("agency.document.choice", "report_id", report.id, True, condition="kind=training_quote")
quote.write({"signature": PICTURE, "signed_by": "Claire", "signed_on": "2026-11-20 10:00:00"})
assert quote.signed_document_id
env.cr.commit()
""".replace(
    "PICTURE", repr("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
)
# Of these, what stays: a product, a template of quotes with its report.
MADE = ('"Cours"', "Devis court")
PRINT = """
company = env["res.company"].browse(1)
company.write({"is_agency": True, "has_agency_documents": True})
partner = env["res.partner"].create({"name": "Imprimerie", "email": "imprimerie@example.com", "is_company": True})
service = env["product.product"].create({"name": "Affiche", "type": "service"})
quote = env["sale.order"].create({"partner_id": partner.id, "order_line": [(0, 0, {"product_id": service.id})]})
own = env["agency.document.template"].create({"name": "Devis bref", "kind": "quote"})
env["sale.order"].get_views([(False, "form"), (False, "list"), (False, "search")])
templates = env["agency.document.template"].search([("kind", "=", "quote")])
print(quote._get_available_reports() == env.ref("agency_pdf.report_quote") + templates.report_id)
reports = env["ir.actions.report"].with_context(force_report_rendering=True)
for report in (quote._get_agency_report(), own.report_id):
    print(reports._render_qweb_pdf(report.report_name, quote.ids)[0][:5] == b"%PDF-")
quote.action_confirm()
invoice = quote._create_invoices()
invoice.action_post()
print(b"Affiche" in reports._render_qweb_html("agency_pdf.invoice", invoice.ids)[0])
print(not any(order.is_signature_outdated for order in env["sale.order"].search([("signed_document_id", "!=", False)])))
"""


@pytest.fixture(scope="module")
def never() -> Iterator[str]:
    with never_had("agency_training", NEVER) as name:
        yield name


@pytest.fixture(scope="module")
def no_longer(never: str) -> Iterator[str]:
    with had_once("agency_training", never, NO_LONGER, USE) as name:
        yield name


@pytest.mark.parametrize("part", PARTS)
def test_nothing_of_training_is_left(never: str, no_longer: str, part: str) -> None:
    left = rows(no_longer, part) - rows(never, part)
    assert not {row for row in left if not any(name in row for name in MADE)}, "left behind"
    assert not rows(never, part) - rows(no_longer, part), "taken away"


def test_T73_quotes_and_the_trainees_stay(no_longer: str) -> None:
    """A quote is what was signed; who was trained is a contact of the customer, the list of a training goes with it."""
    # Odoo stores a price with as many digits as it was given, 1.0 or 1.00.
    lines = (
        "SELECT string_agg(name || ' ' || round(price_unit, 2), ', ') FROM sale_order_line l WHERE l.order_id = o.id"
    )
    quote = testing.sql(no_longer, f"SELECT state, signed_by, amount_untaxed, ({lines}) FROM sale_order o")
    assert quote == "draft|Claire|1.00|Cours 1.00"
    parent = "SELECT p.name FROM res_partner p JOIN res_partner c ON c.parent_id = p.id WHERE c.name = 'Claire Colin'"
    assert testing.sql(no_longer, parent) == "Le Parc"


def test_its_files_are_gone(no_longer: str) -> None:
    fields = "('training_programme_file', 'qualiopi_logo')"
    assert testing.sql(no_longer, f"SELECT count(*) FROM ir_attachment WHERE res_field IN {fields}") == "0"
    assert testing.sql(no_longer, "SELECT count(*) FROM agency_signed_document") == "1"


@pytest.mark.parametrize("name", (NEVER, NO_LONGER))
def test_quotes_and_invoices_are_printed(never: str, no_longer: str, name: str) -> None:
    installed = database.installed_versions(name)
    assert "agency_pdf" in installed and "agency_training" not in installed
    assert set(testing.odoo_shell(name, PRINT).split()) == {"True"}
