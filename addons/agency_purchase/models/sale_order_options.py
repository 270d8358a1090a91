"""Several quantities of an item kept: the others are options of the quote, which its customer may take (B19)."""

from odoo import models


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
