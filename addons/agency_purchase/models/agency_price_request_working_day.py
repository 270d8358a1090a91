"""The day to answer by is one when people work: a holiday moves to the working day before, shown (B61)."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date

# No break of a working schedule is looked over that is longer, as a closed August.
LONGEST_BREAK = 31


class AgencyPriceRequest(models.Model):
    _name = "agency.price.request"
    _inherit = ["agency.price.request"]

    @api.model_create_multi
    def create(self, vals_list):
        """Override: whoever makes it, from wherever."""
        requests = super().create(vals_list)
        requests._move_to_working_day()
        return requests

    def write(self, vals):
        """Override: the same."""
        res = super().write(vals)
        if "answer_by" in vals:
            self._move_to_working_day()
        return res

    @api.onchange("answer_by", "company_id")
    def _onchange_answer_by(self):
        """Show that it moved, before it is saved."""
        before = self.answer_by
        self._move_to_working_day()
        if before == self.answer_by:
            return None
        days = {"typed": format_date(self.env, before), "kept": format_date(self.env, self.answer_by)}
        message = self.env._("Nobody works on %(typed)s: suppliers are asked to answer by %(kept)s.", **days)
        return {"warning": {"title": self.env._("Answer by"), "message": message, "type": "notification"}}

    def _move_to_working_day(self):
        """Let the day to answer by be the working day before, unless that is over."""
        today = fields.Date.context_today(self)
        for request in self.filtered("answer_by"):
            day = self._get_working_day_before(request.company_id, request.answer_by)
            if day != request.answer_by and day >= today:
                request.answer_by = day

    @api.model
    def _get_working_day_before(self, company, day):
        """Return the day, or the last one before it when the company works."""
        for back in range(LONGEST_BREAK):
            if company._is_working_day(day - timedelta(days=back)):
                return day - timedelta(days=back)
        return day
