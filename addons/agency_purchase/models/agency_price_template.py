"""Models of print requests: a specification that is kept, and started from. Nothing of a customer nor of a price."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class AgencyPriceTemplate(models.Model):
    """What print requests start from: specifications, and the words of the items."""

    _name = "agency.price.template"
    _inherit = ["agency.guarded.mixin"]
    _description = "Model of Price Requests"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(string="Model", required=True)
    spec_ids = fields.One2many(
        comodel_name="agency.price.spec",
        inverse_name="template_id",
        string="Print specifications",
        copy=True,
    )
    spec = fields.Text(string="Specifications in words")
    item_ids = fields.One2many(
        comodel_name="agency.price.template.item", inverse_name="template_id", string="Items", copy=True
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, default=lambda self: self.env.company, index=True
    )
    active = fields.Boolean(default=True)


class AgencyPriceTemplateItem(models.Model):
    """The words of an item; quantities are each request's own."""

    _name = "agency.price.template.item"
    _inherit = ["agency.guarded.mixin"]
    _description = "Item of a Model of Price Requests"
    _order = "sequence, id"
    _governing_fields = ("template_id",)
    _frozen_fields = ("template_id",)

    template_id = fields.Many2one(comodel_name="agency.price.template", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="template_id.company_id", store=True, index=True)
    name = fields.Char(string="Item", required=True)
    description = fields.Text()
    sequence = fields.Integer(default=10)


class AgencyPriceRequest(models.Model):
    _name = "agency.price.request"
    _inherit = ["agency.price.request"]

    template_id = fields.Many2one(
        comodel_name="agency.price.template",
        string="Start from a model",
        check_company=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        help="Its specifications take the place of those that are there, its items that of items without a quantity.",
    )

    @api.onchange("template_id")
    def _onchange_template_id(self):
        if not self.template_id:
            return
        self.spec = self.template_id.spec
        rows = self.template_id.spec_ids._prepare_copies()
        self.spec_ids = [Command.clear(), *map(Command.create, rows)]
        # An item without a quantity is not asked for yet (B2).
        self.item_ids = self.item_ids.filtered("quantities")
        there = set(self.item_ids.mapped("name"))
        self.item_ids = [
            Command.create({"name": item.name, "description": item.description, "sequence": item.sequence})
            for item in self.template_id.item_ids
            if item.name not in there
        ]

    def action_save_template(self):
        """Open a new model filled in with these specifications and items, for its name to be given.

        :raise UserError: if nothing is specified
        """
        self.ensure_one()
        if not (self._get_spec_rows() or self.spec):
            raise UserError(self.env._("%(name)s: say what is specified first.", name=self.display_name))
        items = [{"name": item.name, "description": item.description} for item in self.item_ids]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Save as a model"),
            "res_model": "agency.price.template",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_name": self.item_ids[:1].name,
                "default_company_id": self.company_id.id,
                "default_spec": self.spec,
                "default_spec_ids": [*map(Command.create, self.spec_ids._prepare_copies())],
                "default_item_ids": [*map(Command.create, items)],
            },
        }
