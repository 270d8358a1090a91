"""What the page of one supplier says (B10, B14), as texts: no customer, deal nor other supplier (B5)."""

from odoo import fields, models
from odoo.tools import format_date, formatLang

from ..const import LONGEST, MOST_VARIANTS


class AgencyPriceConsultation(models.Model):
    _name = "agency.price.consultation"
    _inherit = ["agency.price.consultation"]

    def _get_page_state(self):
        """Return what the supplier may do: `open`, or why not: `over`, `settled` (a choice was made), `past` (B14)."""
        self.ensure_one()
        request = self.request_id
        if request.state == "closed" or not request.active:
            return "over"
        if self.state not in ("answered", "declined", "chosen", "not_chosen"):
            # A first answer is taken, however late.
            return "open"
        if any(request.offer_ids.mapped("is_chosen")):
            return "settled"
        answered = max(self.offer_ids.mapped("request_version"), default=self.asked_version)
        return "past" if self._is_past() and answered >= request.version else "open"

    def _get_page_files(self):
        """Return the files that the page gives: those of the request, and the supplier's own."""
        return self.request_id.attachment_ids | self.page_file_ids

    def _get_page(self, typed=None, errors=None):
        """Return what the page says, as texts: no record is given to it.

        :param dict typed: what was typed and refused, to be shown again
        :param dict errors: why, by field; "" for the whole
        """
        self.ensure_one()
        request, company = self.request_id, self.company_id
        return {
            "answer_path": self._get_page_path("/repondre"),
            "number": request.name,
            "version": request.version,
            "title": request.title,
            "lang": self.env.lang.replace("_", "-"),
            "company": company.name,
            "company_id": company.id,
            "contact": request.user_id.name or "",
            "email": request.user_id.email or company.email or "",
            "phone": request.user_id.phone or company.phone or "",
            "facts": self._get_pdf_facts(),
            "brief": request.brief,
            "spec_rows": request._get_spec_rows(),
            "spec": request.spec or "",
            "rights_wanted": request.rights_wanted,
            "files": self._get_page_file_rows(request.attachment_ids),
            "currency": self.currency_id.symbol or self.currency_id.name,
            "state": self._get_page_state(),
            "news": self._get_page_news(errors or {}),
            "sent": self._get_page_sent(),
            "items": self._get_page_items(typed, errors or {}),
            "variants": self._get_page_variants(typed, errors or {}),
            "quantities": [(line.id, line.display_name) for line in request.item_ids.quantity_ids],
            "terms": self._get_page_terms(typed),
            "longest": LONGEST,
            "errors": errors or {},
            "is_typed": typed is not None,
        }

    def _get_page_news(self, errors):
        """Return what happened, and what can still be done: (kind of alert, words) each."""
        if errors:
            return [("danger", errors.get("", ""))]
        state, sent = self._get_page_state(), self._get_page_sent()
        day = format_date(self.env, self.request_id.answer_by)
        news = []
        if sent and sent["is_declined"]:
            words = self.env._("You told us on %s that you cannot answer. Thank you for letting us know.", sent["on"])
            news.append(("info", words))
        elif sent:
            words = self.env._("Your answer was sent on %s, thank you.", sent["on"])
            if sent["is_late"]:
                words = self.env._("Your answer was sent on %s, after the day asked; thank you.", sent["on"])
            if state == "open" and not self._is_past():
                words += " " + self.env._("You can change it until %s.", day)
            news.append(("success", words))
        elif self._is_past() and state == "open":
            words = self.env._("We asked for an answer by %s. You can still give it: it will be marked late.", day)
            news.append(("warning", words))
        if state == "over":
            news.append(("warning", self.env._("This request is closed.")))
        elif state != "open":
            news.append(("secondary", self.env._("Your answer cannot be changed here any more: write to us.")))
        return news

    def _get_page_file_rows(self, files):
        return [
            {
                "name": file.name,
                "size": self._format_size(file.file_size),
                "path": self._get_page_path(f"/fichier/{file.id}"),
            }
            for file in files
        ]

    def _format_size(self, size):
        """Return the weight of a file, as 340 KB or 1.2 MB."""
        if size < 1_000_000:
            return self.env._("%s KB", formatLang(self.env, max(size / 1000, 1), digits=0))
        return self.env._("%s MB", formatLang(self.env, size / 1_000_000, digits=1))

    def _format_moment(self, moment):
        """Return when something happened, where who asked works: the day and the minute."""
        local = fields.Datetime.context_timestamp(self, moment)
        day = format_date(self.env, local.date(), date_format="long")
        return self.env._("%(day)s at %(time)s", day=day, time=f"{local:%H:%M}")

    def _get_page_sent(self):
        """Return what the supplier sent, or a user typed for it, and when; None before (B10)."""
        if not self.answered_on or self.state in ("to_send", "sent", "seen", "silent"):
            return None
        offers = self.offer_ids.filtered("is_current")
        return {
            "on": self._format_moment(self.answered_on),
            "is_late": self.is_late,
            "is_declined": self.state == "declined",
            "reason": self.decline_reason or "",
            "rows": [
                {
                    "name": offer.quantity_id.display_name,
                    "variant": offer.variant,
                    "amounts": [
                        formatLang(self.env, offer[name], currency_obj=offer.currency_id)
                        for name in ("total", "fees", "shipping", "landed")
                    ],
                }
                for offer in offers
            ],
            "terms": [
                (label, text)
                for label, text in (
                    (self.env._("Lead time"), self.env._("%s days", self.lead_days) if self.lead_days else ""),
                    (self.env._("Valid until"), self.valid_until and format_date(self.env, self.valid_until)),
                    (self.env._("Your quote no."), self.reference),
                    (self.env._("Payment"), self.payment_note),
                    (self.env._("Comment"), self.comment),
                )
                if text
            ],
            "files": self._get_page_file_rows(self.page_file_ids),
        }

    def _get_page_items(self, typed, errors):
        """Return the rows to fill in, of each item."""
        return [
            {
                "name": item.name,
                "description": item.description or "",
                "rows": [
                    {
                        "id": line.id,
                        "quantity": line._get_label(),
                        "is_run_on": line.is_run_on,
                        "error": errors.get(f"row_{line.id}", ""),
                        **self._get_page_amounts(self._get_current_offer(line.id), typed, line.id),
                    }
                    for line in item.quantity_ids
                ],
            }
            for item in self.request_id.item_ids
        ]

    def _get_page_variants(self, typed, errors):
        """Return the supplier's own proposals, and an empty row for one more."""
        offers = list(self.offer_ids.filtered(lambda offer: offer.is_current and offer.variant))
        rows = []
        for number in range(min(len(offers) + 1, MOST_VARIANTS)):
            offer = offers[number] if number < len(offers) else self.env["agency.price.offer"]
            rows.append(
                {
                    "number": number,
                    "words": offer.variant or "" if typed is None else typed.get(f"variant_{number}", ""),
                    "quantity": str(offer.quantity_id.id or "")
                    if typed is None
                    else typed.get(f"variant_quantity_{number}", ""),
                    "error": errors.get(f"variant_{number}", ""),
                    **self._get_page_amounts(offer, typed, f"variant_{number}"),
                }
            )
        return rows

    def _get_page_amounts(self, offer, typed, key):
        """Return the amounts of a row as they are typed: what was refused, else what holds."""
        amounts = {}
        for name in ("total", "fees", "shipping"):
            if typed is not None:
                amounts[name] = typed.get(f"{name}_{key}", "")
            elif offer and (name == "total" or offer[name]):
                amounts[name] = formatLang(self.env, offer[name], self.currency_id.decimal_places, grouping=False)
            else:
                amounts[name] = ""
        return amounts

    def _get_page_terms(self, typed):
        """Return the rest as it is typed: what was refused, else what holds."""
        if typed is not None:
            names = ("lead_days", "valid_until", "reference", "payment_note", "comment", "decline_reason")
            return {name: typed.get(name, "") for name in names}
        return {
            "lead_days": self.lead_days or "",
            "valid_until": self.valid_until.isoformat() if self.valid_until else "",
            "reference": self.reference or "",
            "payment_note": self.payment_note or "",
            "comment": self.comment or "",
            "decline_reason": self.decline_reason or "",
        }
