"""A signed quote prints as the file that was signed, whoever prints it and with which template of a quote."""

import io
from collections import OrderedDict

from odoo import models


class IrActionsReport(models.Model):
    _name = "ir.actions.report"
    _inherit = ["ir.actions.report"]

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """Override of `base`: what was signed is served as it was; the rest is drawn."""
        report = self._get_report(report_ref)
        signed = self._get_signed_streams(report, res_ids)
        if not signed:
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        drawn = {}
        # Each its own PDF, whatever the caller does with them.
        self_apart = self.with_context(agency_pdf_as_one=False)
        for res_id in res_ids:
            if res_id not in signed:
                drawn |= super(IrActionsReport, self_apart)._render_qweb_pdf_prepare_streams(
                    report_ref, dict(data or {}), res_ids=[res_id]
                )
        return OrderedDict((res_id, signed.get(res_id) or drawn[res_id]) for res_id in res_ids)

    def _get_signed_streams(self, report, res_ids):
        """Return the signed files of these quotes, by id, where the report prints what is signed."""
        if report.model != "sale.order" or not res_ids or report in self._get_unsigned_reports():
            return {}
        orders = self.env["sale.order"].browse(res_ids)
        orders.check_access("read")
        # Sudo: whoever may read a quote may read what was signed of it.
        orders_sudo = orders.sudo().filtered("signed_document_id")
        return {
            order_sudo.id: {"stream": io.BytesIO(order_sudo.signed_document_id._get_file()), "attachment": None}
            for order_sudo in orders_sudo
        }

    def _get_unsigned_reports(self):
        """Return the reports of quotes that are other documents than the one that is signed online."""
        # Sudo: the user's templates, which whoever prints may use without reading them.
        agreements_sudo = self.env["agency.document.template"].sudo().search([("kind", "=", "convention")])
        others = (
            self.env.ref("agency_pdf.report_convention")
            | agreements_sudo.report_id
            | (self.env.ref("sale.action_report_pro_forma_invoice", raise_if_not_found=False) or self.browse())
        )
        return others.sudo(self.env.su)
