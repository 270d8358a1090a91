"""What a PDF holds, on its pages and elsewhere."""

import io
import re
import zlib

import pypdf


def parts_of(content: bytes) -> bytes:
    """All that a PDF holds. `pypdf.attachments` may be empty for one that embeds files."""
    parts = [content]
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        try:
            parts.append(zlib.decompressobj().decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(parts)


def text_of(content: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
