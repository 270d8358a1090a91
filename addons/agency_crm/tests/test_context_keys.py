"""Context keys are input: each is in the table, and acts for those alone who may set it."""

import re
from pathlib import Path

from odoo import SUPERUSER_ID
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons import agency_crm

from ..context_keys import CODE, KEYS, USERS, FromCode, from_code, get_key
from .common import AgencyCommon

ADDONS = [folder for folder in Path(agency_crm.__path__[0]).parent.glob("agency_*") if folder.is_dir()]
# How a context is read: `env.context.get("key")`, `env.context["key"]`.
READ_RE = re.compile(r"""context(?:\.get\(|\[)\s*["'](\w+)["'](?!\]\s*=[^=])""")
# Odoo's own, that we read: they change words, never records.
ODOO_KEYS = {
    "cron_end_time",
    "custom_template_facturx",
    "lang",
    "proforma",
    "proforma_invoice",
    "tracking_disable",
}


def sources(suffix):
    for addon in ADDONS:
        for path in addon.rglob(f"*{suffix}"):
            if "tests" not in path.parts and "migrations" not in path.parts:
                yield path, path.read_text()


@tagged("post_install", "-at_install")
class TestContextKeys(AgencyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quote = cls._create_quote()
        cls.portal = new_test_user(cls.env(su=True), "keys_portal", groups="base.group_portal")
        cls.public = cls.env.ref("base.public_user")

    def test_each_key_that_is_read_is_in_the_table(self):
        for path, text in sources(".py"):
            if path.name != "context_keys.py":
                self.assertLessEqual(set(READ_RE.findall(text)), ODOO_KEYS, path)

    def test_each_key_that_a_view_sets_is_of_users(self):
        for path, text in sources(".xml"):
            for context in re.findall(r"""context=["']\{(.*?)\}["']""", text, re.S):
                for key in re.findall(r"'((?:agency|mailed|invoiced)_\w+)'\s*:", context):
                    self.assertEqual(KEYS[key].setter, USERS, f"{path}: {key}")

    def test_what_only_code_sets_no_request_can_set(self):
        for name in (name for name, key in KEYS.items() if key.setter == CODE):
            for value in (True, 1, "x", [1], {"value": True}):
                self.assertIsNone(get_key(self.env(context={name: value}), name), name)
            self.assertIs(get_key(self.env(context=from_code(**{name: True})), name), True)

    def test_what_users_set_means_nothing_for_others(self):
        for name in (name for name, key in KEYS.items() if key.setter == USERS):
            for user in (self.portal, self.public):
                for su in (False, True):
                    env = self.env(user=user, su=su, context={name: [1]})
                    self.assertIsNone(get_key(env, name), (name, user.id, su))
            self.assertEqual(get_key(self.env(user=self.user, context={name: [1]}), name), [1])

    def test_values_of_code_are_equal_when_what_they_hold_is(self):
        # Odoo keeps one environment for each context.
        self.assertEqual(FromCode(True), FromCode(True))
        self.assertEqual(hash(FromCode(True)), hash(FromCode(True)))

    def test_message_of_the_public_sends_nothing(self):
        context = {"mark_so_as_sent": True, "mailed_record_ids": self.quote.ids, "agency_reminder": True}
        for user in (self.portal, self.public):
            quote = self.quote.with_user(user).sudo().with_context(**context)
            quote.message_post(body="Bonjour", message_type="comment", subtype_xmlid="mail.mt_comment")
        self.assertEqual((self.quote.quote_status, self.quote.reminder_count), ("draft", 0))

    def test_message_says_not_by_itself_what_it_carries(self):
        message = self.quote.with_user(self.user).message_post(
            body="Bonjour", sent_order_ids=[Command.set(self.quote.ids)], is_quote_reminder=True
        )
        self.assertFalse(message.sudo().sent_order_ids)
        self.assertEqual(self.quote.quote_status, "draft")

    def test_message_marks_what_its_author_may_change_alone(self):
        company = self.env(user=SUPERUSER_ID)["res.company"].create({"name": "Elsewhere"})
        other = self._create_quote()
        message = self.quote.with_user(self.user).message_post(body="Bonjour")
        # Whatever it came to hold, by a hole that nobody knows yet.
        message.sudo().sent_order_ids = self.quote + other
        other.sudo().opportunity_id = False
        self.env.flush_all()
        self.env.cr.execute("UPDATE sale_order SET company_id = %s WHERE id = %s", (company.id, other.id))
        self.env.invalidate_all()
        message._mark_sent()
        self.assertEqual((self.quote.state, other.sudo().state), ("sent", "draft"))

    def test_history_is_not_claimed_by_a_request(self):
        quote = self._create_quote().with_context(agency_history=True)
        quote.action_confirm()
        self.assertEqual(self.deal.stage_id, self._stage("won"))
