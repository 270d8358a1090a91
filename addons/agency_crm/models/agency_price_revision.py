from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class AgencyPriceRevision(models.Model):
    """A new price of a recurring order, from a date."""

    _name = "agency.price.revision"
    _description = "Price Revision"
    _inherit = ["agency.guarded.mixin"]
    _order = "date, id"
    _check_company_auto = True

    _governing_fields = ("order_id",)
    _frozen_fields = ("order_id",)

    order_id = fields.Many2one(comodel_name="sale.order", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    date = fields.Date(
        string="From",
        required=True,
        help="The first period that starts on this date or later has the new price.",
    )
    line_id = fields.Many2one(
        comodel_name="sale.order.line",
        string="Service",
        check_company=True,
        domain="[('order_id', '=', order_id), ('display_type', '=', False)]",
        ondelete="cascade",
        help="Service whose price changes; none for all of them.",
    )
    percentage = fields.Float(
        string="Change (%)",
        digits=(6, 3),
        help="Change of the unit price, in percent: 2.5 raises it by 2.5 %.",
    )
    price_unit = fields.Monetary(
        string="New unit price",
        help="New unit price, excluding tax, of the service named.",
    )
    applied_on = fields.Date(
        string="Applied on",
        readonly=True,
        copy=False,
        help="Start of the first period invoiced at the new price.",
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("order_id", "line_id", "percentage", "price_unit")
    def _check_change(self):
        for revision in self:
            if bool(revision.percentage) == bool(revision.price_unit):
                raise ValidationError(self.env._("Give a price revision either a percentage or a new unit price."))
            if revision.price_unit and not revision.line_id:
                raise ValidationError(self.env._("Choose the service that has the new unit price."))
            if revision.percentage <= -100 or revision.price_unit < 0:
                raise ValidationError(self.env._("A price can't become zero or less."))

    @api.constrains("order_id", "line_id")
    def _check_line(self):
        for revision in self:
            if revision.line_id and revision.line_id.order_id != revision.order_id:
                raise ValidationError(
                    self.env._(
                        "The service of a price revision is one of its own order: choose a line of %(order)s.",
                        order=revision.order_id.name,
                    )
                )

    # === CRUD METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_except_applied(self):
        if self.filtered("applied_on"):
            raise UserError(self.env._("A price revision that was applied can't be deleted: make another one."))

    # === BUSINESS METHODS === #

    def _apply(self, start=None):
        """Give the services of the orders their new prices, once.

        :param date start: first day of the first period at the new prices, Début by default
        """
        for revision in self.filtered(lambda revision: not revision.applied_on):
            lines = revision.order_id.order_line.filtered(lambda line: not line.display_type)
            # One that has left its order since is none of its services.
            for line in lines & revision.line_id if revision.line_id else lines:
                line.price_unit = revision.price_unit or line.currency_id.round(
                    line.price_unit * (1 + revision.percentage / 100)
                )
            revision._by_rules().applied_on = start or revision.order_id.next_invoice_date
            revision.order_id.message_post(
                body=self.env._("The prices were revised: %(revision)s.", revision=revision._label())
            )

    def _label(self):
        self.ensure_one()
        service = self.line_id.product_id.display_name or self.env._("all services")
        if self.price_unit:
            return f"{service}, {self.currency_id.format(self.price_unit)}"
        return f"{service}, {self.percentage:+g} %"
