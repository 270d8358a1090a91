"""From a record to the PDF of its document: one, or many that are drawn together."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.safe_eval import safe_eval, time

from odoo.addons.agency_crm.context_keys import get_key


class AgencyPdfDocument(models.AbstractModel):
    _name = "agency.pdf.document"
    _inherit = ["agency.pdf.document"]

    def _issue_documents(self, report=None):
        """Make, before they go out, the documents that are made once and for all.

        :param report: the template; by default, of each record its own
        """

    def _group_by_report(self, report=None):
        """Return these records by the template that prints each: `report`, else its own."""
        return {report: self} if report else self.grouped(lambda record: record._get_agency_report())

    # === RENDERING === #

    def _render_documents(self, report=None):
        """Make the PDF of each of these records.

        Records with one template are drawn together; if that fails, one by one, to tell which failed.

        :param report: the template; by default, of each record its own
        :return: dict of record to PDF, dict of record to the reason why there is none
        """
        pdfs, failures = {}, {}
        if not self:
            return pdfs, failures
        for report_used, records in self._group_by_report(report).items():
            try:
                with self.env.cr.savepoint():
                    pdfs.update(records._render_with(report_used))
            except Exception as error:
                if len(records) == 1:
                    failures[records] = self._get_failure_reason(error)
                    continue
                for record in records:
                    record_pdfs, record_failures = record._render_documents(report_used)
                    pdfs.update(record_pdfs)
                    failures.update(record_failures)
        return pdfs, failures

    def _render_with(self, report):
        """Return the PDF of each of these records, as a dict of record to bytes."""
        reports = self.env["ir.actions.report"]
        content, report_type = reports._pre_render_qweb_pdf(report.report_name, self.ids)
        contents = reports._get_splitted_report(report.report_name, content, report_type)
        return {record: contents[record.id] for record in self}

    @api.model
    def _get_failure_reason(self, error):
        return str(error.args[0]) if error.args else type(error).__name__

    def _get_document_file_name(self, report):
        """Return the name of the file of this record's document, with its extension."""
        self.ensure_one()
        # Sudo: the pattern of the name belongs to the administrator's report.
        pattern = report.sudo().print_report_name
        name = safe_eval(pattern, {"object": self, "time": time}) if pattern else report.name
        return f"{name.replace('/', '-')}.pdf"

    def _raise_failures(self, failures):
        raise UserError(
            self.env._("No PDF could be made of:")
            + "".join(f"\n• {record.display_name} : {reason}" for record, reason in failures.items())
        )

    # === MAIL === #

    def _get_mailed_pdfs(self):
        """Return the PDFs of the mail under way, as (file name, bytes) pairs.

        :raise UserError: if one of them cannot be made
        """
        report = self.env["ir.actions.report"].browse(get_key(self.env, "mailed_report_id") or [])
        records = self.get_mailed_records()
        records._issue_documents(report)
        pdfs, failures = records._render_documents(report)
        if failures:
            self._raise_failures(failures)
        return [
            (record._get_document_file_name(report or record._get_agency_report()), pdfs[record]) for record in records
        ]
