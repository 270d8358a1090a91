"""Pure functions, tested without a database."""

from decimal import ROUND_FLOOR, Decimal


def split_amount(amount, weights, rounding=0.01):
    """Split `amount` in proportion to `weights`, to the cent and without losing any.

    The cents left over by rounding down go to the largest remainders, the first ones at
    equality, so that the same call always gives the same parts. Weights that sum to zero
    count as equal ones.

    :param float amount: amount to split, of any sign
    :param list weights: at least one weight, of any sign
    :param float rounding: smallest unit of the amount, in its currency
    :return: one part for each weight; their sum is `amount`, to the unit
    :rtype: list[float]
    """
    unit = Decimal(str(rounding))
    units = int((Decimal(str(amount)) / unit).to_integral_value())
    exact = [Decimal(str(weight)) for weight in weights]
    total = sum(exact)
    if not total:
        exact, total = [Decimal(1)] * len(exact), Decimal(len(exact))
    shares = [units * weight / total for weight in exact]
    parts = [int(share.to_integral_value(rounding=ROUND_FLOOR)) for share in shares]
    left = units - sum(parts)
    by_remainder = sorted(range(len(parts)), key=lambda i: parts[i] - shares[i])
    for i in by_remainder[:left]:
        parts[i] += 1
    return [float(part * unit) for part in parts]
