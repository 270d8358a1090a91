import re

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.agency_pdf.tests.common import AgencyPdfCommon
from odoo.addons.agency_pdf.tests.test_facturx import FacturXCommon

from ..hooks import _add_missing_blocks


@tagged("-at_install", "post_install")
class TestDocumentTemplate(AgencyPdfCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quote = cls._create_quote()
        cls.manager = cls._create_user("pdf_manager", "agency_crm.group_agency_manager")
        cls.user = cls._create_user("pdf_user", "agency_crm.group_agency_user")
        cls.templates = cls.env["agency.document.template"].with_user(cls.manager).with_context(lang="fr_FR")

    @classmethod
    def _create_user(cls, login, group):
        return (
            cls.env["res.users"]
            .sudo()
            .create(
                {
                    "name": login,
                    "login": login,
                    "company_id": cls.company.id,
                    "company_ids": [Command.set(cls.company.ids)],
                    "group_ids": [Command.set(cls.env.ref(group).ids)],
                }
            )
        )

    def _create_template(self, body=None, **values):
        values = {"name": "Devis court", "kind": "quote", **values}
        if body is not None:
            values["body"] = body
        return self.templates.create(values)

    def _template_text(self, template, record=None):
        return self._text((record or self.quote).with_env(self.env), template.report_id)

    def test_a_new_template_prints_the_agency_document(self):
        text = self._template_text(self._create_template())
        for words in (
            "Devis",
            "Imprimerie du Parc",
            "Total TTC 1 907,50 €",
            "Bon pour accord",
            "Conditions générales de vente",
        ):
            self.assertIn(words, text)

    def test_a_new_template_says_all_that_the_agency_document_says(self):
        """documents.md, D29: what was copied by hand lacked the rights and the note."""
        self.quote.write({"rights_terms": "Affiches en France, deux ans", "note": "<p>Livré en trois lots</p>"})
        order = self._create_quote(
            [self._line(self.web)],
            billing_frequency="monthly",
            next_invoice_date="2027-01-01",
            note="<p>Résiliable</p>",
        )
        invoice = self._invoice(self._create_confirmed())
        invoice.narration = "<p>Merci de votre confiance</p>"
        for kind, record in (("quote", self.quote), ("recurring_order", order), ("invoice", invoice)):
            with self.subTest(kind=kind):
                own = self._text(record.with_env(self.env), self.env.ref(f"agency_pdf.report_{kind}"))
                template = self._create_template(name=kind, kind=kind)
                self.assertEqual(self._template_text(template, record), own)
        self.assertIn("Affiches en France, deux ans", self._template_text(self._create_template()))

    def _create_confirmed(self):
        order = self._create_quote()
        order.action_confirm()
        return order

    def test_what_would_vanish_or_be_printed_as_typed_is_refused_with_its_line(self):
        """documents.md, D43."""
        for body in (
            "<p>Le devis {{ block.lines }} suit</p>",
            "<table><tr><td>{{ block.totals }} et</td></tr></table>",
            "<p>Bonjour {{ object.name</p>",
            "<p>Bonjour {{ <b>object.name</b> }}</p>",
            "<p>Bonjour object.name }}</p>",
            "<p><a href='https://example.com/{{ object.name }}'>Voir</a></p>",
        ):
            with self.subTest(body=body), self.assertRaisesRegex(ValidationError, "2"):
                self._create_template(f"<p>{{{{ block.parties }}}}</p>{body}")
        self._create_template("<p>Bonjour <b>{{ object.partner_id.name }}</b></p><p><b>{{ block.lines }}</b></p>")

    def test_what_the_palette_offers_is_saved_and_printed(self):
        """documents.md, D40: the picker offered what saving refused; cost and internal fields are never offered."""
        invoice = self._invoice(self._create_confirmed())
        for kind, record in (("quote", self.quote), ("recurring_order", self.quote), ("invoice", invoice)):
            with self.subTest(kind=kind):
                template = self._create_template(name=kind, kind=kind)
                marks = [item["mark"] for family in template.palette for item in family["items"]]
                self.assertEqual(len(marks), len(set(marks)))
                self.assertGreater(len(marks), 60)
                self.assertFalse([mark for mark in marks if re.search("cost|margin|purchase_price|message", mark)])
                template.body = "".join(f"<p>{mark}</p>" for mark in marks)
                self.assertNotIn("{{", self._template_text(template, record))

    def test_the_palette_is_by_family_in_the_readers_words(self):
        """documents.md, D40."""
        families = {family["label"]: family["items"] for family in self._create_template().palette}
        self.assertEqual(list(families)[:2], ["Blocs", "Devis"])
        self.assertEqual(list(families)[-4:], ["Client", "Adresse de facturation", "Société", "Vendeur"])
        self.assertIn({"label": "Signature", "mark": "{{ block.signature }}"}, families["Blocs"])
        self.assertIn({"label": "Ville", "mark": "{{ object.partner_id.city }}"}, families["Client"])

    def test_missing_blocks_of_the_law_are_told(self):
        template = self._create_template("<p>{{ block.parties }}</p><p>{{ block.lines }}</p>")
        self.assertEqual(template.missing_blocks, "Totaux, Mentions légales, Signature, Conditions générales")
        self.assertFalse(self._create_template().missing_blocks)

    def test_preview_is_of_the_last_document_of_its_kind(self):
        last = self._create_quote()
        self._create_quote([self._line(self.web)], billing_frequency="monthly", next_invoice_date="2027-01-01")
        action = self._create_template().action_preview()
        self.assertIn(last.name, action["url"])
        self.env["account.move"].search([("company_id", "=", self.company.id)]).filtered(
            lambda move: move.state == "draft"
        ).unlink()
        with self.assertRaises(UserError):
            self._create_template(kind="invoice").action_preview()

    def test_older_templates_get_the_blocks_they_lacked(self):
        older = self._create_template("<p>{{ block.lines }}</p><p>{{ block.mentions }}</p><p>Merci</p>")
        without = self._create_template("<p>{{ block.lines }}</p>")
        self.env.flush_all()
        for _time in range(2):
            _add_missing_blocks(self.env)
        blocks = "<p>{{ block.note }}</p><p>{{ block.rights }}</p><p>{{ block.mentions }}</p>"
        self.assertEqual(str(older.body), f"<p>{{{{ block.lines }}}}</p>{blocks}<p>Merci</p>")
        self.assertEqual(str(without.body), "<p>{{ block.lines }}</p>")

    def test_what_a_record_says_is_no_placeholder(self):
        """A customer chooses the name she is known by: it must not print what she may not see."""
        self.quote.client_order_ref = "{{ object.amount_total }} {{ block.totals }}"
        template = self._create_template(
            "<p>Votre référence : <t t-out='object.client_order_ref'>aucune</t></p>"
            "<p>Encore : {{ object.client_order_ref }}</p>"
        )
        text = self._template_text(template)
        # In the head too, where the agency's own document has it.
        self.assertEqual(text.count("{{ object.amount_total }} {{ block.totals }}"), 3)
        self.assertNotIn("1 907,50", text)

    def test_fields_are_filled_in(self):
        template = self._create_template(
            """
            <p>Bonjour <t t-out="object.partner_id.name">Madame</t>,</p>
            <p>votre devis {{ object.name }} : {{ object.amount_total }},
            statut {{ object.state }}, <t t-out="object.client_order_ref">sans référence</t>.</p>
            <p>{{ block.lines }}</p>""",
            title="Proposition",
        )
        text = self._template_text(template)
        for words in (
            "Proposition",
            "Bonjour Claire Dupont,",
            f"votre devis {self.quote.name}",
            "1 907,50 €",
            "statut Devis",
            "sans référence",
            "Création web",
        ):
            self.assertIn(words, text)
        self.assertNotIn("{{", text)

    def test_each_kind_has_a_template(self):
        template = self._create_template(name="Commande courte", kind="recurring_order")
        self.assertIn("1 907,50 €", self._template_text(template))
        self.quote.action_confirm()
        template = self._create_template(name="Facture courte", kind="invoice")
        self.assertIn("Net à payer 1 907,50 €", self._template_text(template, self._invoice(self.quote)))

    def test_a_duplicate_is_a_template_of_its_own(self):
        template = self._create_template()
        copy = template.copy()
        self.assertNotEqual(copy.report_id, template.report_id)
        self.assertIn("copie", copy.name)
        copy.body = "<p>Tout autre</p>"
        self.assertIn("Tout autre", self._template_text(copy))
        self.assertNotIn("Tout autre", self._template_text(template))

    def test_a_bad_placeholder_is_refused_with_its_line_and_reason(self):
        for body, line, reason in (
            ("<p>a</p><p>{{ object.nam }}</p>", 2, "nam"),
            ("<p>{{ object.partner_id.nom }}</p>", 1, "nom"),
            ("<p>{{ object.name.x }}</p>", 1, "name"),
            ("<p>{{ 1 + 1 }}</p>", 1, "bloc"),
            ("<p>a</p><p>b</p><p>{{ block.nothing }}</p>", 3, "parties"),
            ("<p>{{ block.deposits }}</p>", 1, "parties"),
            ("<p>{{ object.partner_id.image_1920 }}</p>", 1, "image_1920"),
        ):
            with self.subTest(body=body), self.assertRaises(ValidationError) as error:
                self._create_template(body)
            self.assertIn(f"Ligne {line} ", str(error.exception))
            self.assertIn(reason, str(error.exception))

    def test_nothing_is_ever_evaluated(self):
        for body in (
            '<p><t t-out="object.env.user.unlink()"/></p>',
            '<p><t t-out="object.sudo().name"/></p>',
            '<p><t t-out="object.__class__"/></p>',
            '<p><t t-out="request.env"/></p>',
            '<p t-if="object.unlink()">x</p>',
            '<p t-att-class="object.name">x</p>',
            '<p><t t-foreach="range(10**9)" t-as="i">x</t></p>',
            '<p><t t-call="web.login"/></p>',
            '<p><t t-set="x" t-value="1"/></p>',
            "<p>{{ object._name }}</p>",
            "<p>{{ object.env }}</p>",
        ):
            with self.subTest(body=body), self.assertRaises(ValidationError):
                self._create_template(body)

    def test_what_the_editor_may_not_read_is_refused(self):
        for path in ("create_uid.totp_secret", "message_ids.mail_ids", "message_ids.mail_ids.state"):
            with self.subTest(path=path), self.assertRaises(ValidationError):
                self._create_template('<p><t t-out="object.' + path + '"/></p>')

    def test_scripts_are_cleaned(self):
        template = self._create_template('<p>avant<script>alert(1)</script><a href="javascript:x()">x</a> après</p>')
        html = self.env["ir.actions.report"]._render_qweb_html(template.report_id, self.quote.ids)[0].decode()
        self.assertIn("avant", html)
        self.assertNotIn("alert(1)", html)
        self.assertNotIn("javascript:", html)

    def test_only_managers_make_templates(self):
        with self.assertRaises(AccessError):
            self.templates.with_user(self.user).create({"name": "x", "kind": "quote"})

    def test_an_archived_template_leaves_the_print_menu(self):
        template = self._create_template()
        self.assertTrue(template.report_id.sudo().binding_model_id)
        template.active = False
        self.assertFalse(template.report_id.sudo().binding_model_id)

    def test_a_deleted_template_takes_its_report_away(self):
        template = self._create_template()
        report = template.report_id
        template.unlink()
        self.assertFalse(report.exists())


@tagged("post_install", "-at_install")
class TestDuplicate(FacturXCommon):
    def test_another_template_prints_a_duplicate(self):
        invoice = self._invoice(self._order())
        template = self.env["agency.document.template"].create({"name": "Autre", "kind": "invoice"})
        self.assertNotIn("duplicata", self._text(invoice, template.report_id))
        self._send(invoice)
        self.assertIn("Facture (duplicata)", self._text(invoice, template.report_id))
