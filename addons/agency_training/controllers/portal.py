"""The customer's trainings on the portal: its own trainees' papers, by its account or the key of its quote (T8, §9)."""

from urllib.parse import quote

from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import content_disposition, request

from odoo.addons.sale.controllers.portal import CustomerPortal


class TrainingPortal(CustomerPortal):
    def _prepare_home_portal_values(self, counters):
        """Override of `portal`: how many trainings the customer bought."""
        values = super()._prepare_home_portal_values(counters)
        if "training_count" in counters:
            values["training_count"] = len(self._get_my_trainings())
        return values

    @http.route("/my/trainings", type="http", auth="user", methods=["GET"], website=True, readonly=True)
    def portal_my_trainings(self, **_kwargs):
        """Show the trainings that the customer's company bought."""
        values = self._prepare_portal_layout_values()
        orders = [
            {"id": order.id, "name": order.name, "title": order.training_title or order.name}
            for order in self._get_my_trainings()
        ]
        return request.render(
            "agency_training.portal_my_trainings", {**values, "page_name": "training", "orders": orders}
        )

    @http.route(
        "/my/trainings/<int:order_id>", type="http", auth="public", methods=["GET"], website=True, readonly=True
    )
    def portal_training_page(self, order_id, access_token=None, **_kwargs):
        """Show the trainees of a quote and their papers.

        :param int order_id: the quote
        :param str access_token: its key, for who has no account
        """
        order_sudo = self._get_training_order(order_id, access_token)
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "training",
            "training": order_sudo._get_portal_training(),
            "res_company": order_sudo.company_id,
            "address": f"/my/trainings/{order_sudo.id}",
            # The key that was given, never the right one: an account of the customer's company has no right to sign.
            "query": f"?access_token={quote(access_token, safe='')}" if access_token else "",
        }
        return request.render("agency_training.portal_training_page", values, headers=self._get_private_headers())

    @http.route(
        [
            "/my/trainings/<int:order_id>/<string:paper>",
            "/my/trainings/<int:order_id>/<string:paper>/<int:registration_id>",
        ],
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
    )
    def portal_training_paper(self, order_id, paper, registration_id=None, access_token=None, **_kwargs):
        """Give a paper of the quote, or of one of its trainees.

        :param int order_id: the quote
        :param str paper: see `sale.order._get_portal_paper`
        :param int registration_id: the trainee's
        :param str access_token: as `portal_training_page`
        """
        order_sudo = self._get_training_order(order_id, access_token)
        found = order_sudo._get_portal_paper(paper, registration_id)
        if not found:
            raise request.not_found()
        name, pdf = found
        return request.make_response(
            pdf,
            headers=[
                ("Content-Type", "application/pdf"),
                ("Content-Length", len(pdf)),
                ("Content-Disposition", content_disposition(name)),
                *self._get_private_headers(),
            ],
        )

    def _get_training_order(self, order_id, access_token):
        """Return the quote of a page.

        :raise NotFound: for a quote that is none, is another's, has another key or no training: the same for all
        """
        try:
            order_sudo = self._document_check_access("sale.order", order_id, access_token=access_token)
        except (AccessError, MissingError):
            raise request.not_found() from None
        if not order_sudo._has_portal_training():
            raise request.not_found()
        return order_sudo.with_context(lang=request.env.lang)

    def _get_my_trainings(self):
        """Return the trainings of the customer who is signed in, by their own rights."""
        orders = request.env["sale.order"].search(
            [*self._prepare_orders_domain(request.env.user.partner_id), ("is_training", "=", True)]
        )
        # Sudo: whether their company prints our documents is no matter of the customer's rights.
        return orders.filtered(lambda order: order.sudo()._has_portal_training())

    @staticmethod
    def _get_private_headers():
        return [("Cache-Control", "private, no-store"), ("X-Robots-Tag", "noindex"), ("Referrer-Policy", "no-referrer")]
