"""The words of the report: each code of the reader, the mapping and the writer, and what to do about it."""

import re

from odoo import api, fields, models
from odoo.tools import format_date

from .agency_vtiger_lines import MODULE_SELECTION

# Of more periods, the first and the last are told, and how many they are.
MANY_DAYS = 4
SEVERITIES = [("refused", "Refusal"), ("warning", "Left out"), ("note", "To know")]


class AgencyVtigerIssue(models.Model):
    _name = "agency.vtiger.issue"
    _description = "Line of the Report of an Import from vtiger"
    _inherit = ["agency.guarded.mixin"]
    _order = "id"

    _governing_fields = ("import_id",)
    _frozen_fields = ("import_id",)

    import_id = fields.Many2one("agency.vtiger.import", required=True, ondelete="cascade", index=True)
    severity = fields.Selection(
        SEVERITIES,
        help="Refusal: the record is not imported. Left out: it is, without what is said. To know: it is, as is said.",
    )
    module = fields.Selection(MODULE_SELECTION)
    file = fields.Char()
    line = fields.Integer()
    column = fields.Char()
    record = fields.Char(string="Number")
    message = fields.Char(string="Reason")
    kind = fields.Char(help="The reason without what it is about: what is grouped, and counted.")

    @api.model
    def _describe(self, issue):
        """Return the words of an issue, in the user's language.

        :param issue: `vtiger.problems.Issue` or `FileProblem`
        """
        values = {
            name: self._format_value(name, value)
            for name, value in issue.values.items()
            if name not in ("target", "kind")
        }
        values.setdefault("record", getattr(issue, "record", ""))
        message = self._messages().get(issue.code, issue.code)
        try:
            return message % values if values else message
        except (KeyError, TypeError, ValueError):
            return message

    @api.model
    def _format_value(self, name, value):
        """Return a value as people write it: dates come as 2026-01-31, several of them parted by commas."""
        if name not in ("date", "days", "start"):
            return value
        days = [format_date(self.env, day) for day in str(value).split(", ") if day]
        return ", ".join(days) if len(days) <= MANY_DAYS else f"{days[0]}, …, {days[-1]} ({len(days)})"

    @api.model
    def _describe_kind(self, code):
        """Return the words of a code, for all that have it."""
        words = re.sub(r"%\(\w+\)s", "…", self._messages().get(code, code)).replace("%%", "%")
        return re.sub("…{2,}", "…", words)

    @api.model
    def _messages(self):
        return {
            # Files
            "empty": self.env._("The file is empty."),
            "encoding": self.env._("The text of the file can't be read. Export it again, in UTF-8."),
            "read_as": self.env._(
                "The accents of the file are not written as UTF-8 all through: it was read as %(encoding)s. See that"
                " its words are right."
            ),
            "cut": self.env._("The file does not end with a line break: it was cut on the way. Export it again."),
            "unbalanced_quote": self.env._(
                "The quotes opened at line %(line)s are never closed: the file was cut or changed. Export it again."
            ),
            "no_header": self.env._("The first line has no column names: this is no export of vtiger."),
            "unknown_module": self.env._(
                "No module of vtiger has these columns (%(headers)s…). Export the list of accounts, contacts, services,"
                " deals, quotes, invoices or orders, with all its columns."
            ),
            "no_items": self.env._(
                "The documents have no lines: vtiger 5 exports none. Upgrade it to 6 before you export."
            ),
            "unsure_column": self.env._(
                "“%(header)s” may be %(names)s, and neither its place nor its values tell which: say it on the mapping"
                " screen, or in the mapping file under columns.%(module)s."
            ),
            "not_csv": self.env._(
                "Files %(suffix)s are not read: give the CSV files of vtiger, XLSX, or a ZIP of them."
            ),
            "no_csv": self.env._("The archive has no CSV and no XLSX file; it has %(found)s."),
            "bad_xlsx": self.env._("The workbook is damaged. Save it again, or give the CSV files of vtiger."),
            "no_last_break": self.env._(
                "The file ends without a line break: see that its last row, read as it is, was not cut."
            ),
            "too_big": self.env._("The file is too big: more than %(max)s MB. Export fewer records at once."),
            "too_many_files": self.env._("There are more than %(max)s files. Import them in several times."),
            "zip_bomb": self.env._(
                "Unpacked, the archive is more than %(max)s MB: it was not opened. Give the CSV files instead."
            ),
            "bad_zip": self.env._("The archive is damaged. Make it again, or give the CSV files instead."),
            "bad_toml": self.env._("The mapping file can't be read: %(error)s"),
            "toml_section": self.env._("The mapping file has a part that means nothing: %(section)s."),
            "toml_name": self.env._("The mapping file names “%(found)s” under %(section)s; known are: %(names)s."),
            "toml_value": self.env._("The mapping file gives “%(found)s”; known are: %(names)s."),
            "toml_target": self.env._("The mapping file gives a column to “%(found)s”, which is no field."),
            "moved_before": self.env._(
                "Invoices were brought over from vtiger before, and the add-on was uninstalled since: it does not know"
                " again what it brought. To import the same records would double them."
            ),
            "unknown_columns": self.env._("Columns that the import does not know, kept in the notes: %(headers)s"),
            "unknown_that_count": self.env._(
                "Columns of money, taxes or addresses that the import does not know: %(headers)s. Say what they are on"
                " the mapping screen or in the mapping file; until then they are in the notes."
            ),
            "all_refused": self.env._("All records of a kind were refused."),
            "no_field": self.env._(
                "The mapping file names the field %(field)s, which does not exist here: create it first."
            ),
            # Rows
            "cell_count": self.env._(
                "The row has not as many cells as the header: a text holds quotes and commas. Correct it in vtiger."
            ),
            "cell_too_long": self.env._("A cell of the row is longer than a million characters."),
            "open_row": self.env._(
                "The file ends here without a line break, and the last cell may be missing: if the row is whole, put a"
                " line break behind it."
            ),
            "key_shared": self.env._(
                "Two records have the number %(number)s: this one is kept apart, under %(record)s."
            ),
            "older_copy": self.env._("The file %(file)s has it too, changed later: that one was taken."),
            "newer_copy": self.env._("The file %(file)s has it too, changed earlier: this one was taken."),
            "matched": self.env._("It was here already, as %(name)s: what was empty there was filled in."),
            "double": self.env._(
                "“%(name)s” may be one with %(others)s: both are kept. If they are one, merge them, or say so in the"
                " mapping file under merges before importing."
            ),
            "bad_value": self.env._(
                "“%(value)s” can't be right: it is kept in the notes. Correct it in vtiger or here."
            ),
            "mended": self.env._("“%(value)s” had lost its first zero: it is “%(new)s”."),
            "short_zip": self.env._(
                "“%(value)s” has four digits and no country: a French one has lost its first zero. It is left as it is."
            ),
            "unknown_country": self.env._("There is no country “%(value)s”: it is kept in the notes."),
            "no_key": self.env._("The record has no number."),
            "key_twice": self.env._("This number is that of line %(first)s already."),
            "row_missing": self.env._(
                "Line %(row)s, which is part of this document, can't be read: the document is left whole."
            ),
            "no_name": self.env._("The record has no name: give it one in vtiger, then export it again."),
            "no_total": self.env._("The document has no total."),
            "bad_number": self.env._(
                "“%(value)s” is no number, or may be two: write it without anything between its thousands."
            ),
            "bad_bool": self.env._(
                "“%(value)s” is neither yes nor no: it is kept in the notes. Write 1 or 0 and import again, or tick it"
                " here."
            ),
            "bad_date": self.env._("“%(value)s” is no date in the order chosen."),
            "bad_moment": self.env._("“%(value)s” is no date in the order chosen."),
            "bad_pick": self.env._(
                "“%(value)s” is not known. Say what it is under “To name”, or in the mapping file under picklists."
            ),
            "empty_pick": self.env._(
                "The value is empty. vtiger hides values from some roles: export as an administrator."
            ),
            # Links
            "ambiguous": self.env._("Several records have this name, and the row does not say which: %(candidates)s"),
            "not_found": self.env._("“%(name)s” is not among the records imported."),
            "parent_loop": self.env._(
                "“%(name)s” belongs to this account itself, or is the same: it is left without a parent. Say in vtiger"
                " or here which of the two is above."
            ),
            "service_not_found": self.env._(
                "The service “%(name)s” is not in the catalogue: the line has its words only."
            ),
            "unknown_user": self.env._("Nobody here is “%(login)s”: %(count)s records have nobody in charge."),
            # Deals
            "unknown_step": self.env._("The next step “%(value)s” is not known: it is kept in the notes."),
            "step_not_allowed": self.env._(
                "The next step “%(step)s” is not possible at the stage “%(stage)s”: it became “%(new)s”."
            ),
            "won_and_done": self.env._(
                "Won, with nothing left to do (“%(step)s”): it is at the stage “%(stage)s”, out of the pipe."
            ),
            "step_date_missing": self.env._("The next step has no date in vtiger: it has %(date)s."),
            # Documents
            "no_customer": self.env._("The document has no account and no contact for sure: it can't be imported."),
            "to_decide": self.env._(
                "The figures do not come to vtiger's total of %(total)s: the invoice is left a draft, with the lines as"
                " they are. Compare it with what the customer was sent, then post it."
            ),
            "quote_to_decide": self.env._(
                "The figures do not come to vtiger's total of %(total)s: nothing was made to fit. Compare the document"
                " with what the customer was sent."
            ),
            "history_lost": self.env._(
                "What it is about, “%(name)s”, is not among the records imported, or several have this name."
            ),
            "past_and_open": self.env._(
                "“%(name)s” is past, and nobody noted in vtiger that it was done: it is in the history, not among the"
                " activities."
            ),
            "no_documents": self.env._(
                "Documents come with the add-on agency_pdf, which is not installed here: install it, then import again."
            ),
            "file_missing": self.env._(
                "The file “%(name)s” is not among those given: give vtiger's storage folder too, as a ZIP."
            ),
            "file_unsure": self.env._(
                "Several files are named “%(name)s” (%(files)s), and nothing tells which is this one's: add it by hand."
            ),
            "file_too_big": self.env._("The file “%(name)s” can't be read, or is too large: add it by hand."),
            "quote_in_doubt": self.env._(
                "Accepted, and its deal was invoiced in vtiger: say what is left of it, under Work under way to check,"
                " before it can be invoiced."
            ),
            "period_in_doubt": self.env._(
                "No invoice of vtiger stands for the periods from %(days)s: decide each, under Work under way to check."
            ),
            "currency": self.env._(
                "The document is in %(currency)s: only those in the company's currency are imported."
            ),
            "tax_made": self.env._("There was no sale tax of %(rate)s %%: it was made, archived, for old documents."),
            "no_date": self.env._("The invoice has no date in vtiger: it has that of its making, %(date)s."),
            "number_taken": self.env._(
                "The invoice %(number)s of %(date)s, brought over before, has this number: it is left as it is."
            ),
            "locked": self.env._(
                "The accounts are closed up to %(date)s: open them, or import such invoices for memory."
            ),
            "creation_without_type": self.env._(
                "The creation value %(value)s has no type that counts for it: kept in the notes."
            ),
            "not_recurring": self.env._(
                "A recurrence “%(frequency)s” from “%(start)s” is not possible here: the order does not recur."
            ),
            "no_end": self.env._("The order has no end, so vtiger never invoiced it: it is paused."),
            # Writing
            "odoo_error": self.env._("%(error)s"),
            "deleted_here": self.env._("It was deleted here since: it stays so."),
            "older_export": self.env._(
                "An export of before: a change of %(date)s was taken already. What is here was kept."
            ),
            "kept": self.env._("%(field)s changed in vtiger and here: what is here was kept."),
            "posted_kept": self.env._(
                "%(field)s is otherwise in vtiger now; the invoice is posted here, so it was left as it is."
            ),
        }

    @api.model
    def _describe_causes(self, causes):
        """Return why a total is as it is, in the user's language.

        :param causes: codes of `vtiger.totals` and amounts
        """
        words = {
            "rounding": self.env._("cents of rounding, on a line of its own"),
            "individual_discount": self.env._("discount taken off the sum with tax, shared by rate"),
            "tax_ignored": self.env._("tax shown on lines but not counted by vtiger, left out"),
            "charge": self.env._("charges, on a line of their own"),
            "adjustment": self.env._("adjustment, on a line of its own"),
            "unexplained": self.env._("nothing explains it: nothing was made to fit, look at the document"),
            "pre_tax": self.env._(
                "the total without tax is another in vtiger: nothing was made to fit, look at the document"
            ),
            "changed_here": self.env._("the document was changed here since"),
        }
        return "; ".join(f"{words[code]} ({amount:+.2f})" for code, amount in causes) or self.env._(
            "rounded to the cent"
        )
