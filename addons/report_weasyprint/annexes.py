"""PDF files before and behind a document: put together, their pages counted with its own."""

import io

from odoo.tools.pdf import PdfFileReader, PdfFileWriter

# Of a page of an annex, in points: where its number stands, from the right and from the bottom.
NUMBER_RIGHT, NUMBER_BOTTOM, NUMBER_SIZE = 42, 20, 8


def count_pages(files):
    """Return how many pages some PDF files have together.

    :param list[bytes] files: the PDF files
    """
    return sum(map(len, map(_read_pages, files)))


def put_together(before, content, after):
    """Return one PDF of all these files, the pages of those behind the document numbered on from its own.

    :param list[bytes] before: what comes first: a cover has no number
    :param bytes content: the document, which numbers its own pages
    :param list[bytes] after: what follows
    :rtype: io.BytesIO
    """
    own = [page for each in (*before, content) for page in _read_pages(each)]
    others = [page for each in after for page in _read_pages(each)]
    for number, page in enumerate(others, len(own) + 1):
        _number_page(page, f"Page {number} / {len(own) + len(others)}")
    writer = PdfFileWriter()
    for page in (*own, *others):
        writer.addPage(page)
    result = io.BytesIO()
    writer.write(result)
    return result


def _read_pages(content):
    return PdfFileReader(io.BytesIO(content), strict=False).pages


def _number_page(page, text):
    from reportlab.pdfgen.canvas import Canvas

    left, bottom, right, top = (float(each) for each in page.mediaBox)
    overlay = io.BytesIO()
    canvas = Canvas(overlay, pagesize=(right, top))
    canvas.setFont("Helvetica", NUMBER_SIZE)
    width = canvas.stringWidth(text, "Helvetica", NUMBER_SIZE)
    turned = int(page.get("/Rotate", 0)) % 360
    # Where the lower right corner of the page is as it is read.
    corner = {90: (right, top), 180: (left, top), 270: (left, bottom)}.get(turned, (right, bottom))
    canvas.translate(*corner)
    canvas.rotate(turned)
    # On white, whatever is printed there.
    canvas.setFillGray(1)
    canvas.rect(-NUMBER_RIGHT - width - 3, NUMBER_BOTTOM - 3, width + 6, NUMBER_SIZE + 4, stroke=0, fill=1)
    canvas.setFillGray(0.35)
    canvas.drawString(-NUMBER_RIGHT - width, NUMBER_BOTTOM, text)
    canvas.save()
    page.mergePage(PdfFileReader(io.BytesIO(overlay.getvalue())).pages[0])
