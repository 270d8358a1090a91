from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.agency_crm.tests.common import AgencyCommon


@tagged("post_install", "-at_install")
class PurchaseCommon(AgencyCommon):
    """The agency, its user who sees costs, three printers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.costs = cls.env.ref("agency_purchase.group_costs")
        cls.user.sudo().group_ids += cls.costs
        cls.printers = cls.env["res.partner"].create(
            [
                {
                    "name": f"Printer {letter}",
                    "email": f"{letter.lower()}@printer.example.com",
                    "is_company": True,
                    "is_printer": True,
                    "lang": "en_US",
                }
                for letter in "ABC"
            ]
        )

    def assertNoAmount(self, text, amount):
        """Check that a text says no such amount: a number alone, as "777.00" or "8,765", not digits of a token."""
        self.assertNotRegex(text, rf"(?<![\w-]){f'{amount:,}'.replace(',', '[^0-9]?')}(?![\w-])")

    @classmethod
    def _create_customer_user(cls):
        """Return a portal user of the customer of the deal."""
        root = cls.env(user=cls.env.ref("base.user_root"))
        return new_test_user(
            root,
            login="customer",
            password="customer",
            groups="base.group_portal",
            partner_id=cls.contact.id,
            company_id=cls.user.company_id.id,
            company_ids=cls.user.company_ids.ids,
        )

    @classmethod
    def _create_request(cls, quantities="500 1000 2000", printers=None, **values):
        return cls.env["agency.price.request"].create(
            {
                "title": "12-page brochure",
                "lead_id": cls.deal.id,
                "answer_by": fields.Date.add(fields.Date.context_today(cls.env.user), days=5),
                "item_ids": [
                    Command.create({"name": "Brochure", "quantities": quantities, "product_id": cls.service.id})
                ],
                "supplier_ids": [Command.set((cls.printers if printers is None else printers).ids)],
                **values,
            }
        )

    @classmethod
    def _create_asked(cls, **values):
        """Return a request that suppliers were asked by telephone."""
        request = cls._create_request(**values)
        request.consultation_ids.action_mark_asked()
        return request

    @classmethod
    def _answer(cls, request, printer, **prices):
        """Type the prices of a printer: `q1000=(total, fees, shipping)` or `q1000=total`; the rest are its terms."""
        consultation = request.consultation_ids.filtered(lambda each: each.partner_id == printer)
        answer = cls.env["agency.price.answer"].create({"consultation_id": consultation.id})
        for name, price in prices.items():
            if not name.startswith("q"):
                answer[name] = price
                continue
            total, fees, shipping = price if isinstance(price, tuple) else (price, 0.0, 0.0)
            line = answer.line_ids.filtered(
                lambda each, name=name: not each.is_run_on and each.quantity_id.quantity == float(name[1:])
            )
            line.write({"total": total, "fees": fees, "shipping": shipping, "is_free": not total})
        answer.action_apply()
        return consultation

    @classmethod
    def _get_offer(cls, request, printer, quantity):
        return request.offer_ids.filtered(
            lambda offer: (
                offer.is_current
                and offer.consultation_id.partner_id == printer
                and offer.quantity_id.quantity == quantity
            )
        )

    @classmethod
    def _choose(cls, offer, **values):
        choice = cls.env["agency.price.choice"].create({"offer_id": offer.id, **values})
        action = choice.action_apply()
        return cls.env["sale.order"].browse(action.get("res_id")) if action.get("res_model") else None
