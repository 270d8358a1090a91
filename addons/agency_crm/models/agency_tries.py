from datetime import timedelta

from odoo import api, fields, models
from odoo.modules.registry import Registry
from odoo.tools import SQL

# Nothing counts longer: what is older is forgotten.
LONGEST_HOURS = 24


class AgencyTries(models.Model):
    """How often something was tried of late: the database's count, the same for all workers and servers.

    Nobody reads or writes it: whoever limits something counts with all rights.
    """

    _name = "agency.tries"
    _description = "What was tried of late"
    _log_access = False
    _rec_name = "key"

    key = fields.Char(required=True, export_string_translation=False, help="What is counted, and of whom.")
    since = fields.Datetime(required=True, export_string_translation=False)
    number = fields.Integer(required=True, export_string_translation=False)

    _key_uniq = models.UniqueIndex("(key)")

    # === BUSINESS METHODS === #

    @api.model
    def _count(self, key, seconds):
        """Count one more try; another one at the same moment waits for this transaction, and counts too.

        :param str key: what is counted, and of whom
        :param int seconds: how long tries count, from the first on
        :return: how many there were in that time, this one included
        :rtype: int
        """
        now = fields.Datetime.now()
        [[number]] = self.env.execute_query(
            SQL(
                """INSERT INTO agency_tries (key, since, number) VALUES (%(key)s, %(now)s, 1)
                ON CONFLICT (key) DO UPDATE SET
                    since = CASE WHEN agency_tries.since <= %(begun)s THEN %(now)s ELSE agency_tries.since END,
                    number = CASE WHEN agency_tries.since <= %(begun)s THEN 1 ELSE agency_tries.number + 1 END
                RETURNING number""",
                key=key,
                now=now,
                begun=now - timedelta(seconds=seconds),
            )
        )
        return number

    @api.model
    def _count_for_good(self, key, seconds):
        """Count one more try in a transaction of its own: that of a request that is refused is undone.

        :return: see `_count`
        """
        with Registry(self.env.cr.dbname).cursor() as cr:
            return self.with_env(self.env(cr=cr))._count(key, seconds)

    @api.model
    def _get_number(self, key, seconds):
        """Return how many tries there were, see `_count`; nothing is written."""
        begun = fields.Datetime.now() - timedelta(seconds=seconds)
        rows = self.env.execute_query(SQL("SELECT number FROM agency_tries WHERE key = %s AND since > %s", key, begun))
        return rows[0][0] if rows else 0

    @api.autovacuum
    def _gc_tries(self):
        """Forget what does not count any more: an address is personal."""
        begun = fields.Datetime.now() - timedelta(hours=LONGEST_HOURS)
        self.env.execute_query(SQL("DELETE FROM agency_tries WHERE since < %s RETURNING id", begun))
