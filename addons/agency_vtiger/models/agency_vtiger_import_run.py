"""An import runs in the background, batch by batch, and goes on where it was interrupted."""

import time
from collections import Counter
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import config

from odoo.addons.base.models.ir_cron import MIN_TIME_PER_JOB

from ..importer import runner
from ..importer.report import OUTCOMES, Report


class PauseError(Exception):
    """The time of a run is over; what was done is kept."""


class AgencyVtigerImport(models.Model):
    _name = "agency.vtiger.import"
    _inherit = ["agency.vtiger.import"]

    # === CRON METHODS === #

    @api.model
    def _cron_run(self):
        """Do the imports that wait, each as the user who asked for it; go on with one that was interrupted."""
        progress = self.env["ir.cron"]
        jobs = self.search([("state", "in", ("waiting", "undoing"))], order="id")
        progress._commit_progress(remaining=len(jobs))
        until = self._get_time_limit()
        if time.monotonic() > until:
            return  # the scheduler, told what remains, calls again at once with its time anew
        for job in jobs:
            if job.state == "undoing":
                job._undo(until)
            else:
                job._run(until)
            if job.state in ("waiting", "undoing"):
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

    def _run(self, until=float("inf")):
        """Import, batch by batch; the report is kept along the way, so an interrupted run goes on where it was.

        A dry run, which is one transaction, begins anew.

        :param until: when to pause, by the monotonic clock: the next call goes on from the batch done last
        """
        self.ensure_one()
        user = self.create_uid if self.create_uid.active else self.env.user
        job = self.with_user(user).with_company(self.company_id).with_context(lang=user.lang)
        report, saved = Report(), {"issues": 0, "totals": 0}
        if not job.done_count:
            job.verdict = False
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
                skip=job.done_count, job_id=job.id,
            )  # fmt: skip
            job._save(report, saved)
            job._set_done(job.record_count)
            job.write(job._make_report_file())
        except PauseError:
            return
        except Exception as error:
            # Whatever it is, the user has to read it: the import goes on from its last batch once it is put right.
            self.env.cr.rollback()
            job.write({"state": "failed", "error": str(error)})
            job.env.cr.commit()  # pylint: disable=invalid-commit

    def _set_done(self, count):
        """Take note that an import is over: what is written from now on is people's.

        :param int count: how many records it had
        """
        # What this very transaction wrote is the import's: its times have fractions of a second.
        end = fields.Datetime.now() + timedelta(seconds=1)
        self.write({"state": "done", "record_count": count, "done_count": count, "end_date": end})

    def _dry_run_interrupted_message(self):
        return self.env._(
            "The dry run was interrupted: start it again. If it takes longer than the server gives to a scheduled"
            " action (limit_time_real_cron), do it from the terminal: bin/odoo vtiger_import --dry-run."
        )

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
                    "kind": issues._describe_kind(issue.code),
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
                    "vtiger_untaxed": total.vtiger_untaxed or 0,
                    "odoo_untaxed": total.odoo_untaxed,
                    "difference": total.odoo - total.vtiger,
                    "cause": issues._describe_causes(total.causes),
                }
                for total in report.totals[saved["totals"] :]
            ]
        )
        if report.samples:
            self.samples = self._render_samples(report.samples)
        saved.update(issues=len(report.issues), totals=len(report.totals))
        # Of an interrupted run, what was red before stays so.
        lines = [*(self.verdict or "").splitlines(), *(self._describe_red(report) or "").splitlines()]
        self.verdict = "\n".join(dict.fromkeys(lines))
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
