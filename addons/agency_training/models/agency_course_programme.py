"""The programme, from the catalogue: dated, in its version (T40)."""

from odoo import models

from odoo.addons.agency_pdf.typography import unit_name


class AgencyCourse(models.Model):
    _name = "agency.course"
    _inherit = ["agency.course", "agency.training.paper"]

    def action_print_programme(self):
        """Open the programmes of these courses."""
        return self.env.ref("agency_training.report_programme_course").report_action(self)

    # === TEXTS === #

    def _get_version_words(self):
        """Return the version and its day as one text."""
        self.ensure_one()
        return self.env._("version %(number)s of %(date)s", number=self.version, date=self._pdf_date(self.version_date))

    def _get_pdf_programme(self):
        """Return what the programme says, as `sale.order._get_pdf_programme` does: a quote in memory says it."""
        self.ensure_one()
        quote = self.env["sale.order"].new({**self._get_quote_facts(), "company_id": self.company_id.id})
        facts = quote._get_programme_facts()
        if self.price:
            price = self.env._("%(amount)s excl. VAT", amount=self._pdf_amount(self.price))
            unit = self.product_id.uom_id - self.env.ref("uom.product_uom_unit")
            facts.append(
                (self.env._("Price"), f"{price} / {unit_name(unit.name, 1, self.env.lang)}" if unit else price)
            )
        return {
            "title": self.name,
            "version": self._get_version_words(),
            "facts": facts + self.company_id._get_programme_contacts(),
            "contents": self.programme,
            "is_annexed": False,
        }

    # === DOCUMENT === #

    def _get_agency_report(self):
        """Override of `agency.pdf.document`."""
        return self.env.ref("agency_training.report_programme_course")

    def _get_agency_file_name(self, kind=""):
        """Override of `agency.pdf.document`."""
        document = self.with_context(lang=self._get_pdf_lang())
        return f"{document._get_pdf_title(kind)} {self.name} v{self.version}"

    def _get_pdf_blocks(self, kind):
        """Override of `agency.pdf.document`."""
        return ("programme",)

    def _get_pdf_date(self):
        """Override of `agency.pdf.document`."""
        return self.version_date

    def _get_pdf_number(self):
        """Override of `agency.pdf.document`: its version stands for a number."""
        return ""

    def _get_pdf_title(self, kind=""):
        """Override of `agency.pdf.document`."""
        return self.env._("Training programme")

    def _get_pdf_facts(self, kind=""):
        """Override of `agency.pdf.document`: the version says it."""
        return []

    def _get_pdf_langs(self):
        """Override of `agency.pdf.document`."""
        return [self.company_id.partner_id.lang]

    def _get_pdf_legal_kinds(self):
        """Override of `agency.pdf.document`: what makes a training known says as whom one is declared (L.6352-12)."""
        return self.company_id._get_declaration_kinds()


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company"]

    def _get_declaration_kinds(self):
        """Return the kinds of wordings by which a training body says what it is."""
        kinds = ["training_declaration", "training_no_approval"]
        return [*kinds, "training_qualiopi"] if self.is_qualiopi else kinds

    def _get_programme_contacts(self, user=None):
        """Return whom to ask about a training, and whom about disability, as (label, text) pairs.

        :param user: `res.users`; by default the agency itself
        """
        contact = [
            (user and user.name) or self._get_document_name(),
            (user and user.phone) or self.phone,
            (user and user.email) or self.email,
        ]
        facts = [(self.env._("Contact"), " – ".join(filter(None, contact)))]
        if self.disability_contact:
            words = self.env._("disability officer: %(contact)s", contact=self.disability_contact)
            facts.append((self.env._("Accessibility"), words))
        return facts


class AgencyTrainingRegistration(models.Model):
    _name = "agency.training.registration"
    _inherit = ["agency.training.registration"]

    def _get_pdf_programme(self):
        """Return what the programme says to a trainee: as the quote they come by, without its price."""
        self.ensure_one()
        # Sudo: who prints what goes to a trainee need not be given the customer’s quote.
        return self.sudo().order_id._get_pdf_programme(is_priced=False)

    def _get_pdf_annexes(self, report):
        """Override of `agency.pdf.document`: contents that are a file follow the programme."""
        if report._is_report("agency_training.report_programme_trainee"):
            # Sudo: as `_get_pdf_programme`.
            return self.sudo().order_id._get_pdf_annexes(self.env.ref("agency_training.report_programme"))
        return super()._get_pdf_annexes(report)

    def _get_pdf_title(self, kind=""):
        """Override of `agency.pdf.document`."""
        return self.env._("Training programme") if kind == "programme" else super()._get_pdf_title(kind)

    def _get_pdf_legal_kinds(self):
        """Override of `agency.pdf.document`: only a programme prints as whom one is declared."""
        return self.company_id._get_declaration_kinds()

    def _prepare_convocation_files(self):
        """Override: the programme is among them, where anything is said (T40)."""
        files = super()._prepare_convocation_files()
        # Sudo: as `_get_pdf_programme`.
        if not self.sudo().order_id._says_programme():
            return files
        report = self.env.ref("agency_training.report_programme_trainee")
        return [*files, {"name": self._get_document_file_name(report), "raw": self._render_with(report)[self]}]
