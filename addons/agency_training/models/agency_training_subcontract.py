from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class AgencyTrainingSubcontract(models.Model):
    """The written contract with who gives a session for the agency (T48, CV16; Qualiopi indicator 27)."""

    _name = "agency.training.subcontract"
    _description = "Subcontract of a Training"
    _inherit = ["agency.guarded.mixin", "agency.training.paper"]
    _order = "session_id desc, id"
    _rec_name = "partner_id"
    _check_company_auto = True

    _governing_fields = ("session_id",)
    _frozen_fields = ("session_id",)

    session_id = fields.Many2one(
        comodel_name="agency.training.session", required=True, index=True, ondelete="cascade", check_company=True
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner", string="Subcontractor", required=True, check_company=True, ondelete="restrict"
    )
    mission = fields.Text(help="What the subcontractor is asked to do. Empty: to prepare and give the training.")
    hours = fields.Float(
        compute="_compute_hours", store=True, readonly=False, precompute=True, help="Hours that they give."
    )
    price = fields.Monetary(help="Excluding VAT, for all of it.")
    currency_id = fields.Many2one(related="company_id.currency_id")
    company_id = fields.Many2one(related="session_id.company_id", store=True, index=True)

    _partner_uniq = models.Constraint(
        "UNIQUE(session_id, partner_id)", "This subcontractor has a contract for this session already."
    )

    # === COMPUTE METHODS === #

    @api.depends("session_id", "partner_id")
    def _compute_hours(self):
        for contract in self:
            contract.hours = sum(contract._get_slots().mapped("duration"))

    @api.constrains("hours", "price")
    def _check_numbers(self):
        for contract in self:
            if contract.hours < 0 or contract.price < 0:
                raise ValidationError(
                    self.env._("%(name)s: hours and price are not below zero.", name=contract.partner_id.name)
                )

    # === ACTION METHODS === #

    def action_print(self):
        """Open the contracts, to be signed.

        :raise UserError: naming what the law asks and they do not say
        """
        self._check_complete()
        return self.env.ref("agency_training.report_subcontract").report_action(self)

    # === BUSINESS METHODS === #

    def _get_slots(self):
        """Return the half-days that the subcontractor gives: all, where none names them."""
        slots = self.session_id._get_live_slots()
        return slots.filtered(lambda slot: self.partner_id in slot.trainer_ids.partner_id) or slots

    def _get_quote(self):
        """Return the quote whose facts the contract takes: an accepted one, else one of the course, in memory."""
        session = self.session_id
        if order := session._get_accepted_orders()[:1]:
            return order
        facts = session.course_id._get_quote_facts() if session.course_id else {"training_title": session.title}
        return self.env["sale.order"].new({**facts, "company_id": session.company_id.id})

    def _check_complete(self):
        """Check that each contract says what it has to (decree 2023-1350).

        :raise UserError: naming what is missing
        """
        for contract in self:
            order = contract._get_quote()
            checks = [
                (order.training_objectives, self.env._("its objectives")),
                (order._has_training_programme(), self.env._("its contents, or the annexed programme")),
                (order.training_means, self.env._("the means")),
                (order.training_follow_up, self.env._("how it unfolds and is followed")),
                (contract.hours, self.env._("the duration in hours")),
                (contract.price, self.env._("the price")),
            ]
            if missing := [label for is_said, label in checks if not is_said]:
                raise UserError(
                    self.env._(
                        "The contract with %(name)s does not say: %(missing)s. Write it on the quote or in the"
                        " catalogue, hours and price on the contract.",
                        name=contract.partner_id.name,
                        missing=", ".join(missing),
                    )
                )

    # === DOCUMENT === #

    def _get_agency_report(self):
        """Override of `agency.pdf.document`."""
        return self.env.ref("agency_training.report_subcontract")

    def _get_agency_file_name(self, kind=""):
        """Override of `agency.pdf.document`."""
        document = self.with_context(lang=self._get_pdf_lang())
        return f"{document._get_pdf_title(kind)} {self.session_id.name} {self.partner_id.name}"

    def _get_pdf_blocks(self, kind):
        """Override of `agency.pdf.document`."""
        return ("subcontract",)

    def _get_pdf_parts(self, kind):
        """Override of `agency.pdf.document`: no contract with a blank."""
        # Said to who asks, in their language.
        self.with_context(lang=self.env.user.lang)._check_complete()
        return super()._get_pdf_parts(kind)

    def _get_pdf_annexes(self, report):
        """Override of `agency.pdf.document`: contents that are a file follow."""
        order = self._get_quote()
        if order._has_training_annex():
            return order._get_pdf_annexes(self.env.ref("agency_training.report_programme"))
        return super()._get_pdf_annexes(report)

    def _get_pdf_date(self):
        """Override of `agency.pdf.document`."""
        return fields.Date.context_today(self)

    def _get_pdf_number(self):
        """Override of `agency.pdf.document`."""
        return self.session_id.name

    def _get_pdf_title(self, kind=""):
        """Override of `agency.pdf.document`."""
        return self.env._("Training subcontract")

    def _get_pdf_facts(self, kind=""):
        """Override of `agency.pdf.document`."""
        return [(self._pdf_label(self.env._("Date")), self._pdf_date(self._get_pdf_date()))]

    def _get_pdf_langs(self):
        """Override of `agency.pdf.document`: French law's contract, in the agency's language."""
        return [self.company_id.partner_id.lang]

    def _get_pdf_legal_kinds(self):
        """Override of `agency.pdf.document`."""
        return self.company_id._get_declaration_kinds()

    def _get_pdf_dates(self):
        """Return the days in words: the session's own, each named where the subcontractor gives only some of them."""
        days, own = (
            list(dict.fromkeys(slots.sorted("date").mapped("date")))
            for slots in (self.session_id._get_live_slots(), self._get_slots())
        )
        if own != days:
            return ", ".join(map(self._pdf_date, own))
        return self.session_id._get_pdf_dates() if days else ""

    def _get_pdf_subcontract(self):
        """Return what the contract says, as texts.

        :return: dict of `title`, `objectives`, `means`, `follow_up`, `assessment`, `dates`, `place`, `hours`,
            `mission`, `price`, `contents` (HTML), `is_annexed` and `partner` (see `_get_pdf_customer`)
        """
        self.ensure_one()
        order, session = self._get_quote(), self.session_id
        return {
            "title": session.title,
            "objectives": order.training_objectives,
            "means": order.training_means,
            "follow_up": order.training_follow_up,
            "assessment": order.training_assessment or "",
            "dates": self._get_pdf_dates(),
            "place": session.place or "",
            "hours": self._get_hours_words(self.hours),
            "mission": self.mission or self.env._("To prepare, give and assess the training described below."),
            "price": self.env._("%(amount)s excl. VAT", amount=self._pdf_amount(self.price)),
            "contents": order.training_programme if order.training_programme_place == "inline" else "",
            "is_annexed": order._has_training_annex(),
            "partner": self._get_pdf_customer(),
        }


class AgencyTrainingSession(models.Model):
    _name = "agency.training.session"
    _inherit = ["agency.training.session"]

    subcontract_ids = fields.One2many(
        comodel_name="agency.training.subcontract", inverse_name="session_id", string="Subcontracts", copy=False
    )

    def action_add_subcontracts(self):
        """Make a contract for each subcontractor who teaches here and has none: trainers, and the quotes' own (T48).

        :raise UserError: if there is none to make
        """
        vals_list = []
        for session in self:
            trainers = session.trainer_ids.filtered(lambda trainer: trainer.kind == "subcontractor").partner_id
            partners = trainers | session._get_accepted_orders().training_subcontractor_id
            vals_list += [
                {"session_id": session.id, "partner_id": partner.id}
                for partner in partners - session.subcontract_ids.partner_id
            ]
        if not vals_list:
            raise UserError(
                self.env._(
                    "No subcontractor is without a contract: choose a trainer who is one, or name one on the quote."
                )
            )
        self.env["agency.training.subcontract"].create(vals_list)
