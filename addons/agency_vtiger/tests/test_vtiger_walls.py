from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.modules.migration import load_script
from odoo.tests import new_test_user
from odoo.tools import file_path

from .common import ACCOUNT, VtigerCommon

CHILDREN = (
    "agency.vtiger.file",
    "agency.vtiger.user",
    "agency.vtiger.count",
    "agency.vtiger.issue",
    "agency.vtiger.total",
    "agency.vtiger.column",
    "agency.vtiger.value",
)
# What a line needs besides its import.
NEEDED = {
    "agency.vtiger.user": {"login": "x"},
    "agency.vtiger.column": {"module": "Accounts", "header": "x"},
    "agency.vtiger.value": {"kind": "stage", "value": "x"},
}


class TestVtigerWalls(VtigerCommon):
    """What one company brought over is not another's, down to the lines of its report."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.elsewhere = cls.env["res.company"].sudo().create({"name": "Elsewhere"})
        cls.stranger = new_test_user(
            cls.env(su=True),
            "vtiger_stranger",
            groups="agency_crm.group_agency_manager",
            company_id=cls.elsewhere.id,
            company_ids=[Command.set(cls.elsewhere.ids)],
        )
        cls.job = cls.env["agency.vtiger.import"].create({})
        for model in CHILDREN:
            values = {"import_id": cls.job.id}
            cls.env[model].create({**values, **NEEDED.get(model, {})})

    def test_lines_of_an_import_are_closed_to_another_company(self):
        own = self.env["agency.vtiger.import"].with_user(self.stranger).create({})
        for model in CHILDREN:
            line = self.env[model].search([("import_id", "=", self.job.id)])
            theirs = line.with_user(self.stranger)
            with self.subTest(model=model):
                self.assertTrue(line)
                self.assertFalse(theirs.search([("id", "in", line.ids)]))
                with self.assertRaises(AccessError):
                    theirs.read(["import_id"])
                with self.assertRaises(AccessError):
                    theirs.write(NEEDED.get(model) or {"module": "Accounts"})
                with self.assertRaises(AccessError):
                    theirs.unlink()
                values = NEEDED.get(model, {})
                with self.assertRaises(AccessError):
                    theirs.create({**values, "import_id": self.job.id})
                # Made at home, then written there.
                mine = theirs.create({**values, "import_id": own.id})
                with self.assertRaises(AccessError):
                    mine.write({"import_id": self.job.id})

    def test_an_import_goes_to_no_other_company(self):
        own = self.env["agency.vtiger.import"].with_user(self.stranger).create({})
        with self.assertRaises(AccessError):
            own.write({"company_id": self.job.company_id.id})

    def test_what_was_brought_over_is_closed_to_another_company(self):
        self.import_files(**{name: [] for name in self.files if name != "Accounts"})
        link = self.env["agency.vtiger.link"].search([("key", "=", "ACC1")])
        self.assertEqual(link.company_id, self.env.company)
        theirs = link.with_user(self.stranger)
        self.assertFalse(theirs.search([("key", "=", "ACC1")]))
        for attempt in (
            lambda: theirs.read(["snapshot"]),
            lambda: theirs.write({"res_id": 1}),
            lambda: theirs.unlink(),
            lambda: theirs.create({"module": "Accounts", "key": "X1", "res_model": "res.partner", "res_id": 1,
                                   "company_id": self.job.company_id.id}),
        ):  # fmt: skip
            with self.assertRaises(AccessError):
                attempt()

    def test_an_upgrade_gives_what_was_brought_over_to_its_company(self):
        self.import_files()
        links = self.env["agency.vtiger.link"].search([])
        links.flush_recordset()
        deal = links.filtered(lambda link: link.key == "POT1")
        self.env.cr.execute("UPDATE agency_vtiger_link SET company_id = %s", (self.elsewhere.id,))
        path = file_path("agency_vtiger/migrations/19.0.1.2.0/post-migrate.py")
        load_script(path, "agency_vtiger_post_migrate").migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        self.assertEqual(deal.company_id, self.env[deal.res_model].browse(deal.res_id).company_id)
        documents = links.filtered(lambda link: link.res_model in ("sale.order", "account.move"))
        self.assertEqual(documents.company_id, self.env.company)

    def test_two_companies_bring_over_records_of_the_same_number(self):
        only_accounts = {name: [] for name in self.files if name != "Accounts"}
        self.import_files(**only_accounts)
        ours = self.find("Accounts", "ACC1")
        manager = self.env(user=self.stranger)
        self.env = manager
        report = self.import_files(**{**only_accounts, "Accounts": [{**ACCOUNT, "Organization Name": "Ailleurs"}]})
        self.assertEqual(self.counts(report, "Accounts"), {"read": 1, "created": 1})
        self.assertNotEqual(self.find("Accounts", "ACC1"), ours)
        self.assertEqual(ours.sudo().name, "Dupont & Fils")
