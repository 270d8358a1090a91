"""What a user's template holds: placeholders, checked when it is saved, filled in when it prints."""

import re

import lxml.html
from lxml import etree
from markupsafe import Markup

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date, format_datetime, html_sanitize

from odoo.addons.agency_pdf.typed_html import drop_no_text

# What Odoo's editor inserts: a field of the record, or a date of it in its format.
FIELD_RE = re.compile(r"^object((?:\.[a-z]\w*)+)$")
DATE_FIELD_RE = re.compile(r"^format_(?:date|datetime)\(object((?:\.[a-z]\w*)+)[^()]*\)$")
TEXT_PLACEHOLDER_RE = re.compile(r"\{\{\s*(.*?)\s*\}\}", re.DOTALL)
BLOCK_RE = re.compile(r"^block\.(\w+)$")
LINE_TAGS = ("p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote")
MAX_PATH = 4


class AgencyDocumentTemplate(models.Model):
    _name = "agency.document.template"
    _inherit = ["agency.document.template"]

    # === PLACEHOLDERS === #

    def _get_blocks(self):
        """Return the names of the ready-made blocks that make sense in the template."""
        return [block for block, kinds in self._get_block_kinds().items() if not kinds or self.kind in kinds]

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
            printable = self._get_printable_fields(model._name)
            if name != "display_name" and not is_added and name not in printable:
                return self.env._(
                    "“%(field)s” is not among what documents say of %(model)s: %(fields)s.",
                    field=name,
                    model=self.env["ir.model"]._get(model._name).name,
                    fields=", ".join(sorted(printable & model._fields.keys())) or "display_name",
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
        title = self.title or document._get_pdf_title(self.kind)
        # What was issued is the invoice; printed in another way, it is a copy.
        if self.kind == "invoice" and document.state == "posted" and document.invoice_pdf_report_id:
            title = document.env._("%(title)s (duplicate)", title=title)
        return title

    def _get_parts(self, document):
        """Return what the body is made of, filled in for `document`, in order.

        :return: as `_get_pdf_parts` of `agency.pdf.document`
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
            {"name": blocks[child], "block": document._get_pdf_block_view(self.kind, blocks[child])}
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
