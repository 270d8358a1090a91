from odoo import fields, models

from odoo.addons.agency_training.const import BPF_SOURCES

from ..const import DIRECTIONS, ENTRY_KINDS, OBJECTIVES, TRAINEE_TYPES


class AgencyBpfEntry(models.Model):
    """What counts in a statement, as it counted: an inscription, an invoice's line, a trainer.

    Made by the calculation alone: it stays as it was when the statement is filed, whatever becomes of its record.
    """

    _name = "agency.bpf.entry"
    _description = "What counts in a BPF"
    _order = "kind, name, id"
    _check_company_auto = True

    bpf_id = fields.Many2one(
        comodel_name="agency.bpf", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(related="bpf_id.company_id", store=True, index=True)
    line_ids = fields.Many2many(
        comodel_name="agency.bpf.line",
        relation="agency_bpf_line_entry_rel",
        column1="entry_id",
        column2="line_id",
        string="Rows",
    )
    kind = fields.Selection(selection=ENTRY_KINDS, required=True, readonly=True)
    name = fields.Char(required=True, readonly=True)
    detail = fields.Char(readonly=True, help="The session, or who pays.")
    hours = fields.Float(readonly=True, help="Of the year alone.")
    amount = fields.Monetary(readonly=True, help="Excluding VAT; credit notes are negative.")
    currency_id = fields.Many2one(related="company_id.currency_id")
    source = fields.Selection(selection=BPF_SOURCES, readonly=True)
    trainee_type = fields.Selection(selection=TRAINEE_TYPES, string="Kind of trainee", readonly=True)
    objective = fields.Selection(selection=OBJECTIVES, readonly=True)
    nsf_id = fields.Many2one(comodel_name="agency.nsf", string="Speciality", readonly=True, ondelete="restrict")
    direction = fields.Selection(selection=DIRECTIONS, string="Given", readonly=True)
    is_remote = fields.Boolean(string="Remote", readonly=True)
    is_inside = fields.Boolean(string="Of the house", readonly=True)

    # Where it comes from
    registration_id = fields.Many2one(
        comodel_name="agency.training.registration", readonly=True, index="btree_not_null", ondelete="set null"
    )
    session_id = fields.Many2one(
        comodel_name="agency.training.session", readonly=True, index="btree_not_null", ondelete="set null"
    )
    trainer_id = fields.Many2one(
        comodel_name="agency.trainer", readonly=True, index="btree_not_null", ondelete="set null"
    )
    move_line_id = fields.Many2one(
        comodel_name="account.move.line", readonly=True, index="btree_not_null", ondelete="set null"
    )

    def action_open_source(self):
        """Open the record that counts: the session, the invoice or the trainer's half-days."""
        self.ensure_one()
        record = self.move_line_id.move_id or self.session_id or self.trainer_id.partner_id
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "view_mode": "form",
            "res_id": record.id,
        }
