from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.agency_pdf.pdf_files import MAX_SIZE

from ..const import SELF_PACED


class AgencyTrainingActivity(models.Model):
    """What a trainee did by themselves: its estimated hours and a proof, never a signature (T31, D.6313-3-1)."""

    _name = "agency.training.activity"
    _description = "Remote Activity"
    _inherit = ["agency.guarded.mixin"]
    _order = "done_on, id"
    _check_company_auto = True

    _governing_fields = ("registration_id",)
    _frozen_fields = ("registration_id",)

    registration_id = fields.Many2one(
        comodel_name="agency.training.registration", required=True, index=True, ondelete="cascade", check_company=True
    )
    session_id = fields.Many2one(related="registration_id.session_id", store=True, index=True)
    company_id = fields.Many2one(related="registration_id.company_id", store=True, index=True)
    name = fields.Char(string="Activity", required=True)
    estimated_hours = fields.Float(
        required=True, help="By quarters: the mean time the programme says it takes, counted once in the hours done."
    )
    done_on = fields.Date(required=True, default=fields.Date.context_today)
    proof_file = fields.Binary(string="Proof", attachment=True, help="What was handed in, or a log of the platform.")
    proof_name = fields.Char()
    proof_text = fields.Char(string="Or in words", help="Where the proof is: a mark, the log of a platform.")

    @api.constrains("proof_file", "proof_text")
    def _check_proof(self):
        for activity in self.with_context(bin_size=False):
            if not activity.proof_file and not (activity.proof_text or "").strip():
                raise ValidationError(
                    self.env._("%(activity)s has no proof: attach it, or say where it is.", activity=activity.name)
                )
            # In base 64, a third more.
            if activity.proof_file and len(activity.proof_file) > MAX_SIZE * 4 / 3:
                raise ValidationError(
                    self.env._("The proof of %(activity)s is too heavy: make it lighter.", activity=activity.name)
                )

    @api.constrains("estimated_hours", "done_on", "registration_id")
    def _check_hours(self):
        """No more hours than the session has at the trainee's own pace: those of a sheet are on the sheet."""
        today = fields.Date.context_today(self)
        for activity in self:
            minutes = round(activity.estimated_hours * 60)
            if minutes <= 0 or minutes % 15:
                raise ValidationError(
                    self.env._("%(activity)s: give its hours by quarters.", activity=activity.name or "")
                )
            if activity.done_on > today:
                raise ValidationError(self.env._("%(activity)s is not done yet.", activity=activity.name))
        for registration in self.registration_id:
            planned = sum(
                slot.duration for slot in registration.session_id._get_live_slots() if slot.kind == SELF_PACED
            )
            done = sum(registration.activity_ids.mapped("estimated_hours"))
            if round(done * 60) > round(planned * 60):
                raise ValidationError(
                    self.env._(
                        "%(trainee)s would have %(done)s hours at their own pace, %(session)s has %(planned)s:"
                        " half-days that are signed count by their sheets.",
                        trainee=registration.trainee_id.name,
                        done=registration._pdf_number(done),
                        session=registration.session_id.name,
                        planned=registration._pdf_number(planned),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Override: what was done may complete the session."""
        activities = super().create(vals_list)
        activities._check_open()
        activities.session_id._settle()
        return activities

    def write(self, vals):
        """Override: as `create`."""
        self._check_open()
        res = super().write(vals)
        self.session_id._settle()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_proof(self):
        """T51: what counted in a session that was given is kept."""
        for activity in self.filtered(lambda one: one.session_id.state == "done"):
            raise UserError(self.env._("%(activity)s counts in the hours done: it is kept.", activity=activity.name))

    def _check_open(self):
        for activity in self:
            if activity.session_id.state not in ("planned", "done") or activity.registration_id.state == "cancelled":
                raise UserError(
                    self.env._(
                        "%(session)s is not planned, or %(trainee)s is not registered any more.",
                        session=activity.session_id.name,
                        trainee=activity.registration_id.trainee_id.name,
                    )
                )


class AgencyTrainingSession(models.Model):
    _name = "agency.training.session"
    _inherit = ["agency.training.session"]

    activity_line_ids = fields.One2many(
        comodel_name="agency.training.activity", inverse_name="session_id", string="Activities at their own pace"
    )
    is_self_paced = fields.Boolean(compute="_compute_is_self_paced", help="A part is done at the trainee’s own pace.")

    @api.depends("slot_ids.kind", "slot_ids.state")
    def _compute_is_self_paced(self):
        for session in self:
            session.is_self_paced = any(slot.kind == SELF_PACED for slot in session._get_live_slots())

    def _is_given(self):
        """Override: of a training that nobody signs, what each did says that it was given."""
        if self._get_signed_slots() or not self.is_self_paced:
            return super()._is_given()
        followers = self._get_followers()
        return bool(followers) and all(one.activity_ids for one in followers)


class AgencyTrainingRegistration(models.Model):
    _name = "agency.training.registration"
    _inherit = ["agency.training.registration"]

    activity_ids = fields.One2many(comodel_name="agency.training.activity", inverse_name="registration_id", copy=False)

    @api.depends("activity_ids.estimated_hours")
    def _compute_hours_done(self):
        """Override: what was done at their own pace counts once, by its estimated hours (T31)."""
        res = super()._compute_hours_done()
        for registration in self:
            registration.hours_done += sum(registration.activity_ids.mapped("estimated_hours"))
        return res
