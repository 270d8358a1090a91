"""Convocations: each trainee is told when and where, once, and never of the past (TRAINING §3, T41)."""

import base64

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

CONVOCATION = "convocation"


class AgencyTrainingSession(models.Model):
    _name = "agency.training.session"
    _inherit = ["agency.training.session"]

    convoked = fields.Char(compute="_compute_convoked", help="Of how many who are registered.")

    def _compute_convoked(self):
        for session in self:
            registered = session.registration_ids.filtered(lambda one: one.state == "expected")
            session.convoked = f"{len(registered.filtered('convoked_on'))} / {len(registered)}"

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
            if not session._get_accepted_orders():
                raise UserError(
                    self.env._("%(session)s has no accepted quote: nobody is convoked to it.", session=session.name)
                )
            waiting = session.registration_ids.filtered(lambda one: one.state == "expected" and not one.convoked_on)
            if not waiting:
                raise UserError(self.env._("All trainees of %(session)s were convoked.", session=session.name))
            waiting._convoke()

    def action_print_convocations(self):
        """Open the convocations, to be handed out on paper."""
        registrations = self.registration_ids.filtered(lambda one: one.state == "expected")
        if not registrations:
            raise UserError(self.env._("Nobody is registered: there is no convocation to make."))
        return self.env.ref("agency_training.report_convocation").report_action(registrations)


class AgencyTrainingSlot(models.Model):
    _name = "agency.training.slot"
    _inherit = ["agency.training.slot"]

    def write(self, vals):
        """Override: who was told of another day is told again (T9)."""
        before = {slot: (slot.date, slot.start_hour, slot.end_hour) for slot in self}
        res = super().write(vals)
        moved = self.filtered(lambda slot: (slot.date, slot.start_hour, slot.end_hour) != before[slot])
        told = moved.session_id.registration_ids.filtered("convoked_on")
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
        # Whoever convokes the same right now waits here for us, and then finds nobody left to tell.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE agency_training_registration SET write_date = write_date WHERE id IN %s", [tuple(self.ids)]
        )
        if lost := self.filtered(lambda one: not one._get_convocation_email()):
            raise UserError(
                self.env._(
                    "No e-mail is known of: %(names)s. Give them a contact that has one, or print their convocations.",
                    names=", ".join(lost.trainee_id.mapped("name")),
                )
            )
        template = self.env.ref("agency_training.mail_template_convocation")
        report = self.env.ref("agency_training.report_convocation")
        for registration in self:
            # Sudo: printing needs no right on reports.
            pdf, _type = self.env["ir.actions.report"].sudo()._render_qweb_pdf(report.report_name, registration.ids)
            document = registration.with_context(lang=registration._get_pdf_lang())
            name = f"{document._get_agency_file_name(CONVOCATION)}.pdf"
            # The mail is the template's own: an external address, no follower, one mail a person (T8).
            template.send_mail(
                registration.id,
                email_values={
                    "email_to": registration._get_convocation_email(),
                    "recipient_ids": [],
                    "attachment_ids": [
                        (0, 0, {"name": name, "datas": base64.b64encode(pdf), "mimetype": "application/pdf"})
                    ],
                },
            )
        self._by_rules().convoked_on = fields.Datetime.now()

    def _get_convocation_email(self):
        self.ensure_one()
        return email_normalize(self.trainee_id.partner_id.email or "") or ""

    def _get_pdf_convocation(self):
        """Return what a convocation says (T41).

        :return: dict of `half_days` (list of dicts of `day`, `hours`, `module`), `place`, `trainers`, `contact` and
            `accessibility` (texts, empty where there is nothing to say)
        """
        self.ensure_one()
        session, company = self.session_id, self.company_id
        slots = session._get_live_slots().sorted(lambda slot: (slot.date, slot.start_hour))
        user = session.user_id
        return {
            "half_days": [
                {"day": self._pdf_date(slot.date), "hours": slot._get_hours_text(), "module": slot.module or ""}
                for slot in slots
            ],
            "place": session.place or "",
            "trainers": ", ".join(session.trainer_ids.mapped("name")),
            "contact": " – ".join(filter(None, [user.name, user.phone or company.phone, user.email or company.email])),
            "accessibility": company.disability_contact or "",
        }
