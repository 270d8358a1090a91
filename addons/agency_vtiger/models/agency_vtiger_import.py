import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..importer import runner
from ..importer.report import Report
from ..vtiger.columns import normalize
from ..vtiger.problems import FileProblem
from ..vtiger.settings import Settings

STATES = [
    ("draft", "To read"),
    ("ready", "Read"),
    ("waiting", "Under way"),
    ("done", "Done"),
    ("failed", "Failed"),
    ("undoing", "Being undone"),
    ("undone", "Undone"),
]
DATE_ORDERS = [("dmy", "Day-month-year"), ("mdy", "Month-day-year"), ("ymd", "Year-month-day")]


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
        "ir.attachment",
        string="CSV files or ZIP",
        help="The CSV files that vtiger exported, or one ZIP of them; for Documents,"
        " vtiger's storage folder too, as a ZIP.",
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
    end_date = fields.Datetime(
        string="Imported on", readonly=True, help="What is written later is not the import's, but people's."
    )
    is_undoable = fields.Boolean(compute="_compute_is_undoable")
    samples = fields.Html(readonly=True, help="Of a dry run, some records as they will look.")
    summary = fields.Html(
        compute="_compute_summary", help="What is to be known of the records, each reason once, with how many it is of."
    )
    error = fields.Text(readonly=True)
    verdict = fields.Text(
        readonly=True,
        help="Why it is not to be taken as it is: files refused, figures or addresses that are not vtiger's.",
    )
    is_accepted = fields.Boolean(
        string="Import all the same", help="What the red box says is known, and is put right afterwards."
    )
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
        columns, values = self._make_mapping_lines(reading)
        report = Report()
        runner.look_at(reading, report)
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
                "column_ids": [(5,), *((0, 0, vals) for vals in columns)],
                "value_ids": [(5,), *((0, 0, vals) for vals in values)],
                "report_file": False,
                "error": False,
                "verdict": self._describe_red(report),
                "is_accepted": False,
            }
        )
        return True

    def action_dry_run(self):
        """Do the whole import, report it, and take it back."""
        return self._start(dry_run=True)

    def action_import(self):
        """Import for good, in the background. What was done stays when it is interrupted.

        :raise UserError: while something is red and nobody said that it is known
        """
        if self.verdict and not self.is_accepted:
            raise UserError(
                self.env._(
                    "%(verdict)s\n\nPut it right first, or tick “Import all the same”.",
                    verdict=self.verdict,
                )
            )
        return self._start(dry_run=False)

    def action_refresh(self):
        """Show how far the import has come."""
        return True

    def action_view_issues(self):
        """Open the lines of the report, to search and group them."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("agency_vtiger.agency_vtiger_issue_action")
        return {**action, "domain": [("import_id", "=", self.id)]}

    # === BUSINESS METHODS === #

    def _start(self, dry_run):
        self.ensure_one()
        if self.state not in ("ready", "done", "failed", "undone"):
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
                "samples": False,
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
        self._apply_mapping(settings)
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
