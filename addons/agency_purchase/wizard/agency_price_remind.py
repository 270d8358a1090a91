from odoo import api, fields, models


class AgencyPriceRemind(models.TransientModel):
    """« Relancer » (B13): the words are ready, one mail to each supplier. Whom, is with the rights of who calls."""

    _name = "agency.price.remind"
    _description = "Remind Suppliers"

    consultation_ids = fields.Many2many(comodel_name="agency.price.consultation", string="Suppliers", required=True)
    is_alone = fields.Boolean(compute="_compute_is_alone", compute_sudo=False)
    subject = fields.Char(compute="_compute_words", compute_sudo=False, store=True, readonly=False)
    body = fields.Html(
        compute="_compute_words",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="Of one supplier, as it leaves; of several, each gets the words of its round.",
    )

    @api.depends("consultation_ids")
    def _compute_is_alone(self):
        for wizard in self:
            wizard.is_alone = len(wizard.consultation_ids) == 1

    @api.depends("consultation_ids")
    def _compute_words(self):
        for wizard in self:
            alone = wizard.consultation_ids if len(wizard.consultation_ids) == 1 else None
            wizard.subject = wizard.body = False
            if alone:
                # Who reminds may read whom: the words say what that record says.
                alone.check_access("write")
                this, _count = alone._get_words_round()
                if not this:
                    continue
                # Sudo: who reminds need have no right on templates.
                template_sudo = this.template_id.sudo()
                ids = alone._origin.ids
                wizard.subject = template_sudo._render_field("subject", ids, compute_lang=True)[ids[0]]
                wizard.body = template_sudo._render_field("body_html", ids, compute_lang=True)[ids[0]]

    def action_send(self):
        """Remind these suppliers, once.

        :raise UserError: if one may not be reminded any more
        """
        self.ensure_one()
        self.consultation_ids.check_access("write")
        alone = len(self.consultation_ids) == 1 and self.subject and self.body
        self.consultation_ids._remind((self.subject, self.body) if alone else None)
        return {"type": "ir.actions.act_window_close"}
