from odoo.addons.agency_crm.models.agency_tracking_mixin import AgencyTrackingMixin

from .common import AgencyCommon


class TestTracking(AgencyCommon):
    """Messages written together are those that Odoo posts one by one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False, "mail_notrack": False})

    def setUp(self):
        super().setUp()
        self.quotes = self._create_sent_quotes(3)

    def _create_sent_quotes(self, number):
        quotes = self.env["sale.order"].concat(*(self._create_quote(self._create_deal()) for _quote in range(number)))
        quotes.action_quotation_sent()
        self._flush_tracking()
        return quotes

    def _confirm(self, quotes):
        """Accept quotes; return what it added to their chatters and to those of their deals."""
        messages = self.env["mail.message"].sudo()
        last = messages.search([], order="id desc", limit=1)
        quotes.action_confirm()
        self._flush_tracking()
        return messages.search([("id", ">", last.id), ("model", "in", ("sale.order", "crm.lead"))])

    def _values(self, messages, record):
        names = (
            "author_id", "body", "email_add_signature", "email_from", "is_internal", "message_type", "partner_ids",
            "record_alias_domain_id", "record_company_id", "subject", "subtype_id", "notification_ids",
        )  # fmt: skip
        message = messages.filtered(lambda message: (message.model, message.res_id) == (record._name, record.id))
        changes = message.tracking_value_ids.sorted("field_id").mapped(
            lambda value: (value.field_id.name, value.old_value_char, value.new_value_char)
        )
        local_part, _at, _domain = message.reply_to.partition("@")
        return {name: message[name] for name in names}, changes, local_part

    def test_as_odoo_posts_them(self):
        together = self._confirm(self.quotes[:2])
        self.patch(AgencyTrackingMixin, "_write_tracking", self._post_one_by_one)
        apart = self._confirm(self.quotes[2])
        self.assertEqual(len(together), 2 * len(apart))
        one, other = self.quotes[0], self.quotes[2]
        for record, same in ((one, other), (one.opportunity_id, other.opportunity_id)):
            values = self._values(together, record)
            self.assertTrue(values[1])
            self.assertEqual(values, self._values(apart, same))

    @staticmethod
    def _post_one_by_one(_self, _subtype_id, _author_id, posts):
        for record, values in posts:
            record.message_post(**values)

    def test_who_asked_to_know_is_told(self):
        watched = self.quotes[1]
        subtype = self.env.ref("sale.mt_order_confirmed")
        watched.message_subscribe(self.manager.partner_id.ids, subtype.ids)
        # One's own doings are no news.
        self.quotes.message_subscribe(self.user.partner_id.ids, subtype.ids)
        messages = self._confirm(self.quotes)
        told = messages.notification_ids.mapped(lambda note: (note.mail_message_id.res_id, note.res_partner_id))
        self.assertEqual(told, [(watched.id, self.manager.partner_id)])
        self.assertEqual(len(messages.filtered(lambda message: message.model == "sale.order")), 3)

    def test_queries_do_not_grow_with_the_number_of_quotes(self):
        self._confirm(self.quotes[0])  # what is read once for all
        few, many = self._create_sent_quotes(2), self._create_sent_quotes(12)
        counts = []
        for quotes in (few, many):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            quotes.action_confirm()
            self._flush_tracking()
            counts.append(self.env.cr.sql_log_count - before)
        # Odoo asks four times whether the subtype of each message is still there.
        self.assertLessEqual(counts[1] - counts[0], 10 * 4 + 5)
