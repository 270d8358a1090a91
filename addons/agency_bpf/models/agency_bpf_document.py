"""The statement as a paper, in the order of the cerfa, to be copied or signed."""

from odoo import fields, models
from odoo.tools import formatLang

from ..const import FRAMES


class AgencyBpf(models.Model):
    _name = "agency.bpf"
    _inherit = ["agency.bpf", "agency.training.paper"]

    def action_print(self):
        """Open the statement as a PDF."""
        return self.env.ref("agency_bpf.report_bpf").report_action(self)

    # === WHAT IT SAYS === #

    def _get_identity(self):
        """Return frame A, as (label, text) pairs, empty where the company does not say."""
        company = self.company_id
        public = self.env._("yes") if company.is_public_body else self.env._("no")
        return [
            (self.env._("Declaration of activity (NDA)"), company._get_formatted_nda()),
            (self.env._("SIRET"), company.partner_id._get_formatted_siret()),
            (self.env._("NAF code"), company.ape or ""),
            (self.env._("Legal form"), company.legal_form or ""),
            (self.env._("Name"), company._get_document_name()),
            (self.env._("Address"), ", ".join(company.partner_id._get_document_address())),
            (self.env._("Public body"), public),
            (self.env._("Telephone"), company.phone or ""),
            (self.env._("E-mail"), company.email or ""),
        ]

    def _get_head(self):
        """Return frame H: who heads the body and signs."""
        company = self.company_id
        return [
            (self.env._("Head, who signs"), company.signatory_name or ""),
            (self.env._("Capacity"), company.signatory_function or ""),
        ]

    def _get_period(self):
        """Return frame B."""
        remote = self.env._("yes") if self.is_remote else self.env._("no")
        return [
            (self.env._("From"), self._pdf_date(self.date_from)),
            (self.env._("To"), self._pdf_date(self.date_to)),
            (self.env._("Some training at a distance"), remote),
        ]

    def _get_frames(self):
        """Return the frames of figures, in the cerfa's order, as (title, lines) pairs."""
        titles = dict(self.line_ids._fields["frame"]._description_selection(self.env))
        pairs = [
            (titles[code], self.line_ids.filtered(lambda line, code=code: line.frame == code)) for code, _name in FRAMES
        ]
        return [(title, lines) for title, lines in pairs if lines]

    def _get_frame_titles(self):
        """Return the titles of the frames that are no figures, by their letter."""
        return {
            "a": self.env._("A. Identity of the body"),
            "b": self.env._("B. Fiscal year"),
            "h": self.env._("H. Head of the body"),
        }

    def _get_pdf_bpf(self):
        """Return what the paper says, as texts.

        :return: dict of `identity`, `period`, `head` (pairs of frames A, B, H), their `titles`, `frames` (dicts of
            `title`, `people`, `lines`), `omissions` and `nil`
        """
        self.ensure_one()
        kept = self.identity or {"a": self._get_identity(), "h": self._get_head()}
        return {
            "titles": self._get_frame_titles(),
            "identity": kept["a"],
            "period": self._get_period(),
            "head": kept["h"],
            "frames": [
                {
                    "title": title,
                    "people": lines[0].unit == "people",
                    "lines": [self._prepare_pdf_figure(line) for line in lines],
                }
                for title, lines in self._get_frames()
            ],
            "omissions": self._get_omission_words(),
            "nil": self.is_nil,
        }

    def _prepare_pdf_figure(self, line):
        def whole(number):
            return formatLang(self.env, number, digits=0)

        return {
            "number": line.number or "",
            "name": line.name,
            "level": line.level,
            "is_total": line.is_total,
            "amount": f"{whole(line.amount)} {'%' if line.unit == 'percent' else '€'}",
            "persons": whole(line.persons),
            "hours": whole(line.hours),
        }

    # === DOCUMENT === #

    def _get_agency_report(self):
        """Override of `agency.pdf.document`."""
        return self.env.ref("agency_bpf.report_bpf")

    def _get_pdf_block_view(self, kind, block):
        """Override of `agency.training.paper`."""
        return f"agency_bpf.block_{block}"

    def _get_pdf_blocks(self, kind):
        """Override of `agency.pdf.document`."""
        return ("bpf",)

    def _get_pdf_date(self):
        """Override of `agency.pdf.document`."""
        return self.filed_on or fields.Date.context_today(self)

    def _get_pdf_number(self):
        """Override of `agency.pdf.document`."""
        return self.env._("Cerfa %(form)s", form=self.form or "")

    def _get_pdf_title(self, kind=""):
        """Override of `agency.pdf.document`."""
        return self.env._("Training statement (BPF)")

    def _get_agency_file_name(self, kind=""):
        """Override of `agency.pdf.document`."""
        return self.name

    def _get_pdf_facts(self, kind=""):
        """Override of `agency.pdf.document`."""
        if self.state == "filed":
            return [(self._pdf_label(self.env._("Filed")), self._pdf_date(self.filed_on))]
        return [(self._pdf_label(self.env._("State")), self.env._("to file"))]

    def _get_pdf_langs(self):
        """Override of `agency.pdf.document`: a form of the French State, in the agency's language."""
        return [self.company_id.partner_id.lang]

    def _get_pdf_legal_kinds(self):
        """Override of `agency.pdf.document`."""
        return []
