"""The margin of a deal (B38): what was accepted, what is ordered, what was invoiced and billed."""

from odoo import api, fields, models

from ..const import COSTS_GROUP

AMOUNTS = ("sale_planned", "cost_planned", "cost_ordered", "sale_invoiced", "cost_billed")


def _amount(string, help_):
    return fields.Monetary(
        string=string,
        compute="_compute_margins",
        compute_sudo=True,
        currency_field="company_currency",
        groups=COSTS_GROUP,
        help=help_,
    )


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead"]

    sale_planned = _amount("Accepted", "Lines of its accepted quotes, excl. tax; recurring orders apart.")
    cost_planned = _amount("Planned cost", "Cost of the lines of its accepted quotes.")
    margin_planned = _amount("Planned margin", "Accepted quotes less the cost of their lines.")
    cost_ordered = _amount("Ordered", "Its confirmed orders to suppliers, excl. tax.")
    margin_committed = _amount("Committed margin", "Accepted quotes less confirmed orders to suppliers.")
    sale_invoiced = _amount("Invoiced", "Its invoices that were issued, excl. tax, credit notes off.")
    cost_billed = _amount("Billed", "Suppliers' bills for it that are posted, excl. tax, credit notes off.")
    margin_actual = _amount("Actual margin", "Invoices less suppliers' bills, credit notes off.")

    # What the deal itself knows of; the rest is looked up again by each request.
    @api.depends("order_ids.state", "order_ids.amount_untaxed")
    @api.depends_context("allowed_company_ids")
    def _compute_margins(self):
        totals = self.env["agency.margin.line"]._get_deal_totals(self._origin)
        companies = self.env["res.company"].browse({company_id for _lead_id, company_id in totals})
        today = fields.Date.context_today(self)
        for lead in self:
            sums = dict.fromkeys(AMOUNTS, 0.0)
            for company in companies:
                for name, amount in totals.get((lead._origin.id, company.id), {}).items():
                    sums[name] += company.currency_id._convert(
                        amount, lead.company_currency or company.currency_id, company, today
                    )
            for name, amount in sums.items():
                lead[name] = amount
            lead.margin_planned = lead.sale_planned - lead.cost_planned
            lead.margin_committed = lead.sale_planned - lead.cost_ordered
            lead.margin_actual = lead.sale_invoiced - lead.cost_billed

    # === ACTION METHODS === #

    def action_view_accepted_lines(self):
        """Open the lines of the accepted quotes of this deal, with their costs."""
        return self._action_view_margin_lines("accepted")

    def action_view_ordered_lines(self):
        """Open the lines of the confirmed orders to suppliers for this deal."""
        return self._action_view_margin_lines("ordered")

    def action_view_invoiced_lines(self):
        """Open what was invoiced of this deal."""
        return self._action_view_margin_lines("invoiced")

    def action_view_billed_lines(self):
        """Open the lines of suppliers' bills for this deal."""
        return self._action_view_margin_lines("billed")

    def _action_view_margin_lines(self, kind):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("agency_purchase.agency_margin_line_action")
        return {
            **action,
            "views": [(False, "list"), (False, "pivot")],
            "domain": [("lead_id", "=", self.id), ("kind", "=", kind)],
            "context": {},
        }
