from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.agency_crm.turns import hold

from ..const import COURSE_FACTS, TRAINING_NATURES

# What a programme says: it does not change once a customer was given it.
DATED_FIELDS = {*COURSE_FACTS, "price"}


class AgencyCourse(models.Model):
    """A training of the catalogue, in one of its versions (T1, T2).

    Each version is a record: a quote names the one it was sold in, which does not change any more.
    """

    _name = "agency.course"
    _description = "Training of the Catalogue"
    _inherit = ["agency.guarded.mixin"]
    _order = "name, version desc, id"
    _check_company_auto = True

    name = fields.Char(string="Title", required=True, index="trigram", help="As quotes and agreements say it.")
    product_id = fields.Many2one(
        comodel_name="product.product",
        string="Service",
        check_company=True,
        domain="[('is_training', '=', True)]",
        help="What a quote of this training sells.",
    )
    price = fields.Monetary(help="Excluding VAT, for one unit of the service: what the programme says.")
    currency_id = fields.Many2one(related="company_id.currency_id")

    # What is taught, as on quotes
    nature = fields.Selection(selection=TRAINING_NATURES, default="training")
    objectives = fields.Text(help="What trainees will be able to do: to be measured.")
    programme = fields.Html(string="Contents")
    hours = fields.Float(string="Duration (hours)", help="Hours for one trainee.")
    days = fields.Float(string="Duration (days)")
    is_remote = fields.Boolean(string="Remote")
    remote_assistance = fields.Text(help="Who helps trainees at a distance, how, how fast.")
    audience = fields.Char()
    prerequisites = fields.Char()
    min_trainees = fields.Integer(string="Fewest trainees")
    max_trainees = fields.Integer(string="Most trainees")
    access_terms = fields.Char(help="How one enrols, and how long before.")
    means = fields.Text(help="Teaching, technical and supervisory.")
    follow_up = fields.Text(help="How the training unfolds and is followed: attendance sheets…")
    assessment = fields.Text(help="How what was learnt is assessed and certified.")

    # Versions
    version = fields.Integer(default=1, required=True, readonly=True, copy=False)
    version_date = fields.Date(
        string="Version of",
        default=fields.Date.context_today,
        required=True,
        readonly=True,
        copy=False,
        help="When what it says changed last.",
    )
    previous_id = fields.Many2one(
        comodel_name="agency.course", string="Version before", readonly=True, copy=False, ondelete="restrict"
    )
    next_ids = fields.One2many(
        comodel_name="agency.course",
        inverse_name="previous_id",
        string="Version after",
        context={"active_test": False},
    )
    is_given = fields.Boolean(
        compute="_compute_is_given",
        help="A quote that was sent or accepted names this version, or there is a newer one: it does not change.",
    )
    order_ids = fields.One2many(comodel_name="sale.order", inverse_name="training_course_id", string="Quotes")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, default=lambda self: self.env.company, index=True
    )

    _previous_uniq = models.Constraint("UNIQUE(previous_id)", "This version has a newer one already.")

    # === COMPUTE METHODS === #

    @api.depends("next_ids", "order_ids.state")
    def _compute_is_given(self):
        for course in self:
            course.is_given = course._is_given()

    @api.depends("name", "version")
    def _compute_display_name(self):
        for course in self:
            course.display_name = (
                self.env._("%(name)s (version %(number)s)", name=course.name, number=course.version)
                if course.version > 1
                else course.name
            )

    @api.constrains("hours", "days", "min_trainees", "max_trainees", "price")
    def _check_numbers(self):
        for course in self:
            if min(course.hours, course.days, course.min_trainees, course.max_trainees, course.price) < 0:
                raise ValidationError(
                    self.env._("%(course)s: durations, trainees and price are not below zero.", course=course.name)
                )
            if course.max_trainees and course.min_trainees > course.max_trainees:
                raise ValidationError(
                    self.env._("%(course)s: the fewest trainees are more than the most.", course=course.name)
                )

    # === CRUD METHODS === #

    def write(self, vals):
        """Override: a version that customers were given does not change, and a change is dated (T2).

        :raise UserError: naming the version, and what to do instead
        """
        is_dated = not vals.keys().isdisjoint(DATED_FIELDS)
        if is_dated:
            for course in self.filtered(lambda one: one._is_given()):
                raise UserError(
                    self.env._(
                        "Version %(number)s of %(course)s is that of quotes that were sent, or has a newer one: it does"
                        " not change. Make a new version.",
                        number=course.version,
                        course=course.name,
                    )
                )
        if vals.get("active") and self.with_context(active_test=False).next_ids:
            raise UserError(self.env._("This version has a newer one: it does not come back."))
        res = super().write(vals)
        if is_dated:
            self._by_rules().version_date = fields.Date.context_today(self)
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_named(self):
        """Keep what quotes name: it is archived, not deleted."""
        for course in self:
            # Sudo: quotes that the user may not read count too.
            if course.sudo().with_context(active_test=False).order_ids:
                raise UserError(
                    self.env._("%(course)s is named by quotes: archive it instead.", course=course.display_name)
                )

    def unlink(self):
        """Override: where a version is deleted, the one before it is that of the catalogue again."""
        previous = self.previous_id - self
        res = super().unlink()
        previous.active = True
        return res

    # === ACTION METHODS === #

    def action_new_version(self):
        """Make the next version, to be edited, and open it; the one there is, where it is made (T2)."""
        self.ensure_one()
        self.check_access("write")
        hold(self)
        course = self.with_context(active_test=False).next_ids or self._create_next_version()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "view_mode": "form",
            "views": [(False, "form")],
            "res_id": course.id,
        }

    def action_new_quote(self):
        """Open a new quote of this training, with its facts, its service and its price (T1)."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New quote"),
            "res_model": "sale.order",
            "view_mode": "form",
            "views": [(False, "form")],
            "context": {"default_is_training": True, "default_training_course_id": self.id},
        }

    def action_open_orders(self):
        """Open the quotes of this version."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Quotes"),
            "res_model": "sale.order",
            "view_mode": "list,form",
            "domain": [("training_course_id", "=", self.id)],
        }

    # === BUSINESS METHODS === #

    def _is_given(self):
        """Return whether this version stays as it is: a customer was given it, or there is a newer one."""
        self.ensure_one()
        # Sudo: quotes that the user may not read count too.
        course_sudo = self.sudo().with_context(active_test=False)
        return bool(course_sudo.next_ids or course_sudo.order_ids.filtered(lambda order: order.state != "draft"))

    def _create_next_version(self):
        course = self._by_rules().copy({"previous_id": self.id, "version": self.version + 1, "active": True})
        self.active = False
        return course.with_env(self.env)

    def _get_quote_facts(self):
        """Return what a quote of this training says, as values of `sale.order` (T1)."""
        self.ensure_one()
        facts = {field: self[name] for name, field in COURSE_FACTS.items()}
        if facts["training_programme"]:
            facts["training_programme_place"] = "inline"
        return facts
