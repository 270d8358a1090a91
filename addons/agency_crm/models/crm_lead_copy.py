"""A deal that is copied starts anew (SPEC 3)."""

from odoo import models


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead"]

    def copy_data(self, default=None):
        """Override of `crm`: the copy is at the first phase, with its first step and a new date."""
        # https://github.com/odoo/odoo/issues/37742
        vals_list = super().copy_data(default=default)
        for lead, vals in zip(self, vals_list, strict=True):
            if lead.type == "opportunity" and lead.stage_id._get_phase():
                lead._start_anew(vals, default or {})
        return vals_list

    def _start_anew(self, vals, default):
        """Leave out of `vals`, create values, all that says how far this deal has come.

        :param dict default: values asked for by whoever copies, which stay
        """
        names = ("next_step_id", "next_step_date", "date_deadline", "lost_reason_id", "probability", "date_closed")
        for name in names:
            if name not in default:
                vals.pop(name, None)
        if "stage_id" not in default:
            vals["stage_id"] = self.env["crm.stage"]._get_phase_stage("analysis").id
        vals.setdefault("active", True)
        if "active" not in default:
            vals["active"] = True
