"""The page of one supplier (B10, B15): its address, who opens it, how often it is sent."""

import secrets
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models

from odoo.addons.agency_crm.tokens import is_right
from odoo.addons.agency_pdf.models.sale_order_viewed import MACHINES_RE

from ..const import COSTS_GROUP, MOST_ANSWERS_PER_HOUR

# After the day to answer by (B47).
DAYS_OF_A_TOKEN = 365


class AgencyPriceConsultation(models.Model):
    _name = "agency.price.consultation"
    _inherit = ["agency.price.consultation"]

    page_token = fields.Char(
        readonly=True,
        copy=False,
        prefetch=False,
        groups=fields.NO_ACCESS,
        export_string_translation=False,
        help="What the address of the supplier's page has that nobody guesses. Empty: there is no page.",
    )
    page_url = fields.Char(
        string="Supplier's page",
        compute="_compute_page_url",
        groups=COSTS_GROUP,
        help="Where the supplier gives its prices, without an account: whoever has this address may.",
    )
    page_answers = fields.Integer(
        readonly=True, copy=False, groups=fields.NO_ACCESS, help="How often the page was sent since `page_hour`."
    )
    page_hour = fields.Datetime(
        readonly=True, copy=False, groups=fields.NO_ACCESS, help="From when `page_answers` counts, in UTC."
    )
    page_file_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="agency_price_consultation_page_file",
        string="Files of the supplier",
        readonly=True,
        copy=False,
        groups=COSTS_GROUP,
        help="What the supplier gave on its page.",
    )

    @api.depends("page_token", "state", "request_id.state")
    def _compute_page_url(self):
        for consultation in self:
            # Sudo: the token is closed to everybody; the address is shown to who sees prices.
            consultation_sudo = consultation.sudo()
            has_page = consultation_sudo._has_page()
            consultation.page_url = (
                f"{consultation.get_base_url()}{consultation_sudo._get_page_path()}" if has_page else False
            )

    # === TOKEN === #

    def _ensure_page(self):
        """Give each of these a page, which keeps its address when it is asked again."""
        # Sudo: the token is closed to everybody.
        for consultation_sudo in self.sudo():
            if not consultation_sudo.page_token:
                consultation_sudo.page_token = secrets.token_urlsafe(32)

    def _note_asked(self):
        """Override: who was asked by telephone may be given the address too."""
        self._ensure_page()
        return super()._note_asked()

    def action_withdraw(self):
        """Override: the address opens nothing any more."""
        res = super().action_withdraw()
        # Sudo: the token is closed to everybody.
        self.sudo().page_token = False
        return res

    def _has_page(self):
        """Return whether the token opens the page: not once withdrawn, nor the request cancelled or long over."""
        self.ensure_one()
        limit = self.request_id.answer_by and self.request_id.answer_by + timedelta(days=DAYS_OF_A_TOKEN)
        return bool(
            self.page_token
            and self.state != "withdrawn"
            and self.request_id.state != "cancelled"
            and limit >= fields.Date.context_today(self)
        )

    def _get_page_path(self, suffix=""):
        """Return the address of the page on our server, with its token."""
        self.ensure_one()
        return f"/demande/{self.id}{suffix}?access_token={self.page_token}"

    @api.model
    def _get_of_page_sudo(self, consultation_id, token):
        """Return the consultation that a token opens, as its supplier reads it; none where it opens nothing.

        :param int consultation_id: of one supplier
        :param str token: whatever somebody sent
        """
        # Sudo: who asks has no account here, the token is what they have.
        consultation_sudo = self.sudo().search([("id", "=", consultation_id)])
        if not (is_right(consultation_sudo.page_token, token) and consultation_sudo._has_page()):
            return self.browse()
        # A colleague who sees no prices is shown none here either.
        if self.env.user._is_internal() and not self.env.user.has_group(COSTS_GROUP):
            return self.browse()
        # What changes is told as the system's: « Public user » is nobody.
        system = consultation_sudo.with_user(SUPERUSER_ID)
        return system.with_company(consultation_sudo.company_id).with_context(
            lang=consultation_sudo._get_pdf_lang(),
            tz=consultation_sudo.request_id.user_id.tz or "Europe/Paris",
            allowed_company_ids=consultation_sudo.company_id.ids,
        )

    def _note_seen(self, user_agent, method="GET"):
        """Note that the supplier opened its page; not a machine that tries the links of mails.

        :param str user_agent: what the browser says it is
        :param str method: of HTTP
        """
        self.ensure_one()
        if method != "GET" or not user_agent or MACHINES_RE.search(user_agent):
            return
        if self.state == "sent":
            self._by_rules().write({"state": "seen", "seen_on": fields.Datetime.now()})

    def _count_page_answer(self):
        """Count one more answer by the page, and return whether there are not too many in this hour."""
        self.ensure_one()
        now = fields.Datetime.now()
        if not self.page_hour or self.page_hour < now - timedelta(hours=1):
            self.write({"page_hour": now, "page_answers": 0})
        self.page_answers += 1
        # Now: another answer at the same moment waits here, and counts too.
        self.flush_recordset()
        return self.page_answers <= MOST_ANSWERS_PER_HOUR
