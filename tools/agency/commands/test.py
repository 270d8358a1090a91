"""`make test`: the add-ons' tests by Odoo's own runner and `tests/` by pytest, side by side; one line sums them up."""

import shutil

from tools.agency import config
from tools.agency.console import SetupError, say, step
from tools.agency.odoo import database, odoo
from tools.agency.odoo.source import Source
from tools.agency.runner import parts, pool, templates, units
from tools.agency.runner.outcome import Outcome, failure

PICTURES = config.LOGS / "journeys"


def main(arguments: list[str]) -> int:
    """Run everything, or what ONLY names."""
    only = arguments[0] if arguments else None
    _check(only)
    source = odoo.prepare_tests()
    units.drop_abandoned()
    shutil.rmtree(PICTURES, ignore_errors=True)
    try:
        total = pool.run(_some(source, only) if only else _all(source))
    except SetupError as error:  # no template to copy
        total = failure(str(error))
    if not only:
        pool.keep_seconds(total.seconds)
    return _report(total)


def _check(only: str | None) -> None:
    addons, folders = list(odoo.manifests()), parts.folders()
    if not only or only in folders or only.split(":")[0] in addons or parts.is_file(only):
        return
    raise SetupError(
        f"ONLY={only}: there are {', '.join(addons + folders)}; "
        f"or {addons[0]}:TestClass, {addons[0]}:TestClass.test_name, {folders[0]}/test_file.py"
    )


def _all(source: Source) -> list[pool.Job]:
    jobs = [job for addon in odoo.manifests() for job in units.jobs(source, addon, templates.whole(source, addon))]
    jobs += [job for folder in parts.folders() for job in parts.jobs(source, folder)]
    # Needs one core for a while, as what comes first of the others does.
    sample = pool.Job("the sample agency", lambda: _make_sample(source), first=True)
    return [sample, *jobs]


def _make_sample(source: Source) -> Outcome:
    database.sample_template(source)
    return Outcome()


def _some(source: Source, only: str) -> list[pool.Job]:
    addon, _colon, tests = only.partition(":")
    if addon in odoo.manifests():
        # `Class:test` and `test` alone are understood too.
        tests = f".{tests}" if tests.startswith("test_") else tests.replace(":", ".")
        return units.jobs(source, addon, templates.kept(source, addon), tests)
    with step("Looking for a database to copy"):
        database.addons_template(source)
    if only in parts.folders():
        return parts.jobs(source, only)
    return [pool.Job(only, lambda: parts.run(source, "one", [only]))]


def _report(total: Outcome) -> int:
    if not total.passed and not total.failed:
        total = failure("no test ran")
    for detail in total.details:
        print(f"\n{detail}")
    if total.details:
        say("failed:")
        print(*dict.fromkeys(detail.splitlines()[0] for detail in total.details), sep="\n  ")
    print(f"\n{total}", flush=True)
    return 1 if total.failed else 0
