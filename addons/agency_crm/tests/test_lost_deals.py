from .common import AgencyCommon


class TestLostDeals(AgencyCommon):
    """Perdue is Odoo's own lost, with its reason: findable, restorable."""

    def test_lost_by_odoos_wizard(self):
        self.env["crm.lead.lost"].create(
            {
                "lead_ids": self.deal.ids,
                "lost_reason_id": self.reason.id,
            }
        ).action_lost_reason_apply()
        self.assertDeal("lost", "none")
        self.assertEqual(self.deal.won_status, "lost")
        self.assertFalse(self.deal.active)
        self.assertEqual(self.deal.lost_reason_id, self.reason)

    def test_lost_by_the_stage(self):
        self.deal.stage_id = self._stage("lost")
        self.assertEqual(self.deal.won_status, "lost")
        self.assertFalse(self.deal.active)

    def test_lost_deal_stays_findable(self):
        self.deal.action_set_lost()
        found = (
            self.env["crm.lead"]
            .with_context(active_test=False)
            .search([("won_status", "=", "lost"), ("id", "=", self.deal.id)])
        )
        self.assertEqual(found, self.deal)

    def test_restored_deal_is_back_where_it_was(self):
        self.deal.stage_id = self._stage("negotiation")
        self.deal.action_set_lost(lost_reason_id=self.reason.id)
        self.deal.action_restore()
        self.assertEqual(self.deal.stage_id, self._stage("negotiation"))
        self.assertEqual(self.deal.next_step_id, self._step("quote_internal"))
        self.assertTrue(self.deal.next_step_date)
        self.assertEqual(self.deal.won_status, "pending")
        self.assertFalse(self.deal.lost_reason_id)

    def test_won_deal_lost_then_restored_is_won(self):
        self._create_quote().action_confirm()
        self.deal.action_set_lost()
        self.assertDeal("lost", "none")
        self.deal.action_restore()
        self.assertEqual(self.deal.stage_id, self._stage("won"))
        self.assertEqual(self.deal.won_status, "won")

    def test_lost_deal_moved_by_hand_is_restored(self):
        self.deal.action_set_lost()
        self.deal.stage_id = self._stage("on_hold")
        self.assertTrue(self.deal.active)
        self.assertEqual(self.deal.won_status, "pending")
        self.assertEqual(self.deal.next_step_id, self._step("call_back"))

    def test_deals_of_several_stages_are_restored_each_to_its_own(self):
        other = self._create_deal()
        other.stage_id = self._stage("on_hold")
        deals = self.deal + other
        deals.action_set_lost()
        self.assertEqual(deals.stage_id, self._stage("lost"))
        deals.action_restore()
        self.assertEqual(self.deal.stage_id, self._stage("analysis"))
        self.assertEqual(other.stage_id, self._stage("on_hold"))
