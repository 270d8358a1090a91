"""The comparison (B15 to B17): quantities in rows, suppliers in columns, as texts for the screen."""

from odoo import api, fields, models
from odoo.tools import format_date, formatLang

from ..const import COSTS_GROUP

SHOWN = ("sent", "seen", "answered", "declined", "silent", "chosen", "not_chosen")


class AgencyPriceRequest(models.Model):
    _name = "agency.price.request"
    _inherit = ["agency.price.request"]

    comparison = fields.Json(
        compute="_compute_comparison",
        groups=COSTS_GROUP,
        help="Landed prices excl. tax in the currency of the company, at equal quantity only; variants apart.",
    )

    @api.depends("offer_ids.is_chosen", "offer_ids.is_current", "consultation_ids.state", "item_ids.name")
    @api.depends_context("lang")
    def _compute_comparison(self):
        for request in self:
            columns = request.consultation_ids.filtered(lambda each: each.state in SHOWN and each.id)
            offers = columns.offer_ids.filtered("is_current")
            request.comparison = {
                "columns": [request._prepare_column(column) for column in columns],
                "rows": [
                    request._prepare_row(quantity, variant, columns, offers)
                    for quantity in request.item_ids.quantity_ids
                    for variant in request._get_variants(quantity, offers)
                ],
                "totals": request._prepare_totals(columns, offers),
                "can_choose": request.state not in ("cancelled", "closed"),
            }

    @api.model
    def _get_variants(self, quantity, offers):
        """Return the variants of a quantity, what was asked first."""
        found = offers.filtered(lambda offer: offer.quantity_id == quantity).mapped("variant")
        return ["", *sorted({variant for variant in found if variant})]

    def _prepare_column(self, consultation):
        fastest = min(
            (each.lead_days for each in self.consultation_ids if each.offer_ids and each.lead_days), default=0
        )
        until = consultation.valid_until
        return {
            "id": consultation.id,
            "name": consultation.partner_id.name,
            "state": dict(consultation._fields["state"]._description_selection(self.env))[consultation.state],
            "days": consultation.lead_days,
            "is_fastest": bool(fastest) and consultation.lead_days == fastest,
            "valid_until": format_date(self.env, until) if until else "",
            "is_expired": bool(until) and until < fields.Date.context_today(self),
            "is_late": consultation.is_late,
        }

    def _prepare_row(self, quantity, variant, columns, offers):
        cells = offers.filtered(lambda offer: offer.quantity_id == quantity and offer.variant == variant)
        by_column = {offer.consultation_id: offer for offer in cells}
        best = cells.filtered(lambda offer: offer._is_best())
        chosen = offers.filtered(lambda offer: offer.quantity_id == quantity and offer.is_chosen)
        return {
            "key": f"{quantity.id} {variant}",
            "item": quantity.item_id.name,
            "quantity": quantity._get_label(),
            "is_run_on": quantity.is_run_on,
            "variant": variant,
            "cells": [
                self._prepare_cell(by_column.get(column), best, chosen, min(cells.mapped("landed_company"), default=0))
                for column in columns
            ],
        }

    def _prepare_cell(self, offer, best, chosen, lowest):
        """Return a cell; None where the supplier gave no price for it."""
        if not offer:
            return None
        is_run_on = offer.quantity_id.is_run_on
        gap = (offer.landed_company - lowest) / lowest * 100 if lowest and not offer.variant and not is_run_on else 0
        return {
            "id": offer.id,
            "landed": self._format_company_amount(offer.landed_company),
            "unit": formatLang(self.env, offer.landed_company / offer.quantity_id.quantity, digits=4),
            "thousand": self._format_company_amount(offer.landed_company / offer.quantity_id.quantity * 1000)
            if offer.quantity_id.quantity >= 100 and not is_run_on
            else "",
            "foreign": formatLang(self.env, offer.landed, currency_obj=offer.currency_id)
            if offer.currency_id != offer.company_currency_id
            else "",
            "gap": f"+{formatLang(self.env, gap, digits=0)} %" if gap >= 0.5 else "",
            "is_best": offer in best,
            "is_tie": offer in best and len(best) > 1,
            "is_chosen": offer.is_chosen,
            "is_open": not chosen and not is_run_on,
        }

    def _prepare_totals(self, columns, offers):
        """Return what all items cost at one supplier, where each has one quantity; None where a price misses (B17)."""
        quantities = self.item_ids.quantity_ids.filtered(lambda line: not line.is_run_on)
        if len(self.item_ids) < 2 or len(quantities) != len(self.item_ids):
            return []
        totals = []
        for column in columns:
            own = offers.filtered(lambda offer, column=column: offer.consultation_id == column and not offer.variant)
            own = own.filtered(lambda offer: offer.quantity_id in quantities)
            is_whole = own.quantity_id == quantities
            totals.append(self._format_company_amount(sum(own.mapped("landed_company"))) if is_whole else "")
        return totals

    def _format_company_amount(self, amount):
        return formatLang(self.env, amount, currency_obj=self.company_id.currency_id)
