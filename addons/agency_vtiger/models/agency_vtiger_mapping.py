"""The mapping screen: what columns and values that no table knows are here, chosen once and used again."""

from collections import defaultdict

from odoo import api, fields, models

from ..vtiger.columns import COLUMNS
from ..vtiger.guess import guess_target
from ..vtiger.labels import SHARED, french_fields, normalize
from ..vtiger.picklists import VALUES
from .agency_vtiger_lines import MODULE_SELECTION

LIST_SELECTION = [
    ("stage", "Sales stages"),
    ("step", "Next steps"),
    ("quote", "Stages of quotes"),
    ("order", "Statuses of orders"),
    ("invoice", "Statuses of invoices"),
    ("frequency", "Frequencies"),
    ("account_type", "Types of accounts"),
    ("lead", "States of leads"),
    ("unit", "Units"),
]
# What may be chosen besides the fields of a module.
KEEP, DROP = "note", "drop"


class AgencyVtigerTarget(models.Model):
    """What a column, or a value of a list, may be. Made from the tables when files are read."""

    _name = "agency.vtiger.target"
    _description = "What a Column or Value of vtiger May Be"
    _rec_name = "label"
    _order = "kind, sequence, id"

    kind = fields.Char(required=True, index=True, help="Module of the column, or list of the value.")
    name = fields.Char(required=True, help="Name in the tables of the importer, and in the mapping file.")
    label = fields.Char(required=True, translate=True)
    sequence = fields.Integer()

    _kind_name_uniq = models.UniqueIndex("(kind, name)", "This one is there already.")

    @api.model
    def _make_known(self):
        """Make the ones of the tables that are missing; return all: `{(kind, name): target}`."""
        # Sudo: what the tables of the add-on say is the same for all; nobody writes it by hand.
        targets = self.sudo()
        known = {(target.kind, target.name): target for target in targets.search([])}
        missing = [vals for vals in self._prepare_known() if (vals["kind"], vals["name"]) not in known]
        for target in targets.with_context(lang="en_US").create(missing):
            if french := self._get_french(target):
                target.with_context(lang="fr_FR").label = french
            known[target.kind, target.name] = target
        return {pair: target.with_env(self.env) for pair, target in known.items()}

    def _get_french(self, target):
        """The word of vtiger's own French screens, when French is spoken here."""
        if target.kind not in COLUMNS or "fr_FR" not in dict(self.env["res.lang"].get_installed()):
            return None
        words = french_fields(target.kind).get(normalize(target.label)) or french_fields(SHARED).get(
            normalize(target.label)
        )
        return words[-1] if words else None

    @api.model
    def _prepare_known(self):
        for module, columns in COLUMNS.items():
            for sequence, column in enumerate(column for column in columns if column.target):
                label = column.headers[0]
                yield {"kind": module, "name": column.target, "label": label, "sequence": sequence}
            yield {"kind": module, "name": KEEP, "label": self.env._("Keep it in the notes"), "sequence": 900}
            yield {"kind": module, "name": DROP, "label": self.env._("Leave it out"), "sequence": 901}
        for name, values in VALUES.items():
            for value in sorted(values):
                yield {"kind": name, "name": value, "label": value}


class AgencyVtigerColumn(models.Model):
    """A column that no table knows, or that may be two: what it is, is chosen here."""

    _name = "agency.vtiger.column"
    _description = "Column of vtiger to Name"
    _inherit = ["agency.guarded.mixin"]
    _order = "is_counting desc, id"

    _governing_fields = ("import_id",)
    _frozen_fields = ("import_id",)

    import_id = fields.Many2one("agency.vtiger.import", required=True, ondelete="cascade", index=True)
    module = fields.Selection(MODULE_SELECTION, required=True)
    header = fields.Char(string="Column", required=True)
    samples = fields.Char(help="Some of its values.")
    is_counting = fields.Boolean(
        string="To name", help="It looks like money, a tax or an address: without it figures or addresses are wrong."
    )
    target_id = fields.Many2one("agency.vtiger.target", string="What it is", help="Empty: it goes to the notes.")
    guess_id = fields.Many2one("agency.vtiger.target", string="Maybe", help="What its name is most like.")

    def action_take_guess(self):
        """Take what its name is most like."""
        for column in self.filtered("guess_id"):
            column.target_id = column.guess_id
        return True


class AgencyVtigerValue(models.Model):
    """A value of a list that no table knows: what it is, is chosen here."""

    _name = "agency.vtiger.value"
    _description = "Value of vtiger to Name"
    _inherit = ["agency.guarded.mixin"]
    _order = "kind, id"

    _governing_fields = ("import_id",)
    _frozen_fields = ("import_id",)

    import_id = fields.Many2one("agency.vtiger.import", required=True, ondelete="cascade", index=True)
    kind = fields.Selection(LIST_SELECTION, string="List", required=True)
    value = fields.Char(string="Value in vtiger", required=True)
    count = fields.Integer(string="Records")
    target_id = fields.Many2one("agency.vtiger.target", string="What it is")


class AgencyVtigerImport(models.Model):
    _inherit = "agency.vtiger.import"

    column_ids = fields.One2many("agency.vtiger.column", "import_id")
    value_ids = fields.One2many("agency.vtiger.value", "import_id")

    def _get_mapping(self):
        """Return what is chosen on the screen: columns and values of lists, as `Settings` has them."""
        columns, picklists = defaultdict(dict), defaultdict(dict)
        for line in self._get_chosen("column_ids"):
            columns[line.module][normalize(line.header)] = line.target_id.name
        for line in self._get_chosen("value_ids"):
            picklists[line.kind][normalize(line.value)] = line.target_id.name
        return columns, picklists

    def _apply_mapping(self, settings):
        """Add what is chosen on the screen; what the mapping file says goes before."""
        columns, picklists = self._get_mapping()
        for own, chosen in ((settings.columns, columns), (settings.picklists, picklists)):
            for name, table in chosen.items():
                own[name] = {**table, **own.get(name, {})}

    def _get_chosen(self, name):
        """The choices of this import and, before them, those of the imports before in the company."""
        model = self.env[self._fields[name].comodel_name]
        domain = [("import_id.company_id", "=", (self.company_id or self.env.company).id), ("target_id", "!=", False)]
        return model.search(domain, order="import_id, id")

    def _make_mapping_lines(self, reading):
        """Return the values of the screen: what the files hold that no table knows."""
        known = self.env["agency.vtiger.target"]._make_known()
        chosen = {(line.module, normalize(line.header)): line.target_id for line in self._get_chosen("column_ids")}
        columns = []
        for found in reading.find_columns():
            place = found["module"], normalize(found["header"])
            guess = known.get((found["module"], guess_target(*place)))
            target = chosen.get(place)
            columns.append({**found, "target_id": target and target.id, "guess_id": guess.id if guess else False})
        chosen = {(line.kind, normalize(line.value)): line.target_id for line in self._get_chosen("value_ids")}
        values = []
        for found in reading.find_values():
            target = chosen.get((found["kind"], normalize(found["value"])))
            values.append({**found, "target_id": target and target.id})
        return columns, values

    def action_export_mapping(self):
        """Download what is chosen as a mapping file, for the command or for another agency."""
        self.ensure_one()
        attachment = self.env["ir.attachment"].create(
            {
                "name": "vtiger.toml",
                "raw": self._write_toml().encode(),
                "mimetype": "application/toml",
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        return {"type": "ir.actions.act_url", "url": f"/web/content/{attachment.id}?download=true", "target": "self"}

    def _write_toml(self):
        columns, picklists = self._get_mapping()
        users = {line.login: line.user_id.login for line in self.user_ids if line.user_id}
        parts = [(f"columns.{module}", table) for module, table in columns.items()]
        parts += [(f"picklists.{name}", table) for name, table in picklists.items()]
        parts += [("users", users)] if users else []
        return "\n".join(
            "\n".join([f"[{part}]", *(f"{_quote(key)} = {_quote(value)}" for key, value in table.items()), ""])
            for part, table in parts
        )


def _quote(text):
    """A string of TOML, whatever it holds."""
    escaped = "".join(char if char.isprintable() and char not in '"\\' else f"\\u{ord(char):04x}" for char in text)
    return f'"{escaped}"'
