"""Numbers, as vtiger writes them (`1677.226425`) and as spreadsheets write them anew (`1 677,23 €`)."""

import re
from collections.abc import Iterable
from decimal import Decimal

MISSING = object()
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,30})?|[+-]?\.\d{1,30}")
# `1,234` is one thousand and more in English, one and a bit in French.
_UNSURE = re.compile(r"[+-]?\d{1,3},\d{3}")
# `1.234` has three decimals, unless points part the thousands of its column.
_POINTED = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}")
_EUROS = re.compile(r"^eur|(?:euros?|eur)?(?:ht|ttc)?$", re.IGNORECASE)
_SPACES = re.compile(r"[\s\u202f\u00a0€%'’]")
_MINUS = str.maketrans("\u2212\u2013\u2014", "---")


def is_unsure(text: str) -> bool:
    """Whether the comma of a number may part thousands as well as decimals."""
    return bool(_UNSURE.fullmatch(_bare(text)))


def comma_of(texts: list[str]) -> str:
    """What commas are in these numbers: "decimal", "thousands", or "" when none tells."""
    for text in texts:
        bare = _bare(text)
        if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+\.\d+|[+-]?\d{1,3}(,\d{3}){2,}", bare):
            return "thousands"
        if "," in bare and not is_unsure(bare) and read_number(bare) is not MISSING:
            return "decimal"
    return ""


def are_points_thousands(texts: Iterable[str]) -> bool:
    """Whether the points of a column part thousands: `1.234,50` says so, unless another of it is `1234.5`."""
    bares = [_bare(text) for text in texts]
    if any(re.fullmatch(r"[+-]?\d+\.(\d{1,2}|\d{4,})|[+-]?\d{4,}\.\d+", bare) for bare in bares):
        return False
    return any(re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})+,\d+|[+-]?\d{1,3}(\.\d{3}){2,}", bare) for bare in bares)


def is_pointed(text: str) -> bool:
    """Whether the point of a number may part thousands."""
    return bool(_POINTED.fullmatch(_bare(text)))


def read_number(text: str, comma: str = "decimal") -> Decimal | object:
    """The number; MISSING when it is none, or may be two.

    :param comma: what the commas of the file are, see `comma_of()`; "" when a lone one can't be told
    """
    bare = _bare(text)
    if is_unsure(bare) and not comma:
        return MISSING
    bare = _with_point(bare, comma)
    return Decimal(bare) if _NUMBER.fullmatch(bare) else MISSING


def _bare(text: str) -> str:
    bare = _EUROS.sub("", _SPACES.sub("", text)).translate(_MINUS)
    if re.fullmatch(r"\(.+\)", bare):
        return "-" + bare[1:-1]
    return f"-{bare[:-1]}" if bare.endswith("-") else bare


def _with_point(bare: str, comma: str) -> str:
    """The number with a point before its decimals, and nothing between its thousands."""
    if "," in bare and "." in bare:
        thousands, decimal = (",", ".") if bare.rindex(".") > bare.rindex(",") else (".", ",")
        whole, _mark, rest = bare.rpartition(decimal)
        if re.fullmatch(rf"[+-]?\d{{1,3}}({re.escape(thousands)}\d{{3}})+", whole):
            return f"{whole.replace(thousands, '')}.{rest}"
        return bare
    for mark in (",", "."):
        if bare.count(mark) > 1 and re.fullmatch(rf"[+-]?\d{{1,3}}({re.escape(mark)}\d{{3}})+", bare):
            return bare.replace(mark, "")
    if "," in bare:
        return bare.replace(",", "" if comma == "thousands" and is_unsure(bare) else ".")
    return bare
