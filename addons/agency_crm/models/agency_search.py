"""One search over the clients, their deals and their documents: the command palette (Ctrl+K) and the list of deals."""

from odoo import api, fields, models
from odoo.fields import Domain

from .. import search_words

# Clients and documents through which the list of deals is searched, at most.
LIST_LIMIT = 200
# Model -> what is read of it for its line.
FOUND = {"res.partner": "phone", "crm.lead": "next_step_id", "sale.order": "partner_id", "account.move": "partner_id"}


class AgencySearch(models.AbstractModel):
    _name = "agency.search"
    _description = "Search over clients, deals and documents"

    @api.readonly
    @api.model
    def find(self, typed, limit=5):
        """Return what `typed` finds among accounts, contacts, deals, quotes, orders and invoices.

        :param str typed: a name, a telephone however written, a number, an amount, a SIREN or SIRET
        :param int limit: records of each kind, at most
        :return: list of `{"model", "id", "kind", "name", "detail"}`, with the rights of the user
        """
        if not isinstance(typed, str) or len(typed.strip()) < search_words.MIN_LENGTH:
            return []
        if not self.env.user._is_agency_user():
            return []
        found = self._find_all(search_words.read(typed), min(max(int(limit), 1), 20))
        return [self._prepare_line(record, FOUND[model]) for model, records in found.items() for record in records]

    @api.model
    def _find_all(self, words, limit):
        """Return what `words` find: `{model: records}`, `limit` of each at most.

        One query a way to find, each by its own index: all of them in one would read the tables from end to end.
        """
        partners = self._find("res.partner", self._get_partner_domains(words), limit)
        orders = self._find("sale.order", self._get_document_domains(words, partners), limit)
        moves = self._find(
            "account.move",
            self._get_document_domains(words, partners),
            limit,
            Domain("move_type", "in", ("out_invoice", "out_refund")),
        )
        deals = self._find(
            "crm.lead",
            self._get_deal_domains(words, partners, orders, moves),
            limit,
            Domain("type", "=", "opportunity"),
        )
        return {"res.partner": partners, "crm.lead": deals, "sale.order": orders, "account.move": moves}

    @api.model
    def _find(self, model, domains, limit, always=Domain.TRUE):
        found = self.env[model]
        for domain in domains:
            found |= found.search(always & domain, limit=limit)
        return found[:limit]

    @api.model
    def _prepare_line(self, record, detail):
        value = record[detail]
        return {
            "model": record._name,
            "id": record.id,
            "kind": self._get_kind(record),
            "name": record.display_name,
            "detail": (value.display_name if isinstance(value, models.BaseModel) else value) or "",
        }

    @api.model
    def _get_kind(self, record):
        if record._name == "res.partner":
            return self.env._("Account") if record.is_company else self.env._("Contact")
        if record._name == "sale.order":
            return self.env._("Recurring order") if record.billing_frequency else self.env._("Quote")
        return self.env._("Deal") if record._name == "crm.lead" else self.env._("Invoice")

    @api.model
    def _get_partner_domains(self, words):
        if words.phones or words.registry:
            domains = [Domain("phone_mobile_search", "=like", f"{phone}%") for phone in words.phones]
            return domains + ([Domain("company_registry", "=like", f"{words.registry}%")] if words.registry else [])
        domains = [Domain("complete_name", "ilike", words.text), Domain("email", "ilike", words.text)]
        return domains + ([Domain("ref", "in", self._get_numbers(words))] if words.has_number else [])

    @api.model
    def _get_numbers(self, words):
        """Return what a number of the books before may be written as."""
        return [words.text, words.text.upper()]

    @api.model
    def _get_document_domains(self, words, partners):
        """Return what finds documents: their number, their amount with or without tax, whom they are for."""
        domains = [Domain("partner_id", "in", partners.ids)] if partners else []
        if words.amount is not None:
            domains += [Domain(name, "=", words.amount) for name in ("amount_untaxed", "amount_total")]
        if words.has_number and not words.phones:
            domains.append(Domain("name", "ilike", words.text))
        return domains

    @api.model
    def _get_deal_domains(self, words, partners, orders, moves):
        domains = [Domain("id", "in", (orders.opportunity_id | moves.opportunity_id).ids)]
        if partners:
            domains.append(Domain("partner_id", "in", partners.ids))
        domains += [Domain("phone_mobile_search", "=like", f"{phone}%") for phone in words.phones]
        if words.amount is not None:
            domains.append(Domain("expected_revenue", "=", words.amount))
        if not words.phones:
            domains += [Domain("name", "ilike", words.text), Domain("email_from", "ilike", words.text)]
            if words.has_number:
                domains.append(Domain("former_number", "in", self._get_numbers(words)))
        return domains


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead"]

    former_number = fields.Char(
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Its number in the system that the agency had before: it is found by it.",
    )
    found_by = fields.Char(
        string="Deal",
        store=False,
        search="_search_found_by",
        export_string_translation=False,
        help="Finds deals by their client, a telephone however written, the number or amount of a quote or an invoice.",
    )

    @api.model
    def _search_found_by(self, operator, value):
        if operator != "ilike" or not isinstance(value, str):
            return NotImplemented
        if not value.strip():
            return Domain.TRUE
        words, search = search_words.read(value), self.env["agency.search"].with_context(active_test=False)
        found = search._find_all(words, LIST_LIMIT)
        domains = search._get_deal_domains(words, found["res.partner"], found["sale.order"], found["account.move"])
        return Domain.OR(domains)
