"""What an import found: why it is red, and the report as a file for a spreadsheet."""

import base64
import csv
import io
from collections import Counter

from markupsafe import Markup

from odoo import api, models

from ..importer.report import OUTCOMES

# Records that a reason names; the list has all.
MAX_NAMED = 8
# A cell that begins so is a formula to a spreadsheet.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class AgencyVtigerImport(models.Model):
    _name = "agency.vtiger.import"
    _inherit = ["agency.vtiger.import"]

    def _compute_summary(self):
        severities = dict(self.env["agency.vtiger.issue"]._fields["severity"]._description_selection(self.env))
        modules = dict(self.env["agency.vtiger.issue"]._fields["module"]._description_selection(self.env))
        groups = self.env["agency.vtiger.issue"]._read_group(
            [("import_id", "in", self.ids)],
            ["import_id", "severity", "module", "kind"],
            ["__count", "record:array_agg_distinct"],
            order="__count DESC",
        )
        order = list(severities)
        for job in self:
            own = sorted((group[1:] for group in groups if group[0] == job), key=lambda group: order.index(group[0]))
            rows = [
                {
                    self.env._("What"): severities[severity],
                    self.env._("Module"): modules.get(module, ""),
                    self.env._("Count"): str(count),
                    self.env._("Reason"): kind or "",
                    self.env._("Which"): _name_some(records),
                }
                for severity, module, kind, count, records in own
            ]
            job.summary = _render_table(rows) if rows else False

    @api.model
    def _render_samples(self, samples):
        """Return some records as they will look, a table a module.

        :param samples: `Report.samples`
        """
        modules = dict(self.env["agency.vtiger.count"]._fields["module"]._description_selection(self.env))
        parts = [
            Markup("<h3>%s</h3>%s") % (modules[module], _render_table(rows)) for module, rows in samples.items() if rows
        ]
        return Markup("").join(parts)

    @api.model
    def _describe_red(self, report):
        """Return why the report is red, a reason a line; False when it is not."""
        by_code = Counter(issue.code for issue in report.issues)
        files = [issue.file for issue in report.issues if issue.severity == "refused" and not issue.line]
        label = dict(self.env["agency.vtiger.count"]._fields["module"]._description_selection(self.env))
        refused = [
            self.env._("%(module)s: all %(count)s refused", module=label[module], count=counts["refused"])
            for module, counts in report.counts.items()
            if 0 < counts["read"] <= counts["refused"]
        ]
        undecided = by_code["to_decide"] + by_code["quote_to_decide"]
        headers = [i.values["headers"] for i in report.issues if i.code == "unknown_that_count"]
        lines = [
            files and self.env._("%(count)s files refused: %(files)s", count=len(files), files=", ".join(files)),
            *refused,
            undecided
            and self.env._(
                "%(count)s documents whose figures are not those of vtiger, left to decide", count=undecided
            ),
            headers
            and self.env._("Columns of money, taxes or addresses to name: %(headers)s", headers=", ".join(headers)),
        ]
        return "\n".join(filter(None, lines)) or False

    def _make_report_file(self):
        """Return the values of the report as a CSV file."""
        heads = [
            self.env["agency.vtiger.count"]._fields[f"{name}_count"]._description_string(self.env) for name in OUTCOMES
        ]
        rows = [["", self.env._("Module"), *heads]]
        label = {name: dict(self.env[name]._fields["module"]._description_selection(self.env)) for name in (
            "agency.vtiger.count", "agency.vtiger.issue", "agency.vtiger.total")}  # fmt: skip
        for line in self.count_ids:
            rows.append(["", label[line._name][line.module], *(line[f"{outcome}_count"] for outcome in OUTCOMES)])
        rows.append([])
        severities = dict(self.env["agency.vtiger.issue"]._fields["severity"]._description_selection(self.env))
        heads = ("severity", "module", "file", "line", "column", "record", "message")
        issues = self.env["agency.vtiger.issue"]
        rows.append([issues._fields[name]._description_string(self.env) for name in heads])
        for line in self.issue_ids:
            rows.append(
                [
                    severities[line.severity],
                    label[line._name].get(line.module, ""),
                    *(line[name] or "" for name in heads[2:]),
                ]
            )
        rows.append([])
        heads = ("module", "key", "file", "line", "vtiger_total", "odoo_total", "vtiger_untaxed", "odoo_untaxed",
                 "difference", "cause")  # fmt: skip
        rows.append([self.env["agency.vtiger.total"]._fields[name]._description_string(self.env) for name in heads])
        for line in self.total_ids:
            rows.append([label[line._name].get(line.module, ""), *(line[name] or "" for name in heads[1:])])
        return {
            "report_file": base64.b64encode(write_report(rows)),
            "report_name": self.env._("vtiger-report.csv"),
        }


def write_report(rows):
    """The rows as CSV for a spreadsheet: with a BOM, and no cell that it would run."""
    text = io.StringIO()
    safe = (
        [f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell for cell in row]
        for row in rows
    )
    csv.writer(text).writerows(safe)
    return text.getvalue().encode("utf-8-sig")


def _name_some(records):
    named = sorted(filter(None, records))
    return ", ".join(named[:MAX_NAMED]) + (" …" if len(named) > MAX_NAMED else "")


def _render_table(rows):
    """A table of rows that are dicts of labels; one that has not all of them is empty there."""
    labels = list(dict.fromkeys(label for row in rows for label in row))
    head = Markup("").join(Markup("<th>%s</th>") % label for label in labels)
    body = Markup("").join(
        Markup("<tr>%s</tr>") % Markup("").join(Markup("<td>%s</td>") % row.get(label, "") for label in labels)
        for row in rows
    )
    return Markup('<table class="table table-sm"><thead><tr>%s</tr></thead><tbody>%s</tbody></table>') % (head, body)
