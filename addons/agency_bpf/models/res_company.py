from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..const import DEADLINE_DAY, DEADLINE_MONTH


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company"]

    is_public_body = fields.Boolean(string="Public body", help="Asked by frame A of the BPF.", prefetch="agency_bpf")
    bpf_deadline_month = fields.Integer(string="BPF due in month", default=DEADLINE_MONTH, prefetch="agency_bpf")
    bpf_deadline_day = fields.Integer(
        string="BPF due by",
        default=DEADLINE_DAY,
        help="30 April by law; a campaign may give longer.",
        prefetch="agency_bpf",
    )

    @api.constrains("bpf_deadline_month", "bpf_deadline_day")
    def _check_bpf_deadline(self):
        for company in self:
            try:
                # No leap year: the day is one of each year.
                fields.Date.to_date("2027-01-01").replace(
                    month=company.bpf_deadline_month, day=company.bpf_deadline_day
                )
            except ValueError as error:
                raise ValidationError(
                    self.env._("The BPF is due on a day of the year: 30 and 4 for 30 April.")
                ) from error

    @api.model
    def _get_style_files(self):
        """Override of `agency_pdf`: frames of figures."""
        return [*super()._get_style_files(), "agency_bpf/static/src/css/bpf.css"]
