"""Where a placeholder may stand: one that would vanish, or be printed as typed, is refused with its line."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.safe_eval import safe_eval

from .agency_document_template_body import BLOCK_RE, LINE_TAGS, TEXT_PLACEHOLDER_RE

# Without these a document says less than the law asks; by kind, as those of the agency's own documents.
LEGAL_BLOCKS = ("parties", "lines", "training", "articles", "deposits", "totals", "mentions", "signature", "terms")


class AgencyDocumentTemplate(models.Model):
    _name = "agency.document.template"
    _inherit = ["agency.document.template"]

    missing_blocks = fields.Char(
        compute="_compute_missing_blocks",
        help="Blocks of the agency's own document that say what the law asks, and that this template lacks.",
    )

    # === COMPUTE METHODS === #

    @api.depends("body", "kind")
    def _compute_missing_blocks(self):
        for template in self:
            present = {match[1] for _line, text in template._get_placeholders() if (match := BLOCK_RE.match(text))}
            labels = template._get_block_labels()
            template.missing_blocks = ", ".join(
                labels[block]
                for block in template._get_default_blocks()
                if block in LEGAL_BLOCKS and block not in present
            )

    # === ACTION METHODS === #

    def action_preview(self):
        """Open the last document of this kind, as the template prints it.

        :raise UserError: if there is none yet
        """
        self.ensure_one()
        report = self.report_id
        domain = self._parse_domain(self._get_own_report_sudo().domain or "[]")
        if self.model == "sale.order":
            # What was signed is served as it was, whichever template prints it.
            domain.append(("signed_document_id", "=", False))
        record = self.env[self.model].search(domain, order="id desc", limit=1)
        if not record:
            raise UserError(
                self.env._("There is no document of this kind yet to show the template with: make one first.")
            )
        return record._open_pdf(report)

    @api.model
    def _parse_domain(self, domain):
        # Of our own reports, which users don't write.
        return [*safe_eval(domain), ("company_id", "in", self.env.companies.ids)]

    # === BUSINESS METHODS === #

    def _get_misplaced(self):
        """Return the marks of the body that would not be filled in.

        Half of one, one that bold or italics cut, one in an address, a block in the middle of a line.

        :return: list of (line, text, reason)
        """
        self.ensure_one()
        misplaced = []
        line = 0
        root = self._parse(self.body)
        for node in root.iter():
            if not isinstance(node.tag, str):
                continue
            if node.tag in LINE_TAGS:
                line += 1
            texts = [node.text, node.tail] if node.tag != "t" else [node.tail]
            for text in filter(None, texts):
                misplaced += [(max(line, 1), *found) for found in self._get_misplaced_in_text(root, node, text)]
            misplaced += [
                (max(line, 1), value, self.env._("an address or a style cannot hold a field."))
                for name, value in node.attrib.items()
                if not name.startswith("t-") and ("{{" in value or "}}" in value)
            ]
        return misplaced

    def _get_misplaced_in_text(self, root, node, text):
        """Return what of a text would not be filled in, as (text, reason) pairs."""
        rest = TEXT_PLACEHOLDER_RE.sub("", text)
        if "{{" in rest or "}}" in rest:
            reason = self.env._("write it in one go, without bold or italics inside, as {{ object.name }}.")
            return [(text.strip(), reason)]
        child = node
        while child.getparent() is not None and child.getparent() is not root:
            child = child.getparent()
        if any(BLOCK_RE.match(found) for found in TEXT_PLACEHOLDER_RE.findall(text)) and not self._get_block(child):
            return [(text.strip(), self.env._("a block stands alone on its line."))]
        return []
