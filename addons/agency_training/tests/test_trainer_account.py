"""An internal trainer: own sessions, names and sheets; no price, no other session, no deal (TRAINING §9, T70)."""

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .drawings import draw
from .test_convocation import CONVOCATION
from .test_kept_sheet import SHEET, SLOT_SHEET, KeptSheetCommon
from .test_session_papers import CERTIFICATE

# What has a price, or is a deal.
CLOSED = (
    *("crm.lead", "sale.order", "sale.order.line", "account.move", "account.move.line", "account.payment"),
    *("agency.document", "agency.signed.document", "agency.today.line", "agency.turnover.line"),
)
PRICED = ("product.template", "product.product", "product.pricelist", "product.pricelist.item", "product.supplierinfo")


@tagged("-at_install", "post_install")
class TestTrainerAccount(KeptSheetCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.trainer = new_test_user(cls.env, "julie", "agency_training.group_trainer", company_id=cls.company.id)
        cls.julie.user_id = cls.trainer

    def setUp(self):
        super().setUp()
        order = self.training.sudo().copy({"training_start_date": "2027-02-01", "training_end_date": "2027-02-02"})
        order.action_confirm()
        self.other = self.env["agency.training.session"].browse(
            order.with_user(self.user).action_plan_session()["res_id"]
        )
        self.other.action_plan()
        self.mine = self.session.with_user(self.trainer)
        self.my_slot = self.slot.with_user(self.trainer)

    def _print_as(self, user, records, report):
        return self.env["ir.actions.report"].with_user(user)._render_qweb_pdf(report, records.ids)[0]

    def _refused(self, *calls):
        for call in calls:
            # Each call as a request of its own: what others read is nothing they were given.
            self.env.invalidate_all()
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                call()

    def test_t70_own_sessions_and_no_other(self):
        for model in ("session", "slot", "registration", "attendance", "delivery"):
            records = self.env[f"agency.training.{model}"].with_user(self.trainer).search([])
            session = (
                records
                if model == "session"
                else records.mapped("session_id" if model in ("slot", "registration") else "slot_id.session_id")
            )
            self.assertEqual(session, self.session, model)
        trainees = self.env["agency.trainee"].with_user(self.trainer).search([])
        self.assertEqual(set(trainees.mapped("name")), {"Claire Dupont", "Marc Petit"})
        self.assertEqual(len(trainees), 2)
        self._refused(
            lambda: self.other.with_user(self.trainer).read(["title"]),
            lambda: self.other.slot_ids[0].with_user(self.trainer).get_signing_screen(),
            lambda: self.other.slot_ids[0].with_user(self.trainer).action_open_sheet(),
            lambda: self._print_as(self.trainer, self.other, SHEET),
        )

    def test_t70_no_price_and_no_deal(self):
        for model in CLOSED:
            with self.subTest(model=model):
                self._refused(lambda model=model: self.env[model].with_user(self.trainer).search([]).read())
        for model in PRICED:
            self.assertFalse(self.env[model].with_user(self.trainer).search([]))
        self._refused(
            lambda: self.course.with_user(self.trainer).read(["list_price"]),
            lambda: self.mine.read(["order_ids"]),
            lambda: self.mine.registration_ids.read(["order_id"]),
            lambda: self.mine.registration_ids.trainee_id.read(["order_id"]),
            lambda: self.mine.search([("order_ids.amount_total", ">", 0)]),
            lambda: self.mine.registration_ids.search([("order_id.amount_total", ">", 0)]),
            lambda: self.env["agency.trainee"].with_user(self.trainer).search([("order_id.amount_total", ">", 0)]),
        )

    def test_t70_the_sheet_is_theirs_and_the_plan_is_not(self):
        with self._at("12 12:30"):
            self.my_slot.action_open_sheet()
            self.my_slot.write({"attendance_ids": [(1, self.of_marc.id, {"state": "absent"})]})
            self.my_slot.action_sign_on_screen()
            self.assertFalse(self.my_slot.get_signing_screen()["message"])
            self.of_claire.with_user(self.trainer).sign_on_screen(draw())
            self.delivery.with_user(self.trainer).sign_on_screen(draw())
            self.my_slot.action_close_sheet()
        self.assertEqual((self.slot.sheet_state, self.of_marc.state), ("closed", "absent"))
        self.assertEqual(self.delivery.signed_by_id, self.trainer)
        self.assertEqual(self._print_as(self.trainer, self.slot, SLOT_SHEET), self.slot.sheet_ids._get_file())
        self.assertTrue(self._print_as(self.trainer, self.session, SHEET))
        with self._at("12 12:40"):
            self._refused(
                lambda: self.slots[1].with_user(self.trainer).write({"date": "2027-01-15"}),
                lambda: self.slots[1].with_user(self.trainer).write({"trainer_ids": [(5,)]}),
                lambda: self.slots[1].with_user(self.trainer).write({"sheet_state": "closed"}),
                lambda: self.slots[1].with_user(self.trainer).unlink(),
                lambda: self.slots[1].with_user(self.trainer).copy(),
                lambda: self.mine.write({"title": "Mine"}),
                lambda: self.mine.registration_ids[0].action_abandon(),
                lambda: self.mine.registration_ids[0].write({"state": "done"}),
                lambda: self.mine.registration_ids[0].unlink(),
                lambda: self.my_slot._reopen_sheet("Mine"),
                lambda: self.delivery.with_user(self.trainer)._take_signature_back("Mine"),
                lambda: self.of_claire.with_user(self.trainer).read(["signature"]),
                lambda: self.julie.with_user(self.trainer).write({"kind": "self"}),
                lambda: self.env["agency.training.session"].with_user(self.trainer).create({"title": "Mine"}),
                lambda: (
                    self.env["agency.training.attendance"]
                    .with_user(self.trainer)
                    .create({"slot_id": self.slots[1].id, "registration_id": self.claire.id})
                ),
            )

    def test_t70_before_it_begins_nothing_is_theirs(self):
        self._refused(
            lambda: self.mine.action_cancel(),
            lambda: self.mine.action_back_to_draft(),
            lambda: self.mine.registration_ids[0].action_cancel(),
        )
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.mine.action_convoke()

    def test_t70_a_colleagues_half_day_is_read_and_not_filled_in(self):
        partner = self.env["res.partner"].create({"name": "Paul Autre"})
        paul = self.env["agency.trainer"].with_user(self.manager).create({"partner_id": partner.id})
        slot = self.slots[1]
        slot.trainer_ids = paul
        with self._at("12 17:00"):
            theirs = slot.with_user(self.trainer)
            self.assertTrue(theirs.attendance_ids.mapped("trainee_id.name"))
            self._refused(
                lambda: theirs.attendance_ids[0].write({"state": "present"}),
                lambda: theirs.attendance_ids[0].sign_on_screen(draw()),
                lambda: theirs.delivery_ids.sign_on_screen(draw()),
                lambda: theirs.write({"attendance_ids": [(1, theirs.attendance_ids[0].id, {"state": "absent"})]}),
                lambda: theirs.action_all_present(),
            )
            self._close_as_planner(slot)
        self.assertEqual(slot.sheet_state, "closed")

    def _close_as_planner(self, slot):
        self._sign_all(slot)
        slot.delivery_ids.sign_on_screen(draw())
        slot._close_sheets("The agreement names another")

    def test_t70_another_papers_are_the_planners(self):
        for report in (CERTIFICATE, CONVOCATION):
            self._refused(lambda report=report: self._print_as(self.trainer, self.claire, report))

    def test_t70_who_is_a_user_besides_keeps_all(self):
        self.user.sudo().group_ids += self.env.ref("agency_training.group_trainer")
        sessions = self.env["agency.training.session"].with_user(self.user).search([])
        self.assertIn(self.other, sessions)
        self.assertTrue(self.course.with_user(self.user).list_price)
        self.other.with_user(self.user).write({"title": "Still mine"})

    def test_t70_their_menu_and_no_other_of_ours(self):
        menus = self.env["ir.ui.menu"].with_user(self.trainer).load_web_menus(False)
        ours = {menu["xmlid"] for menu in menus.values() if (menu.get("xmlid") or "").startswith("agency_")}
        self.assertEqual(ours, {"agency_training.menu_my_trainings"})
        action = self.env.ref("agency_training.agency_training_session_action_trainer").with_user(self.trainer)
        self.assertEqual(action.sudo().views[0][1], "list")
        for view_id, kind in action.sudo().views:
            arch = self.mine.get_view(view_id, kind)["arch"]
            self.assertNotIn("order_id", {node.get("name") for node in etree.fromstring(arch).iter("field")})
        sheet = self.env.ref("agency_training.agency_training_slot_view_form_sheet")
        self.assertTrue(self.my_slot.get_view(sheet.id, "form"))
