"""A partial invoice: a progress of all lines, or chosen lines and quantities (SPEC 6); it is made as it is said."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import float_compare, float_round

from ..const import PARTIAL_WAYS


class AgencyPartialInvoiceLine(models.TransientModel):
    _name = "agency.partial.invoice.line"
    _description = "Line of a quote to invoice in part"

    wizard_id = fields.Many2one(
        comodel_name="sale.advance.payment.inv", string="Partial invoice", required=True, ondelete="cascade"
    )
    sale_line_id = fields.Many2one(
        comodel_name="sale.order.line", string="Line of the quote", required=True, ondelete="cascade"
    )
    name = fields.Text(related="sale_line_id.name", related_sudo=False)
    currency_id = fields.Many2one(related="sale_line_id.currency_id", related_sudo=False)
    quantity_left = fields.Float(
        string="Left to invoice", digits="Product Unit", compute="_compute_quantity_left", help="Quantity of the quote."
    )
    quantity = fields.Float(string="To invoice", digits="Product Unit")
    amount = fields.Monetary(string="Amount, excl. tax", compute="_compute_amount")

    @api.depends("sale_line_id")
    def _compute_quantity_left(self):
        for line in self:
            line.quantity_left = line.sale_line_id.qty_to_invoice

    @api.depends("sale_line_id", "quantity")
    def _compute_amount(self):
        for line in self:
            sold = line.sale_line_id._origin
            amounts = sold.order_id._get_partial_by_taxes({sold: line.quantity}).values() if sold else ()
            line.amount = sum(each["untaxed"] for each in amounts)


class SaleAdvancePaymentInv(models.TransientModel):
    _name = "sale.advance.payment.inv"
    _inherit = ["sale.advance.payment.inv"]

    partial_by = fields.Selection(selection=PARTIAL_WAYS, string="Part of the quote", default="progress")
    progress = fields.Float(
        string="Progress (%)",
        default=50.0,
        help="Share of what is left of each line; quantities are rounded as they are on the quote.",
    )
    partial_line_ids = fields.One2many(
        comodel_name="agency.partial.invoice.line",
        inverse_name="wizard_id",
        string="Lines",
        compute="_compute_partial_line_ids",
        store=True,
        readonly=False,
        help="Take a line out, or lower its quantity, to invoice it later.",
    )

    @api.depends("sale_order_ids", "invoice_dialog")
    def _compute_partial_line_ids(self):
        for wizard in self:
            order = wizard.sale_order_ids._origin
            lines = order._get_service_lines() if wizard.invoice_dialog == "partial" and len(order) == 1 else ()
            wizard.partial_line_ids = [Command.clear()] + [
                Command.create({"sale_line_id": line.id, "quantity": line.qty_to_invoice})
                for line in lines
                if line.qty_to_invoice > 0
            ]

    def _get_partial_quantities(self):
        """Return the quantity to invoice of each line of the quote, by line, those left out apart."""
        self.ensure_one()
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        if self.partial_by == "lines":
            wanted = {line.sale_line_id._origin: line.quantity for line in self.partial_line_ids}
        else:
            lines = self.sale_order_ids._origin._get_service_lines()
            wanted = {line: max(line.qty_to_invoice, 0.0) * self.progress / 100 for line in lines}
        rounded = {line: float_round(quantity, precision_digits=digits) for line, quantity in wanted.items()}
        return {line: quantity for line, quantity in rounded.items() if quantity}

    def _check_partial(self):
        """Check that the partial invoice is a part of what is left of its quote.

        :raise UserError: if not, saying what is
        """
        order = self.sale_order_ids._origin
        if self.partial_by == "progress" and not 0 < self.progress <= 100:
            raise UserError(self.env._("The progress is a share of what is left to invoice: more than 0, up to 100 %."))
        quantities = self._get_partial_quantities()
        if not quantities or any(line.order_id != order for line in quantities):
            raise UserError(
                self.env._("Choose lines of %(quote)s, and how much of each is invoiced.", quote=order.name)
            )
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        for line, quantity in quantities.items():
            left = line.qty_to_invoice
            if quantity < 0 or float_compare(quantity, left, precision_digits=digits) > 0:
                raise UserError(
                    self.env._(
                        "%(quantity)g of “%(line)s” is not what is left to invoice of it: ask for %(left)g at most.",
                        quantity=quantity,
                        line=line.name,
                        left=left,
                    )
                )

    def _create_partial_invoice(self, order):
        """Make the partial invoice of a quote: it takes no deposit off.

        :raise UserError: if the deposits leave less than it
        """
        invoice = order._create_part(self._get_partial_quantities())
        _untaxed, rest = order._get_rest_amounts()
        if order.currency_id.compare_amounts(rest, 0) < 0:
            self.env["account.tax"]._raise_above_rest(order, invoice.amount_total, invoice.amount_total + rest)
        return invoice


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    def _get_partial_by_taxes(self, quantities):
        """Return what these quantities come to, by line of the quote; see `account.tax._add_amounts_by_taxes()`."""
        self.ensure_one()
        taxes_model, base_lines = self.env["account.tax"], []
        for line, quantity in quantities.items():
            values = {"quantity": quantity}
            if line._is_counted_by_amount() and line.qty_to_invoice:
                rest = line.price_subtotal - line._get_invoiced_amount()
                values = {"quantity": quantity / line.qty_to_invoice, "discount": 0.0, "price_unit": rest}
            base_lines.append(line._prepare_base_line_for_taxes_computation(**values))
        taxes_model._add_tax_details_in_base_lines(base_lines, self.company_id)
        taxes_model._round_base_lines_tax_details(base_lines, self.company_id)
        return taxes_model._add_amounts_by_taxes({}, base_lines)

    def _create_part(self, quantities):
        """Make a draft of these quantities, by line of the quote, and return it; no deposit is taken off."""
        self.ensure_one()
        shares = {line: quantity / line.qty_to_invoice for line, quantity in quantities.items()}
        invoice = self._create_invoices(final=False)
        lines = invoice.invoice_line_ids.filtered(lambda line: line.display_type == "product")
        kept = lines.filtered(lambda line: line.sale_line_ids in shares)
        for line in kept:
            if (share := shares[line.sale_line_ids]) < 1:
                line.quantity = line.quantity * share
        if dropped := lines - kept:
            (dropped | (invoice.invoice_line_ids - dropped)._get_empty_sections()).unlink()
        return invoice


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = ["account.move.line"]

    def _get_empty_sections(self):
        """Return those of the lines of an invoice that are sections without a service, with their notes."""
        empty = notes = self.browse()
        is_used = {"line_section": False, "line_subsection": False}
        for line in self.sorted(lambda line: (line.sequence, line.id), reverse=True):
            if line.display_type == "product":
                is_used = dict.fromkeys(is_used, True)
                notes = self.browse()
            elif line.display_type == "line_note":
                notes += line
            elif line.display_type in is_used:
                if not is_used[line.display_type]:
                    empty += line + notes
                notes = self.browse()
                is_used["line_subsection"] = False
                if line.display_type == "line_section":
                    is_used["line_section"] = False
        return empty
