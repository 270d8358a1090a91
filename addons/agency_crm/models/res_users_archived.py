"""A salesperson who left: what comes up of theirs goes to the team's leader, else to a Responsable."""

from odoo import SUPERUSER_ID, api, models

from ..context_keys import get_key

# Activities that the add-on makes by itself on quotes and orders.
OWN_ACTIVITIES = ("agency_crm.mail_activity_quote_reminder", "agency_crm.mail_activity_recurring_error")


class ResUsers(models.Model):
    _name = "res.users"
    _inherit = ["res.users"]

    def write(self, vals):
        """Override of `base`: what the add-on asks of a user who is archived, it asks of somebody else."""
        leaving = self.filtered("active") if vals.get("active") is False else self.browse()
        res = super().write(vals)
        if leaving:
            leaving._hand_over()
        return res

    def _hand_over(self):
        """Give the activities that the add-on makes by itself to those who stand in."""
        # https://github.com/OCA/mail/issues/165
        # Sudo: whoever archives a user need not see all of their deals.
        leads_sudo = self.env["crm.lead"].sudo()
        leads_sudo.search(
            [("user_id", "in", self.ids), ("next_step_id.is_closing", "=", False)]
        )._sync_next_step_activity()
        types = [self.env["ir.model.data"]._xmlid_to_res_id(xml_id) for xml_id in OWN_ACTIVITIES]
        domain = [("activity_type_id", "in", types), ("user_id", "in", self.ids), ("res_model", "=", "sale.order")]
        # Sudo: as above.
        for activity_sudo in self.env["mail.activity"].sudo().search(domain):
            # Sudo: as above.
            order_sudo = self.env["sale.order"].sudo().browse(activity_sudo.res_id)
            activity_sudo.user_id = activity_sudo.user_id._get_stand_in(order_sudo.company_id, order_sudo.team_id)

    def _get_stand_in(self, company, team=None):
        """Return the first of these users who works in `company`; else the leader of `team`, a Responsable.

        :param company: `res.company`, none for any
        :param team: `crm.team` of the document, if it has one
        :return: one user, active
        """
        # Sudo: who works where is not for everybody to read, who is asked does not depend on who asks.
        for user_sudo in (*self.sudo(), *(team.sudo().user_id if team else ())):
            if user_sudo._may_work_in(company):
                return user_sudo.sudo(self.env.su)
        # Sudo: as above.
        managers_sudo = self.env.ref("agency_crm.group_agency_manager").sudo().all_user_ids.sorted("id")
        found_sudo = managers_sudo.filtered(lambda user: user._may_work_in(company))[:1]
        return found_sudo.sudo(self.env.su) or self.env.ref("base.user_admin")

    def _may_work_in(self, company):
        self.ensure_one()
        # Superuser: it is nobody.
        is_person = self.active and self.id != SUPERUSER_ID and self._is_internal()
        return is_person and (not company or company in self.company_ids)


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead"]

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `crm`: a new deal is not for somebody who left."""
        leads = super().create(vals_list)
        if not get_key(self.env, "agency_history"):
            for lead in leads.filtered(lambda lead: lead.user_id and not lead.user_id.active)._filter_agency():
                lead.user_id = lead._get_working_user()
        return leads

    def _get_working_user(self):
        """Return who is asked for the next step of this deal: its salesperson, or who stands in."""
        self.ensure_one()
        return self.user_id._get_stand_in(self.company_id, self.team_id)


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    def _compute_user_id(self):
        """Override of `sale`: a new quote is not for somebody who left, though the account still names them."""
        known = {order: order.user_id for order in self}
        res = super()._compute_user_id()
        for order in self:
            user = order.user_id
            if user and user != known[order] and not user.active and order.company_id._works_as_agency():
                order.user_id = user._get_stand_in(order.company_id, order.team_id)
        return res


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move"]

    def _compute_invoice_default_sale_person(self):
        """Override of `account`: as of quotes."""
        known = {move: move.invoice_user_id for move in self}
        res = super()._compute_invoice_default_sale_person()
        for move in self:
            user = move.invoice_user_id
            if user and user != known[move] and not user.active and move.company_id._works_as_agency():
                move.invoice_user_id = user._get_stand_in(move.company_id, move.team_id)
        return res
