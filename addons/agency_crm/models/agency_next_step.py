from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import NEXT_STEP_KINDS


class AgencyNextStep(models.Model):
    """What is to be done next on a deal (manual: « Etape suivante »)."""

    _name = "agency.next.step"
    _description = "Next Step"
    # The steps of stages are kept, see `crm.stage`.
    _inherit = ["agency.forgetful.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    description = fields.Text(
        string="Meaning",
        translate=True,
        help="What this step means. Shown to users as help.",
    )
    is_closing = fields.Boolean(
        string="Out of the pipe",
        help="A deal at this step asks for nothing more: it has no date and leaves the pipe.",
    )
    kind = fields.Selection(
        selection=NEXT_STEP_KINDS,
        required=True,
        default="follow_up",
        help="What the step is about; gives deals their colour in the lists.",
    )
    stage_ids = fields.Many2many(
        comodel_name="crm.stage",
        string="Stages",
        help="Stages at which a deal may have this step.",
    )
    active = fields.Boolean(default=True)

    # === CRUD METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used_by_rules(self):
        """Quotes and invoices move deals to the steps that come with the add-on."""
        if self & self.env["crm.stage"]._agency_records("agency.next.step"):
            raise UserError(
                self.env._(
                    "Quotes and invoices set this step by themselves, so it can't be deleted. Rename it, or archive it."
                )
            )

    # === BUSINESS METHODS === #

    @api.model
    def _get_step(self, name):
        """Return the step `agency_crm.next_step_<name>`."""
        # Cached, where `env.ref()` asks the database each time whether the record is there.
        return self.browse(self.env["ir.model.data"]._xmlid_to_res_id(f"agency_crm.next_step_{name}"))
