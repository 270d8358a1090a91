"""An order to a subcontractor above the threshold waits for its papers, or for the word of a Responsable (B40)."""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..const import BUYERS_GROUPS, VIGILANCE_THRESHOLD
from .purchase_order_place import MANAGERS


class PurchaseOrder(models.Model):
    _name = "purchase.order"
    _inherit = ["purchase.order"]

    vigilance_reason = fields.Char(
        string="Ordered without papers",
        readonly=True,
        copy=False,
        groups=BUYERS_GROUPS,
        help="Why a Responsable let it be ordered without the papers of the subcontractor.",
    )

    def write(self, vals):
        """Override: an order taken back to draft waits for papers again."""
        res = super().write(vals)
        if vals.get("state") == "draft":
            # Sudo: who takes an order back need see no costs.
            self.sudo().filtered("vigilance_reason").vigilance_reason = False
        return res

    def _get_papers_to_ask(self):
        """Return the papers this order waits for, in words; none below the threshold, nor of other suppliers."""
        self.ensure_one()
        # Sudo: who orders in Odoo's own groups need see no papers; what is said are their names.
        supplier_sudo = self.partner_id.commercial_partner_id.sudo()
        if not supplier_sudo.is_subcontractor or not self.company_id._works_as_agency():
            return []
        total = self._get_ordered_amount() + supplier_sudo._get_ordered_lately(self.company_id, but=self)
        if self.company_id.currency_id.compare_amounts(total, VIGILANCE_THRESHOLD) < 0:
            return []
        return supplier_sudo._get_missing_papers()

    def _pass_vigilance(self, reason):
        """Let this order be placed without the papers.

        :raise AccessError: if the user is no Responsable
        :raise UserError: if there is no reason
        """
        self.check_access("write")
        if not self.env.user.has_group(MANAGERS[0]):
            raise AccessError(self.env._("Only a manager orders without the papers of a subcontractor."))
        if not (reason or "").strip():
            raise UserError(self.env._("Say why it is ordered without the papers."))
        self._by_rules().vigilance_reason = reason.strip()
        self.message_post(body=self.env._("Ordered without papers: %s", reason.strip()))

    def _check_confirmed(self):
        """Override: the papers of subcontractors are there, or a Responsable said why not."""
        super()._check_confirmed()
        if self.env.su:
            return
        for order in self:
            # Sudo: who orders in Odoo's own groups need see no costs.
            if not order.sudo().vigilance_reason and (papers := order._get_papers_to_ask()):
                raise UserError(
                    order.env._(
                        "%(supplier)s is a subcontractor, and its orders over twelve months reach %(threshold)s"
                        " excl. tax: ask for %(papers)s, or let a manager order, who says why.",
                        supplier=order.partner_id.commercial_partner_id.name,
                        threshold=order.company_id.currency_id.format(VIGILANCE_THRESHOLD),
                        papers=", ".join(papers),
                    )
                )

    def _get_place_warnings(self):
        """Override: which papers are missing."""
        warnings = super()._get_place_warnings()
        if self.state != "purchase" and (papers := self._get_papers_to_ask()):
            warnings.append(
                self.env._(
                    "Papers to ask %(supplier)s for before ordering: %(papers)s.",
                    supplier=self.partner_id.commercial_partner_id.name,
                    papers=", ".join(papers),
                )
            )
        return warnings
