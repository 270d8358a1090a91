from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..const import KEPT_SHEETS


class AgencyTrainingSheet(models.Model):
    """An attendance sheet as it went out: printed to be signed (T29), or closed and kept with its fingerprint (T27).

    The rules alone make one. Nobody changes or deletes it, Responsable included; one that is void stays, and says so.
    """

    _name = "agency.training.sheet"
    _description = "Attendance Sheet"
    _inherit = ["agency.guarded.mixin", "agency.kept.file.mixin"]
    _order = "id desc"
    _rec_name = "number"
    _check_company_auto = True

    _governing_fields = ("session_id",)
    _frozen_fields = ("session_id", "slot_id", "kind")

    session_id = fields.Many2one(
        comodel_name="agency.training.session",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    slot_id = fields.Many2one(
        comodel_name="agency.training.slot",
        string="Half-day",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Of a closed sheet; one that is printed to be signed is of all half-days.",
    )
    company_id = fields.Many2one(related="session_id.company_id", store=True, index=True)
    kind = fields.Selection(selection=KEPT_SHEETS, required=True, readonly=True)
    number = fields.Integer(
        string="Sheet no.", required=True, readonly=True, help="Printed on the sheet, from 1 on, of each kind (T29)."
    )
    content = fields.Json(readonly=True, groups=fields.NO_ACCESS, help="What a printed sheet said: title, hours, who.")
    file = fields.Binary(exportable=False, help="With signatures: for the session's people (T33).")
    scan = fields.Binary(
        attachment=True,
        readonly=True,
        exportable=False,
        help="The paper that was attached: of the half-day if reopened.",
    )
    is_void = fields.Boolean(string="Void", readonly=True, help="It was opened again, or printed anew since.")
    void_reason = fields.Char(string="Why void", readonly=True)
    voided_on = fields.Datetime(string="Void since", readonly=True)

    _number_uniq = models.UniqueIndex(
        "(session_id, COALESCE(slot_id, 0), kind, number)", "This sheet has this number already."
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_kept(self):
        """T51: what was closed is kept, void or not."""
        for sheet in self.filtered(lambda one: one.kind != "printed"):
            raise UserError(self.env._("%(sheet)s was closed: it is kept.", sheet=sheet.display_name))

    @api.depends("number", "kind", "slot_id")
    def _compute_display_name(self):
        """Override of `base`: « Sheet no. 2, 12/01/2027, 9:00 – 12:30 »."""
        for sheet in self:
            name = self.env._("Sheet no. %(number)s", number=sheet.number)
            sheet.display_name = ", ".join(filter(None, [name, sheet.slot_id.display_name]))

    # === BUSINESS METHODS === #

    @api.model
    def _get_next_number(self, kind, session, slot=None):
        """Return the number of the next sheet of this kind, of a half-day or of the whole session."""
        slot_id = slot.id if slot else False
        last = self.search([("session_id", "=", session.id), ("slot_id", "=", slot_id), ("kind", "=", kind)], limit=1)
        return last.number + 1

    def _void(self, reason):
        """Say that these sheets prove nothing any more; they stay.

        :param str reason: shown beside them
        """
        valid = self.filtered(lambda one: not one.is_void)
        valid._by_rules().write({"is_void": True, "void_reason": reason, "voided_on": fields.Datetime.now()})

    def _get_file(self):
        """Override of `agency.kept.file.mixin`: its readers alone are given it, and told so (T33)."""
        self.ensure_one()
        if not self.has_access("read"):
            raise AccessError(
                self.env._(
                    "Signatures are personal: whoever the session is assigned to, who teaches it and a Responsable"
                    " open this sheet."
                )
            )
        return super()._get_file()
