from odoo import api, fields, models

from ..const import DIRECTIONS, ENTRUSTED_IN, ENTRUSTED_OUT, OBJECTIVES, OTHER_TRAINING, OWN


class AgencyTrainingSession(models.Model):
    _name = "agency.training.session"
    _inherit = ["agency.training.session"]

    direction = fields.Selection(
        selection=DIRECTIONS,
        string="Given",
        compute="_compute_direction",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        groups="agency_crm.group_agency_user",
        help="Entrusted to another body where the whole action is: proposed when all its trainers are subcontractors"
        " with a declaration of activity of their own (T64).",
    )
    entrusted_partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Other training body",
        check_company=True,
        ondelete="restrict",
        groups="agency_crm.group_agency_user",
        help="To whom the session is entrusted, or who entrusted it.",
    )
    bpf_objective = fields.Selection(
        selection=OBJECTIVES,
        string="Objective (BPF)",
        compute="_compute_bpf_course",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        groups="agency_crm.group_agency_user",
        help="Row of frame F-3: that of the catalogue, or your own.",
    )
    nsf_id = fields.Many2one(
        comodel_name="agency.nsf",
        string="Speciality (BPF)",
        compute="_compute_bpf_course",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        groups="agency_crm.group_agency_user",
        help="Row of frame F-4: that of the catalogue, or your own.",
    )
    bpf_missing = fields.Char(
        compute="_compute_bpf_missing",
        groups="agency_crm.group_agency_user",
        help="What the BPF asks of this session and nobody said yet: easier known now than in April.",
    )

    # === COMPUTE METHODS === #

    @api.depends("course_id.bpf_objective", "course_id.nsf_id")
    def _compute_bpf_course(self):
        for session in self:
            course = session.course_id
            session.bpf_objective = course.bpf_objective or session.bpf_objective or OTHER_TRAINING
            session.nsf_id = course.nsf_id or session.nsf_id

    @api.depends("slot_ids.delivery_ids.trainer_id")
    def _compute_direction(self):
        for session in self:
            # Sudo: what a trainer declared is theirs to say, the rule is for whoever chooses them.
            trainers_sudo = session.sudo().slot_ids.delivery_ids.trainer_id
            is_out = bool(trainers_sudo) and all(one.kind == "subcontractor" and one.nda for one in trainers_sudo)
            is_proposed = session.direction == ENTRUSTED_OUT and not session.entrusted_partner_id
            if is_out and session.direction != ENTRUSTED_IN:
                session.direction = ENTRUSTED_OUT
            # What was said by hand stays: a session that somebody entrusted, or entrusted to a body that is named.
            elif is_proposed or not session.direction:
                session.direction = OWN
            else:
                session.direction = session.direction

    @api.depends("direction", "nsf_id", "registration_ids.state", "registration_ids.trainee_id.bpf_trainee_type")
    def _compute_bpf_missing(self):
        for session in self:
            missing = [] if session.nsf_id or session.direction == ENTRUSTED_IN else [self.env._("its speciality")]
            trainees = session.registration_ids.filtered(lambda one: one.state != "cancelled").trainee_id
            if session.direction != ENTRUSTED_IN:
                untold = trainees.filtered(lambda trainee: not trainee.bpf_trainee_type)
                if untold:
                    names = ", ".join(untold.mapped("name"))
                    missing.append(self.env._("the kind of trainee of %(names)s, on the quote", names=names))
            if session.direction == ENTRUSTED_IN and not session.entrusted_partner_id:
                missing.append(self.env._("who entrusted it"))
            session.bpf_missing = ", ".join(missing)

    # === BUSINESS METHODS === #

    def _is_convoked_unaccepted(self):
        """Override of `agency_training`: the quote of what another body entrusted is that body's affair (T7)."""
        # Sudo: who teaches does not read who entrusted it.
        return super()._is_convoked_unaccepted() or self.sudo().direction == ENTRUSTED_IN
