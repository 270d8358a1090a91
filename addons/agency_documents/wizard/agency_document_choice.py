from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AgencyDocumentChoice(models.TransientModel):
    """The « Documents » button: which template, then what to do with it."""

    _name = "agency.document.choice"
    _description = "Choice of a document"

    res_model = fields.Char(required=True)
    res_ids = fields.Json(required=True, help="The records, in the order selected.")
    count = fields.Integer(compute="_compute_records")
    is_posted_invoice = fields.Boolean(compute="_compute_records")
    available_report_ids = fields.Many2many(comodel_name="ir.actions.report", compute="_compute_records")
    report_id = fields.Many2one(
        comodel_name="ir.actions.report",
        string="Template",
        compute="_compute_report_id",
        store=True,
        readonly=False,
        domain="[('id', 'in', available_report_ids)]",
        help="For one record, the one chosen last for such a record. For several, empty: each record its own.",
    )
    version_id = fields.Many2one(comodel_name="agency.document.version", compute="_compute_version_id")
    version_user_id = fields.Many2one(related="version_id.write_uid", related_sudo=False, string="Edited by")
    version_date = fields.Datetime(related="version_id.write_date", related_sudo=False, string="Edited on")
    is_version_outdated = fields.Boolean(related="version_id.is_outdated", related_sudo=False)
    missing_note = fields.Char(
        compute="_compute_missing_note", help="What the law asks and these documents do not say yet."
    )
    pdf = fields.Binary(attachment=True, help="The file that is open in the browser.")

    @api.constrains("res_model", "res_ids")
    def _check_records(self):
        """Only quotes, orders and invoices have documents, and only those the user may read."""
        for choice in self.sudo(False):
            if not isinstance(self.env.get(choice.res_model), self.env.registry["agency.document.gestures"]):
                raise ValidationError(self.env._("Only quotes, orders and invoices have documents: choose among them."))
            choice._get_records().check_access("read")

    # === COMPUTE METHODS === #

    @api.depends("res_model", "res_ids")
    def _compute_records(self):
        for choice in self:
            records = choice._get_records()
            choice.count = len(records)
            choice.available_report_ids = records._get_available_reports()
            choice.is_posted_invoice = records._name == "account.move" and "posted" in records.mapped("state")

    @api.depends("res_model", "res_ids")
    def _compute_report_id(self):
        for choice in self:
            records = choice._get_records()
            choice.report_id = records._get_preferred_report() if len(records) == 1 else False

    @api.depends("res_model", "res_ids", "report_id")
    def _compute_version_id(self):
        versions = self.env["agency.document.version"]
        for choice in self:
            records = choice._get_records()
            choice.version_id = (
                versions._get_current(records, choice.report_id).get(records.id)
                if choice.report_id and len(records) == 1
                else False
            )

    @api.depends("res_model", "res_ids", "report_id")
    def _compute_missing_note(self):
        for choice in self:
            choice.missing_note = choice._get_records()._get_missing_note(choice.report_id)

    # === ACTION METHODS === #

    def action_open(self):
        """Open the PDF, one for all the records."""
        return self._remember()._open_pdf(self.report_id)

    def action_mail(self):
        """Put the documents in a mail, ready to be sent."""
        return self._remember()._mail_documents(self.report_id)

    def action_save(self):
        """Keep the PDFs in Documents."""
        return self._remember()._save_documents(self.report_id)

    def action_edit(self):
        """Open the filled-in document in the editor (manual: « Modifier puis générer »).

        :raise UserError: on a posted invoice
        """
        record = self._remember()
        version = self.env["agency.document.version"]._edit(record, self.report_id)
        return {
            "type": "ir.actions.act_window",
            "name": version.display_name,
            "res_model": version._name,
            "res_id": version.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def action_restore(self):
        """Forget what was edited by hand: the document follows its record again."""
        self.version_id.action_restore()
        return self._get_records().action_open_documents()

    # === BUSINESS METHODS === #

    def _get_records(self):
        return self.env[self.res_model].browse(self.res_ids) if self.res_model else self.env["sale.order"]

    def _remember(self):
        """Remember the template for the next such record, and return the records."""
        self.ensure_one()
        records = self._get_records()
        if self.report_id and len(records) == 1 and self.report_id != records._get_preferred_report():
            self.env["ir.default"].set(
                self._name,
                "report_id",
                self.report_id.id,
                user_id=True,
                condition=f"kind={records._get_document_kind()}",
            )
        return records
