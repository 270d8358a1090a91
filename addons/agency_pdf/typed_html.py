"""The texts that people type, as documents print them: every one of them goes through `clean_typed_html`.

Odoo's fields have made them harmless for a browser. Here, what would change the document around them is taken out too:
the marks by which documents are told apart, links to files, and layouts whose drawing takes ages.
"""

import functools
import re

import lxml.html
from markupsafe import Markup, escape

from odoo.addons.report_weasyprint.engine.structure import SHARED_PAGES_CLASS, drop_no_text


def _names(text):
    return frozenset(text.split())


# What a text may be made of. Of other elements, only what they hold stays.
TAGS = _names(
    "a abbr address b blockquote br caption center cite code col colgroup dd del dfn div dl dt em figcaption figure"
    " font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp section small span strike strong sub sup table"
    " tbody td tfoot th thead tr tt u ul var"
)
TABLE_TAGS = _names("caption col colgroup tbody td tfoot th thead tr")
# Of these, nothing.
DROPPED_TAGS = _names(
    "applet audio base canvas frame frameset head iframe link math meta noscript object script select style svg"
    " template textarea title video"
)
ATTRIBUTES = _names(
    "align alt bgcolor border cellpadding cellspacing class color colspan dir face height href lang rowspan size span"
    " src start style title type valign value width"
)
SPAN_ATTRIBUTES = ("colspan", "rowspan", "span")
MAX_SPAN = 50
# Elements within elements, and tables within tables. What is deeper is laid out as if it were not.
MAX_DEPTH = 30
MAX_TABLES = 4
# Tags of a text of some three hundred pages. More would keep the server busy before any limit of the drawing.
MAX_TAGS = 40_000
# By which templates tell the parts of a page.
MARKS = _names("agency article document_body footer header page report_strips topage")
# By which an edited document tells its figures from its words: nowhere but in its own text, see `edited_html`.
EDITED_MARKS = ("figure_", "words_", "said_")
# Words for whoever does not see the picture; of the others, a size, a color, a name.
WORDS_ATTRIBUTES = ("alt", "title")
PLAIN_RE = re.compile(r"[\w\s#%.,'-]{1,60}")
# A path of this server, a picture brought along; an address is refused when it is drawn.
SOURCE_RE = re.compile(r"\s*(?:data:|https?:|/(?!/)|[\w.-]+/)", re.IGNORECASE)
LINK_RE = re.compile(r"\s*(?:https?://|mailto:|tel:)", re.IGNORECASE)
# A text ends no page: what comes after is left out by the parser of Debian 13.
PAGE_TAGS_RE = re.compile(r"</?(?:html|body)\b[^<>]*>", re.IGNORECASE)
# Properties of style that change how a text looks, not how the page is laid out.
STYLES_RE = re.compile(
    r"(?:(?:background-)?color|background|font(?:-(?:family|size|style|weight|variant))?|line-height|letter-spacing"
    r"|word-spacing|text-(?:align|decoration|indent|transform)|white-space|word-(?:wrap|break)|overflow-wrap"
    r"|vertical-align|list-style(?:-type|-position)?|(?:max-|min-)?width|(?:max-|min-)?height"
    r"|(?:margin|padding)(?:-(?:top|right|bottom|left))?|border(?:-(?:top|right|bottom|left))?(?:-(?:color|style|width))?"
    r"|border-(?:collapse|spacing|radius)|(?:page-)?break-(?:before|after|inside)|direction|opacity)"
)
# No function but those of colors: `url()` opens, others compute.
VALUE_RE = re.compile(r"(?:[\w\s#%.,!'+-]|(?<![\w-])(?:rgba?|hsla?)\([\d\s.,%/]+\)){1,200}")
KEPT_LENGTH = 100_000


def clean_typed_html(html, is_document=False):
    """Return a text that was typed, as a document may hold it.

    :param html: the value of a field of HTML; whoever typed it may have sent it by another way than the editor
    :param bool is_document: the text is that of an edited document, whose marks stay
    :rtype: Markup
    :raise ValueError: if it is too long
    """
    html = drop_no_text(str(html or ""))
    if html.count("<") > MAX_TAGS:
        raise ValueError(f"a text of more than {MAX_TAGS} tags")
    return (_clean_again if len(html) <= KEPT_LENGTH else _clean)(html, is_document)


def _clean(html, is_document):
    if not html.strip():
        return Markup()
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    page = f"<html><body>{PAGE_TAGS_RE.sub('', html)}</body></html>".encode()
    root = lxml.html.document_fromstring(page, parser=parser)
    for node in list(root.iterdescendants()):
        if not isinstance(node.tag, str) or node.tag in DROPPED_TAGS:
            node.drop_tree()
    _clean_children(root, is_document)
    content = "".join(lxml.html.tostring(child, encoding="unicode") for child in root)
    return escape(root.text or "") + Markup(content)  # noqa: S704 - of the tags and attributes above


# General terms are the same for all documents: a pure function of the text, whoever asks.
_clean_again = functools.lru_cache(64)(_clean)


def _clean_children(root, is_document):
    depths = {root: (0, 0)}
    for node in list(root.iterdescendants()):
        depth, tables = depths[node.getparent()]
        is_table = node.tag == "table"
        is_lost = node.tag in TABLE_TAGS and not tables
        if node.tag not in TAGS or is_lost or depth >= MAX_DEPTH or (is_table and tables >= MAX_TABLES):
            # Its children are its parent's from now on.
            node.drop_tag()
            continue
        depths[node] = depth + 1, tables + is_table
        _clean_attributes(node)
        if not is_document:
            _drop_edited_marks(node)


def _drop_edited_marks(node):
    names = [name for name in node.get("class", "").split() if not name.startswith(EDITED_MARKS)]
    if "class" in node.attrib:
        node.set("class", " ".join(names))


def _clean_attributes(node):
    for name, value in node.attrib.items():
        cleaned = _clean_attribute(name, value) if name in ATTRIBUTES else ""
        if cleaned:
            node.set(name, cleaned)
        else:
            del node.attrib[name]


def _clean_attribute(name, value):
    """Return the value of an attribute, or nothing."""
    if name == "class":
        names = [name for name in value.split() if name not in MARKS and not name.endswith(SHARED_PAGES_CLASS)]
        return " ".join(names)
    if name == "style":
        return _clean_style(value)
    if name == "href":
        return value if LINK_RE.match(value) else ""
    if name in SPAN_ATTRIBUTES:
        return str(min(int(value), MAX_SPAN)) if value.isdecimal() and len(value) < 9 else ""
    if name == "src":
        return value if SOURCE_RE.match(value) else ""
    if name in WORDS_ATTRIBUTES or PLAIN_RE.fullmatch(value):
        return value
    return ""


def _clean_style(style):
    declarations = []
    for declaration in style.split(";"):
        name, separator, value = declaration.partition(":")
        name, value = name.strip().lower(), value.strip()
        if separator and (_is_display(name, value) or (STYLES_RE.fullmatch(name) and VALUE_RE.fullmatch(value))):
            declarations.append(f"{name}: {value}")
    return "; ".join(declarations)


def _is_display(name, value):
    return name == "display" and value.lower() in ("none", "block", "inline")
