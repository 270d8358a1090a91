"""The right to sign goes to the customer alone: others in the same mail read what is true for them."""

import re

import lxml.html

from odoo import models

# A page of the portal, or a file that it gives, with whatever its address carries besides.
PORTAL_LINK_RE = re.compile(r"(/my/(?:orders|quotes|invoices)/(\d+)(?:/[\w/-]*)?)(?:\?[^\"'\s<>#]*)?")
# A sentence about the button or the links, which the others do not have.
CUSTOMER_ONLY_CLASS = "o_agency_customer_only"


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        """Override of `sale`: a mail of several quotes has a link for each, not a button that opens the first."""
        groups = super()._notify_get_recipients_groups(message, model_description, msg_vals=msg_vals)
        if self and len(self.get_mailed_records()) > 1:
            for _name, _is_in, values in groups:
                values["has_button_access"] = False
        return groups

    def _notify_by_email_render_layout(self, message, recipients_group, msg_vals=False, render_values=None):
        """Override of `mail`: the links of the customer's own mail let her sign, those of the others do not."""
        mail_body = super()._notify_by_email_render_layout(
            message, recipients_group, msg_vals=msg_vals, render_values=render_values
        )
        if not any(company._works_as_agency() for company in self.company_id):
            return mail_body
        if recipients_group.get("notification_group_name") == "portal_customer":
            return type(mail_body)(PORTAL_LINK_RE.sub(self._get_customer_link, str(mail_body)))
        return type(mail_body)(_drop_customer_only(PORTAL_LINK_RE.sub(r"\1", str(mail_body))))

    def _get_customer_link(self, match):
        """Return the address of a quote of this mail, with the right to sign it; any other as it was."""
        order = self.get_mailed_records().filtered(lambda order: order.id == int(match[2]))
        if not order or "/my/orders/" not in match[1]:
            return match[0]
        # Sudo: whoever mails a quote to its customer gives her the key, as the button of Odoo's mails does.
        return f"{match[1]}?access_token={order.sudo()._portal_ensure_token()}"


def _drop_customer_only(mail_body):
    if CUSTOMER_ONLY_CLASS not in mail_body:
        return mail_body
    root = lxml.html.document_fromstring(mail_body)
    for element in root.find_class(CUSTOMER_ONLY_CLASS):
        element.drop_tree()
    return lxml.html.tostring(root, encoding="unicode")
