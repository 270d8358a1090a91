from odoo import fields, models
from odoo.exceptions import UserError


class AgencyTodayPostpone(models.TransientModel):
    """Asks to which day rows of « À faire » are put off."""

    _name = "agency.today.postpone"
    _description = "Put off what is to be done"

    # Rows are no table's: nothing can point to them.
    line_ids = fields.Json(string="Rows", export_string_translation=False)
    date = fields.Date(
        required=True, default=lambda self: fields.Date.add(fields.Date.context_today(self), days=2), string="To"
    )

    def action_apply(self):
        """Put the rows off.

        :raise UserError: if they are to be put off to a day that is over
        """
        self.ensure_one()
        if self.date < fields.Date.context_today(self):
            raise UserError(self.env._("This day is over: choose today or a later one."))
        ids = [id_ for id_ in self.line_ids or [] if isinstance(id_, int)]
        self.env["agency.today.line"].search([("id", "in", ids)])._postpone(self.date)
        return {"type": "ir.actions.act_window_close"}
