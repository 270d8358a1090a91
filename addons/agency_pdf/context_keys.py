"""The context keys of the documents, see `agency_crm.context_keys`."""

from odoo.addons.agency_crm.context_keys import CODE, KEYS, USERS, Key

KEYS.update(
    {
        "agency_pdf_documents": Key("Where Odoo names its own quote, the agency's is printed.", CODE),
        "agency_pdf_as_one": Key("The caller wants one PDF of all the records.", CODE),
        "agency_pdf_as_filled": Key("The document as its record fills it in, whatever was edited.", CODE),
        "agency_pdf_printing": Key("What is being printed, by which engine: a `Printing`.", CODE),
        "agency_pdf_without_facturx": Key("No Factur-X is put in the PDF: it is merged, or sending does it.", CODE),
        "mailed_report_id": Key("Id of the template of the documents that go in the mail.", USERS),
    }
)
