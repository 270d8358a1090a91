from odoo import fields
from odoo.fields import Command

from .common import PurchaseCommon

FIGURES = (
    *("sale_planned", "cost_planned", "margin_planned", "cost_ordered", "margin_committed"),
    *("sale_invoiced", "cost_billed", "margin_actual"),
)


class MarginCommon(PurchaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service.supplier_taxes_id = False
        cls.service.taxes_id = False
        cls.user.sudo().group_ids += cls.env.ref("purchase.group_purchase_user")

    @classmethod
    def _accept(cls, *lines, **values):
        """Return an accepted quote; each line is a price and a cost."""
        quote = cls._create_quote(
            order_line=[
                Command.create({"product_id": cls.service.id, "price_unit": price, "purchase_price": cost})
                for price, cost in lines
            ],
            **values,
        )
        quote.action_confirm()
        return quote

    @classmethod
    def _order(cls, quote_line, price, quantity=1.0, confirm=True, **values):
        """Return an order to a supplier for a line of a quote."""
        purchase = (
            cls.env["purchase.order"]
            .sudo()
            .create(
                {
                    "partner_id": cls.printers[0].id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": cls.service.id,
                                "name": "Printing",
                                "product_qty": quantity,
                                "price_unit": price,
                                "tax_ids": [Command.clear()],
                                "sale_line_id": quote_line.id,
                            }
                        )
                    ],
                    **values,
                }
            )
        )
        if confirm:
            purchase.button_confirm()
        return purchase

    @classmethod
    def _bill(cls, purchase, quantity=1.0, price=None, post=True, move_type="in_invoice"):
        """Return a bill, or a credit note, of a part of the order."""
        line = purchase.order_line
        bill = (
            cls.env["account.move"]
            .sudo()
            .create(
                {
                    "move_type": move_type,
                    "partner_id": purchase.partner_id.id,
                    "invoice_date": fields.Date.context_today(cls.env.user),
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "product_id": line.product_id.id,
                                "name": line.name,
                                "quantity": quantity,
                                "price_unit": line.price_unit if price is None else price,
                                "tax_ids": [Command.clear()],
                                "purchase_line_id": line.id,
                            }
                        )
                    ],
                }
            )
        )
        if post:
            bill.action_post()
        return bill

    def _read(self, deal=None):
        deal = self.deal if deal is None else deal
        self.env.flush_all()
        deal.invalidate_recordset()
        return {name: round(deal[name], 2) for name in FIGURES}

    def _assert_figures(self, deal=None, **figures):
        known = self._read(deal)
        self.assertEqual({name: known[name] for name in figures}, figures)
