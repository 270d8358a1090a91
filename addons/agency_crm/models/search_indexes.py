"""Indexes of what people search by, where Odoo has none: a page comes at once in a database of years.

A database without PostgreSQL's `pg_trgm` has no indexes of names: it finds the same, by reading all of them.
"""

from odoo import models
from odoo.modules.db import FunctionStatus


def by_part(column):
    """Return the definition of the index by which `ilike` finds a part of a column, as Odoo's own are."""

    def define(registry):
        if not registry.has_trigram or registry.has_unaccent == FunctionStatus.PRESENT:
            return ""
        words = f"unaccent({column})" if registry.has_unaccent else column
        return f"USING gin (({words}) gin_trgm_ops)"

    return define


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner"]

    _complete_name_part_idx = models.Index(by_part("complete_name"))
    _email_part_idx = models.Index(by_part("email"))


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead"]

    _expected_revenue_idx = models.Index("(expected_revenue)")


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    _amount_untaxed_idx = models.Index("(amount_untaxed)")
    _amount_total_idx = models.Index("(amount_total)")


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move"]

    _amount_untaxed_idx = models.Index("(amount_untaxed) WHERE move_type IN ('out_invoice', 'out_refund')")
    _amount_total_idx = models.Index("(amount_total) WHERE move_type IN ('out_invoice', 'out_refund')")
