"""What somebody types to find a client: a name, a telephone however written, a number, an amount, a SIREN."""

import re
from dataclasses import dataclass

# What people put between the digits of a telephone, a SIREN or an amount: also the narrow and unbreakable spaces.
BETWEEN = re.compile(r"[\s.\-/()\u00a0\u202f]")
# What is shorter finds everybody.
MIN_LENGTH = 3
AMOUNT = re.compile(r"\d{1,9}(?:[.,]\d{1,2})?")


@dataclass(frozen=True)
class Words:
    """What was typed, read in each way that makes sense."""

    text: str
    # Beginnings of the telephones that it may be, as digits: national and international.
    phones: tuple[str, ...] = ()
    amount: float | None = None
    # Of a SIREN or a SIRET.
    registry: str | None = None

    @property
    def has_number(self) -> bool:
        """Whether it may be the number of a document."""
        return any(char.isdigit() for char in self.text)


def read(typed: str) -> Words:
    """Read what was typed."""
    text = " ".join(typed.split())
    digits = compact(text)
    return Words(text, _read_phones(digits), _read_amount(text), _read_registry(digits))


def compact(text: str | None) -> str:
    """Return text without what people put between digits."""
    return BETWEEN.sub("", text or "")


def escape(text: str) -> str:
    """Return text for LIKE, where per cent signs and underscores are but themselves."""
    return re.sub(r"([\\%_])", r"\\\1", text)


def _read_phones(digits: str) -> tuple[str, ...]:
    """Return the beginnings of telephones: « 06… » is also stored as « +336… », and the reverse."""
    if not re.fullmatch(r"\+?\d{6,15}", digits):
        return ()
    for prefix in ("+33", "0033"):
        if digits.startswith(prefix):
            rest = digits.removeprefix(prefix).removeprefix("0")
            return (f"0{rest}", f"+33{rest}", f"0033{rest}")
    if digits.startswith("0"):
        return (digits, f"+33{digits[1:]}", f"0033{digits[1:]}")
    return (digits,)


def _read_amount(text: str) -> float | None:
    figure = re.sub(r"[\s\u00a0\u202f€]", "", text)
    return float(figure.replace(",", ".")) if AMOUNT.fullmatch(figure) else None


def _read_registry(digits: str) -> str | None:
    return digits if re.fullmatch(r"\d{9}|\d{14}", digits) else None
