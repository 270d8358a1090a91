import hashlib

import lxml.html
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.agency_crm.context_keys import from_code

from ..edited_html import note_words


class AgencyDocumentVersion(models.Model):
    """A document changed by hand before printing (manual: « Modifier puis générer »).

    It holds what stands between the head and the foot of the document. The last one is what the document
    says from then on, in print, in mails and on the portal, until it is archived.
    """

    _name = "agency.document.version"
    _description = "Edited document"
    _inherit = ["agency.guarded.mixin"]
    _order = "write_date desc, id desc"
    _check_company_auto = True

    # Made by `_edit` alone, which says what it is of; users change its body.
    _governing_fields = ("order_id", "move_id")
    _frozen_fields = ("report_id", "order_id", "move_id")

    report_id = fields.Many2one(
        comodel_name="ir.actions.report", string="Template", required=True, ondelete="cascade", readonly=True
    )
    order_id = fields.Many2one(
        comodel_name="sale.order", ondelete="cascade", index="btree_not_null", readonly=True, check_company=True
    )
    move_id = fields.Many2one(
        comodel_name="account.move", ondelete="cascade", index="btree_not_null", readonly=True, check_company=True
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        required=True,
        index=True,
        help="That of the quote or invoice.",
    )
    # What stands between the head and the foot of the document. Without a help: it would hide what is edited.
    body = fields.Html(string="Document", sanitize_overridable=False)
    style = fields.Text(compute="_compute_style", help="Style sheet of the editor: that of the document.")
    theme = fields.Char(readonly=True, help="Name of the colors of the document, as 'standard'.")
    source_digest = fields.Char(
        readonly=True, help="What tells whether the record says the same as when it was filled in."
    )
    is_edited = fields.Boolean(
        readonly=True, help="Something was changed: as long as nothing is, the document follows its record."
    )
    active = fields.Boolean(default=True, help="Archived, it is kept and no longer printed.")
    is_outdated = fields.Boolean(
        compute="_compute_is_outdated",
        help="The quote or invoice was changed after this document: its figures follow, its words stay as edited.",
    )

    _one_record = models.Constraint(
        "CHECK (num_nonnulls(order_id, move_id) = 1)",
        "An edited document is that of one quote or of one invoice.",
    )
    # === COMPUTE METHODS === #

    @api.depends("order_id", "move_id", "report_id")
    def _compute_display_name(self):
        for version in self:
            version.display_name = f"{version.report_id.name} {version._get_record().display_name or ''}"

    @api.depends("order_id.company_id", "move_id.company_id")
    def _compute_company_id(self):
        for version in self:
            version.company_id = version._get_record().company_id

    @api.depends("company_id", "report_id")
    def _compute_style(self):
        for version in self:
            version.style = version.company_id._get_agency_style(with_font=False)

    @api.depends("order_id", "move_id", "source_digest")
    def _compute_is_outdated(self):
        for version in self:
            body, _theme = self._get_filled_body(version._get_record(), version.report_id)
            version.is_outdated = self._get_digest(body) != version.source_digest

    @api.constrains("report_id", "order_id", "move_id")
    def _check_report(self):
        for version in self:
            if version.report_id.model != version._get_record()._name:
                raise ValidationError(
                    self.env._(
                        "“%(report)s” does not print %(record)s: choose one of its own templates.",
                        report=version.report_id.name,
                        record=version._get_record().display_name,
                    )
                )

    # === CRUD METHODS === #

    def write(self, vals):
        """Override to leave alone what a posted invoice says."""
        if "body" not in vals:
            return super().write(vals)
        self._check_values([vals])
        for version in self:
            self._check_editable(version._get_record())
        return super(AgencyDocumentVersion, self._by_own_rules()).write({"is_edited": True, **vals})

    # === ACTION METHODS === #

    def action_open_pdf(self):
        """Open the document as it was edited."""
        self.ensure_one()
        return self._get_record()._open_pdf(self.report_id)

    def action_mail(self):
        """Put the document in a mail."""
        self.ensure_one()
        return self._get_record()._mail_documents(self.report_id)

    def action_restore(self):
        """Let the document follow its record again."""
        self.active = False
        return {"type": "ir.actions.act_window_close"}

    def action_keep_words(self):
        """Keep the words as they were edited, though the record was changed since; its figures follow it anyway."""
        for version in self:
            self._check_editable(version._get_record())
            body, _theme = self._get_filled_body(version._get_record(), version.report_id)
            version._by_rules().source_digest = self._get_digest(body)

    # === BUSINESS METHODS === #

    def _get_record(self):
        return self.order_id or self.move_id

    @staticmethod
    def _get_record_field(records):
        """Return the field that holds such a record."""
        return "order_id" if records._name == "sale.order" else "move_id"

    @api.model
    def _check_editable(self, records):
        """Check that the documents of these records may be edited.

        :raise UserError: if one is a posted invoice, whose PDF must say what its data say, or a signed quote
        """
        for record in records:
            # Sudo: whether it was signed is no secret to whoever edits it.
            if record._name == "sale.order" and record.sudo().signed_document_id:
                raise UserError(
                    self.env._(
                        "%(name)s signed the quote %(quote)s: its document is what was signed, and cannot be edited."
                        " To change it, ask for a new signature first.",
                        name=record.signed_by or self.env._("The customer"),
                        quote=record.display_name,
                    )
                )
            if record._name == "account.move" and record.state == "posted":
                raise UserError(
                    self.env._(
                        "The invoice %(invoice)s is confirmed: its document must say what its data say, and cannot be"
                        " edited. Reset it to draft, or make a credit note.",
                        invoice=record.display_name,
                    )
                )

    @api.model
    def _get_current(self, records, report):
        """Return what the documents of these records say, where they were edited.

        :return: dict of record id to version
        """
        field = self._get_record_field(records)
        # A posted invoice says what its data say.
        records = records.filtered(lambda r: r._name != "account.move" or r.state != "posted")
        records.check_access("read")
        domain = [
            ("report_id", "=", report.id),
            (field, "in", records.ids),
            ("company_id", "in", records.company_id.ids),
            ("is_edited", "=", True),
        ]
        # Sudo: whoever may print a document may read what it says; only who may write the record wrote it.
        versions = self.sudo().search(domain)
        # The last edited one of each comes first.
        return {version[field].id: version for version in reversed(versions)}

    @api.model
    def _edit(self, record, report):
        """Return the version to edit: the current one, else a new one filled in from the record.

        :raise UserError: if the record is a posted invoice
        """
        self._check_editable(record)
        current = self._get_current(record, report).get(record.id)
        if current:
            return current.sudo(self.env.su)
        record.check_access("write")
        body, theme = self._get_filled_body(record, report)
        values = {"body": body, "theme": theme, "source_digest": self._get_digest(body), "is_edited": False}
        field = self._get_record_field(record)
        # One that was opened and left as it was is filled in anew.
        unedited = self._by_rules().search(
            [("report_id", "=", report.id), (field, "=", record.id), ("is_edited", "=", False)], limit=1
        )
        if unedited:
            unedited.write(values)
            return unedited.with_env(self.env)
        version = self._by_rules().create({**values, "report_id": report.id, field: record.id})
        return version.with_env(self.env)

    @staticmethod
    def _get_digest(body):
        return hashlib.sha256(" ".join(Markup(body).striptags().split()).encode()).hexdigest()  # noqa: S704 - to be text

    @api.model
    def _get_filled_body(self, record, report):
        """Return what the report says of the record between its head and its foot.

        :return: HTML, and the theme of the document: the class that its article has besides
        """
        report = report.with_context(**from_code(agency_documents_as_filled=True))
        html, _report_type = report._render_qweb_html(report.report_name, record.ids)
        root = lxml.html.fromstring(html.decode())
        note_words(root)
        body = Markup("").join(
            Markup(lxml.html.tostring(child, encoding="unicode"))  # noqa: S704 - a tree, written out
            for content in root.find_class("document_body")
            for child in content
        )
        articles = root.find_class("article")
        themes = [name for name in articles[0].get("class").split() if name != "article"] if articles else []
        return body, themes[0] if themes else "standard"
