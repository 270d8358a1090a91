"""What the frames owe each other, in words (T52 to T54): what the form refuses, and what is odd."""

from odoo import api, fields, models

from ..const import ENTRUSTED_IN

EQUAL_FRAMES = ("F1", "F3", "F4")
PARTS_OF_TWO = [f"C2{letter}" for letter in "abcdefgh"]
# The most names that a sentence gives.
MOST_NAMES = 10


class AgencyBpf(models.Model):
    _name = "agency.bpf"
    _inherit = ["agency.bpf"]

    errors = fields.Text(compute="_compute_checks", help="What the form refuses: the statement is not filed so.")
    warnings = fields.Text(compute="_compute_checks", help="What is odd, or left out.")
    is_consistent = fields.Boolean(compute="_compute_checks", help="Its frames agree.")

    @api.depends("line_ids.amount", "line_ids.persons", "line_ids.hours", "omission_ids")
    def _compute_checks(self):
        for bpf in self:
            lines = {line.code: line for line in bpf.line_ids}
            errors = bpf._get_errors(lines) if lines else []
            odd = bpf._get_mismatches(lines) if lines else []
            bpf.errors = "\n".join(errors)
            bpf.warnings = "\n".join(odd + bpf._get_missing_identity() + bpf._get_omission_words())
            bpf.is_consistent = not errors and not odd

    def _get_errors(self, lines):
        """Return what the form itself refuses, in words.

        :param dict lines: code to line
        """
        errors = []
        frames = [lines[code] for code in EQUAL_FRAMES if code in lines]
        if len({(line.persons, line.hours) for line in frames}) > 1:
            figures = ", ".join(f"{line.frame} {line.persons} / {line.hours} h" for line in frames)
            errors.append(
                self.env._(
                    "F-1, F-3 and F-4 do not agree (persons / hours: %(figures)s): %(names)s.",
                    figures=figures,
                    names=self._get_offenders(),
                )
            )
        if "C2" in lines and sum(lines[code].amount for code in PARTS_OF_TWO) != lines["C2"].amount:
            errors.append(self.env._("In frame C, a to h do not sum to row 2."))
        if "F2" in lines and (lines["F2"].persons > lines["F1"].persons or lines["F2"].hours > lines["F1"].hours):
            errors.append(self.env._("F-2 is more than F-1, of which it is a part."))
        return errors

    def _get_offenders(self):
        """Return the names of the inscriptions that are not in each of F-1, F-3 and F-4."""
        entries = self.entry_ids.filtered(
            lambda one: (
                one.kind == "trainee"
                and one.direction != ENTRUSTED_IN
                and not (one.trainee_type and one.objective and one.nsf_id)
            )
        )
        names = [f"{one.name} ({one.detail})" for one in entries[:MOST_NAMES]]
        return ", ".join(names) + ("…" if len(entries) > MOST_NAMES else "")

    def _get_mismatches(self, lines):
        """Return what frames owe each other and may owe for a reason, as an invoice of the year after."""
        odd = []
        if bool(lines["C10"].amount) != bool(lines["G"].persons):
            odd.append(
                self.env._(
                    "C-10 (%(amount)s €) and G (%(persons)s persons) go together: either another body pays and"
                    " entrusts, or neither.",
                    amount=lines["C10"].amount,
                    persons=lines["G"].persons,
                )
            )
        taught = lines["F1"].persons - lines["F2"].persons + lines["G"].persons
        if taught and not lines["E1"].persons + lines["E2"].persons:
            odd.append(self.env._("Trainees came (F, G), and nobody taught them (E)."))
        if lines["C"].amount and not lines["F1"].persons + lines["G"].persons:
            odd.append(self.env._("Trainings were invoiced (C), and nobody followed any (F, G)."))
        if not lines["C"].amount and lines["F1"].persons + lines["G"].persons:
            odd.append(self.env._("Trainees came (F, G), and nothing was invoiced (C)."))
        return odd

    def _get_omission_words(self):
        return [
            self.env._("Not counted: %(what)s, %(count)s.", what=one.display_name, count=one.count)
            for one in self.omission_ids
        ]

    def _get_missing_identity(self):
        """Return what frames A and H ask, and the company does not say."""
        missing = [label for label, text in (*self._get_identity(), *self._get_head()) if not text]
        if not missing:
            return []
        return [self.env._("The company does not say: %(missing)s.", missing=", ".join(missing))]
