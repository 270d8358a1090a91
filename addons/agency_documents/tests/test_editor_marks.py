"""What the editor offers is printed as it shows it (documents.md, D23), by both engines."""

import io
import re
import subprocess

from PIL import Image

from odoo.tests import tagged

from odoo.addons.agency_pdf.tests.common import AgencyPdfCommon

# As Odoo's editor writes it.
TYPED = (
    '<p style="text-align: right;">Droite</p><p style="text-align: center;">Milieu</p>'
    '<p><span class="h1-fs">Grand</span> <span class="base-fs">Moyen</span> <span class="o_small-fs">Petit</span></p>'
    "<h2>Titre</h2><h3>Soustitre</h3>"
    '<table class="table table-bordered o_table"><tbody>'
    "<tr><td><p>Cellule</p></td><td><p>Voisine</p></td></tr></tbody></table>"
    '<div class="container o_text_columns o-contenteditable-false"><div class="row">'
    '<div class="col-6 o-contenteditable-true"><p>Colonne</p></div>'
    '<div class="col-6 o-contenteditable-true"><p>Autre</p></div>'
    "</div></div>"
    '<p><font class="text-o-color-1">Violet</font> <font style="color: rgb(255, 0, 0);">Rouge</font> '
    '<font class="bg-o-color-2">Fond</font></p>'
    "<ul><li><p>Puce</p></li></ul><ol><li><p>Numero</p></li></ol><blockquote>Citation</blockquote><hr><pre>Code</pre>"
    '<p><a href="https://example.com" class="btn btn-primary">Bouton</a></p>'
)
WORD_RE = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
DPI = 144


@tagged("post_install", "-at_install")
class TestEditorMarks(AgencyPdfCommon):
    def test_what_the_editor_offers_is_printed_as_shown(self):
        quote = self._create_quote()
        template = self.env["agency.document.template"].create({"name": "Essai", "kind": "quote", "body": TYPED})
        for engine in ("auto", "wkhtmltopdf"):
            with self.subTest(engine=engine):
                template.report_id.pdf_engine = engine
                pdf = self._print(quote, template.report_id)
                places = self._places(pdf)
                left, right = places["Cellule"][0], max(place[2] for place in places.values())
                self.assertAlmostEqual(places["Droite"][2], right, delta=6)
                self.assertAlmostEqual((places["Milieu"][0] + places["Milieu"][2]) / 2, 297, delta=6)
                heights = {word: place[3] - place[1] for word, place in places.items()}
                self.assertGreater(heights["Grand"], 1.5 * heights["Moyen"])
                self.assertLess(heights["Petit"], 0.9 * heights["Moyen"])
                self.assertGreater(heights["Titre"], heights["Soustitre"])
                self.assertGreater(heights["Soustitre"], heights["Moyen"])
                for first, second in (("Cellule", "Voisine"), ("Colonne", "Autre")):
                    self.assertAlmostEqual(places[first][1], places[second][1], delta=1)
                    self.assertGreater(places[second][0], places[first][2] + 100)
                self.assertGreater(places["Puce"][0], left + 5)
                page = self._page(pdf)
                self.assertIn((113, 75, 103), self._colors(page, places["Violet"]))
                self.assertIn((255, 0, 0), self._colors(page, places["Rouge"]))
                self.assertIn((240, 205, 168), self._colors(page, places["Fond"]))
                # The border of the cell, left of its word.
                x_min, y_min, _x_max, y_max = places["Cellule"]
                self.assertGreater(len(self._colors(page, (x_min - 8, y_min, x_min - 1, y_max))), 1)

    def _places(self, pdf):
        """Return where each word of the first page stands, in points: {word: (left, top, right, bottom)}."""
        page = subprocess.run(
            ["pdftotext", "-bbox", "-l", "1", "-", "-"], input=pdf, stdout=subprocess.PIPE, check=True
        )
        words = WORD_RE.findall(page.stdout.decode())
        return {word: tuple(map(float, place)) for *place, word in words}

    def _page(self, pdf):
        command = ["pdftoppm", "-r", str(DPI), "-l", "1", "-"]
        return Image.open(io.BytesIO(subprocess.run(command, input=pdf, stdout=subprocess.PIPE, check=True).stdout))

    def _colors(self, page, place):
        box = tuple(round(number * DPI / 72) for number in place)
        return {color for _count, color in page.crop(box).getcolors(100_000)}
