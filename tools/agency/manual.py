"""The users' manual as one PDF, drawn by the engine of the documents: the app opens it at the chapter of the screen.

`make format` makes it of `docs/manuel/`; `make lint` sees that it is of these pages and pictures.
"""

import base64
import hashlib
import io
import re
import sys
from pathlib import Path

from tools.agency import config

PAGES = config.ROOT / "docs" / "manuel"
PDF = config.ADDONS / "agency_crm" / "static" / "manual" / "manuel.pdf"
WIDTH, QUALITY = 1200, 78  # of the pictures, in pixels and in JPEG's own figure
STYLE = """
@page { size: A4; margin: 20mm 18mm 18mm;
        @bottom-right { content: counter(page); font-size: 8pt; color: #777; }
        @bottom-left { content: "Manuel d'utilisation"; font-size: 8pt; color: #777; } }
@page :first { @bottom-left { content: none } @bottom-right { content: none } }
body { font: 10pt/1.45 "Lato", "DejaVu Sans", sans-serif; color: #222; }
h1, h2, h3 { color: #1f4e79; line-height: 1.2; break-after: avoid; }
section { break-before: page; }
img { max-width: 100%; max-height: 100mm; border: 0.3mm solid #d0d7de; margin: 2mm 0; }
table { border-collapse: collapse; width: 100%; margin: 3mm 0; font-size: 9pt; }
th, td { border: 0.2mm solid #c5ccd3; padding: 1.5mm 2mm; text-align: left; vertical-align: top; }
th { background: #eef2f6; } tr { break-inside: avoid; }
a { color: #1f4e79; text-decoration: none; } code { font-size: 9pt; }
"""


def find_sources() -> list[Path]:
    """The pages of the manual in their order, then the pictures that they show."""
    pages = [PAGES / "README.md", *sorted(PAGES.glob("[0-9]*.md"))]
    names = {name for page in pages for name in re.findall(r"!\[[^]]*\]\(([^)]+)\)", page.read_text())}
    return [*pages, *sorted((PAGES / name).resolve() for name in names)]


def get_digest() -> str:
    """What the PDF is made of, in one figure: its pages, its pictures, this file."""
    contents = [path.read_bytes() for path in (*find_sources(), Path(__file__))]
    return hashlib.sha256(b"".join(hashlib.sha256(content).digest() for content in contents)).hexdigest()


def is_up_to_date() -> bool:
    # The digest stands in the PDF as its keyword, which is not compressed.
    return PDF.exists() and get_digest().encode() in PDF.read_bytes()


def make() -> None:
    """Draw the PDF. Run by the Python of the project, which has the engine."""
    import weasyprint

    page = _get_page()
    PDF.parent.mkdir(parents=True, exist_ok=True)
    document = weasyprint.HTML(string=page, base_url=str(PAGES)).render()
    document.write_pdf(PDF, uncompressed_pdf=False, pdf_identifier=get_digest().encode())


def _get_page() -> str:
    pages = [path for path in find_sources() if path.suffix == ".md"]
    chapters = "".join(f'<section id="{_get_anchor(page)}">{_get_html(page)}</section>' for page in pages[1:])
    return (
        f'<html lang="fr"><head><title>Manuel d\'utilisation</title><style>{STYLE}</style></head>'
        f'<body><div id="manuel">{_get_html(pages[0])}</div>{chapters}</body></html>'
    )


def _get_anchor(page: Path) -> str:
    return f"chapitre-{page.name[0]}"


def _get_html(page: Path) -> str:
    import markdown
    from markdown.extensions.toc import slugify_unicode

    toc = {"slugify": slugify_unicode}
    html = markdown.markdown(page.read_text(), extensions=["tables", "toc"], extension_configs={"toc": toc})
    html = re.sub(r'href="\d[^"#]*\.md#([^"]+)"', r'href="#\1"', html)
    html = re.sub(r'href="(\d)[^"#]*\.md"', r'href="#chapitre-\1"', html)
    html = re.sub(r'<a href="(?!#|https?:)[^"]*">(.*?)</a>', r"\1", html)
    return re.sub(r'src="([^"]+)"', lambda found: f'src="{_get_picture(page.parent / found[1])}"', html)


def _get_picture(path: Path) -> str:
    from PIL import Image

    stream = io.BytesIO()
    with Image.open(path) as picture:
        picture.thumbnail((WIDTH, WIDTH * 2))
        picture.convert("RGB").save(stream, "JPEG", quality=QUALITY)
    return f"data:image/jpeg;base64,{base64.b64encode(stream.getvalue()).decode()}"


if __name__ == "__main__":
    make()
    sys.exit(0)
