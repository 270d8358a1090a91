"""Say in the metadata of an invoice's PDF/A that it carries Factur-X."""

import io
from hashlib import md5

from odoo.tools.pdf import ArrayObject, ByteStringObject, OdooPdfFileReader, OdooPdfFileWriter


def declare_facturx(pdf_content, metadata, title):
    """Return the PDF with the XMP metadata of Factur-X.

    Odoo converts wkhtmltopdf's PDF to PDF/A and writes these metadata in one go. It leaves alone a
    PDF that WeasyPrint already made PDF/A, whose metadata then do not name the embedded invoice.

    :param bytes pdf_content: a PDF/A-3 in which Odoo embedded factur-x.xml; others come back as is
    :param str metadata: the XMP packet, without its header and footer
    :param str title: title of the document, as the packet says it
    :rtype: bytes
    """
    reader = OdooPdfFileReader(io.BytesIO(pdf_content), strict=False)
    root = reader.trailer["/Root"]
    if "/OutputIntents" not in root or "/AF" not in root:
        return pdf_content
    writer = OdooPdfFileWriter()
    writer.cloneReaderDocumentRoot(reader)
    # PDF/A asks for the document's identifier: Odoo loses it with pypdf, which Python 3.13 has.
    fresh = ByteStringObject(md5(pdf_content, usedforsecurity=False).digest())
    writer._set_id(reader.trailer.get("/ID") or ArrayObject((fresh, fresh)))
    writer.add_file_metadata(metadata.encode())
    writer.addMetadata({"/Title": title, "/Creator": "Odoo", "/Producer": "Odoo"})
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()
