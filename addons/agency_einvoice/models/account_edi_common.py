from odoo import models

from ..const import LEGAL_KIND_CODES


class AccountEdiCommon(models.AbstractModel):
    _inherit = "account.edi.common"

    def _get_tax_category_code(self, customer, supplier, tax):
        """Override of `account_edi_ubl_cii`: what the legal wording of a tax says, and services within the EU.

        A code typed on the tax stays first. Odoo takes any sale within the EU for a supply of goods.
        """
        code = super()._get_tax_category_code(customer, supplier, tax)
        if not tax or tax.ubl_cii_tax_category_code or not supplier._sends_french_einvoices():
            return code
        if tax.amount == 0 and tax.agency_legal_kind in LEGAL_KIND_CODES:
            return LEGAL_KIND_CODES[tax.agency_legal_kind][0]
        return "AE" if code == "K" and tax.tax_scope != "consu" else code

    def _get_tax_exemption_reason(self, customer, supplier, tax):
        """Override of `account_edi_ubl_cii` to give the code that goes with the category."""
        reason = super()._get_tax_exemption_reason(customer, supplier, tax)
        if not tax or tax.ubl_cii_tax_exemption_reason_code or not supplier._sends_french_einvoices():
            return reason
        category = self._get_tax_category_code(customer, supplier, tax)
        kind_category, kind_reason = LEGAL_KIND_CODES.get(tax.agency_legal_kind, (None, None))
        if category == kind_category:
            return {**reason, "tax_exemption_reason_code": kind_reason}
        if category == "AE":
            return {"tax_exemption_reason": self.env._("Reverse charge"), "tax_exemption_reason_code": "VATEX-EU-AE"}
        return reason
