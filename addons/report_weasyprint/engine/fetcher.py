"""What a report's page may name: static files of the add-ons, `data:` URIs, files of this database."""

import base64
import logging
import re
from urllib.parse import parse_qs, urlsplit

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tools import consteq, file_open
from odoo.tools.mimetypes import guess_mimetype

from .page import BASE_URL, RefusedUrl
from .resources import MAX_RESOURCE_BYTES, check_size, get_type, read_data_uri

_logger = logging.getLogger(__name__)

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
    """Read what a report's page names: pictures and fonts, and of files those that are the document's own.

    Whoever writes a text into a quote has it printed by others: by colleagues who may read more, by a scheduled action
    or the portal, who may read all. So nobody's rights count: a page shows files of the records it prints, of the
    identity of their company, those that are public, and those whose key it gives.
    """

    def __init__(self, env, records=None, company=None, style_sheets=()):
        """
        :param records: what is printed, whose files may be shown
        :param company: whose logo and background may be shown; by default that of the records, or the user's
        :param style_sheets: the addresses that the template itself takes its style from
        """
        self.records = records if records is not None else env["ir.attachment"]
        own = self.records.company_id[:1] if "company_id" in self.records._fields else None
        self.company = company or own or env.company
        # Sudo: the rights of whoever prints do not count, see above.
        self.env = env(su=True)
        get_param = self.env["ir.config_parameter"].get_param
        own_urls = (BASE_URL, get_param("web.base.url"), get_param("report.url"))
        self.own_hosts = {urlsplit(url).netloc for url in own_urls if url}
        self.style_paths = {urlsplit(url).path for url in style_sheets}
        self.refused = set()

    def fetch(self, url):
        """Return the content and the MIME type of what `url` names.

        :raise RefusedUrl: if the page has no business with it; the log says so.
        """
        try:
            return self._read(url)
        except (RefusedUrl, AccessError, MissingError, UserError, OSError, ValueError) as error:
            self.log_refusal(url, error)
            raise RefusedUrl(str(error)) from error

    def log_refusal(self, url, error):
        """Say in the log what a page was refused, once for each host: a style sheet may name a hundred fonts."""
        host = urlsplit(url[:500]).netloc or url[:200]
        if host not in self.refused:
            self.refused.add(host)
            _logger.warning("Report resource refused: %.200s (%s)", url, error)

    def _read(self, url):
        parts = urlsplit(url)
        if parts.scheme == "data":
            return read_data_uri(url)
        if parts.scheme not in ("", "http", "https") or (parts.netloc and parts.netloc not in self.own_hosts):
            raise RefusedUrl("address outside this database")
        if ".." in parts.path.split("/"):
            raise RefusedUrl("path going up")
        if STATIC_URL_RE.match(parts.path):
            return self._read_static_file(parts.path)
        if match := RECORD_URL_RE.match(parts.path):
            content = self._read_record(match, parse_qs(parts.query).get("access_token", [None])[0])
            return content, get_type(content)
        if parts.path in self.style_paths and (match := ASSET_URL_RE.match(parts.path)):
            return self._read_asset_bundle(match)
        raise RefusedUrl("neither a static file nor a stored document")

    def _read_static_file(self, path):
        """Return a file of an add-on: a picture (a drawing too), a font, or a style sheet of the template."""
        with file_open(path.lstrip("/"), "rb") as static_file:
            content = static_file.read(MAX_RESOURCE_BYTES + 1)
        check_size(content)
        if path in self.style_paths and path.endswith(".css"):
            return content, "text/css"
        if path.endswith(".svg") and guess_mimetype(content).startswith("image/svg"):
            return content, "image/svg+xml"
        return content, get_type(content)

    def _read_record(self, match, access_token):
        """Return a stored file that is the document's to show."""
        if match["attachment"]:
            attachment = self.env["ir.attachment"].browse(int(match["attachment"])).exists()
            if not attachment or not self._is_shown(attachment, access_token):
                raise RefusedUrl("a file of something else than the document")
            return attachment.raw or b""
        model, field_name = match["model"], match["field"]
        record = self.env[model].browse(int(match["id"])) if model in self.env else None
        if record is None or not self._is_own_field(model, record.id, field_name):
            raise RefusedUrl("a field of something else than the document")
        return base64.b64decode(record.exists()[field_name] or b"")

    def _is_shown(self, attachment, access_token):
        if attachment.public:
            return True
        if access_token and attachment.access_token and consteq(attachment.access_token, access_token):
            return True
        if attachment.res_field:
            return self._is_own_field(attachment.res_model, attachment.res_id, attachment.res_field)
        return self._is_own(attachment.res_model, attachment.res_id)

    def _is_own(self, model, res_id):
        return model == self.records._name and res_id in self.records.ids

    def _is_own_field(self, model, res_id, name):
        """Say whether a field holds a picture of the document, or of the identity of its company."""
        if model == "res.company" and res_id == self.company.id:
            return name in self.env["ir.actions.report"]._get_identity_fields()
        field = self.records._fields.get(name)
        # What only some may read is not for a document, which anybody is sent.
        return bool(self._is_own(model, res_id) and field and field.type in ("binary", "image") and not field.groups)

    def _read_asset_bundle(self, match):
        bundle = self.env["ir.qweb"]._get_asset_bundle(
            match["bundle"], js=False, rtl=bool(match["rtl"]), autoprefix=bool(match["prefixed"])
        )
        return bundle.css().raw or b"", "text/css"
