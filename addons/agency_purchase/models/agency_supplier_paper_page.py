"""A subcontractor gives its own papers on its page (SUPPLIERS §6); they count once a user accepted them."""

import base64

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..const import LONGEST_CODE, MOST_PAPERS, PAPER_KINDS, PAPER_MONTHS
from ..files import check_file
from ..utils import clean_text, parse_date

ACCEPTANCES = [("to_accept", "To accept"), ("accepted", "Accepted"), ("refused", "Refused")]


class AgencySupplierPaper(models.Model):
    _name = "agency.supplier.paper"
    _inherit = ["agency.supplier.paper"]

    acceptance = fields.Selection(
        selection=ACCEPTANCES,
        readonly=True,
        copy=False,
        help="Of a paper that the supplier gave on its page; empty: a user of the agency put it here.",
    )

    def action_accept(self):
        """Accept these papers, which are checked at the same time.

        :raise UserError: if one does not wait, or a certificate has no code
        """
        self._check_waiting()
        self.action_check()
        self._by_rules().acceptance = "accepted"

    def _check_waiting(self):
        if any(paper.acceptance != "to_accept" for paper in self):
            raise UserError(self.env._("Only what a supplier gave on its page is accepted or refused, once."))


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner"]

    @api.depends("paper_ids.acceptance")
    def _compute_papers_until(self):
        """Override: what waits to be accepted counts for nothing."""
        return super()._compute_papers_until()

    @api.depends("paper_ids.acceptance")
    @api.depends_context("lang")
    def _compute_papers_missing(self):
        """Override: the same."""
        return super()._compute_papers_missing()

    def _get_papers(self, kind):
        """Override: those that were accepted, and those of our own hand."""
        return super()._get_papers(kind).filtered(lambda paper: paper.acceptance not in ("to_accept", "refused"))

    def _get_waiting_paper(self, kind):
        """Return the last paper of a kind that the supplier gave on its page and nobody looked at."""
        return self.paper_ids.filtered(lambda paper: paper.kind == kind and paper.acceptance == "to_accept")[:1]

    def _say_missing_paper(self, kind, label):
        """Override: it may be there, to be looked at."""
        if self._get_waiting_paper(kind):
            return self.env._("%s (received, to accept)", label)
        return super()._say_missing_paper(kind, label)


class AgencyPriceConsultation(models.Model):
    _name = "agency.price.consultation"
    _inherit = ["agency.price.consultation"]

    def _get_page(self, typed=None, errors=None):
        """Override: the papers of a subcontractor."""
        return {
            **super()._get_page(typed, errors),
            "paper_path": self._get_page_path("/papier"),
            "papers": self._get_page_papers(),
            "longest_code": LONGEST_CODE,
        }

    def _get_page_papers(self):
        """Return the papers that a subcontractor is asked for; none of others.

        :return: (kind, label, where it stands, what was wrong with the last one) each
        """
        self.ensure_one()
        supplier = self.partner_id.commercial_partner_id
        if not supplier.is_subcontractor:
            return []
        kinds = self.env["agency.supplier.paper"]._fields["kind"]._description_selection(self.env)
        return [(kind, label, *self._get_page_paper_words(supplier, kind)) for kind, label in kinds]

    def _get_page_paper_words(self, supplier, kind):
        """Return where a paper stands, and what was wrong with the last one, in words."""
        today = fields.Date.context_today(self)
        paper = supplier._get_last_paper(kind)
        if supplier._get_waiting_paper(kind):
            words = self.env._("received, we are looking at it")
        elif paper and paper.expires_on > today:
            words = self.env._("valid until %s", format_date(self.env, paper.expires_on))
        elif paper:
            words = self.env._("expired on %s", format_date(self.env, paper.expires_on))
        else:
            words = self.env._("not received yet")
        return words, ""

    def _take_paper_on_page(self, typed, files):
        """Keep a paper that the supplier gave, to be accepted.

        :param dict typed: the fields of the page, as texts
        :param list files: (name, content) each
        :return: why not, in words by field, "" for the whole; empty where it is kept
        """
        self.ensure_one()
        supplier = self.partner_id.commercial_partner_id
        if not self._count_page_answer():
            return {"": self.env._("This page was sent too often: try again in an hour, or write to us.")}
        waiting = supplier.paper_ids.filtered(lambda paper: paper.acceptance == "to_accept")
        if not supplier.is_subcontractor or len(waiting) >= MOST_PAPERS:
            return {"": self.env._("This page takes no more papers: write to us.")}
        errors = {}
        values = self._read_paper(typed, errors)
        name, content = self._read_paper_file(files, errors)
        if errors:
            return {"": self.env._("The paper was not sent: see what is marked in red."), **errors}
        paper = self.env["agency.supplier.paper"].create({**values, "partner_id": supplier.id})
        # As it was given, and by its raw content: a field of a form takes base64.
        paper.write({"file": content, "file_name": name})
        paper._by_rules().write(self._prepare_page_paper({"acceptance": "to_accept"}))
        self._tell_paper(paper)
        return {}

    def _prepare_page_paper(self, values):
        """Return what the rules write on a paper that is given on this page."""
        return values

    def _read_paper(self, typed, errors):
        """Return the values of the paper that are typed."""
        kind, code = typed.get("kind", ""), clean_text(typed.get("code"), is_line=True)
        if kind not in dict(PAPER_KINDS):
            errors["paper_kind"] = self.env._("Choose which paper it is.")
        if len(code) > LONGEST_CODE:
            errors["paper_code"] = self.env._("Too long: %s characters at most.", LONGEST_CODE)
        elif kind == "vigilance" and not code:
            errors["paper_code"] = self.env._("Type the security code that the certificate bears.")
        day, today = None, fields.Date.context_today(self)
        try:
            day = parse_date(typed.get("issued_on"))
        except ValueError:
            errors["paper_issued_on"] = self.env._("A date, as 31/12/2026.")
        else:
            if not day or day > today:
                errors["paper_issued_on"] = self.env._("Type the date that the paper bears.")
            elif day + relativedelta(months=PAPER_MONTHS) <= today:
                errors["paper_issued_on"] = self.env._("It is more than six months old: give a newer one.")
        return {"kind": kind, "code": code, "issued_on": day}

    def _read_paper_file(self, files, errors):
        """Return name and base64 content of the one file, a PDF."""
        if len(files) != 1:
            errors["paper_file"] = self.env._("Choose one PDF file.")
            return "", b""
        name, content = files[0]
        try:
            safe_name, mimetype = check_file(name, content)
        except ValueError as error:
            safe_name, mimetype = clean_text(name, is_line=True)[:80], str(error)
        if mimetype == "large":
            errors["paper_file"] = self.env._("“%s” is too large: 10 MB at most.", safe_name)
        elif mimetype != "application/pdf":
            errors["paper_file"] = self.env._("“%s” is not a PDF file.", safe_name)
        return safe_name, base64.b64encode(content)

    def _tell_paper(self, paper):
        """Tell whoever asked for prices that there is a paper to look at."""
        request, user = self.request_id, self.request_id.user_id
        request = request.with_context(lang=user.lang or self.company_id.partner_id.lang or self.env.lang)
        labels = dict(paper.with_env(request.env)._fields["kind"]._description_selection(request.env))
        request.message_post(
            body=request.env._(
                "%(supplier)s gave a paper on its page, to accept or refuse on its form: %(paper)s.",
                supplier=self.partner_id.name,
                paper=labels[paper.kind],
            ),
            author_id=self.env.ref("base.partner_root").id,
            partner_ids=user.partner_id.ids if user.active else [],
            subtype_xmlid="mail.mt_note",
        )
