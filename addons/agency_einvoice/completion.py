"""What French rules ask of the invoice that Odoo builds: one pass over its nodes.

Each step adds what is absent and puts right what Odoo says wrong; what a later Odoo says right stays.
"""

from odoo.tools import float_repr, float_round

from .cii import CiiTree
from .const import (
    EXEMPT_CATEGORIES,
    PREPAYMENT_CODES,
    PROFILE_EN16931,
    PROFILE_EXTENDED,
    SCHEME_SIREN,
    SCHEME_SIRET,
    VAT_PREFIX_RE,
    clean_number,
    shorten_note,
)

# Unit prices have up to six decimals, quantities up to four (BR-FR-DEC-02, BR-FR-DEC-03).
PRICE_DIGITS, QUANTITY_DIGITS = 6, 4


def _decimals(number, least, most):
    """Return `number` with at least `least` decimals and at most `most`."""
    text = float_repr(float_round(number, precision_digits=most), most)
    kept = text.rstrip("0")
    return text[: max(len(kept), len(text) - most + least)]


class FrenchInvoice:
    """An invoice in the making: the record, and the tree that says it."""

    def __init__(self, invoice, content):
        self.invoice = invoice
        self.tree = CiiTree(content)
        self.agreement = self.tree.find("ApplicableHeaderTradeAgreement")
        self.delivery = self.tree.find("ApplicableHeaderTradeDelivery")
        self.settlement = self.tree.find("ApplicableHeaderTradeSettlement")
        self.summation = self.tree.find("SpecifiedTradeSettlementHeaderMonetarySummation")

    def complete(self):
        """Return the invoice as bytes, completed."""
        self._complete_context()
        self._complete_notes()
        self._complete_lines()
        self._complete_seller()
        self._complete_buyer()
        self._complete_references()
        self._complete_delivery()
        self._complete_taxes()
        self._complete_terms()
        self._complete_currency()
        self._settle_totals()
        self._balance_rounding()
        self._complete_earlier()
        return self.tree.tostring()

    # === HEADER === #

    def _complete_context(self):
        context = self.tree.find("ExchangedDocumentContext")
        self.tree.put(
            context, "BusinessProcessSpecifiedDocumentContextParameter/ID", self.invoice._get_einvoice_framework()
        )
        if self.tree.text("GuidelineSpecifiedDocumentContextParameter/ID") == PROFILE_EXTENDED:
            self.tree.put(context, "GuidelineSpecifiedDocumentContextParameter/ID", PROFILE_EN16931)
        document = self.tree.find("ExchangedDocument")
        self.tree.put(document, "TypeCode", self.invoice._get_einvoice_type_code())

    def _complete_notes(self):
        document = self.tree.find("ExchangedDocument")
        for note in self.tree.children(document, "IncludedNote"):
            self.tree.put(note, "Content", shorten_note(self.tree.text("Content", note)))
        said = {self.tree.text("SubjectCode", note) for note in self.tree.children(document, "IncludedNote")}
        for code, text in self.invoice._get_einvoice_notes().items():
            if text and code not in said:
                note = self.tree.add(document, "IncludedNote")
                self.tree.add(note, "Content", text)
                self.tree.add(note, "SubjectCode", code)

    # === LINES === #

    def _complete_lines(self):
        lines = self.invoice.invoice_line_ids.filtered(lambda line: line.display_type == "product")
        for line, node in zip(lines, self.tree.find_all("IncludedSupplyChainTradeLineItem"), strict=True):
            self._complete_line_name(line, node)
            self._complete_line_price(line, node)

    def _complete_line_name(self, line, node):
        product = self.tree.find("SpecifiedTradeProduct", node)
        if product is None:
            product = self.tree.add(node, "SpecifiedTradeProduct")
            node.insert(1, product)
        if not self.tree.text("Name", product):
            title = (line.name or "").strip().partition("\n")[0] or self.invoice.env._("Service")
            self.tree.put(product, "Name", title)

    def _complete_line_price(self, line, node):
        """Say the price as it was typed: rounded to cents, Odoo's times the quantity is not the line."""
        gross, net = self._get_unit_prices(line)
        sign = -1 if gross < 0 or net < 0 else 1
        agreement = self.tree.find("SpecifiedLineTradeAgreement", node)
        price = self.tree.find("GrossPriceProductTradePrice", agreement)
        rebate = self.tree.find("AppliedTradeAllowanceCharge", price)
        if rebate is not None and sign * (gross - net) > 0:
            self.tree.put(rebate, "ActualAmount", _decimals(sign * (gross - net), 2, PRICE_DIGITS))
        elif rebate is not None:  # a discount below zero makes the price dearer: there is no rebate to say
            gross = net
            self.tree.remove(rebate)
        self.tree.put(price, "ChargeAmount", _decimals(sign * gross, 2, PRICE_DIGITS))
        self.tree.put(agreement, "NetPriceProductTradePrice/ChargeAmount", _decimals(sign * net, 2, PRICE_DIGITS))
        self.tree.find("BilledQuantity", node).text = _decimals(sign * line.quantity, 0, QUANTITY_DIGITS).rstrip(".")

    @staticmethod
    def _get_unit_prices(line):
        """Return the prices without tax of one unit, before and after the discount."""
        factor = 1 - line.discount / 100
        gross = line.price_unit
        if line.tax_ids.filtered("price_include") and line.quantity and factor:
            gross = line.price_subtotal / line.quantity / factor
        gross = float_round(gross, precision_digits=PRICE_DIGITS)
        return gross, float_round(gross * factor, precision_digits=PRICE_DIGITS)

    # === PARTIES === #

    def _complete_seller(self):
        party = self.tree.find("SellerTradeParty")
        seller = self.invoice.company_id.partner_id
        self._complete_party(party, seller, seller)
        if not self.tree.children(party, "SpecifiedTaxRegistration"):
            # A small business may have no VAT number: its SIREN registers it for tax.
            siren = seller._get_einvoice_siren()
            self.tree.put(party, "SpecifiedTaxRegistration/ID", siren, schemeID="FC")

    def _complete_buyer(self):
        party = self.tree.find("BuyerTradeParty")
        partner = self.invoice.partner_id
        self._complete_party(party, partner, self.invoice.company_id.partner_id)
        # The number of another register, or the mark of one who has none, is no VAT number (BR-CO-09).
        for number in self.tree.find_all("SpecifiedTaxRegistration/ID", party):
            if not VAT_PREFIX_RE.match(number.text or ""):
                self.tree.remove(number)
        contact = self.tree.find("DefinedTradeContact", party)
        if contact is not None and partner == partner.commercial_partner_id and partner.is_company:
            self.tree.remove(*self.tree.children(contact, "PersonName"))

    def _complete_party(self, party, partner, stand_in):
        """Name the company, its SIREN, its SIRET, and where invoices reach it.

        :param stand_in: who hands them over where no address reaches it
        """
        commercial = partner.commercial_partner_id
        self.tree.put(party, "Name", commercial.name or partner.name)
        siren, siret = commercial._get_einvoice_siren(), commercial._get_einvoice_siret()
        if siret and not self.tree.children(party, "GlobalID"):
            self.tree.add(party, "GlobalID", siret, schemeID=SCHEME_SIRET)
        if siren:
            self.tree.put(party, "SpecifiedLegalOrganization/ID", siren, schemeID=SCHEME_SIREN)
        else:
            registry = "" if commercial._is_french() else commercial.company_registry
            self.tree.put(party, "SpecifiedLegalOrganization/ID", registry)
        self._complete_location(party, partner)
        if self.tree.find("URIUniversalCommunication/URIID", party) is None or not self._has_address(party):
            scheme, address = partner._get_einvoice_address()
            if not address:
                scheme, address = stand_in._get_einvoice_address()
            self.tree.put(party, "URIUniversalCommunication/URIID", address, schemeID=scheme)

    def _has_address(self, party):
        return any(self.tree.text("URIID", node) for node in self.tree.children(party, "URIUniversalCommunication"))

    def _complete_location(self, party, partner):
        country = partner._get_einvoice_country()
        address = self.tree.find("PostalTradeAddress", party)
        if partner.country_id or not country:
            return
        location = partner._get_einvoice_location()
        if address is not None:
            self.tree.remove(address)
        for name, value in (
            ("PostcodeCode", location.zip),
            ("LineOne", location.street),
            ("LineTwo", location.street2),
            ("CityName", location.city),
            ("CountryID", country.code),
        ):
            if value:
                self.tree.add(party, f"PostalTradeAddress/{name}", value)

    # === REFERENCES === #

    def _complete_references(self):
        self.tree.put(
            self.agreement, "SellerOrderReferencedDocument/IssuerAssignedID", self.invoice._get_einvoice_seller_order()
        )
        self.tree.put(
            self.agreement, "BuyerOrderReferencedDocument/IssuerAssignedID", self.invoice._get_einvoice_buyer_order()
        )

    def _complete_earlier(self):
        said = {
            self.tree.text("IssuerAssignedID", node)
            for node in self.tree.children(self.settlement, "InvoiceReferencedDocument")
        }
        for earlier in self.invoice._get_einvoice_earlier():
            number = clean_number(earlier.name)
            if number not in said:
                node = self.tree.add(self.settlement, "InvoiceReferencedDocument")
                self.tree.add(node, "IssuerAssignedID", number)
                self.tree.add_date(node, "FormattedIssueDateTime", earlier.invoice_date, prefix="qdt")

    # === DELIVERY === #

    def _complete_delivery(self):
        party = self.tree.find("ShipToTradeParty")
        if party is not None:
            shipping = self.invoice.partner_shipping_id or self.invoice.partner_id
            self.tree.put(party, "Name", shipping.commercial_partner_id.name or shipping.name)
            self.tree.remove(*self.tree.children(party, "DefinedTradeContact"))
            self._complete_location(party, shipping)
            if not shipping._get_einvoice_country():  # an address has a country, or is not said (BR-57)
                self.tree.remove(self.tree.find("PostalTradeAddress", party))
        # Nothing was delivered of what a deposit is for.
        if self.invoice._get_einvoice_type_code() in PREPAYMENT_CODES and not self.invoice.delivery_date:
            self.tree.remove(self.tree.find("ActualDeliverySupplyChainEvent"))

    # === TAXES AND TERMS === #

    def _complete_taxes(self):
        due_code = self.invoice._get_einvoice_due_code()
        for node in self.tree.children(self.settlement, "ApplicableTradeTax"):
            self.tree.put(node, "DueDateTypeCode", due_code)
            if self.tree.text("CategoryCode", node) in EXEMPT_CATEGORIES:
                reason = self.invoice._get_einvoice_exemption(self.tree.text("ExemptionReasonCode", node))
                if reason:
                    self.tree.put(node, "ExemptionReason", reason)

    def _complete_terms(self):
        self.tree.remove(*self.tree.children(self.settlement, "BillingSpecifiedPeriod"))
        if period := self.invoice._get_einvoice_period():
            node = self.tree.add(self.settlement, "BillingSpecifiedPeriod")
            self.tree.add_date(node, "StartDateTime", period[0])
            self.tree.add_date(node, "EndDateTime", period[1])
        due_date = self.invoice._get_einvoice_due_date()
        for terms in self.tree.children(self.settlement, "SpecifiedTradePaymentTerms"):
            self.tree.remove(*self.tree.children(terms, "DueDateDateTime"))
        if due_date:
            terms = self.tree.find("SpecifiedTradePaymentTerms", self.settlement)
            if terms is None:
                terms = self.tree.add(self.settlement, "SpecifiedTradePaymentTerms")
            self.tree.add_date(terms, "DueDateDateTime", due_date)

    def _complete_currency(self):
        """Say the tax in euros of an invoice in another currency (BR-FR-CO-12)."""
        euro = self.invoice.company_currency_id
        if self.invoice.currency_id == euro or self.tree.text("TaxCurrencyCode", self.settlement):
            return
        self.tree.put(self.settlement, "TaxCurrencyCode", euro.name)
        amount = float_repr(abs(self.invoice.amount_tax_signed), euro.decimal_places)
        self.tree.add(self.summation, "TaxTotalAmount", amount, currencyID=euro.name)

    def _settle_totals(self):
        """Have bases and taxes come to the totals of the invoice, which always add up.

        Odoo sums a deposit's bases apart from its lines (odoo#285987): a cent may stand between. The largest rate
        takes it.
        """
        groups = self.tree.children(self.settlement, "ApplicableTradeTax")
        if not groups:
            return
        largest = max(groups, key=lambda node: abs(float(self.tree.text("BasisAmount", node))))
        for name, total, summed in (
            ("BasisAmount", self.invoice.amount_untaxed, "TaxBasisTotalAmount"),
            ("CalculatedAmount", self.invoice.amount_tax, "TaxTotalAmount"),
        ):
            gap = total - sum(float(self.tree.text(name, node)) for node in groups)
            if not self.invoice.currency_id.is_zero(gap):
                self.tree.put(largest, name, self._amount(float(self.tree.text(name, largest)) + gap))
                self.tree.find(summed, self.summation).text = self._amount(total)

    def _balance_rounding(self):
        """Where the company rounds its total once, say the cents that its lines, each rounded, do not come to.

        The paper's total is the invoice's: what is between is an allowance or a charge of each rate (BG-20, BG-21).
        """
        currency = self.invoice.currency_id
        lines = self._sum_lines()
        charges = allowances = 0.0
        for node in self.tree.children(self.settlement, "ApplicableTradeTax"):
            key = (self.tree.text("CategoryCode", node), float(self.tree.text("RateApplicablePercent", node) or 0))
            gap = currency.round(float(self.tree.text("BasisAmount", node)) - lines.get(key, 0.0))
            if currency.is_zero(gap):
                continue
            self._add_rounding(key, gap)
            charges += max(gap, 0)
            allowances += max(-gap, 0)
        self._put_summation("LineTotalAmount", sum(lines.values()))
        if charges:
            self._put_summation("ChargeTotalAmount", charges)
        if allowances:
            self._put_summation("AllowanceTotalAmount", allowances)

    def _sum_lines(self):
        """Return what the lines come to, by category and rate."""
        sums = {}
        for node in self.tree.find_all("IncludedSupplyChainTradeLineItem"):
            tax = self.tree.find("SpecifiedLineTradeSettlement/ApplicableTradeTax", node)
            if tax is None:
                continue
            key = (self.tree.text("CategoryCode", tax), float(self.tree.text("RateApplicablePercent", tax) or 0))
            sums[key] = sums.get(key, 0.0) + float(self.tree.text("LineTotalAmount", node))
        return sums

    def _add_rounding(self, key, gap):
        category, rate = key
        node = self.tree.add(self.settlement, "SpecifiedTradeAllowanceCharge")
        indicator = self.tree.add(node, "ChargeIndicator")
        self.tree.add(indicator, "Indicator", "true" if gap > 0 else "false", prefix="udt")
        self.tree.add(node, "ActualAmount", self._amount(abs(gap)))
        self.tree.add(node, "Reason", self.invoice.env._("Rounding"))
        tax = self.tree.add(node, "CategoryTradeTax")
        self.tree.add(tax, "TypeCode", "VAT")
        self.tree.add(tax, "CategoryCode", category)
        self.tree.add(tax, "RateApplicablePercent", _decimals(rate, 1, 2))

    def _put_summation(self, name, amount):
        self.tree.put(self.summation, name, self._amount(amount))

    def _amount(self, number):
        return float_repr(self.invoice.currency_id.round(number) or 0.0, 2)
