from odoo import fields, models


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company"]

    makes_supplier_orders = fields.Boolean(
        string="Draft orders to suppliers",
        default=True,
        help="Once a quote is accepted, the suppliers' prices it was made of become draft orders;"
        " none leaves by itself.",
        prefetch="agency_purchase",
    )
    bill_gap_percent = fields.Float(
        string="Gap taken without a word (%)",
        default=2.0,
        help="A supplier's bill that is more than this part off its order, or more than the amount, is accepted with"
        " a word before it is approved (B37); of bills that come, or change, from then on.",
        prefetch="agency_purchase",
    )
    bill_gap_amount = fields.Monetary(
        string="Gap taken without a word",
        default=10.0,
        help="See the part, in percent: whichever comes first.",
        prefetch="agency_purchase",
    )

    is_price_reminder_automatic = fields.Boolean(
        string="Remind suppliers automatically",
        help="Reminders to suppliers leave by themselves on the day of their round (B13); else they wait, ready.",
        prefetch="agency_purchase",
    )

    _check_bill_gap = models.Constraint(
        "CHECK (bill_gap_percent >= 0 AND bill_gap_amount >= 0)", "A gap that is taken is not negative."
    )
