"""« Rectifier »: a statement that was filed stays, another version of its year is filed after it (T63)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.agency_crm.turns import hold

YEAR = ("date_from", "date_to", "company_id")


class AgencyBpf(models.Model):
    _name = "agency.bpf"
    _inherit = ["agency.bpf"]

    version = fields.Integer(
        default=1, required=True, readonly=True, copy=False, help="1 is what was filed first; a rectified one follows."
    )
    rectified_id = fields.Many2one(
        comodel_name="agency.bpf",
        string="Rectifies",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The statement that this one takes the place of: both are kept.",
    )
    rectification_ids = fields.One2many(
        comodel_name="agency.bpf", inverse_name="rectified_id", string="Rectified by", readonly=True, copy=False
    )

    _year_uniq = models.Constraint(
        "UNIQUE(company_id, date_to, version)",
        "There is a statement of this year already: once filed, rectify it.",
    )

    @api.depends("version")
    def _compute_name(self):
        """Override: which version of the year it is."""
        res = super()._compute_name()
        for bpf in self.filtered(lambda bpf: bpf.version > 1):
            bpf.name = f"{bpf.name} ({bpf.version})"
        return res

    @api.depends("rectification_ids")
    def _compute_drift(self):
        """Override: what was rectified is compared no more, its rectification is."""
        rectified = self.filtered("rectification_ids")
        rectified.drift = ""
        return super(AgencyBpf, self - rectified)._compute_drift()

    def write(self, vals):
        """Override: a rectification is of the year that it rectifies.

        :raise UserError: if it is given another
        """
        if not vals.keys().isdisjoint(YEAR):
            for bpf in self.filtered(lambda bpf: bpf.rectified_id or bpf.rectification_ids):
                raise UserError(
                    self.env._("%(bpf)s is a rectification, or was rectified: its year stays.", bpf=bpf.name)
                )
        return super().write(vals)

    def action_rectify(self):
        """Make the next version of a statement that was filed, calculated anew, and open it; the one there is, if so.

        :raise UserError: if it is not filed, or was rectified by one that is filed
        """
        self.ensure_one()
        self.check_access("write")
        hold(self)
        if self.state != "filed":
            raise UserError(self.env._("%(bpf)s is not filed yet: change it, then file it.", bpf=self.name))
        later = self.rectification_ids or self._create_rectification()
        if later.state == "filed":
            raise UserError(
                self.env._("%(bpf)s was rectified already: rectify %(later)s.", bpf=self.name, later=later.name)
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "view_mode": "form",
            "res_id": later.id,
        }

    def _create_rectification(self):
        """Make the next version: what was typed of the charges stays, figures are those of today."""
        values = {
            "company_id": self.company_id.id,
            "date_from": self.date_from,
            "date_to": self.date_to,
            "user_id": self.env.user.id,
            "version": self.version + 1,
            "rectified_id": self.id,
        }
        later = self._by_rules().create(values).with_env(self.env)
        typed = {line.code: line.typed_amount for line in self.line_ids if line.is_typed}
        for line in later.line_ids.filtered(lambda line: line.code in typed):
            line.write({"is_typed": True, "typed_amount": typed[line.code]})
        self.message_post(body=self.env._("Rectified by %(later)s.", later=later._get_html_link()))
        later.message_post(body=self.env._("Rectifies %(former)s.", former=self._get_html_link()))
        return later

    # === WHAT IT SAYS === #

    def _get_period(self):
        """Override: what it takes the place of."""
        period = super()._get_period()
        if former := self.rectified_id:
            words = self.env._("%(bpf)s, filed on %(day)s", bpf=former.name, day=self._pdf_date(former.filed_on))
            period.append((self.env._("Rectifies"), words))
        return period
