"""Convocations: each trainee is told when and where, once, and never of the past (TRAINING §3, T41)."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import email_normalize

from odoo.addons.agency_crm.turns import hold

from ..const import ROOM


class AgencyTrainingSession(models.Model):
    _name = "agency.training.session"
    _inherit = ["agency.training.session"]

    to_bring = fields.Char(string="To bring", help="What trainees come with, as a computer: convocations say it (T41).")
    is_to_convoke = fields.Boolean(
        compute="_compute_is_to_convoke", help="It is to come, and somebody was not told yet, or of another day."
    )

    unaccepted_reason = fields.Char(
        string="Convoked without an accepted quote",
        copy=False,
        tracking=True,
        help="Why trainees are told before their quote is accepted: only a Responsable says so (T7).",
    )
    is_quote_awaited = fields.Boolean(
        compute="_compute_is_quote_awaited", help="A quote of its trainees is not accepted yet, or there is none."
    )

    @api.depends("order_ids.state", "registration_ids.state")
    def _compute_is_quote_awaited(self):
        for session in self:
            session.is_quote_awaited = not session._get_accepted_orders() or bool(session._get_awaited_orders())

    @api.depends(
        "state", "slot_ids.date", "registration_ids.state", "registration_ids.convoked_on", "unaccepted_reason"
    )
    def _compute_is_to_convoke(self):
        for session in self:
            is_to_come = session.state == "planned" and not session._has_begun()
            session.is_to_convoke = is_to_come and bool(session._get_unconvoked())

    @api.model_create_multi
    def create(self, vals_list):
        """Override: who is told without an accepted quote is a Responsable’s to say."""
        self._check_unaccepted_reason(*vals_list)
        return super().create(vals_list)

    def write(self, vals):
        """Override: as when it is made."""
        self._check_unaccepted_reason(vals)
        return super().write(vals)

    def action_convoke(self):
        """Send each trainee who was not told yet a mail with the convocation.

        :raise UserError: if a session is not planned, has begun or has no accepted quote (T7), or if trainees have no
            e-mail: they are named, and nothing is sent
        """
        for session in self:
            if session.state != "planned" or session._has_begun():
                raise UserError(
                    self.env._("%(session)s is not to come: nobody is convoked to it.", session=session.name)
                )
            if not session._get_accepted_orders() and not session._is_convoked_unaccepted():
                raise UserError(
                    self.env._(
                        "%(session)s has no accepted quote: nobody is convoked to it, unless a Responsable writes why"
                        " on the session.",
                        session=session.name,
                    )
                )
            waiting = session._get_unconvoked()
            orders_sudo = session._get_awaited_orders()
            if not waiting and orders_sudo and not session._is_convoked_unaccepted():
                raise UserError(
                    self.env._(
                        "%(order)s is not accepted: its trainees are convoked once it is, the others were.",
                        order=", ".join(orders_sudo.mapped("name")),
                    )
                )
            if not waiting:
                raise UserError(self.env._("All trainees of %(session)s were convoked.", session=session.name))
            waiting._convoke()

    def _get_unconvoked(self):
        """Return the registrations of who is expected and was not told yet, or of another day (T9).

        Those of a quote that is not accepted wait for it, whoever else is in the session, but where a Responsable says
        why they do not (T7).
        """
        waiting = self.registration_ids.filtered(lambda one: one.state == "expected" and not one.convoked_on)
        # Sudo: whether a quote is accepted decides, whoever may read it.
        return waiting.filtered(
            lambda one: one.sudo().order_id.state == "sale" or one.session_id._is_convoked_unaccepted()
        )

    def _get_awaited_orders(self):
        """Return the quotes of who is expected that are not accepted, whoever may read them."""
        # Sudo: whether a quote is accepted decides, whoever may read it.
        orders_sudo = self._get_followers().sudo().order_id
        return orders_sudo.filtered(lambda order: order.state != "sale")

    def _is_convoked_unaccepted(self):
        """Return whether trainees are told before a quote is accepted: a Responsable said why (T7)."""
        self.ensure_one()
        return bool((self.unaccepted_reason or "").strip())

    def _has_field_access(self, field, operation):
        """Override of `base`: nor does a default, of a context or of one's own, say why (T7)."""
        if field.name == "unaccepted_reason" and operation == "write" and not self._may_say_unaccepted():
            return False
        return super()._has_field_access(field, operation)

    @api.model
    def _may_say_unaccepted(self):
        return self.env.su or self.env.user.has_group("agency_crm.group_agency_manager")

    @api.model
    def _check_unaccepted_reason(self, *vals_list):
        """Check who says that trainees are told without an accepted quote.

        :raise AccessError: if the user is no Responsable
        """
        if any("unaccepted_reason" in vals for vals in vals_list) and not self._may_say_unaccepted():
            raise AccessError(self.env._("Only a Responsable has trainees convoked before their quote is accepted."))

    def action_print_convocations(self):
        """Open the convocations, to be handed out on paper."""
        registrations = self.registration_ids.filtered(lambda one: one.state == "expected")
        if not registrations:
            raise UserError(self.env._("Nobody is registered: there is no convocation to make."))
        return self.env.ref("agency_training.report_convocation").report_action(registrations)


class AgencyTrainingSlot(models.Model):
    _name = "agency.training.slot"
    _inherit = ["agency.training.slot"]

    def _get_convocation_text(self):
        """Return what is taught in a half-day and, where it is not in the room, how: nobody comes for nothing."""
        return (self.module or "") if self.kind == ROOM else self._get_details_text()

    def write(self, vals):
        """Override: who was told of another day is told again (T9)."""
        before = {slot: (slot.date, slot.start_hour, slot.end_hour) for slot in self}
        res = super().write(vals)
        moved = self.filtered(lambda slot: (slot.date, slot.start_hour, slot.end_hour) != before[slot])
        told = moved.session_id.registration_ids.filtered(lambda one: one.state == "expected" and one.convoked_on)
        told._by_rules().convoked_on = False
        return res


class AgencyTrainingRegistration(models.Model):
    _name = "agency.training.registration"
    _inherit = ["agency.training.registration", "mail.thread"]

    convoked_on = fields.Datetime(
        readonly=True, copy=False, help="When the trainee was told; empty again when a half-day moved since."
    )

    def _convoke(self):
        """Send the convocations, one mail each; nothing leaves when somebody has no address.

        :raise UserError: naming those
        """
        # Who convokes the same right now then finds nobody left to tell.
        hold(self)
        if lost := self.filtered(lambda one: not one._get_convocation_email()):
            raise UserError(
                self.env._(
                    "No e-mail is known of: %(names)s. Give them a contact that has one, or print their convocations.",
                    names=", ".join(lost.trainee_id.mapped("name")),
                )
            )
        template = self.env.ref("agency_training.mail_template_convocation")
        report = self.env.ref("agency_training.report_convocation")
        for registration, pdf in self._render_with(report).items():
            file = {"name": registration._get_document_file_name(report), "raw": pdf}
            files = [file, *registration._prepare_convocation_files()]
            registration._mail_trainee(
                template,
                attachment_ids=[Command.create(each) for each in files],
                convoked_ids=[Command.set(registration.ids)],
            )
        self._by_rules().convoked_on = fields.Datetime.now()
        # Sudo: the mails wait in a queue that is the server's; they leave now, not within the hour.
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def _prepare_convocation_files(self):
        """Return the files that a convocation is mailed with, as values of `ir.attachment`."""
        return []

    def _mail_trainee(self, template, **values):
        """Mail the trainee: an external address, no follower, one mail a person (T8).

        :param template: `mail.template` record
        :param values: of the mail, besides its address
        """
        self.ensure_one()
        address = {"email_to": self._get_convocation_email(), "recipient_ids": []}
        template.send_mail(self.id, email_values={**address, **values})

    def _get_convocation_email(self):
        self.ensure_one()
        return email_normalize(self.trainee_id.partner_id.email or "") or ""

    def _get_pdf_convocation(self):
        """Return what a convocation says (T41).

        :return: dict of `half_days` (list of dicts of `day`, `hours`, `module`), `place`, `to_bring`,
            `trainers`, `contact` and `accessibility` (texts, empty where there is nothing to say)
        """
        self.ensure_one()
        session, company = self.session_id, self.company_id
        slots = session._get_live_slots().sorted(lambda slot: (slot.date, slot.start_hour))
        user = session.user_id
        return {
            "half_days": [
                {
                    "day": self._pdf_date(slot.date),
                    "hours": slot._get_hours_text(),
                    "module": slot._get_convocation_text(),
                }
                for slot in slots
            ],
            "place": session.place or "",
            "to_bring": session.to_bring or "",
            "trainers": ", ".join(session.trainer_ids.mapped("name")),
            "contact": " – ".join(filter(None, [user.name, user.phone or company.phone, user.email or company.email])),
            "accessibility": company.disability_contact or "",
        }
