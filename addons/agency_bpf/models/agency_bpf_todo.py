"""The statement is asked for in « À faire », from 1 January until it is filed (TRAINING §3)."""

from odoo import api, fields, models

from odoo.addons.agency_crm.isolation import set_apart

MANAGER = "agency_crm.group_agency_manager"


class AgencyBpf(models.Model):
    _name = "agency.bpf"
    _inherit = ["agency.bpf", "agency.todo.mixin", "mail.activity.mixin"]

    _todo_type = "agency_bpf.mail_activity_bpf"

    @api.model_create_multi
    def create(self, vals_list):
        """Override: it is asked for."""
        statements = super().create(vals_list)
        statements._sync_todo()
        return statements

    def write(self, vals):
        """Override: what is asked for follows."""
        res = super().write(vals)
        if not vals.keys().isdisjoint(("user_id", "date_from", "date_to", "company_id")):
            self._sync_todo()
        return res

    def _get_todo(self):
        """Override of `agency.todo.mixin`: from the first day of the year it is due in."""
        self.ensure_one()
        due = self._get_due_date()
        if self.state == "filed" or fields.Date.context_today(self) < due.replace(month=1, day=1):
            return None
        return self.env._("Training statement to file: %(bpf)s", bpf=self.name), due

    @api.model
    def _cron_ask(self):
        """Make the statement of the year that closed, for each training body, and ask its Responsable for it.

        A company that fails stops no other.
        """
        companies = self.env["res.company"].search([("training_declaration_number", "!=", False)])
        self.env["ir.cron"]._commit_progress(remaining=len(companies))
        for company in companies:
            with set_apart(self.env, f"BPF of company {company.id}"):
                self._ask(company)
            if not self.env["ir.cron"]._commit_progress(1):
                return

    @api.model
    def _ask(self, company):
        """Make the statement that is due, once, and ask for those that are not filed."""
        self.search([("company_id", "=", company.id), ("state", "=", "draft")])._sync_todo()
        first, last = self._get_last_closed_year(company)
        statement = self.new({"company_id": company.id, "date_from": first, "date_to": last})
        today = fields.Date.context_today(self)
        due = statement._get_due_date()
        if not due.replace(month=1, day=1) <= today <= due:
            return
        if self.search_count([("company_id", "=", company.id), ("date_to", "=", last)], limit=1):
            return
        user = self._get_head_of(company)
        if user:
            self.with_company(company).create(
                {"company_id": company.id, "date_from": first, "date_to": last, "user_id": user.id}
            )

    @api.model
    def _get_head_of(self, company):
        """Return who is asked: a Responsable of the company, of this one first."""
        users = self.env.ref(MANAGER).all_user_ids.filtered(
            lambda user: user.active and not user._is_superuser() and company in user.company_ids
        )
        return users.sorted(lambda user: (user.company_id != company, user.id))[:1]
