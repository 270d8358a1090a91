"""The sale taxes of an agency, by their rates: those of services where the chart tells them apart."""


class Taxes:
    """Finds the taxes of a company; a rate that it has no tax for (19.6 %, rates added up) is made, archived."""

    def __init__(self, env):
        self.env, self.company = env, env.company
        self._ids = {}

    def get_ids(self, rates, on_made=lambda rate: None, is_goods=False):
        """The ids of the taxes of these rates.

        :param on_made: called with each rate that a tax was made for
        :param is_goods: whether what is sold is a thing
        """
        for rate in rates:
            if (rate, is_goods) not in self._ids:
                self._ids[rate, is_goods] = self._find(float(rate), is_goods).id
            if not self._ids[rate, is_goods]:
                self._ids[rate, False] = self._ids[rate, True] = self._make(rate).id
                on_made(rate)
        return [self._ids[rate, is_goods] for rate in rates]

    def _find(self, rate, is_goods=False):
        taxes = self.env["account.tax"].search(
            [
                ("company_id", "=", self.company.id),
                ("type_tax_use", "=", "sale"),
                ("amount_type", "=", "percent"),
                ("amount", "=", rate),
            ]
        )
        return taxes.filtered(lambda tax: not tax.price_include).sorted(lambda tax: self._rank(tax, is_goods))[:1]

    def _rank(self, tax, is_goods):
        """What an agency sells is services; a rate no longer in use, archived, still is that of old documents."""
        scopes = {"consu" if is_goods else "service": 0, False: 1}
        is_usual = tax == self.company.account_sale_tax_id
        return not tax.active, scopes.get(tax.tax_scope, 2), not is_usual, tax.sequence, tax.id

    def _make(self, rate):
        name = self.env._("VAT %(rate)s %% (vtiger)", rate=f"{float(rate):g}")
        values = {"name": name, "amount": float(rate), "active": False, "include_base_amount": False}
        model = self._find(20.0) or self.company.account_sale_tax_id
        return model.copy(values)
