"""What Odoo would find out record by record while it creates, found here once and given to `create()`.

The values are Odoo's own, by its own methods; only the number of times it works them out changes.
"""


class Precomputed:
    def __init__(self, env):
        self.env = env
        self._teams = {}

    def create_records(self, module, model, vals_list):
        """Create records of a module of vtiger.

        :param model: the empty recordset to create them with
        """
        if module == "Contacts":
            # What a contact takes from its account is among its values.
            quick = model.with_context(_partners_skip_fields_sync=True)
            return quick.create(self._complete_contacts(vals_list)).with_env(model.env)
        if module in ("Potentials", "Leads"):
            vals_list = self._complete_deals(vals_list)
        elif module in ("Quotes", "SalesOrder"):
            vals_list = self._complete_orders(vals_list)
        return model.create(vals_list)

    def _complete_contacts(self, vals_list):
        """What a contact shares with its account: its address, and the commercial fields."""
        partners = self.env["res.partner"]
        accounts = partners.browse({vals["parent_id"] for vals in vals_list if vals["parent_id"]})
        shared = {False: ({}, {})}
        for account in accounts:
            owner = account.commercial_partner_id
            commercial = owner._convert_fields_to_values(partners._commercial_fields())
            address = account._convert_fields_to_values(partners._address_fields())
            shared[account.id] = _filled(commercial), _filled(address)
        completed = []
        for vals in vals_list:
            commercial, address = shared[vals["parent_id"]]
            completed.append({**vals, **commercial, **(address if vals["type"] == "contact" else {})})
        return completed

    def _complete_deals(self, vals_list):
        return [{**vals, "team_id": vals["user_id"] and self._find_team(vals["user_id"])} for vals in vals_list]

    def _find_team(self, user_id):
        if user_id not in self._teams:
            teams = self.env["crm.team"]
            domain = [("use_opportunities", "=", True)]
            self._teams[user_id] = teams._get_default_team_id(user_id=user_id, domain=domain).id
        return self._teams[user_id]

    def _complete_orders(self, vals_list):
        # The files that quotes to come begin and end with are not of those that were sent long ago.
        if "quotation_document_ids" not in self.env["sale.order"]._fields:
            return vals_list
        return [{**vals, "quotation_document_ids": [(6, 0, [])]} for vals in vals_list]


def _filled(vals):
    return {name: value for name, value in vals.items() if value}
