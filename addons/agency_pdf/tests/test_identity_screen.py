"""« Identité »: chosen on one screen by a Responsable, beside the page it makes (documents.md, D44)."""

import base64
import io

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools.pdf import OdooPdfFileReader, OdooPdfFileWriter

from .common import AgencyPdfCommon


@tagged("post_install", "-at_install")
class TestIdentityScreen(AgencyPdfCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quote = cls._create_quote()
        cls.manager = cls._new_user("identity_manager", "agency_crm.group_agency_manager")
        cls.screens = cls.env["agency.identity"].with_user(cls.manager).with_company(cls.company)

    @classmethod
    def _new_user(cls, login, group):
        return new_test_user(
            cls.env, login, groups=group, company_id=cls.company.id, company_ids=cls.company.ids, lang="fr_FR"
        )

    @staticmethod
    def _pdf(pages=1):
        writer = OdooPdfFileWriter()
        for _page in range(pages):
            writer.addBlankPage(300, 300)
        content = io.BytesIO()
        writer.write(content)
        return base64.b64encode(content.getvalue())

    def _count_pages(self):
        return OdooPdfFileReader(io.BytesIO(self._print(self.quote)), strict=False).numPages

    def test_page_follows_what_is_chosen_and_nothing_is_kept_before_it_is_saved(self):
        self.company.write({"primary_color": "#112233", "agency_layout": "sober"})
        screen = Form(self.screens)
        self.assertIn("#112233", screen.preview)
        self.assertIn(self.quote.name, screen.preview)
        screen.primary_color = "#aa2211"
        screen.agency_layout = "band"
        screen.agency_footer = "Imprimeur vert"
        self.assertIn("#aa2211", screen.preview)
        self.assertIn("layout_band", screen.preview)
        self.assertIn("Imprimeur vert", screen.preview)
        screen.save()
        self.assertEqual((self.company.primary_color, self.company.agency_layout), ("#112233", "sober"))
        self.assertFalse(self.company.agency_footer)

    def test_the_page_speaks_the_language_of_who_chooses(self):
        self.env["res.lang"]._activate_lang("en_US")
        foreign = self._create_quote()
        foreign.partner_id = foreign.partner_id.create({"name": "Maisonnette", "lang": "en_US"})
        screen = Form(self.screens)
        self.assertIn(self.quote.name, screen.preview)
        self.assertNotIn(foreign.name, screen.preview)
        self.quote.partner_id = foreign.partner_id
        self.assertIn(foreign.name, Form(self.screens).preview)

    def test_what_is_saved_is_printed(self):
        screen = Form(self.screens)
        screen.agency_layout = "centred"
        screen.agency_footer = "Imprim'Vert depuis 2009"
        screen.save().action_save()
        self.assertEqual(self.company.agency_layout, "centred")
        self.assertIn("Imprim'Vert depuis 2009", self._text(self.quote))

    def test_a_page_is_shown_before_there_is_a_quote(self):
        company = self.env["res.company"].create({"name": "Neuve", "country_id": self.env.ref("base.fr").id})
        self.manager.company_ids |= company
        screen = Form(self.screens.with_company(company))
        self.assertIn("Neuve", screen.preview)

    def test_terms_that_were_changed_are_in_force_from_today_on(self):
        self.quote._by_rules().first_sent_date = "2026-01-10 10:00:00"
        before = self._text(self.quote)
        screen = Form(self.screens)
        screen.terms_text = "<p>Tout est payé comptant.</p>"
        screen.save().action_save()
        self.env.invalidate_all()
        self.assertEqual(self._text(self.quote), before)
        self.assertIn("Tout est payé comptant.", self._text(self._create_quote()))
        again = Form(self.screens)
        again.terms_text = "<p>Tout est payé d'avance.</p>"
        again.save().action_save()
        self.assertIn("payé d'avance", self._text(self._create_quote()))

    def test_terms_of_a_file_stand_behind_the_quote(self):
        pages = self._count_pages()
        self.assertIn("Conditions générales", self._text(self.quote))
        screen = Form(self.screens)
        screen.terms_kind = "file"
        screen.agency_terms_file = self._pdf(3)
        screen.save().action_save()
        self.assertNotIn("Conditions générales de vente", self._text(self.quote))
        self.assertEqual(self._count_pages(), pages - 1 + 3)

    def test_a_file_that_cannot_be_printed_is_refused_and_nothing_is_kept(self):
        for content, words in ((b"", "PDF"), (base64.b64encode(b"Pas un PDF"), "PDF"), (self._pdf(21), "21")):
            screen = Form(self.screens)
            screen.terms_kind = "file"
            screen.agency_footer = "Perdu"
            screen.agency_terms_file = content
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words):
                screen.save().action_save()
            self.assertFalse(self.company.agency_footer)

    def test_a_user_and_a_manager_of_another_company_choose_nothing(self):
        user = self._new_user("identity_user", "agency_crm.group_agency_user")
        with self.assertRaises(AccessError):
            self.env["agency.identity"].with_user(user).create({"agency_layout": "band"})
        other = self.env["res.company"].create({"name": "Ailleurs"})
        with self.assertRaises(AccessError):
            self.screens.create({"agency_layout": "band", "company_id": other.id}).action_save()
        self.assertNotEqual(other.agency_layout, "band")
