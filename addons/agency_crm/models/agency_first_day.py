"""The first day: what is to be set up, in a checklist above « À faire » that ticks itself and goes."""

from odoo import api, fields, models

# The names of Odoo, until somebody gives their own.
STOCK_COMPANY_NAMES = ("My Company", "YourCompany")
STOCK_USER_NAME = "Administrator"


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company"]

    is_first_day_over = fields.Boolean(
        string="First day over", help="The checklist of the first day is not shown any more above « À faire »."
    )


class AgencyFirstDay(models.AbstractModel):
    _name = "agency.first.day"
    _description = "First day"

    @api.readonly
    @api.model
    def get_steps(self):
        """Return the checklist of the first day, for who sets the agency up; nothing once it is done or put away.

        :return: list of `{"name", "label", "is_done", "action"}`
        """
        if not self._is_for_user():
            return []
        steps = [
            {"name": name, "label": label, "is_done": bool(done), "action": action}
            for name, label, done, action in self._get_all_steps()
        ]
        return [] if all(step["is_done"] for step in steps) else steps

    @api.model
    def put_away(self):
        """Show the checklist no more, in this company.

        :raise AccessError: if the user does not set the agency up
        """
        self.env.company.is_first_day_over = True

    @api.model
    def _is_for_user(self):
        company = self.env.company
        posted = [("move_type", "=", "out_invoice"), ("state", "=", "posted"), ("company_id", "=", company.id)]
        return (
            self.env.user.has_group("agency_crm.group_agency_manager")
            and bool(company._works_as_agency())
            and not company.is_first_day_over
            # Who invoices has been at work for long.
            and not self._has_any("account.move", posted)
        )

    @api.model
    def _get_all_steps(self):
        """Return the steps: name, words, whether it is done, what opens it."""
        company = self.env.company
        here = [("company_id", "in", [company.id, False])]
        # Sudo: whether there are any is no secret of theirs, and who sets up need not read bank accounts and users.
        env_sudo = self.sudo().env
        users_sudo = env_sudo["res.users"].search_count(
            [
                ("share", "=", False),
                ("company_ids", "in", company.ids),
                ("id", "!=", env_sudo.ref("base.user_admin").id),
                # Who is in none of our groups has no menu of the agency.
                ("all_group_ids", "in", env_sudo.ref("agency_crm.group_agency_user").id),
            ]
        )
        user = self.env.user
        return [
            (
                "company",
                self.env._("The agency: name, address, logo"),
                company.street
                and company.city
                and not company.uses_default_logo
                and company.name not in STOCK_COMPANY_NAMES,
                "agency_crm.res_company_action_settings",
            ),
            (
                "identity",
                self.env._("Its identity: SIRET, VAT number"),
                company.company_registry and company.vat,
                "agency_crm.res_company_action_settings",
            ),
            (
                "bank",
                self.env._("The bank account that invoices are paid on"),
                env_sudo["res.partner.bank"].search_count([("partner_id", "=", company.partner_id.id)], limit=1),
                "agency_crm.action_first_day_bank",
            ),
            (
                "taxes",
                self.env._("Taxes: the usual one is that of services"),
                self._has_taxes(company) and company.account_sale_tax_id.tax_scope != "consu",
                "agency_crm.res_company_action_settings",
            ),
            (
                "me",
                self.env._("You: your name, your e-mail address"),
                user.email and user.name != STOCK_USER_NAME,
                "agency_crm.action_first_day_me",
            ),
            ("users", self.env._("Colleagues, each with a user"), users_sudo, "agency_crm.action_first_day_users"),
            (
                "import",
                self.env._("Accounts and contacts: imported, or the first one"),
                self._has_any("res.partner", [("is_company", "=", True), ("id", "!=", company.partner_id.id)]),
                "agency_crm.res_partner_action_account",
            ),
            (
                "service",
                self.env._("The first service"),
                self._has_any("product.template", [("type", "=", "service"), ("sale_ok", "=", True), *here]),
                "agency_crm.product_template_action_service",
            ),
            (
                "deal",
                self.env._("The first deal"),
                self._has_any("crm.lead", [("type", "=", "opportunity"), *here]),
                "agency_crm.agency_new_request_action",
            ),
        ]

    @api.model
    def _has_taxes(self, company):
        return self._has_any("account.tax", [("type_tax_use", "=", "sale"), ("company_id", "parent_of", company.id)])

    @api.model
    def _has_any(self, model, domain):
        return bool(self.env[model].search_count(domain, limit=1))
