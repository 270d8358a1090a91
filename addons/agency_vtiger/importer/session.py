"""One import in a company: what its parts share."""

from odoo.addons.agency_crm.context_keys import from_code

from ..models.sale_order_line import KnownAmounts
from ..vtiger.settings import Settings
from .journals import Journals
from .links import Links
from .lookups import Lookups
from .posting import Posting
from .preparer import Preparer
from .telling import is_refused, make_issue
from .totals import Totals
from .under_way import UnderWay

# What imports must not wake: mails, chatter, followers, and the rules that make deals follow (agency_crm).
QUIET = {
    **from_code(agency_history=True),
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "mail_auto_subscribe_no_notify": True,
    "mail_activity_automation_skip": True,
    "mail_activity_quick_update": True,
    "no_vat_validation": True,
    "sale_no_log_for_new_lines": True,
    "active_test": False,
}


class Session:
    """:param report: `Report` filled along the way
    :param settings: `Settings`
    :param job_id: of the `agency.vtiger.import` under way
    :param storage: `Storage`, the files that came beside the export
    """

    def __init__(self, env, report, settings=None, job_id=False, storage=None):
        lang = env.company.partner_id.lang or env.user.lang
        # What only the rules write is known of what is brought over: sent then, settled elsewhere.
        quiet = {**QUIET, **from_code(agency_vtiger_amounts=KnownAmounts())}
        self.env = env["sale.order"].with_context(**quiet, lang=lang)._by_rules().env
        self.settings = settings or Settings()
        self.settings.agency = self.settings.agency or env.company.name
        self.report = report
        self.lookups = Lookups(self.env, self.settings, storage)
        self.journals = Journals(self.env)
        self.preparer = Preparer(self.lookups, self.journals)
        self.links = Links(self.env, self.lookups, job_id)
        self.totals = Totals(self.report, self.preparer.lines)
        self.posting = Posting(self.env, self.journals)
        self.under_way = UnderWay(self.env, self.journals)
        self.samples = None  # `Samples`, in a dry run
        self.parents = []  # accounts that belong to another, and their ids here

    def prepare(self, record):
        """Return the `Prepared` of a record, None when it had to be refused."""
        prepared = self.preparer.prepare(record)
        if is_refused(record):
            self.refuse(record)
            return None
        return prepared

    def refuse(self, record, code=None, **values):
        """Leave a record out: what is wrong with it goes to the report."""
        if code:
            record.issues.append(make_issue(record, code, "refused", **values))
        self.count(record, "refused")
        self.report.issues += record.issues

    def refuse_error(self, record, error):
        """Leave out a record that Odoo would not have, in Odoo's words."""
        self.refuse(record, "odoo_error", error=str(error).strip().splitlines()[0][:300])

    def count(self, record, outcome):
        """Count what became of a record: created, updated, unchanged, refused."""
        self.report.counts[record.module][outcome] += 1

    def say(self, record, code, severity, **values):
        """Put something that is to be known of a record into the report."""
        self.report.issues.append(make_issue(record, code, severity, **values))
