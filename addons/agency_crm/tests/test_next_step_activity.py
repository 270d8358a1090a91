from .common import AgencyCommon


class TestNextStepActivity(AgencyCommon):
    """One to-do per open deal mirrors its next step."""

    def _activity(self, deal=None):
        deal = self.deal if deal is None else deal
        return deal.activity_ids.filtered(
            lambda a: a.activity_type_id == self.env.ref("agency_crm.mail_activity_next_step")
        )

    def assertMirrored(self):
        activity = self._activity()
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.summary, self.deal.next_step_id.name)
        self.assertEqual(activity.date_deadline, self.deal.next_step_date)
        self.assertEqual(activity.user_id, self.deal.user_id)

    def test_activity_follows_step_date_and_salesperson(self):
        self.assertMirrored()
        self.deal.next_step_date = "2030-01-15"
        self.assertMirrored()
        self.deal.next_step_id = self._step("quote_print")
        self.assertMirrored()
        self.deal.user_id = self.manager
        self.assertMirrored()
        self.deal.stage_id = self._stage("on_hold")
        self.assertMirrored()

    def test_activity_follows_the_quotes(self):
        self._create_quote().action_quotation_sent()
        self.assertMirrored()
        self.assertEqual(self._activity().summary, self._step("call_back").name)

    def test_activity_goes_with_the_closing_step(self):
        self.deal.stage_id = self._stage("final")
        self.assertFalse(self._activity())

    def test_activity_goes_with_the_loss_and_comes_back(self):
        self.deal.action_set_lost()
        self.assertFalse(self._activity())
        self.deal.action_restore()
        self.assertMirrored()

    def test_deal_of_nobody_has_no_activity(self):
        self.deal.user_id = False
        self.assertFalse(self._activity())

    def test_other_activities_are_left_alone(self):
        call = self.deal.activity_schedule("mail.mail_activity_data_call", summary="Call Claire")
        self.deal.stage_id = self._stage("final")
        self.assertTrue(call.exists())

    def test_setting_turns_it_off_and_on(self):
        company = self.env.company.with_user(self.manager).sudo()
        company.is_next_step_activity = False
        self.assertFalse(self._activity())
        self.deal.next_step_date = "2030-01-15"
        self.assertFalse(self._activity())
        company.is_next_step_activity = True
        self.assertMirrored()

    def test_no_mail_is_sent_for_it(self):
        mails = self.env["mail.mail"].sudo().search_count([])
        self.deal.user_id = self.manager
        self.deal.with_user(self.manager).next_step_date = "2030-01-15"
        self.assertEqual(
            self.env["mail.message"].sudo().search_count([("subject", "ilike", self._step("quote_internal").name)]),
            0,
        )
        self.assertGreaterEqual(self.env["mail.mail"].sudo().search_count([]), mails)
