"""Work under way that was brought over: what vtiger may have invoiced already, to settle before it is billed."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

KINDS = [("quote", "Quote invoiced in part or in whole"), ("period", "Period not invoiced in vtiger")]
DECISIONS = [
    ("linked", "Invoiced by these invoices"),
    ("deposit", "They are its deposit: the balance is left"),
    ("invoiced", "Invoiced already"),
    ("to_invoice", "To invoice"),
    ("skipped", "Not to invoice"),
]


class AgencyVtigerDoubt(models.Model):
    _name = "agency.vtiger.doubt"
    _description = "Work under Way to Check after the Move from vtiger"
    _inherit = ["agency.guarded.mixin"]
    _order = "decision, period_start, id"
    _check_company_auto = True

    _governing_fields = ("order_id",)
    _frozen_fields = ("order_id", "kind", "period_start")

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    kind = fields.Selection(KINDS, required=True)
    order_id = fields.Many2one(
        "sale.order", string="Quote or order", required=True, ondelete="cascade", index=True, check_company=True
    )
    partner_id = fields.Many2one(related="order_id.partner_id")
    subject = fields.Char(related="order_id.subject")
    period_start = fields.Date(string="Period from", help="Start of the period of a recurring order.")
    invoice_ids = fields.Many2many("account.move", string="Invoices", check_company=True)
    order_total = fields.Monetary(related="order_id.amount_total", string="Total")
    invoice_total = fields.Monetary(compute="_compute_invoice_total", string="Invoiced")
    currency_id = fields.Many2one(related="order_id.currency_id")
    decision = fields.Selection(DECISIONS, readonly=True, help="Empty: nothing of it can be invoiced.")

    @api.depends("invoice_ids.amount_total")
    def _compute_invoice_total(self):
        for doubt in self:
            doubt.invoice_total = sum(doubt.invoice_ids.mapped("amount_total"))

    # === ACTION METHODS === #

    def action_invoiced(self):
        """Nothing of it is left to invoice."""
        quotes = self._take("invoiced").filtered(lambda doubt: doubt.kind == "quote")
        quotes.order_id._by_rules().is_settled_before = True
        return True

    def action_deposit(self):
        """The invoices are a deposit: the invoice to come takes them off."""
        for doubt in self._take("deposit"):
            doubt.order_id.order_line = [Command.create(vals) for vals in doubt._prepare_deposits()]
        return True

    def action_to_invoice(self):
        """All of it is left to invoice; a period has its draft at once."""
        periods = self._take("to_invoice").filtered("period_start")
        vals_list = [doubt.order_id._prepare_recurring_invoice_values(doubt.period_start) for doubt in periods]
        # Sudo: who decides need not have the right to make invoices, as with the daily job.
        self.env["account.move"].sudo().create(vals_list)
        return True

    def action_skip(self):
        """Periods that are not to be invoiced; quotes among them stay to be decided."""
        self.filtered(lambda doubt: doubt.kind == "period")._take("skipped")
        return True

    def _take(self, decision):
        """Write a decision down; what was decided before stays.

        :return: the doubts that were open
        """
        open_ones = self.filtered(lambda doubt: not doubt.decision)
        open_ones.check_access("write")
        open_ones._by_rules().decision = decision
        return open_ones

    def _prepare_deposits(self):
        """Prepare a line of deposit for each set of taxes of the invoices."""
        self.ensure_one()
        lines = self.invoice_ids.invoice_line_ids.filtered(lambda line: line.display_type == "product")
        for taxes, part in lines.grouped("tax_ids").items():
            yield {
                "name": self.env._(
                    "Deposit invoiced in vtiger: %(numbers)s", numbers=", ".join(part.move_id.mapped("name"))
                ),
                "is_downpayment": True,
                "product_uom_qty": 0,
                "price_unit": sum(part.mapped("price_subtotal")),
                "tax_ids": [Command.set(taxes.ids)],
                "invoice_lines": [Command.set(part.ids)],
                "sequence": 1000,
            }


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _get_vtiger_doubts(self):
        """Return what is still to be decided of these orders."""
        # Sudo: whoever invoices is held, those too who don't import.
        return self.env["agency.vtiger.doubt"].sudo().search([("order_id", "in", self.ids), ("decision", "=", False)])

    def _check_vtiger_doubts(self):
        """Hold what may have been invoiced in vtiger.

        :raise UserError: with what is to be decided, and where
        """
        if doubts := self._get_vtiger_doubts():
            raise UserError(
                self.env._(
                    "%(orders)s may have been invoiced in vtiger already. Say what is left of it first, under"
                    " Configuration, Work under way to check.",
                    orders=", ".join(doubts.order_id.mapped("name")),
                )
            )

    def _create_invoices(self, grouped=False, final=False, date=None):
        """Override of `sale`: nothing that may have been invoiced before."""
        self._check_vtiger_doubts()
        return super()._create_invoices(grouped=grouped, final=final, date=date)

    def _get_recurring_error(self):
        """Override of `agency_crm`: periods in doubt are decided first."""
        if doubts := self._get_vtiger_doubts().filtered("period_start"):
            days = ", ".join(format_date(self.env, doubt.period_start) for doubt in doubts)
            return self.env._(
                "Periods of before the move from vtiger are to be decided first, under Configuration, Work under way to"
                " check: %(days)s.",
                days=days,
            )
        return super()._get_recurring_error()
