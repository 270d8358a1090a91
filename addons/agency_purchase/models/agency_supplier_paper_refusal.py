"""A paper that is refused: its supplier is told why, by a mail, once, and on its page (B40)."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.agency_crm.turns import hold

from ..utils import clean_text

CONSULTATION = "agency.price.consultation"
LONGEST_REASON = 300


class AgencySupplierPaper(models.Model):
    _name = "agency.supplier.paper"
    _inherit = ["agency.supplier.paper"]

    consultation_id = fields.Many2one(
        comodel_name=CONSULTATION,
        string="Given on the page of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="Where the supplier gave it, and is told why it is refused.",
    )
    refuse_reason = fields.Char(
        string="Why it is refused", readonly=True, copy=False, help="The supplier reads it, by mail and on its page."
    )
    refusal_message_id = fields.Many2one(
        comodel_name="mail.message",
        string="Mail of the refusal",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    is_refusal_told = fields.Boolean(
        string="Supplier told", readonly=True, copy=False, help="The mail server took the mail that says why."
    )

    # === COMPUTE METHODS === #

    @api.depends("kind", "issued_on")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for paper in self:
            day = format_date(self.env, paper.issued_on) if paper.issued_on else ""
            paper.display_name = ", ".join(filter(None, [labels.get(paper.kind), day]))

    # === ACTION METHODS === #

    def action_refuse(self):
        """Open the window that asks why these papers are refused.

        :raise UserError: if one does not wait
        """
        self.check_access("write")
        self._check_waiting()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refuse a paper"),
            "res_model": "agency.supplier.refusal",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_paper_ids": self.ids},
        }

    # === BUSINESS METHODS === #

    def _refuse(self, reason):
        """Refuse these papers, which stay and count for nothing; their suppliers are told why, once.

        :param str reason: what suppliers read
        :raise UserError: if there is none, it is too long, or a paper does not wait
        """
        self.check_access("write")
        reason = clean_text(reason, is_line=True)
        if not reason:
            raise UserError(self.env._("Say why it is refused: the supplier reads it."))
        if len(reason) > LONGEST_REASON:
            raise UserError(self.env._("Too long: %s characters at most.", LONGEST_REASON))
        hold(self)
        self._check_waiting()
        self._by_rules().write({"acceptance": "refused", "refuse_reason": reason})
        for paper in self:
            paper._mail_refusal()

    def _mail_refusal(self):
        """Mail to the supplier why this paper is refused, with the address of its page."""
        self.ensure_one()
        consultation_sudo = self._get_page_sudo()
        if not consultation_sudo.email:
            # Its page says it, where it has one.
            return
        # Sudo: who refuses need have no right on templates.
        template_sudo = self.env.ref("agency_purchase.mail_template_paper_refused").sudo()
        message = consultation_sudo._post_mail(
            template_sudo,
            has_link=True,
            words=tuple(
                template_sudo._render_field(name, self.ids, compute_lang=True)[self.id]
                for name in ("subject", "body_html")
            ),
            layout="agency_purchase.paper_mail_layout",
        )
        self._by_rules().refusal_message_id = message

    def _get_page_sudo(self):
        """Return the consultation whose page the supplier is sent to: where it gave the paper, else the last one."""
        # Sudo: it may be of another company, which asked the same supplier.
        given_sudo = self.sudo().consultation_id
        if given_sudo and given_sudo._has_page():
            return given_sudo
        domain = [
            ("partner_id", "child_of", self.partner_id.id),
            ("company_id", "in", self.env.companies.ids),
        ]
        # Sudo: the token of a page is closed to everybody.
        others_sudo = self.env[CONSULTATION].sudo().search(domain, order="id desc")
        return others_sudo.filtered(lambda each: each._has_page())[:1] or given_sudo


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner"]

    def _get_refused_paper(self, kind):
        """Return the last paper of a kind that this supplier gave, if it is refused, with a reason."""
        last = self.paper_ids.filtered(lambda paper: paper.kind == kind).sorted("id")[-1:]
        return last.filtered(lambda paper: paper.acceptance == "refused" and paper.refuse_reason)


class AgencyPriceConsultation(models.Model):
    _name = "agency.price.consultation"
    _inherit = ["agency.price.consultation"]

    def _get_page_paper_words(self, supplier, kind):
        """Override: why the last one was refused, in words; another one is asked for."""
        words, _refusal = super()._get_page_paper_words(supplier, kind)
        refused = supplier._get_refused_paper(kind)
        if not refused:
            return words, ""
        return words, self.env._(
            "The one dated %(day)s was refused: %(reason)s. Please give another one.",
            day=format_date(self.env, refused.issued_on),
            reason=refused.refuse_reason.rstrip(". "),
        )

    def _prepare_page_paper(self, values):
        """Override: where it was given."""
        return {**super()._prepare_page_paper(values), "consultation_id": self.id}


class MailMessage(models.Model):
    _name = "mail.message"
    _inherit = ["mail.message"]

    def _get_refused_papers_sudo(self):
        """Return the papers whose refusal these messages tell: the rules alone wrote it on the paper."""
        # Sudo: mails leave and come back by themselves, with nobody's rights.
        return self.env["agency.supplier.paper"].sudo().search([("refusal_message_id", "in", self.ids)])

    def _get_asking(self):
        """Override: who is told of a paper is not asked for a price."""
        return super()._get_asking() - self._get_refused_papers_sudo().refusal_message_id

    def _do_mark_sent(self):
        """Override of `agency_crm`: the supplier is told once the mail server has taken the mail."""
        res = super()._do_mark_sent()
        self._get_refused_papers_sudo()._by_rules().is_refusal_told = True
        return res

    def _take_back_bounced(self, reason):
        """Override of `agency_crm`: who was not reached is not told."""
        res = super()._take_back_bounced(reason)
        self._get_refused_papers_sudo()._by_rules().is_refusal_told = False
        return res
