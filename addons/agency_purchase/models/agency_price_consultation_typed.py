"""What a supplier typed on its page: read, refused in words, or kept, and told to whoever asked (B10, B14, B15)."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..const import HIGHEST_DAYS, LONGEST, MOST_FILES, MOST_FILES_AT_ONCE, MOST_VARIANTS
from ..files import check_file
from ..utils import clean_text, parse_amount, parse_date, parse_days


class AgencyPriceConsultation(models.Model):
    _name = "agency.price.consultation"
    _inherit = ["agency.price.consultation"]

    def _answer_on_page(self, typed, files):
        """Keep what the supplier typed: all of it, or nothing.

        :param dict typed: the fields of the page, as texts
        :param list files: (name, content) each
        :return: why not, in words by field, "" for the whole; empty where it is kept
        """
        self.ensure_one()
        if not self._count_page_answer():
            return {"": self.env._("This page was sent too often: try again in an hour, or write to us.")}
        if self._get_page_state() != "open":
            return {"": self.env._("Your answer cannot be changed here any more: write to us.")}
        was_settled = any(self.request_id.offer_ids.mapped("is_chosen"))
        try:
            # Nothing half done.
            with self.env.cr.savepoint():
                errors = self._decline_on_page(typed) if typed.get("decline") else self._price_on_page(typed, files)
                self.env.flush_all()
        except UserError as error:
            return {"": str(error.args[0])}
        if not errors:
            self._tell_answer(was_settled)
        return errors

    def _decline_on_page(self, typed):
        reason = clean_text(typed.get("decline_reason"), is_line=True)
        if len(reason) > LONGEST["decline_reason"]:
            return {"decline_reason": self._say_too_long("decline_reason")}
        self._take_refusal(reason)
        # Their words, escaped: a text is no HTML.
        words = self.env._("We cannot give a price.")
        self._note_on_thread(f"{words} {reason}".strip())
        return {}

    def _price_on_page(self, typed, files):
        errors = {}
        if typed.get("version") != str(self.request_id.version):
            errors[""] = self.env._(
                "The request has changed since you opened this page: read it again, then send your prices."
            )
        rows = self._read_rows(typed, errors)
        terms = self._read_terms(typed, errors)
        kept = self._read_files(files, errors)
        if not errors and not any(row["total"] is not None for row in rows):
            errors[""] = self.env._("Type at least one price, 0 if it is free; or say that you cannot answer.")
        if errors:
            errors.setdefault("", self.env._("Nothing was sent yet: see what is marked in red."))
            if files:
                errors.setdefault("files", self.env._("Choose your files again: the browser does not keep them."))
            return errors
        # They answer what the page says, whatever was mailed.
        self._note_version()
        self._take_answer(rows, terms, is_from_page=True)
        attachments = self._keep_page_files(kept)
        self._note_on_thread(terms["comment"] or self.env._("Our prices."), attachments)
        return {}

    # === READING === #

    def _read_rows(self, typed, errors):
        """Return the rows for `_take_answer`; those of variants that are no longer said are empty."""
        quantities = self.request_id.item_ids.quantity_ids
        rows = [
            {
                "quantity_id": line.id,
                "variant": "",
                **self._read_amounts(typed, line.id, f"row_{line.id}", line.display_name, errors),
            }
            for line in quantities
        ]
        for number in range(MOST_VARIANTS):
            key = f"variant_{number}"
            words = clean_text(typed.get(key), is_line=True)
            amounts = self._read_amounts(typed, key, key, words or self.env._("Your proposal"), errors)
            if not words and amounts["total"] is None:
                continue
            asked = typed.get(f"variant_quantity_{number}", "")
            line = quantities.filtered(lambda each, asked=asked: str(each.id) == asked)
            if not words:
                errors.setdefault(key, self.env._("Say in a few words what you propose."))
            elif len(words) > LONGEST["variant"]:
                errors.setdefault(key, self._say_too_long("variant"))
            elif not line:
                errors.setdefault(key, self.env._("Choose the quantity that it is for."))
            elif amounts["total"] is None:
                errors.setdefault(key, self.env._("Type its price, or 0 if it is free."))
            rows.append({"quantity_id": line.id, "variant": words, **amounts})
        said = {(row["quantity_id"], row["variant"]) for row in rows}
        rows += [
            {"quantity_id": offer.quantity_id.id, "variant": offer.variant, "total": None, "fees": 0.0, "shipping": 0.0}
            for offer in self.offer_ids.filtered("is_current")
            if (offer.quantity_id.id, offer.variant) not in said
        ]
        return rows

    def _read_amounts(self, typed, key, field, name, errors):
        """Return the three amounts of a row; what set-up and delivery do not say is zero."""
        amounts = {}
        for part in ("total", "fees", "shipping"):
            text = typed.get(f"{part}_{key}", "")
            try:
                amounts[part] = parse_amount(text, self.currency_id.decimal_places)
            except ValueError as error:
                amounts[part] = None
                errors.setdefault(field, self._say_amount_error(str(error), text, name))
                # Marked, without words of its own.
                errors[f"{part}_{key}"] = ""
        if amounts["total"] is None and (amounts["fees"] or amounts["shipping"]):
            errors.setdefault(field, self.env._("%s: type the price too, or 0 if it is free.", name))
            errors[f"total_{key}"] = ""
        return {**amounts, "fees": amounts["fees"] or 0.0, "shipping": amounts["shipping"] or 0.0}

    def _say_amount_error(self, reason, text, name):
        text = clean_text(text, is_line=True)[:40]
        words = {
            "negative": self.env._("%(name)s: “%(text)s” is negative, a price is not.", name=name, text=text),
            "ambiguous": self.env._(
                "%(name)s: “%(text)s” can be read in two ways. Write 1234 or 1.23.", name=name, text=text
            ),
            "decimals": self.env._(
                "%(name)s: “%(text)s” has too many decimals. Give the price of the whole quantity.",
                name=name,
                text=text,
            ),
            "digits": self.env._("%(name)s: “%(text)s” has more than twelve digits.", name=name, text=text),
        }
        return words.get(reason) or self.env._(
            "%(name)s: “%(text)s” is no amount. Write it as 1234.50.", name=name, text=text
        )

    def _read_terms(self, typed, errors):
        """Return what is said besides the prices."""
        terms = {
            name: clean_text(typed.get(name), is_line=name != "comment")
            for name in ("reference", "payment_note", "comment")
        }
        for name, text in terms.items():
            if len(text) > LONGEST[name]:
                errors[name] = self._say_too_long(name)
        try:
            terms["lead_days"] = parse_days(typed.get("lead_days")) or 0
            if terms["lead_days"] > HIGHEST_DAYS:
                raise ValueError("days")
        except ValueError:
            errors["lead_days"] = self.env._("A whole number of days, from 0 to %s.", HIGHEST_DAYS)
        try:
            terms["valid_until"] = parse_date(typed.get("valid_until")) or False
        except ValueError:
            errors["valid_until"] = self.env._("A date, as 31/12/2026.")
        else:
            if terms["valid_until"] and terms["valid_until"] < fields.Date.context_today(self):
                errors["valid_until"] = self.env._("This day is over: until when does your price hold?")
        return terms

    def _say_too_long(self, name):
        return self.env._("Too long: %s characters at most.", LONGEST[name])

    def _read_files(self, files, errors):
        """Return (name, content, MIME type) of the files, which are what they say they are."""
        if len(files) > MOST_FILES_AT_ONCE or len(self.page_file_ids) + len(files) > MOST_FILES:
            errors["files"] = self.env._(
                "%(once)s files at once, %(all)s in all: send the others by mail.",
                once=MOST_FILES_AT_ONCE,
                all=MOST_FILES,
            )
            return []
        kept = []
        for name, content in files:
            try:
                safe_name, mimetype = check_file(name, content)
            except ValueError as error:
                words = {
                    "empty": self.env._("“%s” is empty.", clean_text(name, is_line=True)[:80]),
                    "large": self.env._("“%s” is too large: 10 MB at most.", clean_text(name, is_line=True)[:80]),
                }
                errors["files"] = words.get(str(error)) or self.env._(
                    "“%s” is not a PDF, PNG or JPEG file.", clean_text(name, is_line=True)[:80]
                )
                continue
            kept.append((safe_name, content, mimetype))
        return kept

    # === KEEPING, TELLING === #

    def _keep_page_files(self, files):
        """Keep files of the supplier on this record, closed to whoever may not read it (B28)."""
        attachments = (
            self.env["ir.attachment"]
            # As it was given: Odoo would draw a large image again.
            .with_context(image_no_postprocess=True)
            .create(
                [
                    {"name": name, "raw": content, "mimetype": mimetype, "res_model": self._name, "res_id": self.id}
                    for name, content, mimetype in files
                ]
            )
        )
        self.page_file_ids += attachments
        return attachments

    def _note_on_thread(self, words, attachments=None):
        """Keep the supplier's words, as the supplier's; a text, which is escaped (B60)."""
        self.message_post(
            body=words,
            author_id=self.partner_id.id,
            attachment_ids=attachments.ids if attachments else [],
            message_type="comment",
            subtype_xmlid="mail.mt_note",
        )

    def _tell_answer(self, was_settled):
        """Tell whoever asked that there is an answer, without a price: all who see the deal may read it (B28).

        :param bool was_settled: a price had been chosen before
        """
        request = self.request_id
        user = request.user_id
        request = request.with_context(lang=user.lang or self.company_id.partner_id.lang or self.env.lang)
        name = self.partner_id.name
        if self.state == "declined":
            body = request.env._("%s will not give a price (answered on its page).", name)
        elif was_settled:
            body = request.env._("%s answered on its page after a price was chosen: it is kept, nothing changes.", name)
        elif self.is_late:
            body = request.env._("%s answered on its page, late.", name)
        else:
            body = request.env._("%s answered on its page.", name)
        request.message_post(
            body=body,
            author_id=self.env.ref("base.partner_root").id,
            partner_ids=user.partner_id.ids if user.active else [],
            subtype_xmlid="mail.mt_note",
        )
