import re
from importlib.util import find_spec
from unittest import skipUnless

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.agency_pdf.tests.common import AgencyPdfCommon
from odoo.addons.agency_pdf.typed_html import ATTRIBUTES, DROPPED_TAGS, MARKS, TAGS, clean_typed_html
from odoo.addons.report_weasyprint import engine
from odoo.addons.report_weasyprint.models import ir_actions_report

has_hypothesis = bool(find_spec("hypothesis"))  # a package of developers

BOMBS = [
    '<div style="display:flex">' * 60 + "x",
    "<table><tr><td>" * 60 + "x",
    "<div>" * 500 + "x",
    "<ul><li>" * 100 + "x",
    '<table><tr><td colspan="9999999">x</table>',
    "<p>x</p>" * 15_000,
    '<p style="height: 999999999mm">x</p>',
    '<p style="font-size: 1e9pt">x</p>',
    "x" * 300_000,
    "<span>" * 30_000,
    '<img src="data:image/png;base64,' + "A" * 100_000 + '">',
]


def write_element(tag, attributes, style, content):
    written = "".join(f' {name}="{value}"' for name, value in {**attributes, "style": style}.items())
    return f"<{tag}{written}>{content}</{tag}>"


def join_some(strategy):
    return st.lists(strategy, max_size=4).map("".join)


if has_hypothesis:
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import strategies as st

    VALUES = [
        *("", "1", "99999999", "100%", "-5", "attachment", "stylesheet", "file:///etc/passwd", "/web/content/1"),
        *("data:image/svg+xml,<svg/>", "data:text/plain,x", "/web/image/1", "#a", "\x85\u202e\ufffe", *MARKS),
    ]
    STYLES = [
        *("display: flex", "display: grid", "display: inline-block", "display: table", "position: absolute"),
        *("float: left", "float: footnote", "columns: 5", "width: 1e9px", "height: 99999mm", "margin: -9999px"),
        *("background: url(/web/image/1)", "content: url(/x)", "font-size: 1e6pt", "line-height: 0", "padding: 1e7px"),
        *(
            "page-break-before: always",
            "letter-spacing: 9e9px",
            "border: 1e5px solid",
            "color: red",
            "text-indent: 1e9px",
        ),
    ]
    texts = st.text(alphabet="ab é<&>\"'\u0300\u200b\U0001f600{}%", max_size=12)
    tags = st.sampled_from(sorted(TAGS | DROPPED_TAGS | {"html", "body", "header", "article", "o:p", "x"}))
    attributes = st.dictionaries(
        st.sampled_from(sorted(ATTRIBUTES | {"id", "rel", "onload", "data-oe-model", "srcset"})),
        st.sampled_from(VALUES),
        max_size=3,
    )
    styles = st.lists(st.sampled_from(STYLES), max_size=4).map("; ".join)
    elements = st.recursive(
        texts, lambda inner: st.builds(write_element, tags, attributes, styles, join_some(inner)), max_leaves=12
    )


@tagged("post_install", "-at_install")
@skipUnless(has_hypothesis and engine.has_weasyprint(), "hypothesis or WeasyPrint is not installed")
class TestFuzzHtml(AgencyPdfCommon):
    """Whatever is typed, and by whatever way it comes, a document ends in a PDF or in a refusal, within its limits."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        set_param = cls.env["ir.config_parameter"].set_param
        set_param(ir_actions_report.SECONDS_PARAMETER, "5")
        set_param(ir_actions_report.MEGABYTES_PARAMETER, "300")
        cls.quote, cls.edited = cls._create_quote(), cls._create_quote()
        cls.report = cls.env.ref("agency_pdf.report_quote")
        cls.version = cls.env["agency.document.version"]._edit(cls.edited, cls.report)
        cls.version.body = f"<p>modifié</p>{cls.version.body}"
        cls.template = cls.env["agency.document.template"].create({"name": "Libre", "kind": "quote"})
        cls.env.flush_all()

    def _get_places(self):
        """Return where texts are typed: (record that holds one, its field, what prints it, by which report)."""
        return [
            (self.quote, "note", self.quote, self.report),
            (self.version, "body", self.edited, self.report),
            (self.template, "body", self.quote, self.template.report_id),
        ]

    def _try_everywhere(self, html):
        for place in self._get_places():
            self._try(html, *place)

    def _try(self, html, holder, name, record, report):
        """Print a text that nobody has cleaned."""
        self._write_uncleaned(holder, name, html.replace("\0", ""))
        try:
            pdf_content = self._print(record, report)
        except UserError as error:
            self.assertIn(record.name, str(error))
        else:
            self.assertTrue(pdf_content.startswith(b"%PDF"))
            self._assert_no_file(pdf_content)

    def _fuzz(self, strategy, check, examples):
        options = {"deadline": None, "derandomize": True, "database": None, "max_examples": examples}
        settings(**options, phases=[Phase.generate], suppress_health_check=list(HealthCheck))(given(strategy)(check))()

    @mute_logger(
        "odoo.addons.report_weasyprint.engine",
        "odoo.addons.report_weasyprint.engine.pool",
        "weasyprint",
        "odoo.tools.mail",
    )
    def test_a_text_ends_in_a_document_or_in_words(self):
        self._fuzz(join_some(elements), self._try_everywhere, 15)

    @mute_logger(
        "odoo.addons.report_weasyprint.engine",
        "odoo.addons.report_weasyprint.engine.pool",
        "weasyprint",
        "odoo.tools.mail",
    )
    def test_a_bomb_ends_in_a_document_or_in_words(self):
        places = self._get_places()
        for number, bomb in enumerate(BOMBS):
            with self.subTest(bomb[:60]):
                self._try(bomb, *places[number % len(places)])
        # Helpers draw what comes next.
        self.quote.note = "<p>fin</p>"
        self.assertIn("fin", self._text(self.quote))

    def test_cleaned_once_a_text_is_clean(self):
        def check(html):
            cleaned = clean_typed_html(html)
            self.assertEqual(clean_typed_html(cleaned), cleaned)
            drawn = re.sub(r'(?:alt|title)="[^"]*"', "", cleaned)  # words, which may be any
            self.assertNotRegex(drawn, r"(?i)<(?:script|style|link|meta|svg|object|iframe)|rel=|url\(|<[^>]*file:")

        self._fuzz(join_some(elements), check, 100)
