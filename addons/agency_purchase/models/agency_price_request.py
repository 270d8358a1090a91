from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.agency_crm.series import get_yearly_series_sudo

from ..const import AWAITED, NOT_ASKED, REQUEST_KINDS, REQUEST_STATES


class AgencyPriceRequest(models.Model):
    """What is asked of suppliers (SUPPLIERS §2): items, quantities, who is asked, by when."""

    _name = "agency.price.request"
    _inherit = ["agency.guarded.mixin", "mail.thread"]
    _description = "Price Request"
    _order = "answer_by desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", readonly=True, copy=False, index="trigram")
    kind = fields.Selection(
        selection=REQUEST_KINDS,
        required=True,
        default="print",
        help="Advertising space is not asked for here: its seller bills the advertiser itself (loi Sapin, B46).",
    )
    title = fields.Char(
        required=True, help="What suppliers read: their words for the job, not the customer's nor the deal's name."
    )
    lead_id = fields.Many2one(
        comodel_name="crm.lead",
        string="Deal",
        index="btree_not_null",
        check_company=True,
        copy=False,
        ondelete="set null",
    )
    order_id = fields.Many2one(
        comodel_name="sale.order",
        string="Quote",
        index="btree_not_null",
        check_company=True,
        copy=False,
        ondelete="set null",
        help="The quote that takes the price chosen; empty: asked for when choosing.",
    )
    brief = fields.Html(help="What is to be made, as suppliers read it.")
    spec = fields.Text(
        string="Specifications",
        help="In words, beside the rows of a print: what they do not say.",
    )
    item_ids = fields.One2many(comodel_name="agency.price.item", inverse_name="request_id", string="Items", copy=True)
    consultation_ids = fields.One2many(
        comodel_name="agency.price.consultation", inverse_name="request_id", string="Suppliers asked"
    )
    supplier_ids = fields.Many2many(
        comodel_name="res.partner",
        string="Suppliers",
        compute="_compute_supplier_ids",
        inverse="_inverse_supplier_ids",
        help="Each is asked by a mail of its own and sees nobody else.",
    )
    offer_ids = fields.One2many(
        comodel_name="agency.price.offer", inverse_name="request_id", string="Prices", readonly=True
    )
    answer_by = fields.Date(
        string="Answer by",
        required=True,
        default=lambda self: self._default_answer_by(),
        copy=False,
        tracking=True,
    )
    needed_on = fields.Date(string="Needed on")
    delivery = fields.Char(help="Place, and number of drops.")
    attachment_ids = fields.Many2many(
        comodel_name="ir.attachment", string="Files", help="They leave with each mail, under the names they have."
    )
    is_customer_named = fields.Boolean(
        string="Name the customer", help="Suppliers then read who it is for; they do not otherwise."
    )
    rights_wanted = fields.Boolean(
        string="Rights to be assigned", help="A creation that is bought: suppliers are asked to assign its rights."
    )
    is_cancelled = fields.Boolean(readonly=True, copy=False)
    is_closed = fields.Boolean(readonly=True, copy=False)
    state = fields.Selection(selection=REQUEST_STATES, compute="_compute_state", store=True, index=True, tracking=True)
    progress = fields.Char(
        string="Answered", compute="_compute_progress", help="Suppliers who gave a price, of those who were asked."
    )
    is_to_send = fields.Boolean(
        compute="_compute_progress", help="A supplier was chosen who was not asked yet: “Send” asks it."
    )
    is_to_tell = fields.Boolean(compute="_compute_progress", help="Somebody was not chosen, and does not know it.")
    is_customer_asked = fields.Boolean(
        compute="_compute_is_customer_asked", help="The customer of the deal is among the suppliers asked (B50)."
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Assigned to",
        default=lambda self: self.env.user,
        check_company=True,
        tracking=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, default=lambda self: self.env.company, index=True
    )
    active = fields.Boolean(default=True)

    # === DEFAULT METHODS === #

    @api.model
    def _default_answer_by(self):
        return self.env.company._get_working_date(3)

    # === COMPUTE METHODS === #

    @api.depends("consultation_ids.partner_id")
    def _compute_supplier_ids(self):
        for request in self:
            request.supplier_ids = request.consultation_ids.partner_id

    def _inverse_supplier_ids(self):
        """Ask those who are new; who was not asked yet is taken out, the others stay (B4)."""
        for request in self:
            known = request.consultation_ids
            removed = known.filtered_domain([("partner_id", "not in", request.supplier_ids.ids)])
            added = request.supplier_ids - known.partner_id
            removed.unlink()
            self.env["agency.price.consultation"].create(
                [{"request_id": request.id, "partner_id": partner._origin.id} for partner in added]
            )

    @api.depends("consultation_ids.state", "offer_ids.is_chosen", "is_cancelled", "is_closed")
    def _compute_state(self):
        for request in self:
            states = set(request.consultation_ids.mapped("state"))
            if request.is_cancelled or request.is_closed:
                request.state = "cancelled" if request.is_cancelled else "closed"
            elif any(request.offer_ids.mapped("is_chosen")):
                request.state = "chosen"
            elif states <= NOT_ASKED:
                request.state = "draft"
            else:
                request.state = "waiting" if states & AWAITED else "complete"

    @api.depends("consultation_ids.state", "consultation_ids.is_told")
    def _compute_progress(self):
        for request in self:
            asked = request.consultation_ids.filtered(lambda each: each.state not in NOT_ASKED)
            answered = asked.filtered(lambda each: each.state in ("answered", "chosen", "not_chosen"))
            request.is_to_tell = any(
                each.state == "not_chosen" and not each.is_told for each in request.consultation_ids
            )
            request.is_to_send = any(each.state == "to_send" for each in request.consultation_ids)
            request.progress = f"{len(answered)}/{len(asked)}" if asked else ""

    @api.depends("supplier_ids", "lead_id.partner_id")
    def _compute_is_customer_asked(self):
        for request in self:
            customer = request.lead_id.partner_id.commercial_partner_id
            request.is_customer_asked = bool(customer & request.supplier_ids.commercial_partner_id)

    @api.depends("name", "title")
    def _compute_display_name(self):
        for request in self:
            request.display_name = " – ".join(filter(None, [request.name, request.title]))

    # === CONSTRAINT METHODS === #

    @api.constrains("attachment_ids")
    def _check_attachments(self):
        """Whoever sends a file has the right to read it."""
        self.attachment_ids.check_access("read")

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        self._check_values(vals_list)
        proposed = self.default_get(["company_id"]).get("company_id")
        for vals in vals_list:
            company = self.env["res.company"].browse(vals.get("company_id") or proposed) or self.env.company
            vals["name"] = get_yearly_series_sudo(company, self._name, "Price request", "DP").next_by_id()
        # The numbers alone are the rules'.
        requests = super(AgencyPriceRequest, self._by_own_rules()).create(vals_list).with_env(self.env)
        requests._keep_files()
        return requests

    def write(self, vals):
        res = super().write(vals)
        if "attachment_ids" in vals:
            self._keep_files()
        return res

    def copy(self, default=None):
        """Override: the same suppliers are asked, with no answer yet."""
        copies = super().copy(default)
        for request, copied in zip(self, copies, strict=True):
            copied.supplier_ids = request.supplier_ids.filtered("active")
        return copies

    def _keep_files(self):
        """Let the files that were just uploaded be the request's: who may read it may read them (B28)."""
        for request in self:
            request.attachment_ids.filtered(
                lambda file: file.res_model == self._name and not file.res_id and file.create_uid == self.env.user
            ).write({"res_id": request.id})

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        """B55: a request with answers is archived, never deleted."""
        if asked := self.filtered(lambda request: set(request.consultation_ids.mapped("state")) - NOT_ASKED):
            raise UserError(
                self.env._(
                    "%(names)s: suppliers were asked, so it is not deleted. Archive it.",
                    names=", ".join(asked.mapped("display_name")),
                )
            )
