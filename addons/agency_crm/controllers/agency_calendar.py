"""The address by which a telephone or another calendar reads somebody's next steps and meetings."""

from odoo import http
from odoo.http import request

from ..tokens import is_right


class AgencyCalendar(http.Controller):
    @http.route(
        "/agency/calendar/<int:user_id>/<string:token>.ics",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
    )
    def calendar(self, user_id, token):
        """Return the calendar of a user who made this address; a page that is not there for any other.

        :param int user_id: whose calendar it is
        :param str token: what only she and her calendar know
        """
        # Sudo: who asks has no account here, the token is what they have.
        user_sudo = request.env["res.users"].sudo().search([("id", "=", user_id)], limit=1)
        if not (is_right(user_sudo.agency_calendar_token, token) and user_sudo._is_agency_user()):
            raise request.not_found()
        return request.make_response(
            user_sudo._get_agency_calendar(),
            headers=[
                ("Content-Type", "text/calendar; charset=utf-8"),
                ("Cache-Control", "private, no-store"),
                ("X-Robots-Tag", "noindex"),
            ],
        )
