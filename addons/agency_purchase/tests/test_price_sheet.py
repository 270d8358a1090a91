"""The comparison as a spreadsheet, served to who sees costs."""

import io

from openpyxl import load_workbook

from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import PurchaseCommon


@tagged("-at_install", "post_install")
class TestPriceSheet(PurchaseCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.request = cls._create_asked(quantities="500 1000")
        cls._answer(cls.request, cls.printers[0], q500=200.0, q1000=(300.0, 20.0, 5.5), lead_days=7)
        cls._answer(cls.request, cls.printers[1], q1000=320.0)
        cls.printers[1].name = '=HYPERLINK("http://evil.example")'
        root = cls.env(user=cls.env.ref("base.user_root"))
        values = {"groups": "agency_crm.group_agency_user", "company_id": cls.env.company.id}
        new_test_user(root, login="seer", password="seer-seer", **values).group_ids += cls.costs
        new_test_user(root, login="plain", password="plain-plain", **values).group_ids -= cls.costs
        cls._create_customer_user()
        cls.url = cls.request.action_open_sheet()["url"]

    def test_B16_the_spreadsheet_says_what_the_comparison_says(self):
        self.authenticate("seer", "seer-seer")
        answer = self.url_open(self.url)
        self.assertIn("DP-", answer.headers["Content-Disposition"])
        sheet = load_workbook(io.BytesIO(answer.content)).active
        cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
        self.assertEqual(cells[0][3:5], ["Printer A", '=HYPERLINK("http://evil.example")'])
        self.assertEqual(sheet["E1"].data_type, "s", "a supplier's name is no formula")
        self.assertEqual(cells[2][3], 7)
        self.assertEqual(cells[6][:5], ["Brochure", 500, "", 200, None])
        self.assertEqual(cells[7][:5], ["Brochure", 1000, "", 325.5, 320])
        self.assertTrue(sheet["E8"].font.bold and not sheet["D8"].font.bold, "the best price")
        self.assertEqual(cells[11][3:5], [0.3255, 0.32])

    def test_B28_nobody_else_is_given_it(self):
        for login, password in (("plain", "plain-plain"), ("customer", "customer"), (None, None)):
            self.authenticate(login, password)
            with self.subTest(login), mute_logger("odoo.http", "odoo.addons.base.models.ir_http"):
                answer = self.url_open(self.url, allow_redirects=False)
                self.assertNotEqual(answer.status_code, 200)
                self.assertNotIn(b"PK", answer.content[:2])
