"""From records to the values of Odoo's `create()`: one method for each module, one place for what they share.

Names that begin with `_` are for the writer, not for the ORM: `_name` and `_hints` (how others find the record),
`_created`, `_note`, `_status`, `_payment` (amount, date), `_memory`, `_start`.
"""

import re
from collections import Counter
from datetime import datetime, time
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from markupsafe import Markup, escape

from odoo import fields

from .resolver import Resolver
from .vtiger.columns import DOCUMENTS, normalize
from .vtiger.mapping import read_rates, read_step
from .vtiger.picklists import PICKLISTS
from .vtiger.problems import Issue
from .vtiger.totals import rounding_line

FREQUENCY_MONTHS = {"monthly": 1, "quarterly": 3, "semiannual": 6, "annual": 12, "4": 4}
QUOTE_STATES = {
    "draft": {"state": "draft"},
    "sent": {"state": "sent"},
    "accepted": {"state": "sale"},
    "settled": {"state": "sale", "is_settled_before": True},
    "rejected": {"state": "cancel"},
    "postponed": {"state": "sent", "quote_answer": "postponed"},
    "no_answer": {"state": "sent", "quote_answer": "no_answer"},
}
UNITS = {"unit": "uom.product_uom_unit", "hour": "uom.product_uom_hour", "day": "uom.product_uom_day"}
RES_MODELS = {
    "Accounts": "res.partner",
    "Contacts": "res.partner",
    "Services": "product.template",
    "Potentials": "crm.lead",
    "Quotes": "sale.order",
    "SalesOrder": "sale.order",
    "Invoice": "account.move",
}
SALE_JOURNAL = "VTG"
ADDRESS = ("street", "street2", "zip", "city")


class Preparer:
    def __init__(self, env, settings):
        self.env, self.settings = env, settings
        self.company = env.company
        self.today = fields.Date.context_today(env.user)
        self.resolver = Resolver(env)
        self.unknown_users = Counter()
        self.invoiced_orders = set()
        self.by_line = self.company.tax_calculation_rounding_method == "round_per_line"
        self._users = self._read_users()
        self._countries = self._read_countries()
        self._terms_by_days = self._read_payment_terms()
        self._taxes, self._types, self._labels, self._variants = {}, {}, {}, {}
        self._journals = {}
        # Headers of the file at hand: the report names columns as the user sees them.
        self.headers = self.resolver.headers

    def prepare(self, record):
        """The values of a record. What can't be done is an issue of it; a refused one has no use."""
        vals = getattr(self, f"_prepare_{record.module.lower()}")(record)
        vals["_created"] = record.values.get("created")
        vals.setdefault("_hints", {})
        if record.module in DOCUMENTS:
            vals["_note"] = self.note_of(record)
        own = {name: value for name, value in record.values.items() if name.startswith("x_")}
        for name in own.keys() - self.env[RES_MODELS[record.module]]._fields.keys():
            self._refuse(record, "no_field", field=name)
        vals.update(own)
        return vals

    # === ACCOUNTS, CONTACTS, SERVICES, DEALS === #

    def _prepare_accounts(self, record):
        values = record.values
        kind = values.get("account_type", "prospect")
        vals = {
            "name": values.get("name"),
            "is_company": True,
            "phone": values.get("phone"),
            "email": values.get("email"),
            "website": values.get("website"),
            "account_type": kind if kind in ("client", "prospect") else "other",
            "is_supplier": values.get("is_supplier", False) or kind == "supplier",
            "is_partner": values.get("is_partner", False) or kind == "partner",
            "is_media": values.get("is_media", False) or kind == "media",
            "company_registry": values.get("siret"),
            "vat": values.get("vat"),
            "user_id": self._user(record),
            **self._address(record),
            "comment": self._comment(record),
            "_name": values.get("name"),
            "_hints": {"zip": values.get("zip"), "street": values.get("street"), "city": values.get("city")},
        }
        shipping = {name: values.get(f"ship_{name}") for name in ADDRESS}
        if shipping["street"] and any(shipping[name] != values.get(name) for name in ADDRESS):
            vals["child_ids"] = [
                (0, 0, {**shipping, "type": "delivery", "country_id": self._country(values.get("ship_country"))})
            ]
        return vals

    def _prepare_contacts(self, record):
        values = record.values
        first, last = values.get("first_name"), values.get("name")
        own = bool(values.get("street") or values.get("city"))
        account = self.resolver.find(record, "account", zip=values.get("zip"), city=values.get("city"))
        phone, mobile = values.get("phone"), values.get("mobile")
        if phone and mobile:
            record.notes.append((self.env._("Mobile"), mobile))
        if values.get("salutation"):
            record.notes.append((self.env._("Salutation"), values["salutation"]))
        name = " ".join(filter(None, (first, last)))
        vals = {
            "name": name,
            "is_company": False,
            "parent_id": account,
            # Odoo gives the account's address to a contact, unless it is one with an address of its own.
            "type": "other" if own and account else "contact",
            "phone": phone or mobile,
            "email": values.get("email"),
            "function": values.get("function"),
            "user_id": self._user(record),
            "comment": self._comment(record),
            "_name": name,
            "_hints": {"account": account, "own_address": own},
        }
        return {**vals, **self._address(record)} if own or not account else vals

    def _prepare_services(self, record):
        values = record.values
        types = self._presta_types(values.get("presta_types", []))
        # Not the reference of the service, which every new quote would print.
        record.notes.append((self.headers.get("key", "Service Number"), record.key))
        return {
            "name": values.get("name"),
            "type": "service",
            "list_price": values.get("price", Decimal(0)),
            "description_sale": values.get("description") or False,
            "taxes_id": [(6, 0, self._tax_ids(record, list(read_rates(values))[:1]))],
            "active": values.get("active", True),
            "sale_ok": True,
            "purchase_ok": False,
            "uom_id": self._unit(record),
            "presta_type_id": types[0] if types else False,
            "description": self._notes_html(record) or False,
            "_name": values.get("name"),
        }

    def _unit(self, record):
        """The unit of measure of a service; one that Odoo has not is kept in its notes."""
        text = normalize(record.values.get("unit") or "")
        name = self.settings.picklists.get("unit", {}).get(text) or PICKLISTS["unit"].get(text)
        if text and not name:
            record.notes.append((self.env._("Unit"), record.values["unit"]))
        return self.env.ref(UNITS[name or "unit"]).id

    def _prepare_potentials(self, record):
        values = record.values
        account = self.resolver.find(record, "account")
        contact = self.resolver.find(record, "contact", account=account)
        phase = values["stage"]
        stage = self.env["crm.stage"]._get_phase_stage(phase)
        close = values.get("close_date")
        stage = self._stage_without_step(record, stage)
        step, step_date = self._step(record, stage)
        done = values.get("modified") or (close and datetime.combine(close, time(12)))
        vals = {
            "name": values.get("name"),
            "type": "opportunity",
            "partner_id": contact or account,
            "user_id": self._user(record),
            "stage_id": stage.id,
            "expected_revenue": values.get("amount", Decimal(0)),
            "date_deadline": close or False,
            "next_step_id": step.id,
            "next_step_date": step_date,
            "description": self._comment(record),
            "_name": values.get("name"),
            "_hints": {"account": account, "contact": contact},
        }
        if phase == "lost":
            vals |= {"active": False, "probability": 0, "automated_probability": 0}
        elif not stage.is_won and values.get("probability") is not None:
            # Odoo's own as well, so that it goes on by itself when the deal moves.
            vals["probability"] = min(max(values["probability"], Decimal(0)), Decimal(100))
            vals["automated_probability"] = vals["probability"]
        if phase == "lost" or stage.is_won:
            vals["date_closed"] = min(done or fields.Datetime.now(), fields.Datetime.now())
        return vals

    def _stage_without_step(self, record, stage):
        """The stage of a deal that is won and has nothing left to do: vtiger leaves it at « Closed Won » for ever."""
        text = record.values.get("step") or record.values.get("step_text")
        name = read_step(text, self.settings) if text else None
        if name != "none" or not stage.is_won or self.env["agency.next.step"]._get_step("none") in stage.next_step_ids:
            return stage
        final = self.env["crm.stage"]._get_phase_stage("final")
        self._warn(record, "won_and_done", "note", step=text, stage=final.name)
        return final

    def _step(self, record, stage):
        """The next step of a deal and its date; a step that the stage does not allow gives way to its first."""
        steps, values = self.env["agency.next.step"], record.values
        text = values.get("step") or values.get("step_text")
        name = read_step(text, self.settings) if text else None
        step = steps._get_step(name) if name else steps
        if text and not name:
            self._warn(record, "unknown_step", value=text)
            record.notes.append((self.env._("Next step"), text))
        allowed = stage.next_step_ids
        if allowed and step not in allowed:
            if step:
                self._warn(record, "step_not_allowed", "note", step=step.name, stage=stage.name, new=allowed[0].name)
                record.notes.append((self.env._("Next step"), text))
            step = allowed[0]
        day = values.get("step_date")
        if not step or step.is_closing:
            if day:
                record.notes.append((self.env._("Next step date"), day.isoformat()))
            return step, False
        if not day:
            created = values.get("modified") or values.get("created")
            day = values.get("close_date") or (created.date() if created else self.today)
            self._warn(record, "step_date_missing", "note", date=day.isoformat())
        return step, day

    # === DOCUMENTS === #

    def _prepare_quotes(self, record):
        vals = self._prepare_order(record)
        vals.update(QUOTE_STATES[record.values["status"]])
        vals["quote_answer"] = vals.get("quote_answer", False)
        vals["is_settled_before"] = vals.get("is_settled_before", False)
        vals["validity_date"] = record.values.get("valid_until") or False
        if record.values["status"] == "sent":
            vals["last_sent_date"] = record.values.get("modified") or vals["date_order"]
        elif vals["state"] != "draft":
            # What was answered was sent first: vtiger does not say when.
            vals["last_sent_date"] = vals["date_order"]
        return vals

    def _prepare_salesorder(self, record):
        values = record.values
        self.resolver.find(record, "quote")
        if quote := record.refs.get("quote"):
            record.notes.append((self.env._("Quote"), quote.name))
        vals = self._prepare_order(record)
        vals["state"] = values.get("status") or "sale"
        frequency = values.get("frequency") if values.get("recurring") else None
        start = values.get("next_date") or values.get("start")
        if values.get("recurring") and not (frequency in FREQUENCY_MONTHS and start):
            self._warn(record, "not_recurring", frequency=frequency or "", start=str(start or ""))
            frequency = None
        if frequency:
            vals |= self._recurrence(record, frequency, values.get("start") or start, start)
            vals |= self._payment_term(record)
        else:
            vals["is_settled_before"] = values.get("subject") in self.invoiced_orders
        return vals

    def _recurrence(self, record, frequency, first, start):
        """The calendar of a recurring order: its next start is never in the past."""
        months, day, count = FREQUENCY_MONTHS[frequency], first.day, 0
        due = start
        while due < self.today:
            count += 1
            due = start + relativedelta(months=months * count, day=day)
        end = record.values.get("end")
        status = "running"
        if not end:
            # vtiger never invoices an order without an end (FORMAT.md 3.1).
            status = "paused"
            self._warn(record, "no_end", "note")
        elif end < due:
            status = "stopped"
        return {
            "billing_frequency": "other" if frequency == "4" else frequency,
            "billing_months": months,
            "next_invoice_date": due,
            "billing_day": day,
            "recurrence_end_date": end or False,
            "recurrence_status": status,
            "_start": start.isoformat(),
        }

    def _payment_term(self, record):
        """When the invoices to come are due; what Odoo has no term for is kept in the notes."""
        text = record.values.get("payment_duration")
        if not text:
            return {}
        days = re.search(r"\d+", text)
        if not (term := days and self._terms_by_days.get(int(days[0]))):
            record.notes.append((self.headers.get("payment_duration", "Payment Duration"), text))
            return {}
        return {"payment_term_id": term}

    def _read_payment_terms(self):
        """Terms of the whole amount, some days after the invoice: `{days: id}`."""
        domain = [("company_id", "in", (False, self.company.id)), ("active", "=", True)]
        terms = self.env["account.payment.term"].search(domain, order="sequence desc, id desc")
        lines = {term: term.line_ids for term in terms if len(term.line_ids) == 1 and not term.early_discount}
        return {
            line.nb_days: term.id
            for term, line in lines.items()
            if line.delay_type == "days_after" and (line.value, line.value_amount) == ("percent", 100)
        }

    def _prepare_order(self, record):
        vals = self._prepare_document(record)
        values = record.values
        return {
            **vals,
            "name": record.key,
            "user_id": self._user(record),
            "date_order": values.get("created") or fields.Datetime.now(),
            "subject": values.get("subject"),
            "note": self._terms(record),
            "order_line": [(0, 0, line) for line in self._lines(record, "sale.order")],
        }

    def _prepare_invoice(self, record):
        values, status = record.values, record.values["status"]
        self.resolver.find(record, "order")
        if order := record.refs.get("order"):
            record.notes.append((self.env._("Recurring order"), order.name))
        vals = self._prepare_document(record)
        day = values.get("date")
        if not day:
            # Typed without one in vtiger, which then prints the day of making.
            day = (values.get("created") or fields.Datetime.now()).date()
            self._warn(record, "no_date", "note", date=day.isoformat())
        vals |= {
            "move_type": "out_refund" if status == "credit" else "out_invoice",
            "name": record.key,
            "ref": values.get("subject"),
            "journal_id": self.journal.id,
            "invoice_user_id": self._user(record),
            "invoice_date": day,
            "date": day,
            "invoice_date_due": values.get("due_date") or day,
            "invoice_payment_term_id": False,
            "narration": self._terms(record),
            "invoice_line_ids": [(0, 0, line) for line in self._lines(record, "account.move")],
            **self._creation(record),
            "_status": status,
        }
        total, received = round(record.total, 2), values.get("received", Decimal(0))
        if status == "credit" and not values.get("balance"):
            received = total
        amount = total if status == "paid" else min(received, total)
        if amount > 0 and status not in ("draft", "cancel"):
            vals["_payment"] = (float(amount), self._payment_date(record, day))
        if self.settings.invoices == "memory":
            until = self.settings.memory_until
            vals["_memory"] = not until or day.isoformat() <= until
        if not vals.get("_memory") and status not in ("draft", "cancel"):
            locks = self.company._get_lock_date_violations(day, purchase=False)
            if locks:
                self._refuse(record, "locked", date=max(locks)[0].isoformat())
        return vals

    def _payment_date(self, record, day):
        """vtiger keeps no date of payment: when it fell due, or was last changed if that was before."""
        values = record.values
        due = values.get("due_date") or day
        if values.get("modified"):
            due = min(due, values["modified"].date())
        return min(max(due, day), self.today)

    def _creation(self, record):
        names, value = record.values.get("presta_types", []), record.values.get("creation_value", Decimal(0))
        types = self.env["agency.presta.type"].browse(self._presta_types(names))
        if value and not any(types.mapped("requires_creation_value")):
            self._warn(record, "creation_without_type", value=str(value))
            record.notes.append((self.env._("Creation value"), str(value)))
            value = Decimal(0)
        return {
            "presta_type_ids": [(6, 0, types.ids)],
            "has_own_presta_types": True,
            "creation_value": float(value),
            "has_own_creation_value": True,
        }

    def _prepare_document(self, record):
        """What quotes, orders and invoices share."""
        values = record.values
        account = self.resolver.find(
            record, "account", zip=values.get("zip"), street=values.get("street"), city=values.get("city")
        )
        contact = self.resolver.find(record, "contact", account=account)
        deal = self.resolver.find(record, "opportunity", account=account, contact=contact)
        currency = normalize(values.get("currency", ""))
        own = self.company.currency_id
        if currency and currency not in {normalize(own.name), normalize(own.full_name or ""), "euro", "euros"}:
            self._refuse(record, "currency", currency=values["currency"])
        if not (account or contact):
            self._refuse(record, "no_customer")
        if account and values.get("street"):
            known = self.resolver.records["Accounts"].get(account, {})
            if any((known.get(name) or "") != (values.get(name) or "") for name in ("street", "zip", "city")):
                address = ", ".join(filter(None, (values.get(name) for name in ADDRESS)))
                record.notes.append((self.env._("Billing address"), address))
        # As Odoo finds it: the contact, unless their address is not that of the account.
        has_own = self.resolver.records["Contacts"].get(contact, {}).get("own_address")
        invoiced = account or contact if has_own else contact or account
        return {
            "partner_id": contact or account,
            "opportunity_id": deal,
            "_name": values.get("subject"),
            "_hints": {"account": account, "contact": contact},
            **({"partner_invoice_id": invoiced} if record.module != "Invoice" else {}),
        }

    def _lines(self, record, model):
        lines = list(record.lines)
        if record.total is not None and (rest := rounding_line(lines, record.total, self.by_line)):
            lines.append(rest)
            record.causes.append(("rounding", rest.price))
        return [self.prepare_line(line, model, record) for line in lines]

    def prepare_line(self, line, model, record=None):
        """The values of a line of a sale order or of an invoice."""
        template = record and line.service and self._service(record, line)
        text = line.text
        if line.kind == "item":
            title = line.service.name if line.service else (text or "-")
            text = f"{title}\n{text}" if line.service and text else title
        else:
            text = self._label("whole" if text == "whole" else line.kind)
        return {
            "name": text,
            "product_id": self._variant(template) if template else False,
            "product_uom_qty" if model == "sale.order" else "quantity": float(line.quantity),
            "price_unit": float(line.price),
            "discount": float(line.discount),
            "analytic_distribution": False,
            "tax_ids": [(6, 0, self._tax_ids(record, line.taxes) if line.taxes else [])],
        }

    def _label(self, kind):
        if not self._labels:
            self._labels = {
                "whole": self.env._("Discount on the whole"),
                "discount": self.env._("Discount"),
                "charge": self.env._("Charges"),
                "adjustment": self.env._("Adjustment"),
                "rounding": self.env._("Rounding"),
            }
        return self._labels[kind]

    def _service(self, record, line):
        names = self.resolver.named(line.service)
        if not names:
            self._warn(record, "service_not_found", "note", name=line.service.name)
        # Homonyms of the catalogue are the same words on the line: the first will do.
        return min(names, default=None)

    def _variant(self, template_id):
        if template_id not in self._variants:
            template = self.env["product.template"].browse(template_id)
            self._variants[template_id] = template.product_variant_ids[:1].id
        return self._variants[template_id]

    # === SHARED === #

    def _warn(self, record, code, severity="warning", column="", **values):
        record.issues.append(Issue(code, severity, record.module, record.file, record.line, column, record.key, values))

    def _refuse(self, record, code, **values):
        self._warn(record, code, "refused", **values)

    def _address(self, record):
        values = record.values
        if values.get("state"):
            record.notes.append((self.env._("State"), values["state"]))
        return {
            **{name: values.get(name) or False for name in ADDRESS},
            "country_id": self._country(values.get("country")),
        }

    def _notes_html(self, record):
        if record.values.get("opt_out"):
            record.notes.append((self.env._("E-mail refused"), self.env._("yes")))
        return Markup("<br/>").join(Markup("%s: %s") % (name, _lines_html(value)) for name, value in record.notes)

    def _comment(self, record):
        parts = [_lines_html(record.values.get("description")), self._notes_html(record)]
        return Markup("<br/>").join(filter(None, parts)) or False

    def _terms(self, record):
        parts = [_lines_html(record.values.get(name)) for name in ("description", "terms")]
        return Markup("<br/><br/>").join(filter(None, parts)) or False

    def note_of(self, record):
        """The note of a document: what no field takes."""
        html = self._notes_html(record)
        return Markup("%s<br/>%s") % (self.env._("From vtiger:"), html) if html else None

    def _read_users(self):
        found = {}
        for user in self.env["res.users"].with_context(active_test=False).search([("share", "=", False)]):
            for word in (user.name, user.email, user.login):
                if word:
                    found[normalize(word)] = user.id
        return found

    def _user(self, record):
        login = record.values.get("user")
        if not login:
            return False
        user = self._users.get(normalize(self.settings.users.get(login, login)))
        if not user:
            self.unknown_users[login] += 1
            return False
        return user

    def _read_countries(self):
        found = {}
        for lang in {"en_US", self.env.lang or "en_US", "fr_FR"} & set(dict(self.env["res.lang"].get_installed())):
            for country in self.env["res.country"].with_context(lang=lang).search([]):
                found[normalize(country.name)] = found[normalize(country.code)] = country.id
        return found

    def _country(self, name):
        return self._countries.get(normalize(name or ""), False)

    def _tax_ids(self, record, rates):
        """The sale taxes of these rates; one that is missing (19.6 %, rates added up) is made, archived."""
        for rate in rates:
            if rate not in self._taxes:
                self._taxes[rate] = self._find_tax(float(rate))
            if not self._taxes[rate]:
                self._taxes[rate] = self._make_tax(rate)
                if record:
                    self._warn(record, "tax_made", "note", rate=f"{float(rate):g}")
        return [self._taxes[rate] for rate in rates]

    def _make_tax(self, rate):
        name = self.env._("VAT %(rate)s %% (vtiger)", rate=f"{float(rate):g}")
        values = {"name": name, "amount": float(rate), "active": False, "include_base_amount": False}
        return self.company.account_sale_tax_id.copy(values).id

    def _find_tax(self, rate):
        taxes = self.env["account.tax"].search(
            [
                ("company_id", "=", self.company.id),
                ("type_tax_use", "=", "sale"),
                ("amount_type", "=", "percent"),
                ("amount", "=", rate),
            ]
        )
        # A rate that is no longer in use, archived, still is that of old documents.
        taxes = taxes.filtered(lambda tax: not tax.price_include).sorted("active", reverse=True)
        usual = self.company.account_sale_tax_id
        return (usual if usual in taxes else taxes[:1]).id

    def _presta_types(self, names):
        """The ids of the types of these names, made when they are new."""
        if not self._types:
            for lang, _name in self.env["res.lang"].get_installed():
                for presta in self.env["agency.presta.type"].with_context(lang=lang).search([]):
                    self._types[normalize(presta.name)] = presta.id
        for name in names:
            if normalize(name) not in self._types:
                self._types[normalize(name)] = self.env["agency.presta.type"].create({"name": name}).id
        return [self._types[normalize(name)] for name in names]

    # === ACCOUNTING === #

    @property
    def journal(self):
        """The journal of imported invoices: their numbers are their own, the agency's series goes on untouched."""
        return self._journal(SALE_JOURNAL, "sale", self.env._("Taken over from vtiger"))

    @property
    def payment_journal(self):
        return self._journal("VTGR", "general", self.env._("Payments taken over from vtiger"))

    def _journal(self, code, kind, name):
        if code not in self._journals:
            journals = self.env["account.journal"]
            self._journals[code] = journals.search(
                [("code", "=", code), ("company_id", "=", self.company.id)], limit=1
            ) or journals.create(self._prepare_journal(journals, code, kind, name))
        return self._journals[code]

    def _prepare_journal(self, journals, code, kind, name):
        vals = {"name": name, "code": code, "type": kind, "company_id": self.company.id}
        if kind == "sale":
            # Lines without a service, as discounts, go to the income account of the agency's own journal.
            usual = journals.search([("type", "=", "sale"), ("company_id", "=", self.company.id)], limit=1)
            vals["default_account_id"] = usual.default_account_id.id
        return vals

    def has_forgotten_move(self):
        """Whether invoices were brought over here by an add-on that was uninstalled since, with all it knew."""
        if self.env["agency.vtiger.link"].search_count([("company_id", "=", self.company.id)], limit=1):
            return False
        domain = [("journal_id.code", "=", SALE_JOURNAL), ("company_id", "=", self.company.id)]
        return bool(self.env["account.move"].search_count(domain, limit=1))

    def forget_journals(self):
        """Look for journals and account again: those made in what was taken back are no more."""
        self._journals.clear()

    @property
    def waiting_account(self):
        """Where payments received before the move stand against: the accountant's opening entry clears it."""
        if "account" not in self._journals:
            accounts = self.env["account.account"].with_company(self.company)
            found = accounts.search([("code", "=", "471900"), ("company_ids", "in", self.company.id)], limit=1)
            self._journals["account"] = found or accounts.create(
                {"code": "471900", "name": self.env._("Taken over from vtiger"), "account_type": "asset_current"}
            )
        return self._journals["account"]

    def render_memory(self, record, vals):
        """An invoice for memory as a page: number, dates, customer's words, lines and total."""
        partner = self.env["res.partner"].browse(vals["partner_id"])
        rows = Markup("").join(
            Markup("<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>")
            % (_lines_html(line["name"]), line["quantity"], line["price_unit"], f"{line['discount']:g} %")
            for _zero, _id, line in vals["invoice_line_ids"]
        )
        title = self.env._(
            "Invoice %(number)s of %(date)s, %(customer)s: for memory, from vtiger",
            number=record.key, date=vals["invoice_date"], customer=partner.display_name,
        )  # fmt: skip
        total = self.env._("Total with tax: %(total)s", total=self.company.currency_id.format(float(record.total)))
        status = self.env._("Due on %(date)s, status %(status)s", date=vals["invoice_date_due"], status=vals["_status"])
        head = self.env._("Service"), self.env._("Quantity"), self.env._("Price"), self.env._("Discount")
        header = Markup("<tr>%s</tr>") % Markup("").join(Markup("<th>%s</th>") % word for word in head)
        parts = Markup("<p><b>%s</b></p><p>%s</p><table>%s%s</table><p>%s</p><p>%s</p><p>%s</p>")
        return parts % (
            title, escape(vals["ref"] or ""), header, rows, total, status, self._notes_html(record)
        )  # fmt: skip


def _lines_html(text):
    """Text as it was typed, nothing of it taken for HTML."""
    return Markup("<br/>").join(escape(line) for line in (text or "").splitlines())
