"""What the documents of a training say, from the facts of its quote."""

import base64

from odoo import api, models
from odoo.exceptions import UserError

from ..const import AGREEMENT_BLOCKS, TRAINING_BLOCKS, TRAINING_DOCUMENT_BLOCKS

# What a training needs besides its fields, one kind an article of the agreement.
TRAINING_LEGAL_KINDS = [
    "training_declaration",
    "training_no_approval",
    "training_cancellation",
    "agreement_nature",
    "agreement_follow_up",
    "agreement_assessment",
    "agreement_price",
    "agreement_non_performance",
    "agreement_accessibility",
    "agreement_rules",
    "agreement_data",
    "agreement_disputes",
]


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    # === TEXTS === #

    def _get_training_period(self):
        """Return the dates of the training as one text."""
        start = self._pdf_date(self.training_start_date)
        end = self._pdf_date(self.training_end_date)
        if not end or end == start:
            return self.env._("On %(date)s", date=start) if start else ""
        return self.env._("From %(start)s to %(end)s", start=start, end=end)

    def _get_training_duration(self):
        """Return the duration as one text: 14 hours, 2 days."""
        parts = []
        if self.training_hours:
            parts.append(self._get_hours_words(self.training_hours))
        if self.training_days:
            days = self._pdf_number(self.training_days)
            parts.append(
                self.env._("%(days)s day", days=days)
                if self.training_days <= 1
                else self.env._("%(days)s days", days=days)
            )
        return ", ".join(parts)

    def _get_training_group(self):
        """Return how many trainees there may be."""
        fewest, most = self.training_min_trainees, self.training_max_trainees
        if fewest and fewest == most:
            return self._get_trainees_words(most)
        if fewest and most:
            return self.env._("%(fewest)s to %(most)s trainees", fewest=fewest, most=most)
        if most:
            return self.env._("at most %(trainees)s", trainees=self._get_trainees_words(most))
        return self.env._("at least %(trainees)s", trainees=self._get_trainees_words(fewest)) if fewest else ""

    def _get_trainees_words(self, count):
        """Return a number of trainees in words: 1 trainee, 2 trainees."""
        if count == 1:
            return self.env._("%(count)s trainee", count=count)
        return self.env._("%(count)s trainees", count=count)

    def _get_training_trainees(self):
        """Return the names and functions of the trainees, else their number."""
        names = [
            f"{trainee.name} ({trainee.job_title})" if trainee.job_title else trainee.name
            for trainee in self._get_documented_trainees()
        ]
        if names:
            return ", ".join(names)
        count = self.trainee_count
        return self._get_trainees_words(count) if count else ""

    def _get_documented_trainees(self):
        """Return the trainees that the documents name."""
        return self.trainee_ids

    def _get_training_location(self):
        if self.is_training_remote:
            return " – ".join(filter(None, [self.env._("Remote"), self.training_place]))
        return self.training_place or ""

    def _get_training_subcontractor(self):
        """Return the name and the SIREN of the subcontractor, or nothing."""
        subcontractor = self.training_subcontractor_id
        siren = subcontractor._get_siren()
        return " – ".join(filter(None, [subcontractor.name, siren and self.env._("SIREN %(number)s", number=siren)]))

    def _get_training_nature_label(self):
        selection = self._fields["training_nature"]._description_selection(self.env)
        return dict(selection).get(self.training_nature, "")

    def _get_training_facts(self):
        """Return what the training quote says, as (label, text) pairs, those known only."""
        self.ensure_one()
        facts = [
            (self.env._("Title"), self.training_title),
            (self.env._("Nature of the action"), self._get_training_nature_label()),
            (self.env._("Objectives"), self.training_objectives),
            (self.env._("Audience"), self.training_audience),
            (self.env._("Prerequisites"), self.training_prerequisites),
            (self.env._("Duration"), self._get_training_duration()),
            (self.env._("Dates"), self._get_training_period()),
            (self.env._("Schedule"), self._get_training_schedule()),
            (self.env._("Place"), self._get_training_location()),
            (self.env._("Remote assistance"), self.is_training_remote and self.training_remote_assistance),
            (self.env._("Trainees"), self._get_training_trainees()),
            (self.env._("Group"), self._get_training_group()),
            (self.env._("Trainer"), self.training_trainer),
            (self.env._("Subcontractor"), self._get_training_subcontractor()),
            (self.env._("Means"), self.training_means),
            (self.env._("Follow-up"), self.training_follow_up),
            (self.env._("Assessment"), self.training_assessment),
            (self.env._("Access terms"), self.training_access_terms),
            (
                self.env._("Accessibility"),
                self.company_id.disability_contact
                and self.env._("disability officer: %(contact)s", contact=self.company_id.disability_contact),
            ),
            (self.env._("Funding"), self._get_training_funding_text()),
        ]
        return [(label, text) for label, text in facts if text]

    def _get_training_invoice_facts(self, funding=None):
        """Return what an invoice recalls of the training, as (label, text) pairs.

        :param funding: whose invoice it is, with the hours that its trainees did; the customer's, if none
        """
        facts = [
            (self.env._("Training"), self.training_title),
            (
                self.env._("Dates"),
                ", ".join(filter(None, [self._get_training_period(), self._get_training_duration()])),
            ),
            (self.env._("Place"), self._get_training_location()),
            # The customer is on the invoice that is its own.
            (self.env._("Company of the trainees"), funding and self._get_pdf_trainees_company()),
            (self.env._("Trainees"), funding._get_pdf_hours() if funding else self._get_training_trainees()),
            (self.env._("Contract") if self._is_training_contract() else self.env._("Agreement"), self.name),
            (
                self.env._("Funding file no."),
                funding.file_no if funding else self.training_funding == "opco" and self.training_opco_file,
            ),
        ]
        return [(label, text) for label, text in facts if text]

    def _get_pdf_trainees_company(self):
        """Return the company whose trainees somebody else pays for (LEGAL §5); nothing of a person who comes alone."""
        company = self.partner_id.commercial_partner_id
        return company.name if company.is_company else ""

    def _get_training_funding_text(self):
        if self.training_funding != "opco":
            return ""
        return self.env._(
            "paid directly by %(body)s; the part it does not cover is due by the customer",
            body=", ".join(self._get_training_funding_bodies()) or self.env._("the funding body"),
        )

    def _get_training_funding_bodies(self):
        """Return who else than the customer pays the agency, each with its file number."""
        body = " – ".join(filter(None, [self.training_opco_id.name, self.training_opco_file]))
        return [body] if body else []

    # === DOCUMENTS === #

    def _get_agency_report(self):
        """Override of `agency_pdf` for training quotes."""
        report = super()._get_agency_report()
        if self.is_training and report._is_report("agency_pdf.report_quote"):
            return self.env.ref("agency_training.report_training_quote")
        return report

    def _get_document_kind(self):
        """Override of `agency_pdf` for training quotes."""
        kind = super()._get_document_kind()
        return "training_quote" if kind == "quote" and self.is_training else kind

    def _get_missing_words(self, report=None):
        """Override of `agency_documents`: what D.6353-1 asks of an agreement, and of the quote that stands for it."""
        report = report or self._get_agency_report()
        is_paper = report._is_report("agency_training.report_training_quote", "agency_training.report_convention")
        if not self.is_training or (
            not is_paper and report._get_user_template_sudo().kind not in TRAINING_DOCUMENT_BLOCKS
        ):
            return super()._get_missing_words(report)
        return [*super()._get_missing_words(report), *self._get_training_missing()]

    def _get_mail_action(self, report):
        """Override of `agency_pdf`: an agreement goes with a quote, and is not one."""
        action = super()._get_mail_action(report)
        if report._is_report("agency_training.report_convention"):
            action["context"]["mark_so_as_sent"] = False
        return action

    def _get_mail_template(self, report):
        """Override of `agency_pdf`: an agreement has words of its own."""
        if report._is_report("agency_training.report_convention"):
            return self.env.ref("agency_training.mail_template_agreement", raise_if_not_found=False)
        return super()._get_mail_template(report)

    def _get_pdf_title(self, kind=""):
        """Override of `agency_pdf` for training quotes and agreements."""
        if kind == "training_quote":
            return self.env._("Training quote")
        return self._get_agreement_title() if kind == "convention" else super()._get_pdf_title(kind)

    def _get_pdf_facts(self, kind=""):
        """Override of `agency_pdf`: an agreement is valid for ever, and has its date alone."""
        facts = super()._get_pdf_facts(kind)
        return facts[:1] if kind == "convention" else facts

    @api.model
    def _get_pdf_blocks(self, kind):
        """Override of `agency_pdf` for training quotes and agreements."""
        return TRAINING_DOCUMENT_BLOCKS.get(kind) or super()._get_pdf_blocks(kind)

    @api.model
    def _get_pdf_block_view(self, kind, block):
        """Override of `agency_pdf`: our blocks, and those that are other ones in an agreement."""
        if kind == "convention" and block in AGREEMENT_BLOCKS:
            return AGREEMENT_BLOCKS[block]
        return (
            f"agency_training.block_{block}" if block in TRAINING_BLOCKS else super()._get_pdf_block_view(kind, block)
        )

    def _get_pdf_theme(self, kind):
        """Override of `agency_pdf`: training documents have their own color."""
        return "training" if kind in TRAINING_DOCUMENT_BLOCKS else super()._get_pdf_theme(kind)

    def _is_pdf_signed_online(self, kind):
        """Override of `agency_pdf`: an agreement is signed on paper."""
        return kind != "convention" and super()._is_pdf_signed_online(kind)

    def _get_pdf_parts(self, kind):
        """Override of `agency_pdf`: no agreement with a dotted blank."""
        if kind == "convention":
            self._check_agreement()
        return super()._get_pdf_parts(kind)

    def _get_agreement_title(self):
        if self._is_training_contract():
            return self.env._("Vocational training contract")
        return self.env._("Vocational training agreement")

    def _check_agreement(self):
        """Refuse to print an agreement that would need a dotted blank."""
        for order in self:
            if not order.training_title:
                raise UserError(
                    self.env._(
                        "%(order)s has no title of training: write it on its Training tab, then print the agreement.",
                        order=order.name,
                    )
                )

    def _get_pdf_terms_kind(self):
        """Override of `agency_pdf`: training has general terms of its own."""
        return "terms_training" if self.is_training else super()._get_pdf_terms_kind()

    def _get_pdf_payment(self):
        """Override of `agency_pdf`: a private person pays nothing before they may no longer
        withdraw, then 30 % at most (Code du travail, L.6353-6)."""
        is_due = self.currency_id.compare_amounts(self.amount_total, 0) > 0
        if not (is_due and self.is_training and self._is_training_contract()):
            return super()._get_pdf_payment()
        percent = min(self.deposit_percent or 30.0, 30.0)
        amount = self.currency_id.round(self.amount_total * percent / 100)
        return [
            self.env._("Nothing is due before the end of the withdrawal period"),
            self.env._(
                "Then %(percent)s, that is %(amount)s including VAT, the rest as the training goes on",
                percent=self._pdf_percent(percent),
                amount=self._pdf_amount(amount),
            ),
        ]

    def _get_pdf_legal_kinds(self):
        """Override of `agency_pdf` for training quotes and agreements."""
        kinds = super()._get_pdf_legal_kinds()
        if not self.is_training:
            return kinds
        kinds = [kind for kind in kinds if kind != "rights"]
        kinds += TRAINING_LEGAL_KINDS
        kinds += ["training_qualiopi"] if self.company_id.is_qualiopi else []
        kinds += ["agreement_means_remote"] if self.is_training_remote else []
        kinds += ["agreement_subcontracting"] if self.training_subcontractor_id else []
        if self._is_training_contract():
            return [*kinds, "training_individual", "contract_reference"]
        return [*kinds, "agreement_reference", "agreement_withdrawal"]

    def _get_pdf_legal_values(self):
        """Override of `agency.pdf.document` to add the nature of the training, and who gives it."""
        return {
            **super()._get_pdf_legal_values(),
            "nature": self._get_training_nature_label().lower(),
            "subcontractor": self._get_training_subcontractor(),
        }

    def _get_pdf_annexes(self, report):
        """Override of `agency.pdf.document`: the programme follows the quote and the agreement."""
        papers = ("agency_training.report_training_quote", "agency_training.report_convention")
        if report._is_report(*papers) and self._has_training_annex():
            return [base64.b64decode(self.with_context(bin_size=False).training_programme_file)]
        return super()._get_pdf_annexes(report)
