from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .common import PurchaseCommon
from .page_common import SupplierPageCommon

SECRETS = ("Imprimerie du parc", "Claire Martin", "New brochure")


def fill_in(request, **values):
    """Say what is wanted, by the end of the external id of the characteristic."""
    for name, value in values.items():
        characteristic = request.env.ref(f"agency_purchase.characteristic_{name}")
        request.spec_ids.filtered(lambda row, wanted=characteristic: row.characteristic_id == wanted).value = value


@tagged("post_install", "-at_install")
class TestPriceSpecs(PurchaseCommon):
    """SUPPLIERS §2: print specifications are rows of a list that the agency edits, beside free words."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"].sudo()._activate_lang("en_US")

    def _create_specified(self, **values):
        request = self._create_request(quantities="1000", **values)
        request.action_add_usual_specs()
        fill_in(request, finished_size="210 × 297 mm", colours="4/4")
        return request

    def _new_form(self, **context):
        form = Form(self.env["agency.price.request"].with_context(default_lead_id=self.deal.id, **context))
        form.title = "Leaflet"
        return form

    def _save_template(self, request):
        action = request.action_save_template()
        form = Form(self.env[action["res_model"]].with_context(**action["context"]))
        return form.save()

    def test_B2_a_new_print_request_has_the_agencys_rows_to_fill_in(self):
        form = self._new_form()
        usual = self.env["agency.print.characteristic"].search([])
        self.assertEqual(len(form.spec_ids), len(usual))
        with form.spec_ids.edit(1) as row:
            self.assertEqual((row.name, row.hint), ("Finished size", "210 × 297 mm, width first"))
            row.value = "100 × 210 mm"
        with form.spec_ids.new() as row:
            row.name, row.value = "Stitching", "Singer, red thread"
        form.spec_ids.remove(0)
        request = form.save()
        self.assertEqual(
            request._get_spec_rows(), [("Finished size", "100 × 210 mm"), ("Stitching", "Singer, red thread")]
        )
        self.assertEqual(len(request.spec_ids), len(usual), "one is gone, one is new")

    def test_B2_the_list_is_the_agencys_to_change(self):
        manager = new_test_user(
            self.env(user=self.env.ref("base.user_root")),
            login="chief",
            groups="agency_crm.group_agency_manager",
            company_id=self.env.company.id,
        )
        characteristics = self.env["agency.print.characteristic"]
        with self.assertRaises(AccessError):
            characteristics.create({"name": "Perfume"})
        own = characteristics.with_user(manager).create({"name": "Perfume", "sequence": 1})
        characteristics.with_user(manager).search([("name", "=", "Label")]).active = False
        names = [row.name for row in self._new_form().save().spec_ids]
        self.assertEqual(names[0], "Perfume")
        self.assertNotIn("Label", names)
        request = self._create_request()
        request.action_add_usual_specs()
        request.spec_ids[0].value = "Lavender"
        own.unlink()
        self.assertEqual(request._get_spec_rows(), [("Perfume", "Lavender")], "what was said stays said")
        request.action_add_usual_specs()
        self.assertEqual(len(request.spec_ids), len(names), "no row twice")

    def test_B2_rows_of_another_company_are_not_offered(self):
        root = self.env(user=self.env.ref("base.user_root"))
        other = root["res.company"].create({"name": "Other agency"})
        root["agency.print.characteristic"].create({"name": "Theirs", "company_id": other.id})
        self.assertNotIn("Theirs", [row.name for row in self._new_form().save().spec_ids])

    def test_B5_a_supplier_reads_them_in_its_language_and_no_empty_row(self):
        self.env["res.lang"].sudo()._activate_lang("fr_FR")
        characteristic = self.env.ref("agency_purchase.characteristic_colours").sudo()
        characteristic.with_context(lang="fr_FR").name = "Couleurs recto/verso"
        self.printers[0].lang = "fr_FR"
        request = self._create_specified(spec="Soft to the hand")
        request.spec_ids[0].value = "   "
        pages = self._print(request)
        for words in ("Couleurs recto/verso", "4/4", "210 × 297 mm", "Soft to the hand"):
            self.assertIn(words, pages[0])
        self.assertNotIn("Couleurs", pages[1])
        self.assertIn("Colours, front/back", pages[1])
        for page in pages:
            self.assertNotIn("Inner paper", page)
            self.assertNotIn("Coated", page, "usual values are for us")
            for secret in SECRETS:
                self.assertNotIn(secret, page)
        row = request.spec_ids.filtered(lambda each: each.value == "4/4")
        row.name = "Inks"
        self.assertIn("Inks", self._print(request)[0])

    def _print(self, request):
        reports = self.env["ir.actions.report"].sudo()
        return [
            reports._render_qweb_html("agency_purchase.price_request", each.ids)[0].decode()
            for each in request.consultation_ids
        ]

    def test_B5_what_the_form_hides_is_not_said(self):
        request = self._create_specified()
        request.kind = "subcontract"
        self.assertFalse(request._get_spec_rows())
        self.assertNotIn("210 × 297", self._print(request)[0])

    def test_B6_another_specification_is_another_version(self):
        request = self._create_specified()
        self.assertEqual(request.version, 1)
        request.consultation_ids.action_mark_asked()
        fill_in(request, pages=" ")
        request.spec_ids.filtered(lambda row: not row.value)[0].name = "Still empty"
        request.spec_ids.filtered(lambda row: not row.value)[0].unlink()
        request.action_add_usual_specs()
        self.assertEqual(request.version, 1, "suppliers read nothing of an empty row")
        for change in (
            lambda: fill_in(request, colours="4/0"),
            lambda: request.spec_ids.create({"request_id": request.id, "name": "Glue", "value": "PUR"}),
            lambda: request.spec_ids.filtered(lambda row: row.name == "Glue").unlink(),
        ):
            before = request.version
            change()
            self.assertEqual(request.version, before + 1)
            request.consultation_ids._note_asked()

    def test_B31_the_order_says_them(self):
        request = self._create_specified(printers=self.printers[0], spec="Soft to the hand")
        request.consultation_ids.action_mark_asked()
        self._answer(request, self.printers[0], q1000=300)
        quote = self._choose(self._get_offer(request, self.printers[0], 1000))
        self.assertNotIn("210 × 297", quote.order_line.name, "B19: our item's words")
        quote.action_confirm()
        words = quote.sudo().order_line.purchase_line_ids.name.split("\n")
        self.assertEqual(words[1:], ["Finished size: 210 × 297 mm", "Colours, front/back: 4/4", "Soft to the hand"])

    def test_a_copied_request_keeps_what_is_specified(self):
        request = self._create_specified(brief="<p>Recycled</p>", spec="Soft")
        request.consultation_ids.action_mark_asked()
        self._answer(request, self.printers[0], q1000=300)
        copied = request.copy()
        self.assertEqual(copied._get_spec_rows(), request._get_spec_rows())
        self.assertEqual((copied.spec, copied.supplier_ids), ("Soft", self.printers))
        self.assertFalse(copied.offer_ids)
        self.assertFalse(copied.spec_ids & request.spec_ids)

    def test_a_model_keeps_specifications_and_items_and_nothing_else(self):
        request = self._create_specified(spec="Soft", is_customer_named=True)
        request.consultation_ids.action_mark_asked()
        self._answer(request, self.printers[0], q1000=777)
        request.item_ids.description = "Cover of four pages"
        template = self._save_template(request)
        self.assertEqual(template.name, "Brochure")
        self.assertEqual((template.item_ids.name, template.item_ids.description), ("Brochure", "Cover of four pages"))
        self.assertEqual(template.spec_ids.mapped("value"), request.spec_ids.mapped("value"))
        links = {field.comodel_name for field in template._fields.values() if field.relational}
        self.assertFalse(
            links & {"res.partner", "crm.lead", "sale.order", "agency.price.offer", "agency.price.request"}
        )
        with self.assertRaisesRegex(UserError, "say what is specified first"):
            self._create_request().action_save_template()

    def test_a_request_starts_from_a_model(self):
        template = self._save_template(self._create_specified(spec="Soft"))
        form = self._new_form()
        form.template_id = template
        self.assertEqual((form.spec, len(form.item_ids)), ("Soft", 1))
        request = form.save()
        self.assertEqual(request._get_spec_rows(), [("Finished size", "210 × 297 mm"), ("Colours, front/back", "4/4")])
        self.assertEqual((request.item_ids.name, request.item_ids.quantities), ("Brochure", ""))
        # Another one, in place of it; what has quantities stays.
        other = self.env["agency.price.template"].create(
            {
                "name": "Poster",
                "spec_ids": [Command.create({"name": "Paper", "value": "Blueback 115 g"})],
                "item_ids": [Command.create({"name": "Poster"}), Command.create({"name": "Brochure"})],
            }
        )
        request.item_ids.quantities = "500"
        with Form(request) as form:
            form.template_id = other
        self.assertEqual(request._get_spec_rows(), [("Paper", "Blueback 115 g")])
        self.assertEqual(
            request.item_ids.mapped(lambda item: (item.name, item.quantities)), [("Brochure", "500"), ("Poster", "")]
        )
        self.assertFalse(request.spec)
        other.spec_ids.value = "Changed"
        self.assertEqual(request._get_spec_rows(), [("Paper", "Blueback 115 g")], "it started from it, no more")

    def test_nothing_is_taken_from_another_company(self):
        root = self.env(user=self.env.ref("base.user_root"))
        other = root["res.company"].create({"name": "Other agency"})
        values = {"name": "Theirs", "company_id": other.id}
        characteristic = root["agency.print.characteristic"].create(values)
        template = root["agency.price.template"].create({**values, "spec": "Secret"})
        request = self._create_specified()
        for change in (
            lambda: request.write({"template_id": template.id}),
            lambda: request.spec_ids[0].write({"characteristic_id": characteristic.id}),
            lambda: request.new({"template_id": template.id}, origin=request)._onchange_template_id(),
            lambda: request.write({"spec_ids": [Command.link(self._create_specified().spec_ids[0].id)]}),
        ):
            with self.assertRaises(UserError):
                change()
            self.env.invalidate_all()
        self.assertNotIn("Theirs", request.spec_ids.mapped("hint"))

    def test_a_row_stays_where_it_is(self):
        request, other = self._create_specified(), self._create_request()
        template = self._save_template(request)
        for values in ({"request_id": other.id}, {"template_id": template.id}):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                request.spec_ids[0].write(values)


@tagged("post_install", "-at_install")
class TestPriceSpecsPage(SupplierPageCommon):
    def test_B10_the_page_says_what_is_specified(self):
        self.request.action_add_usual_specs()
        fill_in(self.request, inner_paper="<b>Offset</b> 90 g", proof="PDF")
        self.request.consultation_ids._note_asked()
        page = self._open().text
        for words in ("Inner paper", "&lt;b&gt;Offset&lt;/b&gt; 90 g", "Proof"):
            self.assertIn(words, page)
        for words in ("<b>Offset", "Open size", "bleed", *SECRETS):
            self.assertNotIn(words, page)
        # What was read is what is answered.
        fill_in(self.request, proof="Contract proof")
        self.assertRefused(self._send({"q500": "100"}, page=page), "has changed since you opened this page")
