from stdnum import luhn

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.agency_pdf.const import SIREN_COUNTRIES

from ..const import PLATFORM_COUNTRIES, SCHEME_EMAIL, SCHEME_FRENCH_ADDRESS

# SIREN of La Poste.
LA_POSTE = "356000000"


class ResPartner(models.Model):
    _inherit = "res.partner"

    is_without_siren = fields.Boolean(
        string="Has no SIREN",
        help="An association that is not registered, say: its invoices are not asked for a SIREN.",
    )

    def _is_french(self):
        """Tell whether the company of the partner is where SIREN numbers companies."""
        return self.commercial_partner_id.country_id.code in SIREN_COUNTRIES

    def _sends_french_einvoices(self):
        """Tell whether this is one of the agencies, in France."""
        # Sudo: who sends how does not depend on which companies the user sees.
        agencies = self.env["res.company"].sudo()._get_agencies().partner_id
        return self.commercial_partner_id in agencies.commercial_partner_id and self._is_french()

    def _is_reached_by_platforms(self):
        """Tell whether the company of the partner is where platforms carry invoices."""
        return self.commercial_partner_id.country_id.code in PLATFORM_COUNTRIES

    def _get_einvoice_siren(self):
        """Return the nine digits of the SIREN, that of the SIRET or of the French VAT number, or ''."""
        return self._get_siren_digits() if self._is_french() else ""

    def _has_einvoice_identity(self):
        """Tell whether nothing more can be asked of the partner: a right SIREN, unless it has none to give."""
        commercial = self.commercial_partner_id
        is_asked = not (commercial._is_consumer() or commercial.is_without_siren)
        is_asked = is_asked and commercial._is_reached_by_platforms()
        return not is_asked or (bool(commercial._get_einvoice_siren()) and not commercial._has_wrong_siren())

    def _has_wrong_siren(self):
        """Tell whether the last digit of the SIREN, which is computed from the others, is not the right one."""
        siren = self._get_einvoice_siren()
        return bool(siren) and not luhn.is_valid(siren)

    def _has_wrong_siret(self):
        """Tell whether the last digit of the SIRET is not the right one, the SIREN it begins with being right.

        La Poste numbers its many offices by another rule.
        """
        siret = self._get_einvoice_siret()
        is_looked_at = siret and not siret.startswith(LA_POSTE) and not self._has_wrong_siren()
        return bool(is_looked_at) and not luhn.is_valid(siret)

    def _has_two_sirens(self):
        """Tell whether the VAT number and the SIRET are those of two companies."""
        sirens = {self._get_siret_digits()[:9], self._get_vat_siren()} - {""}
        return self._is_french() and len(sirens) > 1

    def _get_einvoice_siret(self):
        """Return the fourteen digits of the SIRET, or ''."""
        digits = self.commercial_partner_id._get_siret_digits()
        return digits if len(digits) == 14 and self.commercial_partner_id._is_french() else ""

    def _get_einvoice_address(self):
        """Return where an invoice is delivered: BT-49 of a customer, BT-34 of a seller.

        A French address is the SIREN unless one was typed (scheme 0225 of the Peppol fields: SIREN_SIRET, say); abroad
        it is that of Peppol; a mail address stands in for whoever has none of these.

        :return: (scheme, address), the latter '' when there is none
        """
        commercial = self.commercial_partner_id
        if commercial.peppol_eas == SCHEME_FRENCH_ADDRESS and commercial.peppol_endpoint:
            return SCHEME_FRENCH_ADDRESS, commercial.peppol_endpoint
        if siren := commercial._get_einvoice_siren():
            return SCHEME_FRENCH_ADDRESS, siren
        if not commercial._is_french() and commercial.peppol_eas and commercial.peppol_endpoint:
            return commercial.peppol_eas, commercial.peppol_endpoint
        return SCHEME_EMAIL, self.email_normalized or commercial.email_normalized or ""

    def _get_einvoice_location(self):
        """Return the partner whose postal address is that of the invoice: its own, if it has one."""
        return self if self.country_id or self.street or self.zip or self.city else self.commercial_partner_id

    def _get_einvoice_country(self):
        """Return the country of the postal address: that of the company where it says none."""
        return self.country_id or self.commercial_partner_id.country_id

    # === SUPPLIERS === #

    @api.model
    def _find_einvoice_supplier(self, company, siren, vat, iban):
        """Return the company that has this SIREN, else this VAT number, else this account, or no record.

        :param res.company company: whose partners are looked at
        """
        common = Domain(self._check_company_domain(company)) & Domain("parent_id", "=", False)
        if siren:
            like = Domain("company_registry", "=like", f"{siren}%") | Domain("vat", "=like", f"FR__{siren}")
            spaced = " ".join((siren[:3], siren[3:6], siren[6:]))
            like |= Domain("company_registry", "=like", f"{spaced}%")
            if found := self.search(common & like, limit=1):
                return found
        if vat and (found := self.search(common & Domain("vat", "=", vat), limit=1)):
            return found
        if not iban or siren:
            return self.browse()
        banks = self.env["res.partner.bank"].search(Domain("sanitized_acc_number", "=", iban.upper()))
        partners = banks.partner_id.commercial_partner_id - company.partner_id
        return partners.filtered_domain(common)[:1]

    @api.model
    def _create_einvoice_supplier(self, name, vat, email, phone, address):
        """Create the company that an e-invoice comes from.

        :param dict address: `street`, `additional_street`, `zip`, `city`, `country_code`
        """
        country = self.env["res.country"].search([("code", "=", (address.get("country_code") or "").upper())], limit=1)
        partner = self.create(
            {
                "name": name,
                "is_company": True,
                "email": email,
                "phone": phone,
                "street": address.get("street"),
                "street2": address.get("additional_street"),
                "zip": address.get("zip"),
                "city": address.get("city"),
                "country_id": country.id,
            }
        )
        if vat:
            partner.vat, _code = self._run_vat_checks(country, vat, validation="setnull")
        return partner
