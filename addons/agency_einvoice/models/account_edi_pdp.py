"""The hooks of Odoo's `l10n_fr_pdp`, a module of newer 19.0: what it says by default, said from the legal wordings.

The module is not asked for: without it, nobody calls these. Its own late penalty is 10 %, whatever the company's.
"""

from odoo import models


class AccountEdiCommon(models.AbstractModel):
    _name = "account.edi.common"
    _inherit = ["account.edi.common"]

    def _get_default_notes(self, vals):
        """Override of `l10n_fr_pdp`: the notes of each invoice, by code."""
        parent = getattr(super(), "_get_default_notes", None)
        notes = parent(vals) if parent else {}
        invoice = vals.get("invoice")
        return invoice._complete_pdp_notes(notes) if invoice else notes

    def _l10n_fr_pdp_get_profile_id(self, vals):
        """Override of `l10n_fr_pdp`: BT-23."""
        parent = getattr(super(), "_l10n_fr_pdp_get_profile_id", None)
        invoice = vals.get("invoice")
        if invoice and invoice._is_einvoice():
            return invoice._get_einvoice_framework()
        return parent(vals) if parent else None


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move"]

    def _l10n_fr_pdp_get_default_notes(self):
        """Override of `l10n_fr_pdp`, its first versions: the notes of the invoice, by code."""
        parent = getattr(super(), "_l10n_fr_pdp_get_default_notes", None)
        return self._complete_pdp_notes(parent() if parent else {})

    def _l10n_fr_pdp_get_profile_id(self):
        """Override of `l10n_fr_pdp`, its first versions: BT-23."""
        parent = getattr(super(), "_l10n_fr_pdp_get_profile_id", None)
        if self._is_einvoice():
            return self._get_einvoice_framework()
        return parent() if parent else None

    def _complete_pdp_notes(self, notes):
        """Return `notes` with those whose wording is in force, which say what the paper says."""
        if not self._is_einvoice():
            return notes
        return {**notes, **{code: text for code, text in self._get_einvoice_notes().items() if text}}
