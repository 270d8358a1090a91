"""Leads of vtiger: requests, with the account and the contact that vtiger keeps inside them.

A lead is split into what the agency has: an account (a prospect), a contact, and a deal where deals begin, with no step
yet: nobody said one. All three have the number of the lead.
"""

from ..vtiger.labels import normalize
from ..vtiger.model import Record, Ref
from .html import comment_html
from .naming import get_person
from .prepared import Prepared
from .telling import tell

PLACE = ("street", "street2", "zip", "city", "state", "country")
PERSON = ("salutation", "first_name", "name", "phone", "mobile", "email", "function", "opt_out")
SHARED = ("user", "created", "modified")


def split_accounts(lookups, leads):
    """Return the accounts that are in leads; a lead of an account that is here, or in a lead before, names that one."""
    found, numbers = [], {}
    for lead in leads:
        if not (company := lead.values.get("company")):
            continue
        bare = normalize(company)
        if bare not in numbers:
            numbers[bare] = _find_account(lookups, company) or lead.key
            if numbers[bare] == lead.key:
                found.append(_derive(lead, "Accounts", ("website", *PLACE), name=company, account_type="prospect"))
        lead.refs["account"] = Ref("Accounts", numbers[bare])
    return found


def split_contacts(lookups, leads):
    """Return the contacts that are in leads whose accounts are here; a lead of a contact who is here names them."""
    found = []
    for lead in leads:
        names = PERSON if "account" in lead.refs else PERSON + PLACE
        number = _find_contact(lookups, lead) or lead.key
        lead.refs["contact"] = Ref("Contacts", number)
        if number == lead.key:
            found.append(_derive(lead, "Contacts", names))
            found[-1].refs = {name: ref for name, ref in lead.refs.items() if name == "account"}
    return found


def prepare_lead(lookups, record):
    """Prepare the deal of a lead: at the first stage, or lost; of a state that nobody knows, it is told."""
    values, env = record.values, lookups.env
    account = lookups.resolver.find(record, "account")
    contact = lookups.resolver.find(record, "contact", account=account)
    phase = values.get("lead_status") or "analysis"
    stage = env["crm.stage"]._get_phase_stage(phase)
    who = values.get("company") or get_person(record)
    vals = {
        "name": env._("Request of %(name)s", name=who),
        "type": "opportunity",
        "partner_id": contact or account,
        "user_id": lookups.get_owner_id(record),
        "stage_id": stage.id,
        "next_step_id": env["agency.next.step"]._get_step("none").id if phase == "lost" else False,
        "next_step_date": False,
        "description": comment_html(env, record),
        "former_number": record.key,
    }
    if phase == "lost":
        vals |= {"active": False, "probability": 0, "automated_probability": 0,
                 "date_closed": values.get("modified") or values.get("created")}  # fmt: skip
    return Prepared(vals, get_person(record), {"account": account, "contact": contact})


def _derive(lead, module, names, **values):
    """A record of another module that a lead holds: it has what it says of these names."""
    known = {name: lead.values[name] for name in (*names, *SHARED) if lead.values.get(name)}
    return Record(module, lead.key, lead.file, lead.line, {**known, **values}, raw=lead.raw)


def _find_account(lookups, company):
    """The number of the account of this name that is here; None where none is, or several are."""
    found = lookups.resolver.named(Ref("Accounts", company))
    keys = {str(hints.get("key")) for hints in found.values()}
    return next(iter(keys)) if len(keys) == 1 else None


def _find_contact(lookups, lead):
    """The number of the contact of this name, of this account, who is here."""
    candidates = lookups.resolver.named(Ref("Contacts", get_person(lead)))
    accounts = set(lookups.resolver.named(lead.refs["account"])) if "account" in lead.refs else {False}
    keys = [str(hints["key"]) for hints in candidates.values() if (hints.get("account") or False) in accounts]
    if lead.key in keys or not keys:
        return None
    if len(keys) > 1:
        tell(lead, "double", "note", name=get_person(lead), others=", ".join(keys))
        return None
    return keys[0]
