"""The programme of a training, printed from its quote and from the catalogue (T40, Qualiopi indicator 1)."""

import base64

from odoo import api, fields, models

from odoo.addons.agency_crm.context_keys import get_key

PROGRAMME = "agency_training.report_programme"


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    is_programme_mailed = fields.Boolean(
        string="Programme in the mail", help="The programme goes with the quote and with the agreement, as a file."
    )

    # === TEXTS === #

    def _get_programme_facts(self):
        """Return what a programme says of a training besides its contents, as (label, text) pairs, those known only."""
        self.ensure_one()
        facts = [
            (self.env._("Objectives"), self.training_objectives),
            (self.env._("Audience"), self.training_audience),
            (self.env._("Prerequisites"), self.training_prerequisites),
            (self.env._("Duration"), self._get_training_duration()),
            (self.env._("Dates"), self._get_training_period()),
            (self.env._("Schedule"), self._get_training_schedule()),
            (self.env._("Place"), self._get_training_location()),
            (self.env._("Remote assistance"), self.is_training_remote and self.training_remote_assistance),
            (self.env._("Group"), self._get_training_group()),
            (self.env._("Trainer"), self.training_trainer),
            (self.env._("Means"), self.training_means),
            (self.env._("Follow-up"), self.training_follow_up),
            (self.env._("Assessment"), self.training_assessment),
            (self.env._("Access terms"), self.training_access_terms),
        ]
        return [(label, text) for label, text in facts if text]

    def _get_pdf_programme(self, is_priced=True):
        """Return what the programme says (T40).

        :param bool is_priced: not for trainees, whom their employer's price is no concern of
        :return: dict of `title`, `version` (texts), `facts` (label, text) pairs, `contents` (HTML) and `is_annexed`
        """
        self.ensure_one()
        # Sudo: who prints the document of a quote need not read the catalogue.
        course_sudo = self.sudo().training_course_id
        facts = self._get_programme_facts()
        if is_priced and self.amount_untaxed:
            price = self.env._("%(amount)s excl. VAT", amount=self._pdf_amount(self.amount_untaxed))
            facts.append((self.env._("Price"), price))
        return {
            "title": self.training_title or "",
            "version": course_sudo._get_version_words() if course_sudo else "",
            "facts": facts + self.company_id._get_programme_contacts(self.user_id),
            "contents": self.training_programme if self.training_programme_place == "inline" else "",
            "is_annexed": self._has_training_annex(),
        }

    def _says_programme(self):
        """Return whether there is anything to print a programme of."""
        return bool(self.is_training and (self.training_objectives or self._has_training_programme()))

    # === DOCUMENT === #

    @api.model
    def _get_pdf_blocks(self, kind):
        """Override of `agency_pdf` for programmes."""
        return ("programme",) if kind == "programme" else super()._get_pdf_blocks(kind)

    @api.model
    def _get_pdf_block_view(self, kind, block):
        """Override of `agency_pdf` for programmes."""
        return "agency_training.block_programme" if block == "programme" else super()._get_pdf_block_view(kind, block)

    def _get_pdf_theme(self, kind):
        """Override of `agency_pdf` for programmes."""
        return "training" if kind == "programme" else super()._get_pdf_theme(kind)

    def _get_pdf_title(self, kind=""):
        """Override of `agency_pdf` for programmes."""
        return self.env._("Training programme") if kind == "programme" else super()._get_pdf_title(kind)

    def _get_pdf_facts(self, kind=""):
        """Override of `agency_pdf`: a programme has its date alone."""
        facts = super()._get_pdf_facts(kind)
        return facts[:1] if kind == "programme" else facts

    def _is_pdf_signed_online(self, kind):
        """Override of `agency_pdf`: nobody signs a programme."""
        return kind != "programme" and super()._is_pdf_signed_online(kind)

    def _get_pdf_annexes(self, report):
        """Override of `agency.pdf.document`: contents that are a file follow the programme."""
        if report._is_report(PROGRAMME) and self._has_training_annex():
            return [base64.b64decode(self.with_context(bin_size=False).training_programme_file)]
        return super()._get_pdf_annexes(report)

    # === MAIL === #

    def _get_mail_action(self, report):
        """Override of `agency_documents`: a programme is no quote."""
        action = super()._get_mail_action(report)
        if report._is_report(PROGRAMME):
            action["context"]["mark_so_as_sent"] = False
        return action

    def _get_mail_template(self, report):
        """Override of `agency_documents`: a programme has words of its own."""
        if report._is_report(PROGRAMME):
            return self.env.ref("agency_training.mail_template_programme", raise_if_not_found=False)
        return super()._get_mail_template(report)

    def _get_mailed_pdfs(self):
        """Override of `agency_pdf`: programmes go with the quotes that are ticked for it (T40)."""
        pdfs, programme = super()._get_mailed_pdfs(), self.env.ref(PROGRAMME)
        if get_key(self.env, "mailed_report_id") == programme.id:
            return pdfs
        orders = self.get_mailed_records().filtered(lambda order: order.is_programme_mailed and order._says_programme())
        if not orders:
            return pdfs
        programmes = orders._render_with(programme)
        return [*pdfs, *((order._get_document_file_name(programme), programmes[order]) for order in orders)]
