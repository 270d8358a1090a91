from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize, plaintext2html

from .. import search_words
from ..models.res_partner_lookalikes import LIMIT


class AgencyNewRequest(models.TransientModel):
    """A request noted while somebody is on the telephone: who it is, what they want; a deal is made of it.

    Whoever is known already is shown before a second one is made of them.
    """

    _name = "agency.new.request"
    _description = "New request"

    name = fields.Char(string="What they want", help="Title of the deal.")
    note = fields.Text(string="Details", help="Kept in the deal.")
    company_name = fields.Char(string="Account", help="Its name, or its SIREN or SIRET. Empty for a private person.")
    registry = fields.Char(string="SIREN or SIRET", compute="_compute_registry", store=True, readonly=False)
    contact_name = fields.Char(string="Contact")
    email = fields.Char(string="E-mail")
    phone = fields.Char(string="Telephone")
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="For",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        help="Who follows the deal.",
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Known already",
        help="The account or the contact that was recognised: what is missing is added, no second one is made.",
    )
    lookalike_ids = fields.Many2many(
        comodel_name="res.partner",
        string="Is it one of these?",
        compute="_compute_lookalike_ids",
        help="Accounts and contacts with this name, number, e-mail or telephone.",
    )
    is_person_known = fields.Boolean(compute="_compute_lookalike_ids", export_string_translation=False)
    has_doubles = fields.Boolean(compute="_compute_lookalike_ids", export_string_translation=False)
    open_deal_ids = fields.Many2many(
        comodel_name="crm.lead", compute="_compute_open_deal_ids", export_string_translation=False
    )
    lead_id = fields.Many2one(
        comodel_name="crm.lead",
        string="About a deal under way?",
        help="The request is noted on this deal, no second one is made.",
    )

    # === COMPUTE METHODS === #

    @api.depends("company_name")
    def _compute_registry(self):
        for request in self:
            digits = search_words.read(request.company_name or "").registry
            if digits:
                request.registry = digits

    @api.depends("company_name", "registry", "contact_name", "email", "phone", "partner_id")
    def _compute_lookalike_ids(self):
        for request in self:
            partner = request.partner_id._origin
            request.is_person_known = bool(partner) and not partner.is_company
            request.lookalike_ids = request._get_lookalikes(partner)
            by_kind = request.lookalike_ids.grouped(lambda found: (found.is_company, found.parent_id))
            request.has_doubles = any(len(found) > 1 for found in by_kind.values())

    @api.depends("partner_id")
    def _compute_open_deal_ids(self):
        for request in self:
            request.open_deal_ids = (
                self.env["crm.lead"].search(
                    [
                        ("account_id", "=", request.partner_id.commercial_partner_id._origin.id),
                        ("type", "=", "opportunity"),
                        ("next_step_id.is_closing", "=", False),
                    ],
                    order="id desc",
                    limit=5,
                )
                if request.partner_id
                else False
            )

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        """Show what is known of whoever was recognised."""
        self.lead_id = False
        partner = self.partner_id
        if not partner:
            return
        account = partner.commercial_partner_id
        if account.is_company:
            self.company_name = account.name
            self.registry = account.company_registry or self.registry
        if not partner.is_company:
            self.contact_name = partner.name
            self.email = self.email or partner.email
            self.phone = self.phone or partner.phone

    # === ACTION METHODS === #

    def action_save(self):
        """Make the deal, and whom it is for; first show who is known already and was not looked at.

        :raise UserError: if nothing says who asks, or what they want
        """
        self.ensure_one()
        if self.lookalike_ids and not self.partner_id:
            return self._get_own_action()
        return self.action_save_anyway()

    def action_save_anyway(self):
        """Make the deal, and whom it is for, who is none of those shown.

        :raise UserError: if nothing says who asks, or what they want
        """
        self.ensure_one()
        if not self.name:
            raise UserError(self.env._("Say in some words what they want: it is the title of the deal."))
        if self._is_number_typed() and not self.partner_id:
            raise UserError(
                self.env._("Nobody is known by the number %(number)s: give the company's name.", number=self.registry)
            )
        partner = self._get_partner()
        lead = self.lead_id
        if lead:
            lead.check_access("write")
            lead._message_log(body=self._get_summary(partner))
        else:
            lead = self.env["crm.lead"].create(self._prepare_deal_values(partner))
        return {
            "type": "ir.actions.act_window",
            "res_model": "crm.lead",
            "res_id": lead.id,
            "views": [(False, "form")],
        }

    def action_merge(self):
        """Open Odoo's own window on the doubles among those shown: those of one account, three at most."""
        self.ensure_one()
        by_kind = self.lookalike_ids.grouped(lambda found: (found.is_company, found.parent_id))
        doubles = max(by_kind.values(), key=len, default=self.env["res.partner"])[:3]
        if len(doubles) < 2:
            raise UserError(self.env._("There is no double among those shown."))
        action = self.env["ir.actions.actions"]._for_xml_id("base.action_partner_merge")
        return {**action, "context": {"active_model": "res.partner", "active_ids": doubles.ids}}

    # === BUSINESS METHODS === #

    def _get_own_action(self):
        """Return the action that shows this request again."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New request"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _get_lookalikes(self, partner):
        """Return who may be meant: of an account that is known its people, of a person nobody else."""
        self.ensure_one()
        if self.is_person_known:
            return self.env["res.partner"]
        if partner and not (self.contact_name or self.email or self.phone):
            return partner.child_ids.filtered(lambda child: child.type == "contact" and not child.is_company)[:LIMIT]
        found = self.env["res.partner"]._find_lookalikes(
            company="" if self._is_number_typed() else self.company_name,
            registry=self.registry,
            contact=self.contact_name,
            email=self.email,
            phone=self.phone,
            account=partner,
        )
        return found - partner

    def _is_number_typed(self):
        """Return whether a SIREN or SIRET stands in the place of the name."""
        self.ensure_one()
        return bool(search_words.read(self.company_name or "").registry)

    def _get_partner(self):
        """Return whom the deal is for: known, completed, or new; nobody if but a telephone is known of them."""
        self.ensure_one()
        partners = self.env["res.partner"].with_context(agency_default_country=True)
        addresses = {"email": self.email, "phone": self.phone}
        account = self.partner_id
        if not account and self.company_name:
            account = partners.create({"name": self.company_name, "is_company": True})
        if account.is_company:
            self._complete(account, company_registry=self.registry)
        if self.contact_name and (account.is_company or not account):
            return partners.create({"name": self.contact_name, "parent_id": account.id, **addresses})
        if account or not self.email:
            # A person who is known, or a company whose person is not known yet.
            self._complete(account, **addresses)
            return account
        return partners.create({"name": self.email, **addresses})

    def _complete(self, partner, **values):
        """Write what was not known of a partner yet; what is known stays."""
        missing = {name: value for name, value in values.items() if value and partner and not partner[name]}
        if missing:
            partner.write(missing)

    def _prepare_deal_values(self, partner):
        self.ensure_one()
        values = {
            "type": "opportunity",
            "name": self.name,
            "description": plaintext2html("\n".join(self._get_words(partner))),
            "partner_id": partner.id,
            "user_id": self.user_id.id,
        }
        if not partner:
            values.update(contact_name=self.contact_name, email_from=self.email, phone=self.phone)
        return values

    def _get_words(self, partner):
        """Return what is noted of the request: its details, and the addresses that its contact does not have."""
        self.ensure_one()
        words = [self.note] if self.note else []
        if partner and self.email and email_normalize(self.email) != partner.email_normalized:
            words.append(self.email)
        if partner and self.phone and search_words.compact(self.phone)[-9:] not in search_words.compact(partner.phone):
            words.append(self.phone)
        return words

    def _get_summary(self, partner):
        """Return what is noted on a deal under way."""
        self.ensure_one()
        contact = [partner.name] if partner != self.lead_id.partner_id else []
        return plaintext2html("\n".join([self.name, *self._get_words(partner), *contact]))
