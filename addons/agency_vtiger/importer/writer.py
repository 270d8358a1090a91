"""Writes the records through the ORM, batch by batch: what is there already is left alone or brought up to date."""

from collections import defaultdict
from datetime import datetime

from ..vtiger.columns import ALL_MODULES, NAMELESS
from ..vtiger.mapping import read_records
from ..vtiger.problems import Issue
from .creation import Creation
from .leads import split_accounts, split_contacts
from .naming import get_identity
from .session import Session
from .telling import is_refused, tell
from .updates import Updates

BATCH_SIZE = 500
# Files are in memory while a batch is written: so many of them.
FILES_BATCH_SIZE = 20


class Writer:
    """One import, in a company.

    :param report: `Report` filled along the way
    :param commit: called after each batch, as `cr.commit`; None for a dry run or a test
    :param progress: called with the number of rows done and of all rows
    :param job_id: of the `agency.vtiger.import`, by which it can be undone
    :param storage: `Storage`, the files that came beside the export
    """

    def __init__(self, env, report, settings=None, commit=None, progress=None, job_id=False, storage=None):
        self.session = Session(env, report, settings, job_id, storage)
        self.env, self.report, self.settings = self.session.env, report, self.session.settings
        self.lookups, self.links = self.session.lookups, self.session.links
        self.creation, self.updates = Creation(self.session), Updates(self.session)
        self.commit = commit or (lambda: None)
        self.progress = progress or (lambda done, total: None)
        self.seen = {}  # (module, number) -> where it was read first, and what tells it from another

    def run(self, sources, order, total=0, skip=0):
        """Import these files, in the order of the links between modules.

        :param sources: `mapping.Source` of each file
        :param str order: order of the dates, see `dates.ORDERS`
        :param int total: number of records, for the progress
        :param int skip: how many an interrupted run had done
        """
        by_module = {module: [s for s in sources if s.module == module] for module in ALL_MODULES}
        self.lookups.invoiced_orders = self._find_invoiced_orders(by_module["Invoice"], order)
        if not skip and self.session.journals.has_forgotten_move():
            self.report.issues.append(Issue("moved_before", "warning"))
        done = 0
        for module in ALL_MODULES:
            if module not in NAMELESS:
                self.lookups.resolver.load(module, self.links.search_names(module))
                self.env.invalidate_all()
            for batch in self._read_batches(by_module[module], order):
                if done >= skip:
                    self._write(module, batch, done + len(batch), total)
                elif module == "Accounts":
                    self._recall_parents(batch)
                done += len(batch)
            # Once: whoever was interrupted later on had done it.
            if module == "Accounts" and done >= skip:
                self._settle_parents()
        self._settle_under_way()
        for login, count in self.lookups.unknown_users.items():
            values = {"login": login, "count": count}
            self.report.issues.append(Issue("unknown_user", "warning", column="Assigned To", values=values))

    def _read_batches(self, sources, order):
        for source in sources:
            headers = zip(source.file.headers, source.columns, strict=True)
            self.lookups.headers.clear()
            self.lookups.headers.update({column.target: header for header, column in headers if column})
            for batch in _cut(read_records(source, self.settings, order)):
                # Of one file alone the reader tells the copies.
                if len(sources) == 1:
                    yield batch
                else:
                    yield [row for row in batch if isinstance(row, Issue) or self._is_its_own(row, source)]

    def _write(self, module, batch, done, total):
        if module == "Leads":
            self._write_parties(batch)
        self._write_batch(module, batch)
        self.env.flush_all()
        self.progress(done, max(total, done))
        self.commit()
        self.env.invalidate_all()

    def _is_its_own(self, record, source):
        """Whether a record is no copy of one of another file; of one number, two that differ are kept apart."""
        modified = record.values.get("modified") or datetime.min
        own = (id(source), record.file, record.raw, get_identity(record), modified)
        place, file, raw, identity, changed = self.seen.setdefault((record.module, record.key), own)
        if place == id(source):
            return True
        if raw == record.raw:
            return False
        if identity == own[3]:
            self.session.say(record, "newer_copy" if modified > changed else "older_copy", "note", file=file)
            return modified > changed
        number, record.key = record.key, f"{record.key} (2)"
        tell(record, "key_shared", number=number, file=file)
        return True

    def _find_invoiced_orders(self, sources, order):
        """The orders that invoices name, and the dates of these: `{name: [date, ...]}`."""
        names = defaultdict(list)
        for source in sources:
            for record in read_records(source, self.settings, order):
                if not isinstance(record, Issue) and record.refs.get("order"):
                    day = record.values.get("date")
                    names[record.refs["order"].name] += [day] if day else []
        return names

    # === WHAT HANGS TOGETHER === #

    def _recall_parents(self, batch):
        """The accounts that an interrupted run had made, and whose parents it had not come to."""
        records = [row for row in batch if not isinstance(row, Issue) and "parent" in row.refs and not is_refused(row)]
        links = self.links.find("Accounts", records)
        self.session.parents += [(record, links[record.key].res_id) for record in records if record.key in links]

    def _settle_parents(self):
        """Accounts that belong to another: it may have come after them."""
        header = self.lookups.get_header("parent")
        for record, account_id in self.session.parents:
            account = self.env["res.partner"].browse(account_id)
            parent = account.browse(self.lookups.resolver.find(record, "parent") or ())
            if parent and _is_under(parent, account):
                tell(record, "parent_loop", column=header, name=record.refs["parent"].name)
            elif parent and not account.parent_id:
                # Not of the type to which Odoo gives the address of its parent.
                account.write({"parent_id": parent.id, "type": "other"})
            self.report.issues += [issue for issue in record.issues if issue.column == header]
        self.session.parents.clear()

    def _settle_under_way(self):
        """Accepted quotes that were invoiced in vtiger are not to be billed twice."""
        if not self.links.has_any("Invoice"):
            return
        numbers = {link.res_id: link.key for link in self.links.search("Quotes", ("res_model", "=", "sale.order"))}
        accepted = [("state", "=", "sale"), ("is_settled_before", "=", False), ("billing_frequency", "=", False)]
        quotes = self.env["sale.order"].search([("id", "in", list(numbers)), *accepted])
        for quote in self.session.under_way.settle(quotes):
            self.report.issues.append(Issue("quote_in_doubt", "note", "Quotes", record=numbers[quote.id]))

    # === BATCHES === #

    def _write_batch(self, module, batch):
        records = self._sort_out(module, batch)
        links = self.links.find(module, records)
        new = [record for record in records if record.key not in links]
        there = self._find_targets(links.values())
        self.creation.make(module, self._refuse_numbers_taken(new) if module == "Invoice" else new)
        for record in records:
            if link := links.get(record.key):
                record.is_known = True
                if "parent" in record.refs:
                    self.session.parents.append((record, link.res_id))
                self.updates.update(record, link, there.get((link.res_model, link.res_id)))

    def _write_parties(self, batch):
        """What leads hold besides themselves: their accounts, then their contacts."""
        leads = [lead for lead in batch if not isinstance(lead, Issue) and not is_refused(lead)]
        for module, split in (("Accounts", split_accounts), ("Contacts", split_contacts)):
            if records := split(self.lookups, leads):
                self._write_batch(module, records)

    def _sort_out(self, module, batch):
        """The records of a batch that may be imported; the others are counted and told."""
        counts, records = self.report.counts[module], []
        for record in batch:
            counts["read"] += 1
            if isinstance(record, Issue):
                counts["refused"] += 1
                self.report.issues.append(record)
            elif is_refused(record):
                self.session.refuse(record)
            else:
                records.append(record)
        return records

    def _find_targets(self, links):
        """What records became here: together, so that what one is asked is fetched for all."""
        by_model = defaultdict(list)
        for link in links:
            by_model[link.res_model].append(link.res_id)
        found = [self.env[model].browse(ids).exists() for model, ids in by_model.items() if model in self.env]
        return {(target._name, target.id): target for targets in found for target in targets}

    def _refuse_numbers_taken(self, records):
        """The invoices whose number no other has in the journal of the move: one of an import forgotten since may."""
        numbers = [record.key for record in records]
        domain = [("journal_id", "=", self.session.journals.sale.id), ("name", "in", numbers)]
        taken = {move.name: move for move in self.env["account.move"].search(domain)}
        for record in records:
            if move := taken.get(record.key):
                day = move.invoice_date.isoformat() if move.invoice_date else ""
                self.session.refuse(record, "number_taken", number=record.key, date=day)
        return [record for record in records if record.key not in taken]


def _is_under(partner, other):
    """Whether a partner is another, or belongs to it."""
    while partner and partner != other:
        partner = partner.parent_id
    return bool(partner)


def _cut(records):
    """Records in batches: so many of them, or of files."""
    batch, files = [], 0
    for record in records:
        batch.append(record)
        files += not isinstance(record, Issue) and bool(record.values.keys() & {"files", "file_name"})
        if len(batch) == BATCH_SIZE or files == FILES_BATCH_SIZE:
            yield batch
            batch, files = [], 0
    if batch:
        yield batch
