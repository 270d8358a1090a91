from odoo import api, fields, models
from odoo.fields import Command

from ..const import COSTS_GROUP
from ..models.agency_price_consultation_answer import AMOUNTS, TERMS


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
    payment_note = fields.Char(
        string="Payment", compute="_compute_terms", compute_sudo=False, store=True, readonly=False
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
            for name in TERMS:
                answer[name] = answer.consultation_id[name]

    # === ACTION METHODS === #

    def action_apply(self):
        """Keep what was typed, see `agency.price.consultation._take_answer`.

        :raise UserError: if nothing is typed, or an amount is no price
        """
        self.ensure_one()
        rows = [line._prepare_row() for line in self.line_ids]
        self.consultation_id._take_answer(rows, {name: self[name] for name in TERMS})
        return {"type": "ir.actions.act_window_close"}


class AgencyPriceAnswerLine(models.TransientModel):
    """One price, as it is typed."""

    _name = "agency.price.answer.line"
    _description = "Typed Price"

    answer_id = fields.Many2one(comodel_name="agency.price.answer", required=True, ondelete="cascade")
    request_id = fields.Many2one(related="answer_id.consultation_id.request_id", related_sudo=False)
    currency_id = fields.Many2one(related="answer_id.currency_id", related_sudo=False)
    quantity_id = fields.Many2one(comodel_name="agency.price.quantity", string="Asked for", required=True)
    is_run_on = fields.Boolean(related="quantity_id.is_run_on", related_sudo=False)
    is_asked = fields.Boolean(string="As asked", help="Proposed: its quantity does not change.")
    variant = fields.Char(help="If it is not what was asked for: their counter-proposal, in words.")
    total = fields.Monetary(string="Price excl. tax", groups=COSTS_GROUP)
    fees = fields.Monetary(string="Set-up", groups=COSTS_GROUP, help="Excl. tax: make-ready, tools, plates.")
    shipping = fields.Monetary(string="Delivery", groups=COSTS_GROUP, help="Excl. tax.")
    is_free = fields.Boolean(string="Free", help="A price of zero; a row left empty is no price.")

    def _prepare_row(self):
        """Return what is typed; nothing typed is no price, zero is one where it says so (B59)."""
        self.ensure_one()
        amounts = {name: self[name] for name in AMOUNTS}
        if not self.is_free and not any(amounts.values()):
            amounts["total"] = None
        return {"quantity_id": self.quantity_id.id, "variant": (self.variant or "").strip(), **amounts}
