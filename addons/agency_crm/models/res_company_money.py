"""How a company counts and is paid: settings of its invoices."""

from odoo import api, fields, models

from ..context_keys import get_key


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company"]

    default_payment_term_id = fields.Many2one(
        comodel_name="account.payment.term",
        string="Usual payment terms",
        default=lambda self: self.env.ref("account.account_payment_term_30days", raise_if_not_found=False),
        check_company=True,
        help="Terms of quotes and invoices of customers who have none of their own.",
    )

    stock_rounding_method = fields.Char(
        copy=False,
        groups="base.group_system",
        export_string_translation=False,
        help="How the company rounded its taxes before this add-on was installed; given back when it is uninstalled.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: new agencies of France round by line: what they print adds up."""
        companies = super().create(vals_list)
        for company, vals in zip(companies, vals_list, strict=True):
            is_ours = company._works_as_agency() and company.country_code == "FR"
            if is_ours and "tax_calculation_rounding_method" not in vals:
                company.action_round_per_line()
        return companies

    @api.model
    def _round_per_line_at_first(self):
        """Round by line in the agencies that have issued nothing yet: it changes no invoice."""
        invoiced = self.env["account.move"]._read_group([("posted_before", "=", True)], ["company_id"])
        companies = self._get_agencies().filtered(lambda company: (company,) not in invoiced)
        for company in companies.filtered(lambda company: company.tax_calculation_rounding_method != "round_per_line"):
            company.stock_rounding_method = company.tax_calculation_rounding_method
            company.tax_calculation_rounding_method = "round_per_line"

    def action_round_per_line(self):
        """Round by line from now on: on each invoice, lines add up to its total excluding tax."""
        # Sudo: a technical field. Chosen, it stays when the company is an agency no longer.
        self.sudo().stock_rounding_method = False
        self.write({"tax_calculation_rounding_method": "round_per_line"})

    def _give_back(self):
        """Override of `res.company`: an agency no longer rounds as it did before."""
        res = super()._give_back()
        self._give_rounding_back()
        return res

    def _give_rounding_back(self):
        """Round as before the installation, unless somebody chose since."""
        # Sudo: a technical field; whoever may configure the company.
        for company in self.sudo().filtered("stock_rounding_method"):
            if company.tax_calculation_rounding_method == "round_per_line":
                company.tax_calculation_rounding_method = company.stock_rounding_method
            company.stock_rounding_method = False


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    def _compute_payment_term_id(self):
        """Override of `sale`: customers without terms of their own have the company's."""
        res = super()._compute_payment_term_id()
        if get_key(self.env, "agency_history"):
            return res  # Due as it was said then.
        for order in self.filtered(lambda order: order.partner_id and not order.payment_term_id):
            if order.company_id._works_as_agency():
                order.payment_term_id = order.company_id.default_payment_term_id
        return res


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move"]

    def _compute_invoice_payment_term_id(self):
        """Override of `account`: customers without terms of their own have the company's."""
        res = super()._compute_invoice_payment_term_id()
        if get_key(self.env, "agency_history"):
            return res  # Due as it was said then.
        for move in self.filtered(lambda move: move.move_type == "out_invoice" and not move.invoice_payment_term_id):
            if move.partner_id and move.company_id._works_as_agency():
                move.invoice_payment_term_id = move.company_id.default_payment_term_id
        return res
