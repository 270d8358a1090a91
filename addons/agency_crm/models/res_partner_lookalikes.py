"""Look-alikes of an account or a contact, found before a second one is made."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize

from odoo.addons.iap.tools import iap_tools

from .. import name_keys, search_words

LIMIT = 6


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner"]

    name_key = fields.Char(
        compute="_compute_name_key",
        store=True,
        index=True,
        export_string_translation=False,
        help="The name without legal form, accents nor little words, by which look-alikes are found.",
    )

    @api.depends("name")
    def _compute_name_key(self):
        for partner in self:
            partner.name_key = name_keys.get_key(partner.name)

    @api.model
    def _find_lookalikes(self, company="", registry="", contact="", email="", phone="", account=None):
        """Return the accounts and contacts that may be those described, the likeliest first.

        One query a way to find, each by its own index.

        :param str company: name of a company
        :param str registry: its SIREN or SIRET
        :param str contact: name of a person
        :param account: the account that is known already: its people alone are looked at
        :rtype: res.partner
        """
        people, companies = Domain("is_company", "=", False), Domain("is_company", "=", True)
        if account:
            people &= Domain("id", "child_of", account.id)
        ways = [] if account else self._get_registry_domains(registry)
        ways += [people & domain for domain in self._get_contact_domains(email, phone)]
        if not account:
            ways += [companies & domain for domain in self._get_contact_domains(email, phone)]
            ways += [companies & domain for domain in self._get_name_domains(company)]
        domains = self._get_name_domains(contact)
        if company and not account:
            # A person of that name is one among many: of a company of that name, it is she.
            domains = [
                domain & Domain("parent_id.name_key", "=", name_keys.get_key(company))
                for domain in self._get_name_domains(contact)
            ]
        ways += [people & domain for domain in domains]
        address = not account and iap_tools.mail_prepare_for_domain_search(email)
        if address and address.startswith("@"):
            ways.append(companies & Domain("email_normalized", "=like", f"%{search_words.escape(address)}"))
        found = self.browse()
        for domain in ways:
            if len(found) < LIMIT:
                found |= self.search(domain, limit=LIMIT)
        return found[:LIMIT]

    @api.model
    def _get_registry_domains(self, registry):
        digits = search_words.read(registry or "").registry
        if not digits:
            return []
        siren = digits[:9]
        vat = f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}"
        return [Domain("company_registry", "=like", f"{siren}%"), Domain("vat", "=", vat)]

    @api.model
    def _get_name_domains(self, name):
        key = name_keys.get_key(name)
        if len(key) < search_words.MIN_LENGTH:
            return []
        return [
            Domain("name_key", "in", name_keys.get_shorter_keys(key)),
            Domain("name_key", "=like", f"{search_words.escape(key)} %"),
        ]

    @api.model
    def _get_contact_domains(self, email, phone):
        normalized = email_normalize(email or "")
        domains = [Domain("email_normalized", "=", normalized)] if normalized else []
        return domains + [
            Domain("phone_mobile_search", "=like", f"{number}%") for number in search_words.read(phone or "").phones
        ]
