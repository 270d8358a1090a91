import re

from odoo import models
from odoo.tools import email_normalize_all

from ..const import NO_VAT, SIREN_COUNTRIES

FRENCH_VAT_RE = re.compile(r"FR[0-9A-HJ-NP-Z]{2}(\d{9})")
# An address, accents of its domain included.
ADDRESS_RE = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _has_french_registry(self):
        """Tell whether the company of the partner is where SIREN numbers companies, or of no country yet."""
        country = self.commercial_partner_id.country_id
        return not country or country.code in SIREN_COUNTRIES

    def _get_siret_digits(self):
        """Return the 14 digits of the SIRET (or 9 of the SIREN) of the company of the partner.

        None abroad, where registers have nine digits too: CHE-123.456.789.
        """
        registry = self.commercial_partner_id.company_registry or ""
        digits = re.sub(r"\D", "", registry)
        return digits if len(digits) in (9, 14) and self._has_french_registry() else ""

    def _get_siren_digits(self):
        """Return the nine digits of the SIREN, that of the SIRET or of the French VAT number, or ''."""
        return self._get_siret_digits()[:9] or self._get_vat_siren()

    def _get_vat_siren(self):
        """Return the nine digits of the SIREN that a French VAT number holds, or ''."""
        vat = re.sub(r"\W", "", self.commercial_partner_id.vat or "").upper()
        found = FRENCH_VAT_RE.fullmatch(vat) if self._has_french_registry() else None
        return found[1] if found else ""

    def _get_siren(self):
        """Return the SIREN in groups of three digits, or nothing."""
        digits = self._get_siren_digits()
        return " ".join(digits[i : i + 3] for i in range(0, len(digits), 3))

    def _get_formatted_siret(self):
        """Return the SIRET as 123 456 789 00012, the SIREN if that is all there is, or the number as it was entered."""
        if not self._has_french_registry():
            return ""
        digits = self._get_siret_digits()
        if not digits:
            return self.commercial_partner_id.company_registry or ""
        return " ".join(filter(None, [self._get_siren(), digits[9:]]))

    def _get_vat(self):
        """Return the VAT number of the company of the partner, or '' where it has none."""
        vat = self.commercial_partner_id.vat or ""
        return "" if vat == NO_VAT else vat

    def _is_consumer(self):
        """Tell whether the partner buys for themselves: a person with no registration at all."""
        commercial = self.commercial_partner_id
        return not (commercial.is_company or commercial._get_vat() or commercial.company_registry)

    def _get_document_address(self):
        """Return the lines of the postal address, without the name.

        Without a country it is written as in the company's: 35000 Rennes, not Rennes 35000.

        :rtype: list[str]
        """
        self.ensure_one()
        address_format, values = self._prepare_display_address(without_company=True)
        if not self.country_id:
            address_format = (self.company_id or self.env.company).country_id.address_format or address_format
        return [line.strip() for line in (address_format % values).splitlines() if line.strip()]

    def _get_document_email(self):
        """Return the address documents are mailed to (all of them, where several are written), or nothing."""
        self.ensure_one()
        emails = dict.fromkeys(email_normalize_all(self.email or ""))
        return ", ".join(filter(ADDRESS_RE.fullmatch, emails))

    def _get_name_without_email(self):
        """Return the name of one who can't be mailed, with what is written where an address should be."""
        self.ensure_one()
        written = (self.email or "").strip()
        if not written:
            return self.display_name
        return self.env._("%(name)s (“%(email)s” is no address)", name=self.display_name, email=written)
