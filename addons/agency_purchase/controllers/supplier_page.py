"""The page where a supplier gives its prices, by the link of its mail (B10, B14, B15)."""

from odoo import http
from odoo.http import request

from ..const import LARGEST_FILE, MOST_FILES_AT_ONCE

# Of the table: PostgreSQL refuses what is greater.
ADDRESS = "/demande/<int(max=2147483647):consultation_id>"
# The files, and what is typed besides.
LARGEST_ANSWER = (MOST_FILES_AT_ONCE + 1) * LARGEST_FILE


class SupplierPage(http.Controller):
    @http.route(ADDRESS, type="http", auth="public", methods=["GET"], website=True, multilang=False, sitemap=False)
    def supplier_page(self, consultation_id, access_token="", **_kwargs):
        """Show what is asked of a supplier, and what it answered; a page that is not there for any other token.

        :param int consultation_id: of the one supplier
        :param str access_token: what only its mail says
        """
        consultation_sudo = self._get_consultation_sudo(consultation_id, access_token)
        if not request.env.user._is_internal():
            browser = request.httprequest
            consultation_sudo._note_seen(browser.user_agent.string, browser.method)
        return self._render(consultation_sudo)

    @http.route(
        f"{ADDRESS}/repondre",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        multilang=False,
        sitemap=False,
        max_content_length=LARGEST_ANSWER,
    )
    def supplier_answer(self, consultation_id, access_token="", **typed):
        """Keep what a supplier typed, or show it again with what is wrong with it.

        :param int consultation_id: see `supplier_page`
        :param str access_token: see `supplier_page`
        :param typed: the fields of the page, as texts
        """
        consultation_sudo = self._get_consultation_sudo(consultation_id, access_token)
        typed, files = self._read_form(typed, "files", MOST_FILES_AT_ONCE)
        if errors := consultation_sudo._answer_on_page(typed, files):
            return self._render(consultation_sudo, typed, errors)
        return request.redirect(consultation_sudo._get_page_path(), code=303)

    @http.route(
        f"{ADDRESS}/papier",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        multilang=False,
        sitemap=False,
        max_content_length=2 * LARGEST_FILE,
    )
    def supplier_paper(self, consultation_id, access_token="", **typed):
        """Keep a paper that a subcontractor gives, to be accepted, or say what is wrong with it.

        :param int consultation_id: see `supplier_page`
        :param str access_token: see `supplier_page`
        :param typed: the fields of the page, as texts
        """
        consultation_sudo = self._get_consultation_sudo(consultation_id, access_token)
        typed, files = self._read_form(typed, "paper", 1)
        if errors := consultation_sudo._take_paper_on_page(typed, files):
            # What is typed of the prices is of the other form.
            return self._render(consultation_sudo, None, errors, typed)
        return request.redirect(f"{consultation_sudo._get_page_path()}#papers", code=303)

    @http.route(
        f"{ADDRESS}/fichier/<int(max=2147483647):attachment_id>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        multilang=False,
        sitemap=False,
    )
    def supplier_file(self, consultation_id, attachment_id, access_token="", **_kwargs):
        """Give a file of the request, or one that the supplier gave; none other.

        :param int consultation_id: see `supplier_page`
        :param int attachment_id: of the file
        :param str access_token: see `supplier_page`
        """
        consultation_sudo = self._get_consultation_sudo(consultation_id, access_token)
        file_sudo = consultation_sudo._get_page_files().filtered(lambda file: file.id == attachment_id)
        if not file_sudo:
            raise request.not_found()
        # Saved, never shown: a page among the files would speak for us.
        response = request.env["ir.binary"]._get_stream_from(file_sudo).get_response(as_attachment=True)
        return self._close(response)

    def _get_consultation_sudo(self, consultation_id, access_token):
        """Return the consultation that a token opens, in the language of its supplier.

        :raise NotFound: alike for a wrong token, one of another, one that is void, and a request that was cancelled
        """
        consultation_sudo = request.env["agency.price.consultation"]._get_of_page_sudo(consultation_id, access_token)
        if not consultation_sudo:
            raise request.not_found()
        request.update_context(lang=consultation_sudo.env.lang)
        request.lang = request.env["res.lang"]._get_data(code=consultation_sudo.env.lang)
        return consultation_sudo

    @staticmethod
    def _read_form(typed, name, most):
        """Return the texts of a form, and its files as (name, bytes): one more and a byte more than may be, to be told.

        :param str name: of the field of the files
        :param int most: files that may be given at once
        """
        files = [
            (file.filename, file.stream.read(LARGEST_FILE + 1))
            for file in request.httprequest.files.getlist(name)[: most + 1]
            if file.filename
        ]
        return {field: text for field, text in typed.items() if isinstance(text, str)}, files

    def _render(self, consultation_sudo, typed=None, errors=None, paper_typed=None):
        page = consultation_sudo._get_page(typed, errors or {})
        page["paper_typed"] = {name: (paper_typed or {}).get(name, "") for name in ("kind", "issued_on", "code")}
        return self._close(request.render("agency_purchase.supplier_page", {"page": page}))

    @staticmethod
    def _close(response):
        """Return a response that nobody keeps, lists nor frames, and whose address, which is a key, goes nowhere."""
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response
