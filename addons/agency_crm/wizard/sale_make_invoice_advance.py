from odoo import api, fields, models
from odoo.exceptions import UserError

from ..turns import hold


class SaleAdvancePaymentInv(models.TransientModel):
    _inherit = "sale.advance.payment.inv"

    known_invoice_count = fields.Integer(
        compute="_compute_known_invoice_count",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        export_string_translation=False,
        help="Invoices the quotes had when the window opened: with one more, somebody was faster.",
    )

    @api.depends("sale_order_ids")
    def _compute_known_invoice_count(self):
        for wizard in self:
            wizard.known_invoice_count = len(wizard._get_invoices_sudo())

    def create_invoices(self):
        """Override of `sale`: of several users who invoice a quote of an agency at the same moment, one does.

        :raise UserError: if somebody has invoiced one of the quotes since the window opened
        """
        if any(company._works_as_agency() for company in self.sale_order_ids.company_id):
            self._check_not_invoiced_meanwhile()
            hold(self.sale_order_ids)
        return super().create_invoices()

    def _check_not_invoiced_meanwhile(self):
        """Check that the quotes have no invoice which the user did not know of.

        :raise UserError: naming it, and who made it
        """
        self.ensure_one()
        invoices_sudo = self._get_invoices_sudo()
        new_sudo = invoices_sudo.sorted("id")[self.known_invoice_count :]
        if new_sudo:
            raise UserError(
                self.env._(
                    "%(user)s has just invoiced %(quotes)s: %(invoices)s. Nothing was invoiced a second time. Close"
                    " this window and look at the invoices; if one more is wanted, ask for it again.",
                    user=new_sudo[-1].create_uid.name,
                    quotes=", ".join(self.sale_order_ids.mapped("name")),
                    invoices=", ".join(new_sudo.mapped("display_name")),
                )
            )

    def _get_invoices_sudo(self):
        """Return the invoices of the quotes.

        :raise AccessError: if the user may not read these quotes
        """
        self.sale_order_ids._origin.check_access("read")
        # Sudo: they count too when the user may not read them.
        return self.sale_order_ids._origin.sudo().invoice_ids
