"""Whose deal it is: an agency's follows the agency's stages and next steps, another company's those of Odoo."""

from odoo import api, fields, models


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead"]

    stage_id = fields.Many2one(domain=lambda self: self._get_stage_domain())

    def _get_working_company(self):
        """Return the company by whose rules this deal is worked on: its own, that of who follows it, or the user's."""
        # Sudo: a deal may be followed by somebody whose record the user does not see.
        return self.company_id or self.sudo().user_id.company_id.sudo(self.env.su) or self.env.company

    def _is_agency_deal(self):
        """Return whether this is a deal, no lead, of an agency."""
        return self.type == "opportunity" and self._is_of_agency()

    def _is_of_agency(self):
        """Override of `agency.guest.mixin`: a deal of no company is of those who follow it."""
        return self._get_working_company()._works_as_agency()

    def _filter_agency(self):
        """Return those that are deals of an agency."""
        return self.filtered(lambda lead: lead._is_agency_deal())

    def _filter_for_company(self, company):
        """Return those that a document of `company` may name: Odoo refuses the others."""
        # Sudo: whoever makes the document need not see its deal.
        return self.sudo().filtered_domain(self._check_company_domain(company)).sudo(self.env.su)

    # === STAGES === #

    @api.model
    def _get_stage_domain(self):
        unused = self.env["crm.stage"]._get_unused_ids(self.env.company)
        teams = "'|', ('team_ids', '=', False), ('team_ids', 'in', team_id)"
        return f"['&', ('id', 'not in', {unused}), {teams}]" if unused else f"[{teams}]"

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        """Override of `base`: see `_get_view()`."""
        unused = self.env["crm.stage"]._get_unused_ids(self.env.company)
        return (*super()._get_view_cache_key(view_id, view_type, **options), tuple(unused))

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Override of `base`: a screen that names its stages, as Odoo's form does, shows those at work here."""
        arch, view = super()._get_view(view_id, view_type, **options)
        unused = self.env["crm.stage"]._get_unused_ids(self.env.company)
        for node in arch.xpath("//field[@name='stage_id'][@domain][not(ancestor::field)]") if unused else ():
            node.set("domain", f"[('id', 'not in', {unused})] + {node.get('domain')}")
        return arch, view

    @api.model
    def _read_group_stage_ids(self, stages, domain):
        """Override of `crm`: the columns are those of the company at work, and those that have deals."""
        unused = set(self.env["crm.stage"]._get_unused_ids(self.env.company)) - set(stages.ids)
        return super()._read_group_stage_ids(stages, domain).filtered(lambda stage: stage.id not in unused)

    def _stage_find(self, team_id=False, domain=None, order="sequence, id", limit=1):
        """Override of `crm`: of the stages of its company."""
        company = self[:1]._get_working_company() if self else self.env["crm.team"].browse(team_id).company_id
        unused = self.env["crm.stage"]._get_unused_ids(company or self.env.company)
        if unused:
            domain = [*(domain or []), ("id", "not in", unused)]
        return super()._stage_find(team_id=team_id, domain=domain, order=order, limit=limit)
