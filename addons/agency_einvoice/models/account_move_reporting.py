from odoo import api, fields, models


class AccountMove(models.Model):
    """What will have to be reported (e-reporting): sales that no platform carries."""

    _name = "account.move"
    _inherit = ["account.move"]

    einvoice_channel = fields.Selection(
        string="E-reporting",
        selection=[("einvoice", "E-invoice"), ("b2c", "Consumers (B2C)"), ("abroad", "Abroad")],
        compute="_compute_einvoice_channel",
        store=True,
        help="An invoice to a French company goes by its platform; the figures of the others are reported by period."
        " French Guiana, Mayotte and the collectivities overseas, where French VAT is not due, count as abroad.",
    )

    @api.depends(
        "move_type",
        "commercial_partner_id.country_id",
        "commercial_partner_id.vat",
        "commercial_partner_id.company_registry",
        "commercial_partner_id.is_company",
        "commercial_partner_id.is_without_siren",
    )
    def _compute_einvoice_channel(self):
        for move in self:
            partner = move.commercial_partner_id
            if move.move_type not in ("out_invoice", "out_refund") or not partner:
                move.einvoice_channel = False
            elif partner.country_id and not partner._is_reached_by_platforms():
                move.einvoice_channel = "abroad"
            else:
                is_private = partner._is_consumer() or (partner.is_without_siren and not partner._get_einvoice_siren())
                move.einvoice_channel = "b2c" if is_private else "einvoice"
