from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request
from odoo.tools import consteq

from odoo.addons.agency_crm.context_keys import from_code
from odoo.addons.sale.controllers.portal import CustomerPortal

# The stock reports customers are shown, and the documents they were sent instead.
STOCK_REPORTS = ("sale.action_report_saleorder", "account.account_invoices")


class AgencyPortal(CustomerPortal):
    def _show_report(self, model, report_type, report_ref, download=False):
        """Override of `portal`: customers see the agency's documents, as they were mailed them."""
        if report_ref in STOCK_REPORTS:
            report_ref = model._get_agency_report().report_name
        return super()._show_report(model, report_type, report_ref, download=download)

    @http.route()
    def portal_quote_accept(self, *args, **kwargs):
        """Override of `sale`: what the customer signed is kept as the agency's document, and is what she read."""
        seen = request.httprequest.args.get("seen")
        if seen and (error := self._get_signing_error(seen, *args, **kwargs)):
            return {"error": error}
        request.update_context(**from_code(agency_pdf_documents=True))
        return super().portal_quote_accept(*args, **kwargs)

    def _get_signing_error(self, seen, order_id, access_token=None, **_kwargs):
        """Return why the customer can't sign: the quote no longer says what the page she read says; None if she can.

        :param str seen: fingerprint of what the page said
        """
        access_token = access_token or request.httprequest.args.get("access_token")
        try:
            order_sudo = self._document_check_access("sale.order", order_id, access_token=access_token)
        except (AccessError, MissingError):
            return None  # Odoo's own answer
        if consteq(seen, order_sudo._get_signed_fingerprint()):
            return None
        return request.env._("This quote was changed since you opened the page: reload it, read it again, then sign.")

    @http.route()
    def portal_quote_decline(self, order_id, access_token=None, decline_message=None, **kwargs):
        """Override of `sale`: to refuse the new version of an accepted quote does not reject what was accepted."""
        try:
            order_sudo = self._document_check_access("sale.order", order_id, access_token=access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        if order_sudo.state != "sale" or not order_sudo._has_to_be_signed() or not decline_message:
            return super().portal_quote_decline(
                order_id, access_token=access_token, decline_message=decline_message, **kwargs
            )
        user = request.env.user
        order_sudo.message_post(
            author_id=(order_sudo.partner_id if user._is_public() else user.partner_id).id,
            body=request.env._("The new version is not signed: %(reason)s", reason=decline_message),
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        return request.redirect(order_sudo.get_portal_url())
