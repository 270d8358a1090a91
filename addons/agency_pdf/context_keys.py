"""The context keys of the documents, see `agency_crm.context_keys`."""

from odoo.addons.agency_crm.context_keys import CODE, KEYS, USERS, Key

KEYS.update(
    {
        "agency_pdf_documents": Key("Where Odoo names its own quote, the agency's is printed.", CODE),
        "agency_pdf_sending": Key("The PDF of an invoice is being issued: what was issued before is no answer.", CODE),
        "agency_pdf_without_facturx": Key("No Factur-X is put in the PDF: it is merged, or sending does it.", CODE),
        "mailed_report_id": Key("Id of the template of the documents that go in the mail.", USERS),
    }
)
