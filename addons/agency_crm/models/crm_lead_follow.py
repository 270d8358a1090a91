"""Deals follow their quotes and invoices (manual: « Les affaires »), never the other way round."""

from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import DEAL_EVENTS, HOPELESS_QUOTE_STATUSES, PHASE_RANKS
from ..context_keys import get_key

# Places of a deal on its way, in this order.
PLACES = [None, "sent", "accepted", "deposit", "final"]


class CrmLead(models.Model):
    _inherit = "crm.lead"

    followed_facts = fields.Json(
        readonly=True,
        copy=False,
        export_string_translation=False,
        help="What the quotes and invoices of the deal had come to when it last followed them.",
    )
    is_loss_proposed = fields.Boolean(
        string="To be marked as lost",
        compute="_compute_is_loss_proposed",
        help="All quotes of the deal were rejected or got no answer.",
    )

    # === COMPUTE METHODS === #

    @api.depends("order_ids.quote_status", "order_ids.billing_frequency", "active", "won_status")
    def _compute_is_loss_proposed(self):
        for lead in self:
            quotes = lead.order_ids
            lead.is_loss_proposed = bool(
                lead._is_agency_deal()
                and lead.active
                and lead.won_status != "lost"
                and quotes
                and all(quote.quote_status in HOPELESS_QUOTE_STATUSES for quote in quotes)
            )

    # === BUSINESS METHODS === #

    def _follow_quotes(self):
        """Let each deal take its place, from all its quotes, orders and invoices.

        It does not matter what called it: the deal looks at all its documents, and moves only
        for what is new since it last looked, never backwards. So calling it twice changes
        nothing, and a move made by hand stays until something new happens.
        """
        if get_key(self.env, "agency_history"):
            return  # What is brought in happened long ago, see `_remember_quotes()`.
        # A portal customer who signs, or a salesperson of another deal, moves this one too.
        for (event, values), leads in self.sudo()._get_quote_moves().items():
            leads._track_set_log_message(self._get_event_message(event))
            leads.write(dict(values))

    def _get_quote_moves(self):
        """Return where their quotes bring the deals that have something new, and note what is known from now on.

        :rtype: dict
        :return: `{(event, write values as a tuple of pairs): deals}`
        """
        moves = defaultdict(self.browse)
        dates = {}
        for lead in self._filter_agency():
            facts = lead._get_facts()
            if facts == (lead.followed_facts or {}):
                continue
            event = lead._get_event(facts)
            lead.followed_facts = facts
            values = event and lead._prepare_event_values(event, dates)
            if values:
                moves[event, tuple(values.items())] += lead
        return moves

    def _remember_quotes(self):
        """Take what the documents of these deals have come to as known: no deal moves for it.

        For documents brought in from elsewhere with the context key `agency_history`, which keeps deals where
        they are, accounts of the type they have, and makes no activity.
        """
        for lead in self._by_rules()._filter_agency():
            lead.followed_facts = lead._get_facts()

    def _get_facts(self):
        """Return how far each document of the deal has come: `{document: fact}`.

        Facts of quotes are `sent <when>`, `accepted`, `deposit` (a deposit invoice was sent),
        `final` (the last invoice was sent), `recurring` and `rejected`; those of invoices
        without a quote are `open` and `final`. Other documents say nothing.
        """
        self.ensure_one()
        company = self.company_id
        documents = self.order_ids.filtered(lambda order: not company or order.company_id == company)
        # Read with those of the other deals, which `filtered` forgets.
        documents = documents.with_prefetch(self.order_ids._prefetch_ids)
        facts = {f"sale.order,{order.id}": order._get_deal_fact() for order in documents}
        invoices = self.invoice_ids.filtered(
            lambda move: (
                move.move_type == "out_invoice"
                and move.state != "cancel"
                and (not company or move.company_id == company)
                and not move.line_ids.sale_line_ids
            )
        )
        for invoice in invoices:
            facts[f"account.move,{invoice.id}"] = "final" if invoice._is_sent() else "open"
        return {document: fact for document, fact in facts.items() if fact}

    def _get_event(self, facts):
        """Return the event of `const.DEAL_EVENTS` that `facts` bring, None when they bring none.

        :param dict facts: facts of the deal now; those of its last look are on the deal
        """
        self.ensure_one()
        seen = self.followed_facts or {}
        news = {fact.split()[0] for document, fact in facts.items() if seen.get(document) != fact}
        if "recurring" in news:
            return "recurring"
        place, seen_place = self._get_place(facts), self._get_place(seen)
        if place in news:
            return place
        # What held the deal back is gone: the other accepted quote was cancelled, say.
        if place != "sent" and PLACES.index(place) > PLACES.index(seen_place):
            return place
        return None

    @api.model
    def _get_place(self, facts):
        """Return the event that `facts`, all together, put a deal at; None for none."""
        kinds = {fact.split()[0] for fact in facts.values()}
        if "final" in kinds and not kinds & {"accepted", "deposit", "open"}:
            return "final"
        return next((kind for kind in ("deposit", "accepted", "sent") if kind in kinds), None)

    def _prepare_event_values(self, event, dates=None):
        """Prepare the values that bring this deal to the place of `event`.

        :param dict dates: see `_get_next_step_date()`
        :return: write values, empty when the deal is already there or further
        """
        self.ensure_one()
        phase, step_name, delay = DEAL_EVENTS[event]
        step = self.env["agency.next.step"]._get_step(step_name)
        current = self.stage_id._get_phase()
        if not current and self.stage_id.team_ids:
            return {}  # A team with stages of its own works by them.
        rank = PHASE_RANKS.get(current, 1 if self.stage_id.is_won else 0)
        target = PHASE_RANKS[phase]
        values = {}
        if rank < target or (rank == target == 0 and current != "lost"):
            values["stage_id"] = self.env["crm.stage"]._get_phase_stage(phase).id
        elif event != "recurring" and not (
            # Back into the pipe: a quote accepted on a won deal that asked for nothing more.
            rank == target > 0 and self.is_next_step_closing and not step.is_closing
        ):
            return {}
        values["next_step_id"] = step.id
        if step.is_closing:
            values["next_step_date"] = False
        elif delay:
            values["next_step_date"] = self._get_next_step_date(delay, dates)
        elif not self.next_step_date:
            values["next_step_date"] = self._get_next_step_date(dates=dates)
        return values

    def _track_set_log_message(self, message):
        """Override of `mail`: a message of `sale_crm` on the revenue hides no reason of a move."""
        key = f"mail.tracking.message.{self._name}"
        known = dict(self.env.cr.precommit.data.get(key, {}))
        res = super()._track_set_log_message(message)
        messages = self.env.cr.precommit.data.get(key, {})
        for lead in self:
            if known.get(lead.id) and lead.id in messages:
                messages[lead.id] = Markup("%s<br/>%s") % (known[lead.id], message)
        return res

    @api.model
    def _get_event_message(self, event):
        """Return the line of the chatter that says why the deal moved."""
        return {
            "sent": self.env._("Moved by itself: a quote was sent."),
            "accepted": self.env._("Moved by itself: a quote was accepted."),
            "deposit": self.env._("Moved by itself: the deposit invoice was sent."),
            "final": self.env._("Moved by itself: everything accepted has been invoiced."),
            "recurring": self.env._("Moved by itself: the service became a recurring order."),
        }[event]

    def action_propose_lost(self):
        """Open Odoo's own question for the reason of the loss."""
        self.ensure_one()
        if not self.is_loss_proposed:
            raise UserError(self.env._("A quote of this deal may still be accepted: it is not lost yet."))
        action = self.env["ir.actions.actions"]._for_xml_id("crm.crm_lead_lost_action")
        return {**action, "context": {"default_lead_ids": self.ids}}
