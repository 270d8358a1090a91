"""What quotes, orders and invoices of vtiger share: whose they are, and their lines."""

import re

from ..vtiger.columns import normalize
from ..vtiger.totals import is_few_cents, is_unexplained, rounding_line
from .parties import ADDRESS
from .prepared import Prepared
from .telling import refuse, tell


def prepare_document(lookups, record):
    """Prepare whose a document is; one in another currency, or of nobody, is refused."""
    values = record.values
    place = {name: values.get(name) for name in ("zip", "street", "city")}
    account = lookups.resolver.find(record, "account", **place)
    contact = lookups.resolver.find(record, "contact", account=account)
    deal = lookups.resolver.find(record, "opportunity", account=account, contact=contact)
    _check_currency(lookups, record)
    if not (account or contact) and not record.is_known:
        refuse(record, "no_customer")
    _note_address(lookups, record, account)
    vals = {"partner_id": contact or account, "opportunity_id": deal}
    if record.module != "Invoice":
        # As Odoo finds it: the contact, unless their address is not that of the account.
        has_own = lookups.resolver.records["Contacts"].get(contact, {}).get("own_address")
        vals["partner_invoice_id"] = account or contact if has_own else contact or account
    return Prepared(vals, values.get("subject"), {"account": account, "contact": contact})


def _check_currency(lookups, record):
    text, own = record.values.get("currency", ""), lookups.company.currency_id
    if text and not _is_of_currency(text, own):
        refuse(record, "currency", currency=text)


def _is_of_currency(text, currency):
    """Whether a text names a currency, by its code, its sign, its name, or several of them: `Euro (€)`."""
    # vtiger's own word for it comes first: it names the one currency of an agency in France.
    names = {normalize(currency.name), normalize(currency.full_name or ""), currency.symbol, "euro", "euros", "€"}
    bare = normalize(text)
    return bare in names or set(re.findall(r"[^\W\d_]+|[^\w\s(),/:.-]", bare)) <= names


def _note_address(lookups, record, account):
    """Keep the address of a document that is not its account's."""
    values = record.values
    if not account or not values.get("street"):
        return
    known = lookups.resolver.records["Accounts"].get(account, {})
    if any((known.get(name) or "") != (values.get(name) or "") for name in ("street", "zip", "city")):
        address = ", ".join(filter(None, (values.get(name) for name in ADDRESS)))
        record.notes.append((lookups.env._("Billing address"), address))


class DocumentLines:
    """Prepares the lines of orders and invoices."""

    def __init__(self, lookups):
        self.lookups, self.env = lookups, lookups.env
        self.by_line = lookups.company.tax_calculation_rounding_method == "round_per_line"
        self._labels = {}

    def prepare(self, record, model):
        """The commands of the lines of a record, that come to the total that was sent.

        Where nothing explains the total, nothing is made to fit: they are as vtiger has them.
        """
        lines, rest = list(record.lines), None
        if record.total is not None and not is_unexplained(record.causes):
            rest = rounding_line(lines, abs(record.total), self.by_line)
        # vtiger's rounding, and Odoo's.
        if rest and is_few_cents(rest.price / 2, lines):
            lines.append(rest)
            record.causes.append(("rounding", rest.price))
        elif rest:
            record.causes.append(("unexplained", rest.price))
        if is_unexplained(record.causes) and model == "sale.order":
            tell(record, "quote_to_decide", total=f"{record.total:.2f}")
        return [(0, 0, self.prepare_line(line, model, record)) for line in lines]

    def prepare_line(self, line, model, record=None):
        """The values of a line of a sale order or of an invoice."""
        return {
            "name": self._describe(line),
            "product_id": self.lookups.get_variant_id(record, line) if record and line.service else False,
            "product_uom_qty" if model == "sale.order" else "quantity": float(line.quantity),
            "price_unit": float(line.price),
            "discount": float(line.discount),
            "analytic_distribution": False,
            "tax_ids": [(6, 0, self._get_tax_ids(record, line))],
        }

    def _get_tax_ids(self, record, line):
        return self.lookups.get_tax_ids(record, line.taxes, self.lookups.is_goods(line)) if line.taxes else []

    def _describe(self, line):
        if line.kind != "item":
            return self._get_label("whole" if line.text == "whole" else line.kind)
        if not line.service:
            return line.text or "-"
        return f"{line.service.name}\n{line.text}" if line.text else line.service.name

    def _get_label(self, kind):
        if not self._labels:
            self._labels = {
                "whole": self.env._("Discount on the whole"),
                "discount": self.env._("Discount"),
                "charge": self.env._("Charges"),
                "adjustment": self.env._("Adjustment"),
                "rounding": self.env._("Rounding"),
            }
        return self._labels[kind]
