from datetime import date

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    einvoice_platform = fields.Char(
        string="Approved platform",
        help="The platform (plateforme agréée) that the agency chose: since 1 September 2026 its suppliers' invoices"
        " come by it. For the record: nothing is sent to it from here.",
        prefetch="agency_einvoice",
    )
    einvoice_emission_date = fields.Date(
        string="Sending compulsory from",
        default=date(2027, 9, 1),
        help="First day the company must send its invoices through a platform: 1 September 2027 for small and medium"
        " ones (law of finances for 2024, article 91). From then on a French company without SIREN is not invoiced.",
        prefetch="agency_einvoice",
    )

    def _has_french_einvoices(self):
        """Tell whether French rules hold for the invoices that the company sends and receives."""
        return self._works_as_agency() and self.partner_id._is_french()

    def _take_over(self):
        """Override of `agency_crm`: the bills there are stand where their payment says."""
        res = super()._take_over()
        self._write_bill_statuses(self.env["account.move"]._place_bills)
        return res

    def _give_back(self):
        """Override of `agency_crm`: in a company that is no agency, bills have no status but Odoo's."""
        res = super()._give_back()
        self._write_bill_statuses(self.env["account.move"]._unplace_bills)
        return res

    def _write_bill_statuses(self, write):
        """Call `write`, which writes by SQL, on these companies."""
        moves = self.env["account.move"]
        moves.flush_model()
        write(self)
        moves.invalidate_model(["einvoice_lifecycle"])
