"""Who is an agency: a switch per company. The others keep Odoo's own stages, flows, screens, mails and documents."""

from odoo import api, fields, models
from odoo.tools import ormcache

from ..takeover import companies, deals, invoices, numbering, sql, stages


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company"]

    is_agency = fields.Boolean(
        string="This company is an agency",
        help="Its deals follow their quotes through the agency's stages, with next steps, reminders and the agency's"
        " screens and words. Other companies work as in Odoo alone. Turned on, the deals and invoices there are are"
        " taken over; turned off, they are given back to Odoo's own stages.",
    )

    @api.model
    def _get_shared_fields(self):
        """Override of `agency.guarded.fields.mixin`: which company works how is no secret."""
        return super()._get_shared_fields() | {"is_agency"}

    # === CRUD METHODS === #

    @api.model
    def default_get(self, fields):
        """Override of `base`: a company beside agencies alone is one too, unless its country says otherwise."""
        values = super().default_get(fields)
        if "is_agency" in fields:
            values.setdefault("is_agency", self._is_agency_by_default())
        return values

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if "is_agency" not in vals and "default_is_agency" not in self.env.context:
                country = self.env["res.country"].browse(vals.get("country_id"))
                vals["is_agency"] = self._is_agency_by_default() and companies.is_french(country)
        created = super().create(vals_list)
        # Sudo: stages are those of everybody, and their external ids are technical.
        created.sudo()._keep_stages_apart()
        # Sudo: whoever may make a company makes its series of numbers.
        numbering.take_over(created.sudo().filtered("is_agency"))
        return created

    def write(self, vals):
        """Override of `base`: what the switch changes is taken over, or given back, at once."""
        if "is_agency" not in vals:
            return super().write(vals)
        changed = self.filtered(lambda company: company.is_agency != bool(vals["is_agency"]))
        res = super().write(vals)
        self.env.registry.clear_cache()
        # Sudo: whoever may configure the company; its deals and invoices need not all be theirs to read.
        changed_sudo = changed.sudo()
        if vals["is_agency"]:
            changed_sudo._take_over()
        else:
            changed_sudo._give_back()
        return res

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    # === BUSINESS METHODS === #

    @api.model
    @ormcache()
    def _get_agency_ids(self):
        domain = [("is_agency", "=", True)]
        # Sudo: which company works how does not depend on who asks.
        return frozenset(self.sudo().with_context(active_test=False).search(domain).ids)

    @api.model
    def _get_agencies(self):
        """Return the companies that are agencies."""
        return self.browse(sorted(self._get_agency_ids()))

    def _works_as_agency(self):
        """Return whether this company is an agency, whoever asks; False for no company."""
        return self.id in self._get_agency_ids()

    @api.model
    def _is_agency_by_default(self):
        """Return whether a new company is an agency: where all are."""
        # Sudo: of all companies, those of others too.
        count = self.sudo().with_context(active_test=False).search_count([])
        return 0 < count == len(self._get_agency_ids())

    def _take_over(self):
        """Let these companies, agencies from now on, go on with the deals and the invoices they have.

        What happened before is no news: see `takeover`.
        """
        if self:
            past = self.with_context(tracking_disable=True, active_test=False)
            sql.analyze(past.env)
            invoices.take_over(past)
            deals.take_over(past)
            numbering.take_over(past)
            past._add_payment_means()

    def _give_back(self):
        """Give the deals of these companies, agencies no longer, back to Odoo's own stages."""
        if self:
            self._keep_stages_apart()
            past = self.with_context(tracking_disable=True, active_test=False)
            invoices.give_back(past)
            deals.give_back(past)
            numbering.give_back(past)
            past._remove_payment_means()

    def _keep_stages_apart(self):
        """Give Odoo's stages back to the companies that are no agencies, where the agency had taken them."""
        self.env.registry.clear_cache()
        if any(not company.is_agency for company in self) and stages.get_adopted(self.env):
            stages.separate(self.env)
