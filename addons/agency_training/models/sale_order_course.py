"""The course that a quote is of: it gives its facts once, then they are the quote's own (T1, T2)."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..const import COURSE_FACTS


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    training_course_id = fields.Many2one(
        comodel_name="agency.course",
        string="Training of the catalogue",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        # No `groups`: whoever copies a quote copies its course, and what is read of it takes rights on courses.
        help="Choosing one copies what it says; what you change here stays the quote’s.",
    )

    @api.onchange("training_course_id")
    def _onchange_training_course_id(self):
        course = self.training_course_id
        if not course:
            return
        self.update(self._get_facts_of_course(course.id))
        if course.product_id and not self.order_line.product_id.filtered("is_training"):
            # A quote that sells no training yet sells this one.
            line = {"product_id": course.product_id.id, **({"price_unit": course.price} if course.price else {})}
            self.order_line = [Command.create(line)]

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override: what a quote does not say, its course says (T1)."""
        return super().create([self._complete_by_course(vals) for vals in vals_list])

    def write(self, vals):
        """Override: another course gives its facts, and a quote keeps the one it was sold in (T1, T2).

        :raise UserError: on an accepted quote
        """
        course = vals.get("training_course_id")
        if "training_course_id" not in vals:
            return super().write(vals)
        changed = self.filtered(lambda order: order.training_course_id.id != (course or False))
        if sold := changed.filtered(lambda order: order.state == "sale"):
            raise UserError(
                self.env._(
                    "%(order)s is accepted: it keeps the training and the version it was sold in.", order=sold[0].name
                )
            )
        facts = self._get_facts_of_course(course) if course and changed else {}
        res = super().write({**facts, **vals} if changed == self else vals)
        if facts and changed != self:
            super(SaleOrder, changed).write({name: facts[name] for name in facts.keys() - vals.keys()})
        return res

    @api.model
    def _complete_by_course(self, vals):
        """Return values of a quote with what its course says; a copy says it all by itself."""
        if not vals.get("training_course_id") or vals.keys() >= set(COURSE_FACTS.values()):
            return vals
        return {**self._get_facts_of_course(vals["training_course_id"]), **vals}

    @api.model
    def _get_facts_of_course(self, course_id):
        """Return what a course says, read with the rights of who chose it."""
        return {
            "is_training": True,
            **self.env["agency.course"].sudo(False).browse(course_id)._get_quote_facts(),
        }
