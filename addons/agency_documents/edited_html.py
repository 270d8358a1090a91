"""What a document that was edited by hand prints: its words as edited, its figures as they are now.

Templates mark what is no matter of words with a class, `figure_NAME`: lines, totals, terms of payment, signature.
Within or besides, a text that comes from the record alone is marked `words_NAME`: it stays as edited as long as the
record says the same as when it was filled in.
"""

import copy
import hashlib

import lxml.html
from markupsafe import Markup

from odoo.addons.agency_pdf.typed_html import EDITED_MARKS

FIGURE, WORDS, SAID = EDITED_MARKS
# What documents edited before these marks existed are told by, in order of their blocks.
FORMER_CLASSES = {
    "lines": "figure_lines",
    "rates": "figure_rates",
    "totals": "figure_totals",
    "signature": "figure_signature",
}
# A document without its signature box has it back once it is signed.
SIGNATURE = "figure_signature"


def note_words(root):
    """Note beside each text of the record what it says, in the HTML that is about to be edited."""
    for element in _find_marked(root, WORDS).values():
        element.set("class", f"{element.get('class')} {SAID}{_digest(element)}")


def refresh_figures(edited, filled, is_signed=False):
    """Return an edited document with the figures of the record as they are now.

    :param Markup edited: what was edited, cleaned
    :param Markup filled: what the template says of the record
    :param bool is_signed: the signature is printed, whether its box was taken out or not
    :rtype: Markup
    """
    edited, filled = _parse(edited), _parse(filled)
    _mark_former(edited)
    figures, words = _find_marked(filled, FIGURE), _find_marked(filled, WORDS)
    _refresh_words(edited, words)
    edited_words = _find_marked(edited, WORDS)
    for name, element in list(_iterate_marked(edited, FIGURE, only_outer=True)):
        _replace(element, _keep_words(figures.get(name), edited_words))
    if is_signed and SIGNATURE in figures and SIGNATURE not in _find_marked(edited, FIGURE):
        edited.append(copy.deepcopy(figures[SIGNATURE]))
    return _to_markup(edited)


def _refresh_words(edited, words):
    """Take what the record says now where it is not what it said."""
    for name, element in list(_iterate_marked(edited, WORDS)):
        said = _get_name(element, SAID)
        if said and (name not in words or said != SAID + _digest(words[name])):
            _replace(element, copy.deepcopy(words.get(name)))


def _keep_words(figure, edited_words):
    """Return a block of figures in which the words are those that were edited."""
    if figure is None:
        return None
    figure = copy.deepcopy(figure)
    for name, element in _find_marked(figure, WORDS).items():
        if name in edited_words:
            _replace(element, copy.deepcopy(edited_words[name]))
    return figure


def _find_marked(root, prefix):
    """Return the elements marked so, the first of each name, by this name."""
    marked = {}
    for name, element in _iterate_marked(root, prefix):
        marked.setdefault(name, element)
    return marked


def _iterate_marked(root, prefix, only_outer=False):
    """Yield the elements marked so, with their names: a block that was copied is there twice."""
    for element in root.iterdescendants():
        name = _get_name(element, prefix)
        if name and not (only_outer and any(_get_name(parent, prefix) for parent in element.iterancestors())):
            yield name, element


def _mark_former(root):
    names = set(_find_marked(root, FIGURE))
    for element in root.iterdescendants():
        for former in (element.get("class") or "").split():
            mark = FORMER_CLASSES.get(former)
            if mark and mark not in names:
                names.add(mark)
                element.set("class", f"{element.get('class')} {mark}")


def _get_name(element, prefix):
    names = (element.get("class") or "").split() if isinstance(element.tag, str) else ()
    return next((name for name in names if name.startswith(prefix)), None)


def _replace(element, other):
    """Put another element in the place of one, or nothing; the text that follows stays."""
    parent, tail = element.getparent(), element.tail
    if other is None:
        element.drop_tree()
        return
    other.tail = tail
    parent.replace(element, other)


def _digest(element):
    return hashlib.sha256(" ".join(element.text_content().split()).encode()).hexdigest()[:16]


def _parse(html):
    return lxml.html.fragment_fromstring(str(html), create_parent="div")


def _to_markup(root):
    content = "".join(lxml.html.tostring(child, encoding="unicode") for child in root)
    # Of a tree, whose texts were cleaned before.
    return Markup.escape(root.text or "") + Markup(content)  # noqa: S704
