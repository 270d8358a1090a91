"""What a report's page may name: static files of the add-ons, `data:` URIs, files of this database."""

import base64
import binascii
import io
import logging
import re
from urllib.parse import parse_qs, unquote_to_bytes, urlsplit

from PIL import Image, UnidentifiedImageError

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tools import file_open
from odoo.tools.mimetypes import guess_mimetype

from .press import BASE_URL, RefusedUrl

_logger = logging.getLogger(__name__)

MAX_RESOURCE_BYTES = 10 * 1024 * 1024
MAX_IMAGE_PIXELS = 40_000_000  # A4 at 600 dpi is 35 million
STATIC_URL_RE = re.compile(r"^/\w+/static/[^?#]+$")
RECORD_URL_RE = re.compile(
    r"^/web/(?:image|content)/"
    r"(?:(?P<attachment>\d+)(?:-[^/]*)?|(?P<model>[a-z_]\w*(?:\.\w+)+)/(?P<id>\d+)/(?P<field>\w+))"
    r"(?:/.*)?$"
)
ASSET_URL_RE = re.compile(
    r"^/web/assets/[^/]+/(?P<bundle>[\w.]+?)(?P<rtl>\.rtl)?"
    r"(?P<prefixed>\.autoprefixed)?(?:\.min)?\.css$"
)


class ReportFetcher:
    """Read what a report's page names, with the rights of the user of `env`.

    The portal draws pages with all rights: whoever wrote a picture's address in a quote would be
    shown, there, any file of any company. So the rights are the user's own even then.
    """

    def __init__(self, env):
        self.env = env(su=False)
        # Sudo: two technical parameters any report needs, whoever prints it.
        get_param = env["ir.config_parameter"].sudo().get_param
        own_urls = (BASE_URL, get_param("web.base.url"), get_param("report.url"))
        self.own_hosts = {urlsplit(url).netloc for url in own_urls if url}
        self.refused = set()

    def fetch(self, url):
        """Return the content and the MIME type of what `url` names.

        :raise RefusedUrl: if the page has no business with it; the log says so.
        """
        try:
            content, mimetype = self._read(url)
            self._check_size(content, mimetype)
        except (RefusedUrl, AccessError, MissingError, UserError, OSError, ValueError) as error:
            # A style sheet may name a hundred fonts of one host: one line tells it.
            host = urlsplit(url[:500]).netloc or url[:200]
            if host not in self.refused:
                self.refused.add(host)
                _logger.warning("Report resource refused: %.200s (%s)", url, error)
            raise RefusedUrl(str(error)) from error
        return content, mimetype

    def _read(self, url):
        parts = urlsplit(url)
        if parts.scheme == "data":
            return self._read_data_uri(url)
        if parts.scheme not in ("", "http", "https") or (parts.netloc and parts.netloc not in self.own_hosts):
            raise RefusedUrl("address outside this database")
        if ".." in parts.path.split("/"):
            raise RefusedUrl("path going up")
        if STATIC_URL_RE.match(parts.path):
            with file_open(parts.path.lstrip("/"), "rb") as static_file:
                content = static_file.read(MAX_RESOURCE_BYTES + 1)
            return content, guess_mimetype(content)
        if match := RECORD_URL_RE.match(parts.path):
            return self._read_record(match, parse_qs(parts.query).get("access_token", [None])[0])
        if match := ASSET_URL_RE.match(parts.path):
            return self._read_asset_bundle(match)
        raise RefusedUrl("neither a static file nor a stored document")

    def _read_data_uri(self, url):
        header, separator, data = url[len("data:") :].partition(",")
        if not separator:
            raise RefusedUrl("malformed data URI")
        if len(data) > 2 * MAX_RESOURCE_BYTES:
            raise RefusedUrl("too heavy")
        content = unquote_to_bytes(data)
        if header.endswith(";base64"):
            try:
                content = base64.b64decode(content, validate=False)
            except binascii.Error as error:
                raise RefusedUrl("malformed data URI") from error
        return content, header.split(";")[0] or "text/plain"

    def _read_record(self, match, access_token):
        """Return a stored file, to whom Odoo's own address of it would serve it."""
        if match["attachment"]:
            model, res_id, field = "ir.attachment", match["attachment"], "raw"
        else:
            model, res_id, field = match["model"], match["id"], match["field"]
        record = self.env["ir.binary"]._find_record(
            res_model=model, res_id=int(res_id), access_token=access_token, field=field
        )
        if field not in record._fields or record._fields[field].type not in ("binary", "image"):
            raise RefusedUrl("not a file")
        value = record[field] or b""
        content = value if field == "raw" else base64.b64decode(value)
        return content, guess_mimetype(content)

    def _read_asset_bundle(self, match):
        bundle = self.env["ir.qweb"]._get_asset_bundle(
            match["bundle"], js=False, rtl=bool(match["rtl"]), autoprefix=bool(match["prefixed"])
        )
        return bundle.css().raw or b"", "text/css"

    def _check_size(self, content, mimetype):
        if len(content) > MAX_RESOURCE_BYTES:
            raise RefusedUrl("too heavy")
        if not mimetype.startswith("image/") or mimetype.startswith("image/svg"):
            return
        try:
            with Image.open(io.BytesIO(content)) as image:
                width, height = image.size
        except (UnidentifiedImageError, Image.DecompressionBombError, SyntaxError) as error:
            raise RefusedUrl("unreadable picture") from error
        if width * height > MAX_IMAGE_PIXELS:
            raise RefusedUrl(f"picture of {width} x {height} pixels")
