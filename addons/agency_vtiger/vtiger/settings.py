"""What a user adds to the tables: a TOML file for custom fields, picklists and logins.

[columns.Potentials]            # header of vtiger = target of the table, or field of Odoo as `x_region`
"Budget annoncé" = "amount"
[columns.Accounts]
"Région" = "x_region"
[picklists.quote]               # value of vtiger = value of picklists.py
"Parti chez le concurrent" = "rejected"
[users]                         # login of vtiger = login here
"blhostis" = "benoit"
[merges]                        # number of an account = number of the account that it is in truth
"ACC2" = "ACC1"
"""

import re
import tomllib
from dataclasses import dataclass, field

from .columns import ALL_MODULES, COLUMNS, normalize
from .picklists import VALUES
from .problems import FileProblem

INVOICE_MODES = ("posted", "memory")


@dataclass(slots=True)
class Settings:
    """What the user decides; all of it may stay as it is."""

    date_order: str = ""  # "" to find it out
    zone: str = "Europe/Paris"  # clock of the export
    invoices: str = "posted"  # or memory
    agency: str = ""  # its name, which its labels may hold; "" when it is not known
    memory_until: str = ""  # ISO date: only invoices up to it are for memory; "" for all
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    picklists: dict[str, dict[str, str]] = field(default_factory=dict)
    users: dict[str, str] = field(default_factory=dict)
    # Numbers of accounts that are one in truth: the one that goes, and the one that stays.
    merges: dict[str, str] = field(default_factory=dict)

    def read_toml(self, data: bytes, name: str = "") -> "Settings":
        """Add what a user's file says.

        :raise FileProblem: if it is no TOML, or names what is not there
        """
        try:
            content = tomllib.loads(data.decode("utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise FileProblem("bad_toml", name, error=str(error)) from error
        if unknown := set(content) - {"columns", "picklists", "users", "merges"}:
            raise FileProblem("toml_section", name, section=", ".join(sorted(unknown)))
        for section, names in (("columns", ALL_MODULES), ("picklists", tuple(VALUES))):
            for part, table in _tables(content, section, name).items():
                if part not in names:
                    raise FileProblem("toml_name", name, section=section, found=part, names=", ".join(names))
                for key, value in _words(table, name).items():
                    if section == "picklists" and value not in VALUES[part]:
                        known = ", ".join(sorted(VALUES[part]))
                        raise FileProblem("toml_value", name, found=value, names=known)
                    if section == "columns" and not _is_target(part, value):
                        raise FileProblem("toml_target", name, found=value)
                    getattr(self, section).setdefault(part, {})[normalize(key)] = value
        self.users.update(_words(content.get("users", {}), name))
        self.merges.update(_words(content.get("merges", {}), name))
        return self


def _is_target(module: str, value: str) -> bool:
    return bool(re.fullmatch(r"x_[a-z0-9_]+|note|drop", value)) or value in {
        column.target for column in COLUMNS[module]
    } - {""}


def _tables(content: dict, section: str, name: str) -> dict[str, dict]:
    tables = content.get(section, {})
    if not isinstance(tables, dict):
        raise FileProblem("toml_section", name, section=section)
    return tables


def _words(table: object, name: str) -> dict[str, str]:
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        raise FileProblem("toml_section", name, section=str(table)[:60])
    return table
