"""Numbers of invoices: by Odoo's own series, from the first number that the agency chose."""

from odoo import models

CREDIT_PREFIX = "AV"


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company"]

    def _get_numbered_journal(self):
        """Return the journal whose numbers are the agency's choice: the first one of sales."""
        self.ensure_one()
        return self.env["account.journal"].search([("company_id", "=", self.id), ("type", "=", "sale")], limit=1)


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move"]

    def _get_starting_sequence(self):
        """Override of `account`: credit notes of an agency are AV/2026/00001, those of others R and their journal."""
        start = super()._get_starting_sequence()
        if self.move_type == "out_refund" and self._is_numbered_by_agency() and start.startswith("R"):
            return CREDIT_PREFIX + start.removeprefix(f"R{self.journal_id.code}")
        return start

    def _get_next_sequence_format(self):
        """Override of `account`: the first number is the one that the agency chose; Odoo goes on from it."""
        text, values = super()._get_next_sequence_format()
        first = self._get_first_number() if values["seq"] == 0 else ""
        if not first or self._get_last_sequence(relaxed=True):
            return text, values
        text, values = self._get_sequence_format_param(first)
        year = self._truncate_year_to_length(self.date.year, values["year_length"])
        if not values["year_length"] or values["year"] == year:
            return text, {**values, "seq": values["seq"] - 1}
        return text, {**values, "seq": 0, "year": year}  # chosen last year, and nothing numbered since

    def _get_first_number(self):
        """Return the first number that the agency chose for invoices like this one, or an empty text."""
        name = {"out_invoice": "first_invoice_number", "out_refund": "first_refund_number"}.get(self.move_type)
        if not name or not self._is_numbered_by_agency():
            return ""
        # Sudo: whoever posts takes the next number, and need not be able to choose it.
        return self.journal_id.sudo()[name] or ""

    def _is_numbered_by_agency(self):
        company = self.journal_id.company_id
        return company._works_as_agency() and self.journal_id == company._get_numbered_journal()
