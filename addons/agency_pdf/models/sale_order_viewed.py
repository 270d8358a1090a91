"""« Vu le »: the customer opened the page of the quote; told once a day at most, and never for a machine's visit."""

import re

from odoo import api, fields, models

# Those who open the links of mails before people do: scanners, previewers, crawlers.
MACHINES_RE = re.compile(
    r"bot|crawl|spider|scan|preview|fetch|monitor|curl|wget|python|java/|libwww|headless|barracuda|mimecast|proofpoint"
    r"|safelinks|urldefense|trustwave|symantec|forcepoint|virustotal",
    re.IGNORECASE,
)


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    viewed_date = fields.Datetime(
        string="Seen on",
        copy=False,
        readonly=True,
        help="When the customer last opened the page of the quote, in UTC; one visit a day is noted.",
    )

    def _note_view(self, user_agent, method="GET"):
        """Note that a customer opens the page of the quote.

        :param str user_agent: what the browser says it is
        :param str method: of HTTP
        :return: whether this visit is to be told: the first of its day, by a person
        """
        self.ensure_one()
        if method != "GET" or not user_agent or MACHINES_RE.search(user_agent):
            return False
        now = fields.Datetime.now()
        is_told = not self.viewed_date or self._get_day_of(self.viewed_date) != self._get_day_of(now)
        if is_told:
            self._by_rules().viewed_date = now
        return is_told

    @api.model
    def _get_day_of(self, moment):
        return fields.Datetime.context_timestamp(self.with_context(tz="Europe/Paris"), moment).date()
