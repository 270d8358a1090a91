"""What became of each record of vtiger: `agency.vtiger.link`, written and read for all of a batch."""

import hashlib

from ..vtiger.columns import HISTORY, NAMELESS
from .snapshot import make_snapshot


class Links:
    """The links of a company, and what vtiger says of the records at hand.

    :param job_id: of the `agency.vtiger.import` that is under way
    """

    def __init__(self, env, lookups, job_id=False):
        self.lookups, self.job_id = lookups, job_id
        self.links = env["agency.vtiger.link"]
        self.own = [("company_id", "=", env.company.id)]
        self.digests = {}  # number -> what vtiger says of the record, whole

    def search(self, module, *domain):
        """Return the links of a module of vtiger."""
        return self.links.search([*self.own, ("module", "=", module), *domain])

    def search_names(self, module):
        """Return the links of a module, of which only what finds records by their names was read."""
        domain = [*self.own, ("module", "=", module)]
        return self.links.search_fetch(domain, ["key", "name", "hints", "res_id"])

    def find(self, module, records):
        """Return the links of these records: `{number: link}`."""
        # Before anything is added to their notes by who prepares them.
        self.digests = {record.key: self._digest(record) for record in records}
        found = {link.key: link for link in self.search(module, ("key", "in", list(self.digests)))}
        if module in HISTORY:
            self._rename_former(module, [record for record in records if record.key not in found], found)
        return found

    def _rename_former(self, module, records, found):
        """Links of earlier versions have all that a row said for a number."""
        by_row = {record.raw: record.key for record in records}
        for link in self.search(module, ("key", "in", list(by_row))) if by_row else ():
            link.key = by_row[link.key]
            found[link.key] = link

    def has_any(self, module):
        """Return whether anything of a module was brought over."""
        return bool(self.links.search_count([*self.own, ("module", "=", module)], limit=1))

    def remember(self, rows, is_created=True):
        """Remember what records became.

        :param rows: `Written`
        :param is_created: whether the import made them; else they were here
        """
        shared = {"import_id": self.job_id, "is_created": is_created}
        self.links.create([{**self._prepare(row), **shared} for row in rows])
        for row in rows:
            if row.record.module not in NAMELESS:
                self.learn(row)

    def learn(self, row):
        """Have a record found by those that name it."""
        hints = {**row.prepared.hints, "key": row.record.key}
        self.lookups.resolver.add(row.record.module, row.prepared.name, row.target.id, hints)

    def follow_name(self, record, link, name, hints):
        """Links of other records follow the number: a record named otherwise now is found by its new name."""
        if record.module in NAMELESS or ((name or False) == (link.name or False) and hints == (link.hints or {})):
            return
        resolver = self.lookups.resolver
        resolver.add(record.module, name, link.res_id, {**hints, "key": link.key})
        kept = resolver.records[record.module][link.res_id]
        link.write({"name": name, "hints": {word: kept[word] for word in kept if word not in ("key", "name")}})

    def is_as_read_before(self, record, link):
        """Return whether vtiger says of a record what it said at the last import, and all of it was taken."""
        return link.is_complete and link.digest == self.digests[record.key]

    def prepare_reading(self, record):
        """Return what is kept of the reading of a record; one that lacks something is looked at again."""
        is_whole = not any(issue.severity == "warning" for issue in record.issues)
        return {
            "digest": self.digests[record.key],
            "raw_digest": record.raw,
            "is_complete": is_whole and not record.is_unresolved,
        }

    def _prepare(self, row):
        return {
            "module": row.record.module,
            "key": row.record.key,
            "name": row.prepared.name,
            "hints": row.prepared.hints,
            "res_model": row.target._name,
            "res_id": row.target.id,
            "snapshot": make_snapshot(row.prepared),
            **self.prepare_reading(row.record),
        }

    def _digest(self, record):
        """What vtiger says of a record, whole, and who is here for its owner."""
        owner = self.lookups.find_user_id(record.values.get("user"))
        values = [record.values, record.refs, record.notes, record.lines, record.total, owner]
        return hashlib.sha256(repr(values).encode()).hexdigest()[:32]
