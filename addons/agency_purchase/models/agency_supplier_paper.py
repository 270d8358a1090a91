"""Vigilance: the papers that a subcontractor gives at the order, then every six months (B40)."""

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..const import COSTS_GROUP, PAPER_KINDS, PAPER_MONTHS, VIGILANCE_MONTHS

# Another date, file or code is another paper: it is to be checked again.
CHECKED_FIELDS = ("issued_on", "file", "code")


class AgencySupplierPaper(models.Model):
    """One paper of one supplier; those before it stay, as proof of what was asked for in time."""

    _name = "agency.supplier.paper"
    _inherit = ["agency.guarded.mixin"]
    _description = "Paper of a Supplier"
    _order = "partner_id, kind, issued_on desc, id desc"
    _check_company_auto = True
    _governing_fields = ("partner_id",)
    _frozen_fields = ("partner_id", "kind")
    _right_fields = ("partner_id",)

    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Supplier",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        domain=[("parent_id", "=", False)],
    )
    company_id = fields.Many2one(related="partner_id.company_id", store=True, index=True)
    kind = fields.Selection(selection=PAPER_KINDS, string="Paper", required=True, default="vigilance")
    issued_on = fields.Date(string="Dated", required=True, help="The date that the paper bears.")
    expires_on = fields.Date(
        string="Valid until",
        compute="_compute_expires_on",
        store=True,
        help="Six months after its date: papers are asked for again then (C. trav. D.8222-5).",
    )
    file = fields.Binary(attachment=True, required=True)
    file_name = fields.Char(string="File name")
    code = fields.Char(string="Security code", help="Of the certificate of URSSAF, to be checked on its site.")
    checked_on = fields.Date(string="Checked on", readonly=True, copy=False)
    checked_by_id = fields.Many2one(comodel_name="res.users", string="Checked by", readonly=True, copy=False)

    # === COMPUTE METHODS === #

    @api.depends("issued_on")
    def _compute_expires_on(self):
        for paper in self:
            paper.expires_on = paper.issued_on and paper.issued_on + relativedelta(months=PAPER_MONTHS)

    # === CONSTRAINT METHODS === #

    @api.constrains("issued_on")
    def _check_issued_on(self):
        if any(paper.issued_on > fields.Date.context_today(paper) for paper in self):
            raise ValidationError(self.env._("A paper is not dated in the future: type the date that it bears."))

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override: checked is what somebody checked by the button, and nothing else."""
        self._check_values(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        """Override: what is changed is to be checked again."""
        res = super().write(vals)
        if not vals.keys().isdisjoint(CHECKED_FIELDS):
            self._by_rules().write({"checked_on": False, "checked_by_id": False})
        return res

    # === ACTION METHODS === #

    def action_check(self):
        """Note that the user checked this paper: the certificate by its code, on the site of URSSAF.

        :raise UserError: if a certificate has no code
        """
        self.check_access("write")
        if self.filtered(lambda paper: paper.kind == "vigilance" and not (paper.code or "").strip()):
            raise UserError(self.env._("Type the security code of the certificate: it is what is checked."))
        self._by_rules().write({"checked_on": fields.Date.context_today(self), "checked_by_id": self.env.uid})


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner"]

    paper_ids = fields.One2many(
        comodel_name="agency.supplier.paper",
        inverse_name="partner_id",
        string="Papers",
        groups=COSTS_GROUP,
        help="Vigilance: what a subcontractor gives at the order, then every six months (B40).",
    )
    papers_until = fields.Date(
        string="Papers valid until",
        compute="_compute_papers_until",
        store=True,
        compute_sudo=True,
        groups=COSTS_GROUP,
        help="The first day that one of its papers is to be renewed; empty: one is missing.",
    )
    papers_missing = fields.Char(
        string="To ask for",
        compute="_compute_papers_missing",
        groups=COSTS_GROUP,
        help="Papers that are missing, expired or not checked.",
    )
    ordered_lately = fields.Monetary(
        string="Ordered over 12 months",
        compute="_compute_ordered_lately",
        groups=COSTS_GROUP,
        help="Excl. tax, by the company of the user: above 5,000 € a subcontractor gives its papers.",
    )

    # === COMPUTE METHODS === #

    @api.depends("paper_ids.expires_on", "paper_ids.kind")
    def _compute_papers_until(self):
        for partner in self:
            ends = [paper.expires_on for kind in dict(PAPER_KINDS) if (paper := partner._get_last_paper(kind))]
            partner.papers_until = min(ends) if len(ends) == len(PAPER_KINDS) else False

    @api.depends("paper_ids.expires_on", "paper_ids.kind", "paper_ids.checked_on")
    @api.depends_context("lang")
    def _compute_papers_missing(self):
        for partner in self:
            partner.papers_missing = ", ".join(partner._get_missing_papers())

    @api.depends_context("company")
    def _compute_ordered_lately(self):
        for partner in self:
            partner.ordered_lately = partner._get_ordered_lately(self.env.company)

    # === BUSINESS METHODS === #

    def _get_last_paper(self, kind):
        """Return the last paper of a kind that this supplier gave."""
        return self._get_papers(kind).sorted("issued_on")[-1:]

    def _get_papers(self, kind):
        """Return the papers of a kind that count."""
        return self.paper_ids.filtered(lambda paper: paper.kind == kind and paper.expires_on)

    def _say_missing_paper(self, kind, label):
        """Return how a paper that is not there is said."""
        return label

    def _get_missing_papers(self):
        """Return which papers are to be asked for, in words: none, expired, or not checked yet."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        missing = []
        for kind, label in self.env["agency.supplier.paper"]._fields["kind"]._description_selection(self.env):
            paper = self._get_last_paper(kind)
            if not paper:
                missing.append(self._say_missing_paper(kind, label))
            elif paper.expires_on <= today:
                missing.append(self._say_missing_paper(kind, self.env._("%s (expired)", label)))
            elif kind == "vigilance" and not paper.checked_on:
                missing.append(self.env._("%s (not checked)", label))
        return missing

    def _get_ordered_lately(self, company, but=None):
        """Return what a company ordered from this supplier over twelve months, excl. tax, in its currency.

        :param but: orders that are left out
        """
        self.ensure_one()
        since = fields.Datetime.now() - relativedelta(months=VIGILANCE_MONTHS)
        domain = [
            ("partner_id", "child_of", self.commercial_partner_id.id or self.id),
            ("company_id", "=", company.id),
            ("state", "=", "purchase"),
            ("date_approve", ">=", since),
        ]
        # Sudo: the law counts them all, whoever may read which.
        orders_sudo = self.env["purchase.order"].sudo().search(domain)
        counted_sudo = orders_sudo.filtered(lambda order: not but or order.id not in but.ids)
        return sum(order_sudo._get_ordered_amount() for order_sudo in counted_sudo)
