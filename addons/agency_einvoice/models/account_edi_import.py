import logging

import psycopg2

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import float_compare

from odoo.addons.agency_crm.context_keys import from_code, get_key

from ..const import RECEIVED_INVOICE_CODES, RECEIVED_REFUND_CODES
from ..received import MAX_LINES, ReceivedFile

_logger = logging.getLogger(__name__)
# What Odoo's reading stumbles over; what has to do with the database's state is not among them.
UNREADABLE = (
    *(ValueError, TypeError, AttributeError, LookupError, ArithmeticError),
    *(psycopg2.DataError, psycopg2.IntegrityError),
)


class AccountEdiCommon(models.AbstractModel):
    """What a French agency reads in the invoices of its suppliers, beyond what Odoo does."""

    _name = "account.edi.common"
    _inherit = ["account.edi.common"]

    def _import_invoice_ubl_cii(self, invoice, file_data, new=False):
        """Override of `account_edi_ubl_cii`: what is not read is said on the bill, not kept quiet.

        :return: why nothing was read, or None
        """
        if not invoice.company_id._has_french_einvoices():
            return super()._import_invoice_ubl_cii(invoice, file_data, new)
        received = ReceivedFile(file_data["xml_tree"])
        if reason := self._get_unreadable_reason(received):
            return reason
        try:
            # What is half read leaves nothing behind.
            with self.env.cr.savepoint():
                reader = self.with_context(**from_code(agency_received_einvoice=True))
                refusal = super(AccountEdiCommon, reader)._import_invoice_ubl_cii(invoice, file_data, new)
        except UserError as error:
            return str(error)
        except UNREADABLE as error:
            _logger.info("A received invoice can't be read: %s", error, exc_info=True)
            return self.env._(
                "one of its values (a date, an amount, a file joined to it) is not what the standard asks for: ask the"
                " supplier for another file."
            )
        if not refusal and invoice.is_purchase_document():
            invoice._note_einvoice_reading(received)
        return refusal

    @api.model
    def _is_received_einvoice(self):
        """Return whether a French agency reads: Odoo asks how a file is read where it names no company."""
        return get_key(self.env, "agency_received_einvoice")

    def _get_unreadable_reason(self, received):
        """Return why a file is no invoice that can be read, or None."""
        if received.has_doctype():
            return self.env._("it declares a DOCTYPE, which no invoice has: ask the supplier for another file.")
        code = received.get_type_code()
        if not code and received.is_cii():
            return self.env._("it does not say whether it is an invoice or a credit note (BT-3): enter it by hand.")
        if code and code not in RECEIVED_INVOICE_CODES | RECEIVED_REFUND_CODES:
            return self.env._(
                "it is a document of type %(code)s, which is neither an invoice nor a credit note: enter it by hand.",
                code=code,
            )
        if received.count_lines() > MAX_LINES:
            return self.env._("it has more than %(count)s lines: enter their total by hand.", count=MAX_LINES)
        if not received.count_lines():
            return self.env._("it has no lines (profile MINIMUM or BASIC WL): enter them by hand, from the PDF.")
        if not received.has_amounts():
            return self.env._("one of its amounts is no number: ask the supplier for another file.")
        code = received.get_currency()
        currency = self.env["res.currency"].with_context(active_test=False).search([("name", "=", code)], limit=1)
        if currency.name != code:  # a search looks at three letters
            return self.env._("its currency “%(code)s” is none that is known here: enter it by hand.", code=code)
        return None

    # === SUPPLIER === #

    def _import_partner(self, company_id, name, phone, email, vat, **kwargs):
        """Override of `account_edi_ubl_cii`: the SIREN comes first, then the VAT number, then the IBAN.

        A partner found by its name alone that has another SIREN is another company.
        """
        if not self._is_received_einvoice():
            return super()._import_partner(company_id, name, phone, email, vat, **kwargs)
        siren, siret = kwargs.get("siren"), kwargs.get("siret")
        partners = self.env["res.partner"].with_company(company_id)
        found = partners._find_einvoice_supplier(company_id, siren, vat, kwargs.get("iban"))
        if found:
            return found, []
        partner, logs = super()._import_partner(company_id, name, phone, email, vat, **kwargs)
        known = partner and partner._get_einvoice_siren()
        country = (kwargs.get("postal_address") or {}).get("country_code")
        is_new = not partner and (siren or country)
        if name and (is_new or (siren and known and known != siren)):
            partner = partners._create_einvoice_supplier(name, vat, email, phone, kwargs.get("postal_address") or {})
            logs = [self.env._("The supplier “%(name)s” was created.", name=name)]
        if siren and partner and not partner.company_registry and partner._is_french():
            partner.company_registry = siret or siren
        return partner, logs

    def _import_partner_bank(self, invoice, bank_details):
        """Override of `account_edi_ubl_cii`: an account belongs to a supplier, who may not be known yet."""
        if self._is_received_einvoice() and invoice.is_purchase_document() and not invoice.partner_id:
            return
        super()._import_partner_bank(invoice, bank_details)

    # === TAXES === #

    def _retrieve_taxes(self, record, line_values, tax_type, tax_exigibility=False):
        """Override of `account_edi_ubl_cii`: an agency buys services, whose tax is not that of goods."""
        nodes = list(line_values["tax_nodes"])
        tax_ids, logs = super()._retrieve_taxes(record, line_values, tax_type, tax_exigibility)
        if tax_type != "purchase" or not self._is_received_einvoice():
            return tax_ids, logs
        received = ReceivedFile(nodes[0].getroottree().getroot()) if nodes else None
        product = self.env["product.product"].browse(line_values.get("product_id") or [])
        is_goods = product.type == "consu" if product else bool(received and received.sells_goods())
        taxes = self.env["account.tax"].browse(tax_ids)
        return [self._get_scoped_tax(record, tax, "consu" if is_goods else "service").id for tax in taxes], logs

    def _import_document_allowance_charges(self, tree, record, tax_type, qty_factor=1):
        """Override of `account_edi_ubl_cii`: discounts of the whole document are taxed as its lines."""
        lines, logs = super()._import_document_allowance_charges(tree, record, tax_type, qty_factor)
        if tax_type == "purchase" and self._is_received_einvoice():
            scope = "consu" if ReceivedFile(tree).sells_goods() else "service"
            for line in lines:
                ids = [id_ for command in line.get("tax_ids") or [] for id_ in command[2]]
                taxes = [self._get_scoped_tax(record, tax, scope).id for tax in self.env["account.tax"].browse(ids)]
                line["tax_ids"] = [Command.set(taxes)]
        return lines, logs

    @api.model
    def _get_scoped_tax(self, record, tax, scope):
        """Return the French tax of the same rate on what is bought: domestic, excluded from the price."""
        if tax.tax_scope == scope and not tax.has_negative_factor:
            return tax
        candidates = self.env["account.tax"].search(
            Domain(self.env["account.tax"]._check_company_domain(record.company_id))
            & Domain("type_tax_use", "=", "purchase")
            & Domain("amount_type", "=", "percent")
            & Domain("amount", "=", tax.amount)
            & Domain("tax_scope", "=", scope)
        )
        candidates = candidates.filtered(lambda found: not found.price_include and not found.has_negative_factor)
        return candidates[:1] or tax


class AccountEdiXmlCii(models.AbstractModel):
    _name = "account.edi.xml.cii"
    _inherit = ["account.edi.xml.cii"]

    def _get_import_document_amount_sign(self, tree):
        """Override of `account_edi_ubl_cii`, which reads 380 and 381 alone."""
        received = ReceivedFile(tree)
        code = received.get_type_code()
        if not self._is_received_einvoice() or code not in RECEIVED_INVOICE_CODES | RECEIVED_REFUND_CODES:
            return super()._get_import_document_amount_sign(tree)
        is_negative = float_compare(received.get_total(), 0, precision_digits=2) < 0
        if code in RECEIVED_REFUND_CODES:
            return "refund", -1 if is_negative else 1
        return ("refund", -1) if is_negative else ("invoice", 1)

    def _import_retrieve_partner_vals(self, tree, role):
        """Override of `account_edi_ubl_cii` to read what names a French company, and no other number as that of VAT."""
        values = super()._import_retrieve_partner_vals(tree, role)
        if not self._is_received_einvoice():
            return values
        received = ReceivedFile(tree)
        values = {**values, **received.get_party_ids(role)}
        number = received.get_tax_number(role)
        return values if number is None else {**values, "vat": number}

    def _import_attachments(self, invoice, tree):
        """Override of `account_edi_ubl_cii`, which reads the files joined to a UBL invoice alone."""
        attachments = super()._import_attachments(invoice, tree)
        if not self._is_received_einvoice():
            return attachments
        for name, content in ReceivedFile(tree).get_pdf_files():
            attachments |= self.env["ir.attachment"].create(
                {
                    "name": name,
                    "raw": content,
                    "mimetype": "application/pdf",
                    "res_model": invoice._name,
                    "res_id": invoice.id,
                }
            )
        if pdf := attachments.filtered(lambda file: file.mimetype == "application/pdf")[:1]:
            invoice._message_set_main_attachment_id(pdf, force=True, filter_xml=False)
        return attachments


class AccountEdiXmlUbl20(models.AbstractModel):
    _inherit = "account.edi.xml.ubl_20"

    def _get_import_document_amount_sign(self, tree):
        """Override of `account_edi_ubl_cii`: an Invoice whose type is that of a credit note is one."""
        sign = super()._get_import_document_amount_sign(tree)
        if (
            self._is_received_einvoice()
            and sign == ("invoice", 1)
            and ReceivedFile(tree).get_type_code() in RECEIVED_REFUND_CODES
        ):
            return "refund", 1
        return sign

    def _import_retrieve_partner_vals(self, tree, role):
        """Override of `account_edi_ubl_cii` to read what names a French company."""
        values = super()._import_retrieve_partner_vals(tree, role)
        return {**values, **ReceivedFile(tree).get_party_ids(role)} if self._is_received_einvoice() else values
