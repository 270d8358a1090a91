import re

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import is_html_empty

from ..const import DOCUMENT_KINDS, DOCUMENT_REPORTS, PRINTABLE_FIELDS, TEMPLATE_BLOCKS

REPORT_NAME = "agency_documents.user_template_%s"
REPORT_NAME_RE = re.compile(r"^agency_documents\.user_template_(\d+)$")


class AgencyDocumentTemplate(models.Model):
    """A template made by a user: free text, fields of the record, ready-made blocks.

    Nothing in it is ever evaluated: a placeholder is a path of fields, all of them among `_get_printable_fields`,
    followed with the rights of whoever prints, and each path was checked with the rights of whoever saved it.
    """

    _name = "agency.document.template"
    _description = "Document template"
    _inherit = ["agency.guarded.mixin"]
    _order = "kind, sequence, id"

    name = fields.Char(required=True)
    kind = fields.Selection(selection=DOCUMENT_KINDS, required=True, default="quote")
    model = fields.Char(compute="_compute_model")
    title = fields.Char(help="Printed at the top. Empty: the usual title of the document.")
    body = fields.Html(
        compute="_compute_body",
        store=True,
        readonly=False,
        precompute=True,
        # The editor's placeholders are `t-out` attributes; all else is cleaned when printing.
        sanitize="email_outgoing",
    )
    report_id = fields.Many2one(
        comodel_name="ir.actions.report",
        readonly=True,
        copy=False,
        ondelete="set null",
        help="What puts the template in the Print menu.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    @api.depends("kind")
    def _compute_model(self):
        for template in self:
            template.model = "account.move" if template.kind == "invoice" else "sale.order"

    @api.depends("kind")
    def _compute_body(self):
        """Start from the agency's own document, made of its blocks."""
        for template in self:
            if is_html_empty(template.body):
                template.body = Markup().join(
                    Markup("<p>{{ block.%s }}</p>") % block for block in template._get_default_blocks()
                )

    @api.constrains("body", "kind")
    def _check_body(self):
        for template in self:
            for line, placeholder in template._get_placeholders():
                reason = template._get_placeholder_error(placeholder)
                if reason:
                    raise ValidationError(template._get_refusal(line, placeholder, reason))
            for line, text, reason in template._get_misplaced():
                raise ValidationError(template._get_refusal(line, text, reason))

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override to put each template in the Print menu of its records."""
        templates = super().create(vals_list)
        for template in templates:
            # Sudo: reports belong to the administrator; these only name a template of ours.
            template._by_rules().report_id = (
                self.env["ir.actions.report"]
                .sudo()
                .create(
                    {
                        **template._prepare_report_values(),
                        "report_name": REPORT_NAME % template.id,
                    }
                )
            )
        return templates

    def write(self, vals):
        """Override to let the report follow its template."""
        result = super().write(vals)
        if vals.keys() & {"name", "kind", "active"}:
            for template in self:
                template._get_own_report_sudo().write(template._prepare_report_values())
        return result

    def unlink(self):
        """Override to take the report away with its template."""
        reports_sudo = self._get_own_report_sudo()
        result = super().unlink()
        reports_sudo.unlink()
        return result

    def copy_data(self, default=None):
        """Override to tell the copy from the original."""
        vals_list = super().copy_data(default=default)
        for template, vals in zip(self, vals_list, strict=True):
            vals.setdefault("name", template.name)
            if vals["name"] == template.name:
                vals["name"] = self.env._("%(name)s (copy)", name=template.name)
        return vals_list

    def _get_own_report_sudo(self):
        """Return the reports made for these templates: none of somebody else's is ever renamed or deleted."""
        own = {REPORT_NAME % template.id for template in self}
        # Sudo: see `create`.
        return self.report_id.sudo().filtered(lambda report: report.report_name in own)

    def _prepare_report_values(self):
        """Return the values of the report that prints the template: those of the usual one."""
        self.ensure_one()
        usual_report = self._get_usual_report().sudo()  # sudo: see `create`
        return {
            "name": self.name,
            "model": self.model,
            "report_type": "qweb-pdf",
            "print_report_name": usual_report.print_report_name,
            "paperformat_id": usual_report.paperformat_id.id,
            "pdf_engine": "auto",
            "domain": usual_report.domain,
            "is_invoice_report": usual_report.is_invoice_report,
            "binding_model_id": self.env["ir.model"]._get_id(self.model) if self.active else False,
            "binding_type": "report",
        }

    # === KINDS === #

    def _get_usual_report(self):
        """Return the report of the agency's own document, which the template follows."""
        return self.env.ref(DOCUMENT_REPORTS[self.kind])

    def _get_default_blocks(self):
        """Return the names of the blocks of the agency's own document, in order."""
        return self.env[self.model]._get_pdf_blocks(self.kind) if self.kind else ()

    @api.model
    def _get_block_kinds(self):
        """Return the ready-made blocks, in order, each with the kinds it makes sense for (none: all)."""
        return dict(TEMPLATE_BLOCKS)

    @api.model
    def _get_printable_fields(self, model_name):
        """Return the names of the fields of a model that templates may print."""
        return PRINTABLE_FIELDS.get(model_name, frozenset())
