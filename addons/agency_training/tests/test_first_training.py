"""The first training in an empty database: what it asks for can be given where it is asked."""

from lxml import etree

from odoo.tests import tagged

from .common import TrainingCommon


@tagged("post_install", "-at_install")
class TestFirstTraining(TrainingCommon):
    def _get_fields(self, model, path):
        arch = self.env[model].get_view(view_type="form")["arch"]
        return etree.fromstring(arch).xpath(path)

    def test_a_trainee_has_its_contact_beside_its_name(self):
        """Convocations are refused without one (T41): nobody looks for a hidden column."""
        [contact] = self._get_fields("sale.order", "//field[@name='trainee_ids']/list/field[@name='partner_id']")
        self.assertEqual(contact.get("optional"), "show")
        [trainees] = self._get_fields("sale.order", "//field[@name='trainee_ids']")
        self.assertEqual(trainees.get("colspan"), "2")

    def test_a_contact_made_there_is_one_of_the_customers_people(self):
        [contact] = self._get_fields("sale.order", "//field[@name='trainee_ids']/list/field[@name='partner_id']")
        self.assertIn("'default_parent_id': employer_id", contact.get("context"))
        quote = self._create_quote()
        of_company, of_individual = (
            self.env["agency.trainee"].create({"name": name, "order_id": quote.id})
            for name, quote in (
                ("Ana", quote),
                ("Bo", self._create_quote(partner_id=self.env["res.partner"].create({"name": "Somebody"}).id)),
            )
        )
        self.assertTrue(of_company.employer_id.is_company)
        self.assertEqual(of_company.employer_id, quote.partner_id.commercial_partner_id)
        self.assertFalse(of_individual.employer_id, "an individual has no people")

    def test_the_service_of_a_first_course_can_be_made_from_it(self):
        [service] = self._get_fields("agency.course", "//field[@name='product_id']")
        self.assertNotIn("no_create'", service.get("options"))
        self.assertIn("'default_is_training': True", service.get("context"))
