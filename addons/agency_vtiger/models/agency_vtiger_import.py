import base64
import csv
import io
import sys
import time
from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import config

from odoo.addons.base.models.ir_cron import MIN_TIME_PER_JOB

from .. import runner
from ..report import OUTCOMES, Report
from ..vtiger.columns import normalize
from ..vtiger.problems import FileProblem
from ..vtiger.settings import Settings

STATES = [
    ("draft", "To read"),
    ("ready", "Read"),
    ("waiting", "Under way"),
    ("done", "Done"),
    ("failed", "Failed"),
]
DATE_ORDERS = [("dmy", "Day-month-year"), ("mdy", "Month-day-year"), ("ymd", "Year-month-day")]
# A cell that begins so is a formula to a spreadsheet.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class PauseError(Exception):
    """The time of a run is over; what was done is kept."""


class AgencyVtigerImport(models.Model):
    """An import from vtiger: files, what they are, how they are to be taken, and the report."""

    _name = "agency.vtiger.import"
    _description = "Import from vtiger"
    _inherit = ["agency.guarded.mixin"]
    _order = "id desc"

    name = fields.Char(default=lambda self: self.env._("Import from vtiger"), required=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    state = fields.Selection(STATES, default="draft", required=True, readonly=True)
    attachment_ids = fields.Many2many(
        "ir.attachment", string="CSV files or ZIP", help="The CSV files that vtiger exported, or one ZIP of them."
    )
    mapping_file = fields.Binary(
        string="Mapping file",
        attachment=True,
        help="TOML file that says what custom columns and values of lists are; see the add-on's README.",
    )
    mapping_name = fields.Char()
    date_order = fields.Selection(
        DATE_ORDERS, string="Order of dates", help="That of the user who exported. Found in the files when it is sure."
    )
    is_date_ambiguous = fields.Boolean(readonly=True)
    invoices = fields.Selection(
        [("posted", "As invoices, posted"), ("memory", "As documents for memory")],
        default="posted",
        required=True,
        help="For memory: a message on the account, with the document, that touches no accounting.",
    )
    memory_until = fields.Date(
        string="Up to", help="Only invoices up to this date are for memory, those after it are posted. Empty: all are."
    )
    file_ids = fields.One2many("agency.vtiger.file", "import_id", readonly=True)
    user_ids = fields.One2many("agency.vtiger.user", "import_id")
    count_ids = fields.One2many("agency.vtiger.count", "import_id", readonly=True)
    issue_ids = fields.One2many("agency.vtiger.issue", "import_id", readonly=True)
    total_ids = fields.One2many("agency.vtiger.total", "import_id", readonly=True)
    is_dry_run = fields.Boolean(string="Dry run", readonly=True)
    record_count = fields.Integer(string="Records", readonly=True)
    done_count = fields.Integer(string="Records done", readonly=True)
    progress = fields.Float(compute="_compute_progress")
    refused_count = fields.Integer(compute="_compute_refused_count")
    error = fields.Text(readonly=True)
    report_file = fields.Binary(string="Report", attachment=True, readonly=True)
    report_name = fields.Char(readonly=True)

    @api.depends("done_count", "record_count")
    def _compute_progress(self):
        for job in self:
            job.progress = 100 * job.done_count / job.record_count if job.record_count else 0

    @api.depends("count_ids.refused_count")
    def _compute_refused_count(self):
        for job in self:
            job.refused_count = sum(job.count_ids.mapped("refused_count"))

    @api.model
    def _is_written_by_rules(self, field):
        """Override of `agency.guarded.fields.mixin`: an import is the work of its user, with their rights alone."""
        return False

    # === ACTION METHODS === #

    def action_read(self):
        """Read the files: what each is, how many records, which columns and logins are not known.

        :raise UserError: if there is no file, or the mapping file is wrong
        """
        self.ensure_one()
        reading = self._read()
        known = {line.login: line.user_id.id for line in self.user_ids}
        users = self._match_users(reading.logins)
        files = [
            {
                "name": source.file.name,
                "module": source.module,
                "language": source.language,
                "count": reading.counts[source.file.name],
                "unknown": ", ".join(source.unknown),
            }
            for source in reading.sources
        ]
        describe = self.env["agency.vtiger.issue"]._describe
        files += [{"name": problem.file, "problem": describe(problem)} for problem in reading.problems]
        ambiguous = len(reading.orders) > 1
        self.write(
            {
                "state": "ready" if reading.sources else "draft",
                "record_count": reading.total,
                "done_count": 0,
                "is_date_ambiguous": ambiguous,
                "date_order": self.date_order or (reading.orders[0] if len(reading.orders) == 1 else False),
                "file_ids": [(5,), *((0, 0, vals) for vals in files)],
                "user_ids": [
                    (5,),
                    *(
                        (0, 0, {"login": login, "user_id": known.get(login) or users.get(login)})
                        for login in sorted(reading.logins)
                    ),
                ],
                "count_ids": [(5,)],
                "issue_ids": [(5,)],
                "total_ids": [(5,)],
                "report_file": False,
                "error": False,
            }
        )
        return True

    def action_dry_run(self):
        """Do the whole import, report it, and take it back."""
        return self._start(dry_run=True)

    def action_import(self):
        """Import for good, in the background. What was done stays when it is interrupted."""
        return self._start(dry_run=False)

    def action_refresh(self):
        """Show how far the import has come."""
        return True

    def action_view_issues(self):
        """Open the lines of the report, to search and group them."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("agency_vtiger.agency_vtiger_issue_action")
        return {**action, "domain": [("import_id", "=", self.id)]}

    # === CRON METHODS === #

    @api.model
    def _cron_run(self):
        """Do the imports that wait, each as the user who asked for it; go on with one that was interrupted."""
        progress = self.env["ir.cron"]
        jobs = self.search([("state", "=", "waiting")], order="id")
        progress._commit_progress(remaining=len(jobs))
        until = self._get_time_limit()
        if time.monotonic() > until:
            return  # the scheduler, told what remains, calls again at once with its time anew
        for job in jobs:
            job._run(until)
            if job.state == "waiting":
                progress._commit_progress(processed=1, remaining=len(jobs))
                return
            progress._commit_progress(processed=1)

    def _get_time_limit(self):
        """When a run is to pause: a server ends, or restarts for, a scheduled action that takes too long."""
        limit = config["limit_time_real_cron"]
        if limit is None or limit < 0:
            limit = config["limit_time_real"]
        end = self.env.context.get("cron_end_time")
        if not limit or not end:
            return float("inf")
        return end - MIN_TIME_PER_JOB + limit / 2

    # === BUSINESS METHODS === #

    def _start(self, dry_run):
        self.ensure_one()
        if self.state not in ("ready", "done", "failed"):
            raise UserError(self.env._("Read the files first."))
        if self.is_date_ambiguous and not self.date_order:
            raise UserError(
                self.env._(
                    "The dates of these files can be read in several ways: say in which order the user who"
                    " exported them writes dates."
                )
            )
        self.write(
            {
                "state": "waiting",
                "is_dry_run": dry_run,
                "done_count": 0,
                "count_ids": [(5,)],
                "issue_ids": [(5,)],
                "total_ids": [(5,)],
                "report_file": False,
                "error": False,
            }
        )
        # Sudo: the scheduled action is the system's; the import itself runs with the rights of its user.
        self.env.ref("agency_vtiger.ir_cron_vtiger_import").sudo()._trigger()
        return True

    def _get_settings(self):
        self.ensure_one()
        settings = Settings(
            date_order=self.date_order or "",
            zone=self.env.user.tz or "Europe/Paris",
            invoices=self.invoices,
            memory_until=self.memory_until.isoformat() if self.memory_until else "",
        )
        if self.mapping_file:
            try:
                settings.read_toml(base64.b64decode(self.mapping_file), self.mapping_name or "")
            except FileProblem as problem:
                raise UserError(self.env["agency.vtiger.issue"]._describe(problem)) from problem
        settings.users.update({line.login: line.user_id.login for line in self.user_ids if line.user_id})
        return settings

    def _read(self):
        if not self.attachment_ids:
            raise UserError(self.env._("Give the CSV files that vtiger exported, or one ZIP of them."))
        contents = [(attachment.name, attachment.raw) for attachment in self.attachment_ids]
        return runner.read(contents, self._get_settings())

    @api.model
    def _match_users(self, logins):
        """Return the users that are of these logins by login, mail or name: `{login: user id}`."""
        found = {}
        for user in self.env["res.users"].search([("share", "=", False)]):
            for word in (user.name, user.email, user.login):
                found[normalize(word or "")] = user.id
        return {login: found[normalize(login)] for login in logins if normalize(login) in found}

    def _run(self, until=float("inf")):
        """Import, batch by batch; the report is kept along the way, so an interrupted run goes on where it was.

        A dry run, which is one transaction, begins anew.

        :param until: when to pause, by the monotonic clock: the next call goes on from the batch done last
        """
        self.ensure_one()
        user = self.create_uid if self.create_uid.active else self.env.user
        job = self.with_user(user).with_company(self.company_id).with_context(lang=user.lang)
        report, saved = Report(), {"issues": 0, "totals": 0}
        if job.is_dry_run and job.done_count:
            job.write({"state": "failed", "error": job._dry_run_interrupted_message()})
            return

        def save(done, total):
            job.write({"done_count": done, "record_count": max(total, job.record_count)})
            if not job.is_dry_run:
                job._save(report, saved)
            else:
                self.env.cr.commit()  # pylint: disable=invalid-commit

        def commit():
            self.env.cr.commit()  # pylint: disable=invalid-commit
            if time.monotonic() > until:
                raise PauseError

        try:
            job._restore(report)
            runner.run(
                job.env, job._read(), job._get_settings(), job.is_dry_run, commit, save, report,
                skip=job.done_count,
            )  # fmt: skip
            job._save(report, saved)
            job.write({"state": "done", "done_count": job.record_count, **job._make_report_file()})
        except PauseError:
            return
        except Exception as error:
            # Whatever it is, the user has to read it: the import goes on from its last batch once it is put right.
            self.env.cr.rollback()
            job.write({"state": "failed", "error": str(error)})
            job.env.cr.commit()  # pylint: disable=invalid-commit

    def _dry_run_interrupted_message(self):
        return self.env._(
            "The dry run was interrupted: start it again. If it takes longer than the server gives to a scheduled"
            " action (limit_time_real_cron), do it from the terminal: bin/odoo vtiger_import --dry-run."
        )

    def _run_from_terminal(self, options, show):
        """Import what the command names; print the report and write it as CSV.

        It commits batch by batch, as a scheduled action does.

        :param options: arguments of `cli/vtiger_import.py`
        :param show: shows the progress
        :return: exit status: 1 when something can't be imported as asked, 0 otherwise
        """
        self = self.with_context(lang=self._get_terminal_lang())
        issues = self.env["agency.vtiger.issue"]
        settings = Settings(
            date_order=options.date_order or "",
            zone=options.timezone,
            invoices="memory" if options.memory or options.memory_until else "posted",
            memory_until=options.memory_until or "",
        )
        try:
            if options.mapping:
                settings.read_toml(options.mapping.read_bytes(), options.mapping.name)
        except FileProblem as problem:
            sys.stderr.write(f"{problem.file}: {issues._describe(problem)}\n")
            return 1
        reading = runner.read(options.sources, settings, options.report)
        if len(reading.orders) > 1 and not settings.date_order:
            message = self.env._("The dates can be read in several ways: say which with --date-order %(orders)s.")
            sys.stderr.write(message % {"orders": "|".join(reading.orders)} + "\n")
            return 1
        job = self.create({"name": self.env._("Import from vtiger, from the terminal"), "is_dry_run": options.dry_run})
        if reading.sources:
            self.env.cr.commit()  # pylint: disable=invalid-commit
        report = runner.run(self.env, reading, settings, options.dry_run, self.env.cr.commit, show)
        job._save(report, {"issues": 0, "totals": 0})
        job.write({"state": "done", "record_count": reading.total, "done_count": reading.total})
        job.write(job._make_report_file())
        options.report.write_bytes(base64.b64decode(job.report_file))
        self.env.cr.commit()  # pylint: disable=invalid-commit
        job._print_report(options)
        return int(not reading.sources)

    @api.model
    def _get_terminal_lang(self):
        """The language of the report, and of the words put on documents: the agency's."""
        company = self.env.company
        installed = dict(self.env["res.lang"].get_installed())
        local = "fr_FR" if company.country_id.code == "FR" and "fr_FR" in installed else None
        return company.partner_id.lang or local or self.env.ref("base.user_admin").lang

    def _print_report(self, options):
        labels = dict(self.count_ids._fields["module"]._description_selection(self.env))
        heads = [self.count_ids._fields[f"{name}_count"]._description_string(self.env) for name in OUTCOMES]
        write = sys.stdout.write
        write(f"{'':22}" + "".join(f"{head:>12}" for head in heads) + "\n")
        for line in self.count_ids:
            write(f"{labels[line.module]:22}" + "".join(f"{line[f'{name}_count']:>12}" for name in OUTCOMES) + "\n")
        for line in self.count_ids.filtered("document_count"):
            write(f"{labels[line.module]}: vtiger {line.vtiger_total:.4f}, Odoo {line.odoo_total:.2f}\n")
        for issue in self.issue_ids.filtered(lambda issue: issue.severity == "refused")[:20]:
            place = f"{issue.file}:{issue.line}" if issue.line else issue.file
            write(" ".join(filter(None, (place, issue.record, issue.column, issue.message))) + "\n")
        if options.dry_run:
            write(self.env._("Dry run: nothing was imported.") + "\n")
        write(self.env._("Report: %(file)s", file=options.report) + "\n")

    def _restore(self, report):
        """Take up the counts of an interrupted run."""
        for line in self.count_ids:
            report.counts[line.module] = Counter({outcome: line[f"{outcome}_count"] for outcome in OUTCOMES})
            if line.document_count:
                report.sums[line.module] = [line.document_count, line.vtiger_total, line.odoo_total]

    def _save(self, report, saved):
        """Keep what the report has got since the last call."""
        issues = self.env["agency.vtiger.issue"]
        issues.create(
            [
                {
                    "import_id": self.id,
                    "severity": issue.severity,
                    "module": issue.module,
                    "file": issue.file,
                    "line": issue.line,
                    "column": issue.column,
                    "record": issue.record,
                    "message": issues._describe(issue),
                }
                for issue in report.issues[saved["issues"] :]
            ]
        )
        self.env["agency.vtiger.total"].create(
            [
                {
                    "import_id": self.id,
                    "module": total.module,
                    "key": total.key,
                    "file": total.file,
                    "line": total.line,
                    "vtiger_total": total.vtiger,
                    "odoo_total": total.odoo,
                    "difference": total.odoo - total.vtiger,
                    "cause": issues._describe_causes(total.causes),
                }
                for total in report.totals[saved["totals"] :]
            ]
        )
        saved.update(issues=len(report.issues), totals=len(report.totals))
        lines = {line.module: line for line in self.count_ids}
        for module, counts in report.counts.items():
            if not counts:
                continue
            documents, vtiger, odoo = report.sums.get(module, (0, 0, 0))
            vals = {
                **{f"{outcome}_count": counts[outcome] for outcome in OUTCOMES},
                "document_count": documents,
                "vtiger_total": vtiger,
                "odoo_total": odoo,
            }
            if module in lines:
                lines[module].write(vals)
            else:
                self.count_ids.create({"import_id": self.id, "module": module, **vals})

    def _make_report_file(self):
        """Return the values of the report as a CSV file."""
        heads = [
            self.env["agency.vtiger.count"]._fields[f"{name}_count"]._description_string(self.env) for name in OUTCOMES
        ]
        rows = [["", self.env._("Module"), *heads]]
        label = {name: dict(self.env[name]._fields["module"]._description_selection(self.env)) for name in (
            "agency.vtiger.count", "agency.vtiger.issue", "agency.vtiger.total")}  # fmt: skip
        for line in self.count_ids:
            rows.append(["", label[line._name][line.module], *(line[f"{outcome}_count"] for outcome in OUTCOMES)])
        rows.append([])
        severities = dict(self.env["agency.vtiger.issue"]._fields["severity"]._description_selection(self.env))
        heads = ("severity", "module", "file", "line", "column", "record", "message")
        issues = self.env["agency.vtiger.issue"]
        rows.append([issues._fields[name]._description_string(self.env) for name in heads])
        for line in self.issue_ids:
            rows.append(
                [
                    severities[line.severity],
                    label[line._name].get(line.module, ""),
                    *(line[name] or "" for name in heads[2:]),
                ]
            )
        rows.append([])
        heads = ("module", "key", "file", "line", "vtiger_total", "odoo_total", "difference", "cause")
        rows.append([self.env["agency.vtiger.total"]._fields[name]._description_string(self.env) for name in heads])
        for line in self.total_ids:
            rows.append([label[line._name].get(line.module, ""), *(line[name] or "" for name in heads[1:])])
        return {
            "report_file": base64.b64encode(write_report(rows)),
            "report_name": self.env._("vtiger-report.csv"),
        }


def write_report(rows):
    """The rows as CSV for a spreadsheet: with a BOM, and no cell that it would run."""
    text = io.StringIO()
    safe = (
        [f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell for cell in row]
        for row in rows
    )
    csv.writer(text).writerows(safe)
    return text.getvalue().encode("utf-8-sig")
