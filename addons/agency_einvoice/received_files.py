"""Files of strangers, before anything in them is believed: parsed and unpacked within bounds. No ORM."""

import io
import logging
import re
import zlib

from lxml import etree

from odoo.tools.pdf import OdooPdfFileReader

_logger = logging.getLogger(__name__)

# What an invoice needs is far below each of these.
MAX_XML_BYTES = 20_000_000
MAX_PDF_BYTES = 60_000_000
MAX_EMBEDDED_FILES = 30
MAX_NAME_LENGTH = 120
# A list of names in a PDF has few levels: one that holds itself has no end.
MAX_DEPTH = 10
PARSER = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
# Ways to write a stream that make it no longer than what is read, besides deflate, which is measured.
PLAIN_FILTERS = {"/ASCIIHexDecode", "/ASCII85Decode", "/AHx", "/A85"}
DEFLATE_FILTERS = {"/FlateDecode", "/Fl"}
# What an invoice is called in a PDF (Factur-X, ZUGFeRD 1 and 2, XRechnung).
INVOICE_NAMES = {"factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml"}


def parse_xml(content):
    """Return the tree of an XML file, or None: no entity is resolved, no file nor address is opened."""
    if not content or len(content) > MAX_XML_BYTES:
        return None
    content = content.lstrip(b" \t\r\n")
    # Letters with accents in the encoding of Windows, in a file that says or lets believe that it is UTF-8.
    encodings = [None] if _is_utf8(content) else [None, "windows-1252"]
    for encoding in encodings:
        try:
            return etree.fromstring(content, etree.XMLParser(**PARSER, encoding=encoding))
        except (etree.LxmlError, ValueError, LookupError) as error:
            _logger.info("A received file is no XML: %s", error)
    return None


def _is_utf8(content):
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def clean_name(name):
    """Return the name of a file that somebody else chose, without a path nor characters that no name has."""
    if isinstance(name, bytes):
        name = name.decode("utf-8", "replace")
    name = re.split(r"[\\/]", str(name or ""))[-1]
    name = "".join(letter for letter in name if letter.isprintable()).strip(" .")
    return name[-MAX_NAME_LENGTH:] or "file"


def extract_files(content):
    """Return the files embedded in a PDF as (name, bytes), at most `MAX_EMBEDDED_FILES`, none of which is too big.

    A PDF that can't be read, or that would not end, has none.
    """
    if not content or len(content) > MAX_PDF_BYTES:
        return []
    try:
        reader = OdooPdfFileReader(io.BytesIO(content), strict=False)
        if reader.isEncrypted:
            reader.decrypt("")
        names = reader.trailer["/Root"].get("/Names", {}).get("/EmbeddedFiles", {})
        files = []
        for specification in _walk(names):
            data = _get_data(specification)
            if data is not None:
                name = specification.get("/UF") or specification.get("/F")
                files.append((clean_name(name), data))
            if len(files) >= MAX_EMBEDDED_FILES:
                break
    # The reader fails in as many ways as there are broken files: whatever it is, there is nothing to read.
    except Exception as error:
        _logger.info("A received PDF can't be unpacked: %s", error)
        return []
    return files


def _walk(node, depth=0):
    """Yield the file specifications of a tree of names."""
    if depth > MAX_DEPTH:
        return
    for specification in (node.get("/Names") or [])[1::2]:
        yield specification.getObject()
    for child in (node.get("/Kids") or [])[:MAX_EMBEDDED_FILES]:
        yield from _walk(child.getObject(), depth + 1)


def _get_data(specification):
    """Return what an embedded file holds, or None if it is too big, or written in a way that can't be measured."""
    files = specification.get("/EF") or {}
    stream = files.get("/F") or files.get("/UF")
    if stream is None:
        return None
    filters = stream.get("/Filter") or []
    filters = [filters] if isinstance(filters, str) else list(filters)
    deflated = [name for name in filters if name in DEFLATE_FILTERS]
    if len(deflated) > 1 or set(filters) - DEFLATE_FILTERS - PLAIN_FILTERS:
        return None
    if deflated and not stream.get("/DecodeParms") and filters == deflated:
        inflated = zlib.decompressobj()
        # The bytes as they are written: the reader would inflate all of them first.
        data = inflated.decompress(stream._data, MAX_XML_BYTES)
        return None if inflated.unconsumed_tail else data
    if deflated:
        return None
    data = stream.getData()
    return data if len(data) <= MAX_XML_BYTES else None
