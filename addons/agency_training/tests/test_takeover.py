from odoo.tests import tagged

from odoo.addons.agency_crm.tests.test_takeover_columns import TakeoverColumnsCase
from odoo.addons.agency_training.hooks import QUOTE_COLUMNS


@tagged("-at_install", "post_install")
class TestTakeover(TakeoverColumnsCase):
    def test_columns_are_those_of_their_fields(self):
        self._check_columns(QUOTE_COLUMNS)
