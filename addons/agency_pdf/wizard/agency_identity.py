"""« Identité »: what the agency looks like on paper, in mails and on the portal, chosen beside the page it makes."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import is_html_empty

from ..const import DOCUMENT_LAYOUTS
from ..pdf_files import check_pdf

# A page of the preview, as wide as the frame that shows it, its foot at the end of it.
PREVIEW_STYLE = Markup(
    "<style>html { zoom: 0.62; } .foot_page { visibility: hidden; }"
    " body.agency .article { position: relative; box-shadow: 0 0 4px #999; padding-bottom: 22mm; }"
    " body.agency .article > div.footer { display: block; position: absolute; left: 10mm; right: 10mm; bottom: 8mm; }"
    "</style>"
)


class AgencyIdentity(models.TransientModel):
    """The identity of the agency of today, for a Responsable, who may not write companies otherwise."""

    _name = "agency.identity"
    _description = "Identity of the agency"
    _inherit = ["agency.manager.wizard.mixin"]

    logo = fields.Binary(help="PNG or JPEG, 800 points wide or more: on documents, in mails and on the portal.")
    primary_color = fields.Char(
        string="Color",
        help="Titles and totals of documents, buttons of mails and of the portal; darkened where it could not be read.",
    )
    font = fields.Selection(
        selection=lambda self: self.env["res.company"]._fields["font"]._description_selection(self.env)
    )
    agency_layout = fields.Selection(selection=DOCUMENT_LAYOUTS, string="Layout", default="sober", required=True)
    agency_footer = fields.Char(
        string="Line at the foot", help="Under the name, on each page: a slogan, a certification, an address."
    )
    terms_kind = fields.Selection(
        selection=[("text", "Text"), ("file", "PDF file")],
        string="General terms",
        default="text",
        required=True,
        help="Text: the wording in force, dated. PDF file: yours, behind each quote and order.",
    )
    terms_text = fields.Html(
        string="Text of the general terms",
        sanitize_attributes=True,
        help="A change is in force from today on; what was sent before keeps its own.",
    )
    agency_terms_file = fields.Binary(string="File of the general terms")
    agency_terms_file_name = fields.Char()
    preview = fields.Html(compute="_compute_preview", sanitize=False)

    # === COMPUTE METHODS === #

    @api.model
    def default_get(self, fields):
        """Override of `base`: what the company of today looks like now."""
        values = super().default_get(fields)
        company = self.env.company
        known = {name: company[name] for name in self._get_identity_fields() if name in fields}
        known["font"] = company.font or "Lato"
        known["primary_color"] = company._get_chosen_color()
        known["agency_layout"] = company.agency_layout or "sober"
        known["terms_kind"] = "file" if company.agency_terms_file else "text"
        known["terms_text"] = self._get_terms(company).text
        return {**values, **{name: value for name, value in known.items() if name in fields}}

    @api.model
    def _get_identity_fields(self):
        """Return the names of the fields that are the company's own."""
        return [
            "logo",
            "primary_color",
            "font",
            "agency_layout",
            "agency_footer",
            "agency_terms_file",
            "agency_terms_file_name",
        ]

    @api.depends(lambda self: (*self._get_identity_fields(), "terms_kind", "terms_text"))
    def _compute_preview(self):
        for identity in self.with_context(bin_size=False):
            identity.preview = identity._get_preview()

    def _get_preview(self):
        """Return the last quote of the agency as it would be printed.

        One in the language of who chooses, whose terms are written beside it; one made up before there is any quote.

        :rtype: Markup
        """
        self.ensure_one()
        self._check_mine()
        company = self.company_id._origin or self.company_id
        quotes = [("company_id", "=", company.id)]
        hers = [*quotes, ("partner_id.lang", "in", (self.env.user.lang, False))]
        orders = self.env["sale.order"]
        order = orders.search(hers, order="id desc", limit=1) or orders.search(quotes, order="id desc", limit=1)
        order = order or self._make_up_order(company)
        # Sudo: who prints reads what the company says on its documents; only in memory, and forgotten after.
        company_sudo = order.company_id.sudo()
        values = {name: value for name, value in self._get_values().items() if name in company_sudo._fields}
        try:
            company_sudo._update_cache(values, validate=False)
            report_sudo = order._get_agency_report().sudo()  # sudo: which report it is is no secret
            reports = self.env["ir.actions.report"]
            context = {**reports._get_rendering_context(report_sudo, order.ids, {}), "docs": order}
            html = reports._render_template(report_sudo.report_name, {**context, "document_versions": {}})
        finally:
            company_sudo.invalidate_recordset(list(values), flush=False)
        return Markup(html.decode()).replace(Markup("</head>"), PREVIEW_STYLE + Markup("</head>"), 1)  # noqa: S704 - our page

    def _make_up_order(self, company):
        """Return a quote in memory alone."""
        return self.env["sale.order"].new(
            {
                "name": "DEV1",
                "company_id": company.id,
                "partner_id": company.partner_id.id,
                "order_line": [
                    Command.create({"name": self.env._("Your first quote"), "product_uom_qty": 1, "price_unit": 1000})
                ],
            }
        )

    # === ACTION METHODS === #

    def action_save(self):
        """Give the company this identity.

        :raise UserError: if the file of the general terms can't be printed
        """
        self.ensure_one()
        self._check_mine()
        self._check_terms_file()
        company = self.company_id
        self._save_terms()
        # Sudo: this screen is the one by which a Responsable writes her company, and these fields alone.
        company.sudo().write(self._get_values())
        return {"type": "ir.actions.client", "tag": "reload"}

    # === BUSINESS METHODS === #

    def _get_values(self):
        """Return the values of the fields of the company."""
        values = {name: self[name] for name in self._get_identity_fields()}
        if self.terms_kind == "text":
            values |= {"agency_terms_file": False, "agency_terms_file_name": False}
        return values

    def _check_terms_file(self):
        if self.terms_kind == "text":
            return
        content = self.with_context(bin_size=False).agency_terms_file
        if not content:
            raise UserError(self.env._("Choose the PDF file of the general terms, or have them printed as a text."))
        check_pdf(self.env, self.env._("The file of the general terms"), content)

    @api.model
    def _get_terms(self, company):
        """Return the wording of the general terms in force today."""
        texts = self.env["agency.legal.text"]._get_texts_in_force(company, fields.Date.context_today(self))
        # Sudo was theirs who print: a Responsable reads wordings by herself.
        return texts.get("terms_standard", self.env["agency.legal.text"]).sudo(False)

    def _save_terms(self):
        """Put the text that was changed in force from today on: what was printed before keeps the one of its day."""
        terms = self._get_terms(self.company_id)
        if self.terms_kind != "text" or self._is_same_text(terms.text, self.terms_text):
            return
        if is_html_empty(self.terms_text):
            raise ValidationError(self.env._("The general terms are empty: write them, or choose a PDF file."))
        today = fields.Date.context_today(self)
        if terms.company_id == self.company_id and terms.valid_from == today:
            terms.text = self.terms_text
            return
        if terms.company_id == self.company_id:
            terms.valid_to = fields.Date.subtract(today, days=1)
        self.env["agency.legal.text"].create(
            {
                "name": terms.name or self.env._("General terms"),
                "kind": "terms_standard",
                "text": self.terms_text,
                "valid_from": today,
                "company_id": self.company_id.id,
            }
        )

    @staticmethod
    def _is_same_text(one, other):
        return " ".join(str(one or "").split()) == " ".join(str(other or "").split())
