"""What a template may say, as its palette offers it: ready-made blocks, and fields by family."""

from odoo import api, fields, models

from ..const import FIELD_FAMILIES


class AgencyDocumentTemplate(models.Model):
    _name = "agency.document.template"
    _inherit = ["agency.document.template"]

    palette = fields.Json(
        compute="_compute_palette",
        help="Families of what a click puts in: `label`, `is_block`, and their `items`, each a `label` and a `mark`, "
        "which saving accepts from the user who reads it.",
    )

    @api.depends("kind")
    @api.depends_context("uid", "lang")
    def _compute_palette(self):
        for template in self:
            template.palette = template.kind and [
                {"label": template.env._("Blocks"), "is_block": True, "items": template._get_block_items()},
                *(
                    {"label": label, "is_block": False, "items": items}
                    for label, path, names in template._get_field_families()
                    if (items := template._get_field_items(path, names))
                ),
            ]

    def _get_block_items(self):
        labels = self._get_block_labels()
        return [{"label": labels[block], "mark": f"{{{{ block.{block} }}}}"} for block in self._get_blocks()]

    def _get_field_items(self, path, names):
        """Return the fields that the user may print behind `path`, by label."""
        model = self.env[self.model]
        for name in path:
            model = model.env[model._fields[name].comodel_name]
        items = [
            {
                "label": model._fields[name]._description_string(self.env),
                "mark": f"{{{{ object.{'.'.join((*path, name))} }}}}",
            }
            for name in names
            if name in model._fields and not self._get_path_error([*path, name])
        ]
        return sorted(items, key=lambda item: item["label"].lower())

    def _get_field_families(self):
        """Return the families of fields, in order: the record's own, then those of whom and what it names.

        :return: list of (label, path of fields that leads to them, names of fields)
        """
        self.ensure_one()
        model = self.env[self.model]
        paths = FIELD_FAMILIES[self.model]
        families = [(model._fields[name]._description_string(self.env), (name,)) for name in paths]
        return [
            (
                dict(self._fields["kind"]._description_selection(self.env))[self.kind],
                (),
                self._get_offered(model, paths),
            ),
            *((label, path, self._get_offered(model[path[0]])) for label, path in families),
        ]

    def _get_offered(self, model, without=()):
        """Return the fields of `model` that a template may print and that make sense as words in a line."""
        printable = self._get_printable_fields(model._name)
        return [
            name
            for name, field in model._fields.items()
            if (name in printable or field.manual) and field.type not in ("one2many", "binary") and name not in without
        ]

    def _get_block_labels(self):
        """Return the ready-made blocks in the user's words."""
        return {
            "parties": self.env._("Customer and references"),
            "subject": self.env._("Subject"),
            "lines": self.env._("Lines"),
            "deposits": self.env._("Deposits"),
            "totals": self.env._("Totals"),
            "options": self.env._("Options"),
            "note": self.env._("Note"),
            "rights": self.env._("Rights granted"),
            "mentions": self.env._("Legal wordings"),
            "signature": self.env._("Signature"),
            "terms": self.env._("General terms"),
        }
