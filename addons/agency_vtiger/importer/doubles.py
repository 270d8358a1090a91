"""Accounts that may be one: those of an export, and those that are here already."""

import re
from collections import defaultdict

from odoo.tools import email_normalize

from ..vtiger.labels import normalize

# What tells a company from another of the same name in law, not for those who type it.
_FORMS = {
    "sarl", "sas", "sasu", "sa", "eurl", "sci", "snc", "scop", "scp", "selarl", "eirl", "ei", "earl", "gaec", "gie",
    "association", "asso", "ets", "etablissements", "ste", "societe", "groupe", "cie", "compagnie", "et", "ltd", "gmbh",
    "inc", "llc", "bv", "nv", "srl", "spa", "sprl", "holding",
}  # fmt: skip


def fold_company(name):
    """A company's name without its legal form, punctuation and small words: "" when nothing else is left."""
    bare = re.sub(r"\b(\w)\.(?=\w\b)", r"\1", normalize(name or ""))
    words = re.sub(r"[^\w]+", " ", bare).split()
    return " ".join(word for word in words if word not in _FORMS)


class Doubles:
    """Knows the accounts or the contacts that are here, and those of the export as they come."""

    def __init__(self, env, module):
        self.env, self.is_company = env, module != "Contacts"
        self._here = None
        self._came = defaultdict(dict)  # folded name -> {number in vtiger: name}

    def find_here(self, vals, linked_ids):
        """The one that is here already and certainly the same: by SIRET, by VAT number, by mail and name.

        :param linked_ids: ids of those that vtiger's records are linked to
        """
        for kind, word in self._certain_words(vals):
            found = self._get_here()[kind, word] - linked_ids
            if len(found) == 1:
                return self.env["res.partner"].browse(found)
        return None

    def find_alike(self, vals, linked_ids):
        """The accounts that are here, of the same name or mail: a person decides."""
        found = set()
        if self.is_company:
            for kind, word in (("name", self._fold(vals["name"])), ("mail", _mail(vals))):
                found |= self._get_here()[kind, word] - linked_ids if word else set()
        return self.env["res.partner"].browse(sorted(found))

    def came_before(self, key, name):
        """Accounts of the export that came under this name before: `{number: name}`."""
        folded = self._fold(name)
        if not folded or not self.is_company:
            return {}
        before = {number: word for number, word in self._came[folded].items() if number != key}
        self._came[folded][key] = name
        return before

    def _fold(self, name):
        return fold_company(name) if self.is_company else " ".join(sorted(normalize(name or "").split()))

    def _get_here(self):
        if self._here is None:
            self._here = self._read_here()
        return self._here

    def _read_here(self):
        here = defaultdict(set)
        domain = [("is_company", "=", self.is_company), ("company_id", "in", (False, self.env.company.id))]
        names = ["name", "email", "vat", "company_registry"]
        own = self.env["res.company"].search([]).partner_id | self.env["res.users"].search([]).partner_id
        partners = self.env["res.partner"].with_context(active_test=True)
        for row in partners.search_read([*domain, ("id", "not in", own.ids)], names, load=None):
            for kind, word in self._certain_words(row):
                here[kind, word].add(row["id"])
            here["name", self._fold(row["name"])].add(row["id"])
            if mail := _mail(row):
                here["mail", mail].add(row["id"])
        return here

    def _certain_words(self, vals):
        if self.is_company and (registry := re.sub(r"\D", "", vals.get("company_registry") or "")):
            yield "siret", registry
        if self.is_company and (vat := re.sub(r"\W", "", vals.get("vat") or "").upper()):
            yield "vat", vat
        mail, name = _mail(vals), self._fold(vals["name"])
        if mail and name:
            yield "mail and name", (mail, name)


def _mail(vals):
    return email_normalize(vals.get("email") or "") or ""
