from odoo import api, fields, models

from odoo.addons.agency_crm.isolation import set_apart

BATCH = 20
# Days after which the account of a job is of no use any more.
KEPT_DAYS = 30


class AgencyDocumentJob(models.Model):
    """Documents made in the background: a big selection as one PDF, or kept in Documents.

    It goes on by batches, each committed with what it made: interrupted, it resumes where it was.
    """

    _name = "agency.document.job"
    _description = "Documents made in the background"
    _order = "id desc"

    kind = fields.Selection(selection=[("print", "One PDF"), ("save", "Kept in Documents")], required=True)
    res_model = fields.Char(required=True)
    res_ids = fields.Json(required=True, help="The records, in the order selected.")
    report_id = fields.Many2one(
        comodel_name="ir.actions.report", ondelete="cascade", help="Template; empty: of each record its own."
    )
    state = fields.Selection(
        selection=[("running", "Running"), ("done", "Done"), ("failed", "Failed")], default="running", index=True
    )
    done_count = fields.Integer(help="Records treated, failures included.")
    total_count = fields.Integer(compute="_compute_total_count")
    failures = fields.Json(help="Name of a record, and why it has no PDF.")
    document_id = fields.Many2one(comodel_name="agency.document", ondelete="set null", help="The PDF, once made.")

    @api.depends("res_ids")
    def _compute_total_count(self):
        for job in self:
            job.total_count = len(job.res_ids or [])

    # === BUSINESS METHODS === #

    @api.model
    def _start(self, kind, records, report):
        """Make the documents of these records in the background.

        :param str kind: 'print' (one PDF) or 'save' (one each)
        :param report: the template; by default, of each record its own
        :return: the action that closes the dialog and says that the work goes on
        """
        # Sudo: users neither change nor see jobs, they are told how theirs goes.
        job_sudo = self.sudo().create(
            {
                "kind": kind,
                "res_model": records._name,
                "res_ids": records.ids,
                "report_id": report.id if report else False,
            }
        )
        self.env.ref("agency_documents.ir_cron_document_jobs")._trigger()
        job_sudo._tell()
        return {"type": "ir.actions.act_window_close"}

    @api.model
    def _cron_run_jobs(self):
        """Go on with the jobs, oldest first, as long as the scheduler leaves time; one that fails stops no other."""
        jobs = self.search([("state", "=", "running")], order="id")
        remaining = sum(job.total_count - job.done_count for job in jobs)
        self.env["ir.cron"]._commit_progress(remaining=remaining)
        for job in jobs:
            while job.state == "running":
                done = job._run_batch_apart()
                if not self.env["ir.cron"]._commit_progress(done):
                    return

    def _run_batch_apart(self):
        """Make the next documents; when that fails, the job ends there, and its user is told why.

        :return: how many records were treated
        """
        remaining = self.total_count - self.done_count
        with set_apart(self.env, f"documents in the background, job {self.id}") as errors:
            return self._run_batch()
        reason = self.env["agency.pdf.document"]._get_failure_reason(errors[0])
        with set_apart(self.env, f"telling the end of the job {self.id}"):
            self.failures = {**(self.failures or {}), self.env._("The work stopped"): reason}
            self.state = "failed"
            self._tell()
        if self.state == "running":
            self.state = "failed"
        return remaining

    def _run_batch(self):
        """Make the next documents, and the end of the work with the last of them.

        :return: how many records were treated
        """
        self.ensure_one()
        ids = self.res_ids[self.done_count : self.done_count + BATCH]
        records = self._get_records(ids)
        self.failures = {
            **(self.failures or {}),
            **{f"#{res_id}": self.env._("it was deleted") for res_id in set(ids) - set(records.ids)},
        }
        if self.kind == "save":
            records._issue_documents(self.report_id)
        pdfs, failures = records._render_documents(self.report_id)
        self.failures = {
            **(self.failures or {}),
            **{record.display_name: reason for record, reason in failures.items()},
        }
        if self.kind == "save":
            records._keep_pdfs(pdfs, self.report_id)
        elif pdfs:
            self._add_part(records._merge_documents(list(map(pdfs.get, filter(pdfs.get, records)))))
        self.done_count += len(ids)
        if self.done_count >= self.total_count:
            self._finish()
        self._tell()
        return len(ids)

    def _get_records(self, ids):
        """Return the records that still exist, with the rights of the one who asked."""
        user = self.create_uid
        return (
            self.env[self.res_model]
            .with_user(user)
            .with_context(lang=user.lang, tz=user.tz, allowed_company_ids=user.company_ids.ids)
            .browse(ids)
            .exists()
        )

    def _get_parts(self):
        return self.env["ir.attachment"].search([("res_model", "=", self._name), ("res_id", "=", self.id)], order="id")

    def _add_part(self, content):
        self.env["ir.attachment"].create(
            {"name": "part.pdf", "raw": content, "res_model": self._name, "res_id": self.id}
        )

    def _finish(self):
        """Put the parts together, in Documents, where the user finds them later too."""
        self.state = "done"
        parts = self._get_parts()
        if not parts:
            return
        records = self._get_records(self.res_ids)
        self.document_id = records.env["agency.document"].create(
            {
                "name": records._get_group_file_name(),
                "raw": records._merge_documents([part.raw for part in parts]),
                "folder_id": records[:1]._get_document_folder().id,
            }
        )
        parts.unlink()

    def _tell(self):
        """Tell the user how far the work is."""
        self.ensure_one()
        job = self.with_context(lang=self.create_uid.lang)
        folder = job._get_records(job.res_ids[:1])._get_document_folder()
        attachment = job.document_id.ir_attachment_id
        self.create_uid.partner_id._bus_send(
            "agency_documents.document_job",
            {
                "id": job.id,
                "kind": job.kind,
                "done": job.done_count,
                "total": job.total_count,
                "state": job.state,
                "failures": [f"{name} : {reason}" for name, reason in (job.failures or {}).items()],
                "folder": folder.name,
                "folder_url": "/odoo/agency-files",
                "url": f"/web/content/{attachment.id}/{attachment.name}" if attachment else "",
            },
        )

    @api.autovacuum
    def _gc_jobs(self):
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=KEPT_DAYS)
        self.search([("state", "in", ("done", "failed")), ("write_date", "<", limit)]).unlink()
