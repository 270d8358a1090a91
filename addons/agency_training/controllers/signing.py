"""The page by which a trainee signs, without an account: one link, one registration (TRAINING T20, T23)."""

from werkzeug.exceptions import TooManyRequests

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from . import tries


class TrainingSigning(http.Controller):
    @http.route(
        "/agency/training/<int:registration_id>/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        # Not of a copy of the database: guesses are counted, and a copy is late.
        readonly=False,
        save_session=False,
    )
    def signing_page(self, registration_id, token):
        """Show what the trainee signs now; a page that is not there for whoever has no such link.

        :param int registration_id: whose link it is
        :param str token: what only the trainee and their mail know
        """
        registration_sudo = self._get_registration(registration_id, token)
        page = registration_sudo._get_signing_page()
        return request.render(
            "agency_training.signing_page",
            {**page, "registration": registration_sudo, "address": request.httprequest.path},
            headers=[
                ("Cache-Control", "private, no-store"),
                ("X-Robots-Tag", "noindex"),
                ("Referrer-Policy", "no-referrer"),
                ("X-Frame-Options", "DENY"),
            ],
        )

    @http.route(
        "/agency/training/<int:registration_id>/<string:token>/sign",
        type="jsonrpc",
        auth="public",
        save_session=False,
    )
    def sign_by_link(self, registration_id, token, attendance_id, drawing):
        """Take the signature of the trainee whose link it is.

        :param int registration_id: as `signing_page`
        :param str token: as `signing_page`
        :param int attendance_id: the half-day that the page shows
        :param str drawing: PNG file, in base64
        :return: dict, with an `error` if it is not taken
        """
        registration_sudo = self._get_registration(registration_id, token)
        try:
            with request.env.cr.savepoint():
                registration_sudo._sign_by_link(attendance_id, drawing)
        except UserError as refusal:
            return {"error": str(refusal)}
        return {}

    def _get_registration(self, registration_id, token):
        """Return the registration of a link, in the language of its agency.

        :raise NotFound: for a wrong link, another's, one of who is not expected any more: the same for all
        :raise TooManyRequests: if too many were tried from this address
        """
        address = request.httprequest.remote_addr
        if tries.is_over(request.env, address):
            raise TooManyRequests
        # Sudo: who asks has no account here, the token is what they have.
        registration_sudo = request.env["agency.training.registration"].sudo().search([("id", "=", registration_id)])
        if not (registration_sudo._is_token_right(token) and registration_sudo._is_link_valid()):
            tries.note(request.env, address)
            raise request.not_found()
        request.update_context(lang=registration_sudo.company_id.partner_id.lang)
        return registration_sudo.with_context(lang=request.env.lang)
