import os
import subprocess
import sys
import tempfile
from pathlib import Path

from odoo.tests import BaseCase, tagged

from odoo.addons.report_weasyprint import engine

# A page with what the short ways are of: borders, percentages, logical margins, `var()`, notes, margins of the page.
PAGE = """
<html lang="fr"><head><style>
@page { @bottom-center { content: "Bas " counter(page); border-top: 1px solid } }
:root { --wide: 12px } body { font-size: 10pt; line-height: 1.4; text-decoration: underline }
table { border-collapse: collapse; width: 80% } td { border: 1px solid #999; padding: 2% 1mm; min-width: auto }
.hidden { border: 4px hidden; outline: 2px solid red } .none { border-width: 3px; outline-width: 5px }
.logical { margin-inline-start: 2cm; padding-block: 4px; inset: auto } .rtl { direction: rtl; margin-inline-start: 1cm }
.var { margin-left: var(--wide); width: calc(50% - 10px); max-height: 40% } .up { position: relative; top: 10% }
.float { float: right; width: 30%; border-radius: 5% / 10% } .page { page: other; break-before: page }
.box { box-sizing: border-box; padding: 4px; border: 2px solid; width: 200px; min-width: 0; max-width: 300px }
.abs { position: absolute; left: 10%; bottom: 1cm; width: 50%; height: 2cm } .cells { display: flex; width: 300px }
.columns { columns: 2; column-rule: 1px solid } .auto { margin: 0 auto; width: 5cm; height: 1cm; max-height: none }
p::first-letter { font-size: 150% } li::marker { color: red }
</style></head><body>
<h1 class="none">Titre</h1><p class="logical">Texte <b>gras</b> et <a href="https://example.com">lien</a></p>
<p class="rtl hidden">Autre</p><div class="var"><div class="up">Haut</div></div><div class="float">Flotte</div>
<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody>ROWS</tbody></table>
<div class="box">Boîte</div><div class="abs">Posé</div><div class="cells"><p>A</p><p class="box">B</p></div>
<div class="columns"><p>Un</p><p>Deux</p></div><div class="auto">Au milieu</div>
<ul><li>un</li><li>deux</li></ul><div class="page">Suite</div></body></html>
"""
ROWS = "".join(f"<tr><td>{n}</td><td style='width: {n}%'>Ligne {n}</td></tr>" for n in range(1, 60))

# In a process of its own, as a helper: the short ways are not for the server.
SCRIPT = """
import pathlib, sys, types
name, draft = sys.argv[1:]
package = sys.modules["engine"] = types.ModuleType("engine")
package.__path__ = [name]
from engine import page, press, shortcuts

class Nothing:
    def fetch(self, url):
        raise page.RefusedUrl(url)

def draw():
    html = pathlib.Path(draft).read_text(encoding="utf-8")
    return press.render_weasyprint(html, "p { margin: 1em 0 }", Nothing(), page.Paper(210, 297, 20, 20, 20, 20))[0]

before = draw()
shortcuts.install()
short = draw()
shortcuts.uninstall()
assert draw() == before, "the same page twice is not the same"
assert short == before, "drawn otherwise by the short ways"
print("same", len(before), shortcuts.is_known)
"""


@tagged("post_install", "-at_install")
class TestShortcuts(BaseCase):
    """The short ways through WeasyPrint end where the long ones do."""

    def test_the_same_is_drawn_with_and_without(self):
        if not engine.has_weasyprint():
            self.skipTest("without WeasyPrint")
        with tempfile.TemporaryDirectory() as folder:
            draft = Path(folder) / "page.html"
            draft.write_text(PAGE.replace("ROWS", ROWS), encoding="utf-8")
            done = subprocess.run(
                [sys.executable, "-c", SCRIPT, str(Path(engine.__file__).parent), str(draft)],
                capture_output=True,
                text=True,
                check=False,
                env={**os.environ, "SOURCE_DATE_EPOCH": "1790000000"},
            )
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r"^same \d+ True")
