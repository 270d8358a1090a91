"""Lines that come, in Odoo, to the amount the customer was sent (FORMAT.md 1.4).

vtiger keeps totals unrounded, takes a discount on the whole off the sum with tax when taxes are by line, and counts
a line's tax only if its service has it (documents made by other programs). The lines say the same in Odoo's terms:
a discount on the whole is a line for each rate, an adjustment a line without tax, and the cents that Odoo's rounding
adds or loses a line of their own. What none of this explains is said, and nothing is made to fit: a person decides.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

from .model import Line, Ref

ZERO, CENT, HUNDRED = Decimal(0), Decimal("0.01"), Decimal(100)
# What vtiger's own rounding of a total comes to.
TOLERANCE = Decimal("0.02")
# Cents that a document may be off by and still be the same: so much in all, or so much a line.
FEW_CENTS, CENTS_A_LINE = Decimal("0.05"), Decimal("0.01")
MAX_GROUPS_TRIED = 12
# Rates of VAT that France has or had.
FRENCH_RATES = frozenset(map(Decimal, ("20", "19.6", "10", "8.5", "7", "5.5", "2.1")))
# What is not explained: such a document is not posted, and a person decides.
UNEXPLAINED = ("unexplained", "pre_tax")


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
    # Whether the export says so, or that it is not, in words that are known.
    is_mode_told: bool = True
    discount_percent: Decimal = ZERO
    discount_amount: Decimal = ZERO
    charges: Decimal = ZERO
    # Of the charges: percent in some versions, an amount in others.
    charge_tax: Decimal = ZERO
    adjustment: Decimal = ZERO
    # Pre Tax Total; None when the export has it not.
    pre_tax: Decimal | None = None


def round_cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def make_lines(items: list[Item], sums: Sums) -> tuple[list[Line], list[tuple[str, Decimal]]]:
    """The lines, without the cents of Odoo's own rounding, and what explains them: `(cause, amount)`.

    The taxes that vtiger's total ignored are left out when only that explains it.
    """
    causes: list[tuple[str, Decimal]] = []
    sums, taxes = _settle_mode(items, sums)
    charge_rate = _find_charge_rate(items, taxes, sums)
    gap = sums.total - _vtiger_total(items, taxes, sums, charge_rate)
    if abs(gap) > TOLERANCE and sums.is_individual:
        ignored = _find_ignored_taxes(items, taxes, sums, charge_rate)
        if ignored is not None:
            causes.append(("tax_ignored", sum((items[i].net * sum(taxes[i]) / HUNDRED for i in ignored), ZERO)))
            taxes = [() if i in ignored else rates for i, rates in enumerate(taxes)]
            gap = sums.total - _vtiger_total(items, taxes, sums, charge_rate)
    lines = [line for item, rates in zip(items, taxes, strict=True) for line in _item_lines(item, rates)]
    if discounts := _discount_lines(items, taxes, sums):
        lines += discounts
        if sums.is_individual:
            causes.append(("individual_discount", sum((line.price for line in discounts), ZERO)))
    for kind, amount in (("charge", sums.charges), ("adjustment", sums.adjustment)):
        if amount:
            rates = (charge_rate,) if kind == "charge" and charge_rate else ()
            lines.append(Line(kind, Decimal(1), amount, taxes=rates))
            causes.append((kind, amount))
    if not is_few_cents(gap, lines):
        causes.append(("unexplained", gap))
    elif not is_few_cents(wrong := _pre_tax_gap(items, taxes, sums), lines):
        causes.append(("pre_tax", wrong))
    return lines, causes


def is_few_cents(gap: Decimal, lines: list[Line]) -> bool:
    """Whether a document that is off by so much is still the same."""
    return abs(gap) <= max(FEW_CENTS, CENTS_A_LINE * len(lines))


def _settle_mode(items: list[Item], sums: Sums) -> tuple[Sums, list[tuple[Decimal, ...]]]:
    """Whether taxes are by line, and those of each line.

    In a group one tax is on the whole, and each row repeats it. Where rows differ, or nothing known says what they are,
    the way that comes to the total is the one; where none does, they stay as they are, and that is told.
    """
    taxes = [item.taxes for item in items]
    rates = list(dict.fromkeys(taxes))
    if sums.is_individual or not items or (sums.is_mode_told and len(rates) == 1):
        return sums, taxes
    ways = [(sums, [rate] * len(items)) for rate in rates] + [(replace(sums, is_individual=True), taxes)]
    for tried, each in ways:
        charge_rate = _find_charge_rate(items, each, tried)
        if abs(sums.total - _vtiger_total(items, each, tried, charge_rate)) <= TOLERANCE:
            return tried, each
    return sums, taxes


def is_unexplained(causes: list[tuple[str, Decimal]]) -> bool:
    """Whether something of the document is not as vtiger had it."""
    return any(code in UNEXPLAINED for code, _amount in causes)


def _find_charge_rate(items: list[Item], taxes: list[tuple[Decimal, ...]], sums: Sums) -> Decimal:
    """The rate of the charges: what vtiger gives is a percentage or an amount, whichever comes to the total."""
    if not (sums.charges and sums.charge_tax):
        return ZERO
    known = FRENCH_RATES | {rate for rates in taxes for rate in rates}
    as_amount = (sums.charge_tax / sums.charges * HUNDRED).quantize(Decimal("0.1")).normalize()
    for rate in (sums.charge_tax.normalize(), as_amount):
        if rate in known and abs(sums.total - _vtiger_total(items, taxes, sums, rate)) <= TOLERANCE:
            return rate
    return ZERO


def _pre_tax_gap(items: list[Item], taxes: list[tuple[Decimal, ...]], sums: Sums) -> Decimal:
    """What vtiger's total without tax is off by; it is filled in newer versions alone, with charges or not.

    By line, 6.x calls the sum with tax so.
    """
    if sums.pre_tax is None or (not sums.pre_tax and sums.total):
        return ZERO
    net = sum((item.net for item in items), ZERO)
    gross = sum((item.net * (1 + sum(rates) / HUNDRED) for item, rates in zip(items, taxes, strict=True)), ZERO)
    base = gross if sums.is_individual else net
    discount = base * sums.discount_percent / HUNDRED + sums.discount_amount
    found = {whole - discount + charges for whole in {net, base} for charges in (ZERO, sums.charges)}
    return min((sums.pre_tax - each for each in found), key=abs)


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


def _vtiger_total(
    items: list[Item], taxes: list[tuple[Decimal, ...]], sums: Sums, charge_rate: Decimal = ZERO
) -> Decimal:
    if sums.is_individual:
        base = sum((item.net * (1 + sum(rates) / HUNDRED) for item, rates in zip(items, taxes, strict=True)), ZERO)
    else:
        base = sum((item.net for item in items), ZERO)
    net = base - base * sums.discount_percent / HUNDRED - sums.discount_amount
    if not sums.is_individual and items:
        net += net * sum(taxes[0]) / HUNDRED
    return net + sums.charges * (1 + charge_rate / HUNDRED) + sums.adjustment


def _find_ignored_taxes(
    items: list[Item], taxes: list[tuple[Decimal, ...]], sums: Sums, charge_rate: Decimal
) -> frozenset[int] | None:
    """The lines whose tax vtiger left out; None when nothing explains its total, or several ways that differ.

    It left the tax of a service out, so all lines of one service are alike.
    """
    groups: dict[object, set[int]] = defaultdict(set)
    for i, rates in enumerate(taxes):
        if sum(rates):
            groups[service.name if (service := items[i].service) else i].add(i)
    if len(groups) > MAX_GROUPS_TRIED:
        return None
    for count in (len(groups), *range(1, len(groups))):
        found = []
        for chosen in combinations(groups.values(), count):
            left_out = frozenset().union(*chosen)
            kept = [() if i in left_out else rates for i, rates in enumerate(taxes)]
            if abs(_vtiger_total(items, kept, sums, charge_rate) - sums.total) <= TOLERANCE:
                found.append(left_out)
        if found:
            return found[0] if len({_bases(items, taxes, each) for each in found}) == 1 else None
    return None


def _bases(items: list[Item], taxes: list[tuple[Decimal, ...]], left_out: frozenset[int]) -> frozenset:
    """What is taxed at each rate."""
    bases: dict[tuple[Decimal, ...], Decimal] = defaultdict(lambda: ZERO)
    for i, rates in enumerate(taxes):
        bases[() if i in left_out else rates] += items[i].net
    return frozenset(bases.items())


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
