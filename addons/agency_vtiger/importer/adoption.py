"""Accounts and contacts that are here already: what is certainly one is linked, what may be one is told."""

from .doubles import Doubles
from .mailings import refuse_mails
from .prepared import Written
from .telling import tell


class Adoption:
    """Finds the partners that records of a module are already.

    :param session: `Session`
    """

    def __init__(self, session, module):
        self.session, self.module = session, module
        self.doubles = Doubles(session.env, module)

    def adopt(self, record, prepared):
        """Link a record to the one that is certainly it: what is empty there is filled in.

        One that may be it is told: a person decides.

        :return: whether it was there
        """
        linked = set(self.session.lookups.resolver.records[self.module])
        chosen = self.session.settings.merges.get(record.key)
        partner = self._find_merged(chosen) if chosen else self.doubles.find_here(prepared.vals, linked)
        if partner:
            self._fill(record, prepared, partner)
            return True
        name = prepared.vals["name"]
        alike = [f"{other} ({key})" for key, other in self.doubles.came_before(record.key, name).items()]
        alike += self.doubles.find_alike(prepared.vals, linked).mapped("display_name")
        if alike:
            tell(record, "double", "note", name=name, others=", ".join(alike))
        return False

    def _find_merged(self, number):
        """The account of this number, which another was said to be the same as."""
        link = self.session.links.search("Accounts", ("key", "=", number))
        return self.session.env["res.partner"].browse(link.res_id).exists() if link else None

    def _fill(self, record, prepared, partner):
        empty = {name: value for name, value in prepared.vals.items() if value and not partner[name]}
        partner.write(empty)
        row = Written(record, prepared, partner)
        refuse_mails(self.session.env, [row])
        self.session.links.remember([row], is_created=False)
        self.session.say(record, "matched", "note", name=partner.display_name)
        self.session.report.issues += record.issues
        self.session.count(record, "updated" if empty else "unchanged")
