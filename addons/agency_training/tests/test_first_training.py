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

    def test_the_service_of_a_first_course_can_be_made_from_it(self):
        [service] = self._get_fields("agency.course", "//field[@name='product_id']")
        self.assertNotIn("no_create'", service.get("options"))
        self.assertIn("'default_is_training': True", service.get("context"))
