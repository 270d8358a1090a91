"""The papers of a session: the sheet that is signed, and each trainee's certificate (TRAINING §6, T42, T43)."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import groupby

from ..const import PRESENT, SELF_PACED

BOXES = {True: "\N{BALLOT BOX WITH X}", False: "\N{BALLOT BOX}"}


class AgencyTrainingPaper(models.AbstractModel):
    """What prints papers of a training: our blocks, in the color of training."""

    _name = "agency.training.paper"
    _description = "Record printed as a paper of a training"
    _inherit = ["agency.pdf.document"]

    def _get_pdf_block_view(self, kind, block):
        """Override of `agency.pdf.document`."""
        return f"agency_training.block_{block}"

    def _get_pdf_theme(self, kind):
        """Override of `agency.pdf.document`."""
        return "training"

    def _get_trainers_fact(self, trainers):
        """Return who teaches, as a (label, text) pair."""
        label = self.env._("Trainers") if len(trainers) > 1 else self.env._("Trainer")
        return label, ", ".join(trainers.mapped("name"))


class AgencyTrainingSession(models.Model):
    _name = "agency.training.session"
    _inherit = ["agency.training.session", "agency.training.paper"]

    # === ACTION METHODS === #

    def action_print_sheet(self):
        """Open the attendance sheet, to be signed half-day by half-day; blank where nothing was recorded."""
        return self.env.ref("agency_training.report_attendance_sheet").report_action(self)

    def action_print_certificates(self):
        """Open the certificates of who followed these sessions, one a trainee.

        :raise UserError: if none may be made yet, saying why (T49)
        """
        registrations = self.registration_ids.filtered(lambda one: one.state not in ("cancelled", "expected"))
        registrations = registrations.filtered("hours_done") or self.registration_ids
        registrations._check_certificate()
        return self.env.ref("agency_training.report_certificate").report_action(registrations)

    # === DOCUMENT === #

    def _get_agency_report(self):
        """Override of `agency.pdf.document`."""
        return self.env.ref("agency_training.report_attendance_sheet")

    def _get_pdf_blocks(self, kind):
        """Override of `agency.pdf.document`."""
        return ("attendance",)

    def _get_pdf_date(self):
        """Override of `agency.pdf.document`."""
        return self.date_start or self.create_date.date()

    def _get_pdf_title(self, kind=""):
        """Override of `agency.pdf.document`."""
        return self.env._("Attendance sheet")

    def _get_pdf_langs(self):
        """Override of `agency.pdf.document`: that of the agency, whose trainer fills it in."""
        return [self.company_id.partner_id.lang]

    def _get_pdf_legal_kinds(self):
        """Override of `agency.pdf.document`."""
        return ["training_declaration"]

    def _get_pdf_facts(self, kind=""):
        """Override of `agency.pdf.document`."""
        facts = [
            (self.env._("Dates"), self._get_pdf_dates()),
            (self.env._("Duration"), self._get_hours_words(self.hours)),
            self._get_trainers_fact(self.trainer_ids),
            (self.env._("Place"), self.place),
        ]
        return [(self._pdf_label(label), text) for label, text in facts if text]

    def _get_pdf_dates(self):
        """Return the days of the session in words."""
        first, last = self._pdf_date(self.date_start), self._pdf_date(self.date_end)
        if first == last:
            return first
        return self.env._("from %(first)s to %(last)s", first=first, last=last)

    def _get_pdf_subject(self):
        """Return what stands above the sheet: which training it is of."""
        return self.title

    def _get_pdf_sheets(self):
        """Return the days of the sheet, see the half-days’ own."""
        return self._get_printed_slots()._get_pdf_sheets()

    def _get_printed_slots(self):
        """Return the half-days that the sheet is made of, in order."""
        return self._get_signed_slots().sorted(lambda slot: (slot.date, slot.start_hour))


class AgencyTrainingSlot(models.Model):
    _name = "agency.training.slot"
    _inherit = ["agency.training.slot"]

    def _get_hours_text(self):
        """Return the hours as a sheet says them: 9 h – 12 h 30; how many, where nobody is expected at an hour (T31)."""
        if self.kind == SELF_PACED:
            return self.env._("at your own pace, %(hours)s h", hours=self._pdf_number(self.duration))
        texts = []
        for minutes in self._get_minutes():
            rest = minutes % 60
            texts.append(f"{minutes // 60}\N{NO-BREAK SPACE}h" + (f"\N{NO-BREAK SPACE}{rest:02}" if rest else ""))
        return " – ".join(texts)

    def _get_details_text(self):
        """Return how a half-day is given, and what is taught in it, as its sheet says them (T42)."""
        kind = dict(self._fields["kind"]._description_selection(self.env))[self.kind]
        return " – ".join(filter(None, [kind, self.module]))

    def _get_pdf_sheets(self):
        """Return the days of these half-days of a session, who signs them and who teaches, customer by customer.

        A page is of one customer's trainees alone: what one is given says nothing of the others (T8).

        :return: list of dicts of `day` (text), `is_apart` (another customer's than those before: on a page of its own),
            `slots` (dicts of `hours`, `details`), `trainees` (dicts of `name`, `customer`, `cells`: a dict a half-day,
            of `text` and `picture`) and `trainers` (the same, without a customer)
        """
        trainees = self.session_id.registration_ids.filtered(lambda one: one.state in ("expected", "done", "abandoned"))
        groups = list(trainees.grouped("customer_id").values()) or [trainees]
        return [
            {**day, "is_apart": ones != groups[0] and not place}
            for ones in groups
            for place, day in enumerate(self._get_pdf_days(ones))
        ]

    def _get_pdf_days(self, trainees):
        """Return the days of these half-days, of these trainees, see `_get_pdf_sheets`."""
        days = []
        for day, slots in groupby(self, lambda slot: slot.date):
            half_days = self.browse(slot.id for slot in slots)
            days.append(
                {
                    "day": self.session_id._pdf_date(day),
                    "slots": [
                        {"hours": slot._get_hours_text(), "details": slot._get_details_text()} for slot in half_days
                    ],
                    "trainees": [
                        {
                            "name": one.trainee_id.name,
                            "customer": one._get_employer_sudo().name or "",
                            "cells": [one._get_attendance_cell(slot) for slot in half_days],
                        }
                        for one in trainees
                    ],
                    "trainers": [
                        {
                            "name": trainer.name,
                            "cells": [slot._get_trainer_cell(trainer) for slot in half_days],
                        }
                        for trainer in half_days.trainer_ids
                    ],
                }
            )
        return days

    def _get_trainer_cell(self, trainer):
        """Return what the sheet says of a trainer: nothing where they sign by hand, how they did where they have."""
        delivery = self.delivery_ids.filtered(lambda one: one.trainer_id == trainer)
        if delivery.signed_at:
            return delivery._get_signature_cell()
        if delivery.proof == "paper":
            return {"text": self.env._("signed on paper")}
        return {"text": "" if delivery else "–"}


class AgencyTrainingRegistration(models.Model):
    _name = "agency.training.registration"
    _inherit = ["agency.training.registration", "agency.training.paper"]

    def _get_attendance_cell(self, slot):
        """Return what the sheet shows of this trainee: what was drawn, else a text, see `_get_attendance_text`."""
        attendance = self.attendance_ids.filtered(lambda one: one.slot_id == slot)
        if attendance.signed_at:
            return attendance._get_signature_cell()
        return {"text": self._get_attendance_text(slot)}

    def _get_attendance_text(self, slot):
        """Return what the sheet says of this trainee: nothing where somebody signs, a word where it was recorded."""
        attendance = self.attendance_ids.filtered(lambda one: one.slot_id == slot)
        if self.state == "abandoned" and not attendance:
            return self.env._("abandoned")
        if attendance.state in ("absent", "excused"):
            return dict(attendance._fields["state"]._description_selection(self.env))[attendance.state].lower()
        if attendance.state == PRESENT and slot.sheet_state == "closed":
            hours = self._pdf_number(attendance.hours)
            if attendance.proof == "paper":
                return self.env._("present, %(hours)s h, signed on paper", hours=hours)
            return self.env._("present, %(hours)s h", hours=hours)
        return ""

    # === CERTIFICATE === #

    def _check_certificate(self):
        """Check that these trainees’ certificates may be made (T49).

        :raise UserError: naming the session and all that is missing
        """
        if not self:
            raise UserError(self.env._("Nobody is registered: there is no certificate to make."))
        for session in self.session_id:
            registrations = self.filtered(lambda one, session=session: one.session_id == session)
            reasons = []
            if slots := session._get_signed_slots().filtered(lambda slot: slot.sheet_state != "closed"):
                names = ", ".join(slots.mapped("display_name"))
                reasons.append(self.env._("sheets are open: %(slots)s.", slots=names))
            if nothing := registrations.filtered(lambda one: not one.hours_done):
                names = ", ".join(nothing.trainee_id.mapped("name"))
                reasons.append(self.env._("they followed nothing: %(names)s.", names=names))
            if not session.company_id.training_declaration_number:
                reasons.append(self.env._("the agency’s declaration number is missing (its settings)."))
            if not session.company_id.signatory_name:
                reasons.append(self.env._("the agency’s signatory is missing (its settings)."))
            if reasons:
                raise UserError(
                    self.env._("No certificate of %(session)s yet:", session=session.name)
                    + "\n- "
                    + "\n- ".join(reasons)
                )

    def _get_agency_report(self):
        """Override of `agency.pdf.document`."""
        return self.env.ref("agency_training.report_certificate")

    def _get_agency_file_name(self, kind=""):
        """Override of `agency.pdf.document`."""
        document = self.with_context(lang=self._get_pdf_lang())
        return f"{document._get_pdf_title(kind)} {self.session_id.name} {self.trainee_id.name}"

    def _get_pdf_blocks(self, kind):
        """Override of `agency.pdf.document`: the block of that name, `certificate` or `convocation`."""
        return (kind,)

    def _get_pdf_parts(self, kind):
        """Override of `agency.pdf.document`: whatever the way, no certificate before its time."""
        if kind == "certificate":
            # Said to who asks, in their language: the certificate's is French.
            self.with_context(lang=self.env.user.lang)._check_certificate()
        return super()._get_pdf_parts(kind)

    def _get_pdf_date(self):
        """Override of `agency.pdf.document`."""
        return self.session_id.date_end

    def _get_pdf_number(self):
        """Override of `agency.pdf.document`."""
        return self.session_id.name

    def _get_pdf_title(self, kind=""):
        """Override of `agency.pdf.document`."""
        if kind == "convocation":
            return self.env._("Convocation")
        title = self.env._("Certificate of completion")
        # As it is printed, the mark of the first of the ministry's notes; its file is named without.
        return f"{title}¹" if kind == "certificate" else title

    def _get_pdf_facts(self, kind=""):
        """Override of `agency.pdf.document`: the texts say it all."""
        return []

    def _get_pdf_langs(self):
        """Override of `agency.pdf.document`: the ministry’s words are French."""
        return ["fr_FR"]

    def _get_pdf_legal_kinds(self):
        """Override of `agency.pdf.document`."""
        return []

    def _get_employer_sudo(self):
        """Return the company whose employee the trainee is; none of who comes and pays alone."""
        self.ensure_one()
        # Sudo: who prints a certificate need not be given the customer’s record.
        order_sudo = self.sudo().order_id
        customer = order_sudo.partner_id.commercial_partner_id
        is_employer = customer.is_company and order_sudo.training_funding != "individual"
        return customer if is_employer else customer.browse()

    def _get_pdf_certificate(self):
        """Return the texts of the certificate, in the ministry’s words (arrêté of 21 December 2018, T43)."""
        self.ensure_one()
        session, company = self.session_id, self.company_id
        # Sudo: who prints a certificate need not be given the customer’s record.
        order_sudo = self.sudo().order_id
        employer = self._get_employer_sudo()
        values = {
            "signatory": company.signatory_name,
            "body": company._get_document_name(),
            "trainee": self.trainee_id.name,
            "employer": employer.name,
            "title": session.title,
        }
        natures = {
            "training": self.env._("training action"),
            "skills_assessment": self.env._("skills assessment"),
            "vae": self.env._("action for the validation of acquired experience"),
            "apprenticeship": self.env._("training action by apprenticeship"),
        }
        return {
            "who": self.env._(
                "I, the undersigned %(signatory)s, legal representative of %(body)s, the provider of the action that"
                " contributes to the development of skills, attest that:",
                **values,
            ),
            "trainee": (
                self.env._("Ms/Mr %(trainee)s, employee of the company %(employer)s", **values)
                if employer
                else self.env._("Ms/Mr %(trainee)s", **values)
            ),
            "action": self.env._("followed the action %(title)s", **values),
            "natures": [(BOXES[nature == order_sudo.training_nature], words) for nature, words in natures.items()],
            "when": self.env._(
                "which took place from %(first)s to %(last)s for a duration of %(hours)s hours",
                first=self._pdf_date(session.date_start),
                last=self._pdf_date(session.date_end),
                hours=self._pdf_number(self.hours_done),
            ),
            "place": company.city or "",
            "today": self._pdf_date(fields.Date.context_today(self)),
            "signatory": ", ".join(filter(None, [company.signatory_name, company.signatory_function])),
        }
