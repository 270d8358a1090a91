"""The first day asks for the legal form that documents print (LEGAL I1)."""

from odoo.tests import tagged

from .common import AgencyPdfCommon


@tagged("post_install", "-at_install")
class TestFirstDayLegal(AgencyPdfCommon):
    def _is_done(self, **values):
        company = self.env.company.sudo()
        company.write(
            {"legal_form": False, "share_capital": 0, "is_sole_trader": False, "trade_register_city": False, **values}
        )
        steps = self.env["agency.first.day"]._get_all_steps()
        return {name: is_done for name, _label, is_done, _action in steps}["legal"]

    def test_a_company_says_its_form_capital_and_register(self):
        self.assertFalse(self._is_done())
        self.assertFalse(self._is_done(legal_form="S.A.R.L."))
        self.assertFalse(self._is_done(legal_form="SARL", share_capital=8000))
        self.assertTrue(self._is_done(legal_form="SARL", share_capital=8000, trade_register_city="Nancy"))

    def test_who_has_no_capital_is_not_asked_for_it(self):
        self.assertTrue(self._is_done(is_sole_trader=True))
        self.assertTrue(self._is_done(legal_form="Association"))

    def test_it_is_not_asked_where_our_documents_are_not_printed(self):
        self.env.company.sudo().has_agency_documents = False
        steps = self.env["agency.first.day"]._get_all_steps()
        self.assertNotIn("legal", [name for name, *_step in steps])
