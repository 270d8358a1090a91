"""What was invoiced of trainings in the year, what was bought, and the turnover it is a share of (C, D)."""

from odoo import models
from odoo.fields import Domain

from ..const import ENTRUSTED_OUT, PURCHASE_ACCOUNTS


class AgencyBpf(models.Model):
    _name = "agency.bpf"
    _inherit = ["agency.bpf"]

    def _get_posted_domain(self, first, last, *move_types):
        return (
            Domain("company_id", "=", self.company_id.id)
            & Domain("parent_state", "=", "posted")
            & Domain("date", ">=", first)
            & Domain("date", "<=", last)
            & Domain("move_id.move_type", "in", move_types)
            & Domain("display_type", "=", "product")
        )

    def _get_training_lines(self, first, last):
        """Return the invoiced lines of trainings, credit notes too, by accounting date; a dédit is none (T58)."""
        return self.env["account.move.line"].search(
            self._get_posted_domain(first, last, "out_invoice", "out_refund", "out_receipt")
            & (Domain("product_id.is_training", "=", True) | Domain("product_id.is_bpf_other", "=", True))
        )

    def _prepare_money_entries(self, lines):
        """Return values of `agency.bpf.entry` of the lines whose source is known (C)."""
        return [self._prepare_line_entry(line, "money", -line.balance, line._get_bpf_source()) for line in lines]

    def _prepare_purchase_entries(self, first, last, trainers, trainees):
        """Return values of `agency.bpf.entry` of training that was bought: what D proposes.

        Bills of who taught as a subcontractor, and of the bodies a session was entrusted to, on the accounts the
        notice names.

        :param list trainers: values of entries, see `_prepare_trainer_entries`
        :param list trainees: the same, see `_prepare_trainee_entries`
        """
        outside = [one["trainer_id"] for one in trainers if not one["is_inside"]]
        partners = self.env["agency.trainer"].browse(outside).partner_id
        sessions = {one["session_id"] for one in trainees if one["direction"] == ENTRUSTED_OUT}
        partners |= self.env["agency.training.session"].browse(sessions).entrusted_partner_id
        if not partners:
            return []
        accounts = Domain.OR(Domain("account_id.code", "=like", f"{code}%") for code in PURCHASE_ACCOUNTS)
        lines = self.env["account.move.line"].search(
            self._get_posted_domain(first, last, "in_invoice", "in_refund")
            & Domain("move_id.commercial_partner_id", "in", partners.commercial_partner_id.ids)
            & accounts
        )
        return [self._prepare_line_entry(line, "purchase", line.balance) for line in lines]

    def _prepare_line_entry(self, line, kind, amount, source=False):
        return {
            "kind": kind,
            "name": " ".join(filter(None, [line.move_id.name, line.product_id.name or line.name])),
            "detail": line.move_id.commercial_partner_id.name,
            "hours": 0.0,
            "amount": amount,
            "source": source,
            "move_line_id": line.id,
        }

    def _get_income(self, first, last):
        """Return the turnover of these days, in the company's currency: what is posted on accounts of income."""
        domain = [
            ("company_id", "=", self.company_id.id),
            ("parent_state", "=", "posted"),
            ("date", ">=", first),
            ("date", "<=", last),
            ("account_id.account_type", "=", "income"),
        ]
        [(balance,)] = self.env["account.move.line"]._read_group(domain, aggregates=["balance:sum"])
        return -(balance or 0.0)
