import re

from odoo import models
from odoo.tools import email_normalize_all

# An address, accents of its domain included.
ADDRESS_RE = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _get_siret_digits(self):
        """Return the 14 digits of the SIRET (or 9 of the SIREN) of the company of the partner."""
        registry = self.commercial_partner_id.company_registry or ""
        digits = re.sub(r"\D", "", registry)
        return digits if len(digits) in (9, 14) else ""

    def _get_siren(self):
        """Return the SIREN in groups of three digits, or nothing."""
        digits = self._get_siret_digits()[:9]
        return " ".join(digits[i : i + 3] for i in range(0, len(digits), 3))

    def _get_formatted_siret(self):
        """Return the SIRET as 123 456 789 00012, or the registry number as it was entered."""
        digits = self._get_siret_digits()
        if len(digits) != 14:
            return self.commercial_partner_id.company_registry or ""
        return f"{self._get_siren()} {digits[9:]}"

    def _is_consumer(self):
        """Tell whether the partner buys for themselves: a person with no registration at all."""
        commercial = self.commercial_partner_id
        return not (commercial.is_company or commercial.vat or commercial.company_registry)

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
