"""Work under way: which invoices of vtiger are those of an accepted quote, and which periods nobody invoiced."""

from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo.fields import Command

from .lines import own_lines, read_lines, sign_lines

# Periods of one order that are asked for, the last ones; of an order without any invoice, there may be many.
MAX_PERIODS = 12


def find_periods(start, months, day, end, invoiced, today):
    """The next start of a recurring order, and its periods before today that no invoice of vtiger stands for.

    :param start: of the first period that may not be invoiced
    :param invoiced: dates of the invoices that name the order
    :return: the next start, never in the past; the starts of the doubtful ones
    """

    def nth(count):
        return start + relativedelta(months=months * count, day=day)

    def is_done(count):
        return any(nth(count) <= date < nth(count + 1) for date in invoiced)

    count, doubtful = 0, []
    while nth(count) < today or is_done(count):
        if not is_done(count) and not (end and nth(count) > end):
            doubtful.append(nth(count))
        count += 1
    last = max(invoiced, default=None)
    if last:
        doubtful = [period for period in doubtful if period > last]
    return nth(count), doubtful[-MAX_PERIODS:]


class UnderWay:
    """Links accepted quotes to the invoices made of them; what is not certain becomes a doubt to decide."""

    def __init__(self, env, journals):
        self.env, self.journals = env, journals
        self.doubts = env["agency.vtiger.doubt"]

    def settle(self, quotes):
        """Look at accepted quotes that were brought over.

        :return: the quotes with a doubt that was not there before
        """
        open_ones = quotes.filtered(lambda quote: not quote.order_line.invoice_lines) - self._get_known(quotes)
        by_deal, by_customer = self._group_invoices(open_ones)
        unsure = self.env["sale.order"]
        for quote in open_ones:
            of_deal = by_deal[quote.opportunity_id] if quote.opportunity_id else self.env["account.move"]
            alike = by_customer[quote.partner_id.commercial_partner_id].filtered(
                lambda move, quote=quote: not move.opportunity_id and _sign(move) == _sign(quote)
            )
            if self._is_certain(quote, of_deal):
                self._link(quote, of_deal)
            elif found := of_deal | alike:
                self._doubt(quote, found)
                unsure |= quote
        return unsure

    def doubt_periods(self, order, periods):
        """Make a doubt of each period that nobody invoiced."""
        self.doubts.create(
            [
                {"kind": "period", "order_id": order.id, "period_start": day, "company_id": order.company_id.id}
                for day in periods
            ]
        )

    def _get_known(self, quotes):
        return self.doubts.search([("order_id", "in", quotes.ids)]).order_id

    def _group_invoices(self, quotes):
        """The invoices brought over, by their deal and by their customer."""
        domain = [
            ("journal_id", "=", self.journals.sale.id),
            ("move_type", "=", "out_invoice"),
            ("state", "!=", "cancel"),
            ("commercial_partner_id", "in", quotes.partner_id.commercial_partner_id.ids),
            ("recurring_order_id", "=", False),
        ]
        by_deal, by_customer = (defaultdict(lambda: self.env["account.move"]) for _each in range(2))
        for move in self.env["account.move"].search(domain):
            if not move.invoice_line_ids.sale_line_ids:
                by_deal[move.opportunity_id] |= move
                by_customer[move.commercial_partner_id] |= move
        return by_deal, by_customer

    def _is_certain(self, quote, invoices):
        """One invoice and one accepted quote of a deal, of one contact, that say the same."""
        others = quote.opportunity_id.order_ids.filtered(lambda order: order.state == "sale" and order != quote)
        is_alone = len(invoices) == 1 and not others
        return is_alone and invoices.partner_id == quote.partner_id and _sign(invoices) == _sign(quote)

    def _link(self, quote, invoice):
        pairs = zip(own_lines(quote.order_line), own_lines(invoice.invoice_line_ids), strict=True)
        for line, invoiced in pairs:
            line.invoice_lines = [Command.link(invoiced.id)]

    def _doubt(self, quote, invoices):
        self.doubts.create(
            {
                "kind": "quote",
                "order_id": quote.id,
                "invoice_ids": [Command.set(invoices.ids)],
                "company_id": quote.company_id.id,
            }
        )


def _sign(document):
    """What the lines of a quote or an invoice come to."""
    name = "order_line" if document._name == "sale.order" else "invoice_line_ids"
    return sign_lines(read_lines(document[name]))
