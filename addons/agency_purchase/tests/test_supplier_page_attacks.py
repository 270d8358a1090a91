"""B5, B15: what is tried on the page of a supplier."""

import io
import zlib

from lxml import html
from PIL import Image

from odoo.fields import Command
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from ..const import LARGEST_FILE, MOST_ANSWERS_PER_HOUR
from ..files import check_file
from ..utils import parse_amount
from .page_common import SupplierPageCommon, make_png

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@tagged("-at_install", "post_install")
class TestSupplierPageAttacks(SupplierPageCommon):
    def assertNotThere(self, path, wanted=None):
        answer = self.url_open(path, allow_redirects=False)
        self.assertEqual(answer.status_code, 404)
        self.assertNotIn("12-page brochure", answer.text)
        if wanted is not None:
            self.assertEqual(self._words(answer), wanted)
        return answer

    def _words(self, answer):
        return html.fromstring(answer.text).xpath("string(//main)").split()

    def test_B15_any_token_but_the_right_one_is_a_page_that_is_not_there(self):
        alike = self._words(self.assertNotThere("/demande/987654?access_token=x"))
        good = self.asked.sudo().page_token
        for token in ("", "False", "None", "0", good[:-1], good + "x", "%C3%A9", "%00", self.other.sudo().page_token):
            with self.subTest(token):
                self.assertNotThere(self._get_path(token=token), alike)
        self.assertNotThere(f"/demande/{self.asked.id}", alike)
        self.assertNotThere(f"/demande/{self.other.id}?access_token={good}", alike)
        # No address at all: Odoo's own answer, after its own detour by the language.
        for path in (f"/demande/{2**70}?access_token={good}", "/demande/-1?access_token=x", "/demande/x"):
            self.assertEqual(self.url_open(path).status_code, 404)

    def test_B15_B47_withdrawn_cancelled_and_old_alike(self):
        alike = self._words(self.assertNotThere("/demande/987654?access_token=x"))
        path = self._get_path()
        self.assertEqual(self._open().status_code, 200)
        self.request.action_cancel()
        self.env.flush_all()
        self.assertNotThere(path, alike)
        self.request.action_reopen()
        self.assertEqual(self._open().status_code, 200)
        self.request.answer_by = "2020-01-01"
        self.env.flush_all()
        self.assertNotThere(path, alike)
        self.request.answer_by = "2099-01-01"
        self.asked.action_withdraw()
        self.env.flush_all()
        self.assertNotThere(path, alike)
        self.assertFalse(self.asked.page_url)
        self.asked.action_mark_asked()
        self.env.flush_all()
        self.assertNotThere(path, alike)
        self.assertEqual(self._open().status_code, 200, "asked again: another address")

    def test_B15_posting_takes_the_same_token_and_a_page_of_ours(self):
        data = dict(html.fromstring(self._open().text).xpath("//form[.//input[@name='version']]")[0].form_values())
        line = self.request.item_ids.quantity_ids[0]
        data[f"total_{line.id}"] = "5"
        for token in ("", "x", self.other.sudo().page_token):
            answer = self._post(data, path=self._get_path(suffix="/repondre", token=token))
            self.assertEqual(answer.status_code, 404)
        with mute_logger("odoo.http"):
            answer = self._post({**data, "csrf_token": "0" * 40})
        self.assertEqual(answer.status_code, 400)
        path = self._get_path(suffix="/repondre").split("?")[0]
        answer = self.opener.post(self.base_url() + path, data=data, files={"access_token": ("x", b"x")}, timeout=60)
        self.assertEqual(answer.status_code, 404, "a file is no token")
        self.assertFalse(self.request.offer_ids)
        self.assertEqual(self.url_open(self._get_path(suffix="/repondre"), allow_redirects=False).status_code, 405)

    def test_B15_rows_of_another_request_and_fields_of_ours_are_not_read(self):
        foreign = self._create_asked(quantities="70", printers=self.printers[:1])
        line = foreign.item_ids.quantity_ids
        own = self.request.item_ids.quantity_ids[0]
        answer = self._send(
            {
                f"total_{own.id}": "10",
                f"total_{line.id}": "5",
                "state": "chosen",
                "partner_id": str(self.printers[1].id),
                "is_chosen": "1",
                "variant_1": "x",
                "variant_quantity_1": str(own.id),
                "total_variant_1": "3",
                "context": "{'agency_rules': True}",
            }
        )
        self.assertSent(answer)
        self.assertFalse(foreign.offer_ids)
        self.assertEqual(self.asked.state, "answered")
        self.assertEqual(self.asked.partner_id, self.printers[0])
        self.assertFalse(any(self.asked.offer_ids.mapped("is_chosen")))
        self.assertFalse(self.other.offer_ids)
        wrong = {"variant_1": "x", "variant_quantity_1": str(line.id), "total_variant_1": "3"}
        self.assertRefused(self._send(wrong), "Choose the quantity")

    def test_B15_files_are_what_their_content_says(self):
        pixels = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
        for name, content, words in (
            ("quote.pdf", SVG, "not a PDF, PNG or JPEG"),
            ("quote.pdf", b"<html><script>alert(1)</script></html>", "not a PDF, PNG or JPEG"),
            ("quote.svg", SVG, "not a PDF, PNG or JPEG"),
            ("quote.png", pixels, "not a PDF, PNG or JPEG"),
            ("quote.exe", b"MZ\x90\x00", "not a PDF, PNG or JPEG"),
            ("quote.pdf", b"", "is empty"),
            ("quote.pdf", b"%PDF-" + b"0" * LARGEST_FILE, "too large"),
        ):
            with self.subTest(name=name, start=content[:8]):
                self.assertRefused(self._send({"q500": "5"}, files=[(name, content)]), words)
        self.assertRefused(self._send({"q500": "5"}, files=[("a.pdf", b"%PDF-")] * 6), "5 files at once")
        self.assertFalse(self.asked.page_file_ids)
        self.assertFalse(self.asked.offer_ids, "nothing half done")
        self.assertSent(
            self._send({"q500": "5"}, files=[("../../etc/<x>.html", b"%PDF-1.4 x"), ("a.jpeg", make_png())])
        )
        files = self.asked.page_file_ids.sudo().sorted("id")
        self.assertEqual(files.mapped("name"), ["x.html.pdf", "a.jpeg.png"])
        self.assertEqual(files.mapped("mimetype"), ["application/pdf", "image/png"])
        self.assertEqual(set(files.mapped("res_model")), {"agency.price.consultation"})
        self.assertFalse(any(files.mapped("public")))

    def test_B15_an_image_that_fills_the_memory_is_none(self):
        """60 000 × 60 000 pixels in a few bytes."""
        bomb = bytearray(make_png())
        bomb[16:24] = (60_000).to_bytes(4, "big") * 2
        bomb[29:33] = zlib.crc32(bytes(bomb[12:29])).to_bytes(4, "big")
        with self.assertRaises(ValueError):
            check_file("bomb.png", bytes(bomb))
        file = io.BytesIO()
        Image.new("L", (8, 8)).save(file, "JPEG")
        self.assertEqual(check_file("photo.JPEG", file.getvalue()), ("photo.jpeg", "image/jpeg"))

    def test_B15_files_of_others_are_not_given(self):
        stolen = (
            self.env["ir.attachment"]
            .sudo()
            .create({"name": "secret.txt", "raw": b"SECRET", "res_model": "res.partner", "res_id": self.account.id})
        )
        self.assertSent(self._send({"q500": "5"}, files=[("a.pdf", b"%PDF-1.4 mine")]))
        mine = self.asked.page_file_ids
        self.assertEqual(self._open(suffix=f"/fichier/{mine.id}").content, b"%PDF-1.4 mine")
        for consultation, file, token in (
            (self.asked, stolen, None),
            (self.other, mine, None),
            (self.asked, mine, self.other.sudo().page_token),
            (self.asked, mine, ""),
        ):
            answer = self._open(consultation, suffix=f"/fichier/{file.id}", token=token)
            self.assertEqual(answer.status_code, 404)
            self.assertNotIn(b"SECRET", answer.content)
        self.assertNotIn(b"mine", self.url_open(f"/web/content/{mine.id}", allow_redirects=False).content)

    def test_B60_html_is_text_everywhere(self):
        evil = "<img src=x onerror=alert(1)>"
        line = self.request.item_ids.quantity_ids[0]
        self.assertSent(
            self._send(
                {
                    "q500": "5",
                    "comment": evil,
                    "reference": evil,
                    "payment_note": evil,
                    "variant_0": evil,
                    "variant_quantity_0": str(line.id),
                    "total_variant_0": "4",
                }
            )
        )
        for consultation in self.asked:
            self.assertNotIn("<img src=x", self._open(consultation).text)
            self.assertNotIn("<img", "".join(consultation.message_ids.mapped("body")))
            self.assertIn("&lt;img", "".join(consultation.message_ids.mapped("body")))
        self.assertNotIn(
            "<img", str(self._send({"q500": "-1", "comment": evil}).text.split("<main")[1].split("comment")[1:])
        )

    def test_B5_B28_the_page_names_nobody_else(self):
        self._answer(self.request, self.printers[1], q500=4321.0)
        quote = self._choose(self._get_offer(self.request, self.printers[1], 500), pricing_mode="fixed", price=8765.0)
        for is_named in (False, True):
            self.request.is_customer_named = is_named
            source = self._open().text
            self.assertEqual("Imprimerie du parc" in source, is_named)
            secrets = ("Claire Martin", "New brochure", "Printer B", quote.name)
            for secret in secrets:
                self.assertNotIn(secret, source)
            for amount in (4321, 8765):
                self.assertNoAmount(source, amount)

    def test_B15_no_page_for_a_colleague_who_sees_no_prices(self):
        self._answer(self.request, self.printers[0], q500=123.0)
        self.user.sudo().write({"password": "agency_user", "group_ids": [Command.unlink(self.costs.id)]})
        self.authenticate("agency_user", "agency_user")
        self.assertEqual(self._open().status_code, 404)
        self.user.sudo().group_ids += self.costs
        self.assertEqual(self._open().status_code, 200)
        self.assertEqual(self.asked.seen_on, False, "a colleague is not the supplier")

    def test_B15_the_token_is_told_to_nobody(self):
        for name in ("page_token", "page_answers", "page_hour"):
            self.assertNotIn(name, self.asked.fields_get())
            with self.assertRaises(Exception):  # noqa: B017
                self.asked.read([name])
        customer = self._create_customer_user()
        self.assertTrue(customer)
        self.authenticate("customer", "customer")
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
            params = {
                "model": "agency.price.consultation",
                "method": "search_read",
                "args": [[], ["page_url"]],
                "kwargs": {},
            }
            self.make_jsonrpc_request("/web/dataset/call_kw/agency.price.consultation/search_read", params)

    def test_B15_the_token_opens_no_thread(self):
        """S5: Odoo lets who has the token of a record post on it, where the field has the usual name."""
        for model, record in (("agency.price.consultation", self.asked), ("agency.price.request", self.request)):
            with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
                self.make_jsonrpc_request(
                    "/mail/message/post",
                    {
                        "thread_model": model,
                        "thread_id": record.id,
                        "post_data": {"body": "intrus"},
                        "token": self.asked.sudo().page_token,
                    },
                )
        self.env.invalidate_all()
        self.assertNotIn("intrus", "".join((self.asked | self.other).message_ids.mapped("body")))

    def test_B15_a_page_is_sent_so_often_an_hour(self):
        self.asked.sudo().page_answers = MOST_ANSWERS_PER_HOUR - 1
        self.asked.sudo().page_hour = self.env.cr.now()
        self.assertSent(self._send({"q500": "5"}))
        self.assertRefused(self._send({"q500": "6"}), "sent too often")
        self.assertEqual(self._prices(), {500.0: 5.0})
        self.asked.sudo().page_hour = "2020-01-01"
        self.assertSent(self._send({"q500": "6"}))
        self.assertEqual(self._prices(), {500.0: 6.0})

    def test_B15_pages_are_not_kept_nor_framed(self):
        headers = self._open().headers
        self.assertIn("no-store", headers["Cache-Control"])
        self.assertEqual(headers["X-Frame-Options"], "DENY")
        self.assertIn("noindex", headers["X-Robots-Tag"])

    def test_B10_amounts_as_people_write_them(self):
        for text, amount in (
            ("", None),
            ("  ", None),
            ("0", 0.0),
            ("1234", 1234.0),
            ("1 234,5", 1234.5),
            ("1\N{NO-BREAK SPACE}234,50\N{NO-BREAK SPACE}€", 1234.5),
            ("1\N{NARROW NO-BREAK SPACE}234.50", 1234.5),
            ("1.234,50", 1234.5),
            ("1,234.50", 1234.5),
            ("1.234.567", 1234567.0),
            ("1'234.50", 1234.5),
            ("€12", 12.0),
            ("12 € HT", 12.0),
            (",5", 0.5),
            ("12,", 12.0),
            ("999999999999", 999999999999.0),
        ):
            with self.subTest(text):
                self.assertEqual(parse_amount(text), amount)
        for text in ("abc", "1,2,3", "1.23.456", "--1", "1 or 2", "٣", ".", "1.234", "1,234", "1.2345", "NaN", "1e3"):
            with self.subTest(text), self.assertRaises(ValueError):
                parse_amount(text)
