"""A task, about a record or about nothing, for oneself or for a colleague.

Manual: « s'affecter une action ou l'affecter à un autre utilisateur ».

Odoo shows an activity without a record to whoever it is assigned to and to nobody else, its author neither.
"""

from odoo import api, fields, models
from odoo.fields import Domain

# What a task may be about.
SUBJECTS = ("crm.lead", "res.partner", "sale.order", "account.move")


class MailActivity(models.Model):
    _name = "mail.activity"
    _inherit = ["mail.activity"]

    subject_ref = fields.Reference(
        selection="_select_subjects",
        string="About",
        compute="_compute_subject_ref",
        inverse="_inverse_subject_ref",
        help="The deal, account, quote or invoice that the task is about; it may be about none.",
    )

    @api.model
    def _select_subjects(self):
        labels = {
            "crm.lead": self.env._("Deal"),
            "res.partner": self.env._("Account or contact"),
            "sale.order": self.env._("Quote or order"),
            "account.move": self.env._("Invoice"),
        }
        return [(model, labels[model]) for model in SUBJECTS]

    @api.depends("res_model", "res_id")
    def _compute_subject_ref(self):
        for activity in self:
            is_known = activity.res_model in SUBJECTS and activity.res_id
            activity.subject_ref = f"{activity.res_model},{activity.res_id}" if is_known else False

    def _inverse_subject_ref(self):
        for activity in self:
            activity.write(self._prepare_subject_values(activity.subject_ref))

    @api.model
    def _prepare_subject_values(self, record):
        return {
            "res_model_id": self.env["ir.model"]._get_id(record._name) if record else False,
            "res_id": record.id if record else False,
        }

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `mail`: who may see what a task is about is asked when it is made."""
        for vals in vals_list:
            # A reference comes as a text over RPC, as a record from code.
            subject = self._fields["subject_ref"].convert_to_cache(vals.pop("subject_ref", False), self)
            if subject:
                model, _separator, res_id = subject.partition(",")
                vals.update(self._prepare_subject_values(self.env[model].browse(int(res_id))))
        return super().create(vals_list)

    # === ACCESS === #

    def _check_access(self, operation):
        """Override of `mail`: a task about nothing is also its author's, and a Responsable's."""
        result = super()._check_access(operation)
        if not result or not self or not self.env.user._is_agency_user() or self.browse()._check_access(operation):
            return result
        forbidden = result[0]
        # Sudo: to know whose it is.
        open_to_user = forbidden.sudo().filtered(lambda activity: activity._is_task_open_to_user(operation))
        still = forbidden - open_to_user.sudo(False)
        return (still, lambda: still._make_access_error(operation)) if still else None

    def _is_task_open_to_user(self, operation):
        """Return whether this is a task about nothing that the user of the agency gave, handed on, or oversees."""
        self.ensure_one()
        user = self.env.user
        if self.res_model or not self.user_id._is_agency_user() or not (self.user_id.company_ids & user.company_ids):
            return False
        if operation == "create" or user.has_group("agency_crm.group_agency_manager"):
            return True
        return user == self.create_uid or (operation == "read" and user == self.write_uid)

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs):
        """Override of `mail`: see `_check_access`."""
        if self.env.su or bypass_access or not self.env.user._is_agency_user():
            return super()._search(domain, offset, limit, order, bypass_access=bypass_access, **kwargs)
        # Of others: the user's own come by themselves.
        given = Domain("res_model", "=", False) & Domain("user_id", "!=", self.env.uid)
        tasks = super()._search(Domain(domain) & given, bypass_access=True, **kwargs)
        shown = self.browse(tasks)._filtered_access("read")
        if not shown:
            return super()._search(domain, offset, limit, order, **kwargs)
        allowed = self.browse(super()._search(domain, **kwargs)) | shown
        return super()._search(Domain("id", "in", allowed.ids), offset, limit, order, bypass_access=True, **kwargs)
