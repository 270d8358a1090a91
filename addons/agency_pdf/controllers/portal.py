from odoo import fields, http
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
        if model._name == "account.move" and model.state == "posted" and model.company_id._prints_agency_documents():
            # Odoo shows as a pro forma what was confirmed and not sent yet: it is the invoice.
            request.update_context(proforma_invoice=False)
        return super()._show_report(model, report_type, report_ref, download=download)

    @http.route()
    def portal_order_page(self, order_id, *args, access_token=None, **kwargs):
        """Override of `sale`: a visit is told once a day, and not that of a machine which tries the links of mails."""
        if request.env.user.share and access_token and not kwargs.get("report_type"):
            self._settle_view(order_id, access_token)
        return super().portal_order_page(order_id, *args, access_token=access_token, **kwargs)

    def _settle_view(self, order_id, access_token):
        """Have Odoo tell this visit, or not: it looks for the day of the last one in the session."""
        try:
            order_sudo = self._document_check_access("sale.order", order_id, access_token=access_token)
        except (AccessError, MissingError):
            return  # Odoo's own answer
        if not order_sudo.company_id._prints_agency_documents():
            return
        browser = request.httprequest
        if order_sudo._note_view(browser.user_agent.string, browser.method):
            request.session.pop(f"view_quote_{order_sudo.id}", None)
        else:
            request.session[f"view_quote_{order_sudo.id}"] = fields.Date.today().isoformat()

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
