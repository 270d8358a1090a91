"""Logos as documents print them (documents.md, D21 and D22), and the signs that agencies write (D24)."""

import base64
import io
import subprocess
from unittest import skipUnless

from PIL import Image

from odoo.tests import tagged
from odoo.tools import find_in_path

from ..pictures import MAX_SIZE, printable_picture
from .common import AgencyPdfCommon

SIGNS = "\N{CHECK MARK} \N{HEAVY CHECK MARK} \N{BLACK STAR} \N{BLACK TELEPHONE} \N{ENVELOPE} \N{BALLOT BOX WITH CHECK}"


def _has(program):
    try:
        return find_in_path(program)
    except OSError:
        return False


def picture(mode, size, file_format, **options):
    content = io.BytesIO()
    Image.effect_noise(size, 90).convert(mode).save(content, file_format, **options)
    return base64.b64encode(content.getvalue())


@tagged("post_install", "-at_install")
class TestPictures(AgencyPdfCommon):
    def _opened(self, content):
        return Image.open(io.BytesIO(base64.b64decode(printable_picture(content))))

    def test_inks_of_a_press_become_red_green_and_blue(self):
        self.assertEqual(self._opened(picture("CMYK", (300, 100), "JPEG")).mode, "RGB")

    def test_a_heavy_picture_is_reduced_to_what_is_seen_and_keeps_its_shape(self):
        heavy = picture("RGB", (1900, 600), "PNG")
        reduced = printable_picture(heavy)
        self.assertLess(len(reduced), len(heavy) / 3)
        opened = self._opened(heavy)
        self.assertEqual(opened.width, MAX_SIZE[0])
        self.assertAlmostEqual(opened.width / opened.height, 1900 / 600, 1)
        self.assertEqual(self._opened(picture("RGBA", (1900, 600), "PNG")).mode, "RGBA")

    def test_a_small_one_and_what_is_none_stay_as_they_are(self):
        for content in (picture("RGB", (300, 100), "PNG"), base64.b64encode(b"no picture"), b"!"):
            self.assertEqual(printable_picture(content), content)

    def test_an_invoice_with_a_logo_of_a_press_is_of_one_color_space(self):
        self.company.logo = picture("CMYK", (1900, 600), "JPEG")
        order = self._create_quote()
        order.action_confirm()
        pdf = self._print(self._invoice(order), "agency_pdf.report_invoice")
        self.assertNotIn(b"DeviceCMYK", pdf)
        self.assertLess(len(pdf), 900_000)

    @skipUnless(_has("pdffonts"), "pdffonts (poppler-utils) is not there")
    def test_signs_that_agencies_write_are_no_squares(self):
        quote = self._create_quote(note=f"<p>{SIGNS}</p>")
        pdf = self._print(quote)
        self.assertIn(SIGNS.replace(" ", ""), self._read(pdf).replace(" ", ""))
        fonts = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
        self.assertIn("DejaVu", fonts)
