import re

from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, file_path, is_html_empty, ormcache
from odoo.tools.translate import PoFileReader, html_translate

from odoo.addons.agency_crm.takeover.companies import is_french

from ..const import LEGAL_KINDS, LEGAL_PLACEHOLDERS

# {mediator}, or {penalty_rate?} when the wording stands without it.
PLACEHOLDER_RE = re.compile(r"\{(\w*)(\??)\}")


def _get_delivered_terms(module):
    """Return the English of each French term of an add-on's wordings, by external id and field.

    :rtype: dict[tuple[str, str], dict[str, str]]
    """
    terms = {}
    for row in PoFileReader(file_path(f"{module}/i18n/fr.po")):
        model, _comma, name = row["name"].partition(",")
        if model == "agency.legal.text":
            found = terms.setdefault((f"{row['module']}.{row['imd_name']}", name), {})
            found[_squeeze(row["value"])] = row["src"]
    return terms


def _to_english(value, terms):
    """Return a text in English, or nothing if one of its terms is none of those delivered."""
    if _squeeze(value) in terms:
        return terms[_squeeze(value)]
    unknown = []

    def translate(term):
        english = terms.get(_squeeze(term))
        if english is None:
            unknown.append(term)
        return english

    english = html_translate(translate, value)
    return "" if unknown else english


def _squeeze(text):
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").replace("&nbsp;", " ").split())


class AgencyLegalText(models.Model):
    """One wording the law asks for, and the days it is in force.

    Documents never hold such a text: they take the one in force on their own date.
    """

    _name = "agency.legal.text"
    _description = "Legal wording"
    _inherit = ["agency.guarded.mixin", "agency.forgetful.mixin"]
    _order = "kind, valid_from desc, id desc"

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(selection=LEGAL_KINDS, required=True, index=True)
    text = fields.Html(
        required=True,
        translate=True,
        sanitize_attributes=True,
        help="May hold, between braces: company, penalty_rate, mediator, court_city. A wording with an empty value is"
        " not printed, unless a question mark follows its name.",
    )
    valid_from = fields.Date(help="First day in force; empty: always was.")
    valid_to = fields.Date(help="Last day in force; empty: until further notice.")
    company_id = fields.Many2one(
        comodel_name="res.company", help="Empty: for each company of France that has no wording of its own."
    )
    active = fields.Boolean(default=True)

    @api.constrains("text")
    def _check_text_placeholders(self):
        for wording in self:
            unknown = {name for name, _mark in PLACEHOLDER_RE.findall(wording.text or "")} - set(
                self._get_known_placeholders()
            )
            if unknown:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” names {%(placeholder)s}, which is none of: %(known)s.",
                        name=wording.name,
                        placeholder=sorted(unknown)[0],
                        known=", ".join(self._get_known_placeholders()),
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

    # === DELIVERED WORDINGS === #

    @api.model
    def _take_delivered_english(self, module):
        """Give the wordings of an add-on the English they are delivered with, where nobody changed their French.

        The others say to everybody what somebody wrote, until somebody translates it.

        :param str module: name of the add-on
        """
        if not self.env["res.lang"]._get_data(code="fr_FR"):
            return
        self.env.flush_all()
        for (xml_id, name), terms in _get_delivered_terms(module).items():
            wording = self.env.ref(xml_id, raise_if_not_found=False)
            value = wording and wording.with_context(lang="fr_FR")[name]
            english = value and _to_english(value, terms)
            if english:
                wording._write_english(name, english)
        self.env.invalidate_all()

    def _write_english(self, name, value):
        """Write a text in English alone: Odoo would take the French for a translation of it, term by term."""
        self.env.cr.execute(
            SQL(
                "UPDATE agency_legal_text SET %(column)s = %(column)s || jsonb_build_object('en_US', %(value)s::text)"
                " WHERE id = %(id)s",
                column=SQL.identifier(name),
                value=value,
                id=self.id,
            )
        )

    # === GETTERS === #

    @api.model
    def _get_known_placeholders(self):
        """Return what a wording may hold between braces; `_get_pdf_legal_values` gives the values."""
        return list(LEGAL_PLACEHOLDERS)

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
        # The common ones are those of French law.
        french = is_french(self.env["res.company"].sudo().browse(company_id).country_id)
        texts_sudo = self.sudo().search(  # sudo: see `_get_texts_in_force`
            Domain("company_id", "in", (False, company_id) if french else (company_id,))
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
