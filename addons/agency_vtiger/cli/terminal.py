"""An import from the terminal: what it prints, and how it ends."""

import base64
import sys

from ..importer import runner
from ..importer.report import OUTCOMES
from ..vtiger.problems import FileProblem
from ..vtiger.settings import Settings


def import_from_terminal(env, options, show):
    """Import what the command names; print the report and write it as CSV.

    It commits batch by batch, as a scheduled action does.

    :param options: arguments of `vtiger_import.py`
    :param show: shows the progress
    :return: exit status: 1 when nothing could be read, a file or all records of a kind were refused, or figures
        or addresses are not vtiger's; 0 otherwise, with the records refused counted
    """
    imports = env["agency.vtiger.import"].with_context(lang=_find_lang(env))
    env = imports.env
    try:
        settings = _read_settings(options)
    except FileProblem as problem:
        sys.stderr.write(f"{problem.file}: {env['agency.vtiger.issue']._describe(problem)}\n")
        return 1
    imports._apply_mapping(settings)
    reading = runner.read(options.sources, settings, options.report)
    if len(reading.orders) > 1 and not settings.date_order:
        message = env._("The dates can be read in several ways: say which with --date-order %(orders)s.")
        sys.stderr.write(message % {"orders": "|".join(reading.orders)} + "\n")
        return 1
    job = imports.create({"name": env._("Import from vtiger, from the terminal"), "is_dry_run": options.dry_run})
    if reading.sources:
        env.cr.commit()  # pylint: disable=invalid-commit
    report = runner.run(env, reading, settings, options.dry_run, env.cr.commit, show, job_id=job.id)
    job._save(report, {"issues": 0, "totals": 0})
    job._set_done(reading.total)
    job.write(job._make_report_file())
    options.report.write_bytes(base64.b64decode(job.report_file))
    env.cr.commit()  # pylint: disable=invalid-commit
    _print_report(job, options)
    return int(not reading.sources or bool(job.verdict))


def _read_settings(options):
    settings = Settings(
        date_order=options.date_order or "",
        zone=options.timezone,
        invoices="memory" if options.memory or options.memory_until else "posted",
        memory_until=options.memory_until or "",
    )
    if options.mapping:
        settings.read_toml(options.mapping.read_bytes(), options.mapping.name)
    return settings


def _find_lang(env):
    """The language of the report, and of the words put on documents: the agency's."""
    company = env.company
    installed = dict(env["res.lang"].get_installed())
    local = "fr_FR" if company.country_id.code == "FR" and "fr_FR" in installed else None
    return company.partner_id.lang or local or env.ref("base.user_admin").lang


def _print_report(job, options):
    env, write = job.env, sys.stdout.write
    labels = dict(job.count_ids._fields["module"]._description_selection(env))
    heads = [job.count_ids._fields[f"{name}_count"]._description_string(env) for name in OUTCOMES]
    write(f"{'':22}" + "".join(f"{head:>12}" for head in heads) + "\n")
    for line in job.count_ids:
        write(f"{labels[line.module]:22}" + "".join(f"{line[f'{name}_count']:>12}" for name in OUTCOMES) + "\n")
    for line in job.count_ids.filtered("document_count"):
        write(f"{labels[line.module]}: vtiger {line.vtiger_total:.4f}, Odoo {line.odoo_total:.2f}\n")
    for issue in job.issue_ids.filtered(lambda issue: issue.severity == "refused")[:20]:
        place = f"{issue.file}:{issue.line}" if issue.line else issue.file
        write(" ".join(filter(None, (place, issue.record, issue.column, issue.message))) + "\n")
    if job.verdict:
        write(env._("To put right:") + "\n" + job.verdict + "\n")
    if options.dry_run:
        write(env._("Dry run: nothing was imported.") + "\n")
    write(env._("Report: %(file)s", file=options.report) + "\n")
