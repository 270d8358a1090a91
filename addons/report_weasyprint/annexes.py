"""PDF files before and behind a document: put together, their pages counted with its own."""

import io

from odoo.tools.pdf import PdfFileReader, PdfFileWriter

# Of a page of an annex, in points: where its number stands, from the right and from the bottom.
NUMBER_RIGHT, NUMBER_BOTTOM, NUMBER_SIZE = 42, 20, 8


def count_pages(files):
    """Return how many pages some PDF files have together.

    :param list[bytes] files: the PDF files
    """
    return sum(len(PdfFileReader(io.BytesIO(content), strict=False).pages) for content in files)


def put_together(before, content, after):
    """Return one PDF of all these files, the pages of those behind the document numbered on from its own.

    :param list[bytes] before: what comes first: a cover has no number
    :param bytes content: the document, which numbers its own pages
    :param list[bytes] after: what follows
    :rtype: io.BytesIO
    """
    writer = PdfFileWriter()
    for each in (*before, content):
        writer.appendPagesFromReader(PdfFileReader(io.BytesIO(each), strict=False))
    number = count_pages([*before, content])
    total = number + count_pages(after)
    for each in after:
        for page in PdfFileReader(io.BytesIO(each), strict=False).pages:
            number += 1
            _number_page(page, f"Page {number} / {total}")
            writer.addPage(page)
    result = io.BytesIO()
    writer.write(result)
    return result


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
