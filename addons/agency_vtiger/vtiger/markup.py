"""Texts that an editor of the web wrote: their paragraphs are lines. What people typed between signs stays as it is."""

import re

# Only what no one types: `<b>` in a text may be meant as it stands.
_IS_MARKUP = re.compile(r"<br\s*/?>|<(p|div|ul|ol|li|table|h[1-6])\b[^<>]*>.*</\1\s*>", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"\s*<br\s*/?>[ \t]*\n?[ \t]*", re.IGNORECASE)
_ITEM = re.compile(r"\s*<li\b[^<>]*>\s*", re.IGNORECASE)
_BLOCK = re.compile(r"(?:\s*<(?:/li|/?(?:p|div|ul|ol|table|tbody|thead|tr|h[1-6]))\b[^<>]*>)+\s*", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)


def read_markup(text: str) -> str:
    """The words of a text that is HTML, its lines and lists kept; any other text as it is."""
    if not _IS_MARKUP.search(text):
        return text
    text = _ITEM.sub("\n- ", _BLOCK.sub("\n", _BREAK.sub("\n", text)))
    return re.sub(r"\n{3,}", "\n\n", _TAG.sub("", text)).strip()
