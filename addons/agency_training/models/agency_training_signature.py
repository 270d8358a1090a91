"""A signature of a half-day, drawn once, in its time, by who came or who taught (TRAINING §4, T20 to T28)."""

import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from odoo.addons.agency_crm.turns import hold

from ..const import PROOFS, SELF_PACED
from ..drawing import EmptyDrawing, NotADrawing, read_drawing

SIGNATURE_FIELDS = (
    *("signed_name", "signed_at", "signature", "signature_hash", "signed_ip", "signed_agent", "signed_by_id"),
    *("is_late", "late_reason", "proof"),
)
# What is erased once nobody may ask for it any more; that somebody signed, and when, stays (T33).
PERSONAL_FIELDS = ("signature", "signature_hash", "signed_ip", "signed_agent")
LONGEST_AGENT = 250
SIGNED_MODELS = ("agency.training.attendance", "agency.training.delivery")


class AgencyTrainingSignature(models.AbstractModel):
    _name = "agency.training.signature"
    _description = "Signed for a half-day"
    _inherit = ["agency.guarded.mixin"]

    signed_name = fields.Char(string="Signed by", readonly=True, copy=False, help="As they were called then.")
    signed_at = fields.Datetime(string="Signed on", readonly=True, copy=False, help="By the server’s clock (T32).")
    signature = fields.Binary(
        attachment=True,
        readonly=True,
        copy=False,
        exportable=False,
        groups="agency_crm.group_agency_manager",
        help="Drawn by hand (T21). Personal: read by a Responsable, and on the sheet by the session’s people (T33).",
    )
    signature_hash = fields.Char(
        readonly=True,
        copy=False,
        exportable=False,
        groups=fields.NO_ACCESS,
        export_string_translation=False,
        help="Fingerprint of the ink: no two signatures are the same.",
    )
    signed_ip = fields.Char(
        string="Address of the network",
        readonly=True,
        copy=False,
        exportable=False,
        groups="agency_crm.group_agency_manager",
        help="From where it was signed; personal (T33).",
    )
    signed_agent = fields.Char(
        string="Browser",
        readonly=True,
        copy=False,
        exportable=False,
        groups="agency_crm.group_agency_manager",
        help="What the browser said it is; personal (T33).",
    )
    signed_by_id = fields.Many2one(
        comodel_name="res.users",
        string="On the screen of",
        readonly=True,
        copy=False,
        help="Whose account the screen was signed with; nobody’s by a link.",
    )
    is_late = fields.Boolean(string="Late", readonly=True, copy=False, help="Signed after its time (T22).")
    late_reason = fields.Char(string="Why late", readonly=True, copy=False)
    proof = fields.Selection(selection=PROOFS, readonly=True, copy=False, help="How it was signed (T20).")

    def write(self, vals):
        """Override: nothing is signed on a closed sheet (T27)."""
        # The rules alone erase: users write none of these.
        is_erasing = vals == dict.fromkeys(PERSONAL_FIELDS, False)
        if not vals.keys().isdisjoint(SIGNATURE_FIELDS) and not is_erasing:
            self.slot_id._check_sheet_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        for one in self._filter_signed():
            raise UserError(self.env._("%(name)s has signed: it is kept.", name=one.signed_name))

    # === ACTION METHODS === #

    def sign_on_screen(self, drawing, late_reason=""):
        """Take the signature that somebody draws on the screen of a user (T20).

        :param str drawing: PNG file, in base64
        :param str late_reason: why it is drawn after its time, asked of a Responsable (T22)
        :return: True
        :raise UserError: if it is not a drawing, not in its time, or there is one already; it says which
        """
        self.ensure_one()
        self._check_governing()
        self._sign(drawing, "screen", late_reason=str(late_reason or ""))
        return True

    def action_ask_correction(self):
        """Ask a Responsable why a signature is taken back (T24)."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correct the signature of %(name)s", name=self.signed_name or self._get_signer()),
            "res_model": "agency.training.correction",
            "view_mode": "form",
            "target": "new",
            "context": {f"default_{self._name.split('.')[-1]}_id": self.id},
        }

    # === BUSINESS METHODS === #

    def _filter_signed(self):
        return self.filtered("signed_at")

    def _get_signer(self):
        """Return the name of who signs."""
        raise NotImplementedError

    def _check_signable(self):
        """Check that this may be signed now.

        :raise UserError: if not
        """
        self.ensure_one()
        self.slot_id._check_sheet_open()
        if self.slot_id.kind == SELF_PACED:
            raise UserError(
                self.env._("%(slot)s is done at one’s own pace: it is never signed.", slot=self.slot_id.display_name)
            )
        if self.slot_id.session_id.state not in ("planned", "done"):
            raise UserError(self.env._("%(session)s is not planned.", session=self.slot_id.session_id.name))
        if self.signed_at:
            raise UserError(
                self.env._(
                    "%(name)s has signed %(slot)s already: nobody signs twice.",
                    name=self.signed_name,
                    slot=self.slot_id.display_name,
                )
            )

    def _sign(self, drawing, proof, late_reason=""):
        """Take a signature; whoever calls has looked at who signs.

        :param str drawing: PNG file, in base64
        :param str proof: one of `const.PROOFS`
        :param str late_reason: see `sign_on_screen`; of whom has no account it is not asked: the link is over
        :raise UserError: if it is not taken; it says why
        """
        # Of two who sign the same at once, the second is told.
        hold(self)
        self._check_signable()
        is_late = self.slot_id._check_window(late_reason)
        picture, fingerprint = self._read_drawing(drawing)
        values = self._prepare_signature_values(picture, fingerprint)
        values.update(is_late=is_late, late_reason=is_late and late_reason, proof=proof)
        # Sudo: who signs by a link has no account, and who teaches is not written by users.
        self.sudo().write(values)

    def _prepare_signature_values(self, picture, fingerprint):
        return {
            "signed_name": self._get_signer(),
            "signed_at": fields.Datetime.now(),
            "signature": base64.b64encode(picture),
            "signature_hash": fingerprint,
            "signed_by_id": self.env.user.filtered(lambda one: not one._is_public()).id,
            **self._get_request_values(),
        }

    def _get_request_values(self):
        """Return from where it is signed: of the request as the server sees it, nothing that the page says."""
        if not request:
            return {"signed_ip": False, "signed_agent": False}
        http = request.httprequest
        return {"signed_ip": http.remote_addr, "signed_agent": (http.user_agent.string or "")[:LONGEST_AGENT]}

    def _read_drawing(self, drawing):
        """Return the picture and the fingerprint of a drawing that is nobody else's (T21).

        :raise UserError: if it is empty, no drawing, or one that is on a sheet already
        """
        try:
            picture, fingerprint = read_drawing(drawing)
        except EmptyDrawing:
            raise UserError(self.env._("Nothing is drawn: sign in the frame, with a finger or the mouse.")) from None
        except NotADrawing:
            raise UserError(self.env._("This is no drawing of a signature: sign in the frame, by hand.")) from None
        for name in SIGNED_MODELS:
            # Sudo: a copy is one in whichever company it is.
            if self.env[name].sudo().search_count([("signature_hash", "=", fingerprint)], limit=1):
                raise UserError(
                    self.env._("This drawing is that of another signature: each signs each half-day by hand.")
                )
        return picture, fingerprint

    def _take_signature_back(self, reason):
        """Take signatures back, to be drawn again; the session keeps them, and says who did so and why (T24).

        :param str reason: kept in the history of the session
        :raise AccessError: if the user is no Responsable
        :raise UserError: without a reason, or if the sheet is closed
        """
        if not self.env.user.has_group("agency_crm.group_agency_manager"):
            raise AccessError(self.env._("Only a Responsable corrects a signature."))
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the signature is corrected: it stays in the history."))
        self._check_governing()
        for one in self.filtered("signed_at"):
            one.slot_id._check_sheet_open()
            values = {"name": one.signed_name, "slot": one.slot_id.display_name, "reason": reason}
            picture = base64.b64decode(one.with_context(bin_size=False).signature)
            # Sudo: nobody writes what is kept; its readers are the session's people (T33).
            one.slot_id.sudo()._keep_signature(one.signed_name, picture, reason)
            one.slot_id.session_id.message_post(
                body=self.env._("The signature of %(name)s, %(slot)s, is taken back: %(reason)s", **values)
            )
            # Sudo: who teaches is not written by users.
            one.sudo().write(dict.fromkeys(SIGNATURE_FIELDS, False))
