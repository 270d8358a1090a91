"""What an import found and did, line by line, the same for a dry run."""

from collections import Counter
from dataclasses import dataclass, field

from .vtiger.columns import MODULES
from .vtiger.problems import Issue

OUTCOMES = ("read", "created", "updated", "unchanged", "refused")


@dataclass(slots=True)
class Total:
    """A document whose total was compared."""

    module: str
    key: str
    file: str
    line: int
    vtiger: float
    odoo: float
    causes: list[tuple[str, float]]


@dataclass(slots=True)
class Report:
    """Counts of each module, what is to be known of rows, and the totals that needed help."""

    counts: dict[str, Counter] = field(default_factory=lambda: {module: Counter() for module in MODULES})
    issues: list[Issue] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    sums: dict[str, list[float]] = field(default_factory=dict)  # module -> documents, vtiger's sum, Odoo's sum

    def add_total(self, total: Total) -> None:
        sums = self.sums.setdefault(total.module, [0, 0.0, 0.0])
        sums[0] += 1
        sums[1] += total.vtiger
        sums[2] += total.odoo
        if total.causes or abs(total.vtiger - total.odoo) >= 0.00005:
            self.totals.append(total)
