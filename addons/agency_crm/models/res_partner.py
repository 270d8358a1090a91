from odoo import api, fields, models

from ..const import ACCOUNT_TYPES
from ..context_keys import get_key


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["agency.guarded.fields.mixin", "res.partner"]

    # Account (manual: « Les comptes »)
    account_type = fields.Selection(
        selection=ACCOUNT_TYPES,
        string="Account type",
        default="prospect",
        index=True,
        tracking=True,
        help="Prospect: asked for a quote, or may. Client: worked with us at least once."
        " Other: is no client and will not be. A contact shows the type of its account.",
    )
    is_supplier = fields.Boolean(string="Supplier", tracking=True)
    is_partner = fields.Boolean(string="Partner", tracking=True)
    is_media = fields.Boolean(string="Media", tracking=True)

    # Contact
    is_contact_incomplete = fields.Boolean(
        string="E-mail or telephone missing",
        compute="_compute_is_contact_incomplete",
        search="_search_is_contact_incomplete",
        help="A contact is of little use without both an e-mail address and a telephone number.",
    )

    # Most accounts are of the agency's country: their address prints the right way round.
    country_id = fields.Many2one(default=lambda self: self._default_country_id())

    @api.model
    def _get_shared_fields(self):
        """Override of `agency.guarded.fields.mixin`: the country is Odoo's, it has a default here."""
        return super()._get_shared_fields() | {"country_id"}

    # === DEFAULT METHODS === #

    def _default_country_id(self):
        if get_key(self.env, "agency_default_country"):
            return self.env.company.country_id
        return False

    # === COMPUTE METHODS === #

    @api.depends("is_company", "email", "phone")
    def _compute_is_contact_incomplete(self):
        for partner in self:
            partner.is_contact_incomplete = not partner.is_company and not (partner.email and partner.phone)

    def _search_is_contact_incomplete(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("is_company", "=", False), "|", ("email", "=", False), ("phone", "=", False)]

    # === ACTION METHODS === #

    def action_new_contact(self):
        """Open a new contact of this account."""
        self.ensure_one()
        account = self.commercial_partner_id
        return self._get_new_record_action(
            "res.partner",
            self.env._("New contact"),
            default_parent_id=account.id,
            default_is_company=False,
            default_type="contact",
            default_user_id=account.user_id.id,
        )

    def action_new_deal(self):
        """Open a new deal of this account or contact."""
        self.ensure_one()
        return self._get_new_record_action(
            "crm.lead",
            self.env._("New deal"),
            default_type="opportunity",
            default_partner_id=self.id,
            default_user_id=self.env.uid,
        )

    def action_new_quote(self):
        """Open a new quote for this account or contact."""
        self.ensure_one()
        return self._get_new_record_action("sale.order", self.env._("New quote"), default_partner_id=self.id)

    def action_new_recurring_order(self):
        """Open a new recurring order for this account or contact."""
        self.ensure_one()
        return self.env["sale.order"]._get_new_recurring_order_action(default_partner_id=self.id)

    def action_new_invoice(self):
        """Open a new invoice for this account or contact."""
        self.ensure_one()
        return self._get_new_record_action(
            "account.move",
            self.env._("New invoice"),
            default_move_type="out_invoice",
            default_partner_id=self.id,
        )

    # === BUSINESS METHODS === #

    @api.model
    def _commercial_fields(self):
        """Override of `base`: contacts show their account's type."""
        return super()._commercial_fields() + [
            "account_type",
            "is_supplier",
            "is_partner",
            "is_media",
        ]

    def _become_client(self):
        """Make the accounts of these partners clients; none goes back by itself."""
        if get_key(self.env, "agency_history"):
            return
        # Who accepts a quote or posts an invoice need not have the right to edit contacts.
        accounts_sudo = self.commercial_partner_id.sudo().filtered(lambda account: account.account_type != "client")
        # One line for each account, written all at once; Odoo's tracking would post them one by one.
        accounts_sudo.with_context(tracking_disable=True).write({"account_type": "client"})
        if not self.env.context.get("tracking_disable"):
            line = self.env._("A quote was accepted or an invoice sent: the account is a client.")
            accounts_sudo._message_log_batch(bodies=dict.fromkeys(accounts_sudo.ids, line))

    @api.model
    def _get_new_record_action(self, model, name, **context):
        """Return the action that opens an empty form of `model` with the defaults of `context`."""
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, "form")],
            "view_mode": "form",
            "context": context,
        }
