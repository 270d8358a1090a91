from odoo import fields, models


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
    res_model = fields.Char(required=True)
    res_id = fields.Many2oneReference(model_field="res_model", required=True)
    digest = fields.Char(help="What vtiger said of the record at the last import, in short.")
    snapshot = fields.Json(help="The values that the last import gave, to see what was changed here since.")
    is_complete = fields.Boolean(help="Nothing of it was left out: it is looked at again only when vtiger changes it.")

    _key_uniq = models.UniqueIndex("(company_id, module, key)", "This record of vtiger is there already.")
