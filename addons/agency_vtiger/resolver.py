"""Finds the records that vtiger names without their number; what is not certain is said, never guessed."""

from collections import defaultdict

from .vtiger.columns import normalize
from .vtiger.problems import Issue


class Resolver:
    """Names of what was imported, with what tells homonyms apart."""

    def __init__(self, env):
        self.env = env
        self.names = defaultdict(lambda: defaultdict(dict))  # module -> name -> {record id: hints}
        self.records = defaultdict(dict)  # module -> {record id: hints}
        self.headers = {}  # target -> header of the file at hand

    def load(self, module, links):
        """Learn what earlier imports brought in."""
        for link in links:
            self.add(module, link.name, link.res_id, {**(link.hints or {}), "key": link.key})

    def add(self, module, name, record_id, hints):
        self.names[module][_bare(name or "")][record_id] = hints
        self.records[module][record_id] = hints

    def named(self, ref):
        """The records of this name: `{record id: hints}`."""
        return self.names[ref.module].get(_bare(ref.name), {})

    def find(self, record, target, **hints):
        """The id of the record that `record.refs[target]` names; else False, and an issue on `record`.

        :param hints: what the row says besides: of the candidates, those that agree are kept
        """
        ref = record.refs.get(target)
        if not ref:
            return False
        candidates = self.named(ref)
        for name, value in hints.items():
            if len(candidates) > 1 and value:
                agreeing = {rid: found for rid, found in candidates.items() if found.get(name) == value}
                candidates = agreeing or candidates
        if len(candidates) == 1:
            return next(iter(candidates))
        values = {"name": ref.name, "target": target}
        if candidates:
            keys = ", ".join(str(found["key"]) for _rid, found in sorted(candidates.items()))
            values["candidates"] = f"{ref.name} ({keys})"
        code = "ambiguous" if candidates else "not_found"
        record.issues.append(
            Issue(
                code,
                "warning",
                record.module,
                record.file,
                record.line,
                self.headers.get(target, target),
                record.key,
                values,
            )
        )
        return False


def _bare(name):
    """6.x trims quotes off the ends of a value: `"Chez Léa"` is named `Accounts::::"Chez Léa`."""
    return normalize(name).strip('" ')
