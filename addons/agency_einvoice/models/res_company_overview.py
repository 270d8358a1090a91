from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..const import NOTE_KINDS, PLATFORM_COUNTRIES


class ResCompany(models.Model):
    """The screen « Facturation électronique »: what is ready, what is missing, what will have to be reported."""

    _name = "res.company"
    _inherit = ["res.company"]

    einvoice_customer_count = fields.Integer(
        string="French customers invoiced",
        compute="_compute_einvoice_overview",
        help="Companies in France that were invoiced since a year.",
    )
    einvoice_siren_count = fields.Integer(
        string="of them with a SIREN",
        compute="_compute_einvoice_overview",
        help="Those whose SIREN is known, or who have none to give.",
    )
    einvoice_incomplete_count = fields.Integer(
        string="Invoices to complete", compute="_compute_einvoice_overview", help="Confirmed, not sent, not ready."
    )
    einvoice_missing = fields.Json(
        string="What is missing", compute="_compute_einvoice_overview", help="With the button that mends each."
    )
    einvoice_ready = fields.Text(string="What is ready", compute="_compute_einvoice_overview")

    # === COMPUTE METHODS === #

    @api.depends_context("lang", "uid")
    def _compute_einvoice_overview(self):
        for company in self:
            customers = company._get_einvoice_customers()
            known = customers.filtered(lambda partner: partner._has_einvoice_identity())
            invoices = company._get_einvoice_incomplete()
            company.einvoice_customer_count, company.einvoice_siren_count = len(customers), len(known)
            company.einvoice_incomplete_count = len(invoices)
            points = list(company._get_einvoice_points(customers - known, invoices))
            company.einvoice_ready = "\n".join(ready for _name, ready, missing, _action in points if not missing)
            company.einvoice_missing = {
                name: {"level": "warning", "message": missing, "action_text": self.env._("Complete"), "action": action}
                for name, _ready, missing, action in points
                if missing
            }

    def _get_einvoice_customers(self):
        """Return the French companies invoiced since a year."""
        groups = self.env["account.move"]._read_group(
            Domain("company_id", "=", self.id)
            & Domain("move_type", "=", "out_invoice")
            & Domain("state", "=", "posted")
            & Domain("invoice_date", ">=", "today -365d")
            & Domain("commercial_partner_id.country_id.code", "in", sorted(PLATFORM_COUNTRIES)),
            ["commercial_partner_id"],
        )
        partners = self.env["res.partner"].union(*(partner for (partner,) in groups))
        return partners.filtered(lambda partner: not partner._is_consumer())

    def _get_einvoice_incomplete(self):
        return self.env["account.move"].search(
            Domain("company_id", "=", self.id) & Domain("einvoice_status", "=", "incomplete")
        )

    def _get_einvoice_points(self, unknown, invoices):
        """Yield each point of the screen: its name, what is said when it is ready, when it is not, and the action."""
        settings = self._get_records_action()
        yield (
            "siren",
            self.env._("Our SIREN: %(siren)s", siren=self.partner_id._get_siren()),
            "" if self.partner_id._get_einvoice_siren() else self.env._("Our SIREN is missing: enter the SIRET."),
            settings,
        )
        yield (
            "platform",
            self.env._("Our platform: %(name)s", name=self.einvoice_platform or ""),
            ""
            if self.einvoice_platform
            else self.env._("No platform is chosen: receiving has been compulsory since 1 September 2026."),
            settings,
        )
        yield (
            "notes",
            self.env._("The wordings that each invoice must carry are in force."),
            ""
            if self._has_einvoice_wordings()
            else self.env._("A wording that each invoice must carry is not in force."),
            self.env["ir.actions.act_window"]._for_xml_id("agency_pdf.agency_legal_text_action"),
        )
        taxes = self._get_unexplained_taxes()
        yield (
            "taxes",
            self.env._("Each tax at 0 % that is used says why."),
            taxes
            and self.env._("Taxes at 0 %% that do not say why: %(names)s.", names=", ".join(taxes.mapped("name")))
            or "",
            taxes._get_records_action(),
        )
        yield (
            "customers",
            self.env._("Each French company invoiced since a year has its SIREN."),
            unknown and self.env._("Customers without SIREN: %(count)s.", count=len(unknown)) or "",
            unknown._get_records_action(name=self.env._("Customers without SIREN")),
        )
        yield (
            "invoices",
            self.env._("No invoice waits to be completed."),
            invoices and self.env._("Invoices to complete before they are sent: %(count)s.", count=len(invoices)) or "",
            invoices._get_records_action(name=self.env._("Invoices to complete")),
        )
        start = self.einvoice_emission_date
        yield (
            "emission",
            self.env._("Sending through a platform is compulsory from %(date)s.", date=format_date(self.env, start)),
            "" if start else self.env._("Say from which day sending through a platform is compulsory."),
            settings,
        )

    def _has_einvoice_wordings(self):
        texts = self.env["agency.legal.text"]._get_texts_in_force(self, fields.Date.context_today(self))
        values = self._get_legal_values()
        return all(kind in texts and texts[kind]._get_filled_text(values) for kind in NOTE_KINDS.values())

    def _get_unexplained_taxes(self):
        """Return the taxes at 0 % used since a year that do not say why nothing is due."""
        lines = self.env["account.move.line"]._read_group(
            Domain("company_id", "=", self.id)
            & Domain("move_id.move_type", "in", ("out_invoice", "out_refund"))
            & Domain("parent_state", "=", "posted")
            & Domain("date", ">=", "today -365d")
            & Domain("tax_ids.amount", "=", 0),
            ["tax_ids"],
        )
        taxes = self.env["account.tax"].union(*(tax for (tax,) in lines))
        return taxes.filtered(
            lambda tax: not (tax.amount or tax.agency_legal_kind or tax.ubl_cii_tax_exemption_reason_code)
        )
