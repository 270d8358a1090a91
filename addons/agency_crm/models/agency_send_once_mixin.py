from odoo import fields, models


class AgencySendOnceMixin(models.AbstractModel):
    """What is about to be sent leaves once: the second of two clicks, or of two windows, sends nothing more."""

    _name = "agency.send.once.mixin"
    _description = "Sent once"
    _inherit = ["agency.guarded.fields.mixin"]
    # To be named before the model that takes it.

    was_sent = fields.Boolean(string="Already sent", readonly=True, copy=False, help="It left, or is leaving.")

    def _take_unsent(self):
        """Return those of these records that nobody sends yet: the caller's to send, from now on.

        Who comes at the same moment waits here; their request is then made again by Odoo, and finds nothing to send.
        To be called within a savepoint, which gives back what is taken if sending fails.
        """
        unsent = self.filtered(lambda record: not record.was_sent)
        unsent._by_rules().write({"was_sent": True})
        unsent.flush_recordset(["was_sent"])
        return unsent
