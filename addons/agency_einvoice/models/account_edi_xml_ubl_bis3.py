from odoo import models

from ..const import PREPAYMENT_CODES, PROFILE_EN16931, SCHEME_SIREN, SCHEME_SIRET, clean_number, shorten_note


class AccountEdiXmlUblBis3(models.AbstractModel):
    """The same terms in UBL, between French companies: abroad, Peppol's own rules stay."""

    _inherit = "account.edi.xml.ubl_bis3"

    def _is_french_ubl(self, vals):
        """Tell whether the document is an invoice of ours to a French buyer, in this very format."""
        invoice = vals.get("invoice")
        if self._name != "account.edi.xml.ubl_bis3" or not invoice:
            return False
        return invoice._is_einvoice() and invoice.partner_id._is_french()

    def _add_invoice_header_nodes(self, document_node, vals):
        """Override of `account_edi_ubl_cii` to say what French rules ask of the header."""
        super()._add_invoice_header_nodes(document_node, vals)
        if not self._is_french_ubl(vals):
            return
        invoice = vals["invoice"]
        document_node["cbc:CustomizationID"] = {"_text": PROFILE_EN16931}
        document_node["cbc:ProfileID"] = {"_text": invoice._get_einvoice_framework()}
        document_node["cbc:Note"] = self._get_french_notes(document_node.get("cbc:Note"), invoice)
        self._set_french_type(document_node, vals)
        self._set_french_references(document_node, invoice)

    def _get_french_notes(self, note, invoice):
        notes = note if isinstance(note, list) else [note] if note and note.get("_text") else []
        notes = [{**note, "_text": shorten_note(note["_text"])} for note in notes]
        coded = [{"_text": f"#{code}#{text}"} for code, text in invoice._get_einvoice_notes().items() if text]
        return [*notes, *coded]

    def _set_french_type(self, document_node, vals):
        code = vals["invoice"]._get_einvoice_type_code()
        name = "cbc:CreditNoteTypeCode" if vals["document_type"] == "credit_note" else "cbc:InvoiceTypeCode"
        document_node[name] = {"_text": code}
        due_date = vals["invoice"]._get_einvoice_due_date()
        if name == "cbc:InvoiceTypeCode" and due_date and code not in PREPAYMENT_CODES:
            document_node["cbc:DueDate"] = {"_text": due_date}

    def _set_french_references(self, document_node, invoice):
        document_node["cac:BillingReference"] = [
            {
                "cac:InvoiceDocumentReference": {
                    "cbc:ID": {"_text": clean_number(earlier.name)},
                    "cbc:IssueDate": {"_text": earlier.invoice_date},
                }
            }
            for earlier in invoice._get_einvoice_earlier()
        ]
        buyer_order, seller_order = invoice._get_einvoice_buyer_order(), invoice._get_einvoice_seller_order()
        document_node["cac:OrderReference"] = None
        if buyer_order or seller_order:
            document_node["cac:OrderReference"] = {
                # The schema asks for a buyer's order: NA says that none was given.
                "cbc:ID": {"_text": buyer_order or "NA"},
                "cbc:SalesOrderID": {"_text": seller_order or None},
            }
        if period := invoice._get_einvoice_period():
            document_node["cac:InvoicePeriod"] = {
                "cbc:StartDate": {"_text": period[0]},
                "cbc:EndDate": {"_text": period[1]},
            }

    def _add_invoice_delivery_nodes(self, document_node, vals):
        """Override of `account_edi_ubl_cii`, which forgets what document the address of delivery is in."""
        result = super()._add_invoice_delivery_nodes(document_node, vals)
        if self._is_french_ubl(vals) and (delivery := document_node.get("cac:Delivery")):
            address = self._get_address_node({**vals, "partner": vals["partner_shipping"]})
            delivery["cac:DeliveryLocation"] = {"cac:Address": address} if address else None
        return result

    def _get_address_node(self, vals):
        """Override of `account_edi_ubl_cii`: an address without a country is that of the company."""
        if not self._is_french_ubl(vals) or vals["partner"]._name != "res.partner":
            return super()._get_address_node(vals)
        partner = vals["partner"]
        country = partner._get_einvoice_country()
        if not country:  # an address has a country, or is not said (BR-57)
            return {}
        node = super()._get_address_node({**vals, "partner": partner._get_einvoice_location()})
        return {**node, "cac:Country": {"cbc:IdentificationCode": {"_text": country.code}}}

    def _get_party_node(self, vals):
        """Override of `account_edi_ubl_cii`: SIREN, SIRET and French address of each party."""
        node = super()._get_party_node(vals)
        partner = vals["partner"].commercial_partner_id
        if not self._is_french_ubl(vals) or self._is_customer_behind_chorus_pro(vals["customer"].commercial_partner_id):
            return node
        scheme, address = vals["partner"]._get_einvoice_address()
        if not address:
            scheme, address = vals["invoice"].company_id.partner_id._get_einvoice_address()
        node["cbc:EndpointID"] = {"_text": address, "schemeID": scheme}
        if siret := partner._get_einvoice_siret():
            node["cac:PartyIdentification"] = {"cbc:ID": {"_text": siret, "schemeID": SCHEME_SIRET}}
        siren = partner._get_einvoice_siren()
        node["cac:PartyLegalEntity"]["cbc:RegistrationName"] = {"_text": partner.name}
        node["cac:PartyLegalEntity"]["cbc:CompanyID"] = {
            "_text": siren or None,
            "schemeID": siren and SCHEME_SIREN or None,
        }
        if not partner._get_vat():
            node["cac:PartyTaxScheme"] = None
        return node

    def _export_invoice_constraints(self, invoice, vals):
        """Override of `account_edi_ubl_cii` to say what French rules refuse, in place of Peppol's."""
        if not self._is_french_ubl({"invoice": invoice}):
            return super()._export_invoice_constraints(invoice, vals)
        return {issue.code: issue.message for issue in invoice._get_einvoice_issues() if issue.is_blocking}
