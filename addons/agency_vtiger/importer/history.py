"""What was said and done in vtiger: messages of the record, of their author and their day; nobody is told of them.

What is planned and still to come is an activity of its user, on its day.
"""

import re

from markupsafe import Markup, escape

from odoo import fields
from odoo.tools import html_sanitize

from ..vtiger.labels import normalize
from .files import prepare_attachments
from .prepared import RES_MODELS, Prepared
from .telling import refuse, tell

# States in which something is still to be done; of any other nobody can tell.
OPEN_STATES = {
    "planned", "planifie", "planifiee", "prevu", "not started", "non commence", "in progress", "en cours",
    "pending input", "en attente", "deferred", "reporte",
}  # fmt: skip
# Words of a kind of event -> the activity that it is here.
TYPES = {"call": ("call", "appel", "telephon"), "meeting": ("meeting", "rendez", "rdv", "conference", "reunion")}


def prepare_message(lookups, record):
    """Prepare the message that a comment becomes; one of a record that is not here is refused."""
    prepared = _prepare(lookups, record)
    prepared.vals["body"] = _write_body(lookups, record)
    return prepared


def prepare_event(lookups, record):
    """Prepare the message that an event or a task becomes, or the activity when it is to come."""
    prepared = prepare_message(lookups, record)
    if normalize(record.values.get("state") or "") not in OPEN_STATES:
        return prepared
    day = _find_day(lookups, record)
    prepared.is_done = False
    if day and day >= lookups.today:
        return _prepare_activity(lookups, record, prepared, day)
    prepared.is_past = True
    tell(record, "past_and_open", "note", name=record.values.get("subject") or "-")
    return prepared


def prepare_mail(lookups, record):
    """Prepare the message that a mail becomes: on the record that it is of, else on whom it was written to."""
    values, env = record.values, lookups.env
    prepared = _prepare(lookups, record)
    heads = [(env._("To"), _read_addresses(values.get("to"))), (env._("Cc"), _read_addresses(values.get("cc")))]
    lines = [Markup("%s: %s") % (word, ", ".join(addresses)) for word, addresses in heads if addresses]
    lines += [Markup("%s: %s") % pair for pair in record.notes]
    text = values.get("body") or ""
    body = html_sanitize(text) if "<" in text else Markup("<br/>").join(map(escape, text.splitlines()))
    sender = _read_addresses(values.get("sender"))
    prepared.vals |= {
        "body": Markup("<p>%s</p>%s") % (Markup("<br/>").join(lines), body),
        "subject": values.get("subject"),
        "message_type": "email",
        "subtype_id": env.ref("mail.mt_note").id,
        "email_from": sender[0] if sender else prepared.author.email_formatted,
        "author_id": _find_sender_id(lookups, sender) or prepared.author.id,
    }
    return prepared


def _prepare(lookups, record):
    """A message but for its words."""
    values, env = record.values, lookups.env
    target = _find_target(lookups, record)
    user_id = _find_author_id(lookups, record)
    author = env["res.users"].browse(user_id).partner_id if user_id else lookups.company.partner_id
    vals = {
        "model": target and target[0],
        "res_id": target and target[1],
        "message_type": "comment",
        "subtype_id": env.ref("mail.mt_note").id,
        "author_id": author.id,
        "date": values.get("start") or values.get("created") or fields.Datetime.now(),
    }
    if target and (attachments := prepare_attachments(lookups, record, *target)):
        vals["attachment_ids"] = attachments
    return Prepared(vals, author=author)


# === WHOSE, AND OF WHAT === #


def _find_author_id(lookups, record):
    return lookups.find_user_id(record.values.get("author") or record.values.get("user"))


def _find_sender_id(lookups, addresses):
    """The partner who wrote a mail, a user here or a customer."""
    if not addresses:
        return False
    if user_id := lookups.find_user_id(addresses[0]):
        return lookups.env["res.users"].browse(user_id).partner_id.id
    return lookups.find_partner_of_mail(addresses[0])


def _find_target(lookups, record):
    """The model and id of the record that it is of: the one related to, its contact, or whose address it has."""
    refs = [record.refs[name] for name in ("related", "contact") if name in record.refs]
    for ref in refs:
        model = RES_MODELS.get(ref.module)
        if model and len(found := lookups.resolver.named(ref)) == 1:
            return model, next(iter(found))
    addresses = _read_addresses(record.values.get("to")) + _read_addresses(record.values.get("sender"))
    for address in addresses:
        if partner_id := lookups.find_partner_of_mail(address):
            return "res.partner", partner_id
    names = [ref.name for ref in refs] + addresses
    refuse(record, "history_lost", name=names[0] if names else "-")
    return None


def _read_addresses(text):
    """The addresses of a cell: parted by commas, semicolons or lines, or kept by vtiger as a list of JSON."""
    parts = re.split(r"[,;\n]", text or "")
    return [found for part in parts if "@" in (found := part.strip(' []"'))]


# === WHAT IS TO COME === #


def _find_day(lookups, record):
    """The day of an event, or that by which a task is due, where the agency is."""
    is_task = not _find_type(record)
    moment = (record.values.get("end") if is_task else None) or record.values.get("start")
    return moment and fields.Datetime.context_timestamp(lookups.env.user, moment).date()


def _find_type(record):
    kind = normalize(record.values.get("activity") or "")
    return next((name for name, words in TYPES.items() if any(word in kind for word in words)), None)


def _prepare_activity(lookups, record, message, day):
    env, values = lookups.env, record.values
    kind, start = _find_type(record), values.get("start")
    summary = values.get("subject") or "-"
    if kind and start and not values.get("is_whole_day"):
        clock = fields.Datetime.context_timestamp(env.user, start)
        summary = f"{clock:%H:%M} {summary}"
    model = message.vals["model"]
    vals = {
        "res_model_id": model and env["ir.model"]._get_id(model),
        "res_id": message.vals["res_id"],
        "activity_type_id": env.ref(f"mail.mail_activity_data_{kind or 'todo'}").id,
        "summary": summary,
        "note": message.vals["body"],
        "user_id": lookups.find_user_id(values.get("user")),
        "date_deadline": day,
    }
    return Prepared(vals, model="mail.activity", is_done=False)


def _write_body(lookups, record):
    values = record.values
    lines = [escape(line) for line in (values.get("body") or "").splitlines()]
    if subject := values.get("subject"):
        state = ", ".join(filter(None, (values.get("activity"), values.get("state"))))
        lines.insert(0, Markup("<b>%s</b> (%s)") % (subject, state) if state else Markup("<b>%s</b>") % subject)
    login = values.get("author") or values.get("user")
    if login and not _find_author_id(lookups, record):
        lines.append(lookups.env._("Written by %(login)s in vtiger", login=login))
    lines += [Markup("%s: %s") % pair for pair in record.notes]
    return Markup("<br/>").join(lines)
