"""What keeps an invoice from being accepted: plain data, the rules are in `models/account_move_check.py`."""

import re
from dataclasses import dataclass
from typing import Any

from .const import NUMBER_LENGTH, NUMBER_SIGNS

# BT-1 (BR-FR-01, BR-FR-02).
NUMBER_RE = re.compile(rf"[{NUMBER_SIGNS}]{{1,{NUMBER_LENGTH}}}")
# BT-152 (BR-FR-16): the rates there are or were in France, in percent.
FRENCH_RATES = frozenset(
    (0, 0.9, 1.05, 1.75, 2.1, 5.5, 7, 8.5, 9.2, 9.6, 10, 13, 19.6, 20, 20.6),
)


@dataclass(frozen=True)
class Issue:
    """One thing that is missing or wrong, and the record where it is mended."""

    code: str
    message: str
    record: Any
    is_blocking: bool = True
