from odoo import api, fields, models


class AgencyTrainingClosing(models.TransientModel):
    """Why sheets are closed though something looks odd (T30)."""

    _name = "agency.training.closing"
    _description = "Close a Sheet All the Same"

    slot_ids = fields.Many2many(comodel_name="agency.training.slot", string="Half-days", required=True)
    alerts = fields.Text(compute="_compute_alerts", help="What a controller would ask about.")
    word = fields.Char(required=True, help="Kept with the sheet, and in the history of the session.")

    @api.depends("slot_ids")
    def _compute_alerts(self):
        for closing in self:
            # In a window that is not saved yet the half-days are copies, which nothing else is equal to.
            closing.alerts = "\n".join(closing.slot_ids._origin._get_closing_alerts())

    def action_close(self):
        """Close the sheets."""
        self.ensure_one()
        self.slot_ids._close_sheets(self.word)
        return {"type": "ir.actions.act_window_close"}
