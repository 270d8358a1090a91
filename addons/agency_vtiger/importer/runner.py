"""One import from its files to its report, for the wizard and for the command alike."""

from dataclasses import dataclass, field

from odoo.addons.agency_crm.takeover import numbering

from ..vtiger.columns import ALL_MODULES, GROUPED
from ..vtiger.labels import normalize
from ..vtiger.mapping import Source, find_date_orders, recognize
from ..vtiger.problems import FileProblem, Issue
from ..vtiger.reader import read_sources
from ..vtiger.storage import Storage, bare_names, open_storage
from ..vtiger.survey import find_columns, find_values
from .report import Report
from .samples import Samples
from .writer import Writer


@dataclass(slots=True)
class Reading:
    """What the files are, before anything is imported."""

    sources: list[Source] = field(default_factory=list)
    problems: list[FileProblem] = field(default_factory=list)
    orders: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)  # records of each file
    logins: set[str] = field(default_factory=set)
    # The files that Documents name.
    storage: Storage = field(default_factory=Storage)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def find_columns(self) -> list[dict]:
        """The columns for a person to name: those that no table knows, and those that may be two."""
        found = {(each["module"], each["header"]): each for source in self.sources for each in find_columns(source)}
        for problem in self.problems:
            if problem.code == "unsure_column":
                place = str(problem.values["module"]), str(problem.values["header"])
                found[place] = {"module": place[0], "header": place[1], "is_counting": True, "samples": ""}
        return list(found.values())

    def find_values(self) -> list[dict]:
        """The values of lists for a person to name."""
        found: dict = {}
        for source in self.sources:
            for each in find_values(source):
                place = each["kind"], normalize(each["value"])
                found[place] = {**each, "count": each["count"] + found.get(place, {"count": 0})["count"]}
        return list(found.values())


def read(contents, settings, but=None):
    """Read and recognise the files.

    :param contents: paths, or names and contents, see `reader.read_sources()`
    :param but: path of a file that is none of them
    """
    reading, contents = Reading(), list(contents)
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
    if any(source.place(target) is not None for source in reading.sources for target in ("files", "file_name")):
        reading.storage = open_storage(contents)
        # An archive without CSV is that of the files, and a workbook that Documents name is one of them.
        named = {name for source in reading.sources for name in _names_of_files(source)}
        reading.problems = [
            problem
            for problem in reading.problems
            if problem.code != "no_csv" and not named & bare_names(problem.file.partition(": ")[0])
        ]
    reading.sources.sort(key=lambda source: ALL_MODULES.index(source.module))
    reading.orders = find_date_orders(reading.sources)
    return reading


def run(env, reading, settings, dry_run, commit=None, progress=None, report=None, skip=0, job_id=False):
    """Import what was read. A dry run does all of it in a transaction of its own, then takes it back.

    :param job_id: of the `agency.vtiger.import`, by which it can be undone
    :return: the report
    """
    report = report or Report()
    if not skip:
        look_at(reading, report)
    order = settings.date_order or (reading.orders or ["dmy"])[0]
    if not dry_run:
        writer = Writer(env, report, settings, commit, progress, job_id, reading.storage)
        writer.run(reading.sources, order, reading.total, skip)
        # Sudo: who may bring records over lets the series of numbers go on after them.
        numbering.go_on(env.company.sudo())
        return report
    with env.registry.cursor() as cr:
        writer = Writer(env(cr=cr), report, settings, None, progress, storage=reading.storage)
        writer.session.samples = Samples()
        writer.run(reading.sources, order, reading.total)
        report.samples = writer.session.samples.by_module
        cr.rollback()
    return report


def look_at(reading, report):
    """Tell of the files as a whole: those refused, and the columns that no table knows."""
    for problem in reading.problems:
        report.issues.append(Issue(problem.code, "refused", "", problem.file, 0, "", "", problem.values))
    report.issues += [issue for source in reading.sources for issue in _look_at(source)]


def _look_at(source):
    """What is to be known of a file as a whole."""
    known = {"module": source.module, "file": source.file.name}
    if source.file.open_line:
        yield Issue("no_last_break", "note", **known, line=source.file.open_line)
    if source.file.read_as:
        yield Issue("read_as", "note", **known, line=1, values={"encoding": source.file.read_as})
    if counting := source.unknown_that_count:
        yield Issue("unknown_that_count", "warning", **known, line=1, values={"headers": ", ".join(counting)})
    if unknown := [header for header in source.unknown if header not in counting]:
        yield Issue("unknown_columns", "note", **known, line=1, values={"headers": ", ".join(unknown)})


def _count(source):
    if source.module not in GROUPED:
        return sum(1 for _row in source.file.rows())
    place = source.place("key")
    return len({row.cells[place] for row in source.file.rows() if not row.error})


def _names_of_files(source):
    places = [place for target in ("file_name", "files") if (place := source.place(target)) is not None]
    for row in source.file.rows():
        for place in places if not row.error else ():
            if name := row.cells[place].strip():
                yield from bare_names(name)


def _logins(source):
    place = source.place("user")
    if place is None:
        return set()
    return {row.cells[place].strip() for row in source.file.rows() if not row.error} - {""}
