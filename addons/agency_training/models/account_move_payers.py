"""The invoice of who pays a part of a training: what it is called, what it says, what goes with it (T44, LEGAL §5)."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move"]

    training_funding_id = fields.Many2one(
        comodel_name="agency.training.funding",
        string="Payer of the training",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="agency_crm.group_agency_user",
        help="The invoice is of what this payer pays of the training; its credit notes too.",
    )
    training_certificate_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="account_move_training_certificate_rel",
        column1="move_id",
        column2="attachment_id",
        string="Certificates of completion",
        readonly=True,
        copy=False,
        groups="agency_crm.group_agency_user",
        help="What the payer asks for besides the invoice (order of 21 December 2018).",
    )

    def _reverse_moves(self, default_values_list=None, cancel=False):
        """Override of `account`: a credit note is of the same payer, whoever makes it."""
        reverses = super()._reverse_moves(default_values_list, cancel)
        # Sudo: who makes a credit note need not know who pays.
        for reverse_sudo in reverses.sudo():
            origin_sudo = reverse_sudo.reversed_entry_id
            if origin_sudo.training_funding_id:
                reverse_sudo.training_funding_id = origin_sudo.training_funding_id
            origin_lines_sudo = origin_sudo.invoice_line_ids
            sources = {line.product_id: line.bpf_source for line in origin_lines_sudo if line.bpf_source}
            for place, line_sudo in enumerate(reverse_sudo.invoice_line_ids):
                # Of the line in its place; where lines were left out or added, of one of the same service.
                twin_sudo = origin_lines_sudo[place : place + 1]
                is_same = twin_sudo.product_id == line_sudo.product_id
                if source := twin_sudo.bpf_source if is_same else sources.get(line_sudo.product_id):
                    line_sudo.bpf_source = source
        return reverses

    # === DOCUMENT === #

    def _get_issued_kind(self):
        """Override of `agency_pdf`: each payer has an invoice of its own, not a part of the customer's."""
        kind = super()._get_issued_kind()
        if kind not in ("partial", "balance"):
            return kind
        # Sudo: who prints an invoice need not know who else pays.
        move_sudo = self.sudo()
        if move_sudo.training_funding_id:
            return "invoice"
        others = move_sudo._get_pdf_earlier(move_sudo._get_pdf_order_lines().order_id.order_line.invoice_lines.move_id)
        others = others.filtered(lambda move: move.state != "cancel" and move.move_type == "out_invoice") - move_sudo
        if kind == "balance" and others and all(move.training_funding_id for move in others):
            return "invoice"
        return kind

    def _get_pdf_training_facts(self):
        """Override: the file, the trainees and the hours of who pays this invoice."""
        # Sudo: who prints an invoice need not read who pays, nor the sessions.
        funding = self.sudo().training_funding_id.with_context(lang=self.env.lang)
        if not funding:
            return super()._get_pdf_training_facts()
        order = self._get_pdf_trainings()[:1]
        return order._get_training_invoice_facts(funding) if order else []

    # === CERTIFICATES === #

    def _get_training_certificates(self):
        """Return the certificates that go with a payer's invoice, made when they are first asked for.

        :raise UserError: if they may not be made, saying why (T49)
        """
        self.ensure_one()
        # Sudo: who sends the invoice sends what goes with it.
        move_sudo = self.sudo()
        funding = move_sudo.training_funding_id
        if not funding or move_sudo.move_type != "out_invoice":
            return move_sudo.training_certificate_ids[:0]
        if not move_sudo.training_certificate_ids:
            registrations = funding._get_registrations().filtered("hours_done")
            registrations._check_certificate()
            file = registrations._prepare_paper_file("certificate", funding.payer_id)
            file |= {"res_model": self._name, "res_id": self.id}
            move_sudo.training_certificate_ids = [Command.create(file)]
        return move_sudo.training_certificate_ids


class AgencyTrainingSlot(models.Model):
    _name = "agency.training.slot"
    _inherit = ["agency.training.slot"]

    def _reopen_sheet(self, reason):
        """Override: what is corrected goes with the payer's invoice anew."""
        # Sudo: whoever reopens a sheet need not write invoices.
        fundings_sudo = self.session_id.sudo().registration_ids.order_id.funding_ids
        fundings_sudo._get_moves_sudo().training_certificate_ids.unlink()
        return super()._reopen_sheet(reason)


class AccountMoveSend(models.AbstractModel):
    _name = "account.move.send"
    _inherit = ["account.move.send"]

    def _get_default_mail_attachments_widget(self, move, mail_template, **kwargs):
        """Override of `account`: the payer of a training is sent the certificates with its invoice (T44)."""
        files = super()._get_default_mail_attachments_widget(move, mail_template, **kwargs)
        try:
            certificates = move._get_training_certificates()
        except UserError:
            # Said by an alert, see `_get_alerts()`.
            return files
        kept = {"placeholder": False, "protect_from_deletion": True}
        return files + [{"id": one.id, "name": one.name, "mimetype": one.mimetype, **kept} for one in certificates]

    def _get_alerts(self, moves, moves_data):
        """Override of `account`: say why a payer's invoice goes without its certificates."""
        alerts = super()._get_alerts(moves, moves_data)
        for move in moves:
            try:
                move._get_training_certificates()
            except UserError as error:
                alerts[f"agency_training_certificate_{move.id}"] = {"level": "warning", "message": str(error)}
        return alerts
