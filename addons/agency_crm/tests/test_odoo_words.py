import re
from pathlib import Path

from odoo.modules import get_module_path
from odoo.tests import tagged
from odoo.tools.translate import code_translations

from .common import AgencyCommon

# A word that stands alone; what is put together while it runs is Odoo's to mend.
WORD_RE = re.compile(r'\b_t\(\s*"((?:[^"\\]|\\.)*)"\s*[,)]')
COMMENT_RE = re.compile(r"/\*.*?\*/|^\s*//[^\n]*", re.DOTALL | re.MULTILINE)
# Files whose words are names that everybody types in English, or that no user of ours meets.
LEFT_ALONE = ("emoji_data.js", "spreadsheet/", "pricelist_report/")
ENGLISH_IN_FRENCH = {"Minimum Digits"}  # a choice of Studio's


@tagged("post_install", "-at_install")
class TestOdooWords(AgencyCommon):
    def test_the_client_says_no_english(self):
        """Odoo's client has a French word for each of its own, from one add-on or another (SPEC, labels)."""
        modules = self.env["ir.module.module"].search([("state", "=", "installed")]).mapped("name")
        french = set()
        for module in modules:
            french.update(
                message["id"] for message in code_translations.get_web_translations(module, "fr_FR")["messages"]
            )
        missing = {
            word
            for module in modules
            for word in self._get_words(module)
            if word not in french and word not in ENGLISH_IN_FRENCH and re.search("[a-z]{3}", word)
        }
        self.assertFalse(missing)

    def _get_words(self, module):
        for file in Path(get_module_path(module)).glob("static/src/**/*.js"):
            if not any(name in str(file) for name in LEFT_ALONE):
                for word in WORD_RE.findall(COMMENT_RE.sub("", file.read_text())):
                    yield word.replace("\\n", "\n").replace('\\"', '"')
