"""Signatures are personal data: who sees them, and when they are erased (TRAINING T33, T51)."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.agency_crm.isolation import set_apart

from ..const import MOST_PROOF_YEARS, PROOF_YEARS
from .agency_training_signature import PERSONAL_FIELDS

# Of an invoice that was settled.
SETTLED = ("paid", "in_payment", "reversed")


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company"]

    training_proof_years = fields.Integer(
        string="Signatures kept",
        default=PROOF_YEARS,
        help="Years after that of the last payment, then drawings and closed sheets are erased (T33, T51): 6 at least;"
        " 10 with European funds.",
        prefetch="agency_training",
    )

    @api.constrains("training_proof_years")
    def _check_training_proof_years(self):
        for company in self:
            if not PROOF_YEARS <= company.training_proof_years <= MOST_PROOF_YEARS:
                raise ValidationError(
                    self.env._(
                        "Signatures are kept %(least)s to %(most)s years.", least=PROOF_YEARS, most=MOST_PROOF_YEARS
                    )
                )


class AgencyTrainingSession(models.Model):
    _name = "agency.training.session"
    _inherit = ["agency.training.session"]

    erased_on = fields.Date(
        string="Signatures erased on", readonly=True, copy=False, help="Who signed, and when, is still said (T33)."
    )

    def _may_see_signatures(self):
        """Return whether the user is of the session’s people, or a Responsable (T33)."""
        self.ensure_one()
        user = self.env.user
        # Sudo: whether the user is one of them, whatever they may read of trainers.
        people = self.sudo().user_id | self.sudo().slot_ids.delivery_ids.trainer_id.user_id
        return self.env.su or user in people or user.has_group("agency_crm.group_agency_manager")

    # === ERASING === #

    @api.model
    def _cron_erase_signatures(self):
        """Erase the drawings and the closed sheets of sessions that nobody may ask for any more (T33, T51)."""
        today = fields.Date.context_today(self)
        sessions = self.browse()
        for company in self.env["res.company"].search([("training_proof_years", ">=", 0)]):
            last_year = today.year - max(company.training_proof_years, PROOF_YEARS) - 1
            sessions += self.search(
                [
                    ("company_id", "=", company.id),
                    ("erased_on", "=", False),
                    ("date_end", "<=", f"{max(last_year, 1)}-12-31"),
                ]
            )
        self.env["ir.cron"]._commit_progress(remaining=len(sessions))
        for session in sessions:
            with set_apart(self.env, f"signatures of {session.id}"):
                if session._is_erasable(today):
                    session._erase_signatures()
            if not self.env["ir.cron"]._commit_progress(1):
                return

    def _is_erasable(self, today):
        """Return whether the years are over since that of the last payment, or of the session if it was later.

        What is not wholly paid is kept.
        """
        self.ensure_one()
        invoices = self.order_ids.invoice_ids.filtered(lambda move: move.state == "posted")
        if invoices.filtered(lambda move: move.payment_state not in SETTLED):
            return False
        lines = invoices.line_ids.filtered(lambda line: line.account_id.account_type == "asset_receivable")
        payments = (lines.matched_credit_ids | lines.matched_debit_ids).mapped("max_date")
        last = max([self.date_end, *filter(None, invoices.mapped("invoice_date")), *filter(None, payments)])
        return today.year > last.year + max(self.company_id.training_proof_years, PROOF_YEARS)

    def _erase_signatures(self):
        """Erase what is personal of the signatures; the hours, who came and when they signed stay."""
        self.ensure_one()
        slots = self.slot_ids
        for records in (slots.attendance_ids, slots.delivery_ids):
            records._filter_signed()._by_rules().write(dict.fromkeys(PERSONAL_FIELDS, False))
        self.sheet_ids._by_rules().write({"file": False, "scan": False})
        # What was attached and never closed.
        self.env["ir.attachment"].search(
            [("res_model", "=", slots._name), ("res_field", "=", "sheet_scan"), ("res_id", "in", slots.ids)]
        ).unlink()
        slots.invalidate_recordset(["sheet_scan"])
        self._by_rules().erased_on = fields.Date.context_today(self)
        self.message_post(body=self.env._("Signatures and sheets are erased: the years of keeping are over."))
