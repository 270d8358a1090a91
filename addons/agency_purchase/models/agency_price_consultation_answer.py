"""What a supplier answers, whoever types it: the supplier on its page, a user from a call or a mail (B10 to B14)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.agency_crm.turns import hold

from ..const import HIGHEST_AMOUNT

AMOUNTS = ("total", "fees", "shipping")
# What is said besides the prices.
TERMS = ("lead_days", "valid_until", "reference", "payment_note", "comment")


class AgencyPriceConsultation(models.Model):
    _name = "agency.price.consultation"
    _inherit = ["agency.price.consultation"]

    def _take_answer(self, rows, terms, **offer_values):
        """Keep the answer of this supplier: a price that changed is a new version, an empty row is no price (B17, B59).

        :param list rows: dicts of `quantity_id` (id), `variant`, `total`, `fees` and `shipping`, excl. tax in the
            currency of the consultation; `total` None: no price, and none any more where there was one
        :param dict terms: values of `TERMS`
        :param offer_values: of the prices that are new
        :raise UserError: if there is no price at all, one is impossible, or the request is over
        """
        self.ensure_one()
        self._check_open()
        hold(self)
        priced = [row for row in rows if row["total"] is not None]
        if not priced:
            raise UserError(self.env._("Type a price, or tick “Free”. If the supplier gives none, choose “Declined”."))
        for row in priced:
            self._check_amounts(row)
        self.write({name: terms[name] for name in TERMS if name in terms})
        emptied = self.env["agency.price.offer"]
        fresh = []
        for row in rows:
            current = self._get_current_offer(row["quantity_id"], row["variant"])
            if row["total"] is None:
                emptied |= current
            elif not current or any(self.currency_id.compare_amounts(current[n], row[n]) for n in AMOUNTS):
                fresh.append({**row, "consultation_id": self.id, **offer_values})
        emptied._take_back()
        self.env["agency.price.offer"].create(fresh)
        self._note_answered()

    def _take_refusal(self, reason=""):
        """Note that this supplier gives no price: those it gave are not current any more.

        :param str reason: in the supplier's words
        """
        self.ensure_one()
        hold(self)
        self.offer_ids._take_back()
        self._by_rules().write(
            {
                "decline_reason": reason,
                "answered_on": fields.Datetime.now(),
                "is_reply_waiting": False,
                "is_late": self._is_past(),
                "state": "declined",
            }
        )

    def _is_past(self):
        """Return whether the day to answer by is over."""
        self.ensure_one()
        return self.request_id.answer_by < fields.Date.context_today(self)

    def _get_current_offer(self, quantity_id, variant=""):
        """Return the price that holds for a quantity and a variant."""
        return self.offer_ids.filtered(
            lambda offer: offer.is_current and offer.quantity_id.id == quantity_id and offer.variant == variant
        )

    @api.model
    def _check_amounts(self, row):
        """Check that a row makes a price.

        :raise UserError: that names the row
        """
        if any(not 0 <= row[name] <= HIGHEST_AMOUNT for name in AMOUNTS):
            raise UserError(
                self.env._(
                    "%(name)s: a price is not negative, and has at most twelve digits.",
                    name=self.env["agency.price.quantity"].browse(row["quantity_id"]).display_name,
                )
            )


class AgencyPriceOffer(models.Model):
    _name = "agency.price.offer"
    _inherit = ["agency.price.offer"]

    is_from_page = fields.Boolean(
        readonly=True, copy=False, help="The supplier typed it on its page; a user did otherwise (B12)."
    )
    typed_by = fields.Char(compute="_compute_typed_by", help="The supplier, or the user who typed the price (B12).")

    @api.depends("is_from_page", "create_uid.name", "consultation_id.partner_id.name")
    def _compute_typed_by(self):
        for offer in self:
            supplier, user = offer.consultation_id.partner_id, offer.create_uid
            offer.typed_by = supplier.name if offer.is_from_page else user.name

    def _take_back(self):
        """These prices are said no more; one that was chosen stays (B14)."""
        self.filtered(lambda offer: offer.is_current and not offer.is_chosen)._by_rules().write({"is_current": False})
