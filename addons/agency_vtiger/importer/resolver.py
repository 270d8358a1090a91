"""Finds the records that vtiger names without their number; what is not certain is said, never guessed."""

from collections import defaultdict

from ..vtiger.columns import normalize
from .telling import tell


class Resolver:
    """Names of what was imported, with what tells homonyms apart."""

    def __init__(self, env):
        self.env = env
        self.names = defaultdict(lambda: defaultdict(dict))  # module -> name -> {record id: hints}
        self.formers = defaultdict(lambda: defaultdict(dict))  # the same, by the names that records had before
        self.words = defaultdict(lambda: defaultdict(dict))  # the same, by the words of the name in order
        self.keys = defaultdict(dict)  # module -> number -> record id
        self.records = defaultdict(dict)  # module -> {record id: hints}
        self.headers = {}  # target -> header of the file at hand

    def load(self, module, links):
        """Learn what earlier imports brought in."""
        for link in links:
            self.add(module, link.name, link.res_id, {**(link.hints or {}), "key": link.key})

    def add(self, module, name, record_id, hints):
        """Learn a record, or its new name: those it had are still found, after those that others have now."""
        before = self.records[module].get(record_id)
        if before is not None and _bare(before.get("name") or "") != _bare(name or ""):
            self.names[module][_bare(before.get("name") or "")].pop(record_id, None)
            hints = {**hints, "formers": [*before.get("formers", ()), before.get("name")]}
        hints = {**hints, "name": name}
        self.names[module][_bare(name or "")][record_id] = hints
        if module == "Contacts":
            self.words[module][_sorted_words(name)][record_id] = hints
        for former in hints.get("formers", ()):
            self.formers[module][_bare(former or "")][record_id] = hints
        self.keys[module][normalize(str(hints.get("key", "")))] = record_id
        self.records[module][record_id] = hints

    def named(self, ref):
        """The records of this name: `{record id: hints}`; else that of this number, else those named so before."""
        bare = _bare(ref.name)
        if found := self.names[ref.module].get(bare):
            return found
        if key := self.keys[ref.module].get(normalize(ref.name)):
            return {key: self.records[ref.module][key]}
        if ref.module == "Contacts" and (found := self.words["Contacts"].get(_sorted_words(ref.name))):
            return found  # « Martin Marie » is Marie Martin
        return self.formers[ref.module].get(bare, {})

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
        record.unresolved.add(target)
        tell(record, code, column=self.headers.get(target, target), **values)
        return False


def _bare(name):
    """6.x trims quotes off the ends of a value: `"Chez Léa"` is named `Accounts::::"Chez Léa`."""
    return normalize(name).strip('" ')


def _sorted_words(name):
    return " ".join(sorted(_bare(name or "").split()))
