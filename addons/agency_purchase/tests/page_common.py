import io
import re

from lxml import html
from PIL import Image

from odoo.tests import HttpCase, tagged

from odoo.addons.agency_crm.tests.smtp import MailServerMixin

from .common import PurchaseCommon

# Firefox, a person's.
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def make_png(size=(4, 4)):
    file = io.BytesIO()
    Image.new("1", size).save(file, "PNG")
    return file.getvalue()


@tagged("post_install", "-at_install")
class SupplierPageCommon(MailServerMixin, PurchaseCommon, HttpCase):
    """A supplier at its page: opened by its link, filled in and sent as a browser does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"].sudo()._activate_lang("en_US")
        cls.request = cls._create_asked(quantities="500 1000", printers=cls.printers[:2])
        cls.asked, cls.other = cls.request.consultation_ids

    def setUp(self):
        super().setUp()
        self.opener.headers["User-Agent"] = BROWSER

    def _get_path(self, consultation=None, suffix="", token=None):
        consultation = (self.asked if consultation is None else consultation).sudo()
        token = consultation.page_token if token is None else token
        return f"/demande/{consultation.id}{suffix}?access_token={token}"

    def _open(self, consultation=None, **kwargs):
        self.env.flush_all()
        response = self.url_open(self._get_path(consultation, **kwargs), allow_redirects=False)
        self.env.invalidate_all()
        return response

    def _send(self, values=None, files=(), consultation=None, page=None, **kwargs):
        """Open the page, fill in the form that has a button, and send it; `q1000=300` is the price of a quantity."""
        consultation = self.asked if consultation is None else consultation
        page = page or self._open(consultation).text
        form = html.fromstring(page).xpath("//form[.//input[@name='version']]")[0]
        data = {name: value or "" for name, value in form.form_values()}
        for name, value in (values or {}).items():
            found = re.fullmatch(r"(q|fees|shipping)(\d+)", name)
            if found:
                line = consultation.request_id.item_ids.quantity_ids.filtered(
                    lambda each, found=found: each.quantity == float(found[2])
                )
                name = f"{'total' if found[1] == 'q' else found[1]}_{line.id}"
            data[name] = value
        return self._post(data, files, consultation, **kwargs)

    def _decline(self, reason, consultation=None):
        form = html.fromstring(self._open(consultation).text).xpath("//form[.//input[@name='decline']]")[0]
        return self._post({**dict(form.form_values()), "decline_reason": reason}, (), consultation)

    def _post(self, data, files=(), consultation=None, path=None):
        path = path or self._get_path(consultation, "/repondre")
        self.env.flush_all()
        files = [("files", (name, content, "application/pdf")) for name, content in files]
        response = self.opener.post(
            self.base_url() + path, data=data, files=files or None, timeout=60, allow_redirects=False
        )
        self.env.invalidate_all()
        return response

    def _prices(self, consultation=None):
        offers = (self.asked if consultation is None else consultation).offer_ids.filtered("is_current")
        return {offer.quantity_id.quantity: offer.landed for offer in offers if not offer.variant}

    def assertSent(self, response):
        self.assertEqual(response.status_code, 303, response.text[:3000])

    def assertRefused(self, response, words):
        self.assertEqual(response.status_code, 200, "a page with words")
        page = html.fromstring(response.text)
        self.assertTrue(page.xpath("//*[contains(@class, 'alert-danger')]"))
        self.assertRegex(" ".join(page.text_content().split()), words)
