"""Where the parts of a page are, by their places: what a text says of itself, by class names, moves none of them.

Nothing of Odoo here: helper processes run this file as it is.
"""

import re

# What no text holds, and lxml reads but cannot write.
NO_TEXT_RE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# By which a template says that many documents end with the same pages: `shared_pages`, `general_shared_pages`.
SHARED_PAGES_CLASS = "shared_pages"
# What only a browser uses, or opens something.
ACTIVE_TAGS = ("script", "iframe", "object", "applet", "frame", "frameset", "base", "audio", "video")
LINK_PREFIXES = ("http://", "https://", "mailto:", "tel:", "#")


def drop_no_text(text):
    """Return `text` without the characters that are none."""
    return NO_TEXT_RE.sub("", text)


def get_shared_parts(document):
    """Return what says that it is the same at the end of many documents, by a class that ends so."""
    return [
        node
        for node in document.xpath(f".//*[contains(@class, '{SHARED_PAGES_CLASS}')]")
        if any(name.endswith(SHARED_PAGES_CLASS) for name in node.get("class").split())
    ]


def disarm(root):
    """Take out of the page `root`, an lxml element, what runs, opens a file or attaches one."""
    for node in root.xpath("|".join(f"//{tag}" for tag in ACTIVE_TAGS)):
        node.drop_tree()
    for node in root.xpath("//embed"):
        node.drop_tag()  # which nothing ends, for lxml: what follows is in it
    for node in root.xpath("//link"):
        in_head = node.getparent() is not None and node.getparent().tag == "head"
        if not in_head or (node.get("rel") or "").strip().lower() != "stylesheet":
            node.drop_tree()
    for node in root.xpath("//*[@rel][not(self::link)]"):
        del node.attrib["rel"]
    for node in root.xpath('//*[@*[contains(name(), "href")]][not(self::link)]'):
        _cut_link(node)


def _cut_link(node):
    # What a drawing uses of itself stays.
    allowed = LINK_PREFIXES if node.tag in ("a", "area") else ("#", "data:image/")
    for name in [name for name in node.attrib if "href" in name]:
        if not node.get(name).strip().lower().startswith(allowed):
            del node.attrib[name]


def get_style_sheets(root):
    """Return the addresses of the style sheets of a page: those its head names, where no text of a record comes."""
    return [link.get("href") for link in root.xpath("/html/head/link[@href]")]


def get_articles(root):
    """Return the documents of a page: an article within another is only a text that says so."""
    return [node for node in root.find_class("article") if not _is_within_article(node)]


def get_strips(root, class_name):
    """Return the headers or the footers of a page: beside its articles, or directly in one."""
    articles = get_articles(root)
    return [
        node
        for node in root.find_class(class_name)
        if node.tag == "div" and (node.getparent() in articles or not _is_within_article(node))
    ]


def _is_within_article(node):
    return any("article" in (ancestor.get("class") or "").split() for ancestor in node.iterancestors())
