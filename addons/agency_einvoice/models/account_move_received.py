from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, sql
from odoo.tools.misc import formatLang

from ..const import BILL_LIFECYCLE
from ..received import ReceivedFile


class AccountMove(models.Model):
    """A bill that came as an e-invoice: what was not read, and where it stands."""

    _name = "account.move"
    _inherit = ["account.move"]

    einvoice_reading = fields.Text(
        string="To look at",
        readonly=True,
        copy=False,
        help="What the e-invoice says that the bill does not, or that could not be read.",
    )
    einvoice_lifecycle = fields.Selection(
        string="Bill status",
        selection=BILL_LIFECYCLE,
        compute="_compute_einvoice_lifecycle",
        store=True,
        tracking=True,
        help="Each change is noted with its day, for the platform to be told.",
    )
    einvoice_refusal_reason = fields.Char(
        string="Reason of refusal", copy=False, help="Why the bill is refused, as its supplier will read it."
    )

    def _auto_init(self):
        """Override of `base`: where the bills of before stand is no news, in no history."""
        if not sql.column_exists(self.env.cr, self._table, "einvoice_lifecycle"):
            sql.create_column(self.env.cr, self._table, "einvoice_lifecycle", "varchar")
            self._place_bills(self.env["res.company"]._get_agencies())
        return super()._auto_init()

    @api.model
    def _place_bills(self, companies):
        """Say where the bills of `companies` stand, by SQL: there may be years of them, and it is no news of theirs."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE account_move SET einvoice_lifecycle = CASE
                           WHEN state = 'draft' THEN 'received'
                           WHEN payment_state IN ('paid', 'in_payment') THEN 'paid'
                           ELSE 'approved' END
                 WHERE company_id IN %s AND move_type IN ('in_invoice', 'in_refund') AND state != 'cancel'
                """,
                tuple(companies.ids) or (0,),
            )
        )

    @api.model
    def _unplace_bills(self, companies):
        """Take their status from the bills of `companies`, by SQL too."""
        no_status = "UPDATE account_move SET einvoice_lifecycle = NULL WHERE company_id IN %s"
        self.env.cr.execute(SQL(no_status, tuple(companies.ids) or (0,)))

    @api.depends("state", "payment_state", "move_type", "company_id", "einvoice_refusal_reason")
    def _compute_einvoice_lifecycle(self):
        for move in self:
            if move.move_type not in ("in_invoice", "in_refund") or not move.company_id._works_as_agency():
                move.einvoice_lifecycle = False
            elif move.state == "cancel":
                move.einvoice_lifecycle = "refused" if move.einvoice_refusal_reason else False
            elif move.state == "draft":
                move.einvoice_lifecycle = "received"
            else:
                move.einvoice_lifecycle = "paid" if move.payment_state in ("paid", "in_payment") else "approved"

    # === ACTION METHODS === #

    def action_refuse_bill(self):
        """Refuse the bills, each with its reason: they are cancelled, and none is half done.

        :raise UserError: for one that has no reason, or that is no draft bill
        """
        for bill in self:
            if bill.move_type not in ("in_invoice", "in_refund") or bill.state != "draft":
                raise UserError(self.env._("%(name)s is no bill to approve or refuse.", name=bill.display_name))
            if not (bill.einvoice_refusal_reason or "").strip():
                raise UserError(
                    self.env._("Say why %(name)s is refused, in “Reason of refusal”.", name=bill.display_name)
                )
        self.button_cancel()

    # === READING === #

    def _extend_with_attachments(self, files_data, new=False):
        """Override of `account`: a file from which nothing comes is said, where it was silent."""
        if not (self.is_purchase_document() and self.company_id._has_french_einvoices()):
            return super()._extend_with_attachments(files_data, new)
        read, several = self._get_named_invoices(files_data)
        is_read = super()._extend_with_attachments(read, new)
        if new and not is_read:
            advice = self.env._("Enter the bill by hand, or ask the supplier for a Factur-X, CII or UBL file.")
            reasons = dict.fromkeys(self._get_unread_reason(data, files_data) for data in files_data)
            self._by_rules().einvoice_reading = "\n".join([*filter(None, reasons), advice])
        if several:
            note = self.env._(
                "The PDF holds several e-invoices (%(names)s): compare the bill with its pages.",
                names=", ".join(several),
            )
            self._by_rules().einvoice_reading = "\n".join(filter(None, [self.einvoice_reading, note]))
        return is_read

    def _get_unread_reason(self, data, files_data):
        """Return why nothing came from a file, or None for a PDF that is not read because of what it carries."""
        name = data["name"] or ""
        if self._is_invoice_file(data):
            reason = self.env["account.edi.common"]._get_unreadable_reason(ReceivedFile(data["xml_tree"]))
            if not reason:
                return self.env._("%(name)s is not read: the messages below say why.", name=name)
            return self.env._("%(name)s is not read: %(reason)s", name=name, reason=reason)
        if data["xml_tree"] is not None:
            return self.env._("%(name)s is XML, but no invoice of a kind that is read here.", name=name)
        if name.lower().endswith(".xml"):
            return self.env._("%(name)s is damaged, or is not the XML that its name says.", name=name)
        if data["import_file_type"] != "pdf":
            return self.env._("%(name)s is no invoice that can be read.", name=name)
        carries = any(other["origin_attachment"] == data["origin_attachment"] for other in files_data if other != data)
        return None if carries else self.env._("%(name)s carries no e-invoice: it is a page to look at.", name=name)

    def _note_einvoice_reading(self, received):
        """Keep what is to be looked at before the bill is approved, for whoever opens it."""
        self.ensure_one()
        notes = [note for note in self._get_einvoice_notices(received) if note]
        self._by_rules().einvoice_reading = "\n".join(notes) or False

    def _get_einvoice_notices(self, received):
        total = abs(received.get_grand_total())
        if self.currency_id.compare_amounts(total, self.amount_total):
            yield self.env._(
                "The e-invoice comes to %(theirs)s with tax, the bill to %(ours)s: compare their lines.",
                theirs=formatLang(self.env, total, currency_obj=self.currency_id),
                ours=formatLang(self.env, self.amount_total, currency_obj=self.currency_id),
            )
        elif self.currency_id.compare_amounts(abs(received.get_due()), total):
            yield self.env._(
                "The e-invoice asks for %(due)s, not for the whole of the bill: %(paid)s is already paid or deducted.",
                due=formatLang(self.env, abs(received.get_due()), currency_obj=self.currency_id),
                paid=formatLang(self.env, abs(received.get_prepaid()), currency_obj=self.currency_id),
            )
        if not self.partner_id:
            yield self.env._("The supplier could not be found: choose it.")
        if (buyer := received.get_buyer_siren()) and buyer != self.company_id.partner_id._get_einvoice_siren():
            yield self.env._("The e-invoice is made out to another company, of SIREN %(siren)s.", siren=buyer)
        elif not buyer and (number := received.get_buyer_tax_number()) and not number.startswith("FR"):
            yield self.env._("The e-invoice is made out to another company, of VAT number %(number)s.", number=number)
        if self.partner_id and self.commercial_partner_id == self.company_id.partner_id:
            yield self.env._("The e-invoice comes from %(name)s itself.", name=self.partner_id.display_name)
        if account := self._get_doubtful_account(received.get_iban()):
            yield self.env._(
                "%(name)s has several accounts, of which %(account)s is not trusted: ask them by another way than this"
                " bill before you pay.",
                account=account.acc_number,
                name=self.partner_id.display_name,
            )
        if self.currency_id != self.company_currency_id:
            yield self.env._("The e-invoice is in %(currency)s.", currency=self.currency_id.name)
        if self.invoice_line_ids.filtered(lambda line: line.display_type == "product" and not line.tax_ids):
            yield self.env._("A line has no tax: choose it.")
        if same := self._get_same_bills():
            yield self.env._(
                "%(number)s of %(name)s is there already: %(bills)s.",
                number=self.ref,
                name=self.partner_id.display_name,
                bills=", ".join(same.mapped("display_name")),
            )

    def _get_doubtful_account(self, iban):
        """Return the account that the bill names, if nobody trusts it yet and its supplier has another one."""
        accounts = self.commercial_partner_id.bank_ids
        named = accounts.filtered(lambda account: iban and account.sanitized_acc_number == iban)
        return named.filtered(lambda account: not account.allow_out_payment)[:1] if accounts - named else named.browse()

    def _get_same_bills(self):
        """Return the bills of the supplier that have the same number."""
        if not self.ref or not self.partner_id:
            return self.browse()
        return self.search(
            Domain("id", "!=", self.id)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("move_type", "in", ("in_invoice", "in_refund"))
            & Domain("commercial_partner_id", "=", self.commercial_partner_id.id)
            & Domain("ref", "=", self.ref)
            & Domain("state", "!=", "cancel"),
            limit=5,
        )
