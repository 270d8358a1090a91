from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..const import BPF_SOURCES


class AgencyTrainingFunding(models.Model):
    """What somebody else than the customer pays of a training, the OPCO first of all (TRAINING §2, T50)."""

    _name = "agency.training.funding"
    _description = "Funding of a Training"
    _inherit = ["agency.guarded.mixin"]
    _order = "order_id, id"
    _rec_name = "payer_id"
    _check_company_auto = True

    _governing_fields = ("order_id",)
    _frozen_fields = ("order_id",)

    order_id = fields.Many2one(
        comodel_name="sale.order",
        string="Quote",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    payer_id = fields.Many2one(
        comodel_name="res.partner",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        help="OPCO, public body, trainee: whoever pays a part of the training. The customer pays the rest.",
    )
    is_direct = fields.Boolean(
        string="Pays the agency",
        default=True,
        help="Subrogation: the payer is sent an invoice of its own. Else the customer is invoiced, and is refunded by"
        " the payer.",
    )
    trainee_ids = fields.Many2many(
        comodel_name="agency.trainee",
        relation="agency_training_funding_trainee_rel",
        column1="funding_id",
        column2="trainee_id",
        string="Trainees",
        domain="[('order_id', '=', order_id)]",
        help="Whom the payer pays for. Empty: all trainees of the quote.",
    )
    file_no = fields.Char(string="File no.", help="Printed on the payer's invoice, and its reference.")
    agreed_amount = fields.Monetary(
        string="Agreed amount, excl. tax", help="The most that the payer pays, in the quote's currency."
    )
    agreed_on = fields.Date()
    agreement = fields.Binary(string="Agreement of the payer", attachment=True)
    agreement_filename = fields.Char()
    bpf_source = fields.Selection(
        selection=BPF_SOURCES,
        string="Source (BPF)",
        required=True,
        default="skills_plan",
        help="Row of frame C of the BPF where what this payer pays counts.",
    )
    invoiced_amount = fields.Monetary(
        string="Invoiced, excl. tax",
        compute="_compute_invoiced_amount",
        help="What the payer was invoiced, credit notes taken off, drafts counted.",
    )
    currency_id = fields.Many2one(related="order_id.currency_id")
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)

    # === COMPUTE METHODS === #

    @api.depends("order_id.order_line.invoice_lines.price_subtotal", "order_id.order_line.invoice_lines.parent_state")
    def _compute_invoiced_amount(self):
        for funding in self:
            # Sudo: whoever reads what a payer pays need not read its invoices.
            funding.invoiced_amount = funding.sudo()._get_invoiced_amount()

    @api.constrains("payer_id", "is_direct", "order_id")
    def _check_payer(self):
        for funding in self:
            customer = funding.order_id.partner_id.commercial_partner_id
            if funding.is_direct and funding.payer_id.commercial_partner_id == customer:
                raise ValidationError(
                    self.env._(
                        "%(payer)s is the customer of %(quote)s, who pays what the others do not: name the others"
                        " only.",
                        payer=funding.payer_id.display_name,
                        quote=funding.order_id.name,
                    )
                )

    @api.constrains("trainee_ids", "order_id")
    def _check_trainees(self):
        for funding in self:
            if strangers := funding.trainee_ids.filtered(lambda one, funding=funding: one.order_id != funding.order_id):
                raise ValidationError(
                    self.env._(
                        "%(trainees)s: not trainees of %(quote)s. Choose among its own.",
                        trainees=", ".join(strangers.mapped("name")),
                        quote=funding.order_id.name,
                    )
                )

    @api.constrains("agreed_amount")
    def _check_agreed_amount(self):
        for funding in self:
            if funding.agreed_amount < 0:
                raise ValidationError(
                    self.env._("%(payer)s: the agreed amount is not below zero.", payer=funding.payer_id.display_name)
                )

    # === CRUD METHODS === #

    def write(self, vals):
        """Override: who was invoiced stays who pays.

        :raise UserError: if a payer that has an invoice is changed
        """
        if "payer_id" in vals:
            self.filtered(lambda one: one.payer_id.id != vals["payer_id"])._check_not_invoiced()
        if not vals.get("is_direct", True):
            self.filtered("is_direct")._check_not_invoiced()
        return super().write(vals)

    def unlink(self):
        """Override: the quote forgets the file of a payer that it has no more.

        :raise UserError: if a payer has an invoice
        """
        self._check_not_invoiced()
        orders = self.order_id
        res = super().unlink()
        orders._forget_opco()
        return res

    # === BUSINESS METHODS === #

    def _get_moves_sudo(self):
        """Return the invoices and credit notes of these payers, cancelled ones apart."""
        # Sudo: a rule of ours asks, not a user; who pays does not change by who looks.
        return (
            self.env["account.move"].sudo().search([("training_funding_id", "in", self.ids), ("state", "!=", "cancel")])
        )

    def _check_not_invoiced(self):
        """Check that these payers have no invoice.

        :raise UserError: naming it
        """
        if move_sudo := self._get_moves_sudo()[:1]:
            raise UserError(
                self.env._(
                    "%(payer)s is invoiced already (%(invoice)s): cancel this invoice, or make its credit note and add"
                    " another payer.",
                    payer=move_sudo.training_funding_id.payer_id.display_name,
                    invoice=move_sudo.display_name,
                )
            )

    def _get_invoiced_amount(self):
        """Return what counts as invoiced to this payer, excluding tax, in the currency of the quote."""
        self.ensure_one()
        order = self.order_id
        lines = order.order_line._get_counted_invoice_lines().filtered(
            lambda line: line.move_id.training_funding_id == self
        )
        return sum(
            (-1 if line.move_id.move_type == "out_refund" else 1)
            * line.move_id._convert_to_order_currency(line.price_subtotal, order)
            for line in lines
        )

    def _get_registrations(self):
        """Return the registrations that this payer pays for."""
        registrations = self.order_id._get_training_registrations()
        if not self.trainee_ids:
            return registrations
        return registrations.filtered(lambda one: one.trainee_id in self.trainee_ids)

    def _get_amount_to_invoice(self):
        """Return what is left to invoice to this payer: what it agreed, of the hours done at most (T50).

        :raise UserError: if its agreement is not known
        """
        self.ensure_one()
        if not self.agreed_amount:
            raise UserError(
                self.env._(
                    "What %(payer)s agreed to pay of %(quote)s is not known: type the amount of its agreement in the"
                    " payers of the training, or say there that it does not pay the agency.",
                    payer=self.payer_id.display_name,
                    quote=self.order_id.name,
                )
            )
        return self._get_expected_amount(is_given=True)

    def _get_expected_amount(self, is_given=False):
        """Return what this payer is still to be invoiced, excluding tax: of the hours done, once all are.

        :param bool is_given: the training is given, the caller knows
        """
        self.ensure_one()
        amount = self.agreed_amount
        if is_given or self.order_id._is_training_given():
            amount = min(amount, self.order_id._get_training_amount() * self._get_done_share())
        return max(self.currency_id.round(amount - self._get_invoiced_amount()), 0.0)

    def _get_done_share(self):
        """Return the hours done by whom this payer pays for, as a share of the planned hours of all trainees."""
        planned = sum(one._get_sold_hours() for one in self.order_id._get_training_registrations())
        done = sum(min(one.hours_done, one._get_sold_hours()) for one in self._get_registrations())
        return done / planned if planned else 0.0

    def _get_pdf_hours(self):
        """Return whom this payer pays for, and the hours that each did, as one text (LEGAL §5)."""
        return ", ".join(
            self.env._(
                "%(trainee)s (%(hours)s hours done)",
                trainee=one.trainee_id.name,
                hours=self.order_id._pdf_number(one.hours_done),
            )
            for one in self._get_registrations()
        )
