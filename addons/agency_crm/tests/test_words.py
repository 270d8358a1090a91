"""The words of the manual, in French, for users of the agency; tests/sample/test_words.py walks the whole app."""

from odoo.tests import tagged

from ..words import say
from .common import AgencyCommon


@tagged("post_install", "-at_install")
class TestWords(AgencyCommon):
    def test_odoos_words_become_the_manuals(self):
        for text, words in (
            ("Piste/Opportunité créée", "Affaire créée"),
            ("Opportunité gagnée", "Affaire gagnée"),
            ("Pistes ou Opportunités", "Affaires"),
            ("Pistes similaires", "Affaires similaires"),
            ("Généré en convertissant la piste", "Généré en convertissant l'affaire"),
            ("Nombre d'opportunités", "Nombre d'affaires"),
            (" Vendeur ", " Assigné à "),
            ("Analyse du pipeline", "Analyse des affaires"),
        ):
            self.assertEqual(say(text), words)

    def test_what_is_right_stays(self):
        for text in ("Comment", "Commandes client", "Pistage", "Avoir", "Les vendeurs de l'imprimerie", ""):
            self.assertEqual(say(text), text)

    def test_a_status_is_the_manuals_where_it_is_one(self):
        self.assertEqual(say("Payé", "account.move"), "Soldé")
        self.assertEqual(say("Payé", "account.payment"), "Payé")
        self.assertEqual(say("Gagné", "crm.lead"), "Gagnée")

    def test_only_users_of_the_agency_read_them_and_only_in_french(self):
        self.env["res.lang"].sudo()._activate_lang("fr_FR")
        field = self.env["ir.model.fields"].sudo()._get("crm.lead", "name")
        field.with_context(lang="fr_FR").field_description = "Opportunité"
        self.env.registry.clear_all_caches()

        def label(user, lang):
            leads = self.env["crm.lead"].with_user(user).with_context(lang=lang)
            return leads.fields_get(["name"], ["string"])["name"]["string"]

        self.assertEqual(label(self.user, "fr_FR"), "Affaire")
        self.assertNotEqual(label(self.user, "en_US"), "Affaire")
        stock = self.user.sudo().copy({"login": "stock_seller"})
        stock.group_ids = self.env.ref("sales_team.group_sale_salesman")
        self.assertEqual(label(stock, "fr_FR"), "Opportunité")
        self.env.company.sudo().is_agency = False
        self.assertEqual(label(self.user, "fr_FR"), "Opportunité")

    def test_rights_that_are_not_chosen_are_said_in_french(self):
        self.env["res.lang"].sudo()._activate_lang("fr_FR")
        groups = self.env["res.groups"].with_user(self.manager).sudo().with_context(lang="fr_FR")
        privilege = self.env.ref("agency_crm.privilege_agency").id

        def placeholder(groups):
            return groups._get_view_group_hierarchy()["privileges"][privilege]["placeholder"]

        self.assertEqual(placeholder(groups), "Non")
        self.assertEqual(placeholder(groups.with_context(lang="en_US")), "No")

    def test_a_quote_is_made_as_a_quote(self):
        quote = self._create_quote()
        self.assertEqual(quote._creation_message(), "Quote created")
        quote.sudo().company_id.is_agency = False
        self.assertNotEqual(quote._creation_message(), "Quote created")
