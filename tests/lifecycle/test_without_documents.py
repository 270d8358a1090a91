"""Without `agency_documents`: quotes are mailed, signed and printed; nothing is left of it when it has been there."""

from collections.abc import Iterator

import pytest
from leaving import had_once, never_had, rows
from parts import PARTS

from tools.agency import testing
from tools.agency.odoo import database

NEVER, NO_LONGER = "lifecycle_never_documents", "lifecycle_no_longer_documents"
# Templates, edits, files and gestures, then none of them any more.
USE = """
env["res.company"].browse(1).is_agency = True
partner = env["res.partner"].create({"name": "Le Parc", "email": "parc@example.com"})
service = env["product.product"].create({"name": "Affiche", "type": "service"})
quote = env["sale.order"].create({"partner_id": partner.id, "order_line": [(0, 0, {"product_id": service.id})]})
own = env["agency.document.template"].create({"name": "Devis court", "kind": "quote"})
env["agency.document.version"]._edit(quote, env.ref("agency_pdf.report_quote")).body = "<p>Revu</p>"
quote._save_documents(own.report_id)
env["ir.default"].set("agency.document.choice", "report_id", own.report_id.id, True, condition="kind=quote")
env.cr.commit()
"""
MADE = ('"Affiche"',)
PRINT = """
company = env["res.company"].browse(1)
company.write({"is_agency": True, "has_agency_documents": True})
partner = env["res.partner"].create({"name": "Imprimerie", "email": "imprimerie@example.com", "is_company": True})
service = env["product.product"].create({"name": "Flyer", "type": "service"})
quote = env["sale.order"].create({"partner_id": partner.id, "order_line": [(0, 0, {"product_id": service.id})]})
env["sale.order"].get_views([(False, "form"), (False, "list"), (False, "search")])
env["account.move"].get_views([(False, "form"), (False, "list"), (False, "search")])
reports = env["ir.actions.report"].with_context(force_report_rendering=True)
print(reports._render_qweb_pdf(quote._get_agency_report().report_name, quote.ids)[0][:5] == b"%PDF-")
context = quote.action_quotation_send()["context"]
composer = env["mail.compose.message"].with_context(**context).create({})
print(composer.attachment_ids.mapped("name") == [f"Devis {quote.name}.pdf"])
picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
quote.write({"signature": picture, "signed_by": "Claire", "signed_on": "2026-11-20 10:00:00"})
print(bool(quote.signed_document_id))
quote.action_confirm()
invoice = quote._create_invoices()
invoice.action_post()
print(b"Flyer" in reports._render_qweb_html("agency_pdf.invoice", invoice.ids)[0])
"""


@pytest.fixture(scope="module")
def never() -> Iterator[str]:
    with never_had("agency_documents", NEVER) as name:
        yield name


@pytest.fixture(scope="module")
def no_longer(never: str) -> Iterator[str]:
    with had_once("agency_documents", never, NO_LONGER, USE) as name:
        yield name


def test_nothing_is_left_and_nothing_is_taken_away(never: str, no_longer: str) -> None:
    left, taken = {}, {}
    for part in PARTS:
        before, after = rows(never, part), rows(no_longer, part)
        left[part] = {row for row in after - before if not any(name in row for name in MADE)}
        taken[part] = before - after
    assert not {part: rows for part, rows in left.items() if rows}, "left behind"
    assert not {part: rows for part, rows in taken.items() if rows}, "taken away"


@pytest.mark.parametrize("name", (NEVER, NO_LONGER))
def test_quotes_and_invoices_are_printed_mailed_and_signed(never: str, no_longer: str, name: str) -> None:
    installed = database.installed_versions(name)
    assert "agency_pdf" in installed and "agency_documents" not in installed
    assert set(testing.odoo_shell(name, PRINT).split()) == {"True"}
