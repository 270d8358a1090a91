"""Templates go from one database to another as a file (issue 17, templates)."""

import base64
import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged

from .test_document_annexes import make_pdf


@tagged("-at_install", "post_install")
class TestDocumentTransfer(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(cls.env, "transfer_manager", "agency_crm.group_agency_manager")
        cls.user = new_test_user(cls.env, "transfer_user", "agency_crm.group_agency_user")
        cls.templates = cls.env["agency.document.template"].with_user(cls.manager)
        cls.transfers = cls.env["agency.document.transfer"].with_user(cls.manager)

    def _export(self, templates):
        action = templates.action_export()
        transfer = self.transfers.search([], order="id desc", limit=1)
        self.assertIn(f"id={transfer.id}&", action["url"])
        return transfer

    def _import(self, content):
        content = content if isinstance(content, bytes) else json.dumps(content).encode()
        action = self.transfers.create({"file": base64.b64encode(content)}).action_import()
        domain = [("id", "=", action["res_id"])] if action.get("res_id") else action["domain"]
        return self.templates.search(domain)

    def test_what_is_exported_comes_back_as_it_was(self):
        template = self.templates.create(
            {
                "name": "Devis court",
                "title": "Proposition",
                "body": "<p>Bonjour {{ object.partner_id.name }}</p><p>{{ block.lines }}</p>",
                "cover_file": make_pdf("COUVERTURE"),
                "cover_name": "couverture.pdf",
            }
        )
        content = base64.b64decode(self._export(template).file)
        again = self._import(content)
        self.assertEqual(again.name, "Devis court (imported)")
        for name in ("kind", "title", "body", "cover_file", "cover_name", "annex_file"):
            self.assertEqual(again[name], template[name], name)
        self.assertNotEqual(again.report_id, template.report_id)
        template.unlink()
        self.assertEqual(self._import(content).name, "Devis court")

    def test_several_in_one_file(self):
        both = self.templates.create([{"name": "Un"}, {"name": "Deux", "kind": "invoice"}])
        content = base64.b64decode(self._export(both).file)
        both.unlink()
        self.assertEqual(sorted(self._import(content).mapped("name")), ["Deux", "Un"])

    def test_a_file_that_is_none_is_refused_and_nothing_is_made(self):
        good = {"name": "Bon", "kind": "quote"}
        count = self.templates.search_count([])
        for content in (b"", b"\x00\xff", b"[" * 20000, [], self._file(), self._file(good, "x")):
            with self.subTest(content=content), self.assertRaisesRegex(UserError, "no file"):
                self._import(content)
        for bad, words in (
            ({"name": ""}, "no name"),
            ({"name": {"a": 1}}, "no name"),
            ({"kind": "contract"}, "contract"),
            ({"cover_file": "é"}, "damaged"),
            ({"annex_file": "QUJD"}, "no PDF"),
            ({"body": "<p>{{ object.margin }}</p>"}, "margin"),
        ):
            with self.subTest(bad=bad), self.assertRaisesRegex(UserError, words):
                self._import(self._file(good, {**good, **bad}))
            self.env.invalidate_all()
            self.assertEqual(self.templates.search_count([]), count)

    @staticmethod
    def _file(*templates):
        return {"format": "agency.document.template", "templates": list(templates)}

    def test_it_is_a_responsables_and_hers_alone(self):
        template = self.templates.create({"name": "Devis court"})
        transfer = self._export(template)
        with self.assertRaises(AccessError):
            template.with_user(self.user).action_export()
        with self.assertRaises(AccessError):
            transfer.with_user(new_test_user(self.env, "other_manager", "agency_crm.group_agency_manager")).read(
                ["file"]
            )
