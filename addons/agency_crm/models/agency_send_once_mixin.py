from contextlib import contextmanager

from odoo import fields, models
from odoo.exceptions import UserError


class AgencySendOnceMixin(models.AbstractModel):
    """What is about to be sent leaves once: the second of two clicks, or of two windows, sends nothing more."""

    _name = "agency.send.once.mixin"
    _description = "Sent once"
    _inherit = ["agency.guarded.fields.mixin"]
    # To be named before the model that takes it.

    was_sent = fields.Boolean(string="Already sent", readonly=True, copy=False, help="It left, or is leaving.")

    @contextmanager
    def _take_unsent(self):
        """Within it, those of these records that nobody sends yet are the caller's to send.

        Who comes at the same moment waits here; their request is then made again by Odoo, and finds nothing to send.
        What is refused with words for the user, as a mail too heavy, can be sent again.

        :return: a context manager of the records to send
        """
        once = self.filtered(lambda record: record._leaves_once())
        taken = once.filtered(lambda record: not record.was_sent)
        taken._by_rules().write({"was_sent": True})
        # That alone: the rest may be waiting for other rights than those of who flushes.
        taken.flush_recordset(["was_sent"])
        try:
            yield self - once + taken
        except UserError:
            taken._by_rules().write({"was_sent": False})
            raise

    def _leaves_once(self):
        """Return whether this is kept from being sent twice: in a company that is no agency, it is as Odoo does."""
        return True
