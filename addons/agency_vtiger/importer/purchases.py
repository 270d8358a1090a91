"""Purchase orders of vtiger: messages of whom they were sent to, as they were; nothing is bought because of them."""

from markupsafe import Markup

from odoo import fields

from ..vtiger.model import Ref
from .html import lines_html, notes_html
from .memory import render_lines
from .prepared import Prepared
from .telling import refuse


def prepare_purchase(lookups, record, lines):
    """Prepare the message that a purchase order becomes, on its vendor; one of nobody known is refused."""
    values, env = record.values, lookups.env
    partner_id = _find_vendor_id(lookups, record)
    commands = [(0, 0, lines.prepare_line(line, "account.move")) for line in record.lines]
    title = env._("Purchase order %(number)s, from vtiger", number=record.key)
    subject = " · ".join(filter(None, (values.get("subject"), values.get("purchase_status"))))
    total = env._("Total with tax: %(total)s", total=_show_total(lookups, record))
    texts = lines_html("\n".join(filter(None, (values.get("description"), values.get("terms")))))
    body = Markup("<p><b>%s</b></p><p>%s</p><table>%s</table><p>%s</p><p>%s</p><p>%s</p>") % (
        title, subject, render_lines(env, commands), total, texts, notes_html(env, record)
    )  # fmt: skip
    return Prepared(
        {
            "model": "res.partner",
            "res_id": partner_id,
            "body": body,
            "message_type": "comment",
            "subtype_id": env.ref("mail.mt_note").id,
            "author_id": (_find_author(lookups, record) or lookups.company).partner_id.id,
            "date": values.get("created") or fields.Datetime.now(),
            "record_name": record.key,
        },
        values.get("subject"),
    )


def _find_vendor_id(lookups, record):
    """The vendor, or the account of its name where vendors were kept among accounts."""
    ref = record.refs.get("vendor")
    for module in ("Vendors", "Accounts") if ref else ():
        if len(found := lookups.resolver.named(Ref(module, ref.name))) == 1:
            return next(iter(found))
    refuse(record, "history_lost", name=ref.name if ref else "-")
    return False


def _find_author(lookups, record):
    user_id = lookups.find_user_id(record.values.get("user"))
    return lookups.env["res.users"].browse(user_id) if user_id else None


def _show_total(lookups, record):
    """The total in the words of its currency: nothing is made of it, so it may be any."""
    if currency := record.values.get("currency"):
        return f"{record.total:.2f} {currency}"
    return lookups.company.currency_id.format(float(record.total))
