"""Type presta and Valeur création of an invoice: proposed, corrected by hand at will."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..context_keys import get_key
from ..utils import split_amount


class AccountMove(models.Model):
    _inherit = "account.move"

    # Type presta
    presta_type_ids = fields.Many2many(
        comodel_name="agency.presta.type",
        relation="account_move_presta_type_rel",
        string="Service types",
        compute="_compute_presta_type_ids",
        inverse="_inverse_presta_type_ids",
        store=True,
        readonly=False,
        copy=False,
        help="What the invoice is for; proposed from its services.",
    )
    has_own_presta_types = fields.Boolean(copy=False, export_string_translation=False)

    # Valeur création
    creation_value = fields.Monetary(
        compute="_compute_creation_value",
        inverse="_inverse_creation_value",
        store=True,
        readonly=False,
        copy=False,
        tracking=True,
        help="Part of the invoice, excluding tax, that is original creation, for the CIMA (crédit"
        " d'impôt métiers d'art). A deposit carries its share of its quote's, the balance the"
        " rest; a credit note takes its part off.",
    )
    creation_value_signed = fields.Monetary(
        compute="_compute_creation_value_signed",
        store=True,
        currency_field="currency_id",
        help="The creation value, negative for a credit note.",
    )
    has_own_creation_value = fields.Boolean(copy=False, export_string_translation=False)
    is_creation_value_required = fields.Boolean(compute="_compute_is_creation_value_required")
    is_creation_value_missing = fields.Boolean(compute="_compute_is_creation_value_required")
    # === COMPUTE METHODS === #

    @api.depends("invoice_line_ids.presta_type_id", "invoice_line_ids.sale_line_ids", "move_type")
    def _compute_presta_type_ids(self):
        for move in self:
            if not move.has_own_presta_types:
                move.presta_type_ids = move._get_proposed_presta_types()

    def _inverse_presta_type_ids(self):
        for move in self:
            move.has_own_presta_types = move.presta_type_ids != move._get_proposed_presta_types()
        self.filtered(lambda move: move.state == "posted")._refresh_turnover()

    @api.depends(
        "presta_type_ids.requires_creation_value",
        "invoice_line_ids.price_subtotal",
        "invoice_line_ids.sale_line_ids",
        "move_type",
    )
    def _compute_creation_value(self):
        for move in self:
            # What was issued stays as it was issued.
            if not move.has_own_creation_value and move.state != "posted":
                move.creation_value = move._get_proposed_creation_value()

    def _inverse_creation_value(self):
        for move in self:
            move.has_own_creation_value = bool(
                move.currency_id.compare_amounts(move.creation_value, move._get_proposed_creation_value())
            )
        self.filtered(lambda move: move.state == "posted")._refresh_turnover()

    @api.depends("creation_value", "move_type")
    def _compute_creation_value_signed(self):
        for move in self:
            sign = -1 if move.move_type == "out_refund" else 1
            move.creation_value_signed = sign * move.creation_value

    @api.depends("presta_type_ids.requires_creation_value", "creation_value", "invoice_date")
    def _compute_is_creation_value_required(self):
        for move in self:
            end = move.company_id.cima_end_date
            date = move.invoice_date or fields.Date.context_today(move)
            is_creation = any(move.presta_type_ids.mapped("requires_creation_value"))
            is_creation = is_creation and move.company_id._works_as_agency()
            move.is_creation_value_required = is_creation and (not end or date <= end)
            move.is_creation_value_missing = (
                move.is_creation_value_required and not move.creation_value and move._has_creation_left()
            )

    # === CONSTRAINT METHODS === #

    @api.constrains("creation_value", "presta_type_ids")
    def _check_creation_value(self):
        for move in self:
            if move.currency_id.compare_amounts(move.creation_value, 0) < 0:
                raise ValidationError(self.env._("The creation value of an invoice can't be less than zero."))
            if move.creation_value and not any(move.presta_type_ids.mapped("requires_creation_value")):
                raise ValidationError(
                    self.env._(
                        "None of the service types of %(invoice)s is a creation: its creation"
                        " value is 0. Add the service type, or put the value back to 0.",
                        invoice=move.display_name,
                    )
                )

    def _check_creation_value_before_post(self):
        """Check that the creation values of invoices about to be posted are right.

        What was issued elsewhere (context key `agency_history`) stays as it was issued.

        :raise UserError: if one is missing, or above the untaxed total
        """
        if get_key(self.env, "agency_history"):
            return
        for move in self.filtered(lambda move: move.company_id._works_as_agency()):
            if move.currency_id.compare_amounts(move.creation_value, move.amount_untaxed) > 0:
                raise UserError(
                    self.env._(
                        "The creation value of %(invoice)s, %(value)s, is above its total excluding tax, %(total)s.",
                        invoice=move._get_deal_label(),
                        value=move.currency_id.format(move.creation_value),
                        total=move.currency_id.format(move.amount_untaxed),
                    )
                )
            if move.is_creation_value_missing:
                types = move.presta_type_ids.filtered("requires_creation_value")
                raise UserError(
                    self.env._(
                        "Give the creation value of %(invoice)s: its type %(types)s counts for the CIMA.",
                        invoice=move._get_deal_label(),
                        types=", ".join(types.mapped("name")),
                    )
                )

    # === BUSINESS METHODS === #

    def _post(self, soft=True):
        """Override of `account` to check the creation value, and to enter the turnover."""
        invoices = self.filtered(lambda move: move.move_type in ("out_invoice", "out_refund"))
        invoices.filtered(lambda move: not move.has_own_creation_value)._propose_creation_value()
        invoices._check_creation_value_before_post()
        return super()._post(soft)

    def _propose_creation_value(self):
        """Compute the creation value anew: the other invoices of the quote may have changed since the draft was made.

        As the ORM computes, not by `write()`: each of an entry's has Odoo look at all its lines again.
        """
        self.mapped("presta_type_ids")  # first: what checks the types reads the value
        self.env.add_to_compute(self._fields["creation_value"], self)
        self.modified(["creation_value"])
        self.mapped("creation_value")

    def _get_deal_label(self):
        """Return how to call this invoice to the user: a draft has no number yet."""
        self.ensure_one()
        return (self.name if self.name and self.name != "/" else None) or self.env._(
            "the invoice of %(customer)s", customer=self.partner_id.display_name
        )

    def _get_presta_lines(self):
        """Return the lines that make the untaxed total."""
        return self.invoice_line_ids.filtered(lambda line: line.display_type == "product")

    def _get_proposed_presta_types(self):
        """Return the types of the services, and of the quote for a deposit alone."""
        self.ensure_one()
        types = self._get_presta_lines().presta_type_id
        if types:
            return types
        return self.invoice_line_ids.sale_line_ids.filtered("is_downpayment").order_id.order_line.presta_type_id

    def _get_proposed_creation_value(self):
        """Return the creation value that the lines propose, in the invoice's currency."""
        self.ensure_one()
        if self.move_type not in ("out_invoice", "out_refund") or not any(
            self.presta_type_ids.mapped("requires_creation_value")
        ):
            return 0.0
        origin = self.reversed_entry_id
        if self.move_type == "out_refund" and origin.amount_untaxed:
            # A credit note takes off what its invoice had, hand corrections included.
            value = origin.creation_value * self.amount_untaxed / origin.amount_untaxed
        else:
            sign = -1 if self.move_type == "out_refund" else 1
            lines = self._get_presta_lines()
            orders = lines.sale_line_ids.order_id.filtered(lambda order: not order.billing_frequency)
            value = sum(sign * self._get_order_creation(order) for order in orders)
            others = lines.filtered(lambda line: line.sale_line_ids.order_id not in orders)
            value += sum(line.presta_type_id._get_creation(line) for line in others)
        return min(max(self.currency_id.round(value), 0.0), max(self.amount_untaxed, 0.0))

    def _get_order_creation(self, order):
        """Return what this invoice has of the creation value of `order`, signed.

        All that was invoiced so far, this included, has the share that its lines say; what the
        other invoices carry already is taken off. So nothing is lost by rounding, and a
        balance has the rest whatever the deposits were given by hand.
        """
        others = (order.order_line.invoice_lines.move_id - self).filtered(
            lambda move: (
                move.state == "posted"
                or (move.state == "draft" and self.state == "draft" and move.id < self._origin.id)
            )
        )
        lines = self._get_presta_lines() | others._get_presta_lines()
        due = 0.0
        for line in order.order_line.filtered(lambda line: not line.display_type):
            invoiced = sum(
                (-1 if aml.move_id.move_type == "out_refund" else 1) * aml.price_subtotal
                for aml in lines
                if line in aml.sale_line_ids
            )
            if line.is_downpayment:
                due += order.creation_value * invoiced / (order._get_services_total() or 1)
            elif line.price_subtotal:
                due += line.creation_value * invoiced / line.price_subtotal
        # A deposit not yet deducted and the services it was for may both be invoiced by now.
        due = min(max(due, 0.0), order.creation_value)
        carried = sum(other._get_carried_creation(order) for other in others)
        return order.currency_id.round(due) - carried

    def _get_carried_creation(self, order):
        """Return the part of this invoice's creation value that belongs to `order`, signed."""
        self.ensure_one()
        orders = self.invoice_line_ids.sale_line_ids.order_id.sorted("id")
        if len(orders) <= 1:
            return self.creation_value_signed
        weights = [
            abs(
                sum(
                    self._get_presta_lines()
                    .filtered(lambda aml, o=each: o in aml.sale_line_ids.order_id)
                    .mapped("price_subtotal")
                )
            )
            * each.creation_value
            / (each._get_services_total() or 1)
            for each in orders
        ]
        parts = split_amount(self.creation_value_signed, weights, self.currency_id.rounding)
        return dict(zip(orders, parts, strict=True)).get(order, 0.0)

    def _has_creation_left(self):
        """Return whether this invoice still has creation to say: all may be in the deposits."""
        self.ensure_one()
        if self.currency_id.compare_amounts(self.amount_untaxed, 0) <= 0:
            return False
        orders = self.invoice_line_ids.sale_line_ids.order_id.filtered("creation_value")
        if not orders:
            return True
        sign = -1 if self.move_type == "out_refund" else 1
        return any(order.currency_id.compare_amounts(sign * self._get_order_creation(order), 0) > 0 for order in orders)


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = ["agency.guarded.fields.mixin", "account.move.line"]

    presta_type_id = fields.Many2one(
        comodel_name="agency.presta.type",
        string="Service type",
        compute="_compute_presta_type_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
    )

    @api.depends("product_id", "sale_line_ids.presta_type_id")
    def _compute_presta_type_id(self):
        for line in self:
            if line.display_type == "product" and line.move_id.is_sale_document():
                line.presta_type_id = line.sale_line_ids.presta_type_id[:1] or line.product_id.presta_type_id
            else:
                line.presta_type_id = False
