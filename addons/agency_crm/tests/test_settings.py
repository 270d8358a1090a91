from odoo.tests import Form, tagged

from .common import AgencyCommon


@tagged("post_install", "-at_install")
class TestSettings(AgencyCommon):
    """Settings are one page for all add-ons: a field of ours that fails takes those of all others along."""

    def test_the_settings_open_and_are_saved(self):
        term = self.env.ref("account.account_payment_term_15days")
        company = self.env.company
        self.env.user.group_ids |= self.env.ref("base.group_system") | self.env.ref("agency_crm.group_agency_manager")
        with Form(self.env["res.config.settings"]) as form:
            form.agency_payment_term_id = term
            form.offer_sent_delay = 4
            form.is_next_step_activity = not company.is_next_step_activity
            is_activity = form.is_next_step_activity
        form.record.execute()
        self.assertEqual(company.default_payment_term_id, term)
        self.assertEqual(company.offer_sent_delay, 4)
        self.assertEqual(company.is_next_step_activity, is_activity)
