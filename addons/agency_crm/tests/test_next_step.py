from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, freeze_time

from .common import AgencyCommon

# Stage -> the steps that it allows, the first being proposed (manual: « Les affaires »).
ALLOWED = {
    "analysis": ["quote_internal", "quote_subcontractor", "quote_print"],
    "offer_sent": ["call_back"],
    "negotiation": ["quote_internal", "quote_subcontractor", "quote_print", "waiting"],
    "on_hold": ["call_back", "waiting"],
    "won": ["deposit", "balance"],
    "lost": ["none"],
    "deposit": ["balance"],
    "final": ["none"],
}
STEPS = [
    "quote_internal",
    "quote_subcontractor",
    "quote_print",
    "call_back",
    "waiting",
    "deposit",
    "balance",
    "none",
]


class TestNextStep(AgencyCommon):
    """Which step a stage allows, and its date."""

    def test_stages_allow_the_steps_of_the_table(self):
        for phase, steps in ALLOWED.items():
            for step in STEPS:
                with self.subTest(phase=phase, step=step):
                    deal = self._create_deal(stage_id=self._stage(phase).id)
                    values = {"next_step_id": self._step(step).id, "next_step_date": "2030-01-15"}
                    if step == "none":
                        values["next_step_date"] = False
                    if step in steps:
                        deal.write(values)
                        self.assertEqual(deal.next_step_id, self._step(step))
                    else:
                        with self.assertRaises(ValidationError), self.env.cr.savepoint():
                            deal.write(values)

    def test_stage_proposes_its_first_step(self):
        for phase, steps in ALLOWED.items():
            with self.subTest(phase=phase):
                deal = self._create_deal()
                deal.stage_id = self._stage(phase)
                self.assertEqual(deal.next_step_id, self._step(steps[0]))

    def test_step_that_the_new_stage_allows_is_kept(self):
        self.deal.next_step_id = self._step("quote_print")
        self.deal.stage_id = self._stage("negotiation")
        self.assertEqual(self.deal.next_step_id, self._step("quote_print"))

    def test_a_step_that_a_manager_adds_or_archives_counts_at_once(self):
        stage = self._stage("offer_sent")
        deal = self._create_deal(stage_id=stage.id)
        step = self.env["agency.next.step"].with_user(self.manager).create({"name": "Visio", "stage_ids": stage.ids})
        self.assertEqual(deal._get_allowed_next_steps(), self._step("call_back") + step)
        step.sequence = 0
        self.assertEqual(deal._get_allowed_next_steps(), step + self._step("call_back"))
        step.active = False
        self.assertEqual(deal._get_allowed_next_steps(), self._step("call_back"))
        step.active = True
        stage.with_user(self.manager).next_step_ids -= self._step("call_back")
        self.assertEqual(deal._get_allowed_next_steps(), step)
        step.unlink()
        self.assertFalse(deal._get_allowed_next_steps())

    def test_refusal_names_the_steps_allowed(self):
        with self.assertRaisesRegex(
            ValidationError,
            "5 - Balance invoice.*Analysis.*1 - Estimate by the team"
            ".*1 - Estimate by a subcontractor.*1 - Estimate by a printer",
        ):
            self.deal.next_step_id = self._step("balance")

    def test_open_step_needs_a_date(self):
        with self.assertRaisesRegex(ValidationError, "needs a date"):
            self.deal.next_step_date = False

    def test_open_step_given_without_a_date_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "needs a date"):
            self._create_deal(next_step_id=self._step("quote_print").id)
        self.deal.stage_id = self._stage("final")
        with self.assertRaisesRegex(ValidationError, "needs a date"):
            self.deal.write(
                {
                    "stage_id": self._stage("won").id,
                    "next_step_id": self._step("balance").id,
                }
            )

    def test_form_proposes_a_date(self):
        with Form(self.deal) as form:
            form.stage_id = self._stage("final")
            self.assertFalse(form.next_step_date)
            form.stage_id = self._stage("won")
            self.assertEqual(form.next_step_id, self._step("deposit"))
            self.assertEqual(form.next_step_date, self._working_date(2))

    def test_closing_stages_close_the_deal(self):
        for phase in ("final", "lost"):
            with self.subTest(phase=phase):
                deal = self._create_deal()
                deal.stage_id = self._stage(phase)
                self.assertDeal(phase, "none", deal=deal)

    def test_lead_has_no_next_step(self):
        lead = self._create_deal(type="lead")
        self.assertFalse(lead.next_step_id)
        self.assertFalse(lead.next_step_date)

    def test_overdue_steps_stand_out(self):
        with freeze_time("2026-11-24"):
            self.deal.next_step_date = "2026-11-23"
            late = self.deal
            today = self._create_deal()
            today.next_step_date = "2026-11-24"
            self.assertTrue(late.is_next_step_overdue)
            self.assertEqual(late.deal_state, "overdue")
            self.assertFalse(today.is_next_step_overdue)
            found = self.env["crm.lead"].search(
                [
                    ("is_next_step_overdue", "=", True),
                    ("id", "in", (late + today).ids),
                ]
            )
            self.assertEqual(found, late)

    def test_next_step_is_seen_and_set_from_quotes_and_invoices(self):
        quote = self._create_quote()
        quote.action_confirm()
        invoice = self._invoice_deposit(quote, post=False)
        for document in (quote, invoice):
            self.assertEqual(document.next_step_id, self.deal.next_step_id)
            self.assertEqual(document.next_step_date, self.deal.next_step_date)
        quote.next_step_id = self._step("balance")
        self.assertEqual(self.deal.next_step_id, self._step("balance"))
        invoice.next_step_date = "2030-02-01"
        self.assertEqual(str(self.deal.next_step_date), "2030-02-01")
        self.assertEqual(str(quote.next_step_date), "2030-02-01")
        documents = self.env["sale.order"].search([("id", "=", quote.id)], order="next_step_id, next_step_date")
        self.assertEqual(documents, quote)

    def test_steps_used_by_the_rules_are_kept(self):
        steps = self.env["agency.next.step"].with_user(self.manager)
        with self.assertRaises(UserError):
            self._step("call_back").with_user(self.manager).unlink()
        own = steps.create({"name": "6 - Archive the files"})
        own.unlink()
        with self.assertRaises(UserError):
            self._stage("won").with_user(self.manager).unlink()

    def test_date_is_proposed_while_the_step_is_pending(self):
        """As when the add-on comes to deals that are there: whichever is read first."""
        won = self._create_deal(stage_id=self._stage("won").id)
        steps, dates = won._fields["next_step_id"], won._fields["next_step_date"]
        for names in (["next_step_date", "next_step_id"], ["next_step_id", "next_step_date"]):
            with self.subTest(first=names[0]):
                self.env.flush_all()
                self.env.cr.execute(
                    "UPDATE crm_lead SET next_step_id = NULL, next_step_date = NULL WHERE id = %s", (won.id,)
                )
                self.env.invalidate_all()
                self.env.add_to_compute(steps, won)
                self.env.add_to_compute(dates, won)
                for name in names:
                    self.assertTrue(won[name], name)
                self.assertDeal("won", "deposit", self._working_date(2), deal=won)

    def test_open_step_is_not_left_without_its_date(self):
        for values in (
            {"next_step_date": False},
            {"next_step_id": self._step("quote_print").id, "next_step_date": False},
        ):
            with self.subTest(**values), self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.deal.write(values)

    def test_a_stage_that_is_won_again_closes_no_deal_again(self):
        """Odoo would date all the deals of the stage today, and its analyses count by that date."""
        won = self._create_deal(stage_id=self._stage("won").id)
        won.date_closed = "2024-05-01 10:00:00"
        self._stage("won").with_user(self.manager).is_won = True
        self.assertEqual(str(won.date_closed), "2024-05-01 10:00:00")
