"""The words of the report: each code of the reader, the mapping and the writer, and what to do about it."""

from odoo import api, fields, models
from odoo.tools import format_date

from .agency_vtiger_lines import MODULE_SELECTION

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

    @api.model
    def _describe(self, issue):
        """Return the words of an issue, in the user's language.

        :param issue: `vtiger.problems.Issue` or `FileProblem`
        """
        values = {
            name: format_date(self.env, value) if name == "date" else value
            for name, value in issue.values.items()
            if name != "target"
        }
        message = self._messages().get(issue.code, issue.code)
        try:
            return message % values if values else message
        except (KeyError, TypeError, ValueError):
            return message

    @api.model
    def _messages(self):
        return {
            # Files
            "empty": self.env._("The file is empty."),
            "encoding": self.env._("The text of the file can't be read. Export it again, in UTF-8."),
            "cut": self.env._("The file does not end with a line break: it was cut on the way. Export it again."),
            "unbalanced_quote": self.env._(
                "The quotes opened at line %(line)s are never closed: the file was cut or changed. Export it again."
            ),
            "no_header": self.env._("The first line has no column names: this is no export of vtiger."),
            "unknown_module": self.env._(
                "No module of vtiger has these columns (%(headers)s…). Export the list of accounts, contacts, services,"
                " deals, quotes, invoices or orders, with all its columns."
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
            "no_field": self.env._(
                "The mapping file names the field %(field)s, which does not exist here: create it first."
            ),
            # Rows
            "cell_count": self.env._(
                "The row has not as many cells as the header: a text holds quotes and commas. Correct it in vtiger."
            ),
            "cell_too_long": self.env._("A cell of the row is longer than a million characters."),
            "no_key": self.env._("The record has no number."),
            "key_twice": self.env._("This number is that of line %(first)s already."),
            "row_missing": self.env._(
                "Line %(row)s, which is part of this document, can't be read: the document is left whole."
            ),
            "no_name": self.env._("The record has no name."),
            "no_total": self.env._("The document has no total."),
            "bad_number": self.env._("“%(value)s” is no number."),
            "bad_date": self.env._("“%(value)s” is no date in the order chosen."),
            "bad_moment": self.env._("“%(value)s” is no date in the order chosen."),
            "bad_pick": self.env._("“%(value)s” is not known. Say what it is in the mapping file, under picklists."),
            "empty_pick": self.env._(
                "The value is empty. vtiger hides values from some roles: export as an administrator."
            ),
            # Links
            "ambiguous": self.env._("Several records have this name, and the row does not say which: %(candidates)s"),
            "not_found": self.env._("“%(name)s” is not among the records imported."),
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
            "kept": self.env._("%(field)s changed in vtiger and here: what is here was kept."),
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
            "unexplained": self.env._("nothing explains it: made up by the rounding line, look at the document"),
            "changed_here": self.env._("the document was changed here since"),
        }
        return "; ".join(f"{words[code]} ({amount:+.2f})" for code, amount in causes) or self.env._(
            "rounded to the cent"
        )
