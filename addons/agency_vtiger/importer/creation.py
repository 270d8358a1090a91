"""Records that are new here: created all at once; where one can't be, one by one, so that it alone is refused."""

import logging
from collections import defaultdict

import psycopg2

from odoo import fields
from odoo.exceptions import UserError
from odoo.tools import SQL, mute_logger

from ..vtiger.columns import DOCUMENTS
from .adoption import Adoption
from .mailings import refuse_mails
from .memory import write_memory
from .precomputed import Precomputed
from .prepared import RES_MODELS, Written
from .telling import tell

_logger = logging.getLogger(__name__)


class Creation:
    """:param session: `Session`"""

    def __init__(self, session):
        self.session, self.env = session, session.env
        self.precomputed = Precomputed(self.env)
        self.adoptions = {module: Adoption(session, module) for module in ("Accounts", "Contacts", "Vendors")}

    def make(self, module, records):
        """Create records; those that are here already are linked."""
        pairs = [(record, found) for record in records if (found := self.session.prepare(record)) is not None]
        adoption = self.adoptions.get(module)
        if not adoption:
            self._create_all(module, pairs)
            return
        merges = self.session.settings.merges
        merged = [pair for pair in pairs if pair[0].key in merges]
        others = [pair for pair in pairs if pair[0].key not in merges]
        self._create_all(module, [pair for pair in others if not adoption.adopt(*pair)])
        # After those that they are in truth.
        self._create_all(module, [pair for pair in merged if not adoption.adopt(*pair)])

    def _create_all(self, module, pairs):
        for rows in self._create_parts(module, pairs):
            for row in rows:
                self.session.count(row.record, "created")
                self.session.report.issues += row.record.issues
            self.session.totals.report_waiting()
            if self.session.samples:
                self.session.samples.add(module, [row.target for row in rows if not row.prepared.is_for_memory])

    def _create_parts(self, module, pairs):
        if not pairs:
            return
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                yield self._create_together(module, pairs)
            return
        except (UserError, ValueError, psycopg2.Error) as error:
            _logger.info("vtiger: %s one by one: %s", module, error)
            self.session.journals.forget()
        for record, prepared in pairs:
            try:
                with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                    yield self._create_together(module, [(record, prepared)])
            except (UserError, ValueError, psycopg2.Error) as error:
                self.env.invalidate_all()
                self.session.journals.forget()
                self.session.refuse_error(record, error)

    def _create_together(self, module, pairs):
        self.session.totals.waiting = []
        usual = [pair for pair in pairs if not pair[1].is_for_memory]
        by_model = defaultdict(list)
        for pair in usual:
            by_model[pair[1].model or RES_MODELS[module]].append(pair)
        rows = [row for name, part in by_model.items() for row in self._create_of(name, module, part)]
        self._complete(module, rows)
        rows += [self._write_memory(*pair) for pair in pairs if pair[1].is_for_memory]
        self.env.flush_all()
        self.session.links.remember(rows)
        if module in ("Potentials", *DOCUMENTS):
            targets = self.env[RES_MODELS[module]].browse(
                row.target.id for row in rows if not row.prepared.is_for_memory
            )
            (targets if module == "Potentials" else targets.opportunity_id)._remember_quotes()
        return rows

    def _create_of(self, model, module, pairs):
        """Create the records of one model, made when vtiger made them."""
        vals_list = [prepared.vals for _record, prepared in pairs]
        created = self.precomputed.create_records(module, self.env[model], vals_list)
        rows = [Written(*pair, target) for pair, target in zip(pairs, created, strict=True)]
        _set_creation_dates(rows)
        return rows

    def _complete(self, module, rows):
        """What is done once records are there."""
        if module in DOCUMENTS:
            self.session.totals.correct(rows)
            self._write_notes(rows)
        if module in self.adoptions:
            refuse_mails(self.env, rows)
            self.session.parents += [(row.record, row.target.id) for row in rows if "parent" in row.record.refs]
        if module == "Invoice":
            self.session.posting.finish(rows)
        for row in rows:
            if periods := row.prepared.periods:
                self.session.under_way.doubt_periods(row.target, periods)
                tell(row.record, "period_in_doubt", "note", days=", ".join(day.isoformat() for day in periods))

    def _write_memory(self, record, prepared):
        message = write_memory(self.env, record, prepared)
        self.session.totals.add_for_memory(record, message)
        return Written(record, prepared, message)

    def _write_notes(self, rows):
        """Keep what has no field in the chatter of documents, dated of their creation."""
        note = self.env.ref("mail.mt_note").id
        self.env["mail.message"].create(
            [
                {
                    "model": row.target._name,
                    "res_id": row.target.id,
                    "body": row.prepared.note,
                    "message_type": "comment",
                    "subtype_id": note,
                    "author_id": self.env.user.partner_id.id,
                    "date": row.prepared.created or fields.Datetime.now(),
                    "record_name": row.record.key,
                }
                for row in rows
                if row.prepared.note
            ]
        )


def _set_creation_dates(rows):
    """Give records the day that vtiger says they were made: the ORM has none but today."""
    dates = [(row.target.id, row.prepared.created) for row in rows if row.prepared.created]
    if not dates:
        return
    target = rows[0].target
    target.env.flush_all()
    values = SQL(", ").join(SQL("(%s, %s::timestamp)", rid, moment) for rid, moment in dates)
    target.env.cr.execute(
        SQL(
            "UPDATE %(table)s SET create_date = day FROM (VALUES %(values)s) AS dates (rid, day) WHERE id = rid",
            table=SQL.identifier(target._table),
            values=values,
        )
    )
    target.browse(rid for rid, _moment in dates).invalidate_recordset(["create_date"])
