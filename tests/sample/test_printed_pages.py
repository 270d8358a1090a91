"""Each page of each document of the sample agency, in each layout; UPDATE_SCREENSHOTS=1 renews `docs/pdf`."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tools.agency import config, testing

IMAGES = config.ROOT / "docs" / "pdf"
TITLES = {
    "devis": "Devis",
    "devis_formation": "Devis formation",
    "convention": "Convention de formation professionnelle",
    "commande": "Commande",
    "facture": "Facture",
    "facture_acompte": "Facture d'acompte",
    "facture_solde": "Facture de solde",
    "avoir": "Avoir",
}
# Of the layout by which an agency begins, the pictures of the README bear no name of it.
LAYOUTS = {"sober": "", "band": "_bandeau", "centred": "_centre"}
SCRIPT = """
from pathlib import Path

def ref(name):
    return env.ref(f'agency_sample.{{name}}')
def invoice(order, **values):
    before = order.invoice_ids
    env['sale.advance.payment.inv'].with_context(active_model='sale.order', active_ids=order.ids).create(
        values).create_invoices()
    invoice = order.invoice_ids - before
    invoice.invoice_date = '2026-11-24'
    invoice.action_post()
    return invoice
def keep(name, report, record, addon='agency_pdf'):
    for layout, ending in {layouts!r}.items():
        record.company_id.agency_layout = layout
        content = env['ir.actions.report'].with_context(force_report_rendering=True)._render_qweb_pdf(
            f'{{addon}}.report_{{report}}', record.ids)[0]
        Path({folder!r}, f'{{name}}{{ending}}.pdf').write_bytes(content)

orders = env['sale.order'].search([('state', 'in', ('draft', 'sent')), ('billing_frequency', '=', False)])
quote = max(orders.filtered(lambda order: not order.is_training), key=lambda order: len(order.order_line))
training = max(orders.filtered('is_training'), key=lambda order: len(order.training_objectives or ''))
recurring = env['sale.order'].search([('state', '=', 'sale'), ('billing_frequency', '!=', False)], limit=1)
quote.order_line[0].discount = 10
keep('devis', 'quote', quote)
keep('devis_formation', 'training_quote', training, 'agency_training')
keep('convention', 'convention', training, 'agency_training')
keep('commande', 'recurring_order', recurring)
quote.action_confirm()
keep('facture_acompte', 'invoice', invoice(quote, advance_payment_method='percentage', amount=30))
balance = invoice(quote, advance_payment_method='delivered')
keep('facture_solde', 'invoice', balance)
env['account.move.reversal'].with_context(active_model='account.move', active_ids=balance.ids).create(
    {{'reason': 'Erreur de quantité', 'journal_id': balance.journal_id.id}}).reverse_moves()
credit_note = balance.reversal_move_ids
credit_note.action_post()
keep('avoir', 'invoice', credit_note)
plain = quote.copy()
plain.action_confirm()
keep('facture', 'invoice', invoice(plain, advance_payment_method='delivered'))
env.cr.rollback()
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The PDF of each kind of document, made of the sample agency's records."""
    name = f"documents_{os.getpid()}"
    made = tmp_path_factory.mktemp("documents")
    testing.create_database(name, with_sample=True)
    testing.odoo_shell(name, SCRIPT.format(folder=str(made), layouts=LAYOUTS))
    yield made
    testing.drop_database(name)


@pytest.mark.parametrize("ending", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("name", TITLES)
def test_each_page_is_worth_its_paper(folder: Path, name: str, ending: str) -> None:
    pdf = folder / f"{name}{ending}.pdf"
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True, text=True).stdout
    pages = text.removesuffix("\f").split("\f")
    assert TITLES[name] in pages[0]
    for number, page in enumerate(pages, 1):
        assert f"Page {number} / {len(pages)}" in page
        lines = [line for line in page.splitlines() if line.strip()]
        # The last mentions and the signature, at the least: ten lines with the foot.
        assert len(lines) >= 10, f"page {number} holds next to nothing:\n{page}"
    if os.environ.get("UPDATE_SCREENSHOTS") == "1":
        keep_image(pdf)


def keep_image(pdf: Path) -> None:
    """Put the pages side by side in one picture."""
    subprocess.run(["pdftoppm", "-r", "80", "-png", pdf, pdf.with_suffix("")], check=True)
    pages = [Image.open(file) for file in sorted(pdf.parent.glob(f"{pdf.stem}-*.png"))]
    gap = 8
    width, height = sum(page.width + gap for page in pages) - gap, pages[0].height
    sheet = Image.new("RGB", (width, height), "#999")
    for number, page in enumerate(pages):
        sheet.paste(page, (number * (page.width + gap), 0))
    sheet.quantize(128).save(IMAGES / f"{pdf.stem}.png", optimize=True)
