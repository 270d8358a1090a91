"""The end of a session: each trainee's attestation (T45), and the certificates mailed, one mail a company (§3)."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import groupby

from odoo.addons.agency_crm.turns import hold

# Papers that are made only of a training that was followed (T49).
END_PAPERS = ("certificate", "attestation")


class AgencyTrainingSession(models.Model):
    _name = "agency.training.session"
    _inherit = ["agency.training.session"]

    # === ACTION METHODS === #

    def action_print_attestations(self):
        """Open the attestations of who followed these sessions, one a trainee.

        :raise UserError: if none may be made yet, saying why (T49)
        """
        registrations = self._get_certified()
        registrations._check_certificate()
        return self.env.ref("agency_training.report_attestation").report_action(registrations)

    def action_send_certificates(self):
        """Ask what goes with the certificates, and to whom they go.

        :raise UserError: if none may be made yet, saying why (T49)
        """
        self.ensure_one()
        self._get_certified()._check_certificate()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send the certificates"),
            "res_model": "agency.training.sending",
            "view_mode": "form",
            "target": "new",
            "context": {"default_session_id": self.id},
        }

    # === BUSINESS METHODS === #

    def _get_certified(self):
        """Return the registrations that a certificate is made of: of who came; all, if nobody did, to say so."""
        came = self.registration_ids.filtered(lambda one: one.state in ("done", "abandoned") and one.hours_done)
        return came or self.registration_ids

    def _get_certificates_to_send(self):
        """Return the registrations whose certificate waits to be sent."""
        return self.registration_ids.filtered(
            lambda one: one.state in ("done", "abandoned") and one.hours_done and not one.certificate_sent_on
        )

    def _get_todo(self):
        """Override: a session whose certificates are sent asks for nothing."""
        if self.state == "done" and not self._get_certificates_to_send():
            return None
        return super()._get_todo()


class AgencyTrainingSlot(models.Model):
    _name = "agency.training.slot"
    _inherit = ["agency.training.slot"]

    def _reopen_sheet(self, reason):
        """Override: what is corrected is certified anew."""
        self.session_id.registration_ids._by_rules().certificate_sent_on = False
        return super()._reopen_sheet(reason)


class AgencyTrainingRegistration(models.Model):
    _name = "agency.training.registration"
    _inherit = ["agency.training.registration"]

    certificate_sent_on = fields.Datetime(
        readonly=True, copy=False, help="When the certificate was mailed; empty again when a sheet is corrected."
    )

    # === MAIL === #

    def _get_certificate_recipient(self):
        """Return who is sent the certificates of these trainees: the contact of their quote."""
        # Sudo: who sends certificates need not be given the customer’s quote.
        return self[:1].sudo().order_id.partner_id

    def _group_by_customer(self):
        """Return these registrations by who is sent their certificates, as a list of (partner, registrations)."""
        groups = groupby(self, lambda one: one._get_certificate_recipient())
        return [(partner, self.browse(one.id for one in ones)) for partner, ones in groups]

    def _send_certificates(self, has_attestations=False):
        """Mail the certificates, one mail a customer, each with its own trainees alone (T8).

        :param bool has_attestations: the attestations go in the same mail (T45)
        :raise UserError: if one may not be made yet (T49), or a customer has no e-mail: nothing leaves then
        """
        # Who sends the same right now then finds them sent.
        hold(self)
        self._check_certificate()
        groups = self._group_by_customer()
        if lost := [partner for partner, _ones in groups if not partner._get_document_email()]:
            raise UserError(
                self.env._(
                    "No e-mail is known of: %(names)s. Add it to the contact, or print the certificates.",
                    names=", ".join(partner._get_name_without_email() for partner in lost),
                )
            )
        template = self.env.ref("agency_training.mail_template_certificates")
        papers = ["certificate", *(["attestation"] if has_attestations else [])]
        for partner, registrations in groups:
            files = [registrations._prepare_paper_file(paper, partner) for paper in papers]
            values = {
                "email_to": partner._get_document_email(),
                "recipient_ids": [],
                "attachment_ids": [Command.create(file) for file in files],
                "certified_ids": [Command.set(registrations.ids)],
            }
            template.send_mail(registrations[0].id, email_values=values)
        self._by_rules().certificate_sent_on = fields.Datetime.now()
        for session in self.session_id:
            names = ", ".join(partner.commercial_partner_id.name or partner.name for partner, _ones in groups)
            session.message_post(body=self.env._("Certificates sent to: %(names)s", names=names))
        self.session_id._sync_todo()

    def _prepare_paper_file(self, paper, partner):
        """Return a paper of these trainees as one PDF, as values of `ir.attachment`.

        :param str paper: one of `END_PAPERS`
        :param partner: who is sent it
        """
        report = self.env.ref(f"agency_training.report_{paper}")
        pdfs = self._render_with(report)
        gestures = self.env["agency.document.gestures"]
        document = self[0].with_context(lang=self[0]._get_pdf_lang())
        customer = partner.commercial_partner_id.name or partner.name
        title = document._get_pdf_title(paper if paper == "attestation" else "")
        name = f"{title} {self[0].session_id.name} {customer}".replace("/", "-")
        return {"name": f"{name}.pdf", "raw": gestures._merge_documents([pdfs[one] for one in self])}

    # === DOCUMENT === #

    def _get_pdf_parts(self, kind):
        """Override of `agency.pdf.document`: no attestation before its time either (T49)."""
        if kind == "attestation":
            # Said to who asks, in their language.
            self.with_context(lang=self.env.user.lang)._check_certificate()
        return super()._get_pdf_parts(kind)

    def _get_pdf_title(self, kind=""):
        """Override of `agency.pdf.document`."""
        return self.env._("Attestation of end of training") if kind == "attestation" else super()._get_pdf_title(kind)

    def _get_pdf_attestation(self):
        """Return what an attestation says (T45).

        :return: dict of `who`, `trainee`, `place`, `today`, `signatory` (texts) and `facts` (label, text) pairs
        """
        self.ensure_one()
        certificate, session = self._get_pdf_certificate(), self.session_id
        # Sudo: who prints an attestation need not be given the customer’s quote.
        order_sudo = self.sudo().order_id
        hours = self.env._(
            "%(done)s hours followed, of %(hours)s",
            done=self._pdf_number(self.hours_done),
            hours=self._pdf_number(session.hours),
        )
        facts = [
            (self.env._("Title"), session.title),
            (self.env._("Nature of the action"), order_sudo._get_training_nature_label()),
            (self.env._("Objectives"), order_sudo.training_objectives),
            (self.env._("Dates"), session.with_context(lang=self.env.lang)._get_pdf_dates()),
            (self.env._("Duration"), hours),
            (self.env._("Place"), session.place),
            self._get_trainers_fact(session.trainer_ids),
            (self.env._("Assessment"), order_sudo.training_assessment),
        ]
        return {
            **{name: certificate[name] for name in ("trainee", "place", "today", "signatory")},
            "who": self.env._(
                "I, the undersigned %(signatory)s, for %(body)s, attest that:",
                signatory=certificate["signatory"],
                body=self.company_id._get_document_name(),
            ),
            "facts": [(label, text) for label, text in facts if text],
        }
