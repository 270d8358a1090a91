"""What a received mail says: its link, its PDF."""

import html
import re
import subprocess
import tempfile
from collections.abc import Iterable
from email.message import EmailMessage


def body(mail: EmailMessage) -> str:
    """Return the text of a mail, without its layout."""
    part = mail.get_body(("plain", "html"))
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", part.get_content())).split())


def quote_link(mail: EmailMessage) -> str:
    """Return the link by which the customer opens the quote."""
    links = re.findall(r'href="([^"]+)"', mail.get_body(("html",)).get_content())
    return next(html.unescape(link) for link in links if "/mail/view" in link or "/my/orders/" in link)


def links(mails: Iterable[EmailMessage], pattern: str, url: str) -> dict[str, str]:
    """Return the one link of this pattern in each mail, by address, as the server at `url` serves it."""
    found = {}
    for mail in mails:
        (link,) = set(re.findall(pattern, body(mail)))
        found[mail["To"]] = url + "/" + link.split("/", 3)[3]
    return found


def pdfs(mail: EmailMessage) -> dict[str, str]:
    """Return the text of each PDF attached, by file name."""
    return {
        part.get_filename(): pdf_text(part.get_content())
        for part in mail.iter_attachments()
        if part.get_content_type() == "application/pdf"
    }


def says_amount(text: str, amount: int) -> bool:
    """Whether a page says an amount of four digits, in French or English: a number alone, not digits of a token."""
    thousands, rest = divmod(amount, 1000)
    return bool(re.search(rf"(?<![\w-]){thousands}[\s,]?{rest:03}(?![\w-])", text))


def pdf_text(content: bytes) -> str:
    """Return the text of a PDF as `pdftotext` reads it."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        command = ["pdftotext", "-layout", file.name, "-"]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return " ".join(text.split())
