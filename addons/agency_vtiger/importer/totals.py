"""Totals of documents, here and in vtiger: compared one by one, with and without tax, with why they differ."""

from decimal import Decimal

from ..vtiger.model import Line
from ..vtiger.totals import is_unexplained
from .invoices import NOT_POSTED
from .report import Total
from .telling import tell

# What Odoo's rounding may differ by on one document, in the company's currency; more is no rounding.
MAX_ROUNDING = 0.1
# Half a cent, and what a float may be wrong by.
HALF_CENT = 0.0051


class Totals:
    """:param report: `Report`
    :param lines: `DocumentLines`, to make a line of rounding
    """

    def __init__(self, report, lines):
        self.report, self.lines = report, lines
        self.waiting = []  # of the documents being created, known once they are

    def correct(self, rows):
        """Compare totals; where Odoo rounds otherwise than foreseen, a line makes up for the cents, and no more."""
        for row in rows:
            record, document = row.record, row.target
            gap = round(abs(float(round(record.total, 2))) - document.amount_total, 2)
            if gap and not is_unexplained(record.causes):
                if abs(gap) <= MAX_ROUNDING:
                    self._add_rounding(document, gap)
                    record.causes.append(("rounding", Decimal(str(gap))))
                else:
                    record.causes.append(("unexplained", Decimal(str(gap))))
                    self._leave_to_decide(row)
            self.waiting.append(self._compare(record, document))

    def add_for_memory(self, record, message):
        """Count a document that is here for memory only."""
        record.causes = []
        self.waiting.append(self._compare(record, message))

    def report_waiting(self):
        """Report the totals of documents that are created for good."""
        for total in self.waiting:
            self.report.add_total(total)
        self.waiting = []

    def compare_again(self, record, document):
        """Compare the totals of a document that is there; a later change here is its own cause."""
        total = self._compare(record, document)
        gap = total.odoo - total.vtiger
        if abs(gap) >= HALF_CENT and not is_unexplained(record.causes):
            total.causes.append(("changed_here", gap))
        self.report.add_total(total)

    def _add_rounding(self, document, gap):
        line = self.lines.prepare_line(Line("rounding", Decimal(1), Decimal(str(gap))), document._name)
        name = "order_line" if document._name == "sale.order" else "invoice_line_ids"
        document.write({name: [(0, 0, line)]})

    def _leave_to_decide(self, row):
        """What is not as it was in vtiger is not posted."""
        code = "quote_to_decide"
        if row.record.module == "Invoice" and row.prepared.status not in NOT_POSTED:
            row.prepared.status, code = "draft", "to_decide"
        tell(row.record, code, total=f"{row.record.total:.2f}")

    def _compare(self, record, document):
        total, is_message = float(record.total), document._name == "mail.message"
        sign = -1 if total < 0 else 1
        return Total(
            record.module,
            record.key,
            record.file,
            record.line,
            total,
            round(total, 2) if is_message else sign * document.amount_total,
            [(code, float(amount)) for code, amount in record.causes],
            float(record.pre_tax) if record.pre_tax else None,
            0.0 if is_message else sign * document.amount_untaxed,
        )
