"""« Numérotation »: the next numbers of quotes, orders, invoices and credit notes, typed as they are to be printed."""

import re

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..takeover import numbering

# What e-invoicing takes: BR-FR-01 and BR-FR-02.
ALLOWED_RE = re.compile(r"[A-Za-z0-9+\-_/]{1,20}")
SERIES = {"next_quote": numbering.QUOTES, "next_order": numbering.ORDERS}
MOVES = {
    "next_invoice": ("out_invoice", "first_invoice_number"),
    "next_refund": ("out_refund", "first_refund_number"),
}


class AgencyNumbering(models.TransientModel):
    """Next numbers of the agency of today, for a Responsable, who may write neither series nor journals otherwise."""

    _name = "agency.numbering"
    _description = "Numbering"
    _inherit = ["agency.manager.wizard.mixin"]

    next_quote = fields.Char(string="Next quote", help="For example DEV15; with the year, it begins anew each year.")
    next_order = fields.Char(string="Next recurring order", help="For example BC7.")
    next_invoice = fields.Char(
        help="For example FAC/2026/00001. Chosen before the first invoice; from then on one follows the other,"
        " without a gap, as the law asks (CGI, annex II, article 242 nonies A)."
    )
    next_refund = fields.Char(string="Next credit note", help="For example AV/2026/00001.")
    has_invoices = fields.Boolean(compute="_compute_has_moves")
    has_refunds = fields.Boolean(compute="_compute_has_moves")

    @api.model
    def default_get(self, fields):
        """Override of `base`: what comes next now."""
        values = super().default_get(fields)
        self.new(values)._check_mine()
        known = self._get_next_numbers(self.env.company)
        return {**values, **{name: known[name] for name in fields if name in known}}

    @api.depends("company_id")
    def _compute_has_moves(self):
        for wizard in self:
            journal = wizard.company_id._get_numbered_journal()
            wizard.has_invoices = bool(journal and journal._get_last_number("out_invoice"))
            wizard.has_refunds = bool(journal and journal._get_last_number("out_refund"))

    @api.model
    def _get_next_numbers(self, company):
        """Return the numbers that come next in a company, by field."""
        # Sudo: a Responsable reads what comes next of their own company, and no series or journal otherwise.
        company_sudo = company.sudo()
        known = {name: numbering.get_next(company_sudo, code) for name, code in SERIES.items()}
        if journal := company_sudo._get_numbered_journal():
            for name, (move_type, _field) in MOVES.items():
                vals = {"move_type": move_type, "journal_id": journal.id, "date": fields.Date.context_today(self)}
                move = self.env["account.move"].sudo().new(vals)  # sudo: as above; in memory only
                text, values = move._get_next_sequence_format()
                known[name] = text.format(**{**values, "seq": values["seq"] + 1})
        return known

    def action_save(self):
        """Let each series go on with the number typed.

        :raise UserError: if a number cannot be one, is taken already, or follows invoices that have numbers
        """
        self.ensure_one()
        self._check_mine()
        # Sudo: `_check_mine` said that this is a Responsable, of this company.
        company_sudo = self.company_id.sudo()
        known = self._get_next_numbers(company_sudo)
        changed = {name for name in known if (self[name] or "") != known[name]}
        for name in sorted(changed & SERIES.keys()):
            number = self._read(name)
            last = numbering.find_last(company_sudo, SERIES[name], number.prefix)
            self._check_free(name, number, last)
            numbering.set_next(company_sudo, SERIES[name], number)
        journal = company_sudo._get_numbered_journal()
        for name in sorted(changed & MOVES.keys()):
            number, (move_type, field) = self._read(name), MOVES[name]
            if journal._get_last_number(move_type):
                raise UserError(
                    self.env._(
                        "%(label)s: numbers follow one another without a gap from the first one on;"
                        " the next one stays %(number)s.",
                        label=self._label(name),
                        number=known[name],
                    )
                )
            self._check_free(name, number, numbering.find_last_invoice(company_sudo, (move_type,), number.prefix))
            journal[field] = self[name].strip()
        return {"type": "ir.actions.act_window_close"}

    def _read(self, name):
        """Return the parts of the number typed in a field.

        :raise UserError: if it cannot be a number
        """
        text = (self[name] or "").strip()
        number = numbering.read_number(text)
        if not number or not ALLOWED_RE.fullmatch(text):
            raise UserError(
                self.env._(
                    "%(label)s: write the whole number as it is to be printed, with figures at its end, 20 characters"
                    " at most, of letters without accents, figures and + - _ /. For example %(example)s.",
                    label=self._label(name),
                    example="FAC/2026/00001" if name in MOVES else "DEV15",
                )
            )
        return number

    def _check_free(self, name, number, last):
        if last and number.value <= last.value:
            raise UserError(
                self.env._(
                    "%(label)s: %(last)s is taken already; the next one may be %(next)s.",
                    label=self._label(name),
                    last=str(last),
                    next=str(last._replace(value=last.value + 1)),
                )
            )

    def _label(self, name):
        return self._fields[name]._description_string(self.env)
