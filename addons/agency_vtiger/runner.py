"""One import from its files to its report, for the wizard and for the command alike."""

from dataclasses import dataclass, field

from .report import Report
from .vtiger.columns import DOCUMENTS, MODULES
from .vtiger.mapping import Source, find_date_orders, recognize
from .vtiger.problems import FileProblem, Issue
from .vtiger.reader import read_sources
from .writer import Writer


@dataclass(slots=True)
class Reading:
    """What the files are, before anything is imported."""

    sources: list[Source] = field(default_factory=list)
    problems: list[FileProblem] = field(default_factory=list)
    orders: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)  # records of each file
    logins: set[str] = field(default_factory=set)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def read(contents, settings, but=None):
    """Read and recognise the files.

    :param contents: paths, or names and contents, see `reader.read_sources()`
    :param but: path of a file that is none of them
    """
    reading = Reading()
    for file in read_sources(contents, but):
        if isinstance(file, FileProblem):
            reading.problems.append(file)
            continue
        try:
            source = recognize(file, settings)
        except FileProblem as problem:
            reading.problems.append(problem)
            continue
        reading.sources.append(source)
        reading.counts[file.name] = _count(source)
        reading.logins |= _logins(source)
    reading.sources.sort(key=lambda source: MODULES.index(source.module))
    reading.orders = find_date_orders(reading.sources)
    return reading


def run(env, reading, settings, dry_run, commit=None, progress=None, report=None, skip=0):
    """Import what was read. A dry run does all of it in a transaction of its own, then takes it back.

    :return: the report
    """
    report = report or Report()
    if not skip:
        for problem in reading.problems:
            report.issues.append(Issue(problem.code, "refused", "", problem.file, 0, "", "", problem.values))
        for source in reading.sources:
            if source.unknown:
                headers = ", ".join(source.unknown)
                issue = Issue(
                    "unknown_columns", "note", source.module, source.file.name, 1, values={"headers": headers}
                )
                report.issues.append(issue)
    order = settings.date_order or (reading.orders or ["dmy"])[0]
    if not dry_run:
        writer = Writer(env, report, settings, commit, progress)
        writer.run(reading.sources, order, reading.total, skip)
        return report
    with env.registry.cursor() as cr:
        Writer(env(cr=cr), report, settings, None, progress).run(reading.sources, order, reading.total)
        cr.rollback()
    return report


def _count(source):
    if source.module not in DOCUMENTS:
        return sum(1 for _row in source.file.rows())
    place = next(i for i, column in enumerate(source.columns) if column and column.target == "key")
    return len({row.cells[place] for row in source.file.rows() if not row.error})


def _logins(source):
    place = next((i for i, column in enumerate(source.columns) if column and column.target == "user"), None)
    if place is None:
        return set()
    return {row.cells[place].strip() for row in source.file.rows() if not row.error} - {""}
