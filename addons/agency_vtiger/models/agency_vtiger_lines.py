"""The lines of an import: its files, logins, counts and totals."""

from odoo import fields, models

from ..vtiger.columns import ALL_MODULES

MODULE_LABELS = {
    "Accounts": "Accounts",
    "Contacts": "Contacts",
    "Vendors": "Vendors",
    "Services": "Services",
    "Products": "Products",
    "Potentials": "Deals",
    "Leads": "Leads",
    "Quotes": "Quotes",
    "SalesOrder": "Orders",
    "Invoice": "Invoices",
    "PurchaseOrder": "Purchase orders",
    "ModComments": "Comments",
    "Calendar": "Events and tasks",
    "Emails": "Mails",
    "Documents": "Documents",
}
MODULE_SELECTION = [(module, MODULE_LABELS[module]) for module in ALL_MODULES]


class AgencyVtigerFile(models.Model):
    _name = "agency.vtiger.file"
    _description = "File of an Import from vtiger"
    _inherit = ["agency.guarded.mixin"]
    _order = "id"

    _governing_fields = ("import_id",)
    _frozen_fields = ("import_id",)

    import_id = fields.Many2one("agency.vtiger.import", required=True, ondelete="cascade", index=True)
    name = fields.Char(string="File")
    module = fields.Selection(MODULE_SELECTION)
    language = fields.Selection([("en", "English"), ("fr", "French")])
    count = fields.Integer(string="Records")
    unknown = fields.Char(string="Unknown columns", help="Their values are kept in the notes of the records.")
    problem = fields.Char(help="Why nothing of this file is imported.")


class AgencyVtigerUser(models.Model):
    _name = "agency.vtiger.user"
    _description = "User of vtiger"
    _inherit = ["agency.guarded.mixin"]
    _order = "login"

    _governing_fields = ("import_id",)
    _frozen_fields = ("import_id",)

    import_id = fields.Many2one("agency.vtiger.import", required=True, ondelete="cascade", index=True)
    login = fields.Char(string="Login in vtiger", required=True)
    user_id = fields.Many2one("res.users", string="User here", help="Empty: their records have nobody in charge.")


class AgencyVtigerCount(models.Model):
    _name = "agency.vtiger.count"
    _description = "Count of an Import from vtiger"
    _inherit = ["agency.guarded.mixin"]
    _order = "id"

    _governing_fields = ("import_id",)
    _frozen_fields = ("import_id",)

    import_id = fields.Many2one("agency.vtiger.import", required=True, ondelete="cascade", index=True)
    module = fields.Selection(MODULE_SELECTION)
    read_count = fields.Integer(string="Read")
    created_count = fields.Integer(string="Created")
    updated_count = fields.Integer(string="Updated")
    unchanged_count = fields.Integer(string="Unchanged")
    refused_count = fields.Integer(string="Refused")
    document_count = fields.Integer(string="Documents compared")
    vtiger_total = fields.Float(string="Total in vtiger", digits=(16, 4))
    odoo_total = fields.Float(string="Total here", digits=(16, 2))


class AgencyVtigerTotal(models.Model):
    _name = "agency.vtiger.total"
    _description = "Total Compared with vtiger"
    _inherit = ["agency.guarded.mixin"]
    _order = "id"

    _governing_fields = ("import_id",)
    _frozen_fields = ("import_id",)

    import_id = fields.Many2one("agency.vtiger.import", required=True, ondelete="cascade", index=True)
    module = fields.Selection(MODULE_SELECTION)
    key = fields.Char(string="Number")
    file = fields.Char()
    line = fields.Integer()
    vtiger_total = fields.Float(string="Total in vtiger", digits=(16, 6))
    odoo_total = fields.Float(string="Total here", digits=(16, 2))
    vtiger_untaxed = fields.Float(
        string="Without tax in vtiger", digits=(16, 6), help="Pre Tax Total; 0 when the export has it not."
    )
    odoo_untaxed = fields.Float(string="Without tax here", digits=(16, 2))
    difference = fields.Float(digits=(16, 6))
    cause = fields.Char()
