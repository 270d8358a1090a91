"""Who said in vtiger that they want no mailings gets none here either, whichever export said it first."""

from odoo.tools import email_normalize_all


def refuse_mails(env, rows, is_new=True):
    """Put the addresses of those who refuse mailings on Odoo's blacklist.

    :param rows: `Written`, partners
    :param is_new: whether they come over for the first time; else who was taken off the list here stays off it
    """
    refusing = [row for row in rows if row.record.values.get("opt_out")]
    texts = {text for row in refusing for text in (row.target.email, row.record.values.get("email")) if text}
    mails = {mail for text in texts for mail in email_normalize_all(text)}
    # Sudo: whoever imports writes down what the customers asked for; nothing of them is read.
    blacklist = env["mail.blacklist"].sudo().with_context(active_test=False)
    if mails and not is_new:
        mails -= set(blacklist.search([("email", "in", list(mails))]).mapped("email"))
    for mail in mails:
        blacklist._add(mail)
