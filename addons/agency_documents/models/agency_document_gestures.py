import base64
import io
import urllib.parse

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date
from odoo.tools.safe_eval import safe_eval

# Above, a PDF of several documents is made in the background.
MAX_DIRECT = 50
# What one selection may mail: every document is made before the mail is shown.
MAX_MAILED = 50


class AgencyDocumentGestures(models.AbstractModel):
    """What users do with the documents of quotes, orders and invoices (manual: « Envoyer les devis,
    conventions et factures », « Astuces »): open, mail, edit, keep; one, or a selection.
    """

    _name = "agency.document.gestures"
    _description = "Record whose documents are opened, mailed, edited and kept"

    # === TO ANSWER === #

    def _get_document_kind(self):
        """Return what the user's last choice of a template is remembered for, as 'quote'."""
        raise NotImplementedError

    def _get_document_folder(self):
        """Return the folder of Documents where these documents are kept, as « devis »."""
        raise NotImplementedError

    def _check_mailable(self):
        """Check that the documents of these records may be mailed.

        :raise UserError: naming those that may not
        """
        raise NotImplementedError

    def _get_missing_words(self, report=None):
        """Return what the law asks and the document of this record does not say yet, as labels.

        :param report: the template; by default, the record's own
        """
        return []

    def _get_mail_action(self, report):
        """Return the action that opens the mail of this one record.

        :param report: the template of the document, as an `ir.actions.report`
        """
        raise NotImplementedError

    def _get_mailing_template(self, report):
        """Return the words of the mail that carries these records, one or several, of one contact."""
        raise NotImplementedError

    # === ACTION METHODS === #

    def action_open_documents(self):
        """Choose the template, then open, mail, edit or keep the documents."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Documents"),
            "res_model": "agency.document.choice",
            "view_mode": "form",
            "target": "new",
            "context": {
                **self._get_clean_context(),
                "default_res_model": self._name,
                "default_res_ids": self.ids,
                "dialog_size": "medium",
            },
        }

    def action_group_pdf(self):
        """Open one PDF of all the selected records, each as its own document, in the order selected."""
        return self._open_pdf()

    def action_mail_documents(self):
        """Put the selected records in mails, one for each contact."""
        return self._mail_documents()

    def action_save_documents(self):
        """Keep the documents of the selected records in Documents."""
        return self._save_documents()

    # === WHAT IS MISSING === #

    def _get_missing_note(self, report=None):
        """Return in one text what these documents do not say yet, or nothing.

        :param report: the template; by default, of each record its own
        """
        notes = [
            self.env._("%(document)s lacks: %(labels)s.", document=record.display_name, labels=", ".join(labels))
            for record in self
            if (labels := record._get_missing_words(report))
        ]
        return " ".join(notes)

    # === TEMPLATES === #

    def _get_available_reports(self):
        """Return the agency's templates and the users' own that suit all of these records.

        :rtype: ir.actions.report
        """
        # Sudo: which reports there are is no secret; whoever prints needs rights on what is printed.
        reports_sudo = (
            self.env["ir.actions.report"]
            .sudo()
            .search([("binding_model_id.model", "=", self._name), ("pdf_engine", "in", ("auto", "wkhtmltopdf"))])
        )
        reports = reports_sudo.filtered(
            lambda report: len(self.filtered_domain(safe_eval(report.domain or "[]"))) == len(self)
        )
        return reports.sudo(self.env.su)

    def _get_preferred_report(self):
        """Return the template the user chose last for such a record, else the right one for it."""
        self.ensure_one()
        report_id = self.env["ir.default"]._get(
            "agency.document.choice", "report_id", user_id=True, condition=f"kind={self._get_document_kind()}"
        )
        report = self.env["ir.actions.report"].browse(report_id or [])
        return report if report in self._get_available_reports() else self._get_agency_report()

    # === OPEN === #

    def _open_pdf(self, report=None):
        """Open the documents of these records as one PDF in a tab of the browser, in their order.

        More than `MAX_DIRECT` are made in the background.

        :param report: the template; by default, of each record its own
        :raise UserError: if they belong to several companies, or one has no PDF
        """
        self._check_selection()
        if len(self) > MAX_DIRECT:
            return self.env["agency.document.job"]._start("print", self, report)
        pdfs, failures = self._render_documents(report)
        if failures:
            self._raise_failures(failures)
        # A transient record holds the file: its user alone may open it, and it goes away by itself.
        name = self._get_group_file_name(report)
        holder = self.env["agency.document.choice"].create(
            {
                "res_model": self._name,
                "res_ids": self.ids,
                "pdf": base64.b64encode(self._merge_documents([pdfs[record] for record in self])),
            }
        )
        url = f"/web/content/{holder._name}/{holder.id}/pdf/{urllib.parse.quote(name, safe='')}"
        return {"type": "ir.actions.act_url", "url": url, "target": "new", "close": True}

    @api.model
    def _merge_documents(self, contents):
        """Return one PDF out of several, in order."""
        if len(contents) == 1:
            return contents[0]
        return self.env["ir.actions.report"]._merge_pdfs([io.BytesIO(content) for content in contents]).getvalue()

    def _get_group_file_name(self, report=None):
        """Return the name of the PDF of all these records, with its extension."""
        if len(self) == 1:
            return self._get_document_file_name(report or self._get_agency_report())
        return self.env._(
            "%(count)s documents of %(date)s.pdf",
            count=len(self),
            date=format_date(self.env, fields.Date.context_today(self)).replace("/", "-"),
        )

    # === KEEP === #

    def _save_documents(self, report=None):
        """Keep the documents of these records in Documents.

        :raise UserError: if one has no PDF; nothing is kept then
        """
        self._check_selection()
        if len(self) > MAX_DIRECT:
            return self.env["agency.document.job"]._start("save", self, report)
        self._issue_documents(report)
        pdfs, failures = self._render_documents(report)
        if failures:
            self._raise_failures(failures)
        folder = self._keep_pdfs(pdfs, report)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "title": self.env._("Kept in Documents, “%(folder)s”", folder=folder.name),
                "message": "%s",
                "links": [{"label": self.env._("Open Documents"), "url": "/odoo/agency-files"}],
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _keep_pdfs(self, pdfs, report=None):
        """Keep PDFs in the folder of such documents.

        :param dict pdfs: record to bytes
        :return: the folder
        """
        folder = self._get_document_folder()
        self.env["agency.document"]._save_pdfs(
            folder,
            [
                (record, record._get_document_file_name(report or record._get_agency_report()), content)
                for record, content in pdfs.items()
            ],
        )
        return folder

    # === MAIL === #

    def _mail_documents(self, report=None):
        """Open the mail of these records, or the list of mails when they have several contacts.

        :raise UserError: if one may not be mailed, or they belong to several companies
        """
        self._check_selection()
        self._check_mailable()
        if len(self) > MAX_MAILED:
            raise UserError(
                self.env._("%(count)s documents at a time are mailed at most: select fewer.", count=MAX_MAILED)
            )
        if len(self) == 1:
            self._check_mail_addresses()
            return self._get_mail_action(report or self._get_agency_report())
        mailing = self.env["agency.document.mailing"]._prepare_mailing(self, report)
        if len(mailing.mail_ids) == 1:
            self._check_mail_addresses()
        return mailing._get_action()

    def _get_mail_record_context(self, report=None):
        """Return the context of the composer for these records: one mail, each its own PDF."""
        return {
            "default_model": self._name,
            "default_res_ids": self[:1].ids,
            "default_composition_mode": "comment",
            "default_email_layout_xmlid": "mail.mail_notification_layout_with_responsible_signature",
            "email_notification_allow_footer": True,
            "default_template_id": self._get_mailing_template(report).id,
            "mark_so_as_sent": True,
            "hide_mail_template_management_options": True,
            "force_email": True,
            "dialog_size": "large",
            "mailed_record_ids": self.ids,
            "mailed_report_id": report.id if report else False,
        }

    def _check_selection(self):
        """Check that the records can be treated together.

        :raise UserError: if there is none, or if they belong to several companies
        """
        if not self:
            raise UserError(self.env._("Select at least one record."))
        if len(self.company_id) > 1:
            raise UserError(
                self.env._(
                    "The selection belongs to several companies (%(companies)s), whose documents do not mix:"
                    " select the records of one.",
                    companies=", ".join(self.company_id.mapped("name")),
                )
            )

    def _check_mail_addresses(self):
        """Check that the contacts of these records have an address.

        :raise UserError: naming those who have none
        """
        partners = self.partner_id.filtered(lambda partner: not partner._get_document_email())
        if partners:
            raise UserError(
                self.env._(
                    "No e-mail address for %(names)s: add it to the contact, then send again.",
                    names=", ".join(partner._get_name_without_email() for partner in partners),
                )
            )

    def _get_clean_context(self):
        return {key: value for key, value in self.env.context.items() if not key.startswith(("default_", "search_"))}
