"""Lines of documents that are there: how they compare with those of vtiger, and how they take the new ones."""

import hashlib
import json

from odoo import SUPERUSER_ID

QUANTITY = {"sale.order.line": "product_uom_qty", "account.move.line": "quantity"}


def sign_lines(lines):
    """What lines come to, in short: quantity, price, discount and taxes of each."""
    rows = [
        [
            round(line.get("quantity", line.get("product_uom_qty", 0)), 2),
            round(line["price_unit"], 4),
            round(line.get("discount", 0), 2),
            sorted(line["tax_ids"][0][2]),
        ]
        for line in lines
    ]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:20]


def own_lines(lines):
    """The lines that say something, without sections, taxes and receivables."""
    return lines.filtered(lambda line: line.display_type in (False, "product"))


def read_lines(lines):
    """Lines as the values that made them."""
    return [
        {
            QUANTITY[line._name]: line[QUANTITY[line._name]],
            "price_unit": line.price_unit,
            "discount": line.discount,
            "tax_ids": [(6, 0, line.tax_ids.ids)],
        }
        for line in own_lines(lines)
    ]


def can_replace(order):
    """Whether nothing was made of the lines of an order here yet."""
    return not (order.locked or order.signature or order.order_line.invoice_lines)


def replace_order_lines(order, commands):
    """Give an order other lines; Odoo lets none go from one that is confirmed, so it is not while they change."""
    state = order.state
    # Superuser: the rules refuse that an accepted quote goes back; it is one again before anybody sees it.
    order_sudo = order.with_user(SUPERUSER_ID)
    if state == "sale":
        order_sudo.state = "draft"
    order.write({"order_line": [(5,), *commands]})
    if state == "sale":
        order_sudo.state = state


def link_services(target, name, wanted):
    """Give lines that were brought over without a service theirs, all else as it is.

    :param name: field of the lines
    :param wanted: values of the lines as vtiger has them
    :return: whether anything changed
    """
    lines = own_lines(target[name])
    if len(lines) != len(wanted) or sign_lines(read_lines(lines)) != sign_lines(wanted):
        return False
    pairs = [
        (line, vals["product_id"])
        for line, vals in zip(lines, wanted, strict=True)
        if vals["product_id"] and not line.product_id
    ]
    for line, product_id in pairs:
        _set_product(line, product_id)
    return bool(pairs)


def _set_product(line, product_id):
    """Name the service of a line; words, price and taxes are the document's own, and stay."""
    if line._name == "account.move.line":
        # What Odoo works out anew from a product would change an entry that is posted: it is kept as it was.
        fixed = ("name", "price_unit", "tax_ids", "account_id", "product_uom_id", "analytic_distribution")
        with line.env.protecting([line._fields[name] for name in fixed], line):
            line.product_id = product_id
        return
    fixed = {name: line[name] for name in ("name", "price_unit", "discount", "product_uom_qty")}
    line.write({"product_id": product_id, **fixed, "tax_ids": [(6, 0, line.tax_ids.ids)]})
