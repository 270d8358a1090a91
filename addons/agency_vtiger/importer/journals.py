"""The books of the move: invoices brought over have a journal of their own, so that the agency's series goes on."""

SALE_JOURNAL = "VTG"
PAYMENT_JOURNAL = "VTGR"
WAITING_ACCOUNT = "471900"


class Journals:
    """Finds the journals and the account of the move, and makes them when they are first needed."""

    def __init__(self, env):
        self.env, self.company = env, env.company
        self._journals, self._account = {}, None

    @property
    def sale(self):
        """The journal of imported invoices: their numbers are their own."""
        return self._journal(SALE_JOURNAL, "sale", self.env._("Taken over from vtiger"))

    @property
    def payment(self):
        """The journal of the payments received before the move."""
        return self._journal(PAYMENT_JOURNAL, "general", self.env._("Payments taken over from vtiger"))

    @property
    def waiting_account(self):
        """Where payments received before the move stand against: the accountant's opening entry clears it."""
        if self._account is None:
            accounts = self.env["account.account"].with_company(self.company)
            domain = [("code", "=", WAITING_ACCOUNT), ("company_ids", "in", self.company.id)]
            name = self.env._("Taken over from vtiger")
            vals = {"code": WAITING_ACCOUNT, "name": name, "account_type": "asset_current"}
            self._account = accounts.search(domain, limit=1) or accounts.create(vals)
        return self._account

    def forget(self):
        """Look for journals and account again: those made in what was taken back are no more."""
        self._journals.clear()
        self._account = None

    def has_forgotten_move(self):
        """Whether invoices were brought over here by an add-on that was uninstalled since, with all it knew."""
        own = [("company_id", "=", self.company.id)]
        if self.env["agency.vtiger.link"].search_count(own, limit=1):
            return False
        return bool(self.env["account.move"].search_count([("journal_id.code", "=", SALE_JOURNAL), *own], limit=1))

    def _journal(self, code, kind, name):
        if code not in self._journals:
            journals = self.env["account.journal"]
            domain = [("code", "=", code), ("company_id", "=", self.company.id)]
            found = journals.search(domain, limit=1)
            self._journals[code] = found or journals.create(self._prepare_journal(code, kind, name))
        return self._journals[code]

    def _prepare_journal(self, code, kind, name):
        vals = {"name": name, "code": code, "type": kind, "company_id": self.company.id}
        if kind == "sale":
            # Lines without a service, as discounts, go to the income account of the agency's own journal.
            domain = [("type", "=", "sale"), ("company_id", "=", self.company.id)]
            vals["default_account_id"] = self.env["account.journal"].search(domain, limit=1).default_account_id.id
        return vals
