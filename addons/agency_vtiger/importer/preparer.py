"""From records to what Odoo is to have: which module is prepared by what."""

from ..vtiger.columns import DOCUMENTS
from .deals import prepare_deal
from .documents import DocumentLines
from .files import prepare_file
from .history import prepare_event, prepare_mail, prepare_message
from .html import note_html
from .invoices import prepare_invoice
from .leads import prepare_lead
from .orders import prepare_quote, prepare_sales_order
from .parties import prepare_account, prepare_contact, prepare_vendor
from .prepared import RES_MODELS
from .purchases import prepare_purchase
from .services import prepare_product, prepare_service
from .telling import refuse


class Preparer:
    """Prepares records of all modules.

    :param lookups: `Lookups` of the import
    :param journals: `Journals` of the company
    """

    def __init__(self, lookups, journals):
        self.lookups, self.journals = lookups, journals
        self.lines = DocumentLines(lookups)
        self._by_module = {
            "Accounts": prepare_account,
            "Contacts": prepare_contact,
            "Vendors": prepare_vendor,
            "Services": prepare_service,
            "Products": prepare_product,
            "Potentials": prepare_deal,
            "Leads": prepare_lead,
            "Quotes": lambda lookups, record: prepare_quote(lookups, record, self.lines),
            "SalesOrder": lambda lookups, record: prepare_sales_order(lookups, record, self.lines),
            "Invoice": lambda lookups, record: prepare_invoice(lookups, record, self.lines, journals.sale.id),
            "PurchaseOrder": lambda lookups, record: prepare_purchase(lookups, record, self.lines),
            "ModComments": prepare_message,
            "Calendar": prepare_event,
            "Emails": prepare_mail,
            "Documents": prepare_file,
        }

    def prepare(self, record):
        """Return the `Prepared` of a record. What can't be done is an issue of it; a refused one has no use."""
        prepared = self._by_module[record.module](self.lookups, record)
        prepared.created = record.values.get("created")
        prepared.modified = record.values.get("modified")
        if record.module in DOCUMENTS:
            prepared.note = note_html(self.lookups.env, record)
        # Columns that the mapping file gave to fields of the agency's own.
        own = {name: value for name, value in record.values.items() if name.startswith("x_")}
        for name in own:
            if name not in self.lookups.env[RES_MODELS[record.module]]._fields:
                refuse(record, "no_field", field=name)
        prepared.vals |= own
        return prepared
