from odoo import api, fields, models


class AgencyVtigerLink(models.Model):
    """What a record of vtiger became here, and what vtiger said of it at the last import.

    Goes with the add-on; the records stay.
    """

    _name = "agency.vtiger.link"
    _description = "Record Taken over from vtiger"
    _inherit = ["agency.guarded.mixin"]
    _rec_name = "key"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
        help="Where it was brought over: each company has a vtiger of its own.",
    )
    module = fields.Char(required=True, help="Module of vtiger: Accounts, Quotes...")
    key = fields.Char(string="Number", required=True, help="Number of the record in vtiger, as ACC12.")
    name = fields.Char(help="Name by which other records of vtiger name it.")
    hints = fields.Json(help="What tells it from others of its name.")
    # What an undone import deletes: said by imports alone.
    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", required=True, readonly=True)
    import_id = fields.Many2one(
        "agency.vtiger.import",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        help="The import that brought it over first.",
    )
    is_created = fields.Boolean(
        string="Made by the import",
        readonly=True,
        help="Else it was here already, and stays when the import is undone.",
    )
    digest = fields.Char(help="What vtiger said of the record at the last import, in short.")
    raw_digest = fields.Char(help="The row as it was in the file, in short: whether vtiger, or its reading, changed.")
    snapshot = fields.Json(help="The values that the last import gave, to see what was changed here since.")
    is_complete = fields.Boolean(help="Nothing of it was left out: it is looked at again only when vtiger changes it.")

    _key_uniq = models.UniqueIndex("(company_id, module, key)", "This record of vtiger is there already.")

    @api.model_create_multi
    def create(self, vals_list):
        """Override to let imports alone say what they brought.

        :raise AccessError: for anybody else
        """
        self._check_values(vals_list)
        return super().create(vals_list)
