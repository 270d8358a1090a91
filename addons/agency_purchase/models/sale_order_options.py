"""Several quantities of an item kept: the others are options of the quote, which its customer may take (B19).

They are quantities of one thing: the one that is taken stands in the place of the one that was there, else both would
be ordered and billed (B34).
"""

from odoo import api, models

from ..utils import format_quantity


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    def _place_priced_line(self, is_option):
        """Return where a new line goes: among the options, which are last, or just before them.

        The section is Odoo's own optional one: documents print it apart, and customers take what is in it.

        :param bool is_option: make that section where there is none
        """
        self.ensure_one()
        lines = self.order_line.sorted(lambda line: (line.sequence, line.id))
        options = lines.filtered(lambda line: line.display_type == "line_section")[-1:].filtered("is_optional")
        last = max(lines.mapped("sequence"), default=0)
        if options and not is_option:
            place = list(lines).index(options)
            before = lines[:place][-1:].sequence
            for number, line in enumerate(lines[place:], before + 2):
                line.sequence = number
            return {"sequence": before + 1}
        if is_option and not options:
            last += 1
            values = {"display_type": "line_section", "is_optional": True, "name": self.env._("Options")}
            self.env["sale.order.line"].create({"order_id": self.id, "sequence": last, **values})
        return {"sequence": last + 1}

    def _exchange_lines(self, first, second):
        """Let two lines of this order stand in each other's place."""
        lines = list(self.order_line.sorted(lambda line: (line.sequence, line.id)))
        here, there = lines.index(first), lines.index(second)
        lines[here], lines[there] = second, first
        for number, line in enumerate(lines, 1):
            if line.sequence != number:
                line.sequence = number
        # Odoo looks no more once it knows which section a line is of, and in which order they stand.
        self.order_line.invalidate_recordset(["parent_id"])
        self.invalidate_recordset(["order_line"])

    def _tell_option(self, taken, replaced):
        """Note which quantity took the place of which, for those who follow the quote; no cost, no supplier."""
        order, author = self, {}
        if self.env.user.share:
            # The customer who takes it is nobody here; who reads it is the salesperson.
            author = {"author_id": self.env.ref("base.partner_root").id}
            order = self.with_context(lang=self.user_id.lang or self.company_id.partner_id.lang or self.env.lang)
        order.message_post(
            body=order.env._(
                "Option taken: “%(taken)s” in place of “%(replaced)s”.",
                taken=taken._get_first_words(),
                replaced=", ".join(line._get_first_words() for line in replaced),
            ),
            subtype_xmlid="mail.mt_note",
            **author,
        )


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = ["sale.order.line"]

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `sale`: an option that is taken stands in the place of the quantity that was there (B19)."""
        if not vals.get("product_uom_qty"):
            return super().write(vals)
        # Sudo: who takes an option, a customer on the portal too, need see no costs.
        taken_sudo = self.sudo().filtered(lambda line: line._is_option_left())
        res = super().write(vals)
        for line_sudo in taken_sudo:
            line_sudo._take_place()
        return res

    @api.onchange("product_uom_qty")
    def _onchange_taken_option(self):
        """Say what becomes of the other quantity, before it is saved."""
        # Sudo: who sees no costs takes options all the same.
        line_sudo = self.sudo()
        replaced_sudo = line_sudo._get_replaced() if line_sudo.product_uom_qty and line_sudo.price_offer_id else None
        if not replaced_sudo or not line_sudo._origin._is_option_left():
            return {}
        words = self.env._(
            "“%(taken)s” takes the place of “%(replaced)s” once you save: they are quantities of the same item.",
            taken=line_sudo._get_first_words(),
            replaced=", ".join(line._get_first_words() for line in replaced_sudo),
        )
        return {"warning": {"title": self.env._("Option taken"), "message": words, "type": "notification"}}

    # === BUSINESS METHODS === #

    def _is_option_left(self):
        """Return whether the line is a quantity that a quote proposes beside another one, and nobody took."""
        return bool(
            self.price_offer_id
            and self.order_id.state in ("draft", "sent")
            and not self.product_uom_qty
            and self._is_line_optional()
        )

    def _get_replaced(self):
        """Return the lines of the same item that are in the total of the quote."""
        item = self.price_offer_id.quantity_id.item_id
        others = self.order_id.order_line.filtered(lambda line: line.price_offer_id and line.product_uom_qty)
        return others.filtered(lambda line: line._origin != self._origin).filtered(
            lambda line: line.price_offer_id.quantity_id.item_id == item
        )

    def _take_place(self):
        """Let this option, which was just taken, stand in the place of the quantities of its item; those are options.

        All of its copies are one lot, whether one lot or the copies were typed.
        """
        self.ensure_one()
        if self.product_uom_qty == self._get_copies():
            self.product_uom_qty = 1.0
        replaced = self._get_replaced()
        main = replaced.filtered(lambda line: not line._is_line_optional())[:1]
        if main:
            self.order_id._exchange_lines(self, main)
        for line in replaced:
            line._become_option()
        if replaced:
            self.order_id._tell_option(self, replaced)

    def _become_option(self):
        """Propose this line, in one lot: as many copies by one would be one copy for whoever takes it."""
        quantity, values = self.product_uom_qty, {"product_uom_qty": 0.0}
        if quantity != 1.0:
            first, *words = (self.name or "").split("\n")
            copies = format_quantity(self.env, quantity)
            values["price_unit"] = self.price_unit * quantity
            if copies not in first:
                first = self.env._("%(item)s: %(quantity)s copies", item=first, quantity=copies)
                values["name"] = "\n".join([first, *words])
        self.write(values)

    def _get_copies(self):
        """Return how many copies the line is the price of."""
        return self.run_on_copies if self._has_run_on() else self.price_offer_id.quantity_id.quantity

    def _get_first_words(self):
        return (self.name or "").split("\n")[0]
