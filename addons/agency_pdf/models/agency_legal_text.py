import re

from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_date, is_html_empty, ormcache

from ..const import LEGAL_KINDS, LEGAL_PLACEHOLDERS

# {nda}, or {penalty_rate?} when the wording stands without it.
PLACEHOLDER_RE = re.compile(r"\{(\w*)(\??)\}")


class AgencyLegalText(models.Model):
    """One wording the law asks for, and the days it is in force.

    Documents never hold such a text: they take the one in force on their own date.
    """

    _name = "agency.legal.text"
    _description = "Legal wording"
    _inherit = ["agency.guarded.mixin"]
    _order = "kind, valid_from desc, id desc"

    name = fields.Char(required=True)
    kind = fields.Selection(selection=LEGAL_KINDS, required=True, index=True)
    text = fields.Html(
        required=True,
        sanitize_attributes=True,
        help="May hold, between braces: company, nda, nda_region, penalty_rate, mediator,"
        " court_city, disability_contact, nature, subcontractor. A wording with an empty value is not"
        " printed, unless a question mark follows its name.",
    )
    valid_from = fields.Date(help="First day in force; empty: always was.")
    valid_to = fields.Date(help="Last day in force; empty: until further notice.")
    company_id = fields.Many2one(
        comodel_name="res.company", help="Empty: for each company that has no wording of its own."
    )
    active = fields.Boolean(default=True)

    @api.constrains("text")
    def _check_text_placeholders(self):
        for wording in self:
            unknown = {name for name, _mark in PLACEHOLDER_RE.findall(wording.text or "")} - set(LEGAL_PLACEHOLDERS)
            if unknown:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” names {%(placeholder)s}, which is none of: %(known)s.",
                        name=wording.name,
                        placeholder=sorted(unknown)[0],
                        known=", ".join(LEGAL_PLACEHOLDERS),
                    )
                )

    @api.constrains("kind", "valid_from", "valid_to", "company_id", "active")
    def _check_one_in_force(self):
        for wording in self.filtered("active"):
            if wording.valid_from and wording.valid_to and wording.valid_to < wording.valid_from:
                raise ValidationError(self.env._("“%(name)s” ends before it begins.", name=wording.name))
            overlap = self.search(wording._get_overlap_domain(), limit=1) if wording.kind else self.browse()
            if overlap:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” and “%(other)s” would be in force on the same day: end one before"
                        " the other begins.",
                        name=wording.name,
                        other=overlap.name,
                    )
                )

    def _get_overlap_domain(self):
        domain = Domain("id", "!=", self.id) & Domain("kind", "=", self.kind)
        domain &= Domain("company_id", "=", self.company_id.id)
        if self.valid_to:
            domain &= Domain("valid_from", "=", False) | Domain("valid_from", "<=", self.valid_to)
        if self.valid_from:
            domain &= Domain("valid_to", "=", False) | Domain("valid_to", ">=", self.valid_from)
        return domain

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override to forget which wordings are in force (`_get_ids_in_force`)."""
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        """Override to forget which wordings are in force (`_get_ids_in_force`)."""
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        """Override to forget which wordings are in force (`_get_ids_in_force`)."""
        self.env.registry.clear_cache()
        return super().unlink()

    # === GETTERS === #

    @api.model
    def _get_texts_in_force(self, company, date):
        """Return the wording of each kind in force on `date`: the company's, else the common one.

        :rtype: dict[str, agency.legal.text]
        """
        # Sudo: a customer on the portal, or a salesperson, prints what only managers edit.
        texts_sudo = self.sudo().browse(self._get_ids_in_force(company.id, date))
        return {text.kind: text for text in texts_sudo}

    @api.model
    @ormcache("company_id", "date")
    def _get_ids_in_force(self, company_id, date):
        """Return the ids of the wordings in force, the company's own after the common ones."""
        texts_sudo = self.sudo().search(  # sudo: see `_get_texts_in_force`
            Domain("company_id", "in", (False, company_id))
            & (Domain("valid_from", "=", False) | Domain("valid_from", "<=", date))
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", date))
        )
        return texts_sudo.sorted(lambda text: bool(text.company_id)).ids

    def _get_filled_text(self, values):
        """Return the text with its placeholders filled, or nothing if one of them is empty."""
        self.ensure_one()
        if is_html_empty(self.text):
            return ""
        if not all(values.get(name) or mark for name, mark in PLACEHOLDER_RE.findall(self.text)):
            return ""
        return Markup(  # noqa: S704 - see inside
            PLACEHOLDER_RE.sub(  # sanitized by the field, values escaped
                lambda match: str(escape(values.get(match[1]) or "")), self.text
            )
        )

    def _get_version(self):
        """Return the date that tells versions of general terms apart."""
        return format_date(self.env, self.valid_from) if self.valid_from else ""
