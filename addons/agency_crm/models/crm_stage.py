from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import ormcache

from ..const import PHASE_RANKS
from ..takeover.stages import get_stock_stages


class CrmStage(models.Model):
    _inherit = "crm.stage"

    next_step_ids = fields.Many2many(
        comodel_name="agency.next.step",
        string="Possible next steps",
        help="Next steps that a deal may have at this stage; the first is proposed. Empty: all of them.",
    )

    stock_values = fields.Json(
        prefetch=False,
        copy=False,
        export_string_translation=False,
        help="What the stage was before this add-on took it over; given back when it is uninstalled.",
    )

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `crm`: deals are won when their stage becomes a won one, not again when it is said again.

        Odoo would date the closing of all of them anew, as when its own stages are given the agency's names.
        """
        if "is_won" in vals and all(stage.is_won == bool(vals["is_won"]) for stage in self):
            vals = {name: value for name, value in vals.items() if name != "is_won"}
        if "team_ids" in vals or "next_step_ids" in vals:
            self.env.registry.clear_cache()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used_by_rules(self):
        """Quotes and invoices move deals to the stages that come with the add-on."""
        if self & self._agency_records("crm.stage"):
            raise UserError(
                self.env._(
                    "Quotes and invoices move deals to this stage by themselves, so it can't be"
                    " deleted. Rename it, or fold it."
                )
            )

    # === BUSINESS METHODS === #

    @api.model
    def _get_phase_stage(self, phase):
        """Return the stage of a phase named in `const.PHASE_RANKS`."""
        # Cached, where `env.ref()` asks the database each time whether the record is there.
        return self.browse(self.env["ir.model.data"]._xmlid_to_res_id(f"agency_crm.stage_{phase}"))

    @api.model
    @ormcache()
    def _get_phase_by_stage_id(self):
        """Return the phase of each stage of the agency's pipeline: `{stage id: phase}`."""
        return {self._get_phase_stage(phase).id: phase for phase in PHASE_RANKS}

    def _get_next_steps(self):
        """Return the steps possible at this stage, in their order: each save and each form of a deal asks for them."""
        return self.env["agency.next.step"].browse(self._origin._get_next_step_ids() if self._origin else ())

    @ormcache("self.id")
    def _get_next_step_ids(self):
        # As everybody sees them, whatever the context of who asks first.
        return self.with_context(active_test=True).next_step_ids._ids

    @api.model
    def _get_unused_ids(self, company):
        """Return the ids of the stages that deals of `company` do not use: an agency and the others have their own.

        Where Odoo's stages serve the agency, all companies are agencies: see `takeover`.
        """
        phases = self._get_phase_by_stage_id()
        if not company._works_as_agency():
            return list(phases)
        return [stage_id for stage_id in self._get_stock_ids() if stage_id not in phases]

    @api.model
    @ormcache()
    def _get_stock_ids(self):
        """Return the ids of Odoo's own stages that all teams share."""
        return get_stock_stages(self.env).ids

    def _get_phase(self):
        """Return the phase of this stage, False for a stage the agency's rules don't know."""
        return self._get_phase_by_stage_id().get(self.id, False)

    @api.model
    def _agency_records(self, model):
        """Return the records of `model` that came with this add-on."""
        data = self.env["ir.model.data"].sudo()  # Technical table, closed to users.
        return self.env[model].browse(
            data.search([("module", "=", "agency_crm"), ("model", "=", model)]).mapped("res_id")
        )
