"""Walls that stand in the ORM: views have none, for whoever calls over RPC."""

import functools
from collections import defaultdict

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Command, Domain
from odoo.models import MAGIC_COLUMNS

from ..context_keys import from_code, get_key

# A colleague may follow what is of several companies, whichever is their first one.
OF_ALL_COMPANIES = {"res.users"}


@functools.lru_cache
def is_ours(modules):
    """Return whether one of these add-ons, which make a field, is ours."""
    return any(module.startswith("agency_") for module in modules)


def gather_links(record, values, links):
    """Add the records with a company that values of a form link to, besides those that are linked already.

    :param record: the record of the form, none of a new one
    :param dict values: see `onchange`
    :param dict links: ids by model, which is added to
    """
    for name, value in values.items():
        field = record._fields.get(name)
        if not value or field is None or field.type not in ("many2one", "one2many", "many2many"):
            continue
        comodel, ids = record.env[field.comodel_name], set()
        if field.type == "many2one":
            ids = {value} if isinstance(value, int) else set()
        else:
            for command, line_id, given in ([*one, None, None][:3] for one in value):
                if command in (Command.CREATE, Command.UPDATE):
                    line = comodel.browse(line_id if command == Command.UPDATE else ())
                    gather_links(line, given or {}, links)
                elif command == Command.LINK:
                    ids.add(line_id)
                elif command == Command.SET:
                    ids.update(given)
        if ids and "company_id" in comodel._fields and comodel._name not in OF_ALL_COMPANIES:
            links[comodel._name].update(one for one in ids.difference(record[name].ids) if isinstance(one, int))


class AgencyGuardedFieldsMixin(models.AbstractModel):
    """For models whose fields of ours are neither for customers to read nor all for users to write.

    - A field that one of our add-ons brings is closed to customers and strangers, who are given some of these models
      over RPC, unless `_get_shared_fields` names it: a new field is closed until somebody decides.
    - A stored one that is declared read-only is written by the rules alone.

    To be named before the model that takes it: `res.users` has a say in its fields too.
    """

    _name = "agency.guarded.fields.mixin"
    _description = "Fields guarded by the ORM"

    @api.model
    def _has_field_access(self, field, operation):
        """Override of `base`: what is closed can't be read, searched, sorted nor grouped by."""
        # Most that is asked is asked by the superuser, to whom nothing is closed.
        if not self.env.su and is_ours(field._modules):
            if operation == "write":
                is_closed = self._is_written_by_rules(field)
            else:
                is_closed = self.env.user.share and self._is_closed_to_customers(field)
            if is_closed and not self._may_write_rules():
                return False
        # Each field that a user reads asks here: of one without groups, Odoo's answer is spared the way to it.
        return not field.groups or super()._has_field_access(field, operation)

    @api.model
    def _is_closed_to_customers(self, field):
        """Return whether this field, one of ours, is not for customers and strangers to read."""
        return field.name not in MAGIC_COLUMNS and field.name not in self._get_shared_fields()

    @api.model
    def _get_shared_fields(self):
        """Return the names of our fields that customers and strangers may read: what their documents say anyway."""
        return set()

    @api.model
    def _is_written_by_rules(self, field):
        """Return whether this field, one of ours, is for the rules alone to write."""
        return field.readonly and field.store and field.name not in MAGIC_COLUMNS

    @api.model
    def _is_closed_to_proposals(self, field):
        """Return whether users propose nothing for this field, by a default: one of ours that is not theirs to write.

        Whatever rights the code has that creates: the defaults are those of the user it creates for.
        """
        return is_ours(field._modules) and (
            self._is_written_by_rules(field) or not self.sudo(False)._has_field_access(field, "write")
        )

    @api.model
    def _add_missing_default_values(self, values):
        """Override of `base`: what users may not write, their context does not propose; see `ir.default` too.

        Odoo refuses it where they create by themselves; where the rules create for them, it would take it.
        """
        closed = {
            key
            for key in self.env.context
            if key.startswith("default_")
            and (field := self._fields.get(key.removeprefix("default_")))
            and self._is_closed_to_proposals(field)
        }
        own = self._without_proposals(closed) if closed else self
        return super(AgencyGuardedFieldsMixin, own)._add_missing_default_values(values)

    def _without_proposals(self, keys):
        """Return these records without these keys of the context."""
        return self.with_env(self.env(context={k: value for k, value in self.env.context.items() if k not in keys}))

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Override of `base`: what is closed finds nothing.

        Odoo looks at the fields that the database is asked for; one with a search of its own, as those of
        `_inherits`, has become others by then.

        :raise AccessError: if the user searches by what is closed
        """
        if not self._may_write_rules():
            for condition in Domain(domain).iter_conditions():
                field = self._fields.get(condition.field_expr.split(".")[0])
                if field and is_ours(field._modules):
                    self._check_field_access(field, "read")
        return super()._search(domain, *args, **kwargs)

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Override of `base`: nor does it group; of links to many records, Odoo asks for the records alone.

        :raise AccessError: if the user groups by what is closed
        """
        field = self._fields.get(groupby_spec.split(":")[0].split(".")[0])
        if field and is_ours(field._modules):
            self._check_field_access(field, "read")
        return super()._read_group_groupby(alias, groupby_spec, query)

    def _traverse_related_sql(self, alias, field, query):
        """Override of `base`: nor does it sort or group; Odoo looks at the field it is related to, not at itself.

        :raise AccessError: if the user sorts or groups by what is closed
        """
        self._check_field_access(field, "read")
        return super()._traverse_related_sql(alias, field, query)

    def onchange(self, values, field_names, fields_spec):
        """Override of `web`: a form links to records of the user's own companies alone, as when it is saved.

        Fields that are related to a link, or computed of it and stored, are worked out with all rights.

        :raise AccessError: if it is linked to one of another company
        """
        if not self.env.su:
            self._check_proposed_links(values)
        return super().onchange(values, field_names, fields_spec)

    # === BUSINESS METHODS === #

    def _check_proposed_links(self, values):
        """Check that the records that these values link to are of the user's companies, or of none.

        :param dict values: of a form, see `onchange`
        :raise AccessError: if not; whoever may not read a record for another reason may be proposed it by the rules
        """
        links = defaultdict(set)
        gather_links(self, values, links)
        companies = self.env.user.company_ids
        for model, ids in links.items():
            # Sudo: whose it is, is what is asked; nothing of it is told.
            found_sudo = self.env[model].sudo().browse(ids).company_id - companies - companies.parent_ids
            # What companies that are no agency link to each other is Odoo's to say.
            concerned = found_sudo and found_sudo | self.env.company
            if any(company._works_as_agency() for company in concerned):
                raise AccessError(
                    self.env._("This record is of another company: choose one of your own, then save again.")
                )

    def _by_rules(self):
        """Return these records with what only the rules write open to whoever runs this: no other right is taken."""
        return self.with_context(**from_code(agency_rules=True))

    def _by_own_rules(self):
        """As `_by_rules`, for the fields of this model alone: for values of a user that the rules complete.

        What comes along with them, in commands of lists, is written with the user's own rights.
        """
        return self.with_context(**from_code(agency_rules=self._name))

    @api.model
    def _may_write_rules(self):
        return bool(self.env.su or get_key(self.env, "agency_rules") in (True, self._name))

    def _check_values(self, vals_list):
        """Check that the user may give these values, before the rules complete them.

        :raise AccessError: if one is of a field the user may not write
        """
        names = {name for vals in vals_list for name in vals}
        names |= {key[8:] for key in self.env.context if key.startswith("default_")}
        for name in sorted(names & self._fields.keys()):
            self._check_field_access(self._fields[name], "write")


class AgencyGuardedMixin(models.AbstractModel):
    """For records whose links are not for users to choose at will.

    - Who may not write the records that govern these may not write these, neither before nor after.
    - What decides who may write a record is looked at again once it is written: Odoo looks before only.
    """

    _name = "agency.guarded.mixin"
    _description = "Record guarded by the ORM"
    _inherit = ["agency.guarded.fields.mixin"]

    # Links to the records whose rights govern these.
    _governing_fields = ()
    # What is said when the record is made, and never changes.
    _frozen_fields = ()
    # What access rules look at.
    _right_fields = ("company_id",)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override to look at the records that govern these.

        :raise AccessError: if the user may not write one of them
        """
        own = self._without_proposed_company()
        records = super(AgencyGuardedMixin, own).create(vals_list).with_env(self.env)
        records._check_governing()
        return records

    def write(self, vals):
        """Override to look at the records that govern these before and after, and at the rules after too.

        :raise AccessError: if the user may not write one of them, or changes what is said once and for all
        """
        if self.env.su:
            return super().write(vals)
        if frozen := [name for name in self._frozen_fields if name in vals]:
            raise AccessError(
                self.env._(
                    "“%(field)s” is said once, when the record is made, and does not change: make another record"
                    " instead.",
                    field=self._fields[frozen[0]]._description_string(self.env),
                )
            )
        self._check_governing()
        if vals.keys().isdisjoint((*self._right_fields, *self._governing_fields)):
            return super().write(vals)
        guarded = self.filtered(lambda record: record._is_of_agency())
        res = super().write(vals)
        self._check_governing()
        (guarded | self.filtered(lambda record: record._is_of_agency())).check_access("write")
        return res

    def unlink(self):
        """Override to look at the records that govern these."""
        self._check_governing()
        return super().unlink()

    # === BUSINESS METHODS === #

    def _without_proposed_company(self):
        """Return this model without a company by default, where its own is that of another record.

        A form opened for a company proposes it to each row that is added later, and Odoo refuses the row.
        """
        company = self._fields.get("company_id")
        if "default_company_id" not in self.env.context or not company or not self._is_closed_to_proposals(company):
            return self
        return self._without_proposals({"default_company_id"})

    def _is_of_agency(self):
        """Return whether this record is guarded: all of our own models are, see `agency.guest.mixin` for Odoo's."""
        return True

    def _check_governing(self):
        """Check that the user may write the records that govern these.

        :raise AccessError: if not
        """
        if self.env.su:
            return
        for name in self._governing_fields:
            self[name].check_access("write")
