from odoo import models
from odoo.exceptions import UserError
from odoo.tools import float_compare, float_round, format_date, is_html_empty
from odoo.tools.misc import formatLang, get_lang

from ..typed_html import clean_typed_html
from ..typography import rate_name, unit_name

# Decimals of a unit price that are printed at most, and only where it has them.
PRICE_DIGITS = 6


class AgencyPdfDocument(models.AbstractModel):
    """What a template asks of the record it prints: texts, ready to be laid out.

    Quotes and invoices answer the same questions, so that they share every block.
    """

    _name = "agency.pdf.document"
    _description = "Record printed by the agency's templates"

    # === TO ANSWER === #

    def _get_agency_report(self):
        """Return the report that prints the record by default."""
        raise NotImplementedError

    def _get_pdf_date(self):
        """Return the date of the document, whose law it follows."""
        raise NotImplementedError

    def _get_pdf_title(self, kind=""):
        """Return what the document is called.

        :param str kind: of document, see `_get_pdf_blocks`; empty: the record's usual one
        """
        raise NotImplementedError

    def _get_pdf_printed_lines(self):
        """Return the lines to print, in order, deposits left out."""
        raise NotImplementedError

    def _get_pdf_line_quantity(self, line):
        raise NotImplementedError

    def _get_pdf_facts(self, kind=""):
        """Return what stands under the number, as (label, text) pairs.

        :param str kind: of document, see `_get_pdf_blocks`
        """
        raise NotImplementedError

    def _get_agency_file_name(self, kind=""):
        """Return the name of the PDF file, without its extension.

        :param str kind: of document, when it is not the record's usual one
        """
        document = self.with_context(lang=self._get_pdf_lang())
        return " ".join(filter(None, [document._get_pdf_title(kind), document.name or ""]))

    def _get_pdf_annexes(self, report):
        """Return the PDF files that follow the document."""
        return []

    # === FORMATS === #

    def _get_pdf_lang(self):
        """Return the language of the document: the customer's, else the company's.

        One that was switched off is none: words would be in it, dates and amounts in another.
        """
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        return next(filter(installed.__contains__, self._get_pdf_langs()), self.env.lang)

    def _get_pdf_langs(self):
        """Return the languages that the document may be in, the best first."""
        return [self.partner_id.lang, self.company_id.partner_id.lang]

    def _pdf_amount(self, amount):
        return formatLang(self.env, amount, currency_obj=self.currency_id)

    def _pdf_price(self, price):
        """Return a unit price, exact: 0,0345 € is not 0,03 €."""
        digits = self.currency_id.decimal_places
        while digits < PRICE_DIGITS and float_compare(price, float_round(price, digits), precision_digits=PRICE_DIGITS):
            digits += 1
        if digits == self.currency_id.decimal_places:
            return self._pdf_amount(price)
        number, symbol = formatLang(self.env, price, digits=digits), self.currency_id.symbol
        return f"{number}\N{NO-BREAK SPACE}{symbol}" if self.currency_id.position == "after" else f"{symbol}{number}"

    def _pdf_number(self, number, digits=2):
        """Return `number` with at most `digits` decimals, without useless zeros."""
        text = formatLang(self.env, number, digits=digits)
        separator = get_lang(self.env).decimal_point
        return text.rstrip("0").rstrip(separator) if separator in text else text

    def _pdf_percent(self, number):
        return self.env._("%(number)s%%", number=self._pdf_number(number))

    def _pdf_label(self, label):
        """Return `label` with its colon, which French sets off by a space."""
        return self.env._("%(label)s:", label=label)

    def _pdf_html(self, html, is_document=False):
        """Return the value of a field of HTML as documents hold it: each goes through here, see `typed_html`.

        :param bool is_document: the text is that of an edited document
        :raise UserError: if it is too long
        """
        try:
            return clean_typed_html(html, is_document)
        except ValueError as error:
            raise UserError(
                self.env._(
                    "A text of %(name)s is too long to be printed: make it shorter, or join it as a file.",
                    name=self.display_name,
                )
            ) from error

    def _get_pdf_words_class(self, label):
        """Return the class that marks the words of a fact, by which a document edited by hand keeps them."""
        return f"words_{''.join(filter(str.isalnum, label))}"

    def _pdf_date(self, date):
        """Return a date in the language of the document; in English in words: 09/01 is not read the same everywhere."""
        if not date:
            return ""
        if (self.env.lang or "").startswith("en"):
            return format_date(self.env, date, date_format="d MMMM y")
        return format_date(self.env, date)

    # === PARTIES === #

    def _get_pdf_customer(self):
        """Return the lines of the customer's block.

        :return: dict of `name`, `contact` (a person of that company, or ''), `address` (list),
                 `registry` and `vat`
        """
        self.ensure_one()
        partner = self.partner_id
        commercial = partner.commercial_partner_id
        contact = partner.name if partner != commercial and not partner.is_company else ""
        return {
            "name": commercial.name or partner.name or "",
            "contact": contact,
            "address": self._get_pdf_postal_address(partner) or self._get_pdf_postal_address(commercial),
            "siren": commercial._get_siren(),
            "siret": commercial._get_formatted_siret(),
            "vat": commercial._get_vat(),
        }

    def _get_pdf_postal_address(self, partner):
        """Return the lines of an address; its country only where it is another one than the company's."""
        address, country = partner._get_document_address(), partner.country_id
        is_home = country and country == self.company_id.country_id
        return address[:-1] if is_home and address[-1:] == [country.name] else address

    # === LINES === #

    def _get_pdf_lines(self):
        """Return the rows of the table of lines.

        A section that hides its composition is one row with its total; one that hides its prices
        keeps its lines, without theirs.

        :rtype: list[dict]
        """
        self.ensure_one()
        rows = []
        hide_prices = hide_lines = False
        section_hides_prices = section_hides_lines = False
        for line in self._get_pdf_printed_lines():
            kind = line.display_type
            if kind == "line_section":
                section_hides_prices, section_hides_lines = (line.collapse_prices, line.collapse_composition)
                hide_prices, hide_lines = section_hides_prices, section_hides_lines
                rows.append(self._prepare_pdf_section_row(line, "section"))
            elif kind == "line_subsection":
                if section_hides_lines:
                    continue
                hide_prices = section_hides_prices or line.collapse_prices
                hide_lines = line.collapse_composition
                rows.append(self._prepare_pdf_section_row(line, "subsection", with_total=not section_hides_prices))
            elif hide_lines:
                continue
            elif kind == "line_note":
                rows.append({"kind": "note", "name": line.name or "", "words": f"words_line_{line.id}"})
            else:
                rows.append(self._prepare_pdf_line_row(line, hide_prices))
        return rows

    def _prepare_pdf_section_row(self, line, kind, with_total=True):
        total = ""
        if with_total:
            total = self._pdf_amount(
                sum(
                    child.price_subtotal
                    for child in self._get_pdf_printed_lines()
                    if line in child.parent_id | child.parent_id.parent_id
                )
            )
        return {"kind": kind, "name": line.name or "", "amount": total, "words": f"words_line_{line.id}"}

    def _prepare_pdf_line_row(self, line, hide_prices=False):
        # The customer reads a title, then what it covers.
        quantity = self._get_pdf_line_quantity(line)
        name, _separator, details = (line.name or line.product_id.display_name or "").partition("\n")
        return {
            "kind": "line",
            "words": f"words_line_{line.id}",
            "name": name,
            "details": details.strip(),
            "long": len(line.name or "") > 900,
            "quantity": self._pdf_number(quantity),
            "uom": unit_name(line.product_uom_id.name or "", quantity, self.env.lang),
            "price": "" if hide_prices else self._pdf_price(line.price_unit),
            "discount": (self._pdf_percent(line.discount) if line.discount and not hide_prices else ""),
            "taxes": ", ".join(self._get_pdf_tax_label(tax) for tax in line.tax_ids),
            "amount": "" if hide_prices else self._pdf_amount(line.price_subtotal),
        }

    def _get_pdf_tax_label(self, tax):
        if tax.amount_type == "percent":
            return self._pdf_percent(tax.amount)
        return tax.tax_label or tax.name

    # === LEGAL WORDINGS === #

    def _get_pdf_legal_texts(self):
        """Return the wordings the document needs, in force on its date.

        :return: dict of kind to (title, text), without those that have nothing to say
        """
        self.ensure_one()
        texts = self.env["agency.legal.text"]._get_texts_in_force(self.company_id, self._get_pdf_date())
        values = self._get_pdf_legal_values()
        printed = {}
        for kind in self._get_pdf_legal_kinds():
            text = texts.get(kind)
            if text and (body := text._get_filled_text(values)):
                printed[kind] = self._pdf_html(body)
        return printed

    def _get_pdf_legal_values(self):
        """Return the values of the placeholders of legal wordings, as texts."""
        values = self.company_id._get_legal_values()
        term = self._get_pdf_payment_term()
        if term.early_discount:
            values["discount_rate"] = self._pdf_percent(term.discount_percentage)
            values["discount_days"] = str(term.discount_days)
        return values

    def _get_pdf_payment_term(self):
        """Return the payment terms of the document, if any."""
        return self.env["account.payment.term"]

    def _get_pdf_discount_kind(self):
        """Return the kind of wording on early payment: that of the payment terms goes before « no discount »."""
        return "early_discount_granted" if self._get_pdf_payment_term().early_discount else "early_discount"

    def _get_pdf_legal_kinds(self):
        """Return the kinds of wording whose condition holds for the document, in order."""
        self.ensure_one()
        return [*self._get_pdf_tax_notes_kinds()]

    def _get_pdf_taxes(self):
        return self._get_pdf_printed_lines().tax_ids

    def _get_pdf_tax_notes_kinds(self):
        kinds = dict.fromkeys(tax.agency_legal_kind for tax in self._get_pdf_taxes() if tax.agency_legal_kind)
        return [kind for kind in kinds if self.company_id._is_tax_note_due(kind)]

    def _get_pdf_tax_notes(self, texts):
        """Return why a tax is not due: the dated wording of the tax, else Odoo's own note.

        :param dict texts: see `_get_pdf_legal_texts`
        :rtype: list[Markup]
        """
        notes = []
        for tax in self._get_pdf_taxes():
            note = texts.get(tax.agency_legal_kind) or (
                not is_html_empty(tax.invoice_legal_notes) and self._pdf_html(tax.invoice_legal_notes)
            )
            if note and note not in notes:
                notes.append(note)
        return notes

    # === TOTALS === #

    def _get_pdf_company_tax(self):
        """Return the VAT in the company's currency of a document in another one, as (label, text), or nothing."""
        return ()

    def _get_pdf_totals(self):
        """Return the totals and, when there are several rates, base and tax of each.

        :return: dict of `untaxed`, `rate` (of a document that has only one), `tax`, `total` (texts) and `taxes`, a
                 list of dicts of `name`, `base` and `tax`: empty when there is only one rate
        """
        self.ensure_one()
        groups = [group for subtotal in self.tax_totals["subtotals"] for group in subtotal["tax_groups"]]
        is_one_rate = (
            len(groups) == 1
            and self.currency_id.compare_amounts(groups[0]["base_amount_currency"], self.amount_untaxed) == 0
        )
        taxes = [
            {
                "name": rate_name(group["group_name"], self.env.lang),
                "base": self._pdf_amount(group["base_amount_currency"]),
                "tax": self._pdf_amount(group["tax_amount_currency"]),
            }
            for group in groups
        ]
        return {
            "untaxed": self._pdf_amount(self.amount_untaxed),
            "rate": taxes[0]["name"] if is_one_rate else "",
            "tax": self._pdf_amount(self.amount_tax),
            "total": self._pdf_amount(self.amount_total),
            "taxes": [] if is_one_rate else taxes,
        }
