"""Where the words of the manual take the place of Odoo's: views, labels, actions, what the history says.

For users of the agency, in French, in a company that is one: everybody else reads Odoo's.
"""

from odoo import api, models

from .. import words

# What of a view is read by people.
ATTRIBUTES = ("string", "placeholder", "help", "title", "confirm", "sum", "avg")


class Base(models.AbstractModel):
    _name = "base"
    _inherit = ["base"]

    @api.model
    def _speaks_manual(self):
        """Return whether whoever looks reads the words of the manual."""
        return (
            (self.env.lang or "").startswith("fr")
            and self.env.user._is_agency_user()
            and bool(self.env.company._works_as_agency())
        )

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        """Override of `base`: the superuser sees the views of the agency in Odoo's words."""
        return (*super()._get_view_cache_key(view_id, view_type, **options), self._speaks_manual())

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Override of `base`: views in the words of the manual."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if self._speaks_manual():
            self._say_arch(arch)
        return arch, view

    @api.model
    def _say_arch(self, arch):
        for node in arch.iter():
            for name in ATTRIBUTES:
                if node.get(name):
                    node.set(name, words.say(node.get(name), self._name))
            # Not what is code, and no text of a template's expressions.
            if isinstance(node.tag, str) and node.text and node.text.strip():
                node.text = words.say(node.text, self._name)
            if node.tail and node.tail.strip():
                node.tail = words.say(node.tail, self._name)

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Override of `base`: labels in the words of the manual."""
        described = super().fields_get(allfields, attributes)
        if self._speaks_manual():
            for field in described.values():
                for name in ("string", "help"):
                    if field.get(name):
                        field[name] = words.say(field[name], self._name)
                if field.get("selection"):
                    field["selection"] = [(key, words.say(label, self._name)) for key, label in field["selection"]]
        return described


class IrActionsActions(models.Model):
    _inherit = "ir.actions.actions"

    def _get_action_dict(self):
        """Override of `base`: names in the words of the manual."""
        return self._say_action(super()._get_action_dict())

    @api.model
    def get_bindings(self, model_name):
        """Override of `base`: names in the words of the manual; a deal is no lead to convert."""
        bindings = super().get_bindings(model_name)
        if not self._speaks_manual():
            return bindings
        convert = self.env["ir.model.data"]._xmlid_to_res_id("crm.action_crm_send_mass_convert")
        return {
            kind: [self._say_action(action, model_name) for action in actions if action["id"] != convert]
            for kind, actions in bindings.items()
        }

    @api.model
    def _say_action(self, action, model=""):
        if not self._speaks_manual():
            return action
        return {
            **action,
            **{
                name: words.say(str(action[name]), model or action.get("res_model") or "")
                for name in ("name", "help")
                if action.get(name)
            },
        }


class IrActionsActWindow(models.Model):
    _inherit = "ir.actions.act_window"

    def _get_action_dict(self):
        """Override of `base`: see `ir.actions.actions`."""
        return self._say_action(super()._get_action_dict())


class ResGroups(models.Model):
    _inherit = "res.groups"

    @api.model
    def _get_view_group_hierarchy(self):
        """Override of `base`: what stands where no right is chosen is said in French."""
        hierarchy = super()._get_view_group_hierarchy()
        if not self._speaks_manual():
            return hierarchy
        # What the superclass returns is in its cache: it stays as it is.
        privileges = {
            key: {**privilege, "placeholder": words.say(privilege["placeholder"] or "", "res.groups.privilege")}
            for key, privilege in hierarchy["privileges"].items()
        }
        return {**hierarchy, "privileges": privileges}


class MailMessageSubtype(models.Model):
    _inherit = "mail.message.subtype"

    def _read_format(self, fnames, load="_classic_read"):
        """Override of `base`: the history says what happened in the words of the manual."""
        rows = super()._read_format(fnames, load)
        if self._speaks_manual():
            # Sudo: of which model a kind of message is, is no secret to who reads the message.
            models_by_id = {subtype.id: subtype.res_model or "" for subtype in self.sudo()}
            for row in rows:
                for name in ("name", "description"):
                    if row.get(name):
                        row[name] = words.say(row[name], models_by_id.get(row["id"], ""))
        return rows


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order"]

    def _creation_message(self):
        """Override of `mail`: a quote is no « Commande client », which is what comes back (SPEC 1)."""
        self.ensure_one()
        if not self.company_id._works_as_agency():
            return super()._creation_message()
        return self.env._("Recurring order created") if self.billing_frequency else self.env._("Quote created")

    @api.depends("billing_frequency", "company_id")
    def _compute_type_name(self):
        """Override of `sale`: nor does it become one once it is accepted, for the customer either (SPEC 1)."""
        res = super()._compute_type_name()
        for order in self:
            if not order.billing_frequency and order.company_id._works_as_agency():
                order.type_name = self.env._("Quote")
        return res
