"""A Cross Industry Invoice, to be completed node by node: plain lxml, no ORM.

The schema wants children in a fixed order, which `ORDER` gives (Factur-X 1.09, EN 16931); `CiiTree` puts each where it
goes, so that whoever completes an invoice only names what it says.
"""

import re

from lxml import etree

# Characters that XML has not: a text pasted from elsewhere may hold some.
UNWRITABLE_RE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NAMESPACES = {
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
    "qdt": "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
}
DATE_FORMAT = "%Y%m%d"
PARTY = (
    "ID GlobalID Name Description SpecifiedLegalOrganization DefinedTradeContact PostalTradeAddress "
    "URIUniversalCommunication SpecifiedTaxRegistration"
)
ORDER = {
    name: tuple(children.split())
    for name, children in {
        "ExchangedDocumentContext": "BusinessProcessSpecifiedDocumentContextParameter "
        "GuidelineSpecifiedDocumentContextParameter",
        "ExchangedDocument": "ID TypeCode IssueDateTime IncludedNote",
        "ApplicableHeaderTradeAgreement": "BuyerReference SellerTradeParty BuyerTradeParty "
        "SellerTaxRepresentativeTradeParty SellerOrderReferencedDocument BuyerOrderReferencedDocument "
        "ContractReferencedDocument AdditionalReferencedDocument SpecifiedProcuringProject",
        "ApplicableHeaderTradeDelivery": "ShipToTradeParty ActualDeliverySupplyChainEvent "
        "DespatchAdviceReferencedDocument ReceivingAdviceReferencedDocument",
        "ApplicableHeaderTradeSettlement": "CreditorReferenceID PaymentReference TaxCurrencyCode InvoiceCurrencyCode "
        "PayeeTradeParty SpecifiedTradeSettlementPaymentMeans ApplicableTradeTax BillingSpecifiedPeriod "
        "SpecifiedTradeAllowanceCharge SpecifiedTradePaymentTerms SpecifiedTradeSettlementHeaderMonetarySummation "
        "InvoiceReferencedDocument ReceivableSpecifiedTradeAccountingAccount",
        "SpecifiedTradeSettlementHeaderMonetarySummation": "LineTotalAmount ChargeTotalAmount AllowanceTotalAmount "
        "TaxBasisTotalAmount TaxTotalAmount RoundingAmount GrandTotalAmount TotalPrepaidAmount DuePayableAmount",
        "ApplicableTradeTax": "CalculatedAmount TypeCode ExemptionReason BasisAmount CategoryCode "
        "ExemptionReasonCode TaxPointDate DueDateTypeCode RateApplicablePercent",
        "SpecifiedTradePaymentTerms": "Description DueDateDateTime DirectDebitMandateID",
        "SpecifiedTradeProduct": "GlobalID SellerAssignedID BuyerAssignedID Name Description",
        "GrossPriceProductTradePrice": "ChargeAmount BasisQuantity AppliedTradeAllowanceCharge",
        "SpecifiedLineTradeAgreement": "BuyerOrderReferencedDocument GrossPriceProductTradePrice "
        "NetPriceProductTradePrice",
        "SellerTradeParty": PARTY,
        "BuyerTradeParty": PARTY,
        "ShipToTradeParty": PARTY,
        "DefinedTradeContact": "PersonName DepartmentName TelephoneUniversalCommunication "
        "EmailURIUniversalCommunication",
    }.items()
}


def _tag(name, prefix="ram"):
    return f"{{{NAMESPACES[prefix]}}}{name}"


class CiiTree:
    """The invoice as a tree; paths are written without namespaces: `SellerTradeParty/Name`."""

    def __init__(self, content):
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        self.root = etree.fromstring(content, parser)

    def find(self, path, within=None):
        """Return the first node of the path, or None; a path starts anywhere below."""
        return next(iter(self.find_all(path, within)), None)

    def find_all(self, path, within=None):
        """Return the nodes of the path, as a list."""
        base = self.root if within is None else within
        return base.findall(".//" + "/".join(f"{{*}}{step}" for step in path.split("/")))

    def text(self, path, within=None):
        """Return the text of the first node of the path, or ''."""
        node = self.find(path, within)
        return (node.text or "").strip() if node is not None else ""

    def children(self, parent, name):
        """Return the children of that name."""
        return parent.findall(f"{{*}}{name}")

    def add(self, parent, path, text=None, prefix="ram", **attributes):
        """Add a child, where the schema wants it, with the nodes on the way to it.

        :param str path: names from below `parent`; those on the way are found or made, the last one is new
        :param str prefix: namespace of the last one
        :return: the last node
        """
        *way, last = path.split("/")
        for name in way:
            found = parent.find(f"{{*}}{name}")
            parent = found if found is not None else self._insert(parent, _tag(name))
        node = self._insert(parent, _tag(last, prefix))
        node.text = text and UNWRITABLE_RE.sub("", text)
        node.attrib.update(attributes)
        return node

    def put(self, parent, path, text, prefix="ram", **attributes):
        """Have the child say `text`, made if it is not there; nothing to say removes it.

        :return: the node, or None
        """
        node = parent.find("/".join(f"{{*}}{step}" for step in path.split("/")))
        if text in (None, False, ""):
            self.remove(node)
            return None
        if node is None:
            return self.add(parent, path, text, prefix, **attributes)
        node.text = UNWRITABLE_RE.sub("", text)
        for name in set(node.attrib) - set(attributes):
            del node.attrib[name]
        node.attrib.update(attributes)
        return node

    def add_date(self, parent, path, date, prefix="udt", name="DateTimeString"):
        """Add a child that holds a date, as the schema writes dates."""
        holder = self.add(parent, path)
        node = etree.SubElement(holder, _tag(name, prefix))
        node.text = date.strftime(DATE_FORMAT)
        node.set("format", "102")
        return holder

    def remove(self, *nodes):
        """Remove the nodes, and what holds nothing once they are gone."""
        for node in nodes:
            if node is None:
                continue
            parent = node.getparent()
            parent.remove(node)
            if not len(parent) and not (parent.text or "").strip():
                self.remove(parent)

    def tostring(self):
        """Return the invoice as bytes."""
        etree.cleanup_namespaces(self.root, keep_ns_prefixes=list(NAMESPACES))
        return etree.tostring(self.root, xml_declaration=True, encoding="UTF-8")

    def _insert(self, parent, tag):
        node = parent.makeelement(tag)
        order = ORDER.get(etree.QName(parent).localname, ())
        name = etree.QName(tag).localname
        after = order[: order.index(name) + 1] if name in order else ()
        if not after:
            parent.append(node)
            return node
        position = 0
        for index, child in enumerate(parent, start=1):
            if etree.QName(child).localname in after:
                position = index
        parent.insert(position, node)
        return node
