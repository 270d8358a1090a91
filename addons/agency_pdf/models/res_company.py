import base64

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.mimetypes import guess_mimetype
from odoo.tools.misc import get_lang

from ..pictures import printable_picture
from ..style import DEFAULT_COLOR, color_tokens, font_style, style_template


class ResCompany(models.Model):
    _inherit = "res.company"

    # Every page reads its company: what documents and settings alone need is read apart (`prefetch`, here and in the
    # other add-ons).

    # Legal identity
    legal_form = fields.Char(
        string="Legal form", help="As the law wants it printed: SARL, SAS, EURL, association…", prefetch="agency_pdf"
    )
    share_capital = fields.Monetary(
        string="Share capital",
        help="In the currency of the company; printed when above zero.",
        prefetch="agency_pdf",
    )
    is_sole_trader = fields.Boolean(
        string="Sole trader (EI)", help="Print “EI” beside the name of the company.", prefetch="agency_pdf"
    )
    trade_register = fields.Selection(
        string="Register", selection=[("rcs", "RCS"), ("rne", "RNE")], default="rcs", prefetch="agency_pdf"
    )
    trade_register_city = fields.Char(string="City of the register", prefetch="agency_pdf")
    legal_status_note = fields.Char(
        string="Status to print",
        help="For example “En liquidation” or “Locataire-gérant”.",
        prefetch="agency_pdf",
    )
    head_office_address = fields.Char(
        string="Head office",
        help="Only if the company's address is that of another site.",
        prefetch="agency_pdf",
    )

    # Taxes and payment
    vat_on_debits = fields.Boolean(
        string="Option for VAT on debits",
        help="Print the option on the invoices that have services, and on no other.",
        prefetch="agency_pdf",
    )
    is_vat_group_member = fields.Boolean(string="Member of a VAT group", prefetch="agency_pdf")
    late_penalty_rate = fields.Float(
        string="Late penalty rate (%)",
        help="Percent a year, as of today: it changes every six months. 0 prints the rule without its figure.",
        prefetch="agency_pdf",
    )
    quote_deposit_percent = fields.Float(
        string="Usual deposit (%)",
        default=30.0,
        help="Percent of the total with taxes that quotes ask for on order; 0 for none.",
        prefetch="agency_pdf",
    )
    consumer_mediator = fields.Char(
        string="Consumer mediator", help="Name and address, for quotes to consumers.", prefetch="agency_pdf"
    )
    court_city = fields.Char(string="City of the court", help="Competent in case of dispute.", prefetch="agency_pdf")

    # Signature
    signatory_name = fields.Char(string="Signatory", prefetch="agency_pdf")
    signatory_function = fields.Char(string="Function of the signatory", prefetch="agency_pdf")

    @api.model
    def _get_shared_fields(self):
        """Override of `agency.guarded.fields.mixin`: the identity that the law has printed on every document."""
        return super()._get_shared_fields() | {
            "head_office_address",
            "is_sole_trader",
            "legal_form",
            "legal_status_note",
            "share_capital",
            "trade_register",
            "trade_register_city",
        }

    @api.constrains("logo")
    def _check_logo(self):
        self.filtered(lambda company: company._prints_agency_documents())._check_no_drawing("logo")

    def _check_no_drawing(self, name):
        """Refuse a picture that documents do not print: a drawing, whose elements may use each other without end."""
        for company in self.filtered(name):
            if guess_mimetype(base64.b64decode(company[name])).startswith("image/svg"):
                raise ValidationError(
                    self.env._(
                        "%(field)s: documents do not print drawings (SVG): save it as a PNG picture, 800 points"
                        " wide or more, and choose that file.",
                        field=company._fields[name]._description_string(self.env),
                    )
                )

    # === GETTERS === #

    def _get_siren(self):
        return self.partner_id._get_siren()

    def _get_legal_identity(self):
        """Return the lines that identify the company on each document (LEGAL.md I1 to I5)."""
        self.ensure_one()
        capital = ""
        if self.share_capital > 0:
            amount = self.env["ir.qweb.field.monetary"].value_to_html(
                self.share_capital, {"display_currency": self.currency_id}
            )
            # Nobody writes the cents of a capital that has none.
            if not self.share_capital % 1:
                amount = amount.replace(f"{get_lang(self.env).decimal_point}00", "")
            capital = self.env._("share capital of %(amount)s", amount=Markup(amount).striptags())  # noqa: S704 - to be text
        siren = self._get_siren()
        register = ""
        if self.trade_register_city:
            register = f"{(self.trade_register or 'rcs').upper()} {self.trade_register_city}"
        registry = self.company_registry and self.partner_id._get_formatted_siret()
        lines = [
            [self.legal_form, capital, self.legal_status_note],
            [
                siren and self.env._("SIREN %(number)s", number=siren),
                register,
                registry and registry != siren and self.env._("SIRET %(number)s", number=registry),
            ],
            [
                self.ape and self.env._("APE %(code)s", code=self.ape),
                self.vat and self.env._("VAT no. %(number)s", number=self.vat),
            ],
            [self.head_office_address and self.env._("Head office: %(address)s", address=self.head_office_address)],
        ]
        return [" – ".join(filter(None, line)) for line in lines if any(line)]

    def _get_document_logo(self):
        """Return the logo as it is printed, in base 64, or nothing; see `pictures`."""
        logo = self.with_context(bin_size=False).logo
        return printable_picture(logo) if logo else logo

    def _get_document_name(self):
        """Return the name of the company as documents must print it."""
        return f"{self.name} EI" if self.is_sole_trader else self.name

    def _get_legal_values(self):
        """Return the values of the placeholders of legal wordings, as texts."""
        self.ensure_one()
        rate = ""
        if self.late_penalty_rate:
            number = self.env["ir.qweb.field.float"].value_to_html(self.late_penalty_rate, {"precision": 2})
            rate = self.env._("(%(rate)s%% a year)", rate=number)
        return {
            "company": self.name,
            "penalty_rate": rate,
            "mediator": self.consumer_mediator or "",
            "court_city": self.court_city or self.trade_register_city or self.city or "",
        }

    def _is_tax_note_due(self, kind):
        """Return whether the company may print the wording that its taxes call for.

        :param str kind: one of `agency.legal.text.kind`
        """
        return True

    def _get_style_colors(self):
        """Return the colors of documents, by their $names in style sheets."""
        return {"primary": self.primary_color or DEFAULT_COLOR}

    @api.model
    def _get_style_files(self):
        """Return the paths of the style sheets of documents, in order."""
        return ["agency_pdf/static/src/css/agency_report.css"]

    def _get_agency_style(self, with_font=True):
        """Return the style sheet of the agency's documents, in the company's colors and font.

        :param bool with_font: with the font's own files
        :rtype: str
        """
        self.ensure_one()
        tokens = {"font": (self.font or "Lato").replace("_", " "), **color_tokens(self._get_style_colors())}
        sheets = [font_style(self.font)] if self.font and with_font else []
        sheets += [style_template(path).substitute(tokens) for path in self._get_style_files()]
        return "\n".join(sheets)

    def _get_agency_style_markup(self):
        """Return the style sheet for a `style` element."""
        return Markup(self._get_agency_style().replace("</", "<\\/"))  # noqa: S704 - can't end its element
