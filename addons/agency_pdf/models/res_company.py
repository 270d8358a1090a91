import base64
import colorsys
import functools
import re
from string import Template

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import file_open, file_path
from odoo.tools.mimetypes import guess_mimetype

COLOR_RE = re.compile(r"^#[0-9a-fA-F]{6}$")
DEFAULT_COLOR = "#1f4e79"
DEFAULT_TRAINING_COLOR = "#2e7d5b"
# Where Odoo keeps the fonts a company may choose; a file the server lacks is skipped.
LATO_FILE = "web/static/fonts/lato/Lato-%s-webfont.ttf"
FONT_FILE = "web/static/fonts/google/%s/%s-%s.ttf"
FONT_FACES = [  # (CSS style, CSS weight, file suffix, suffix for Lato)
    ("normal", "normal", "Regular", "Reg"),
    ("normal", "bold", "Bold", "Bol"),
    ("italic", "normal", "Italic", "RegIta"),
    ("italic", "bold", "BoldItalic", "BolIta"),
]


@functools.lru_cache(4)
def _style_template():
    with file_open("agency_pdf/static/src/css/agency_report.css") as css_file:
        return Template(css_file.read())


@functools.lru_cache(32)
def _font_style(font):
    """Return the CSS that loads `font` from the add-ons' static files."""
    rules = []
    for style, weight, suffix, lato_suffix in FONT_FACES:
        path = LATO_FILE % lato_suffix if font == "Lato" else FONT_FILE % (font, font, suffix)
        try:
            file_path(path)
        except FileNotFoundError:
            continue
        rules.append(
            f"@font-face {{ font-family: 'agency'; font-style: {style}; font-weight: {weight}; src: url('/{path}'); }}"
        )
    return "\n".join(rules)


def _rgb(color):
    return tuple(int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))


def _hex(rgb):
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in rgb)


def readable_color(color):
    """Return `color`, darkened until white text on it (or it on white) can be read."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_rgb(color))
    return _hex(colorsys.hls_to_rgb(hue, min(lightness, 0.42), saturation))


def pale_color(color):
    """Return a background of the same hue as `color`."""
    hue, _lightness, saturation = colorsys.rgb_to_hls(*_rgb(color))
    return _hex(colorsys.hls_to_rgb(hue, 0.95, min(saturation, 0.6)))


class ResCompany(models.Model):
    _inherit = "res.company"

    # Legal identity
    legal_form = fields.Char(string="Legal form", help="As the law wants it printed: SARL, SAS, EURL, association…")
    share_capital = fields.Monetary(
        string="Share capital", help="In the currency of the company; printed when above zero."
    )
    is_sole_trader = fields.Boolean(string="Sole trader (EI)", help="Print « EI » beside the name of the company.")
    trade_register = fields.Selection(string="Register", selection=[("rcs", "RCS"), ("rne", "RNE")], default="rcs")
    trade_register_city = fields.Char(string="City of the register")
    legal_status_note = fields.Char(
        string="Status to print", help="For example « En liquidation » or « Locataire-gérant »."
    )
    head_office_address = fields.Char(
        string="Head office", help="Only if the company's address is that of another site."
    )

    # Taxes and payment
    vat_on_debits = fields.Boolean(
        string="Option for VAT on debits", help="Print the option on the invoices that have services, and on no other."
    )
    is_vat_group_member = fields.Boolean(string="Member of a VAT group")
    late_penalty_rate = fields.Float(
        string="Late penalty rate (%)",
        help="Percent a year, as of today: it changes every six months. 0 prints the rule without its figure.",
    )
    quote_deposit_percent = fields.Float(
        string="Usual deposit (%)",
        default=30.0,
        help="Percent of the total with taxes that quotes ask for on order; 0 for none.",
    )
    consumer_mediator = fields.Char(string="Consumer mediator", help="Name and address, for quotes to consumers.")
    court_city = fields.Char(string="City of the court", help="Competent in case of dispute.")

    # Training
    training_declaration_number = fields.Char(
        string="Declaration of activity (NDA)", help="11 digits, given by the prefect."
    )
    training_declaration_region = fields.Char(
        string="Region of the declaration", help="For example « Pays de la Loire »."
    )
    has_training_vat_certificate = fields.Boolean(
        string="3511-SD certificate",
        help="Held since the tax office granted it: only then is training exempt from VAT.",
    )
    is_qualiopi = fields.Boolean(string="Qualiopi certified")
    qualiopi_logo = fields.Image(string="Qualiopi logo", max_width=800, max_height=400)
    disability_contact = fields.Char(string="Disability officer", help="Name, telephone and e-mail.")
    training_color = fields.Char(string="Color of training documents")

    # Signature
    signatory_name = fields.Char(string="Signatory")
    signatory_function = fields.Char(string="Function of the signatory")

    @api.model
    def _get_shared_fields(self):
        """Override of `agency.guarded.fields.mixin`: the identity that the law has printed on every document."""
        return super()._get_shared_fields() | {
            "disability_contact",
            "head_office_address",
            "is_qualiopi",
            "is_sole_trader",
            "legal_form",
            "legal_status_note",
            "qualiopi_logo",
            "share_capital",
            "trade_register",
            "trade_register_city",
            "training_declaration_number",
            "training_declaration_region",
        }

    @api.constrains("training_declaration_number")
    def _check_training_declaration_number(self):
        for company in self:
            digits = re.sub(r"\D", "", company.training_declaration_number or "")
            if company.training_declaration_number and len(digits) != 11:
                raise ValidationError(
                    self.env._(
                        "The declaration of activity of %(company)s has %(count)s digits instead of"
                        " 11: copy it from the prefect's letter.",
                        company=company.name,
                        count=len(digits),
                    )
                )

    @api.constrains("training_color")
    def _check_training_color(self):
        for company in self:
            if company.training_color and not COLOR_RE.match(company.training_color):
                raise ValidationError(
                    self.env._("%(color)s is not a color: write it as #2e7d5b.", color=company.training_color)
                )

    @api.constrains("logo", "qualiopi_logo")
    def _check_logos(self):
        """Refuse what documents do not print: a drawing, whose elements may use each other without end."""
        for company in self:
            for name in ("logo", "qualiopi_logo"):
                picture = company[name]
                if picture and guess_mimetype(base64.b64decode(picture)).startswith("image/svg"):
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
            "nda": self._get_formatted_nda(),
            "nda_region": self.training_declaration_region or "",
            "penalty_rate": rate,
            "mediator": self.consumer_mediator or "",
            "court_city": self.court_city or self.trade_register_city or self.city or "",
            "disability_contact": self.disability_contact or "",
        }

    def _get_formatted_nda(self):
        """Return the declaration number in groups: 52 44 01234 44."""
        digits = re.sub(r"\D", "", self.training_declaration_number or "")
        return " ".join(filter(None, [digits[:2], digits[2:4], digits[4:9], digits[9:]]))

    def _get_agency_style(self, with_font=True):
        """Return the style sheet of the agency's documents, in the company's colors and font.

        :param bool with_font: with the font's own files
        :rtype: str
        """
        self.ensure_one()
        colors = {
            "primary": self.primary_color or DEFAULT_COLOR,
            "training": self.training_color or DEFAULT_TRAINING_COLOR,
        }
        tokens = {"font": (self.font or "Lato").replace("_", " ")}
        for name, color in colors.items():
            color = readable_color(color if COLOR_RE.match(color) else DEFAULT_COLOR)
            tokens[name] = color
            tokens[f"{name}_pale"] = pale_color(color)
        font_style = _font_style(self.font) if self.font and with_font else ""
        return font_style + _style_template().substitute(tokens)

    def _get_agency_style_markup(self):
        """Return the style sheet for a `style` element."""
        return Markup(self._get_agency_style().replace("</", "<\\/"))  # noqa: S704 - can't end its element
