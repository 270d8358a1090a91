"""What records name, found in this database once: users, countries, taxes, types, units, terms, services."""

from collections import Counter, defaultdict

from odoo import fields
from odoo.tools import email_normalize

from ..vtiger.columns import normalize
from ..vtiger.model import Ref
from ..vtiger.picklists import PICKLISTS
from ..vtiger.storage import Storage
from .countries import Countries
from .files import find_folder
from .resolver import Resolver
from .taxes import Taxes
from .telling import tell

UNITS = {"unit": "uom.product_uom_unit", "hour": "uom.product_uom_hour", "day": "uom.product_uom_day"}


class Lookups:
    """What the preparers of all modules share.

    :param settings: `Settings` of the import
    :param storage: `Storage`, the files that came beside the export
    """

    def __init__(self, env, settings, storage=None):
        self.env, self.settings = env, settings
        self.storage = storage or Storage()
        self.company = env.company
        self.today = fields.Date.context_today(env.user)
        self.resolver = Resolver(env)
        # Headers of the file at hand: the report names columns as the user sees them.
        self.headers = self.resolver.headers
        self.unknown_users = Counter()
        self.invoiced_orders = {}  # name of an order -> dates of the invoices that name it
        self._users = self._read_users()
        self._countries = Countries(env)
        self._taxes = Taxes(env)
        self._terms_by_days = None
        self._types, self._variants, self._folders = {}, {}, {}
        self._mails = None

    def get_header(self, target):
        """The header of the column of the file at hand that has this target."""
        return self.headers.get(target, target)

    def mend(self, record, name, clean, *args):
        """A value that a spreadsheet may have damaged: mended where it is certain, else kept in the notes; told.

        :param clean: called with the text and `args`; returns the value, None for one that can't be right
        """
        text = record.values.get(name)
        if not text:
            return text
        value, header = clean(text, *args), self.get_header(name)
        if value is None:
            tell(record, "bad_value", column=header, value=text)
            record.notes.append((header, text))
        elif value.endswith(text) and value != text:
            tell(record, "mended", "note", column=header, value=text, new=value)
        return value or False

    # === USERS === #

    def _read_users(self):
        found = {}
        for user in self.env["res.users"].with_context(active_test=False).search([("share", "=", False)]):
            for word in (user.name, user.email, user.login):
                if word:
                    found[normalize(word)] = user.id
        return found

    def find_user_id(self, login):
        """The user here of a login of vtiger, by the choice of who imports or by what they share; else False."""
        return bool(login) and self._users.get(normalize(self.settings.users.get(login, login)), False)

    def get_owner_id(self, record):
        """The user in charge of a record; a login that is nobody's here is counted."""
        login = record.values.get("user")
        user_id = self.find_user_id(login)
        if login and not user_id:
            self.unknown_users[login] += 1
            record.unresolved.add("user")
        return user_id

    # === COUNTRIES, UNITS, TERMS, TYPES, TAXES, SERVICES === #

    def get_country_id(self, record, name="country"):
        """The id of a country; one that Odoo has not is kept in the notes, and told."""
        text = record.values.get(name)
        found = self._countries.get_id(text)
        if found is False:
            header = self.get_header(name)
            tell(record, "unknown_country", column=header, value=text)
            record.notes.append((header, text))
        return found or False

    def get_country_code(self, record):
        """The code of the country of an address, "" when it is not known."""
        found = self._countries.get_id(record.values.get("country"))
        return self.env["res.country"].browse(found).code or "" if found else ""

    def get_unit_id(self, record):
        """The unit of measure of a service; one that Odoo has not is kept in its notes."""
        text = normalize(record.values.get("unit") or "")
        name = self.settings.picklists.get("unit", {}).get(text) or PICKLISTS["unit"].get(text)
        if text and not name:
            record.notes.append((self.env._("Unit"), record.values["unit"]))
        return self.env.ref(UNITS[name or "unit"]).id

    def get_term_id(self, days):
        """The term of payment of the whole amount, so many days after the invoice; None when there is none."""
        if self._terms_by_days is None:
            self._terms_by_days = self._read_payment_terms()
        return self._terms_by_days.get(days)

    def _read_payment_terms(self):
        domain = [("company_id", "in", (False, self.company.id)), ("active", "=", True)]
        terms = self.env["account.payment.term"].search(domain, order="sequence desc, id desc")
        lines = {term: term.line_ids for term in terms if len(term.line_ids) == 1 and not term.early_discount}
        return {
            line.nb_days: term.id
            for term, line in lines.items()
            if line.delay_type == "days_after" and (line.value, line.value_amount) == ("percent", 100)
        }

    def get_type_ids(self, names):
        """The ids of the types presta of these names, made when they are new."""
        if not self._types:
            for lang, _name in self.env["res.lang"].get_installed():
                for presta in self.env["agency.presta.type"].with_context(lang=lang).search([]):
                    self._types[normalize(presta.name)] = presta.id
        for name in names:
            if normalize(name) not in self._types:
                self._types[normalize(name)] = self.env["agency.presta.type"].create({"name": name}).id
        return [self._types[normalize(name)] for name in names]

    def get_tax_ids(self, record, rates, is_goods=False):
        """The sale taxes of these rates; that one was made is an issue of the record."""

        def on_made(rate):
            if record:
                tell(record, "tax_made", "note", rate=f"{float(rate):g}")

        return self._taxes.get_ids(rates, on_made, is_goods)

    def get_variant_id(self, record, line):
        """The service of a line, as orders and invoices name it; False for one that is not in the catalogue."""
        names = self.find_service(line)
        if not names:
            tell(record, "service_not_found", "note", name=line.service.name)
            record.is_unresolved = True
            return False
        # Homonyms of the catalogue are the same words on the line: the first will do.
        template_id = min(names)
        if template_id not in self._variants:
            template = self.env["product.template"].browse(template_id)
            self._variants[template_id] = template.product_variant_ids[:1].id
        return self._variants[template_id]

    def find_service(self, line):
        """The services or products that a line may name: `{template id: hints}`."""
        return self.resolver.named(line.service) or self.resolver.named(Ref("Products", line.service.name))

    def is_goods(self, line):
        """Whether a line sells a thing."""
        if not line.service or not self.resolver.records["Products"]:
            return False
        names = self.find_service(line)
        return bool(names) and min(names) in self.resolver.records["Products"]

    def find_partner_of_mail(self, text):
        """The one partner of an address, or the account of those who share it; False when nobody has it."""
        if self._mails is None:
            self._mails = self._read_mails()
        found = self._mails.get(email_normalize(text or "") or "", ())
        if len(found) > 1:
            found = set(self.env["res.partner"].browse(found).commercial_partner_id.ids)
        return next(iter(found)) if len(found) == 1 else False

    def _read_mails(self):
        domain = [("email_normalized", "!=", False), ("company_id", "in", (False, self.company.id))]
        own = self.env["res.company"].search([]).partner_id | self.env["res.users"].search([]).partner_id
        found = defaultdict(set)
        for row in self.env["res.partner"].search_read([*domain, ("id", "not in", own.ids)], ["email_normalized"]):
            found[row["email_normalized"]].add(row["id"])
        return found

    def get_folder_id(self, name):
        """The folder of Documents of this name, made when it is new."""
        if name not in self._folders:
            self._folders[name] = find_folder(self.env, name).id
        return self._folders[name]
