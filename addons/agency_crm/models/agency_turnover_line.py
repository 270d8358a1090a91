from odoo import fields, models


class AgencyTurnoverLine(models.Model):
    """What an invoice line that was issued brings to each Type presta: each euro once.

    Written by `account.move._refresh_turnover()` alone, when an invoice is posted.
    """

    _name = "agency.turnover.line"
    _description = "Turnover by Service Type"
    _order = "date desc, move_id desc, id"
    _rec_name = "move_id"

    move_line_id = fields.Many2one(comodel_name="account.move.line", required=True, index=True, ondelete="cascade")
    move_id = fields.Many2one(related="move_line_id.move_id", string="Invoice", store=True, index=True)
    company_id = fields.Many2one(related="move_id.company_id", store=True, index=True)
    company_currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(related="move_id.invoice_date", string="Invoice date", store=True, index=True)
    move_type = fields.Selection(related="move_id.move_type", store=True)
    partner_id = fields.Many2one(related="move_id.commercial_partner_id", string="Account", store=True)
    opportunity_id = fields.Many2one(related="move_id.opportunity_id", string="Deal", store=True)
    user_id = fields.Many2one(related="move_id.invoice_user_id", string="Salesperson", store=True)
    origin = fields.Char(related="move_id.invoice_origin", string="Quote")
    name = fields.Char(related="move_line_id.name", string="Work")
    agency_status = fields.Selection(related="move_id.agency_status", store=True)
    presta_type_id = fields.Many2one(
        comodel_name="agency.presta.type", string="Service type", index=True, ondelete="restrict"
    )
    is_creation = fields.Boolean(related="presta_type_id.requires_creation_value", store=True)
    amount = fields.Monetary(
        string="Turnover",
        currency_field="company_currency_id",
        help="Amount excluding tax, in the company's currency; negative for a credit note. Each euro"
        " counts once: a line for its type, a deposit as the services of its quote. What has no"
        " type is shared equally among the types set by hand on the invoice that no line has, else"
        " in proportion to the lines that have one.",
    )
    creation_value = fields.Monetary(
        string="Creation value",
        currency_field="company_currency_id",
        help="Part of it that is original creation, in the company's currency.",
    )
    is_creation_value_missing = fields.Boolean(related="move_id.is_creation_value_missing")

    # === BUSINESS METHODS === #

    def _get_ledger_rows(self):
        """Return the rows of the CIMA ledger, one for each invoice and type, oldest first.

        :return: list of dicts with `move`, `type`, `amount` and `creation_value` (company's currency)
        """
        rows = {}
        for line in self.sorted(lambda line: (line.date, line.move_id.name, line.id)):
            row = rows.setdefault(
                (line.move_id, line.presta_type_id),
                {
                    "move": line.move_id,
                    "type": line.presta_type_id,
                    "amount": 0.0,
                    "creation_value": 0.0,
                },
            )
            row["amount"] += line.amount
            row["creation_value"] += line.creation_value
        return list(rows.values())
