"""What an import found and did, line by line, the same for a dry run."""

from collections import Counter
from dataclasses import dataclass, field

from ..vtiger.columns import ALL_MODULES
from ..vtiger.problems import Issue

# What makes a figure or an address other than it was in vtiger.
RED = ("to_decide", "quote_to_decide", "unknown_that_count")
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
    # Without tax: Pre Tax Total, None when the export has it not, and what it is here.
    vtiger_untaxed: float | None = None
    odoo_untaxed: float = 0.0


@dataclass(slots=True)
class Report:
    """Counts of each module, what is to be known of rows, and the totals that needed help."""

    counts: dict[str, Counter] = field(default_factory=lambda: {module: Counter() for module in ALL_MODULES})
    issues: list[Issue] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    sums: dict[str, list[float]] = field(default_factory=dict)  # module -> documents, vtiger's sum, Odoo's sum
    # Of a dry run, some records as they would look: module -> a dict of labels and values each.
    samples: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def find_red(self) -> list[str]:
        """Why what was read is not to be taken as it is, each once: codes of `agency.vtiger.issue`."""
        found = [issue.code for issue in self.issues if issue.severity == "refused" and not issue.line]
        found += [issue.code for issue in self.issues if issue.code in RED]
        found += ["all_refused" for counts in self.counts.values() if 0 < counts["read"] <= counts["refused"]]
        return list(dict.fromkeys(found))

    def add_total(self, total: Total) -> None:
        sums = self.sums.setdefault(total.module, [0, 0.0, 0.0])
        sums[0] += 1
        sums[1] += total.vtiger
        sums[2] += total.odoo
        if total.causes or abs(total.vtiger - total.odoo) >= 0.00005:
            self.totals.append(total)
