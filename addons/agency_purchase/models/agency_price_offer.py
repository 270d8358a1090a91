from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..const import COSTS_GROUP, HIGHEST_AMOUNT


class AgencyPriceOffer(models.Model):
    """A price that a supplier gave for one quantity. It never changes: another one is another version (B20)."""

    _name = "agency.price.offer"
    _inherit = ["agency.guarded.mixin"]
    _description = "Price of a Supplier"
    # Not by price: who sees none would read who is the cheapest, or nothing at all.
    _order = "quantity_id, variant, id"
    _check_company_auto = True
    _governing_fields = ("consultation_id",)
    _frozen_fields = ("consultation_id", "quantity_id", "variant", "total", "fees", "shipping")
    _right_fields = ("company_id", "consultation_id")

    consultation_id = fields.Many2one(
        comodel_name="agency.price.consultation", string="Supplier", required=True, index=True, ondelete="cascade"
    )
    request_id = fields.Many2one(related="consultation_id.request_id", store=True, index=True)
    company_id = fields.Many2one(related="consultation_id.request_id.company_id", store=True, index=True)
    quantity_id = fields.Many2one(
        comodel_name="agency.price.quantity", required=True, index=True, ondelete="restrict", check_company=True
    )
    variant = fields.Char(
        default="", help="Their counter-proposal, in words; compared apart, never the best by itself."
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency", readonly=True, required=True, help="That of the answer, when it was given."
    )
    company_currency_id = fields.Many2one(related="company_id.currency_id", string="Currency of the company")
    total = fields.Monetary(groups=COSTS_GROUP, help="Excl. tax, for the whole quantity.")
    fees = fields.Monetary(string="Set-up", groups=COSTS_GROUP, help="Excl. tax: make-ready, tools, plates.")
    shipping = fields.Monetary(string="Delivery", groups=COSTS_GROUP, help="Excl. tax.")
    landed = fields.Monetary(
        string="Landed price",
        compute="_compute_landed",
        store=True,
        groups=COSTS_GROUP,
        help="Excl. tax: the quantity, set-up and delivery.",
    )
    landed_company = fields.Monetary(
        string="Landed price, own currency",
        currency_field="company_currency_id",
        readonly=True,
        groups=COSTS_GROUP,
        help="Excl. tax, at the rate of the day of the answer, which stays (B16, B25).",
    )
    unit = fields.Float(
        string="Price of one",
        compute="_compute_landed",
        store=True,
        digits=0,
        groups=COSTS_GROUP,
        help="Landed price ÷ quantity, not rounded.",
    )
    version = fields.Integer(readonly=True, default=1)
    is_current = fields.Boolean(readonly=True, default=True)
    is_chosen = fields.Boolean(string="Chosen", readonly=True, copy=False)
    chosen_by_id = fields.Many2one(comodel_name="res.users", string="Chosen by", readonly=True, copy=False)
    chosen_on = fields.Datetime(readonly=True, copy=False)
    choice_reason = fields.Char(string="Why this one", readonly=True, copy=False)

    _once = models.Constraint("UNIQUE(consultation_id, quantity_id, variant, version)", "This price was already typed.")
    # Two users who choose at the same moment: the second is told (B54).
    _one_choice = models.UniqueIndex(
        "(quantity_id) WHERE is_chosen", "Somebody has just chosen a price for this quantity: look at it again."
    )

    # === COMPUTE METHODS === #

    @api.depends("total", "fees", "shipping", "quantity_id.quantity")
    def _compute_landed(self):
        for offer in self:
            offer.landed = offer.total + offer.fees + offer.shipping
            offer.unit = offer.landed / offer.quantity_id.quantity if offer.quantity_id.quantity else 0.0

    @api.depends("consultation_id.partner_id.name", "quantity_id.display_name", "variant")
    def _compute_display_name(self):
        for offer in self:
            parts = (offer.consultation_id.partner_id.name, offer.quantity_id.display_name, offer.variant)
            offer.display_name = " – ".join(filter(None, parts))

    # === CONSTRAINT METHODS === #

    @api.constrains("total", "fees", "shipping")
    def _check_amounts(self):
        for offer in self:
            if any(not 0 <= amount <= HIGHEST_AMOUNT for amount in (offer.total, offer.fees, offer.shipping)):
                raise ValidationError(
                    self.env._(
                        "%(name)s: a price is not negative, and has at most twelve digits.", name=offer.display_name
                    )
                )

    @api.constrains("consultation_id", "quantity_id")
    def _check_same_request(self):
        if any(offer.quantity_id.request_id != offer.consultation_id.request_id for offer in self):
            raise ValidationError(self.env._("This quantity is of another request."))

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override: a new price of the same supplier, quantity and variant is the next version; the old one stays."""
        self._check_sees_costs()
        self._check_values(vals_list)
        consultations = self.env["agency.price.consultation"].browse(
            vals["consultation_id"] for vals in vals_list if vals.get("consultation_id")
        )
        older = self.search([("consultation_id", "in", consultations.ids)])
        versions = {}
        for offer in older:
            key = (offer.consultation_id.id, offer.quantity_id.id, offer.variant)
            versions[key] = max(versions.get(key, 0), offer.version)
        for vals in vals_list:
            vals["variant"] = (vals.get("variant") or "").strip()
            key = (vals.get("consultation_id"), vals.get("quantity_id"), vals["variant"])
            vals["version"] = versions[key] = versions.get(key, 0) + 1
            vals["currency_id"] = consultations.browse(key[0]).currency_id.id
        offers = super(AgencyPriceOffer, self._by_own_rules()).create(vals_list).with_env(self.env)
        (older | offers)._mark_current()
        for offer in offers:
            offer._by_rules().landed_company = offer.currency_id._convert(
                offer.landed, offer.company_currency_id, offer.company_id, fields.Date.context_today(offer), round=False
            )
        return offers

    def _mark_current(self):
        """Let the last version of each price be the current one."""
        for offers in self.grouped(lambda each: (each.consultation_id, each.quantity_id, each.variant)).values():
            *past, _last = offers.sorted("version")
            self.browse().union(*past).filtered("is_current")._by_rules().write({"is_current": False})

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_nobody(self):
        raise UserError(self.env._("A price that was given stays: type another one."))

    # === ACTION METHODS === #

    def action_choose(self):
        """Open the window that takes this price into the quote (B18, B19, B23)."""
        self.ensure_one()
        self._check_choice()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Choose %(supplier)s", supplier=self.consultation_id.partner_id.name),
            "res_model": "agency.price.choice",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_offer_id": self.id},
        }

    def action_undo_choice(self):
        """Choose this price no more: lines keep their price and their cost, the link goes (B21).

        :raise AccessError: see `_check_sees_costs`
        """
        self._check_sees_costs()
        lines = self.env["sale.order.line"].search([("price_offer_id", "in", self.ids)])
        for line in lines:
            # Written together, or the cost would be that of the service again.
            line._by_rules().write({**line._prepare_no_offer(), "purchase_price": line.purchase_price})
        self._by_rules().write({"is_chosen": False, "chosen_by_id": False, "chosen_on": False, "choice_reason": False})
        for request in self.request_id:
            request.message_post(
                body=self.env._("The choice is undone; lines of quotes that had this price keep it, and its cost.")
            )
        self.request_id._sync_choice()

    # === BUSINESS METHODS === #

    @api.model
    def _check_sees_costs(self):
        """Check that the user sees prices: who does not neither types, chooses nor gives one up (SUPPLIERS §6).

        :raise AccessError: if not
        """
        if not (self.env.su or self.env.user.has_group(COSTS_GROUP)):
            raise AccessError(self.env._("Who sees costs types and chooses the prices of suppliers."))

    def _check_choice(self):
        """Check that this price may be chosen.

        :raise AccessError: see `_check_sees_costs`
        :raise UserError: if another one is, it is an old version, or the request is over
        """
        self.ensure_one()
        self._check_sees_costs()
        self.consultation_id._check_open()
        if self.quantity_id.is_run_on:
            raise UserError(
                self.env._(
                    "A run-on price is not chosen by itself: apply it on the line of the quote, to its quantity."
                )
            )
        if not self.is_current:
            raise UserError(self.env._("This price was replaced by a newer one: choose that one."))
        chosen = self.search([("quantity_id", "=", self.quantity_id.id), ("is_chosen", "=", True)])
        if chosen and chosen != self:
            raise UserError(
                self.env._(
                    "%(user)s chose %(supplier)s for %(quantity)s: undo that choice first.",
                    user=chosen.chosen_by_id.name,
                    supplier=chosen.consultation_id.partner_id.name,
                    quantity=chosen.quantity_id.display_name,
                )
            )

    def _choose(self, reason=""):
        """Choose this price; the reason is asked when it is not the best (B18).

        :raise UserError: see `_check_choice`; or if there is no reason
        """
        self._check_choice()
        if not self._is_best() and not (reason or "").strip():
            raise UserError(self.env._("It is not the best price for this quantity: say why it is chosen."))
        self._by_rules().write(
            {
                "is_chosen": True,
                "chosen_by_id": self.env.uid,
                "chosen_on": fields.Datetime.now(),
                "choice_reason": reason,
            }
        )
        self.request_id._sync_choice()

    def _get_rivals(self):
        """Return the prices that are compared with this one: same quantity, as asked, of those not withdrawn (B16)."""
        return self.request_id.offer_ids.filtered(
            lambda offer: (
                offer.quantity_id == self.quantity_id
                and offer.is_current
                and not offer.variant
                and offer.consultation_id.state != "withdrawn"
            )
        )

    def _is_best(self):
        """Return whether no price for this quantity is lower; neither a variant nor a run-on is the best by itself."""
        self.ensure_one()
        if self.variant or self.quantity_id.is_run_on:
            return False
        lowest = min(self._get_rivals().mapped("landed_company"), default=self.landed_company)
        return self.company_currency_id.compare_amounts(self.landed_company, lowest) <= 0

    def _is_expired(self):
        """Return whether the day until which the price holds is over (B27)."""
        self.ensure_one()
        limit = self.consultation_id.valid_until
        return bool(limit and limit < fields.Date.context_today(self))
