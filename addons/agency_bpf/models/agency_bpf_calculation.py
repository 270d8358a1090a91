"""« Calculer »: from what counts to the figures, kept with the statement until it is calculated again."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.agency_crm.turns import hold

from ..figures import Figure, get_figures, round_half_up

COPIED = ("code", "sequence", "frame", "number", "name", "level", "unit")


class AgencyBpf(models.Model):
    _name = "agency.bpf"
    _inherit = ["agency.bpf"]

    def _calculate(self):
        """Make the figures and what they are made of; those of a filed statement stay.

        :raise UserError: if it is filed, or no form is known for its year
        """
        self.check_access("write")
        self._check_draft()
        hold(self)
        for bpf in self:
            bpf = bpf.with_company(bpf.company_id)
            bpf._keep(*bpf._count(bpf.date_from, bpf.date_to))
            bpf._keep_omissions()

    def _count(self, first, last):
        """Return all that counts in these days.

        :return: rows of the form, values of `agency.bpf.entry`, turnover
        """
        self.ensure_one()
        rows = self.env["agency.bpf.row"]._get_rows(self.date_to)
        if not rows:
            raise UserError(
                self.env._("No form of the BPF is known for a year that ends on %(day)s.", day=self.date_to)
            )
        trainees, trainers = self._prepare_trainee_entries(first, last), self._prepare_trainer_entries(first, last)
        lines = self._get_training_lines(first, last)
        money = [one for one in self._prepare_money_entries(lines) if one["source"]]
        purchases = self._prepare_purchase_entries(first, last, trainers, trainees)
        return rows, [*trainees, *trainers, *money, *purchases], self._get_income(first, last)

    def _get_figures(self, rows, vals_list, income):
        """Return the figure of each row, by code, see `figures.get_figures`; `entries` are places in `vals_list`."""
        entries = [{**vals, "nsf": vals.get("nsf_id"), "place": place} for place, vals in enumerate(vals_list)]
        return get_figures(rows.read(["code", "frame", "unit", "key"], load=False), entries, income)

    def _keep(self, rows, vals_list, income):
        self.ensure_one()
        typed = {line.code: line.typed_amount for line in self.line_ids if line.is_typed}
        figures = self._get_figures(rows, vals_list, income)
        previous = self._get_previous_figures(rows)
        # Sudo: figures and what they are made of are the calculation's, nobody else's.
        self_sudo = self.sudo()
        self_sudo.line_ids.unlink()
        self_sudo.entry_ids.unlink()
        entries_sudo = self_sudo.entry_ids.create([{**vals, "bpf_id": self.id} for vals in vals_list])
        entry_ids = entries_sudo.ids
        self_sudo.line_ids.create(
            [
                self._prepare_line(row, figures[row.code], previous, entry_ids)
                | {"is_typed": row.code in typed, "typed_amount": typed.get(row.code, 0)}
                for row in rows
            ]
        )
        self._by_rules().write(
            {
                "form": rows[0].form,
                "income": income,
                "is_remote": any(vals.get("is_remote") for vals in vals_list),
                "calculated_on": fields.Datetime.now(),
            }
        )
        self._apply_typed()

    def _prepare_line(self, row, figure, previous, entry_ids):
        """Return values of `agency.bpf.line`.

        :param dict previous: last year's figures, see `_get_previous_figures`
        :param list entry_ids: of the entries, in the order of their values
        """
        nsf = self.env["agency.nsf"].browse(figure.nsf)
        is_ranked = row.key.startswith("nsf:") and row.key != "nsf:others"
        before = previous.get(f"nsf {nsf.id}" if is_ranked else row.code)
        return {
            **{name: row[name] for name in COPIED},
            "bpf_id": self.id,
            "name": nsf.display_name if nsf else row.name,
            "nsf_id": nsf.id,
            "is_total": row.key.startswith("sum:"),
            "amount": figure.amount,
            "persons": figure.persons,
            "hours": figure.hours,
            "exact": figure.exact,
            "entry_ids": [Command.set([entry_ids[one["place"]] for one in figure.entries])],
            "has_previous": bool(previous),
            **(
                {f"previous_{name}": getattr(before, name) for name in ("amount", "persons", "hours")} if before else {}
            ),
        }

    def _get_previous_figures(self, rows):
        """Return last year's figures by code, specialities by `nsf <id>`: filed, else kept, else counted now.

        :return: nothing where nothing is known of that year
        """
        first, last = self._get_previous_year()
        statement = self.search([("company_id", "=", self.company_id.id), ("date_to", "=", last)], limit=1)
        if statement:
            figures = {
                line.code: Figure(amount=line.amount, persons=line.persons, hours=line.hours, nsf=line.nsf_id.id)
                for line in statement.line_ids
            }
        else:
            _rows, vals_list, income = self._count(first, last)
            if not vals_list:
                return {}
            figures = self._get_figures(rows, vals_list, income)
        return figures | {f"nsf {figure.nsf}": figure for figure in figures.values() if figure.nsf}

    def _apply_typed(self):
        """Let the charges that are typed go before those proposed, in the total too unless it is typed itself (D)."""
        for bpf in self:
            lines = {line.code: line for line in bpf.line_ids if line.frame == "D"}
            whole = lines.pop("D", None)
            for line in lines.values():
                line._by_rules().amount = line.typed_amount if line.is_typed else round_half_up(line.exact)
            if whole:
                parts = sum(line.amount for line in lines.values())
                whole._by_rules().amount = whole.typed_amount if whole.is_typed else parts
