"""What is asked changes after it was asked: the next version, which those asked are to be sent again (B6)."""

from odoo import api, fields, models

from ..const import NOT_ASKED

# What suppliers read of a request.
ASKED_FIELDS = {
    "title",
    "brief",
    "spec",
    "delivery",
    "needed_on",
    "attachment_ids",
    "rights_wanted",
    "is_customer_named",
}
ITEM_FIELDS = {"name", "description"}
SPEC_FIELDS = {"name", "value"}


class AgencyPriceRequest(models.Model):
    _name = "agency.price.request"
    _inherit = ["agency.price.request"]

    version = fields.Integer(
        readonly=True, default=1, copy=False, tracking=True, help="One more each time that what was asked changes."
    )
    is_to_send_again = fields.Boolean(
        compute="_compute_is_to_send_again", help="Somebody was asked for what has changed since."
    )

    @api.depends("consultation_ids.is_outdated")
    def _compute_is_to_send_again(self):
        for request in self:
            request.is_to_send_again = any(request.consultation_ids.mapped("is_outdated"))

    def write(self, vals):
        """Override: what suppliers were asked has changed."""
        res = super().write(vals)
        if not ASKED_FIELDS.isdisjoint(vals):
            self._note_changed()
        return res

    def action_send_again(self):
        """Mail to those who were asked for what has changed since."""
        self.consultation_ids.filtered("is_outdated").action_send_again()

    def _note_changed(self):
        """Count another version where somebody was asked for the last one; what they answered stays under theirs."""
        for request in self:
            asked = request.consultation_ids.filtered(lambda each: each.state not in NOT_ASKED)
            if request.version in asked.mapped("asked_version"):
                request._by_rules().version += 1


class AgencyPriceConsultation(models.Model):
    _name = "agency.price.consultation"
    _inherit = ["agency.price.consultation"]

    asked_version = fields.Integer(
        readonly=True, copy=False, help="The version of the request that they were asked for, 0 before."
    )
    is_outdated = fields.Boolean(
        string="To send again",
        compute="_compute_is_outdated",
        help="The request has changed since they were asked.",
    )

    @api.depends("asked_version", "request_id.version", "state")
    def _compute_is_outdated(self):
        for consultation in self:
            consultation.is_outdated = (
                consultation.state in ("sent", "seen", "answered", "silent")
                and 0 < consultation.asked_version < consultation.request_id.version
            )

    def _note_asked(self):
        """Override: for what they were asked."""
        res = super()._note_asked()
        self._note_version()
        return res

    def _mail(self):
        """Override: who was asked before is asked for the last version; a mail that fails is told to its sender."""
        res = super()._mail()
        self.filtered(lambda each: each.state not in NOT_ASKED)._note_version()
        return res

    def _note_version(self):
        for request, consultations in self.grouped("request_id").items():
            consultations._by_rules().asked_version = request.version


class AgencyPriceOffer(models.Model):
    _name = "agency.price.offer"
    _inherit = ["agency.price.offer"]

    request_version = fields.Integer(
        readonly=True, copy=False, help="The version of the request that it answers, 0 where nobody was asked."
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Override: what it answers."""
        offers = super().create(vals_list)
        for consultation, own in offers.grouped("consultation_id").items():
            own._by_rules().request_version = consultation.asked_version
        return offers


class AgencyPriceItem(models.Model):
    _name = "agency.price.item"
    _inherit = ["agency.price.item"]

    @api.model_create_multi
    def create(self, vals_list):
        """Override: more is asked."""
        items = super().create(vals_list)
        items.request_id._note_changed()
        return items

    def write(self, vals):
        """Override: other words are asked."""
        res = super().write(vals)
        if not ITEM_FIELDS.isdisjoint(vals):
            self.request_id._note_changed()
        return res

    def unlink(self):
        """Override: less is asked."""
        requests = self.request_id
        res = super().unlink()
        requests._note_changed()
        return res


class AgencyPriceQuantity(models.Model):
    _name = "agency.price.quantity"
    _inherit = ["agency.price.quantity"]

    @api.model_create_multi
    def create(self, vals_list):
        """Override: another quantity is asked."""
        quantities = super().create(vals_list)
        quantities.request_id._note_changed()
        return quantities

    def unlink(self):
        """Override: a quantity is asked no more."""
        requests = self.request_id
        res = super().unlink()
        requests._note_changed()
        return res


class AgencyPriceSpec(models.Model):
    _name = "agency.price.spec"
    _inherit = ["agency.price.spec"]

    @api.model_create_multi
    def create(self, vals_list):
        """Override: more is specified."""
        rows = super().create(vals_list)
        rows._filter_said().request_id._note_changed()
        return rows

    def write(self, vals):
        """Override: something else is specified."""
        said = self._filter_said()
        res = super().write(vals)
        if not SPEC_FIELDS.isdisjoint(vals):
            # Of a row that is empty before and after, suppliers read nothing.
            (said | self._filter_said()).request_id._note_changed()
        return res

    def unlink(self):
        """Override: less is specified."""
        requests = self._filter_said().request_id
        res = super().unlink()
        requests._note_changed()
        return res
