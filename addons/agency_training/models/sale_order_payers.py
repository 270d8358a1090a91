"""Who pays a training: its fundings, which the fields of the quote tell in short, and one invoice a payer (T50)."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.agency_crm.turns import hold


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    funding_ids = fields.One2many(
        comodel_name="agency.training.funding",
        inverse_name="order_id",
        string="Payers",
        copy=False,
        groups="agency_crm.group_agency_user",
        help="Who else than the customer pays the training. The customer pays the rest.",
    )
    training_funding = fields.Selection(inverse="_inverse_training_funding")
    training_opco_id = fields.Many2one(
        compute="_compute_training_opco", inverse="_inverse_training_opco", store=True, readonly=False
    )
    training_opco_file = fields.Char(
        compute="_compute_training_opco", inverse="_inverse_training_opco", store=True, readonly=False
    )

    # === ONE TRUTH === #

    @api.depends("funding_ids.is_direct")
    def _compute_training_funding(self):
        """Override: a payer that pays the agency says it."""
        res = super()._compute_training_funding()
        for order in self.filtered(lambda order: order.funding_ids and order.training_funding != "individual"):
            if any(order.funding_ids.mapped("is_direct")):
                order.training_funding = "opco"
            elif order.training_funding == "opco":
                order.training_funding = "customer"
        return res

    @api.depends("funding_ids.payer_id", "funding_ids.file_no", "funding_ids.is_direct")
    def _compute_training_opco(self):
        for order in self:
            funding = order._get_main_funding()
            order.training_opco_id = funding.payer_id if funding else order.training_opco_id
            order.training_opco_file = funding.file_no if funding else order.training_opco_file

    def _inverse_training_funding(self):
        for order in self:
            # Sudo: whoever may write the quote says who pays it, by this field as by its payers.
            order_sudo = order.sudo()
            fundings = order_sudo.funding_ids
            if order.training_funding == "opco" and not any(fundings.mapped("is_direct")):
                order_sudo._get_main_funding().is_direct = True
            elif order.training_funding == "customer":
                fundings.filtered("is_direct").is_direct = False

    def _inverse_training_opco(self):
        for order in self:
            payer, file_no = order.training_opco_id, order.training_opco_file
            # Sudo: whoever may write the quote says who pays it, by these fields as by its payers.
            order_sudo = order.sudo()
            fundings = order_sudo.funding_ids
            funding = order_sudo._get_main_funding()
            if payer and not funding:
                is_direct = order.training_funding == "opco"
                values = {"order_id": order.id, "payer_id": payer.id, "file_no": file_no, "is_direct": is_direct}
                fundings.create(values)
            elif payer:
                funding = fundings.filtered(lambda one, payer=payer: one.payer_id == payer)[:1] or funding
                values = {"payer_id": payer.id, "file_no": file_no}
                if (funding.payer_id, funding.file_no or False) != (payer, file_no or False):
                    funding.write(values)
            else:
                funding.unlink()

    def _get_main_funding(self):
        """Return the funding that the documents of the quote name: the first that pays the agency, else the first."""
        return self.funding_ids.filtered("is_direct")[:1] or self.funding_ids[:1]

    def _forget_opco(self):
        # Sudo: whoever may write the quote says who pays it, see `_inverse_training_opco()`.
        orders_sudo = self.exists().sudo().filtered(lambda order: not order.funding_ids)
        orders_sudo.write({"training_opco_id": False, "training_opco_file": False})

    def _get_training_funding_bodies(self):
        """Override: each of them, where several pay."""
        # Sudo: who prints a quote, its customer too, need not read who pays; its documents say so.
        fundings_sudo = self.sudo().funding_ids.filtered("is_direct")
        bodies = [" – ".join(filter(None, [one.payer_id.name, one.file_no])) for one in fundings_sudo]
        return bodies or super()._get_training_funding_bodies()

    # === HOURS === #

    def _get_training_registrations(self):
        """Return the registrations of this quote that count: neither cancelled, nor of a cancelled session."""
        # Sudo: whoever invoices a quote need not read its sessions.
        return (
            self.env["agency.training.registration"]
            .sudo()
            .search(
                [
                    ("order_id", "in", self.ids),
                    ("state", "!=", "cancelled"),
                    ("session_id.state", "!=", "cancelled"),
                ]
            )
        )

    def _get_hours_warning(self, untaxed=0.0):
        """Return what to say when more hours of the training are billed than were done (T50), or nothing.

        :param float untaxed: what an invoice to come bills of training lines, besides those that are made
        """
        self.ensure_one()
        whole = self._get_training_amount()
        if not self.is_training or whole <= 0:
            return ""
        lines = self._get_training_lines()
        share = min((sum(line._get_invoiced_amount() for line in lines) + untaxed) / whole, 1.0)
        # A minute is no hour that was not done.
        late = self._get_training_registrations().filtered(
            lambda one: one._get_sold_hours() * share - one.hours_done > 1 / 60
        )
        if not late:
            return ""
        names = ", ".join(
            self.env._(
                "%(trainee)s (%(done)s h of %(billed)s h)",
                trainee=one.trainee_id.name,
                done=self._pdf_number(one.hours_done),
                billed=self._pdf_number(one._get_sold_hours() * share),
            )
            for one in late
        )
        return self.env._(
            "More hours are billed than were done: %(names)s. Hours that were not done are not billed as training: bill"
            " them apart, as a compensation, or lower the quantity.",
            names=names,
        )

    # === WHO PAYS WHAT === #

    def _get_direct_fundings(self):
        """Return who pays the agency a part of this quote."""
        # Sudo: whoever invoices a quote invoices all its payers.
        fundings = self.sudo().funding_ids
        return fundings.filtered("is_direct") if self._counts_to_the_cent() else fundings.browse()

    def _get_training_lines(self):
        """Return the services that are training: what other payers than the customer pay."""
        services = self._get_service_lines()
        return services.filtered("product_id.is_training") or services

    def _get_training_amount(self):
        """Return what the training comes to, excluding tax, the quote's discounts taken off."""
        services, lines = self._get_service_lines(), self._get_training_lines()
        whole = {taxes: sum(ones.mapped("price_subtotal")) for taxes, ones in services.grouped("tax_ids").items()}
        return sum(
            min(sum(ones.mapped("price_subtotal")), whole[taxes]) for taxes, ones in lines.grouped("tax_ids").items()
        )

    def _get_direct_room(self, kept=1.0):
        """Return what other payers than the customer can still be invoiced, excluding tax, by set of taxes.

        :param float kept: the share of what is left to invoice that a deposit being made leaves
        """
        rest = self._get_rest_by_taxes()
        room = {}
        for taxes, lines in self._get_training_lines().grouped("tax_ids").items():
            left = sum(max(line.price_subtotal - line._get_invoiced_amount(), 0.0) for line in lines)
            room[taxes] = max(min(left, rest[taxes]["untaxed"] * kept), 0.0)
        return room

    def _get_direct_parts(self):
        """Return what is to be invoiced to each payer that pays the agency, excluding tax, as `{funding: amount}`.

        :raise UserError: before the training is given, or if what is left of the quote is less
        """
        self.ensure_one()
        fundings = self._get_direct_fundings()
        if not fundings or not any(line.qty_to_invoice for line in self._get_training_lines()):
            return {}
        self._check_training_given(fundings)
        room = sum(self._get_direct_room().values())
        parts = {}
        left = self._get_training_amount() - sum(funding._get_invoiced_amount() for funding in fundings)
        for funding in fundings:
            amount = min(funding._get_amount_to_invoice(), max(self.currency_id.round(left), 0.0))
            if amount:
                parts[funding] = amount
                left -= amount
        if self.currency_id.compare_amounts(sum(parts.values()), room) > 0:
            self._raise_above_direct_room(parts, room)
        return parts

    def _is_training_given(self):
        """Return whether all sessions of this quote's trainees are given: hours done are known."""
        sessions = self._get_training_registrations().session_id
        return bool(sessions) and all(session.state == "done" for session in sessions)

    def _check_training_given(self, fundings):
        """Check that a direct payer is invoiced what was done: the session is given (T50).

        :raise UserError: if not, saying what to do
        """
        if self._is_training_given():
            return
        raise UserError(
            self.env._(
                "%(payer)s pays the hours that were done, and the training of %(quote)s is not given yet: close the"
                " attendance sheets of its session, then invoice. Until then the customer may be asked for a deposit.",
                payer=", ".join(fundings.mapped("payer_id.display_name")),
                quote=self.name,
            )
        )

    def _raise_above_direct_room(self, parts, room):
        """Refuse an invoice that leaves other payers less than what they agreed.

        :raise UserError: always
        """
        raise UserError(
            self.env._(
                "%(payers)s: %(amount)s excluding tax is to be invoiced of %(quote)s, and what the customer is invoiced"
                " leaves %(room)s. Ask the customer for less, or make a credit note of what was invoiced too early.",
                payers=", ".join(funding.payer_id.display_name for funding in parts),
                amount=self.currency_id.format(sum(parts.values())),
                quote=self.name,
                room=self.currency_id.format(room),
            )
        )

    def _check_left_to_payers(self, kept=1.0):
        """Check that what the customer is invoiced leaves other payers what they agreed.

        :param float kept: see `_get_direct_room()`
        :raise UserError: if not
        """
        for order in self:
            fundings = order._get_direct_fundings()
            wanted = {one: one._get_expected_amount() for one in fundings}
            most = order._get_training_amount() - sum(one._get_invoiced_amount() for one in fundings)
            room = sum(order._get_direct_room(kept).values()) if fundings else 0.0
            if order.currency_id.compare_amounts(min(sum(wanted.values()), most), room) > 0:
                order._raise_above_direct_room(wanted, room)

    def _get_deposit_amount(self, amount_type, amount):
        """Override of `agency_crm`: a deposit is of the customer's part.

        :raise UserError: if it leaves other payers less than what they agreed
        """
        amount = super()._get_deposit_amount(amount_type, amount)
        if self._get_direct_fundings():
            _untaxed, rest = self._get_rest_amounts()
            total = self.amount_total * amount / 100 if amount_type == "percent" else amount
            if amount_type == "percent" and not self.order_line._get_counted_invoice_lines():
                self._check_left_to_payers(1 - amount / 100)
            else:
                self._check_left_to_payers(1 - total / rest if rest else 0.0)
        return amount

    # === INVOICES === #

    def _create_invoices(self, grouped=False, final=False, date=None):
        """Override of `sale`: whoever pays the agency a part has an invoice of it, the customer one of the rest (T50).

        :raise UserError: before the training is given, or if the customer's invoice leaves other payers too little
        """
        shared = self.filtered(lambda order: order._get_direct_fundings())
        # What takes no deposit off is a part of the customer's.
        if not shared or not final:
            moves = super()._create_invoices(grouped=grouped, final=final, date=date)
            self._note_hours(moves)
            return moves
        if not self.env["account.move"].has_access("create"):
            try:
                self.check_access("write")
            except AccessError:
                return self.env["account.move"]
        hold(shared)
        moves = self.env["account.move"]
        for order in shared:
            moves |= order._create_payers_invoices()
        done = moves.invoice_line_ids.sale_line_ids.order_id
        left = self.filtered(lambda order: order not in done or order._has_service_to_invoice())
        if left:
            moves |= super(SaleOrder, left)._create_invoices(grouped=grouped, final=final, date=date)
        self._note_hours(moves)
        return moves

    def _create_part(self, quantities):
        """Override of `agency_crm`: a part is of what the customer pays.

        :raise UserError: if it leaves other payers less than what they agreed
        """
        invoice = super()._create_part(quantities)
        self._check_left_to_payers()
        return invoice

    def _note_hours(self, moves):
        """Say on these drafts that they bill hours which nobody did."""
        for order in self.filtered("is_training"):
            warning = order._get_hours_warning()
            if not warning:
                continue
            for move in moves.filtered(lambda move, order=order: order in move.invoice_line_ids.sale_line_ids.order_id):
                move.message_post(body=warning, subtype_xmlid="mail.mt_note")

    def _has_service_to_invoice(self):
        return any(not line.display_type for line in self._get_invoiceable_lines(final=True))

    def _create_payers_invoices(self):
        """Make the draft of each payer that pays the agency, and return them."""
        self.ensure_one()
        moves = self.env["account.move"]
        for funding, amount in self._get_direct_parts().items():
            order = self.with_company(self.company_id).with_context(lang=funding.payer_id.lang or self.env.lang)
            new = order._create_account_invoices([order._prepare_payer_invoice(funding, amount)], True)
            new.message_post_with_source(
                "mail.message_origin_link", render_values={"self": new, "origin": self}, subtype_xmlid="mail.mt_note"
            )
            moves |= new
        # Sudo: whoever invoices a quote need not read its sessions.
        self.sudo().session_ids._sync_payers_todo()
        return moves

    def _get_payers_to_invoice(self):
        """Return the direct payers who are to be invoiced, their hours being done; also those of no agreement yet."""
        self.ensure_one()
        if not any(line.qty_to_invoice for line in self._get_training_lines()) or not self._is_training_given():
            return self._get_direct_fundings().payer_id.browse()
        fundings = self._get_direct_fundings().filtered(
            lambda one: not one.agreed_amount or one._get_expected_amount(is_given=True)
        )
        return fundings.payer_id

    def _prepare_payer_invoice(self, funding, amount):
        """Return the values of the invoice of a payer: its part of each training line of the quote."""
        payer = funding.payer_id
        return {
            **self._prepare_invoice(),
            "partner_id": payer.id,
            "partner_shipping_id": payer.id,
            "invoice_payment_term_id": payer.property_payment_term_id.id or self.payment_term_id.id,
            "ref": funding.file_no or self.name,
            "payment_reference": False,
            "transaction_ids": [],
            "training_funding_id": funding.id,
            "invoice_line_ids": [
                fields.Command.create({**line._prepare_payer_line(part), "bpf_source": funding.bpf_source})
                for line, part in self._share_among_lines(amount).items()
            ],
        }

    def _share_among_lines(self, amount):
        """Share an amount excluding tax among the training lines, by what is left of each, to the cent."""
        room = self._get_direct_room()
        currency = self.currency_id
        parts, left, whole = {}, amount, sum(room.values())
        for taxes, lines in self._get_training_lines().grouped("tax_ids").items():
            rests = {line: line.price_subtotal - line._get_invoiced_amount() for line in lines}
            rests = {line: rest for line, rest in rests.items() if currency.compare_amounts(rest, 0) > 0}
            in_lines = sum(rests.values())
            for line, rest in rests.items():
                share = amount * room[taxes] / whole * rest / in_lines if whole and in_lines else 0.0
                parts[line] = min(currency.round(share), rest, left)
                left -= parts[line]
        # The cents that rounding left, where there is room.
        for line, part in parts.items():
            rest = line.price_subtotal - line._get_invoiced_amount() - part
            more = min(max(currency.round(left), 0.0), max(currency.round(rest), 0.0))
            parts[line] = currency.round(part + more)
            left -= more
        return {line: part for line, part in parts.items() if not currency.is_zero(part)}
