"""When a deal was offered, won, lost: what the reports of a month count, each deal once."""

from odoo import api, fields, models


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead"]

    offer_date = fields.Date(
        string="First offer",
        compute="_compute_offer_date",
        store=True,
        index="btree_not_null",
        help="When the first of the deal's quotes was first sent.",
    )
    won_date = fields.Date(
        string="Won on",
        compute="_compute_outcome_dates",
        store=True,
        index="btree_not_null",
        help="When the deal was won; empty while it is not, or no longer.",
    )
    lost_date = fields.Date(
        string="Lost on",
        compute="_compute_outcome_dates",
        store=True,
        index="btree_not_null",
        help="When the deal was lost; empty while it is not, or no longer.",
    )

    @api.depends("order_ids.first_sent_date")
    def _compute_offer_date(self):
        for lead in self:
            dates = [date for date in lead.order_ids.mapped("first_sent_date") if date]
            lead.offer_date = fields.Date.context_today(lead, min(dates)) if dates else False

    @api.depends("won_status")
    def _compute_outcome_dates(self):
        """Date the outcome when it comes, forget the date when it is taken back.

        Odoo's own date of closing moves with each won stage; it says when, for deals closed before this add-on.
        """
        for lead in self:
            closed_on = fields.Date.context_today(lead, lead.date_closed or None)
            lead.won_date = (lead.won_date or closed_on) if lead.won_status == "won" else False
            lead.lost_date = (lead.lost_date or closed_on) if lead.won_status == "lost" else False
