"""Accounts and contacts of vtiger: partners."""

from .html import comment_html
from .identifiers import clean_phone, clean_siret, clean_vat, clean_zip, is_short_zip
from .prepared import Prepared
from .telling import tell

ADDRESS = ("street", "street2", "zip", "city")


def prepare_account(lookups, record):
    """Prepare a company."""
    values = record.values
    kind = values.get("account_type", "prospect")
    country = lookups.get_country_code(record)
    vals = {
        "name": values.get("name"),
        "is_company": True,
        "phone": lookups.mend(record, "phone", clean_phone, country),
        "email": values.get("email"),
        "website": values.get("website"),
        "account_type": kind if kind in ("client", "prospect") else "other",
        "is_supplier": values.get("is_supplier", False) or kind == "supplier",
        "is_partner": values.get("is_partner", False) or kind == "partner",
        "is_media": values.get("is_media", False) or kind == "media",
        "company_registry": lookups.mend(record, "siret", clean_siret),
        "vat": lookups.mend(record, "vat", clean_vat, country),
        "user_id": lookups.get_owner_id(record),
        **_prepare_address(lookups, record),
        "comment": comment_html(lookups.env, record),
        # Found by it when the importer is gone.
        "ref": record.key,
    }
    vals |= _prepare_delivery(lookups, record)
    return Prepared(vals, values.get("name"), {name: values.get(name) for name in ("zip", "street", "city")})


def prepare_vendor(lookups, record):
    """Prepare a company that the agency buys from."""
    record.values["account_type"] = "supplier"
    return prepare_account(lookups, record)


def prepare_contact(lookups, record):
    """Prepare a person, of an account or alone."""
    values = record.values
    own = bool(values.get("street") or values.get("city"))
    account = lookups.resolver.find(record, "account", zip=values.get("zip"), city=values.get("city"))
    phone = _choose_phone(lookups, record)
    if values.get("salutation"):
        record.notes.append((lookups.env._("Salutation"), values["salutation"]))
    name = " ".join(filter(None, (values.get("first_name"), values.get("name"))))
    vals = {
        "name": name,
        "is_company": False,
        "parent_id": account,
        # Odoo gives the account's address to a contact, unless it is one with an address of its own.
        "type": "other" if own and account else "contact",
        "phone": phone,
        "email": values.get("email"),
        "function": values.get("function"),
        "user_id": lookups.get_owner_id(record),
        "comment": comment_html(lookups.env, record),
        "ref": record.key,
    }
    if own or not account:
        vals |= _prepare_address(lookups, record)
    return Prepared(vals, name, {"account": account, "own_address": own})


def _choose_phone(lookups, record):
    """The telephone of a contact; a mobile beside it goes to the notes, Odoo has one number."""
    country = lookups.get_country_code(record)
    phone, mobile = (lookups.mend(record, name, clean_phone, country) for name in ("phone", "mobile"))
    if phone and mobile:
        record.notes.append((lookups.env._("Mobile"), mobile))
    return phone or mobile


def _prepare_address(lookups, record):
    values = record.values
    if values.get("state"):
        record.notes.append((lookups.env._("State"), values["state"]))
    country = lookups.get_country_code(record)
    if is_short_zip(values.get("zip") or "", country):
        tell(record, "short_zip", "note", column=lookups.get_header("zip"), value=values["zip"])
    return {
        **{name: values.get(name) or False for name in ADDRESS},
        "zip": lookups.mend(record, "zip", clean_zip, country) or False,
        "country_id": lookups.get_country_id(record),
    }


def _prepare_delivery(lookups, record):
    """The address of delivery of an account, when it is another one."""
    shipping = {name: record.values.get(f"ship_{name}") for name in ADDRESS}
    if not shipping["street"] or all(shipping[name] == record.values.get(name) for name in ADDRESS):
        return {}
    country_id = lookups.get_country_id(record, "ship_country")
    return {"child_ids": [(0, 0, {**shipping, "type": "delivery", "country_id": country_id})]}
