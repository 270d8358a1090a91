"""Suppliers' prices (agency_purchase) in the tables of test_records.py."""

import itertools

NUMBERS = itertools.count(3000)
DAYS = itertools.count(10)

# model: (Utilisateur who sees costs, Responsable, what creating takes, what writing changes)
OF_A_COMPANY = {
    "agency.price.request": (
        "rwc",
        "rwcu",
        lambda ids: {"title": "Neuve", "lead_id": ids["crm.lead"], "company_id": ids["company"]},
        "title",
    ),
    "agency.price.item": (
        "rwcu",
        "rwcu",
        lambda ids: {"request_id": ids["agency.price.request"], "name": "Neuve"},
        "name",
    ),
    # Said once.
    "agency.price.quantity": (
        "rcu",
        "rcu",
        lambda ids: {"item_id": ids["agency.price.item"], "quantity": next(NUMBERS)},
        "quantity",
    ),
    "agency.price.consultation": (
        "rwcu",
        "rwcu",
        lambda ids: {"request_id": ids["agency.price.request"], "partner_id": ids["asked"].pop()},
        "comment",
    ),
    # A price that was given stays, as it is.
    "agency.price.offer": (
        "rc",
        "rc",
        lambda ids: {
            "consultation_id": ids["agency.price.consultation"],
            "quantity_id": ids["agency.price.quantity"],
            "variant": f"Variante {next(NUMBERS)}",
            "total": 1.0,
        },
        "variant",
    ),
    "agency.price.reminder": (
        "r",
        "rwcu",
        lambda ids: {"delay_days": next(DAYS), "template_id": ids["price_template"], "company_id": ids["company"]},
        "delay_days",
    ),
    "agency.print.characteristic": (
        "r",
        "rwcu",
        lambda ids: {"name": "Neuve", "company_id": ids["company"]},
        "name",
    ),
    "agency.price.spec": (
        "rwcu",
        "rwcu",
        lambda ids: {"request_id": ids["agency.price.request"], "name": "Neuve"},
        "value",
    ),
    "agency.price.template": (
        "rwc",
        "rwcu",
        lambda ids: {"name": "Neuf", "company_id": ids["company"]},
        "name",
    ),
    "agency.price.template.item": (
        "rwcu",
        "rwcu",
        lambda ids: {"template_id": ids["agency.price.template"], "name": "Neuve"},
        "name",
    ),
    "agency.supplier.paper": (
        "rwc",
        "rwcu",
        lambda ids: {"partner_id": ids["supplier"], "issued_on": "2026-01-01", "file": "JVBERi0="},
        "code",
    ),
    "agency.margin.line": ("r", "r", lambda _ids: {"name": "Neuve"}, "name"),
    "agency.supplier.line": ("r", "r", lambda _ids: {"name": "Neuve"}, "name"),
    "purchase.order": (
        "rwc",
        "rwc",
        lambda ids: {"partner_id": ids["supplier"], "company_id": ids["company"]},
        "partner_ref",
    ),
    "purchase.order.line": (
        "rwcu",
        "rwcu",
        lambda ids: {
            "order_id": ids["purchase.order"],
            "product_id": ids["product.product"],
            "name": "Neuve",
            "product_qty": 1,
        },
        "name",
    ),
}
READ_ONLY = {"agency.margin.line", "agency.supplier.line"}
WIZARDS = {
    "agency.price.answer": lambda ids: {"consultation_id": ids["agency.price.consultation"]},
    "agency.price.answer.line": lambda ids: {"answer_id": 1, "quantity_id": ids["agency.price.quantity"]},
    "agency.price.choice": lambda ids: {"offer_id": ids["agency.price.offer"], "order_id": ids["priced"]},
    "agency.price.remind": lambda ids: {"consultation_ids": [(6, 0, [ids["agency.price.consultation"]])]},
    "agency.price.run.on": lambda ids: {"line_id": ids["priced_line"]},
    "agency.supplier.refusal": lambda ids: {"paper_ids": [(6, 0, [ids["agency.supplier.paper"]])], "reason": "Vol"},
    "agency.supplier.order": lambda ids: {"order_id": ids["purchase.order"]},
}
