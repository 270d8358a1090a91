"""Invoices for memory: a message of the account with the document in it, which touches no account.

It stands where the customer's history is read, is found by search, and belongs to Odoo alone: it stays when the add-on
goes.
"""

from datetime import datetime

from markupsafe import Markup, escape

from .html import lines_html, notes_html


def write_memory(env, record, prepared):
    """Write an invoice as a message; return it."""
    partner = env["res.partner"].browse(prepared.vals["partner_id"])
    content = _render(env, record, prepared, partner)
    attachment = env["ir.attachment"].create(
        {
            "name": f"{record.key}.html",
            "raw": str(content).encode(),
            "mimetype": "text/html",
            "res_model": "res.partner",
            "res_id": partner.id,
        }
    )
    return env["mail.message"].create(
        {
            "model": "res.partner",
            "res_id": partner.commercial_partner_id.id,
            "body": content,
            "message_type": "comment",
            "subtype_id": env.ref("mail.mt_note").id,
            "author_id": env.user.partner_id.id,
            "date": datetime.combine(prepared.vals["invoice_date"], datetime.min.time()),
            "attachment_ids": [(4, attachment.id)],
            "record_name": record.key,
        }
    )


def _render(env, record, prepared, partner):
    """The invoice as a page: number, dates, customer's words, lines and total."""
    vals = prepared.vals
    title = env._(
        "Invoice %(number)s of %(date)s, %(customer)s: for memory, from vtiger",
        number=record.key, date=vals["invoice_date"], customer=partner.display_name,
    )  # fmt: skip
    total = env._("Total with tax: %(total)s", total=env.company.currency_id.format(float(record.total)))
    status = env._("Due on %(date)s, status %(status)s", date=vals["invoice_date_due"], status=prepared.status)
    parts = Markup("<p><b>%s</b></p><p>%s</p><table>%s</table><p>%s</p><p>%s</p><p>%s</p>")
    lines = render_lines(env, vals["invoice_line_ids"])
    return parts % (title, escape(vals["ref"] or ""), lines, total, status, notes_html(env, record))


def render_lines(env, commands):
    """Return the rows of a table of lines.

    :param commands: those that would create the lines of an invoice
    """
    head = env._("Service"), env._("Quantity"), env._("Price"), env._("Discount")
    rows = Markup("").join(
        Markup("<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>")
        % (lines_html(line["name"]), line["quantity"], line["price_unit"], f"{line['discount']:g} %")
        for _zero, _id, line in commands
    )
    return Markup("<tr>%s</tr>") % Markup("").join(Markup("<th>%s</th>") % word for word in head) + rows
