"""Lines that come, in Odoo, to the amount the customer was sent (FORMAT.md 1.4).

vtiger keeps totals unrounded, takes a discount on the whole off the sum with tax when taxes are by line, and counts
a line's tax only if its service has it (documents made by other programs). The lines say the same in Odoo's terms:
a discount on the whole is a line for each rate, an adjustment a line without tax, and the cents that Odoo's rounding
adds or loses a line of their own. What none of this explains is said, never hidden.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

from .model import Line, Ref

ZERO, CENT, HUNDRED = Decimal(0), Decimal("0.01"), Decimal(100)
# What roundings come to on one document, at most.
TOLERANCE = Decimal("0.02")
MAX_LINES_TRIED = 12


@dataclass(slots=True)
class Item:
    """A line as vtiger has it; rates in percent."""

    quantity: Decimal
    price: Decimal
    discount_percent: Decimal = ZERO
    discount_amount: Decimal = ZERO
    taxes: tuple[Decimal, ...] = ()
    service: Ref | None = None
    text: str = ""

    @property
    def net(self) -> Decimal:
        gross = self.quantity * self.price
        return gross - gross * self.discount_percent / HUNDRED - self.discount_amount


@dataclass(slots=True)
class Sums:
    """What is on the whole document."""

    total: Decimal
    is_individual: bool = False
    discount_percent: Decimal = ZERO
    discount_amount: Decimal = ZERO
    charges: Decimal = ZERO
    adjustment: Decimal = ZERO


def round_cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def make_lines(items: list[Item], sums: Sums) -> tuple[list[Line], list[tuple[str, Decimal]]]:
    """The lines, without the cents of Odoo's own rounding, and what explains them: `(cause, amount)`.

    The taxes that vtiger's total ignored are left out when only that explains it.
    """
    causes: list[tuple[str, Decimal]] = []
    taxes = [item.taxes for item in items]
    gap = sums.total - _vtiger_total(items, taxes, sums)
    if abs(gap) > TOLERANCE and sums.is_individual:
        ignored = _find_ignored_taxes(items, taxes, sums)
        if ignored is not None:
            causes.append(("tax_ignored", sum((items[i].net * sum(taxes[i]) / HUNDRED for i in ignored), ZERO)))
            taxes = [() if i in ignored else rates for i, rates in enumerate(taxes)]
            gap = sums.total - _vtiger_total(items, taxes, sums)
    lines = [line for item, rates in zip(items, taxes, strict=True) for line in _item_lines(item, rates)]
    if discounts := _discount_lines(items, taxes, sums):
        lines += discounts
        if sums.is_individual:
            causes.append(("individual_discount", sum((line.price for line in discounts), ZERO)))
    for kind, amount in (("charge", sums.charges), ("adjustment", sums.adjustment)):
        if amount:
            lines.append(Line(kind, Decimal(1), amount))
            causes.append((kind, amount))
    if abs(gap) > TOLERANCE:
        causes.append(("unexplained", gap))
    return lines, causes


def odoo_total(lines: list[Line], by_line: bool) -> Decimal:
    """The total that Odoo finds for these lines, its taxes rounded line by line or once for each rate."""
    total, bases = ZERO, defaultdict(lambda: ZERO)
    for line in lines:
        base = round_cents(line.quantity * line.price * (1 - line.discount / HUNDRED))
        total += base
        for rate in line.taxes:
            if by_line:
                total += round_cents(base * rate / HUNDRED)
            else:
                bases[rate] += base
    return total + sum((round_cents(base * rate / HUNDRED) for rate, base in bases.items()), ZERO)


def rounding_line(lines: list[Line], total: Decimal, by_line: bool) -> Line | None:
    """The line that brings Odoo's total to vtiger's, rounded to the cent; None when it is there."""
    gap = round_cents(total) - odoo_total(lines, by_line)
    return Line("rounding", Decimal(1), gap) if gap else None


def _vtiger_total(items: list[Item], taxes: list[tuple[Decimal, ...]], sums: Sums) -> Decimal:
    if sums.is_individual:
        base = sum((item.net * (1 + sum(rates) / HUNDRED) for item, rates in zip(items, taxes, strict=True)), ZERO)
    else:
        base = sum((item.net for item in items), ZERO)
    net = base - base * sums.discount_percent / HUNDRED - sums.discount_amount
    if not sums.is_individual and items:
        net += net * sum(taxes[0]) / HUNDRED
    return net + sums.charges + sums.adjustment


def _find_ignored_taxes(items: list[Item], taxes: list[tuple[Decimal, ...]], sums: Sums) -> frozenset[int] | None:
    """The lines whose tax vtiger left out, when one set of them alone gives its total."""
    taxed = [i for i, rates in enumerate(taxes) if sum(rates)]
    if len(taxed) > MAX_LINES_TRIED:
        return None
    for count in (len(taxed), *range(1, len(taxed))):
        found = [
            frozenset(chosen)
            for chosen in combinations(taxed, count)
            if abs(_vtiger_total(items, [() if i in chosen else r for i, r in enumerate(taxes)], sums) - sums.total)
            <= TOLERANCE
        ]
        if found:
            # Two sets that give the same total may differ in their VAT: the first lines first.
            return found[0]
    return None


def _item_lines(item: Item, rates: tuple[Decimal, ...]) -> list[Line]:
    # Odoo keeps a percentage to two decimals: one that needs more becomes an amount.
    percent, amount = item.discount_percent, item.discount_amount
    if percent != round_cents(percent):
        amount += item.quantity * item.price * percent / HUNDRED
        percent = ZERO
    lines = [Line("item", item.quantity, item.price, percent, rates, item.service, item.text)]
    if amount:
        lines.append(Line("discount", Decimal(1), -amount, ZERO, rates))
    return lines


def _discount_lines(items: list[Item], taxes: list[tuple[Decimal, ...]], sums: Sums) -> list[Line]:
    """A line for each set of rates: its part of the discount on the whole, without tax."""
    if not (sums.discount_percent or sums.discount_amount):
        return []
    bases: dict[tuple[Decimal, ...], Decimal] = defaultdict(lambda: ZERO)
    for item, rates in zip(items, taxes, strict=True):
        bases[rates] += item.net
    with_tax = {rates: base * (1 + sum(rates) / HUNDRED) for rates, base in bases.items()}
    whole = sum((with_tax if sums.is_individual else bases).values(), ZERO)
    lines = []
    for rates, base in bases.items():
        amount = base * sums.discount_percent / HUNDRED
        if sums.discount_amount and whole:
            # Of a discount on the sum with tax, each rate bears its part of that sum.
            part = with_tax[rates] / (1 + sum(rates) / HUNDRED) if sums.is_individual else base
            amount += sums.discount_amount * part / whole
        if amount:
            lines.append(Line("discount", Decimal(1), -amount, ZERO, rates, text="whole"))
    return lines
