from odoo import fields, models

from ..context_keys import get_key


class AgencyDealDocumentMixin(models.AbstractModel):
    """For quotes, orders and invoices: the next step of their deal, seen and set from here."""

    _name = "agency.deal.document.mixin"
    _description = "Document of a Deal"

    opportunity_id = fields.Many2one(comodel_name="crm.lead", string="Deal")
    next_step_id = fields.Many2one(
        related="opportunity_id.next_step_id",
        readonly=False,
        store=True,
        tracking=False,  # The chatter of the deal tells it.
        help="Next step of the deal; changing it here changes it on the deal.",
    )
    next_step_date = fields.Date(
        related="opportunity_id.next_step_date",
        readonly=False,
        store=True,
        tracking=False,
        help="Date by which the next step of the deal is to be done.",
    )
    allowed_next_step_ids = fields.Many2many(
        related="opportunity_id.allowed_next_step_ids",
        string="Possible next steps",
    )
    is_next_step_closing = fields.Boolean(
        related="opportunity_id.is_next_step_closing",
    )

    def get_mailed_records(self):
        """Return the records the mail under way is about: this one, or those sent along with it.

        For the templates of mails.

        :raise AccessError: if the user may not read one of them
        """
        ids = get_key(self.env, "mailed_record_ids")
        if not ids:
            return self
        records = self.browse(id_ for id_ in ids if isinstance(id_, int))
        # Whoever names a record must be able to read it, whatever rights the mail is written with.
        records.sudo(False).check_access("read")
        return records
