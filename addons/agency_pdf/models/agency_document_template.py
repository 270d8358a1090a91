import re

import lxml.html
from lxml import etree
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_date, format_datetime, html_sanitize, is_html_empty

from ..const import DEFAULT_BLOCKS, DOCUMENT_KINDS, DOCUMENT_REPORTS, PRINTABLE_FIELDS, TEMPLATE_BLOCKS
from ..typed_html import drop_no_text

REPORT_NAME = "agency_pdf.user_template_%s"
REPORT_NAME_RE = re.compile(r"^agency_pdf\.user_template_(\d+)$")
# What Odoo's editor inserts: a field of the record, or a date of it in its format.
FIELD_RE = re.compile(r"^object((?:\.[a-z]\w*)+)$")
DATE_FIELD_RE = re.compile(r"^format_(?:date|datetime)\(object((?:\.[a-z]\w*)+)[^()]*\)$")
TEXT_PLACEHOLDER_RE = re.compile(r"\{\{\s*(.*?)\s*\}\}", re.DOTALL)
BLOCK_RE = re.compile(r"^block\.(\w+)$")
LINE_TAGS = ("p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote")
MAX_PATH = 4


class AgencyDocumentTemplate(models.Model):
    """A template made by a user: free text, fields of the record, ready-made blocks.

    Nothing in it is ever evaluated: a placeholder is a path of fields, all of them among `const.PRINTABLE_FIELDS`,
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
    available_blocks = fields.Char(compute="_compute_available_blocks")
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
                    Markup("<p>{{ block.%s }}</p>") % block for block in DEFAULT_BLOCKS.get(template.kind, ())
                )

    @api.depends("kind")
    def _compute_available_blocks(self):
        for template in self:
            template.available_blocks = ", ".join(f"{{{{ block.{block} }}}}" for block in template._get_blocks())

    @api.constrains("body", "kind")
    def _check_body(self):
        for template in self:
            for line, placeholder in template._get_placeholders():
                reason = template._get_placeholder_error(placeholder)
                if reason:
                    raise ValidationError(template._get_refusal(line, placeholder, reason))

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
        usual_report = self.env.ref(DOCUMENT_REPORTS[self.kind]).sudo()  # sudo: see `create`
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

    # === PLACEHOLDERS === #

    def _get_blocks(self):
        """Return the names of the ready-made blocks that make sense in the template."""
        return [block for block, kinds in TEMPLATE_BLOCKS.items() if not kinds or self.kind in kinds]

    def _get_placeholders(self):
        """Return the placeholders of the body, each with its line."""
        placeholders = []
        line = 0
        for node in self._parse(self.body).iter():
            if not isinstance(node.tag, str):
                continue
            if node.tag in LINE_TAGS:
                line += 1
            placeholders += [
                (max(line, 1), value if name == "t-out" else f'{name}="{value}"')
                for name, value in node.attrib.items()
                if name.startswith("t-")
            ]
            texts = (node.text, node.tail) if node.tag != "t" else (node.tail,)
            placeholders += [
                (max(line, 1), placeholder) for text in texts for placeholder in TEXT_PLACEHOLDER_RE.findall(text or "")
            ]
        return placeholders

    def _get_refusal(self, line, placeholder, reason):
        """Return the words that refuse a placeholder."""
        return self.env._(
            "Line %(line)s of “%(name)s”: %(placeholder)s is refused: %(reason)s",
            line=line,
            name=self.name,
            placeholder=placeholder,
            reason=reason,
        )

    @staticmethod
    def _parse(body):
        return lxml.html.fragment_fromstring(drop_no_text(str(body or "")), create_parent="div")

    def _get_placeholder_error(self, placeholder):
        """Return why `placeholder` is refused, or nothing."""
        if block_match := BLOCK_RE.match(placeholder):
            if block_match[1] in self._get_blocks():
                return ""
            return self.env._(
                "there is no such block here; there are: %(blocks)s.", blocks=", ".join(self._get_blocks())
            )
        path = self._get_path(placeholder)
        if not path:
            return self.env._("it is neither a field, as object.name, nor a block.")
        return self._get_path_error(path)

    @staticmethod
    def _get_path(placeholder):
        """Return the names of the fields `placeholder` goes through, or nothing."""
        match = FIELD_RE.match(placeholder) or DATE_FIELD_RE.match(placeholder)
        return match[1].lstrip(".").split(".") if match else []

    def _get_path_error(self, path):
        """Return why the user may not name these fields, or nothing."""
        if reason := self._get_unprintable_reason(path):
            return reason
        # Constraints run with all rights; those that count are the user's.
        model = self.sudo(False).env[self.model]
        for index, name in enumerate(path):
            field = model._fields[name]
            if not model.has_access("read") or not model._has_field_access(field, "read"):
                return self.env._("you may not read “%(field)s”.", field=name)
            is_last = index == len(path) - 1
            if is_last and field.type in ("binary", "json", "properties", "reference"):
                return self.env._("“%(field)s” cannot be printed as text.", field=name)
            if not is_last:
                model = model.env[field.comodel_name]
        return (
            ""
            if not field.relational or model.env[field.comodel_name].has_access("read")
            else (self.env._("you may not read “%(field)s”.", field=path[-1]))
        )

    def _get_unprintable_reason(self, path):
        """Return why no template may print what is at the end of these fields, whoever asks, or nothing."""
        if len(path) > MAX_PATH:
            return self.env._("it goes through more than %(count)s fields.", count=MAX_PATH)
        model = self.env[self.model]
        for index, name in enumerate(path):
            field = model._fields.get(name)
            if field is None:
                return self.env._("“%(field)s” is not a field of %(model)s.", field=name, model=model._description)
            is_added = field.manual and not field.relational
            if name != "display_name" and not is_added and name not in PRINTABLE_FIELDS.get(model._name, ()):
                return self.env._(
                    "“%(field)s” is not among what documents say of %(model)s: %(fields)s.",
                    field=name,
                    model=self.env["ir.model"]._get(model._name).name,
                    fields=", ".join(sorted(PRINTABLE_FIELDS.get(model._name, ()) & model._fields.keys()))
                    or "display_name",
                )
            if index < len(path) - 1:
                if not field.relational:
                    return self.env._("“%(field)s” leads to no other record.", field=name)
                model = model.env[field.comodel_name]
        return ""

    def _check_printable(self):
        """Check that the template prints nothing that no template may: it may be older than what it may print.

        :raise UserError: naming the line
        """
        for line, placeholder in self._get_placeholders():
            path = self._get_path(placeholder)
            if path and (reason := self._get_unprintable_reason(path)):
                raise UserError(self._get_refusal(line, placeholder, reason))

    # === RENDERING === #

    def _get_title(self, document):
        self.ensure_one()
        title = self.title or document._get_pdf_title("" if self.kind == "invoice" else self.kind)
        # What was issued is the invoice; printed in another way, it is a copy.
        if self.kind == "invoice" and document.state == "posted" and document.invoice_pdf_report_id:
            title = document.env._("%(title)s (duplicate)", title=title)
        return title

    def _get_parts(self, document):
        """Return what the body is made of, filled in for `document`, in order.

        :return: list of dicts, of `block` (the name of a template) or of `html`
        """
        self.ensure_one()
        self._check_printable()
        root = self._parse(self.body)
        blocks = {child: block for child in root if (block := self._get_block(child))}
        # Before the fields of the editor: what a record says may look like a placeholder, and is none.
        for node in root.iter():
            node.text, node.tail = self._fill_text(node.text, document), self._fill_text(node.tail, document)
        for node in root.xpath(".//t[@t-out]"):
            value = self._get_value(document, node.get("t-out"))
            self._replace_by_text(node, value or node.text_content())
        return [
            {"block": f"agency_pdf.block_{blocks[child]}"}
            if child in blocks
            else {"html": html_sanitize(etree.tostring(child, encoding="unicode"))}
            for child in root
        ]

    def _get_block(self, node):
        """Return the name of the block that stands alone in `node`, or nothing."""
        match = TEXT_PLACEHOLDER_RE.fullmatch(node.text_content().strip())
        block_match = match and BLOCK_RE.match(match[1])
        return block_match[1] if block_match and block_match[1] in self._get_blocks() else ""

    def _fill_text(self, text, document):
        return TEXT_PLACEHOLDER_RE.sub(lambda match: self._get_value(document, match[1]), text) if text else text

    @staticmethod
    def _replace_by_text(node, text):
        parent, previous = node.getparent(), node.getprevious()
        text += node.tail or ""
        if previous is not None:
            previous.tail = (previous.tail or "") + text
        else:
            parent.text = (parent.text or "") + text
        parent.remove(node)

    def _get_value(self, document, placeholder):
        """Return the value of a placeholder as text, read with the rights of the user."""
        path = self._get_path(placeholder)
        if not path:
            return ""
        records = document
        try:
            for name in path[:-1]:
                records = records[name]
            field = records._fields[path[-1]]
            return ", ".join(filter(None, (self._format_value(record, field) for record in records)))
        except (KeyError, AccessError):
            return ""

    def _format_value(self, record, field):
        value = record[field.name]
        if field.relational:
            return ", ".join(filter(None, value.mapped("display_name")))
        if field.type == "boolean":
            return record.env._("Yes") if value else record.env._("No")
        if field.type == "monetary":
            currency = record[field.get_currency_field(record)]
            return currency.format(value) if currency else str(value)
        if field.type in ("float", "integer"):
            return record.env["ir.qweb.field.float"].value_to_html(
                value, {"precision": (0 if field.type == "integer" else 2)}
            )
        if not value:
            return ""
        if field.type == "date":
            return format_date(record.env, value)
        if field.type == "datetime":
            return format_datetime(record.env, value, dt_format="short")
        if field.type == "selection":
            return dict(field._description_selection(record.env)).get(value, "")
        if field.type == "html":
            return Markup(value).striptags()  # noqa: S704 - to be text
        return str(value)
