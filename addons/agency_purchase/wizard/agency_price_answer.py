from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..const import COSTS_GROUP, HIGHEST_AMOUNT


class AgencyPriceAnswer(models.TransientModel):
    """What a supplier answered, typed by hand: by telephone, from a mail or a PDF (B11, B12).

    Whom it is about is chosen by who calls: everything is read with their rights.
    """

    _name = "agency.price.answer"
    _description = "Type the Prices of a Supplier"

    consultation_id = fields.Many2one(comodel_name="agency.price.consultation", string="Supplier", required=True)
    currency_id = fields.Many2one(related="consultation_id.currency_id", related_sudo=False)
    line_ids = fields.One2many(
        comodel_name="agency.price.answer.line",
        inverse_name="answer_id",
        string="Prices",
        compute="_compute_line_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
        groups=COSTS_GROUP,
    )
    lead_days = fields.Integer(string="Days", compute="_compute_terms", compute_sudo=False, store=True, readonly=False)
    valid_until = fields.Date(
        string="Valid until", compute="_compute_terms", compute_sudo=False, store=True, readonly=False
    )
    reference = fields.Char(
        string="Their quote no.", compute="_compute_terms", compute_sudo=False, store=True, readonly=False
    )
    comment = fields.Text(compute="_compute_terms", compute_sudo=False, store=True, readonly=False)

    # === COMPUTE METHODS === #

    @api.depends("consultation_id")
    def _compute_line_ids(self):
        """Propose a row a quantity, with what the supplier said already."""
        for answer in self:
            current = answer.consultation_id.offer_ids.filtered("is_current")
            rows = [
                {
                    "quantity_id": offer.quantity_id.id,
                    "is_asked": True,
                    "variant": offer.variant,
                    "total": offer.total,
                    "fees": offer.fees,
                    "shipping": offer.shipping,
                    "is_free": not offer.landed,
                }
                for offer in current
            ]
            missing = answer.consultation_id.request_id.item_ids.quantity_ids - current.quantity_id
            rows += [{"quantity_id": quantity.id, "is_asked": True} for quantity in missing]
            answer.line_ids = [Command.clear(), *(Command.create(row) for row in rows)]

    @api.depends("consultation_id")
    def _compute_terms(self):
        for answer in self:
            for name in ("lead_days", "valid_until", "reference", "comment"):
                answer[name] = answer.consultation_id[name]

    # === ACTION METHODS === #

    def action_apply(self):
        """Keep what was typed: a price that changed is a new version, an empty row is no price (B17, B59).

        :raise UserError: if nothing is typed, or an amount is no price
        """
        self.ensure_one()
        consultation = self.consultation_id
        consultation._check_open()
        lines = self.line_ids.filtered(lambda line: line.is_free or line.total or line.fees or line.shipping)
        if not lines:
            raise UserError(self.env._("Type a price, or tick “Free”. If the supplier gives none, choose “Declined”."))
        lines._check_amounts()
        consultation.write({name: self[name] for name in ("lead_days", "valid_until", "reference", "comment")})
        self.env["agency.price.offer"].create([vals for line in lines if (vals := line._prepare_offer())])
        consultation._note_answered()
        return {"type": "ir.actions.act_window_close"}


class AgencyPriceAnswerLine(models.TransientModel):
    """One price, as it is typed."""

    _name = "agency.price.answer.line"
    _description = "Typed Price"

    answer_id = fields.Many2one(comodel_name="agency.price.answer", required=True, ondelete="cascade")
    request_id = fields.Many2one(related="answer_id.consultation_id.request_id", related_sudo=False)
    currency_id = fields.Many2one(related="answer_id.currency_id", related_sudo=False)
    quantity_id = fields.Many2one(comodel_name="agency.price.quantity", string="Asked for", required=True)
    is_asked = fields.Boolean(string="As asked", help="Proposed: its quantity does not change.")
    variant = fields.Char(help="If it is not what was asked for: their counter-proposal, in words.")
    total = fields.Monetary(string="Price excl. tax", groups=COSTS_GROUP)
    fees = fields.Monetary(string="Set-up", groups=COSTS_GROUP, help="Excl. tax: make-ready, tools, plates.")
    shipping = fields.Monetary(string="Delivery", groups=COSTS_GROUP, help="Excl. tax.")
    is_free = fields.Boolean(string="Free", help="A price of zero; a row left empty is no price.")

    def _check_amounts(self):
        """Check what is typed, row by row.

        :raise UserError: that names the row
        """
        for line in self:
            if any(not 0 <= amount <= HIGHEST_AMOUNT for amount in (line.total, line.fees, line.shipping)):
                raise UserError(
                    self.env._(
                        "%(name)s: a price is not negative, and has at most twelve digits.",
                        name=line.quantity_id.display_name,
                    )
                )

    def _prepare_offer(self):
        """Return the create values of the price, nothing where it is what the supplier had said."""
        self.ensure_one()
        variant = (self.variant or "").strip()
        current = self.answer_id.consultation_id.offer_ids.filtered(
            lambda offer: offer.is_current and offer.quantity_id == self.quantity_id and offer.variant == variant
        )
        amounts = {name: self[name] for name in ("total", "fees", "shipping")}
        if current and all(self.currency_id.compare_amounts(current[n], amounts[n]) == 0 for n in amounts):
            return {}
        return {
            "consultation_id": self.answer_id.consultation_id.id,
            "quantity_id": self.quantity_id.id,
            "variant": variant,
            **amounts,
        }
